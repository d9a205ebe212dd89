/** Every decision about alerts, OPS 2.3. Machines raise, repeat and clear; only a person acknowledges, closes or reopens. */
import { accept, type Outcome, refuse } from '../../base/outcome.ts'
import { body, type Draft } from '../../journal/entry.ts'
import type { CommandDefinition, DecideContext } from '../../journal/feature.ts'
import type { CameraHealth } from '../cameras/contract.ts'
import { cameraCauses, closeReasons, type Priority, priorities } from './contract.ts'
import type { AlertClosed, AlertPriorityRaised, AlertRaised, AlertRepeated, AlertWoken, VaultName } from './events.ts'
import { type AlertRow, withdrawLimitMs } from './fold.ts'

type Stored = AlertRow & { readonly version: number }

export interface RaiseInput {
  readonly id: string
  readonly area: string
  readonly mode: AlertRow['mode']
  readonly observedAtMs: number
  readonly alert: AlertRaised
}

export const raiseAlert: CommandDefinition<AlertRow, RaiseInput> = {
  name: 'raise-alert',
  view: 'alerts',
  decide(row, { id, area, mode, observedAtMs, alert }) {
    if (row) return refuse('alert.exists')
    return accept([{ type: 'alert.raised', typeVersion: 1, subject: id, area, observedAtMs, body: body(alert), mode }])
  },
}

export const repeatAlert: CommandDefinition<AlertRow, { id: string; observedAtMs: number; repeat: AlertRepeated }> = {
  name: 'repeat-alert',
  view: 'alerts',
  decide(row, { id, observedAtMs, repeat }) {
    if (!row) return refuse('alert.not-found')
    if (row.disposition === 'closed') return refuse('alert.already-closed')
    return accept([fact(row, id, 'alert.repeated', observedAtMs, repeat)])
  },
}

export const raisePriority: CommandDefinition<AlertRow, { id: string; observedAtMs: number; change: AlertPriorityRaised }> = {
  name: 'raise-priority',
  view: 'alerts',
  decide(row, { id, observedAtMs, change }) {
    if (!row) return refuse('alert.not-found')
    if (row.disposition === 'closed') return refuse('alert.already-closed')
    if (!isHigher(change.to, row.priority)) return accept([])
    return accept([fact(row, id, 'alert.priority-raised', observedAtMs, { ...change, from: row.priority })])
  },
}

/** The cause is gone. The alert stays: nothing ends without a person. */
export const clearAlert: CommandDefinition<AlertRow, { id: string; observedAtMs: number }> = {
  name: 'clear-alert',
  view: 'alerts',
  decide(row, { id, observedAtMs }) {
    if (!row || row.condition === 'cleared') return accept([])
    return accept([fact(row, id, 'alert.cleared', observedAtMs, {})])
  },
}

/** An alert that came without sound is heard: what it is about is not what officers ended there before. */
export const wakeAlert: CommandDefinition<AlertRow, { id: string; observedAtMs: number }> = {
  name: 'wake-alert',
  view: 'alerts',
  decide(row, { id, observedAtMs }) {
    if (!row || row.disposition === 'closed' || row.soundings > 0) return accept([])
    return accept([fact(row, id, 'alert.woken', observedAtMs, { because: 'unfamiliar' } satisfies AlertWoken)])
  },
}

/** First time it was drawn on a visible screen (hop h4). */
export const markShown: CommandDefinition<AlertRow, { id: string; observedAtMs: number }> = {
  name: 'mark-shown',
  view: 'alerts',
  decide(row, { id, observedAtMs }) {
    if (!row || row.hops.h4ShownAt !== null) return accept([])
    return accept([fact(row, id, 'alert.shown', observedAtMs, {})])
  },
}

/** What an act of a person names. */
export interface ByPerson {
  readonly id: string
  readonly basedOn: number
  /** When the person acted, when that could not be written at once. */
  readonly actedAtMs?: number
}

export const acknowledgeAlert: CommandDefinition<AlertRow, ByPerson> = {
  name: 'acknowledge-alert',
  view: 'alerts',
  decide: byPerson((row, input, { nowMs }) => {
    if (row.disposition === 'closed') return refuse('alert.already-closed', whoActed(row))
    if (row.ack === 'acknowledged') return refuse('alert.already-acknowledged', whoActed(row))
    return accept([fact(row, input.id, 'alert.acknowledged', input.actedAtMs ?? nowMs, {})])
  }),
}

export const withdrawAcknowledgement: CommandDefinition<AlertRow, ByPerson> = {
  name: 'withdraw-acknowledgement',
  view: 'alerts',
  decide: byPerson((row, input, { nowMs, actor }) => {
    if (row.ack !== 'acknowledged' || row.disposition === 'closed') return refuse('alert.not-acknowledged')
    if (row.ownerId !== actor.id) return refuse('alert.withdraw-other-person', whoActed(row))
    if (row.withdrawableUntil === null || nowMs > Date.parse(row.withdrawableUntil)) {
      return refuse('alert.withdraw-too-late', { seconds: withdrawLimitMs / 1000 })
    }
    return accept([fact(row, input.id, 'alert.acknowledgement-withdrawn', nowMs, {})])
  }),
}

/** A camera of an alert as it stands now: an alert of it ends only when it sees again, or is planned not to. OPS 2.1. */
export interface CameraState {
  readonly code: string
  readonly health: CameraHealth
  /** For how long it has been so, milliseconds. */
  readonly forMs: number
}

/** So long a camera must see again before its alert may be closed. */
export const backForMs = 5 * 60_000

export interface CloseInput extends ByPerson {
  readonly reason: string
  readonly cause: string | null
  /** Cameras of the alert that are still the site's. */
  readonly cameras: readonly CameraState[]
  readonly note: VaultName | null
  readonly turnedBack: AlertClosed['turnedBack']
}

export const closeAlert: CommandDefinition<AlertRow, CloseInput> = {
  name: 'close-alert',
  view: 'alerts',
  decide: byPerson<CloseInput>((row, { id, reason, cause, cameras, note, turnedBack }, { nowMs }) => {
    if (row.disposition === 'closed') return refuse('alert.already-closed', whoActed(row))
    if (!fitsKind(row, reason)) return refuse('alert.reason-unfit', { reason })
    if (isTamper(row) && cause === null) return refuse('alert.cause-needed')
    const missing = row.kind === 'camera' ? cameras.find((camera) => !isBack(camera)) : undefined
    if (missing)
      return refuse('alert.camera-not-back', { code: missing.code, health: missing.health, minutes: backForMs / 60_000 })
    if (note === null && (reason === 'undetermined' || reason.endsWith('other'))) return refuse('alert.note-needed', { reason })
    if (turnedBack === null && reason === 'real.attempt_turned_back') return refuse('alert.answers-needed')
    return accept([fact(row, id, 'alert.closed', nowMs, { reason, cause, note, turnedBack } satisfies AlertClosed)])
  }),
}

export const reopenAlert: CommandDefinition<AlertRow, ByPerson & { readonly note: VaultName | null }> = {
  name: 'reopen-alert',
  view: 'alerts',
  decide: byPerson<ByPerson & { readonly note: VaultName | null }>((row, { id, note }, { nowMs }) => {
    if (row.disposition !== 'closed') return refuse('alert.not-closed')
    return accept([fact(row, id, 'alert.reopened', nowMs, { note })])
  }),
}

/** What every act of a person on an alert needs first: a person, the record, and the version that the person saw. */
export function byPerson<I extends ByPerson>(
  decide: (row: Stored, input: I, context: DecideContext) => Outcome<readonly Draft[]>,
) {
  return (row: Stored | undefined, input: I, context: DecideContext): Outcome<readonly Draft[]> => {
    if (context.actor.kind !== 'person') return refuse('not-allowed')
    if (!row) return refuse('alert.not-found')
    // A repeat that came meanwhile does not change what the person decided on; an act of a person does.
    if (input.basedOn < row.decisionVersion || input.basedOn > row.version) return refuse('alert.stale', whoActed(row))
    return decide(row, input, context)
  }
}

/** Name and time of the last person who acted; the name is filled in where the refusal is spoken. */
export function whoActed(row: Stored): { by: string; at: string; byId: string } {
  const last = [...row.log].reverse().find((line) => line.byId !== null)
  return { by: '', byId: last?.byId ?? '', at: last?.at ?? row.lastAt }
}

/** A fact about an alert, with what it inherits of it. */
export function fact(row: AlertRow, id: string, type: string, observedAtMs: number, content: object): Draft {
  return { type, typeVersion: 1, subject: id, area: row.area, mode: row.mode, observedAtMs, body: body(content) }
}

/** Whether one priority is graver than another. */
export function isHigher(a: Priority, b: Priority): boolean {
  return priorities.indexOf(a) < priorities.indexOf(b)
}

/** Suspected tampering is something that somebody may have done, and a camera that does not see: both are asked for. */
export function isTamper({ kind, ruleId }: Pick<AlertRow, 'kind' | 'ruleId'>): boolean {
  return kind === 'camera' && ruleId === 'tamper-suspected'
}

function isBack({ health, forMs }: CameraState): boolean {
  return health === 'out_of_service' || (health === 'working' && forMs >= backForMs)
}

function fitsKind(row: AlertRow, reason: string): boolean {
  const ofDetection = (closeReasons as readonly string[]).includes(reason)
  const ofCamera = (cameraCauses as readonly string[]).includes(reason)
  if (row.kind === 'detection' || isTamper(row)) return ofDetection
  return ofCamera || ofDetection
}
