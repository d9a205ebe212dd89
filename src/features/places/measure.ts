/** Lengths, areas and middles of what is drawn. Pure; metres. */
import { groundDistanceM, type LatLon, toPlane } from '../../base/geo.ts'
import type { PlaceGeometry } from './contract.ts'

type LonLat = readonly [number, number]

/** Length of a way, metres. */
export function lengthM(points: readonly LonLat[]): number {
  let sum = 0
  for (let at = 1; at < points.length; at++) sum += groundDistanceM(latLonOf(points[at - 1]), latLonOf(points[at]))
  return sum
}

/** Area inside a ring, square metres, whichever way it is walked; open and closed rings alike. */
export function areaM2(ring: readonly LonLat[]): number {
  // Round the middle of the ring, so that the answer does not hang on which point is the first.
  const origin = {
    lat: openRing(ring).reduce((sum, [, lat]) => sum + lat, 0) / (openRing(ring).length || 1),
    lon: ring[0]?.[0] ?? 0,
  }
  let twice = 0
  for (let at = 0; at < ring.length; at++) {
    const a = toPlane(origin, latLonOf(ring[at]))
    const b = toPlane(origin, latLonOf(ring[(at + 1) % ring.length]))
    twice += a.eastM * b.northM - b.eastM * a.northM
  }
  return Math.abs(twice) / 2
}

/** All points of a place, lon/lat; of a ring the last point, which is the first again, is left out. */
export function pointsOf(geometry: PlaceGeometry): readonly LonLat[] {
  switch (geometry.kind) {
    case 'line':
      return geometry.coordinates
    case 'zone':
      return openRing(geometry.ring)
    case 'outpost':
    case 'protected_site':
    case 'own_infrastructure':
      return [[geometry.position.lon, geometry.position.lat]]
  }
}

/** A ring without its last point where that is the first again. */
export function openRing<T extends LonLat>(ring: readonly T[]): readonly T[] {
  const [first] = ring
  const last = ring.at(-1)
  return ring.length > 1 && first?.[0] === last?.[0] && first?.[1] === last?.[1] ? ring.slice(0, -1) : ring
}

/** Lon/lat as the rest of the house names it. */
export function latLonOf(point: LonLat | undefined): LatLon {
  return { lat: point?.[1] ?? 0, lon: point?.[0] ?? 0 }
}
