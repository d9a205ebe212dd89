import { assert } from './assert.ts'

/** WGS 84, degrees. */
export interface LatLon {
  readonly lat: number
  readonly lon: number
}

/** Metres east and north of some origin, on a plane that touches the ground there. */
export interface EastNorth {
  readonly eastM: number
  readonly northM: number
}

const EARTH_RADIUS_M = 6_371_008.8
const RADIANS = Math.PI / 180

/** Bearing brought into 0 ≤ b < 360 degrees. */
export function normaliseBearingDeg(bearingDeg: number): number {
  const turned = bearingDeg % 360
  return turned < 0 ? turned + 360 : turned
}

/** Smallest signed turn from one bearing to another, −180 < d ≤ 180 degrees. */
export function bearingDifferenceDeg(fromDeg: number, toDeg: number): number {
  const turn = normaliseBearingDeg(toDeg - fromDeg)
  return turn > 180 ? turn - 360 : turn
}

/**
 * Ground distance in metres between two WGS 84 points, on a sphere of 6,371,008.8 m (IUGG mean radius).
 * At 34.5° N it differs from the ellipsoid by at most 0.24 %: good for "how far is it", not for surveying.
 * Asserts latitude −90…90, longitude −180…180 degrees. Same point → 0. Symmetric.
 */
export function groundDistanceM(a: LatLon, b: LatLon): number {
  assertOnEarth(a)
  assertOnEarth(b)
  const halfLat = Math.sin(((b.lat - a.lat) * RADIANS) / 2)
  const halfLon = Math.sin(((b.lon - a.lon) * RADIANS) / 2)
  const chord = halfLat * halfLat + Math.cos(a.lat * RADIANS) * Math.cos(b.lat * RADIANS) * halfLon * halfLon
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(chord)))
}

/**
 * Point → plane around `origin` (equirectangular, same sphere as `groundDistanceM`).
 * Good to 0.1 % within 20 km of the origin below 60° latitude: the sight of a mast, not a continent.
 */
export function toPlane(origin: LatLon, point: LatLon): EastNorth {
  return {
    eastM: (point.lon - origin.lon) * RADIANS * EARTH_RADIUS_M * Math.cos(origin.lat * RADIANS),
    northM: (point.lat - origin.lat) * RADIANS * EARTH_RADIUS_M,
  }
}

/** Inverse of `toPlane`. */
export function fromPlane(origin: LatLon, { eastM, northM }: EastNorth): LatLon {
  return {
    lat: origin.lat + northM / (RADIANS * EARTH_RADIUS_M),
    lon: origin.lon + eastM / (RADIANS * EARTH_RADIUS_M * Math.cos(origin.lat * RADIANS)),
  }
}

/** The point `distanceM` away from `origin` towards `bearingTrueDeg`, on the plane of `toPlane`. */
export function pointAt(origin: LatLon, bearingTrueDeg: number, distanceM: number): LatLon {
  const angle = bearingTrueDeg * RADIANS
  return fromPlane(origin, { eastM: distanceM * Math.sin(angle), northM: distanceM * Math.cos(angle) })
}

/** Bearing in degrees true from one point to another, on the plane around the first. */
export function bearingTrueDeg(from: LatLon, to: LatLon): number {
  const { eastM, northM } = toPlane(from, to)
  return normaliseBearingDeg(Math.atan2(eastM, northM) / RADIANS)
}

function assertOnEarth({ lat, lon }: LatLon): void {
  assert(lat >= -90 && lat <= 90, `latitude ${lat} lies within ±90°`)
  assert(lon >= -180 && lon <= 180, `longitude ${lon} lies within ±180°`)
}
