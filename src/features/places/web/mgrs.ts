/** Coordinates as officers read them. The one module that knows the library: two versions of it exist, and one rounds wrongly. */
import mgrs from 'mgrs'
import type { LatLon } from '../../../base/geo.ts'

/** `39Q VC 4525 6584`: 10 m squares, as fine as a place on our ground is ever known. Null near the poles. */
export function formatMgrs({ lat, lon }: LatLon): string | null {
  if (lat < -80 || lat > 84) return null
  const plain = mgrs.forward([lon, lat], 4)
  const found = /^(\d{1,2}[A-Z])([A-Z]{2})(\d{4})(\d{4})$/.exec(plain)
  return found === null ? plain : found.slice(1).join(' ')
}
