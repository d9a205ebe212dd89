/** Flood mode (OPS 5): begins above ten raises in ten minutes or above twenty untaken, and ends below five. Computed, never remembered. */
import type { AlertView } from '../contract.ts'

const binMs = 600_000
const beginsAbove = 10
const endsBelow = 5
const untakenMost = 20

export interface Storm {
  /** Alerts raised in the last ten minutes. */
  readonly inTenMin: number
  readonly untaken: number
  readonly sinceMs: number
}

/** `raisedMs`: when alerts that were annunciated were raised, in any order. Null: no flood. */
export function stormOf(raisedMs: readonly number[], queue: readonly AlertView[], nowMs: number): Storm | null {
  const untaken = queue.filter(({ ack }) => ack === 'unacknowledged').length
  const times = raisedMs.filter((ms) => ms <= nowMs).sort((a, b) => a - b)
  let sinceMs: number | null = null
  // The count changes when one comes and when one leaves the window: each such instant is looked at in its order.
  const instants = [...times.map((ms) => ms), ...times.map((ms) => ms + binMs), nowMs]
    .filter((ms) => ms <= nowMs)
    .sort((a, b) => a - b)
  let first = 0
  let past = 0
  for (const at of instants) {
    while (past < times.length && (times[past] as number) <= at) past++
    while (first < times.length && (times[first] as number) + binMs <= at) first++
    const count = past - first
    if (sinceMs === null && count > beginsAbove) sinceMs = at
    else if (sinceMs !== null && count < endsBelow) sinceMs = null
  }
  if (sinceMs === null && untaken <= untakenMost) return null
  return { inTenMin: past - first, untaken, sinceMs: sinceMs ?? nowMs }
}

/** A line of the folded list: what is alike in place and cause; immediate alerts always stand alone. */
export interface Fold {
  readonly key: string
  /** The first of them in the order of the queue. */
  readonly first: AlertView
  readonly alerts: readonly AlertView[]
  readonly occurrences: number
}

/** Folds a queue to one line for each place and cause. Nothing is dropped, and the order stays that of the queue. */
export function foldQueue(queue: readonly AlertView[]): readonly Fold[] {
  const folds = new Map<string, AlertView[]>()
  for (const alert of queue) {
    const where = alert.placeIds[0] ?? alert.cameraIds[0] ?? ''
    const key = alert.priority === 'P1' ? alert.id : `${alert.kind} ${alert.ruleId} ${where} ${alert.ack} ${alert.priority}`
    folds.set(key, [...(folds.get(key) ?? []), alert])
  }
  return [...folds].map(([key, alerts]) => ({
    key,
    first: alerts[0] as AlertView,
    alerts,
    occurrences: alerts.reduce((sum, { occurrences }) => sum + occurrences, 0),
  }))
}
