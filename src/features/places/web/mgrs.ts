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

/** A grid reference of 10 km to 1 m, or `latitude, longitude` in degrees: the middle of the square. Null: neither. */
export function readPosition(text: string): LatLon | null {
  const degrees = /^\s*(-?\d{1,2}(?:\.\d+)?)\s*[,،;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*$/.exec(text)
  if (degrees !== null) {
    const [lat, lon] = [Number(degrees[1]), Number(degrees[2])]
    return Math.abs(lat) <= 90 && Math.abs(lon) <= 180 ? { lat, lon } : null
  }
  const plain = text.toUpperCase().replaceAll(/\s/g, '')
  const found = /^\d{1,2}[C-HJ-NP-X][A-HJ-NP-Z][A-HJ-NP-V](\d{2}|\d{4}|\d{6}|\d{8}|\d{10})$/.exec(plain)
  if (found === null) return null
  try {
    const [lon, lat] = mgrs.toPoint(plain)
    return Number.isFinite(lat) && Number.isFinite(lon) ? { lat, lon } : null
  } catch {
    return null // The letters name no square of that zone.
  }
}
