/**
 * How the alarms of a post behave, and how fast people and program are (OPS 5). Pure; instants in UTC milliseconds. What was not
 * measured is null and is shown so: it is never zero. Nothing here is counted by person.
 */
import type { Priority } from './contract.ts'

export const binMs = 600_000
/** More sounds than this in one bin begin a flood; fewer than the other end it. */
export const floodBeginsAbove = 10
export const floodEndsBelow = 5
/** Fewer values than this are not told as a percentile. */
export const leastForPercentile = 20
const chatterRaises = 3
const chatterMs = 60_000
const staleMs = 24 * 3_600_000
const blindClickMs = 2000
const topSources = 10
/** OPS 2.3: within how long an alert is to be taken. */
export const takeWithinMs = { P1: 60_000, P2: 180_000, P3: 600_000 } as const

export interface Stretch {
  readonly fromMs: number
  readonly toMs: number
}

/** One thing that was heard. A group that grows silently is not heard again, so it counts once for each sound. */
export interface Sounding {
  readonly atMs: number
  readonly priority: Priority
  /** Rule and camera. */
  readonly source: string
}

/** An alert raised in the span, as it stands now; null: not known, or not yet. */
export interface HygieneAlert {
  readonly raisedMs: number
  readonly clearedMs: number | null
  readonly priority: Priority
  readonly source: string
  readonly frameMs: number | null
  readonly shownMs: number | null
  readonly takenMs: number | null
  readonly closedMs: number | null
  readonly closedAs: 'real' | 'nuisance' | 'undetermined' | null
  readonly cause: string | null
  readonly escalations: number
  readonly cameras: readonly string[]
  readonly outpost: string
}

export interface HygieneInput extends Stretch {
  readonly nowMs: number
  readonly soundings: readonly Sounding[]
  readonly alerts: readonly HygieneAlert[]
  /** When somebody was on watch. */
  readonly staffed: readonly Stretch[]
  readonly cameras: readonly {
    readonly id: string
    readonly code: string
    /** Nights, in whole and parts, in which the camera saw. */
    readonly nights: number
    /** Seconds seen, out of service and not known; the rest of the span it did not see. */
    readonly watchedS: number
    readonly outS: number
    readonly unknownS: number
  }[]
  readonly shelves: readonly {
    readonly fromMs: number
    readonly toMs: number | null
    readonly renewals: number
    readonly hasUntil: boolean
  }[]
  /** Staged walks; null: none was staged, so the share that is missed is not measured. */
  readonly walks: { readonly staged: number; readonly missed: number } | null
}

export interface Flood extends Stretch {
  readonly peak: number
  readonly sounds: number
}

export interface Percentiles {
  readonly n: number
  /** Alerts whose instants are not both known. */
  readonly unknown: number
  readonly p50Ms: number | null
  readonly p95Ms: number | null
}

export interface Hygiene {
  readonly bins: { readonly staffed: number; readonly all: number }
  readonly rate: {
    readonly perBin: number | null
    readonly sounds: number
    readonly unstaffed: number
    readonly counts: readonly number[]
  }
  readonly flood: { readonly share: number | null; readonly bins: number; readonly floods: readonly Flood[] }
  readonly top: { readonly share: number | null; readonly sources: readonly { readonly source: string; readonly n: number }[] }
  readonly chattering: readonly string[]
  readonly stale: { readonly n: number; readonly share: number | null }
  readonly mix: Readonly<Record<Priority, number>>
  readonly nuisance: readonly {
    readonly code: string
    readonly closes: number
    readonly nights: number
    readonly perNight: number | null
  }[]
  readonly precision: {
    readonly share: number | null
    readonly real: number
    readonly nuisance: number
    readonly undetermined: number
    readonly open: number
    readonly causes: readonly { readonly cause: string; readonly n: number }[]
  }
  readonly missed: { readonly share: number | null; readonly staged: number }
  readonly watched: { readonly share: number | null; readonly scheduledS: number; readonly unknownS: number }
  readonly taken: Readonly<Record<Priority, Percentiles & { readonly inTime: number | null; readonly escalations: number }>>
  readonly blindClicks: readonly {
    readonly outpost: string
    readonly share: number | null
    readonly n: number
    readonly of: number
  }[]
  readonly shelving: { readonly minutes: number; readonly renewals: number; readonly withoutEnd: number; readonly n: number }
  readonly hops: Readonly<Record<'system' | 'people' | 'closing', Percentiles>>
}

/** The value below or at which this share of them lies (nearest rank); never a mean. */
export function percentileOf(values: readonly number[], share: number): number | null {
  if (values.length === 0) return null
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null
}

/** Percentiles of what is known; under twenty values none is told. */
export function percentiles(values: readonly (number | null)[]): Percentiles {
  const known = values.filter((value) => value !== null)
  const isTold = known.length >= leastForPercentile
  return {
    n: known.length,
    unknown: values.length - known.length,
    p50Ms: isTold ? percentileOf(known, 0.5) : null,
    p95Ms: isTold ? percentileOf(known, 0.95) : null,
  }
}

/** Floods in a row of bins: one begins with a bin above ten, and goes on until a bin is below five. */
export function floodsOf(counts: readonly number[], fromMs: number): Flood[] {
  const floods: { fromMs: number; toMs: number; peak: number; sounds: number }[] = []
  let now: (typeof floods)[number] | null = null
  counts.forEach((count, at) => {
    if (now && count < floodEndsBelow) now = null
    if (!now && count > floodBeginsAbove) {
      now = { fromMs: fromMs + at * binMs, toMs: 0, peak: 0, sounds: 0 }
      floods.push(now)
    }
    if (!now) return
    now.toMs = fromMs + (at + 1) * binMs
    now.peak = Math.max(now.peak, count)
    now.sounds += count
  })
  return floods
}

/** Every figure of OPS 5 for the span. */
export function hygieneOf(input: HygieneInput): Hygiene {
  const { fromMs, toMs, alerts, cameras } = input
  const heard = input.soundings.filter(({ atMs }) => atMs >= fromMs && atMs < toMs)
  const all = Math.max(0, Math.ceil((toMs - fromMs) / binMs))
  // A bin is staffed when somebody was on watch at any moment of it.
  const isStaffed = Array.from({ length: all }, (_, at) =>
    input.staffed.some((stretch) => stretch.fromMs < fromMs + (at + 1) * binMs && stretch.toMs > fromMs + at * binMs),
  )
  const counts = Array.from({ length: all }, () => 0)
  for (const { atMs } of heard) {
    const at = Math.floor((atMs - fromMs) / binMs)
    counts[at] = (counts[at] ?? 0) + 1
  }
  const staffed = isStaffed.filter(Boolean).length
  const inStaffed = counts.reduce((sum, count, at) => sum + (isStaffed[at] ? count : 0), 0)
  const staffedCounts = counts.map((count, at) => (isStaffed[at] ? count : 0))
  const floodBins = staffedCounts.filter((count) => count > floodBeginsAbove).length
  const sources = [...Map.groupBy(heard, ({ source }) => source)].map(([source, of]) => ({ source, n: of.length }))
  sources.sort((a, b) => b.n - a.n || (a.source < b.source ? -1 : 1))
  const top = sources.slice(0, topSources)
  const closed = (as: HygieneAlert['closedAs']) => alerts.filter(({ closedAs }) => closedAs === as)
  const [real, nuisance] = [closed('real').length, closed('nuisance').length]
  const stale = alerts.filter(({ raisedMs, clearedMs, closedMs }) => {
    const endMs = Math.min(clearedMs ?? input.nowMs, closedMs ?? input.nowMs)
    return endMs - raisedMs > staleMs
  }).length
  const scheduledS = cameras.reduce((sum, { outS }) => sum + (toMs - fromMs) / 1000 - outS, 0)
  const unknownS = cameras.reduce((sum, camera) => sum + camera.unknownS, 0)
  const watchedS = cameras.reduce((sum, camera) => sum + camera.watchedS, 0)
  return {
    bins: { staffed, all },
    rate: { perBin: ratio(inStaffed, staffed), sounds: inStaffed, unstaffed: heard.length - inStaffed, counts },
    flood: { share: ratio(floodBins, staffed), bins: floodBins, floods: floodsOf(staffedCounts, fromMs) },
    top: {
      share: ratio(
        top.reduce((sum, { n }) => sum + n, 0),
        heard.length,
      ),
      sources: top,
    },
    chattering: chatteringSources(heard),
    stale: { n: stale, share: ratio(stale, alerts.length) },
    mix: { P1: mixOf(heard, 'P1'), P2: mixOf(heard, 'P2'), P3: mixOf(heard, 'P3') },
    nuisance: cameras.map(({ id, code, nights }) => {
      const closes = closed('nuisance').filter((alert) => alert.cameras.includes(id)).length
      return { code, closes, nights, perNight: nights > 0 ? closes / nights : null }
    }),
    precision: {
      share: ratio(real, real + nuisance),
      real,
      nuisance,
      undetermined: closed('undetermined').length,
      open: alerts.filter(({ closedMs }) => closedMs === null).length,
      causes: causesOf(alerts),
    },
    missed: {
      share: input.walks === null ? null : ratio(input.walks.missed, input.walks.staged),
      staged: input.walks?.staged ?? 0,
    },
    watched: { share: ratio(watchedS, scheduledS), scheduledS, unknownS },
    taken: { P1: takenOf(input, 'P1'), P2: takenOf(input, 'P2'), P3: takenOf(input, 'P3') },
    blindClicks: [...Map.groupBy(alerts, ({ outpost }) => outpost)].map(([outpost, of]) => {
      const known = of.flatMap(({ shownMs, takenMs }) => (shownMs === null || takenMs === null ? [] : [takenMs - shownMs]))
      const n = known.filter((ms) => ms < blindClickMs).length
      return { outpost, n, of: known.length, share: ratio(n, known.length) }
    }),
    shelving: shelvingOf(input),
    hops: {
      system: percentiles(alerts.map(({ frameMs, shownMs }) => between(frameMs, shownMs))),
      people: percentiles(alerts.map(({ shownMs, takenMs }) => between(shownMs, takenMs))),
      closing: percentiles(alerts.map(({ raisedMs, closedMs }) => between(raisedMs, closedMs))),
    },
  }
}

function ratio(part: number, whole: number): number | null {
  return whole > 0 ? part / whole : null
}

/** From one instant to the next; null where one is not known, or the clocks say that it came before. */
function between(fromMs: number | null, toMs: number | null): number | null {
  return fromMs === null || toMs === null || toMs < fromMs ? null : toMs - fromMs
}

function mixOf(heard: readonly Sounding[], wanted: Priority): number {
  return heard.filter(({ priority }) => priority === wanted).length
}

/** Sources that were heard three times within a minute. */
function chatteringSources(heard: readonly Sounding[]): string[] {
  return [...Map.groupBy(heard, ({ source }) => source)]
    .filter(([, of]) => {
      const times = of.map(({ atMs }) => atMs).sort((a, b) => a - b)
      return times.some((atMs, index) => (times[index + chatterRaises - 1] ?? Number.POSITIVE_INFINITY) - atMs <= chatterMs)
    })
    .map(([source]) => source)
    .sort()
}

function causesOf(alerts: readonly HygieneAlert[]): { cause: string; n: number }[] {
  const told = alerts.flatMap(({ cause }) => (cause === null ? [] : [cause]))
  return [...Map.groupBy(told, (cause) => cause)]
    .map(([cause, of]) => ({ cause, n: of.length }))
    .sort((a, b) => b.n - a.n || (a.cause < b.cause ? -1 : 1))
}

/** From the raise to the hand: silence, reload and a withdrawn acknowledgement do not stop this clock. */
function takenOf({ alerts, nowMs }: HygieneInput, wanted: Priority) {
  const of = alerts.filter(({ priority }) => priority === wanted)
  const took = of.map(({ raisedMs, takenMs }) => between(raisedMs, takenMs))
  const limitMs = takeWithinMs[wanted]
  // One that still waits within its time is neither in time nor late.
  const due = of.filter(({ raisedMs, takenMs }) => takenMs !== null || nowMs - raisedMs > limitMs)
  const inTime = due.filter(({ raisedMs, takenMs }) => takenMs !== null && takenMs - raisedMs <= limitMs).length
  return {
    ...percentiles(took),
    inTime: ratio(inTime, due.length),
    escalations: of.reduce((sum, { escalations }) => sum + escalations, 0),
  }
}

function shelvingOf({ shelves, fromMs, toMs, nowMs }: HygieneInput): Hygiene['shelving'] {
  const end = Math.min(toMs, nowMs)
  const ms = shelves.reduce(
    (sum, shelf) => sum + Math.max(0, Math.min(shelf.toMs ?? end, end) - Math.max(shelf.fromMs, fromMs)),
    0,
  )
  return {
    minutes: ms / 60_000,
    renewals: shelves.reduce((sum, { renewals }) => sum + renewals, 0),
    withoutEnd: shelves.filter(({ hasUntil }) => !hasUntil).length,
    n: shelves.length,
  }
}
