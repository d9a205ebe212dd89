/**
 * Where a foot pixel stands on the ground, with what the errors of the pose leave of it. Everything is 95 %.
 * The ground is the plane through the mast's foot; relief is not known here and counts as height error of the pose.
 */
import { type LatLon, normaliseBearingDeg, pointAt } from '../../base/geo.ts'
import type { Place, Pose } from './contract.ts'
import { type Lens, lensOf, type PictureSize, type Pixel, rayWith } from './pose.ts'

/** Depression over its own standard deviation from which on a point is given at all (DESIGN 6). */
export const DEPRESSION_ERRORS_MIN = 4

/** Two-sided 95 % of a normal deviate; and of the length of a two-dimensional one (√ of χ² with 2 degrees of freedom). */
const SIGMAS_95 = 1.96
const SIGMAS_95_PLANE = 2.4477
/**
 * Range goes with the cotangent of depression, so its far tail is longer than first order says. The ellipse is symmetric, so it is
 * widened until its far end stands 1.8 standard deviations of depression away: with that, 90 to 98 % of simulated pose errors lie
 * inside at every depression of four errors or more (place.test.ts). At seven errors and more first order is enough.
 */
const FAR_END_SIGMAS = 1.8

const RADIANS = Math.PI / 180
const EARTH_RADIUS_M = 6_371_008.8

/**
 * Foot pixel → `Place`. `pixelErrorPx` is the standard deviation of the foot, each axis.
 * `bearingErrorDeg` is a half width at 95 %. Range: `near` and `far` from depression ± 1.96 of its standard deviation with the
 * height error added in quadrature; `far` is null where that meets the horizon of a mast of this height; `best` is null
 * without `ground_plane`. `ground_plane` is said iff depression ≥ 4 × its standard deviation.
 * Returns null where the lens formula gives the pixel no direction.
 */
export function placeOf(pose: Pose, size: PictureSize, foot: Pixel, pixelErrorPx: number): Place | null {
  const lens = lensOf(pose, size)
  const sight = rayWith(lens, foot)
  const spread = sight === null ? null : spreadOf(lens, foot, pixelErrorPx)
  if (sight === null || spread === null) return null
  const { bearingTrueDeg, depressionDeg } = sight
  const rangeM = rangeInterval(pose, depressionDeg, spread.depressionDeg)
  const bearingErrorDeg = Math.min(180, SIGMAS_95 * spread.bearingDeg)
  const errorsHeld = depressionDeg / spread.depressionDeg
  if (errorsHeld < DEPRESSION_ERRORS_MIN) {
    return {
      method: 'bearing_only',
      bearingTrueDeg,
      bearingErrorDeg,
      rangeM: { ...rangeM, best: null },
      position: null,
      ellipse: null,
    }
  }
  const bestM = pose.heightM / Math.tan(depressionDeg * RADIANS)
  return {
    method: 'ground_plane',
    bearingTrueDeg,
    bearingErrorDeg,
    rangeM: { ...rangeM, best: bestM },
    position: pointAt(pose.position, bearingTrueDeg, bestM),
    ellipse: ellipseOf(pose, depressionDeg, bearingTrueDeg, bestM, spread),
  }
}

/** Standard deviations of a direction, degrees, and how bearing and depression move together (degrees²). */
interface Spread {
  readonly bearingDeg: number
  readonly depressionDeg: number
  readonly covarianceDeg2: number
}

/** First-order propagation by central differences over azimuth, pitch and the two pixel axes, each independent. */
function spreadOf(lens: Lens, foot: Pixel, pixelErrorPx: number): Spread | null {
  const { pose, size } = lens
  const { errors } = pose
  const turned = (pitchDeg: number): Lens => lensOf({ ...pose, pitchDeg: pose.pitchDeg + pitchDeg }, size)
  const stepDeg = 0.001
  const pairs = [
    [rayWith(turned(stepDeg), foot), rayWith(turned(-stepDeg), foot), errors.pitchDeg / (2 * stepDeg)],
    [rayWith(lens, { x: foot.x + 0.5, y: foot.y }), rayWith(lens, { x: foot.x - 0.5, y: foot.y }), pixelErrorPx],
    [rayWith(lens, { x: foot.x, y: foot.y + 0.5 }), rayWith(lens, { x: foot.x, y: foot.y - 0.5 }), pixelErrorPx],
  ] as const
  // Azimuth turns the bearing one to one and leaves depression alone.
  let bearing2 = errors.azimuthDeg ** 2
  let depression2 = 0
  let covarianceDeg2 = 0
  for (const [more, less, perStep] of pairs) {
    if (more === null || less === null) return null
    const bearing = signedTurn(more.bearingTrueDeg - less.bearingTrueDeg) * perStep
    const depression = (more.depressionDeg - less.depressionDeg) * perStep
    bearing2 += bearing * bearing
    depression2 += depression * depression
    covarianceDeg2 += bearing * depression
  }
  return { bearingDeg: Math.sqrt(bearing2), depressionDeg: Math.sqrt(depression2), covarianceDeg2 }
}

function signedTurn(deg: number): number {
  return deg > 180 ? deg - 360 : deg < -180 ? deg + 360 : deg
}

/** 95 % of range, with the long far tail that depression really gives. */
function rangeInterval(pose: Pose, depressionDeg: number, errorDeg: number): { near: number; far: number | null } {
  const steepDeg = Math.min(90, depressionDeg + SIGMAS_95 * errorDeg)
  // All of the interval lies above the level of the camera: a flyer, which may be as near as it likes.
  if (steepDeg <= 0) return { near: 0, far: null }
  const heightShare = (SIGMAS_95 * pose.errors.heightM) / pose.heightM
  if (depressionDeg <= 0) return { near: Math.max(0, (pose.heightM * (1 - heightShare)) / tan(steepDeg)), far: null }
  const bestM = pose.heightM / tan(depressionDeg)
  const near = Math.max(0, bestM * (1 - Math.hypot(1 - tan(depressionDeg) / tan(steepDeg), heightShare)))
  const flatDeg = depressionDeg - SIGMAS_95 * errorDeg
  if (flatDeg <= 0) return { near, far: null }
  const far = bestM * (1 + Math.hypot(tan(depressionDeg) / tan(flatDeg) - 1, heightShare))
  return { near, far: far < horizonM(pose.heightM) ? far : null }
}

function tan(deg: number): number {
  return Math.tan(deg * RADIANS)
}

/** Distance of the horizon for an eye `heightM` above a sphere of the earth's mean radius, without refraction. */
export function horizonM(heightM: number): number {
  return Math.sqrt(2 * EARTH_RADIUS_M * heightM)
}

function ellipseOf(pose: Pose, depressionDeg: number, bearingTrueDeg: number, rangeM: number, spread: Spread): Place['ellipse'] {
  const depression = depressionDeg * RADIANS
  const alongPerRad = -pose.heightM / Math.sin(depression) ** 2
  const along2 = (alongPerRad * spread.depressionDeg * RADIANS) ** 2 + ((rangeM / pose.heightM) * pose.errors.heightM) ** 2
  const across2 = (rangeM * spread.bearingDeg * RADIANS) ** 2
  const mixed = alongPerRad * rangeM * spread.covarianceDeg2 * RADIANS ** 2
  // Half axes of the 2 × 2 covariance in (along, across): its eigenvalues.
  const middle = (along2 + across2) / 2
  const apart = Math.hypot((along2 - across2) / 2, mixed)
  const turn = 0.5 * Math.atan2(2 * mixed, along2 - across2)
  // Widened by what depression alone adds to the far tail; an error of height is symmetric and needs none.
  const depressionShare = (alongPerRad * spread.depressionDeg * RADIANS) ** 2 / Math.max(1e-12, along2)
  const errorsHeld = depressionDeg / spread.depressionDeg
  const widened = FAR_END_SIGMAS / (1 - FAR_END_SIGMAS / errorsHeld)
  const sigmas = Math.max(SIGMAS_95_PLANE, SIGMAS_95_PLANE + (widened - SIGMAS_95_PLANE) * depressionShare)
  return {
    aM: sigmas * Math.sqrt(middle + apart),
    bM: sigmas * Math.sqrt(Math.max(0, middle - apart)),
    bearingTrueDeg: normaliseBearingDeg(bearingTrueDeg + turn / RADIANS) % 180,
  }
}

/** Whether `point` lies within the ellipse around `centre`; both on the plane of `base/geo`. */
export function isInEllipse(centre: LatLon, ellipse: NonNullable<Place['ellipse']>, point: LatLon): boolean {
  const northM = (point.lat - centre.lat) * RADIANS * EARTH_RADIUS_M
  const eastM = (point.lon - centre.lon) * RADIANS * EARTH_RADIUS_M * Math.cos(centre.lat * RADIANS)
  const axis = ellipse.bearingTrueDeg * RADIANS
  const along = eastM * Math.sin(axis) + northM * Math.cos(axis)
  const across = eastM * Math.cos(axis) - northM * Math.sin(axis)
  return (along / ellipse.aM) ** 2 + (across / ellipse.bM) ** 2 <= 1
}
