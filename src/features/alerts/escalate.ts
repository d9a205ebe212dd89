/** When an alert is passed up (OPS 2.3), and nothing else: a clock of its own that silence, reload and a withdrawn take do not stop. */
import { accept } from '../../base/outcome.ts'
import { isoTime } from '../../journal/entry.ts'
import type { CommandDefinition } from '../../journal/feature.ts'
import { fact } from './decide.ts'
import type { AlertEscalated } from './events.ts'
import type { AlertRow } from './fold.ts'

/** Immediate and not taken: second screen and patrol leader · commander on duty · next headquarters. Milliseconds from the raise. */
export const untakenStepsMs = [60_000, 120_000, 300_000] as const
/** Taken and not decided: its owner · the commander. Milliseconds from the take. */
export const undecidedStepsMs = { P1: [600_000, 1_200_000], P2: [1_800_000, 3_600_000], P3: [] } as const

export interface Escalation {
  readonly why: 'untaken' | 'undecided'
  readonly level: number
  readonly dueAtMs: number
}

type Escalating = Pick<
  AlertRow,
  'disposition' | 'mode' | 'suppression' | 'ack' | 'priority' | 'immediateSince' | 'escalation' | 'hops'
>

/** The next step that comes if nobody acts; null: none does. What is put off, ended or a test is passed to nobody. */
export function nextEscalation(row: Escalating): Escalation | null {
  if (row.disposition !== 'open' || row.mode === 'test' || row.suppression.kind !== 'none') return null
  const why = row.ack === 'unacknowledged' ? 'untaken' : 'undecided'
  const since = why === 'untaken' ? row.immediateSince : row.hops.h5AcknowledgedAt
  const steps = why === 'undecided' ? undecidedStepsMs[row.priority] : row.priority === 'P1' ? untakenStepsMs : []
  const done = row.escalation?.why === why ? row.escalation.level : 0
  const step = steps[done]
  if (since === null || step === undefined) return null
  return { why, level: done + 1, dueAtMs: Date.parse(since) + step }
}

/** The step that is due now; of several that fell due while the program was off only the highest, with its delay (OPS G9). */
export function dueEscalation(row: Escalating, nowMs: number): Escalation | null {
  let due: Escalation | null = null
  for (let next = nextEscalation(row); next !== null && next.dueAtMs <= nowMs; ) {
    due = next
    next = nextEscalation({ ...row, escalation: { why: next.why, level: next.level, at: '' } })
  }
  return due
}

/** A machine may always ask for more attention, never for less. */
export const escalateAlert: CommandDefinition<AlertRow, { id: string }> = {
  name: 'escalate-alert',
  view: 'alerts',
  decide(row, { id }, { nowMs }) {
    const due = row ? dueEscalation(row, nowMs) : null
    if (!row || !due) return accept([])
    const { why, level, dueAtMs } = due
    const lateByS = Math.max(0, Math.round((nowMs - dueAtMs) / 1000))
    return accept([
      fact(row, id, 'alert.escalated', nowMs, { why, level, dueAt: isoTime(dueAtMs), lateByS } satisfies AlertEscalated),
    ])
  },
}
