/** Whose alert it is, how grave a person holds it, and what is said about it. OPS 2.3. */
import { accept, refuse } from '../../base/outcome.ts'
import type { CommandDefinition } from '../../journal/feature.ts'
import type { Priority } from './contract.ts'
import { type ByPerson, byPerson, fact, isHigher, whoActed } from './decide.ts'
import type {
  AlertNoted,
  AlertOwnerChanged,
  AlertPrioritySet,
  AlertTransferAnswered,
  AlertTransferAsked,
  VaultName,
} from './events.ts'
import type { AlertRow } from './fold.ts'

export interface PriorityInput extends ByPerson {
  readonly priority: Priority
  readonly note: VaultName | null
  /** Whether this person may lower: a commander. */
  readonly mayLower: boolean
}

/** Anyone of the watch may raise it; lowering is the commander's, with a reason. A machine does neither by this way. */
export const setPriority: CommandDefinition<AlertRow, PriorityInput> = {
  name: 'set-alert-priority',
  view: 'alerts',
  decide: byPerson<PriorityInput>((row, { id, priority, note, mayLower }, { nowMs }) => {
    if (row.disposition === 'closed') return refuse('alert.already-closed', whoActed(row))
    if (priority === row.priority) return refuse('alert.priority-same')
    const isLower = isHigher(row.priority, priority)
    if (isLower && !mayLower) return refuse('alert.lower-not-allowed')
    if (isLower && note === null) return refuse('alert.note-needed', { reason: 'priority' })
    return accept([
      fact(row, id, 'alert.priority-set', nowMs, { from: row.priority, to: priority, note } satisfies AlertPrioritySet),
    ])
  }),
}

/** A note may be added at any time, to an ended alert too. */
export const noteAlert: CommandDefinition<AlertRow, { id: string; note: VaultName }> = {
  name: 'note-alert',
  view: 'alerts',
  decide(row, { id, note }, { nowMs, actor }) {
    if (actor.kind !== 'person') return refuse('not-allowed')
    if (!row) return refuse('alert.not-found')
    return accept([fact(row, id, 'alert.noted', nowMs, { note } satisfies AlertNoted)])
  },
}

/** Its owner, or a commander, asks another to take it over. Until that one accepts nothing changes. */
export const askTransfer: CommandDefinition<AlertRow, ByPerson & { readonly toId: string; readonly isCommander: boolean }> = {
  name: 'ask-alert-transfer',
  view: 'alerts',
  decide: byPerson<ByPerson & { readonly toId: string; readonly isCommander: boolean }>(
    (row, { id, toId, isCommander }, { nowMs, actor }) => {
      if (row.disposition === 'closed') return refuse('alert.already-closed', whoActed(row))
      if (row.ack !== 'acknowledged') return refuse('alert.not-acknowledged')
      if (row.ownerId !== actor.id && !isCommander) return refuse('alert.not-owner', whoActed(row))
      if (row.ownerId === toId) return refuse('alert.transfer-self')
      return accept([fact(row, id, 'alert.transfer-asked', nowMs, { toId } satisfies AlertTransferAsked)])
    },
  ),
}

export const answerTransfer: CommandDefinition<AlertRow, ByPerson & { readonly isAccepted: boolean }> = {
  name: 'answer-alert-transfer',
  view: 'alerts',
  decide: byPerson<ByPerson & { readonly isAccepted: boolean }>((row, { id, isAccepted }, { nowMs, actor }) => {
    if (row.transfer === null || row.disposition === 'closed') return refuse('alert.no-transfer')
    // Whoever asked may take the question back; only the one who was asked may say yes.
    const mayAnswer = row.transfer.toId === actor.id || (!isAccepted && row.transfer.byId === actor.id)
    if (!mayAnswer) return refuse('alert.transfer-other-person')
    return accept([fact(row, id, 'alert.transfer-answered', nowMs, { isAccepted } satisfies AlertTransferAnswered)])
  }),
}

/** The shift is handed over: the one who comes owns what the one who goes had. Says nothing where it is not his any more. */
export const changeOwner: CommandDefinition<AlertRow, { id: string; fromId: string; toId: string; shiftId: string }> = {
  name: 'change-alert-owner',
  view: 'alerts',
  decide(row, { id, fromId, toId, shiftId }, { nowMs, actor }) {
    if (actor.kind !== 'person') return refuse('not-allowed')
    if (!row || row.disposition === 'closed' || row.ownerId !== fromId) return accept([])
    return accept([fact(row, id, 'alert.owner-changed', nowMs, { toId, shiftId } satisfies AlertOwnerChanged)])
  },
}
