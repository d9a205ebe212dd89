/** One computed state behind the lamps: seen, shown, saved, clock trusted, people reachable. Written down when it changes. */
import { type Assurance, assuranceParts } from '../../features/coverage/contract.ts'
import type { Reach } from '../../features/coverage/reachable.ts'
import type { Ports } from '../../platform/ports.ts'
import { isDatabaseAway } from '../../platform/server/database.ts'

/** Evidence older than this proves nothing any more. */
const seenFreshMs = 10_000
const shownFreshMs = 30_000
const savedFreshMs = 15_000

type Part = (typeof assuranceParts)[number]

export interface AssuranceWatch {
  state(): Assurance
  judged(atMs: number): void
  shown(atMs: number): void
  saved(atMs: number): void
  notSaved(): void
  clock(isTrusted: boolean): void
  /** Whether an alarm finds people, as it was judged just now. */
  reach(reach: Reach): void
  isJournalAway(error: unknown): boolean
  /** Judges anew; what changed since the last call. */
  changes(): { part: Part; state: 'good' | 'bad' | 'unknown' }[]
}

/** Starts with nothing proved: every part is unknown until its first evidence. */
export function watchAssurance(ports: Ports): AssuranceWatch {
  const startedAt = ports.clock.nowMs()
  const proved: Record<Part, number | null> = { seen: null, shown: null, saved: null, clock: null, reachable: null }
  const since: Record<Part, number> = {
    seen: startedAt,
    shown: startedAt,
    saved: startedAt,
    clock: startedAt,
    reachable: startedAt,
  }
  const states: Record<Part, 'good' | 'bad' | 'unknown'> = {
    seen: 'unknown',
    shown: 'unknown',
    saved: 'unknown',
    clock: 'unknown',
    reachable: 'unknown',
  }
  let isSaving = true
  let isClockTrusted: boolean | null = null
  let reached: Reach = { state: 'unknown', because: null, provedAtMs: null }

  function judge(part: Part, nowMs: number): 'good' | 'bad' | 'unknown' {
    const at = proved[part]
    const isFresh = (limitMs: number) => at !== null && nowMs - at <= limitMs
    switch (part) {
      case 'seen':
        return at === null ? 'unknown' : isFresh(seenFreshMs) ? 'good' : 'bad'
      case 'shown':
        return isFresh(shownFreshMs) ? 'good' : 'unknown'
      case 'saved':
        return !isSaving ? 'bad' : isFresh(savedFreshMs) ? 'good' : 'unknown'
      case 'clock':
        return isClockTrusted === null ? 'unknown' : isClockTrusted ? 'good' : 'bad'
      case 'reachable':
        return reached.state
    }
  }

  function changes() {
    const nowMs = ports.clock.nowMs()
    const changed: { part: Part; state: 'good' | 'bad' | 'unknown' }[] = []
    for (const part of assuranceParts) {
      const state = judge(part, nowMs)
      if (state === states[part]) continue
      states[part] = state
      since[part] = nowMs
      changed.push({ part, state })
    }
    return changed
  }

  const iso = (ms: number) => new Date(ms).toISOString()
  return {
    state: () =>
      Object.fromEntries(
        assuranceParts.map((part) => {
          const at = proved[part]
          return [
            part,
            {
              state: judge(part, ports.clock.nowMs()),
              since: iso(since[part]),
              provedAt: at === null ? null : iso(at),
              ...(part === 'reachable' && reached.because !== null ? { because: reached.because } : {}),
            },
          ]
        }),
      ) as Assurance,
    judged(atMs) {
      proved.seen = atMs
    },
    shown(atMs) {
      proved.shown = atMs
    },
    saved(atMs) {
      proved.saved = atMs
      isSaving = true
    },
    notSaved() {
      isSaving = false
    },
    clock(isTrusted) {
      isClockTrusted = isTrusted
      proved.clock = ports.clock.nowMs()
    },
    reach(reach) {
      reached = reach
      if (reach.provedAtMs !== null) proved.reachable = reach.provedAtMs
    },
    isJournalAway: (error) => (error as { code?: string } | null)?.code === 'journal.unavailable' || isDatabaseAway(error),
    changes,
  }
}
