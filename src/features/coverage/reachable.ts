/**
 * Whether an alarm finds people (DESIGN 3): who has the watch has a page that answers, and so has a commander of the area, to whom it
 * goes when nobody takes it (OPS 2.3). Pure.
 */
import type { Assurance } from './contract.ts'

/** A lit page answers every five seconds; one that has not for so long is asleep, covered or gone. */
export const pageFreshMs = 30_000

export interface ReachFacts {
  readonly nowMs: number
  /** Since when pages could answer at all. */
  readonly listensSinceMs: number
  /** Who has the watch; null: nobody. */
  readonly onWatch: string | null
  /** Commanders of the area at this moment. */
  readonly commanders: readonly string[]
  /** When a lit page of this person last answered; null: never. */
  answeredAtMs(personId: string): number | null
}

export interface Reach {
  readonly state: Assurance['reachable']['state']
  readonly because: NonNullable<Assurance['reachable']['because']> | null
  /** The older of the two answers that prove it; null: it is not proved now. */
  readonly provedAtMs: number | null
}

/** Good only while both have answered of late; not known until every lit page has had the time to. */
export function judgeReach(facts: ReachFacts): Reach {
  const { nowMs, onWatch } = facts
  const freshOf = (personId: string) => {
    const atMs = facts.answeredAtMs(personId)
    return atMs !== null && nowMs - atMs <= pageFreshMs ? [atMs] : []
  }
  const notProved = (because: NonNullable<Reach['because']>): Reach =>
    nowMs - facts.listensSinceMs <= pageFreshMs
      ? { state: 'unknown', because: null, provedAtMs: null }
      : { state: 'bad', because, provedAtMs: null }
  if (onWatch === null) return notProved('no-watch')
  const [officerAtMs] = freshOf(onWatch)
  if (officerAtMs === undefined) return notProved('no-page')
  // Who has the watch is not the next after himself.
  const next = facts.commanders.filter((id) => id !== onWatch).flatMap(freshOf)
  if (next.length === 0) return notProved('no-next')
  return { state: 'good', because: null, provedAtMs: Math.min(officerAtMs, Math.max(...next)) }
}
