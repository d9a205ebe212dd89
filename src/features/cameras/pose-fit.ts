/**
 * Where a camera looks, found from points that a person marked both in the picture and on the map.
 * Residuals are angles between the direction of the pixel and the direction of the place; each is weighed by how well a hand
 * can mark a pixel and a place at that range. Levenberg-Marquardt over azimuth and pitch, and over roll, field of view and
 * height where they are asked for.
 */
import { bearingDifferenceDeg, type LatLon, normaliseBearingDeg } from '../../base/geo.ts'
import { accept, type Outcome, refuse } from '../../base/outcome.ts'
import type { Pose } from './contract.ts'
import { lensOf, type PictureSize, type Pixel, ray, worldPoint } from './pose.ts'

/** One thing seen in the picture and known on the map. `upM`: its height over the mast's foot in metres, 0 on the plane. */
export interface PointPair {
  readonly pixel: Pixel
  readonly position: LatLon
  readonly upM?: number
}

/** What is solved beside azimuth and pitch. Roll and field need three points, height needs four. */
export interface FitFree {
  readonly roll: boolean
  readonly field: boolean
  readonly height: boolean
}

/** How far one point is from where the fitted pose expects it. */
export interface PointResidual {
  /** Angle between the two directions, degrees. */
  readonly deg: number
  /** The same angle as a length at the point's range, metres. */
  readonly metres: number
  readonly rangeM: number
  /** Far beyond what a careful hand leaves: more than three of the expected standard deviations. */
  readonly isSuspicious: boolean
}

export interface PoseFit {
  /** The given pose with what was solved, and with the errors that the points leave. */
  readonly pose: Pose
  readonly residuals: readonly PointResidual[]
  /** Root of the mean square of the residuals, degrees. */
  readonly rmsDeg: number
  /** The point without which the rest agrees; null where no single point stands out, or too few would be left. */
  readonly without: { readonly index: number; readonly rmsDeg: number } | null
}

export const poseFitRefusals = [
  'pose-fit.too-few',
  'pose-fit.at-mast',
  'pose-fit.geometry',
  'pose-fit.no-solution',
  'pose-fit.limits',
] as const

/** Standard deviations of a careful hand: a mark in the picture, a mark on the map, and the ground against the plane. */
const PIXEL_ERROR_PX = 1.5
const PLACE_ERROR_M = 4
const RELIEF_ERROR_M = 1
/** Nearer to the mast than this the direction to a mark on the map says nothing. */
const RANGE_MIN_M = 5
const STEPS_MAX = 60
/** A solution that the points hold no better than this is none. Degrees, except the height, metres. */
const SPREAD_MAX = { azimuth: 5, pitch: 3, roll: 5, field: 5, height: 8 } as const
/** A point is named as the odd one when the rest fits at least this many times better without it. */
const BETTER_WITHOUT = 2.5
const SUSPICIOUS_SIGMAS = 3
const RADIANS = Math.PI / 180

type Name = keyof typeof SPREAD_MAX

/**
 * Solves the pose from at least two pairs; `start` gives the place of the mast and everything that is not solved.
 * Refusals: `poseFitRefusals`; `pose-fit.geometry` names in `part` what the points do not hold.
 */
export function fitPose(start: Pose, size: PictureSize, pairs: readonly PointPair[], free: FitFree): Outcome<PoseFit> {
  const needed = free.height ? 4 : free.roll || free.field ? 3 : 2
  if (pairs.length < needed) return refuse('pose-fit.too-few', { needed, have: pairs.length })
  const near = pairs.findIndex((pair) => rangeOf(start, pair) < RANGE_MIN_M)
  if (near >= 0) return refuse('pose-fit.at-mast', { point: near + 1 })
  const solved = solve(start, size, pairs, free)
  if (!solved.ok) return solved
  const { pose, cost, spread } = solved.value
  const residuals = pairs.map((pair) => residualOf(pose, size, pair))
  return accept({
    pose: { ...pose, errors: errorsOf(start, spread) },
    residuals,
    rmsDeg: rmsOf(residuals),
    without: oddOneOut(start, size, pairs, free, needed, cost),
  })
}

/** How far each pair is from where a pose expects it; for a pose that a hand has set. */
export function residualsOf(pose: Pose, size: PictureSize, pairs: readonly PointPair[]): PointResidual[] {
  return pairs.map((pair) => residualOf(pose, size, pair))
}

interface Solved {
  readonly pose: Pose
  /** Weighed sum of squares over the degrees of freedom: about 1 when points are as good as a careful hand. */
  readonly cost: number
  /** Standard deviations of what was solved, in the units of the pose. */
  readonly spread: Readonly<Partial<Record<Name, number>>>
}

function solve(start: Pose, size: PictureSize, pairs: readonly PointPair[], free: FitFree): Outcome<Solved> {
  const names: Name[] = ['azimuth', 'pitch']
  if (free.roll) names.push('roll')
  if (free.field) names.push('field')
  if (free.height) names.push('height')
  let pose = roughly(start, size, pairs)
  let errors = weighed(pose, size, pairs)
  if (errors === null) return refuse('pose-fit.no-solution')
  let damping = 1e-3
  let hessian: number[][] = []
  for (let step = 0; step < STEPS_MAX; step += 1) {
    const slopes = names.map((name) => slopeOf(pose, size, pairs, name))
    if (slopes.some((slope) => slope === null)) return refuse('pose-fit.no-solution')
    const columns = slopes as number[][]
    hessian = columns.map((a) => columns.map((b) => dot(a, b)))
    const gradient = columns.map((column) => dot(column, errors as number[]))
    const damped = hessian.map((row, at) => row.map((value, other) => (at === other ? value * (1 + damping) + 1e-12 : value)))
    const move = solveLinear(damped, gradient)
    if (move === null) return refuse('pose-fit.geometry', { part: weakest(names, null) })
    const next = moved(
      pose,
      names,
      move.map((value) => -value),
    )
    const nextErrors = next === null ? null : weighed(next, size, pairs)
    if (next !== null && nextErrors !== null && dot(nextErrors, nextErrors) <= dot(errors, errors)) {
      const gained = dot(errors, errors) - dot(nextErrors, nextErrors)
      pose = next
      errors = nextErrors
      damping = Math.max(1e-9, damping / 8)
      if (gained < 1e-10 && Math.hypot(...move) < 1e-7) break
    } else {
      damping *= 6
      if (damping > 1e9) break
    }
  }
  const freedom = errors.length - names.length
  const cost = dot(errors, errors) / Math.max(1, freedom)
  const covariance = invert(hessian)
  if (covariance === null) return refuse('pose-fit.geometry', { part: weakest(names, null) })
  // Points that disagree more than a careful hand explains make everything less certain; points that agree by luck do not
  // make it more certain than the hand is.
  const worse = freedom > 0 ? Math.max(1, cost) : 1
  const spread: Partial<Record<Name, number>> = {}
  names.forEach((name, at) => {
    spread[name] = Math.sqrt(Math.max(0, (covariance[at]?.[at] ?? 0) * worse))
  })
  const weak = weakest(names, spread, worse)
  if (weak !== '') return refuse('pose-fit.geometry', { part: weak })
  if (!isWithinLimits(pose)) return refuse('pose-fit.limits')
  return accept({ pose, cost, spread })
}

/** The part that the points hold least, or nothing. Disagreement of the points is shown by residuals and is no lack of geometry. */
function weakest(names: readonly Name[], spread: Readonly<Partial<Record<Name, number>>> | null, worse = 1): string {
  if (spread === null) return names.at(-1) ?? 'azimuth'
  const over = names.filter((name) => (spread[name] ?? 0) / Math.sqrt(worse) > SPREAD_MAX[name] || Number.isNaN(spread[name]))
  return over.at(-1) ?? ''
}

/** Azimuth and pitch from the mean direction of the points, so that the search begins on the right side of the compass. */
function roughly(start: Pose, size: PictureSize, pairs: readonly PointPair[]): Pose {
  const level: Pose = { ...start, azimuthTrueDeg: 0, pitchDeg: 0 }
  let [east, north, pitch, count] = [0, 0, 0, 0]
  for (const pair of pairs) {
    const sight = ray(level, size, pair.pixel)
    const wanted = directionTo(start, pair)
    if (sight === null) continue
    const turn = (wanted.bearingDeg - sight.bearingTrueDeg) * RADIANS
    east += Math.sin(turn)
    north += Math.cos(turn)
    pitch += sight.depressionDeg - wanted.depressionDeg
    count += 1
  }
  if (count === 0) return start
  return {
    ...start,
    azimuthTrueDeg: normaliseBearingDeg(Math.atan2(east, north) / RADIANS),
    pitchDeg: Math.max(-85, Math.min(30, pitch / count)),
  }
}

/** Two residuals a pair, sideways and upwards, each in its own standard deviations; null where the lens has no direction. */
function weighed(pose: Pose, size: PictureSize, pairs: readonly PointPair[]): number[] | null {
  const perPixelDeg = Math.atan(1 / lensOf(pose, size).focalPx) / RADIANS
  const out: number[] = []
  for (const pair of pairs) {
    const apart = apartOf(pose, size, pair)
    if (apart === null) return null
    const sigma = sigmasOf(pose, pair, perPixelDeg)
    out.push(apart.sidewaysDeg / sigma.sidewaysDeg, apart.upwardsDeg / sigma.upwardsDeg)
  }
  return out
}

function sigmasOf(pose: Pose, pair: PointPair, perPixelDeg: number): { sidewaysDeg: number; upwardsDeg: number } {
  const rangeM = rangeOf(pose, pair)
  const pixelDeg = PIXEL_ERROR_PX * perPixelDeg
  const fallM = pose.heightM - (pair.upM ?? 0)
  const slantM = Math.hypot(rangeM, fallM)
  // A mark on the map that is off along the sight changes the depression by fall · error / slant².
  const alongDeg = (Math.abs(fallM) * PLACE_ERROR_M) / slantM ** 2 / RADIANS
  return {
    sidewaysDeg: Math.hypot(pixelDeg, PLACE_ERROR_M / slantM / RADIANS),
    upwardsDeg: Math.hypot(pixelDeg, alongDeg, (RELIEF_ERROR_M * rangeM) / slantM ** 2 / RADIANS),
  }
}

function apartOf(pose: Pose, size: PictureSize, pair: PointPair): { sidewaysDeg: number; upwardsDeg: number } | null {
  const sight = ray(pose, size, pair.pixel)
  if (sight === null) return null
  const wanted = directionTo(pose, pair)
  return {
    sidewaysDeg: bearingDifferenceDeg(wanted.bearingDeg, sight.bearingTrueDeg) * Math.cos(wanted.depressionDeg * RADIANS),
    upwardsDeg: wanted.depressionDeg - sight.depressionDeg,
  }
}

function directionTo(pose: Pose, pair: PointPair): { bearingDeg: number; depressionDeg: number } {
  const { eastM, northM, upM } = worldPoint(pose, pair.position, pair.upM ?? 0)
  return {
    bearingDeg: Math.atan2(eastM, northM) / RADIANS,
    depressionDeg: Math.atan2(pose.heightM - upM, Math.hypot(eastM, northM)) / RADIANS,
  }
}

function rangeOf(pose: Pose, pair: PointPair): number {
  const { eastM, northM } = worldPoint(pose, pair.position)
  return Math.hypot(eastM, northM)
}

const STEP: Readonly<Record<Name, number>> = { azimuth: 1e-4, pitch: 1e-4, roll: 1e-4, field: 1e-4, height: 1e-3 }

function slopeOf(pose: Pose, size: PictureSize, pairs: readonly PointPair[], name: Name): number[] | null {
  const more = moved(pose, [name], [STEP[name]])
  const less = moved(pose, [name], [-STEP[name]])
  const up = more === null ? null : weighed(more, size, pairs)
  const down = less === null ? null : weighed(less, size, pairs)
  if (up === null || down === null) return null
  return up.map((value, at) => (value - (down[at] ?? 0)) / (2 * STEP[name]))
}

/** The pose with some of its numbers changed; null where that is no camera any more. */
function moved(pose: Pose, names: readonly Name[], by: readonly number[]): Pose | null {
  const next = { ...pose }
  names.forEach((name, at) => {
    const change = by[at] ?? 0
    if (name === 'azimuth') next.azimuthTrueDeg = normaliseBearingDeg(next.azimuthTrueDeg + change)
    if (name === 'pitch') next.pitchDeg += change
    if (name === 'roll') next.rollDeg += change
    if (name === 'field') next.horizontalFovDeg += change
    if (name === 'height') next.heightM += change
  })
  const isCamera =
    Math.abs(next.pitchDeg) < 90 && Math.abs(next.rollDeg) < 180 && next.horizontalFovDeg > 0.2 && next.horizontalFovDeg < 170
  return isCamera && next.heightM > 0.1 ? next : null
}

/** The bounds of the schema of a pose. */
function isWithinLimits({ pitchDeg, rollDeg, horizontalFovDeg, heightM }: Pose): boolean {
  return (
    pitchDeg >= -90 &&
    pitchDeg <= 30 &&
    Math.abs(rollDeg) <= 45 &&
    horizontalFovDeg >= 0.5 &&
    horizontalFovDeg <= 150 &&
    heightM >= 0.5 &&
    heightM <= 500
  )
}

/** A height that was not solved keeps its own error, and what it leaves in the pitch is the work of `place.ts`. */
function errorsOf(start: Pose, spread: Readonly<Partial<Record<Name, number>>>): Pose['errors'] {
  const within = (value: number, least: number, most: number) => Math.max(least, Math.min(most, value))
  return {
    azimuthDeg: within(spread.azimuth ?? start.errors.azimuthDeg, 0.01, 20),
    pitchDeg: within(spread.pitch ?? start.errors.pitchDeg, 0.01, 20),
    heightM: spread.height === undefined ? start.errors.heightM : within(spread.height, 0, 50),
  }
}

function residualOf(pose: Pose, size: PictureSize, pair: PointPair): PointResidual {
  const apart = apartOf(pose, size, pair) ?? { sidewaysDeg: 180, upwardsDeg: 180 }
  const sigma = sigmasOf(pose, pair, Math.atan(1 / lensOf(pose, size).focalPx) / RADIANS)
  const deg = Math.hypot(apart.sidewaysDeg, apart.upwardsDeg)
  const rangeM = rangeOf(pose, pair)
  return {
    deg,
    metres: Math.hypot(rangeM, pose.heightM) * Math.tan(Math.min(deg, 89) * RADIANS),
    rangeM,
    isSuspicious: Math.hypot(apart.sidewaysDeg / sigma.sidewaysDeg, apart.upwardsDeg / sigma.upwardsDeg) > SUSPICIOUS_SIGMAS,
  }
}

function rmsOf(residuals: readonly PointResidual[]): number {
  return Math.sqrt(residuals.reduce((sum, { deg }) => sum + deg * deg, 0) / Math.max(1, residuals.length))
}

/** Solves again without each point in turn. Needs one point more than the solution does, else nothing is left to disagree. */
function oddOneOut(
  start: Pose,
  size: PictureSize,
  pairs: readonly PointPair[],
  free: FitFree,
  needed: number,
  cost: number,
): PoseFit['without'] {
  // Two points that are left always agree about direction, so they accuse nobody.
  if (pairs.length < Math.max(4, needed + 1) || cost < 1) return null
  let best: { index: number; cost: number; rmsDeg: number } | null = null
  for (let index = 0; index < pairs.length; index += 1) {
    const rest = pairs.filter((_, at) => at !== index)
    const solved = solve(start, size, rest, free)
    if (!solved.ok || (best !== null && solved.value.cost >= best.cost)) continue
    const rmsDeg = rmsOf(rest.map((pair) => residualOf(solved.value.pose, size, pair)))
    const isAccused = residualOf(solved.value.pose, size, pairs[index] as PointPair).isSuspicious
    if (isAccused) best = { index, cost: solved.value.cost, rmsDeg }
  }
  return best !== null && best.cost * BETTER_WITHOUT ** 2 < cost ? { index: best.index, rmsDeg: best.rmsDeg } : null
}

// ------------------------------------------------------------------------------ small linear algebra

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, at) => sum + value * (b[at] ?? 0), 0)
}

/** Gauss with pivots; null when the matrix holds no direction in some axis. */
function solveLinear(matrix: readonly (readonly number[])[], right: readonly number[]): number[] | null {
  const rows = matrix.map((row, at) => [...row, right[at] ?? 0])
  const count = rows.length
  for (let column = 0; column < count; column += 1) {
    let pivot = column
    for (let row = column + 1; row < count; row += 1)
      if (Math.abs(rows[row]?.[column] ?? 0) > Math.abs(rows[pivot]?.[column] ?? 0)) pivot = row
    const held = rows[pivot]
    const swapped = rows[column]
    if (held === undefined || swapped === undefined || Math.abs(held[column] ?? 0) < 1e-14) return null
    rows[pivot] = swapped
    rows[column] = held
    for (let row = 0; row < count; row += 1) {
      if (row === column) continue
      const line = rows[row] as number[]
      const factor = (line[column] ?? 0) / (held[column] ?? 1)
      for (let at = column; at <= count; at += 1) line[at] = (line[at] ?? 0) - factor * (held[at] ?? 0)
    }
  }
  return rows.map((row, at) => (row[count] ?? 0) / (row[at] ?? 1))
}

function invert(matrix: readonly (readonly number[])[]): number[][] | null {
  const columns = matrix.map((_, at) =>
    solveLinear(
      matrix,
      matrix.map((__, row) => (row === at ? 1 : 0)),
    ),
  )
  if (columns.some((column) => column === null)) return null
  return matrix.map((_, row) => columns.map((column) => column?.[row] ?? 0))
}
