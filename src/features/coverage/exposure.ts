/**
 * The log of exposure: for how long each camera saw, and how well. Whoever says later "none detected" divides by it. Pure; instants in
 * UTC milliseconds.
 */
import type { CameraHealth } from '../cameras/contract.ts'

/** Each camera that sees leaves a mark a minute; after this long without one nobody knows (a power cut, a stopped program). */
export const aliveEveryMs = 60_000
export const aliveSlackMs = 15_000

/** A change of health as it stands in the journal. */
export interface HealthFact {
  readonly atMs: number
  readonly health: CameraHealth
  readonly reason: string | null
  /** Share of the usual detection range left, as said with it; null: not said. */
  readonly detectShare: number | null
}

export interface ExposureInterval {
  readonly fromMs: number
  readonly toMs: number
  readonly health: CameraHealth
  readonly reason: string | null
  /** 1: as usual; 0: nothing; null: not known. */
  readonly detectShare: number | null
}

/** Health in which a camera sees its ground. */
function isSeeing(health: CameraHealth): boolean {
  return health === 'working' || health === 'degraded'
}

/**
 * Intervals of one camera that partition `fromMs…toMs` without gap or overlap. `facts` in any order, those before `fromMs` among
 * them (the newest of them holds at the start); `aliveMs` are its alive marks. Before the first fact nothing is known. A camera that
 * was said to see is believed from one mark to the next, and not beyond: when marks stop, what follows is `unknown` from the last one
 * on, until a fact or a mark says otherwise. `nowMs` bounds what can be known at all.
 */
export function exposureOf(
  facts: readonly HealthFact[],
  aliveMs: readonly number[],
  fromMs: number,
  toMs: number,
  nowMs: number,
): ExposureInterval[] {
  if (toMs <= fromMs) return []
  const sorted = [...facts].sort((a, b) => a.atMs - b.atMs)
  const marks = [...aliveMs].sort((a, b) => a - b)
  const intervals: ExposureInterval[] = []
  const add = (from: number, to: number, fact: HealthFact | null): void => {
    const start = Math.max(from, fromMs)
    const end = Math.min(to, toMs)
    if (end <= start) return
    const next: ExposureInterval = {
      fromMs: start,
      toMs: end,
      health: fact?.health ?? 'unknown',
      reason: fact?.reason ?? null,
      detectShare: shareOf(fact),
    }
    const last = intervals.at(-1)
    if (last && last.health === next.health && last.reason === next.reason && last.detectShare === next.detectShare) {
      intervals[intervals.length - 1] = { ...last, toMs: end }
    } else intervals.push(next)
  }
  const known = Math.min(toMs, nowMs)
  add(fromMs, Math.min(sorted[0]?.atMs ?? toMs, known), null)
  for (const [at, fact] of sorted.entries()) {
    const end = Math.min(sorted[at + 1]?.atMs ?? known, known)
    if (fact.atMs >= end) continue
    if (!isSeeing(fact.health)) {
      add(fact.atMs, end, fact)
      continue
    }
    // The fact itself is a sign of life; then every mark is.
    let seenMs = fact.atMs
    for (const mark of marks) {
      if (mark <= seenMs) continue
      if (mark >= end) break
      if (mark - seenMs > aliveEveryMs + aliveSlackMs) {
        add(seenMs, mark, null)
      } else add(seenMs, mark, fact)
      seenMs = mark
    }
    if (end - seenMs > aliveEveryMs + aliveSlackMs) add(seenMs, end, null)
    else add(seenMs, end, fact)
  }
  add(Math.max(fromMs, known), toMs, null)
  return intervals
}

function shareOf(fact: HealthFact | null): number | null {
  if (fact === null || fact.health === 'unknown' || fact.health === 'out_of_service') return null
  if (!isSeeing(fact.health)) return 0
  return fact.detectShare ?? 1
}

export interface ExposureSum {
  /** Hours in which the camera saw, well or poorly. */
  readonly watchedHours: number
  /** The same, each hour counted by the share of range that was left. */
  readonly weightedHours: number
  readonly blindHours: number
  readonly unknownHours: number
}

/** Adds intervals up, hours. Planned time out of service counts as blind: the ground was not watched. */
export function sumOf(intervals: readonly ExposureInterval[]): ExposureSum {
  const hour = 3_600_000
  let watched = 0
  let weighted = 0
  let blind = 0
  let unknown = 0
  for (const { fromMs, toMs, health, detectShare } of intervals) {
    const hours = (toMs - fromMs) / hour
    if (health === 'unknown') unknown += hours
    else if (isSeeing(health)) {
      watched += hours
      weighted += hours * (detectShare ?? 1)
    } else blind += hours
  }
  return { watchedHours: watched, weightedHours: weighted, blindHours: blind, unknownHours: unknown }
}
