/** Every decision about a watch, OPS 2.13. Only people open, hand over, open items and sign; machines note what was missed. */
import { accept, type Outcome, refuse } from '../../base/outcome.ts'
import { body, type Draft } from '../../journal/entry.ts'
import type { CommandDefinition, DecideContext } from '../../journal/feature.ts'
import type { HandOverItem, ReliefReason, SoundAnswer } from './contract.ts'
import type { HandOverSigned, VaultName } from './events.ts'
import type { LogRow, ShiftRow, WatchRow } from './fold.ts'
import { reliefDueAtMs } from './times.ts'

type Stored = WatchRow & { readonly version: number }

interface OnWatch {
  readonly id: string
  readonly area: string
  readonly basedOn: number
}

type Mode = Draft['mode']

/** What is the same for all: the record, and whether it is simulated. */
interface Placed extends OnWatch {
  readonly mode?: Mode
}

export interface OpenInput extends Placed {
  readonly shiftId: string
  readonly secondId: string | null
  readonly sound: SoundAnswer
  readonly plannedId: string | null
}

/** Somebody takes an area that nobody has. One that has an owner passes by hand-over only. */
export const openShift: CommandDefinition<WatchRow, OpenInput> = {
  name: 'open-shift',
  view: 'watches',
  decide: byPerson<OpenInput>((row, input, { actor, nowMs }) => {
    if (row?.now) return refuse('shift.already-open', { by: '', byId: row.now.byId, at: row.now.openedAt })
    if (input.secondId === actor.id) return refuse('shift.same-person')
    const plan = row?.planned.find(({ id }) => id === input.plannedId)
    if (input.plannedId !== null && !plan) return refuse('shift.plan-not-found')
    const { secondId, sound } = input
    const opened = { shiftId: plan?.id ?? input.shiftId, secondId, sound, untilAt: plan?.untilAt ?? null }
    return accept([fact(input, 'shift.opened', nowMs, opened)])
  }),
}

export const planShift: CommandDefinition<
  WatchRow,
  Omit<Placed, 'basedOn'> & { shiftId: string; byId: string; fromAtMs: number; untilAtMs: number }
> = {
  name: 'plan-shift',
  view: 'watches',
  decide(row, input, { actor, nowMs }) {
    if (actor.kind !== 'person') return refuse('not-allowed')
    const hours = (input.untilAtMs - input.fromAtMs) / 3_600_000
    if (!(hours > 0 && hours <= 24) || input.untilAtMs <= nowMs) return refuse('shift.plan-wrong', { hours: 24 })
    const overlaps = row?.planned.some(
      ({ fromAt, untilAt }) => Date.parse(fromAt) < input.untilAtMs && Date.parse(untilAt) > input.fromAtMs,
    )
    if (overlaps) return refuse('shift.plan-wrong', { hours: 24 })
    const { shiftId, byId } = input
    const planned = { shiftId, byId, fromAt: iso(input.fromAtMs), untilAt: iso(input.untilAtMs) }
    return accept([fact(input, 'shift.planned', nowMs, planned)])
  },
}

export const dropPlan: CommandDefinition<WatchRow, Omit<Placed, 'basedOn'> & { shiftId: string }> = {
  name: 'drop-plan',
  view: 'watches',
  decide(row, input, { actor, nowMs }) {
    if (actor.kind !== 'person') return refuse('not-allowed')
    if (!row?.planned.some(({ id }) => id === input.shiftId)) return refuse('shift.plan-not-found')
    return accept([fact(input, 'shift.plan-dropped', nowMs, { shiftId: input.shiftId })])
  },
}

export const setSecond: CommandDefinition<WatchRow, Placed & { secondId: string | null }> = {
  name: 'set-second',
  view: 'watches',
  decide: byOwner((_shift, input, { actor, nowMs }) => {
    if (input.secondId === actor.id) return refuse('shift.same-person')
    return accept([fact(input, 'shift.second-changed', nowMs, { secondId: input.secondId })])
  }),
}

/** The loudspeaker was tried again during the watch. */
export const checkSound: CommandDefinition<WatchRow, Placed & { sound: SoundAnswer }> = {
  name: 'check-sound',
  view: 'watches',
  decide: byPerson<Placed & { sound: SoundAnswer }>((row, input, { nowMs }) => {
    if (!row?.now) return refuse('shift.not-open')
    return accept([fact(input, 'shift.sound-checked', nowMs, { shiftId: row.now.id, sound: input.sound })])
  }),
}

export interface WithItems {
  /** The list as the system draws it at this moment. */
  readonly items: readonly Pick<HandOverItem, 'id' | 'mark'>[]
  readonly itemsSha256: string
}

/** The outgoing signs: list and notes are ready. Ownership stays. */
export const startHandOver: CommandDefinition<WatchRow, Placed & WithItems & { note: VaultName | null }> = {
  name: 'start-hand-over',
  view: 'watches',
  decide: byOwner<Placed & WithItems & { note: VaultName | null }>((shift, input, { nowMs }) => {
    if (shift.state === 'handing_over') return refuse('shift.already-handing-over')
    const { note, itemsSha256 } = input
    const started = { shiftId: shift.id, note, itemsSha256, itemIds: input.items.map(({ id }) => id) }
    return accept([fact(input, 'shift.hand-over-started', nowMs, started)])
  }),
}

export const withdrawHandOver: CommandDefinition<WatchRow, Placed> = {
  name: 'withdraw-hand-over',
  view: 'watches',
  decide: byOwner((shift, input, { nowMs }) => {
    if (shift.state !== 'handing_over') return refuse('shift.not-handing-over')
    return accept([fact(input, 'shift.hand-over-withdrawn', nowMs, { shiftId: shift.id })])
  }),
}

/** Who takes over makes himself known, at the desk or from another device. The actor is the incoming, proved by the caller. */
export const joinHandOver: CommandDefinition<WatchRow, Placed & { session: string | null; provedBy: 'secret' | 'session' }> = {
  name: 'join-hand-over',
  view: 'watches',
  decide: byPerson<Placed & { session: string | null; provedBy: 'secret' | 'session' }>((row, input, { actor, nowMs }) => {
    const handOver = handingOver(row)
    if (!handOver.ok) return handOver
    const { shift } = handOver.value
    if (shift.byId === actor.id) return refuse('shift.same-person')
    const { session, provedBy } = input
    return accept([fact(input, 'shift.hand-over-joined', nowMs, { shiftId: shift.id, incomingId: actor.id, session, provedBy })])
  }),
}

/** The incoming has looked at one thing on the list. The actor is the incoming. */
export const openItem: CommandDefinition<WatchRow, Placed & WithItems & { itemId: string; mark: string }> = {
  name: 'open-item',
  view: 'watches',
  decide: byPerson<Placed & WithItems & { itemId: string; mark: string }>((row, input, { actor, nowMs }) => {
    const handOver = handingOver(row)
    if (!handOver.ok) return handOver
    const { shift, incomingId, opened } = handOver.value
    if (incomingId !== actor.id) return refuse('shift.not-incoming')
    const item = input.items.find(({ id }) => id === input.itemId)
    if (!item) return refuse('shift.item-unknown')
    if (item.mark !== input.mark) return refuse('shift.item-changed')
    if (opened[input.itemId]?.mark === input.mark) return accept([])
    const { itemId, mark } = input
    return accept([fact(input, 'shift.item-opened', nowMs, { shiftId: shift.id, itemId, mark })])
  }),
}

export interface SignInput extends Placed, WithItems {
  readonly nextShiftId: string
  readonly sound: SoundAnswer
  readonly secondId: string | null
  readonly note: VaultName | null
  readonly alertIds: readonly string[]
}

/** The incoming signs, and the area passes in this one entry. Never with anything on the list that was not opened as it now is. */
export const signHandOver: CommandDefinition<WatchRow, SignInput> = {
  name: 'sign-hand-over',
  view: 'watches',
  decide: byPerson<SignInput>((row, input, { actor, nowMs }) => {
    const handOver = handingOver(row)
    if (!handOver.ok) return handOver
    const { shift, incomingId, opened } = handOver.value
    if (incomingId === null) return refuse('shift.no-incoming')
    if (incomingId !== actor.id) return refuse('shift.not-incoming')
    if (shift.byId === actor.id || input.secondId === actor.id) return refuse('shift.same-person')
    const unopened = input.items.filter(({ id, mark }) => opened[id]?.mark !== mark)
    if (unopened.length > 0) return refuse('shift.items-unopened', { n: unopened.length })
    const plan = row?.planned.find(({ byId, untilAt }) => byId === actor.id && Date.parse(untilAt) > nowMs)
    const signed: HandOverSigned = {
      shiftId: shift.id,
      nextShiftId: plan?.id ?? input.nextShiftId,
      outgoingId: shift.byId,
      incomingId,
      secondId: input.secondId,
      sound: input.sound,
      note: input.note,
      itemIds: input.items.map(({ id }) => id),
      itemsSha256: input.itemsSha256,
      alertIds: input.alertIds,
      untilAt: plan?.untilAt ?? null,
    }
    return accept([fact(input, 'shift.signed', nowMs, signed)])
  }),
}

export interface RelieveInput extends Placed, WithItems {
  readonly nextShiftId: string
  readonly sound: SoundAnswer
  readonly note: VaultName
  /** Whether the actor is a commander: told by the caller, who knows roles. */
  readonly isCommander: boolean
}

/** Somebody must have the area although the outgoing cannot hand over. Only a commander, and the reason stays. */
export const relieveShift: CommandDefinition<WatchRow, RelieveInput> = {
  name: 'relieve-shift',
  view: 'watches',
  decide: byPerson<RelieveInput>((row, input, { actor, nowMs }) => {
    if (!row?.now) return refuse('shift.not-open')
    if (!input.isCommander) return refuse('not-allowed')
    if (row.now.byId === actor.id) return refuse('shift.same-person')
    const { nextShiftId, sound, note } = input
    const itemIds = input.items.map(({ id }) => id)
    const relieved = { shiftId: row.now.id, nextShiftId, outgoingId: row.now.byId, sound, note, itemIds }
    return accept([fact(input, 'shift.relieved', nowMs, relieved)])
  }),
}

export interface ReliefInput extends Placed {
  readonly dueAt: string
  readonly state: 'taken' | 'missed'
  readonly reason: ReliefReason | null
  readonly note: VaultName | null
}

/** A relief at the screen was taken, or was not, and why. */
export const noteRelief: CommandDefinition<WatchRow, ReliefInput> = {
  name: 'note-relief',
  view: 'watches',
  decide(row, input, { actor, nowMs }) {
    if (!row?.now) return refuse('shift.not-open')
    const known = row.now.reliefs.find(({ dueAt }) => dueAt === input.dueAt)
    const isPerson = actor.kind === 'person'
    // A machine notes once that nobody answered; a person may still give the reason.
    if (known && (!isPerson || known.state === 'taken' || known.reason !== null)) return accept([])
    const dueMs = Date.parse(input.dueAt)
    if (!known && (dueMs !== reliefDueAtMs(row.now) || dueMs > nowMs)) return refuse('shift.relief-not-due')
    if (!isPerson && input.state === 'taken') return refuse('not-allowed')
    if (isPerson && input.state === 'missed' && input.reason === null) return refuse('shift.relief-reason-needed')
    if (input.reason === 'other' && input.note === null) return refuse('shift.note-needed')
    const { dueAt, state, reason, note } = input
    return accept([fact(input, `shift.relief-${state}`, nowMs, { shiftId: row.now.id, dueAt, reason, note })])
  },
}

// ------------------------------------------------------------------------------------------- log book

export interface LogInput {
  readonly id: string
  readonly area: string
  readonly mode?: Mode
  readonly shiftId: string | null
  readonly content: VaultName
  readonly call: LogRow['call']
  readonly corrects: string | null
  readonly alertId: string | null
}

/** Writes a note or a call. Nothing written is ever edited: a correction is an entry of its own that names the old one. */
export const writeLog: CommandDefinition<LogRow, LogInput> = {
  name: 'write-log',
  view: 'log-book',
  decide(row, { id, area, mode, ...content }, { actor, nowMs }) {
    if (actor.kind !== 'person') return refuse('not-allowed')
    if (row) return accept([])
    const type = content.corrects === null ? (content.call === null ? 'log.noted' : 'log.called') : 'log.corrected'
    return accept([fact({ id, area, mode }, type, nowMs, content)])
  },
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}

function fact(
  { id, area, mode }: { readonly id: string; readonly area: string; readonly mode?: Mode | undefined },
  type: string,
  observedAtMs: number,
  content: object,
): Draft {
  return { type, typeVersion: 1, subject: id, area, observedAtMs, body: body(content), ...(mode ? { mode } : {}) }
}

type Decide<I> = (row: Stored | undefined, input: I, context: DecideContext) => Outcome<readonly Draft[]>

/** A person, and the watch that stood on the screen. */
function byPerson<I extends Placed>(decide: Decide<I>): Decide<I> {
  return (row, input, context) => {
    if (context.actor.kind !== 'person') return refuse('not-allowed')
    // Nobody acts on a watch that has passed on since; what else moves the version (items, reliefs) does not change the answer.
    if (input.basedOn > (row?.version ?? 0) || input.basedOn < (row?.beganAtVersion ?? 0)) return refuse('shift.stale')
    return decide(row, input, context)
  }
}

function byOwner<I extends Placed>(
  decide: (shift: ShiftRow, input: I, context: DecideContext) => Outcome<readonly Draft[]>,
): Decide<I> {
  return byPerson<I>((row, input, context) => {
    if (!row?.now) return refuse('shift.not-open')
    if (row.now.byId !== context.actor.id) return refuse('shift.not-yours', { by: '', byId: row.now.byId })
    return decide(row.now, input, context)
  })
}

function handingOver(
  row: Stored | undefined,
): Outcome<{ shift: ShiftRow; incomingId: string | null; opened: NonNullable<ShiftRow['handOver']>['opened'] }> {
  if (!row?.now) return refuse('shift.not-open')
  const { handOver } = row.now
  if (row.now.state !== 'handing_over' || !handOver) return refuse('shift.not-handing-over')
  return accept({ shift: row.now, incomingId: handOver.incomingId, opened: handOver.opened })
}
