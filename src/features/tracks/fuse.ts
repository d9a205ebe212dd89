/** Several cameras that see one mover know its place better than one: their errors are independent, so their knowledge adds. */
import { fromPlane, type LatLon, normaliseBearingDeg, toPlane } from '../../base/geo.ts'
import type { Place } from '../cameras/contract.ts'

/** 95 % of a two-dimensional normal distribution lies within this squared distance (chi-square, 2 degrees of freedom). */
export const CHI2_95 = 5.991
/** The same for 99 %. */
export const CHI2_99 = 9.21
/** No place of a body is known better than the body is wide, metres (one sigma). */
const leastSigmaM = 1

/** Of a place on the plane, square metres. */
export interface Covariance {
  readonly ee: number
  readonly nn: number
  readonly en: number
}

/** Covariance of a place from its 95 % ellipse; `leastM` at least on either axis. */
export function covarianceOf(ellipse: Place['ellipse'], leastM = leastSigmaM): Covariance {
  const scale = Math.sqrt(CHI2_95)
  const a = Math.max(leastM, (ellipse?.aM ?? 0) / scale)
  const b = Math.max(leastM, (ellipse?.bM ?? 0) / scale)
  const angle = ((ellipse?.bearingTrueDeg ?? 0) * Math.PI) / 180
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)]
  return { ee: a * a * sin * sin + b * b * cos * cos, nn: a * a * cos * cos + b * b * sin * sin, en: (a * a - b * b) * sin * cos }
}

/** The 95 % ellipse of a covariance. */
export function ellipseFrom({ ee, nn, en }: Covariance): NonNullable<Place['ellipse']> {
  const middle = (ee + nn) / 2
  const apart = Math.hypot((nn - ee) / 2, en)
  const scale = Math.sqrt(CHI2_95)
  return {
    aM: scale * Math.sqrt(middle + apart),
    bM: scale * Math.sqrt(Math.max(0, middle - apart)),
    bearingTrueDeg: normaliseBearingDeg((0.5 * Math.atan2(2 * en, nn - ee) * 180) / Math.PI) % 180,
  }
}

/** Sum of two covariances: of a difference of two independent places. */
export function addCovariances(a: Covariance, b: Covariance): Covariance {
  return { ee: a.ee + b.ee, nn: a.nn + b.nn, en: a.en + b.en }
}

/** Squared distance of an offset in units of its covariance; Infinity where that is none. */
export function squaredDistance({ eastM: e, northM: n }: { eastM: number; northM: number }, spread: Covariance): number {
  const determinant = spread.ee * spread.nn - spread.en * spread.en
  if (determinant <= 0) return Number.POSITIVE_INFINITY
  return (spread.nn * e * e - 2 * spread.en * e * n + spread.ee * n * n) / determinant
}

/**
 * The place that the positions of several cameras, each with its 95 % ellipse, give together: the sum of their information (the
 * inverse covariances), which is the least-squares place. Its ellipse is never longer than the longest given and lies within the
 * errors of all. Null where fewer than two have a position.
 */
export function fusePlaces(
  places: readonly (Place | null)[],
): { position: LatLon; ellipse: NonNullable<Place['ellipse']> } | null {
  const known = places.flatMap((place) =>
    place?.position && place.ellipse ? [{ position: place.position, ellipse: place.ellipse }] : [],
  )
  const [first] = known
  if (!first || known.length < 2) return null
  let [ee, nn, en, east, north] = [0, 0, 0, 0, 0]
  for (const { position, ellipse } of known) {
    const of = covarianceOf(ellipse)
    const determinant = of.ee * of.nn - of.en * of.en
    const { eastM, northM } = toPlane(first.position, position)
    const inverse = { ee: of.nn / determinant, nn: of.ee / determinant, en: -of.en / determinant }
    ee += inverse.ee
    nn += inverse.nn
    en += inverse.en
    east += inverse.ee * eastM + inverse.en * northM
    north += inverse.en * eastM + inverse.nn * northM
  }
  const determinant = ee * nn - en * en
  const covariance = { ee: nn / determinant, nn: ee / determinant, en: -en / determinant }
  const position = fromPlane(first.position, {
    eastM: covariance.ee * east + covariance.en * north,
    northM: covariance.en * east + covariance.nn * north,
  })
  return { position, ellipse: ellipseFrom(covariance) }
}
