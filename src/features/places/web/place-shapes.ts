/** Places as the map draws them: the line the site answers for, zones, outposts. Pure. */

import type { Bilingual } from '../../../base/shapes.ts'
import { type Feature, lineFeature, lonLat, pointFeature, ringFeature } from '../../../platform/web/map/shapes.ts'
import type { PlaceView } from '../contract.ts'

export interface PlaceShapes {
  readonly lines: readonly Feature[]
  readonly zones: readonly Feature[]
  readonly outposts: readonly Feature[]
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
  for (const place of places) {
    const properties = { name: pick(place.name), isAlarm: alarmIds.has(place.id), isUnwatched: unwatchedIds.has(place.id) }
    switch (place.geometry.kind) {
      case 'line':
        lines.push(lineFeature(place.geometry.coordinates, properties))
        break
      case 'zone':
        zones.push(ringFeature(place.geometry.ring, properties))
        break
      case 'outpost':
        outposts.push(pointFeature(lonLat(place.geometry.position), properties))
        break
    }
  }
  return { lines, zones, outposts }
}
