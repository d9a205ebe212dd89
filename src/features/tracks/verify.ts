/**
 * What a mover is, from what was measured of it, and why. A naive Bayes of a few physical measures: readable, and each measure can
 * say what it spoke for. Never who, never what is carried, and no more than the pixels allow.
 */
import type { ClassProbabilities } from '../detection/contract.ts'
import { classTable, temper as fittedTemper } from './class-table.ts'
import { measureNames, type VerdictView } from './contract.ts'
import type { Measures } from './measures.ts'

/** The classes that the measures speak for. */
export const bodyClasses = ['person', 'vehicle', 'animal'] as const
export type BodyClass = (typeof bodyClasses)[number]

export const features = measureNames
export type Feature = (typeof features)[number]

/** A measure's mean and standard deviation for one class, after `scaled`. */
type Table = Readonly<Record<BodyClass, Readonly<Partial<Record<Feature, readonly [mean: number, sigma: number]>>>>>

/** Below this height of its box a body has no shape, pixels: two pixels of error at each edge are a third of it (`classes.ts`). */
const shapeLeastPx = 12
/** A height that may be twice itself says neither person nor child nor goat. */
const intervalMost = 2
/** Fewer sightings than half a second of them are a glimpse. */
const sightingsLeast = 5
/** What is common at a border is not known, so nothing is: the three start alike, and something else is always possible. */
const priors = { person: 0.31, vehicle: 0.31, animal: 0.31, other: 0.07 }
/**
 * The table was fitted to a simulation, and the world is wider: this share of every likelihood is the wide one of "anything".
 * People crawl, sit, carry and ride, so theirs is wider than that of others.
 */
const unlike = { person: 0.1, vehicle: 0.03, animal: 0.03 }
/** For the same cause this much stays unknown however plainly the measures speak, … */
const unknownLeast = 0.03
/** … and this much where shape says nothing. More than half: the class stays unknown. */
const unknownFar = 0.65
/** "Anything": mean and standard deviation of each measure, after `scaled`, over all that moves. Wide on purpose. */
const anything: Readonly<Record<Feature, readonly [number, number]>> = {
  height: [0.2, 1.2],
  shape: [0, 1],
  speed: [0.7, 1.5],
  steadiness: [0.3, 0.4],
  straightness: [0.6, 0.5],
  rhythm: [0.4, 0.4],
  contrast: [0.2, 0.3],
}

/** One measure's word: how much likelier it makes this class than the next, as a natural logarithm. */
export interface Word {
  readonly feature: Feature
  readonly speaksFor: BodyClass | 'other'
  readonly weight: number
}

export interface Verdict {
  readonly classProbabilities: ClassProbabilities
  /** Where shape says nothing: the body whose size and speed it has. Null where the class is told, or not even that is. */
  readonly sized: BodyClass | null
  /** What each measure said, the weightiest first. */
  readonly words: readonly Word[]
}

/** The measures as the table takes them: logarithms where a thing may be twice or half as much. */
export function scaled(measures: Measures): Partial<Record<Feature, number>> {
  const { heightM, widthPerHeight, speedMs, speedSpread, straightness, rhythm, contrastSpread } = measures
  const values: Record<Feature, number | null> = {
    height: heightM === null ? null : Math.log(heightM),
    shape: widthPerHeight === null ? null : Math.log(widthPerHeight),
    speed: speedMs === null ? null : Math.log(speedMs + 0.1),
    steadiness: speedSpread === null ? null : Math.min(1, speedSpread),
    straightness,
    rhythm,
    contrast: contrastSpread === null ? null : Math.min(1, contrastSpread),
  }
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && Number.isFinite(value)))
}

/** Whether there are pixels and geometry enough to tell a kind. */
export function isShapeTold({ boxPx, intervalM, sightings }: Measures): boolean {
  return (
    sightings >= sightingsLeast &&
    boxPx >= shapeLeastPx &&
    intervalM !== null &&
    intervalM.most <= intervalMost * Math.max(0.1, intervalM.least)
  )
}

/**
 * The verdict. `picture` is what the detector says of a shape alone; it stays where there is no geometry. Sums to 1. Beyond the
 * range where shape says anything only size and speed are heard, and the class stays `unknown`.
 */
export function verify(
  picture: ClassProbabilities,
  measures: Measures,
  table: Table = classTable,
  temper = fittedTemper,
): Verdict {
  if (measures.heightM === null || measures.intervalM === null) return { classProbabilities: picture, sized: null, words: [] }
  const isTold = isShapeTold(measures)
  const values = scaled(measures)
  const heard = features.filter(
    (feature) => values[feature] !== undefined && (isTold || feature === 'height' || feature === 'speed'),
  )
  const logs = { person: 0, vehicle: 0, animal: 0, other: 0 }
  const words: Word[] = []
  for (const feature of heard) {
    const value = values[feature] as number
    const said = likelihoods(feature, value, table)
    for (const [name, likelihood] of Object.entries(said)) logs[name as keyof typeof logs] += temper * Math.log(likelihood)
    const [best, next] = Object.entries(said).sort(([, a], [, b]) => b - a)
    if (best && next)
      words.push({ feature, speaksFor: best[0] as Word['speaksFor'], weight: temper * Math.log(best[1] / next[1]) })
  }
  const top = Math.max(...Object.values(logs))
  const raw = Object.entries(logs).map(
    ([name, log]) => [name, priors[name as keyof typeof priors] * Math.exp(log - top)] as const,
  )
  const sum = raw.reduce((total, [, share]) => total + share, 0)
  const unknown = isTold ? unknownLeast : unknownFar
  const shares = Object.fromEntries(raw.map(([name, share]) => [name, ((1 - unknown) * share) / sum])) as typeof logs
  const likeliest = bodyClasses.reduce((best, name) => (shares[name] > shares[best] ? name : best))
  return {
    classProbabilities: { ...shares, unknown },
    sized: !isTold && shares[likeliest] > (1 - unknown) / 2 && isHeightKnown(measures) ? likeliest : null,
    words: words.sort((a, b) => b.weight - a.weight),
  }
}

/** From here on a rhythm stands out: noise alone, over two seconds of sightings, seldom has half its power in one frequency. */
const rhythmTold = 0.5

/** The verdict as others see it, with the numbers that its sentence needs. Undefined where nothing was measured on the ground. */
export function verdictView({ sized, words }: Verdict, { boxPx, rhythm, rhythmHz }: Measures): VerdictView | undefined {
  if (words.length === 0) return undefined
  const round = (value: number) => Math.round(value * 10) / 10
  return {
    sized,
    boxPx: round(boxPx),
    rhythmHz: rhythm !== null && rhythmHz !== null && rhythm >= rhythmTold ? round(rhythmHz) : null,
    words: words.map(({ weight, ...word }) => ({ ...word, weight: round(weight) })),
  }
}

/** Wider than this and even "person-sized" would be a guess: the interval then reaches from a dog to a lorry. */
const sizedMost = 4
function isHeightKnown({ intervalM }: Measures): boolean {
  return intervalM !== null && intervalM.most <= sizedMost * Math.max(0.1, intervalM.least)
}

function likelihoods(feature: Feature, value: number, table: Table): Record<BodyClass | 'other', number> {
  const wide = normal(value, anything[feature])
  const of = (name: BodyClass): number => {
    const entry = table[name][feature]
    return entry === undefined ? wide : (1 - unlike[name]) * normal(value, entry) + unlike[name] * wide
  }
  return { person: of('person'), vehicle: of('vehicle'), animal: of('animal'), other: wide }
}

/** Density of a normal deviate, never quite nothing. */
function normal(value: number, [mean, sigma]: readonly [number, number]): number {
  return Math.max(1e-12, Math.exp(-0.5 * ((value - mean) / sigma) ** 2) / (sigma * Math.sqrt(2 * Math.PI)))
}
