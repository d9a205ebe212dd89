/** Places as the map draws them: the line the site answers for, zones, outposts. Pure. */

import type { Bilingual } from '../../../base/shapes.ts'
import {
  ellipseRing,
  type Feature,
  lineFeature,
  lonLat,
  pointFeature,
  ringFeature,
  withoutVowelMarks,
} from '../../../platform/web/map/shapes.ts'
import type { PlaceView } from '../contract.ts'
import { useOf } from '../zones.ts'

export interface PlaceShapes {
  readonly lines: readonly Feature[]
  readonly zones: readonly Feature[]
  readonly outposts: readonly Feature[]
  /** Protected sites, the ground around them that counts, and our own works. */
  readonly sites: readonly Feature[]
  readonly buffers: readonly Feature[]
  readonly works: readonly Feature[]
}

/** `alarmIds`: places that hold an alert now; `unwatchedIds`: places that no camera watches now. */
export function placeShapes(
  places: Iterable<PlaceView>,
  pick: (name: Bilingual) => string,
  alarmIds: ReadonlySet<string>,
  unwatchedIds: ReadonlySet<string>,
): PlaceShapes {
  const lines: Feature[] = []
  const zones: Feature[] = []
  const outposts: Feature[] = []
  const sites: Feature[] = []
  const buffers: Feature[] = []
  const works: Feature[] = []
  for (const place of places) {
    const name = withoutVowelMarks(pick(place.name))
    const properties = { name, isAlarm: alarmIds.has(place.id), isUnwatched: unwatchedIds.has(place.id) }
    switch (place.geometry.kind) {
      case 'line':
        lines.push(lineFeature(place.geometry.coordinates, properties))
        break
      case 'zone':
        zones.push(ringFeature(place.geometry.ring, { ...properties, use: useOf(place.geometry) }))
        break
      case 'outpost':
        outposts.push(pointFeature(lonLat(place.geometry.position), properties))
        break
      case 'protected_site': {
        const { position, bufferM } = place.geometry
        sites.push(pointFeature(lonLat(position), properties))
        if (bufferM > 0) buffers.push(ringFeature(ellipseRing(position, bufferM, bufferM, 0), {}))
        break
      }
      case 'own_infrastructure':
        works.push(pointFeature(lonLat(place.geometry.position), properties))
        break
    }
  }
  return { lines, zones, outposts, sites, buffers, works }
}
