/** Shapes on the ground as GeoJSON rings, in the order lon/lat. Pure. */
import { fromPlane, type LatLon, pointAt } from '../../../base/geo.ts'

export type LonLat = readonly [number, number]
type Properties = Readonly<Record<string, string | number | boolean | null>>

export interface Feature {
  readonly type: 'Feature'
  readonly properties: Properties
  readonly geometry:
    | { readonly type: 'Point'; readonly coordinates: LonLat }
    | { readonly type: 'LineString'; readonly coordinates: readonly LonLat[] }
    | { readonly type: 'Polygon'; readonly coordinates: readonly (readonly LonLat[])[] }
}

export const lonLat = ({ lon, lat }: LatLon): LonLat => [lon, lat]

/** The map sets a vowel mark beside its letter instead of over it: names are drawn without, as on printed maps. */
export function withoutVowelMarks(words: string): string {
  return words.replaceAll(/[\u064b-\u0652]/g, '')
}

/** A mark at one place. */
export function pointFeature(at: LonLat, properties: Properties = {}): Feature {
  return { type: 'Feature', properties, geometry: { type: 'Point', coordinates: at } }
}

/** A way of two or more points. */
export function lineFeature(points: readonly LonLat[], properties: Properties = {}): Feature {
  return { type: 'Feature', properties, geometry: { type: 'LineString', coordinates: points } }
}

/** Closes the ring where its last point is not its first. */
export function ringFeature(points: readonly LonLat[], properties: Properties = {}): Feature {
  const [first] = points
  const last = points.at(-1)
  const closed =
    first !== undefined && last !== undefined && (first[0] !== last[0] || first[1] !== last[1]) ? [...points, first] : points
  return { type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: [closed] } }
}

/** A 95 % ellipse; `bearingTrueDeg` is that of the long half axis. */
export function ellipseRing(centre: LatLon, aM: number, bM: number, bearingTrueDeg: number): readonly LonLat[] {
  const turn = (bearingTrueDeg * Math.PI) / 180
  const [sin, cos] = [Math.sin(turn), Math.cos(turn)]
  // The plane is straight: degrees for a metre are the same all around, and hundreds of these are drawn four times a second.
  const metre = fromPlane(centre, { eastM: 1, northM: 1 })
  const [lonPerM, latPerM] = [metre.lon - centre.lon, metre.lat - centre.lat]
  const ring: LonLat[] = []
  for (const [unitAlong, unitAcross] of circle) {
    const along = aM * unitAlong
    const across = bM * unitAcross
    ring.push([centre.lon + (along * sin + across * cos) * lonPerM, centre.lat + (along * cos - across * sin) * latPerM])
  }
  return ring
}

const ellipseSteps = 36
const circle = Array.from({ length: ellipseSteps + 1 }, (_, step) => {
  const angle = ((step % ellipseSteps) / ellipseSteps) * 2 * Math.PI
  return [Math.cos(angle), Math.sin(angle)] as const
})

/** Part of a circle around `from`, between two bearings and two ranges. */
export function wedgeRing(
  from: LatLon,
  bearingDeg: number,
  halfWidthDeg: number,
  nearM: number,
  farM: number,
): readonly LonLat[] {
  const steps = Math.max(4, Math.ceil(halfWidthDeg / 1.5))
  const bearings = Array.from({ length: steps + 1 }, (_, step) => bearingDeg - halfWidthDeg + (2 * halfWidthDeg * step) / steps)
  const outer = bearings.map((bearing) => lonLat(pointAt(from, bearing, farM)))
  const inner = bearings.map((bearing) => lonLat(pointAt(from, bearing, nearM))).reverse()
  const ring = [...outer, ...inner]
  return ring[0] === undefined ? ring : [...ring, ring[0]]
}
