/** Builders for tests of places. */
import type { LatLon } from '../../base/geo.ts'
import { fromPlane } from '../../base/geo.ts'
import type { PlaceGeometry } from './contract.ts'

export const origin: LatLon = { lat: 20.5, lon: 50.5 }

/** A point so many metres east and north of the origin, lon/lat. */
export function at(eastM: number, northM: number): [number, number] {
  const { lat, lon } = fromPlane(origin, { eastM, northM })
  return [lon, lat]
}

/** A square zone with its south-west corner there. */
export function aSquare(eastM: number, northM: number, sideM = 200): Extract<PlaceGeometry, { kind: 'zone' }> {
  const [e, n, s] = [eastM, northM, sideM]
  return { kind: 'zone', ring: [at(e, n), at(e + s, n), at(e + s, n + s), at(e, n + s), at(e, n)], use: 'watch' }
}
