/**
 * What is wrong with a drawn place, in the same words for the page that draws it and the server that keeps it. Pure. The first fault
 * speaks; where it has a place on the ground, it says so.
 */
import { type EastNorth, fromPlane, groundDistanceM, type LatLon, toPlane } from '../../base/geo.ts'
import type { PlaceGeometry } from './contract.ts'
import { areaM2, latLonOf, lengthM, openRing, pointsOf } from './measure.ts'

type LonLat = readonly [number, number]

export const placeFaults = [
  'place.too-few-points',
  'place.too-many-points',
  'place.coordinates',
  'place.ring-open',
  'place.too-far',
  'place.doubled-point',
  'place.no-length',
  'place.no-area',
  'place.crosses-itself',
  'place.window',
] as const

export interface PlaceFault {
  readonly code: (typeof placeFaults)[number]
  readonly facts: Readonly<Record<string, string | number>>
  /** Where on the ground it is wrong. */
  readonly at: LatLon | null
}

/** Nobody answers for ground this far from the rest of the site: the numbers were mistyped. */
export const farthestKm = 300
/** Two points closer than this are one. */
const sameM = 0.05
const leastLengthM = 1
const leastAreaM2 = 1
const linePointsMax = 2000
const ringPointsMax = 499

/** The first fault, or null. `anchor`: a place or camera that the site has already; null: there is none yet. */
export function faultOf(geometry: PlaceGeometry, anchor: LatLon | null): PlaceFault | null {
  const points = pointsOf(geometry)
  const isRing = geometry.kind === 'zone'
  const least = isRing ? 3 : geometry.kind === 'line' ? 2 : 1
  const most = isRing ? ringPointsMax : linePointsMax
  if (points.length < least) return { code: 'place.too-few-points', facts: { least, n: points.length }, at: null }
  if (points.length > most) return { code: 'place.too-many-points', facts: { most, n: points.length }, at: null }
  for (const [index, [lon, lat]] of points.entries())
    if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180)) return { code: 'place.coordinates', facts: { n: index + 1 }, at: null }
  if (isRing && openRing(geometry.ring) === geometry.ring) return { code: 'place.ring-open', facts: {}, at: null }
  const far = anchor === null ? -1 : points.findIndex((point) => groundDistanceM(anchor, latLonOf(point)) > farthestKm * 1000)
  if (far >= 0) return { code: 'place.too-far', facts: { n: far + 1, km: farthestKm }, at: latLonOf(points[far]) }
  return (isRing || geometry.kind === 'line' ? faultOfWay(points, isRing) : null) ?? faultOfWindow(geometry)
}

function faultOfWay(points: readonly LonLat[], isRing: boolean): PlaceFault | null {
  const last = isRing ? points.length : points.length - 1
  for (let at = 0; at < last; at++) {
    const next = (at + 1) % points.length
    if (groundDistanceM(latLonOf(points[at]), latLonOf(points[next])) < sameM)
      return { code: 'place.doubled-point', facts: { n: at + 1, next: next + 1 }, at: latLonOf(points[at]) }
  }
  const crossing = crossingOf(points, isRing)
  if (crossing !== null)
    return {
      code: 'place.crosses-itself',
      facts: { where: degrees(crossing.at), first: crossing.first + 1, second: crossing.second + 1 },
      at: crossing.at,
    }
  if (isRing && areaM2(points) < leastAreaM2) return { code: 'place.no-area', facts: {}, at: latLonOf(points[0]) }
  if (!isRing && lengthM(points) < leastLengthM) return { code: 'place.no-length', facts: {}, at: latLonOf(points[0]) }
  return null
}

function faultOfWindow(geometry: PlaceGeometry): PlaceFault | null {
  if (geometry.kind !== 'zone' || geometry.use !== 'quiet_by_design') return null
  const { window } = geometry
  return window !== undefined && Date.parse(window.from) < Date.parse(window.until)
    ? null
    : { code: 'place.window', facts: {}, at: null }
}

/** As officers type it: latitude, longitude. */
export function degrees({ lat, lon }: LatLon): string {
  return `${lat.toFixed(5)}, ${lon.toFixed(5)}`
}

/** Where a way meets itself, and by which of its pieces; null: nowhere. Pieces are counted from 0 by their first point. */
export function crossingOf(points: readonly LonLat[], isRing: boolean): { at: LatLon; first: number; second: number } | null {
  const origin = latLonOf(points[0])
  const plane = points.map((point) => toPlane(origin, latLonOf(point)))
  const pieces = isRing ? plane.length : plane.length - 1
  const end = (piece: number) => plane[(piece + 1) % plane.length] as EastNorth
  for (let first = 0; first < pieces; first++) {
    const [a, b] = [plane[first] as EastNorth, end(first)]
    const [west, east] = a.eastM < b.eastM ? [a.eastM, b.eastM] : [b.eastM, a.eastM]
    for (let second = first + 1; second < pieces; second++) {
      const [c, d] = [plane[second] as EastNorth, end(second)]
      if (Math.max(c.eastM, d.eastM) < west || Math.min(c.eastM, d.eastM) > east) continue
      const isNext = second === first + 1
      const isBefore = isRing && first === 0 && second === pieces - 1
      // Neighbours share a point; they meet beyond it only where one runs back over the other.
      const met = isNext ? folded(a, b, d) : isBefore ? folded(c, a, b) : meeting(a, b, c, d)
      if (met !== null) return { at: fromPlane(origin, met), first, second }
    }
  }
  return null
}

/** From `a` over `b` straight back to `c`. */
function folded(a: EastNorth, b: EastNorth, c: EastNorth): EastNorth | null {
  const [ux, uy, vx, vy] = [a.eastM - b.eastM, a.northM - b.northM, c.eastM - b.eastM, c.northM - b.northM]
  const sine = (ux * vy - uy * vx) / (Math.hypot(ux, uy) * Math.hypot(vx, vy))
  return Math.abs(sine) < 1e-9 && ux * vx + uy * vy > 0 ? b : null
}

/** The point that two pieces share, touching included. */
function meeting(a: EastNorth, b: EastNorth, c: EastNorth, d: EastNorth): EastNorth | null {
  const [rx, ry, sx, sy] = [b.eastM - a.eastM, b.northM - a.northM, d.eastM - c.eastM, d.northM - c.northM]
  const across = rx * sy - ry * sx
  const [qx, qy] = [c.eastM - a.eastM, c.northM - a.northM]
  if (Math.abs(across) < 1e-9 * (Math.hypot(rx, ry) * Math.hypot(sx, sy) || 1)) {
    if (Math.abs(qx * ry - qy * rx) > 1e-6 * Math.hypot(rx, ry)) return null
    // On one straight line: they meet where their stretches overlap.
    const length2 = rx * rx + ry * ry
    const from = (qx * rx + qy * ry) / length2
    const to = from + (sx * rx + sy * ry) / length2
    const share = Math.max(0, Math.min(from, to))
    return share <= Math.min(1, Math.max(from, to)) ? { eastM: a.eastM + share * rx, northM: a.northM + share * ry } : null
  }
  const t = (qx * sy - qy * sx) / across
  const u = (qx * ry - qy * rx) / across
  return t >= 0 && t <= 1 && u >= 0 && u <= 1 ? { eastM: a.eastM + t * rx, northM: a.northM + t * ry } : null
}
