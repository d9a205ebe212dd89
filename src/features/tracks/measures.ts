/** What a track's boxes say of its body, measured over its last seconds: numbers with units, none of them an appearance. */
import { toPlane } from '../../base/geo.ts'
import type { PictureSize, Pose } from '../cameras/contract.ts'
import type { TrackSighting } from '../detection/contract.ts'
import { followGround } from './ground.ts'

/** Sightings that count: seven seconds at 9 pictures a second, three walking strides and more. Older ones are forgotten. */
const keptMost = 64
/** Rhythm needs two turns of the slowest one that counts, and enough sightings to tell it from noise. */
const rhythmLeastMs = 2000
const rhythmLeastSightings = 16
/** Steps of people and of walking animals, a second (a walker of 1.2 m/s takes 1.7). */
const rhythmHz = { least: 1, most: 3, step: 0.1 }
/** Places are compared so far apart in time, milliseconds: nearer ones differ by the error of the foot only. */
const wayStepMs = 1000
const wayLeastSteps = 3
const wayMost = 20

/** Each is null where it was not measured: too short, too little geometry. */
export interface Measures {
  /** Height of the body over the best range, metres. */
  readonly heightM: number | null
  /** Width of the box over its height. */
  readonly widthPerHeight: number | null
  /** Median speed over ground, metres a second, and its median deviation as a share of it. */
  readonly speedMs: number | null
  readonly speedSpread: number | null
  /** Net way over gone way, 0…1. */
  readonly straightness: number | null
  /** Share of the changes of width over height that are one rhythm of 1 to 3 a second, 0…1; and that rhythm, a second. */
  readonly rhythm: number | null
  readonly rhythmHz: number | null
  /** Median deviation of the contrast as a share of it. */
  readonly contrastSpread: number | null
  /** 95 % interval of the height, metres, medians of both ends; null without geometry. */
  readonly intervalM: { readonly least: number; readonly most: number } | null
  /** Median height of the box, pixels. */
  readonly boxPx: number
  readonly sightings: number
}

interface Seen {
  readonly tMs: number
  readonly heightPx: number
  readonly widthPerHeight: number
  readonly sigma: number
  readonly least: number | null
  readonly most: number | null
  readonly speedMs: number | null
}

/** Measures one track, sighting after sighting, from its first on. Holds a bounded number of numbers and nothing else. */
export interface Measuring {
  see(sighting: Pick<TrackSighting, 'box' | 'tMs' | 'peakSigma'>): void
  readonly now: Measures
}

/** Starts to measure. Without a pose only the shape in the picture is measured. */
export function measureTrack(pose: Pose | null, size: PictureSize): Measuring {
  const ground = followGround(pose, size)
  const seen: Seen[] = []
  const way: { tMs: number; eastM: number; northM: number }[] = []
  return {
    see({ box, tMs, peakSigma }) {
      const { heightM, velocity, place } = ground.see(box, tMs)
      seen.push({
        tMs,
        heightPx: box[3],
        widthPerHeight: box[2] / box[3],
        sigma: Math.abs(peakSigma),
        least: heightM?.least ?? null,
        most: heightM?.most ?? null,
        speedMs: velocity?.speedMs ?? null,
      })
      if (seen.length > keptMost) seen.shift()
      const last = way.at(-1)
      if (!pose || !place?.position || (last && tMs - last.tMs < wayStepMs)) return
      way.push({ tMs, ...toPlane(pose.position, place.position) })
      if (way.length > wayMost) way.shift()
    },
    get now() {
      return measuresOf(seen, way)
    },
  }
}

function measuresOf(seen: readonly Seen[], way: readonly { eastM: number; northM: number }[]): Measures {
  const least = median(known(seen, 'least'))
  const most = median(known(seen, 'most'))
  const speeds = known(seen, 'speedMs')
  const speedMs = median(speeds)
  const sigmas = seen.map(({ sigma }) => sigma)
  const sigma = median(sigmas)
  const rhythm = rhythmOf(seen)
  return {
    heightM: least === null || most === null ? null : Math.sqrt(least * most),
    widthPerHeight: median(seen.map(({ widthPerHeight }) => widthPerHeight)),
    speedMs,
    speedSpread: speedMs === null || speeds.length < 9 ? null : (deviation(speeds) ?? 0) / Math.max(0.1, speedMs),
    straightness: straightnessOf(way),
    rhythm: rhythm?.share ?? null,
    rhythmHz: rhythm?.hz ?? null,
    contrastSpread: sigma === null || seen.length < 9 ? null : (deviation(sigmas) ?? 0) / Math.max(1, sigma),
    intervalM: least === null || most === null ? null : { least, most },
    boxPx: median(seen.map(({ heightPx }) => heightPx)) ?? 0,
    sightings: seen.length,
  }
}

function straightnessOf(way: readonly { eastM: number; northM: number }[]): number | null {
  const [first, last] = [way[0], way.at(-1)]
  if (!first || !last || way.length <= wayLeastSteps) return null
  let goneM = 0
  for (let at = 1; at < way.length; at++) goneM += apart(way[at - 1] ?? first, way[at] ?? first)
  return goneM === 0 ? null : apart(first, last) / goneM
}

/** Power of the strongest frequency between 1 and 3 Hz over all power, of width over height with its straight trend taken off. */
function rhythmOf(seen: readonly Seen[]): { share: number; hz: number } | null {
  const [first, last] = [seen[0], seen.at(-1)]
  if (!first || !last || seen.length < rhythmLeastSightings || last.tMs - first.tMs < rhythmLeastMs) return null
  const s = seen.map(({ tMs }) => (tMs - first.tMs) / 1000)
  const raw = seen.map(({ widthPerHeight }) => widthPerHeight)
  const [meanS, mean] = [average(s), average(raw)]
  const slope = dot(s, raw, meanS, mean) / (dot(s, s, meanS, meanS) || 1)
  const left = raw.map((value, at) => value - mean - slope * ((s[at] ?? 0) - meanS))
  const power = left.reduce((sum, value) => sum + value * value, 0)
  if (power < 1e-9) return { share: 0, hz: 0 }
  let best = { share: 0, hz: 0 }
  // Above half the rate of sightings a rhythm looks like a slower one.
  const most = Math.min(rhythmHz.most, (seen.length - 1) / (s.at(-1) ?? 1) / 2)
  for (let hz = rhythmHz.least; hz <= most + 1e-9; hz += rhythmHz.step) {
    let [sin, cos] = [0, 0]
    for (const [at, value] of left.entries()) {
      const turn = 2 * Math.PI * hz * (s[at] ?? 0)
      sin += value * Math.sin(turn)
      cos += value * Math.cos(turn)
    }
    const share = Math.min(1, (2 * (sin * sin + cos * cos)) / (left.length * power))
    if (share > best.share) best = { share, hz }
  }
  return best
}

function known(seen: readonly Seen[], of: 'least' | 'most' | 'speedMs'): number[] {
  return seen.flatMap(({ [of]: value }) => (value === null ? [] : [value]))
}

function median(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? null
}

/** Median absolute distance from the median. */
function deviation(values: readonly number[]): number | null {
  const middle = median(values) ?? 0
  return median(values.map((value) => Math.abs(value - middle)))
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function dot(a: readonly number[], b: readonly number[], meanA: number, meanB: number): number {
  return a.reduce((sum, value, at) => sum + (value - meanA) * ((b[at] ?? 0) - meanB), 0)
}

function apart(a: { eastM: number; northM: number }, b: { eastM: number; northM: number }): number {
  return Math.hypot(a.eastM - b.eastM, a.northM - b.northM)
}
