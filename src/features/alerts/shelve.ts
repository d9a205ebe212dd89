/**
 * Putting an alert off for a time (OPS 2.3): never an immediate one, never suspected tampering, never without an end. Recording,
 * tracking and counting go on; only the sound waits.
 */
import { accept, refuse } from '../../base/outcome.ts'
import { isoTime } from '../../journal/entry.ts'
import type { CommandDefinition } from '../../journal/feature.ts'
import type { ShelfScope } from './contract.ts'
import { type ByPerson, byPerson, fact, isTamper, whoActed } from './decide.ts'
import type { AlertServiceChanged, AlertShelved, AlertUnshelved, VaultName } from './events.ts'
import type { AlertRow } from './fold.ts'
import type { ShelfLimits } from './shelf-limits.ts'

/** Setting it anew this soon after it ended is going on with it. */
const renewalWithinMs = 10 * 60_000

export interface ShelveInput extends ByPerson {
  readonly untilMs: number
  readonly reason: string
  readonly region: ShelfScope['region']
  readonly note: VaultName | null
  readonly limits: ShelfLimits
}

export const shelveAlert: CommandDefinition<AlertRow, ShelveInput> = {
  name: 'shelve-alert',
  view: 'alerts',
  decide: byPerson<ShelveInput>((row, { id, untilMs, reason, region, note, limits }, { nowMs }) => {
    if (row.disposition === 'closed') return refuse('alert.already-closed', whoActed(row))
    if (row.priority === 'P1' || isTamper(row)) return refuse('alert.shelve-never')
    if (untilMs <= nowMs) return refuse('alert.shelve-past')
    if (untilMs - nowMs > limits.mostMs) return refuse('alert.shelve-too-long', { minutes: Math.round(limits.mostMs / 60_000) })
    if (note === null && reason === 'other') return refuse('alert.note-needed', { reason })
    const before = row.lastShelf
    const isRenewal = before !== null && nowMs - Date.parse(before.until) <= renewalWithinMs
    const renewals = isRenewal ? before.renewals + 1 : 0
    if (renewals > limits.renewalsMost) return refuse('alert.shelve-renewals', { most: limits.renewalsMost })
    const { ruleId, groupClass, cameraIds } = row
    const scope: ShelfScope = { ruleId, groupClass, cameraIds: [...cameraIds], region }
    return accept([
      fact(row, id, 'alert.shelved', nowMs, { until: isoTime(untilMs), reason, scope, renewals, note } satisfies AlertShelved),
    ])
  }),
}

export const unshelveAlert: CommandDefinition<AlertRow, ByPerson> = {
  name: 'unshelve-alert',
  view: 'alerts',
  decide: byPerson((row, { id }, { nowMs }) => {
    if (row.suppression.kind !== 'shelved') return refuse('alert.not-shelved')
    return accept([fact(row, id, 'alert.unshelved', nowMs, { because: 'person', lateByS: 0 } satisfies AlertUnshelved)])
  }),
}

/** The time of a shelf, or of an announced movement, is over. Says nothing where a person was first. */
export const endSuppression: CommandDefinition<AlertRow, { id: string; untilAt: string }> = {
  name: 'end-suppression',
  view: 'alerts',
  decide(row, { id, untilAt }, { nowMs }) {
    if (!row || (row.suppression.kind !== 'shelved' && row.suppression.kind !== 'by_design')) return accept([])
    if (row.suppression.until !== untilAt) return accept([])
    const because = row.suppression.kind === 'shelved' ? 'timer' : 'window'
    const lateByS = Math.max(0, Math.round((nowMs - Date.parse(untilAt)) / 1000))
    return accept([fact(row, id, 'alert.unshelved', nowMs, { because, lateByS } satisfies AlertUnshelved)])
  },
}

/** All cameras of an alert are planned out of service, or one of them is not any more. */
export const setAlertService: CommandDefinition<AlertRow, { id: string; isOut: boolean }> = {
  name: 'set-alert-service',
  view: 'alerts',
  decide(row, { id, isOut }, { nowMs }) {
    if (!row || row.disposition === 'closed' || (row.suppression.kind === 'out_of_service') === isOut) return accept([])
    return accept([fact(row, id, 'alert.service-changed', nowMs, { isOut } satisfies AlertServiceChanged)])
  },
}

/** A mover as far as a shelf is told from it. Box: left, top, width, height in pixels of a picture of `size`. */
export interface ShelfCandidate {
  readonly ruleId: string
  readonly groupClass: string
  readonly cameraId: string
  readonly box: readonly [number, number, number, number]
  readonly size: readonly [number, number]
}

/** Whether a mover is what was put off: same rule, same class, one of the cameras, and its middle in the region. */
export function isShelved(scope: ShelfScope, { ruleId, groupClass, cameraId, box, size }: ShelfCandidate): boolean {
  if (scope.ruleId !== ruleId || scope.groupClass !== groupClass || !scope.cameraIds.includes(cameraId)) return false
  if (scope.region === null) return true
  const [left, top, right, bottom] = scope.region
  const x = (box[0] + box[2] / 2) / size[0]
  const y = (box[1] + box[3] / 2) / size[1]
  return x >= left && x <= right && y >= top && y <= bottom
}
