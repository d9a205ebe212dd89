import { hlcMs } from '../../journal/clock.ts'
import { type Entry, isoTime } from '../../journal/entry.ts'
import type { ViewDefinition } from '../../journal/feature.ts'
import type { ReliefReason, ShiftState, SoundAnswer } from './contract.ts'
import type {
  HandOverJoined,
  HandOverSigned,
  HandOverStarted,
  ItemOpened,
  ReliefNoted,
  ShiftOpened,
  ShiftPlanned,
  ShiftRelieved,
  VaultName,
} from './events.ts'

export interface ReliefRow {
  readonly dueAt: string
  readonly state: 'taken' | 'missed'
  readonly at: string
  readonly byId: string | null
  readonly reason: ReliefReason | null
  readonly note: VaultName | null
}

export interface HandOverRow {
  readonly startedAt: string
  readonly note: VaultName | null
  readonly itemsSha256: string
  readonly incomingId: string | null
  readonly session: string | null
  readonly opened: Readonly<Record<string, { readonly mark: string; readonly at: string }>>
}

/** One shift; people by id, words by vault name. */
export interface ShiftRow {
  readonly id: string
  readonly state: ShiftState
  readonly byId: string
  readonly secondId: string | null
  readonly openedAt: string
  readonly untilAt: string | null
  readonly sound: SoundAnswer
  readonly reliefs: readonly ReliefRow[]
  readonly handOver: HandOverRow | null
  readonly closedAt: string | null
  /** Who took over. */
  readonly nextById: string | null
  /** Taken over without the outgoing: why. */
  readonly relievedBecause: VaultName | null
  /** What the incoming wrote when signing. */
  readonly incomingNote: VaultName | null
}

/** The watch of an area. `now` is null only before the first shift: afterwards an area always has an owner. */
export interface WatchRow {
  readonly area: string
  /** The version with which the present shift began: who decides on an older one decides on somebody else's watch. */
  readonly beganAtVersion: number
  readonly now: ShiftRow | null
  readonly planned: readonly { readonly id: string; readonly byId: string; readonly fromAt: string; readonly untilAt: string }[]
  /** The last closed, newest first; the journal has them all. */
  readonly past: readonly ShiftRow[]
}

const pastMax = 30
const plannedMax = 60

export const watches: ViewDefinition<WatchRow> = {
  name: 'watches',
  foldVersion: 1,
  folds: (entry) => entry.type.startsWith('shift.'),
  fold(row, entry) {
    const watch: WatchRow = row ?? { area: entry.area, beganAtVersion: 0, now: null, planned: [], past: [] }
    const version = (row?.version ?? 0) + 1
    const at = isoTime(hlcMs(entry.hlc))
    const { now } = watch
    switch (entry.type) {
      case 'shift.planned': {
        const { shiftId, byId, fromAt, untilAt } = entry.body as unknown as ShiftPlanned
        const planned = [...watch.planned, { id: shiftId, byId, fromAt, untilAt }].sort((a, b) => (a.fromAt < b.fromAt ? -1 : 1))
        return { ...watch, planned: planned.slice(-plannedMax) }
      }
      case 'shift.plan-dropped': {
        const { shiftId } = entry.body as unknown as { shiftId: string }
        return { ...watch, planned: watch.planned.filter(({ id }) => id !== shiftId) }
      }
      case 'shift.opened': {
        const { shiftId, secondId, sound, untilAt } = entry.body as unknown as ShiftOpened
        return withNow(watch, version, begun(shiftId, entry.actor.id, at, { secondId, sound, untilAt }))
      }
      case 'shift.second-changed':
        return change(watch, { secondId: (entry.body as unknown as { secondId: string | null }).secondId })
      case 'shift.sound-checked':
        return change(watch, { sound: (entry.body as unknown as { sound: SoundAnswer }).sound })
      case 'shift.hand-over-started': {
        const { note, itemsSha256 } = entry.body as unknown as HandOverStarted
        const handOver = { startedAt: at, note, itemsSha256, incomingId: null, session: null, opened: {} }
        return change(watch, { state: 'handing_over', handOver })
      }
      case 'shift.hand-over-withdrawn':
        return change(watch, { state: 'open', handOver: null })
      case 'shift.hand-over-joined': {
        const { incomingId, session } = entry.body as unknown as HandOverJoined
        const before = now?.handOver
        if (!before) return watch
        // What somebody else has opened is not opened by this one.
        const opened = before.incomingId === incomingId ? before.opened : {}
        return change(watch, { handOver: { ...before, incomingId, session, opened } })
      }
      case 'shift.item-opened': {
        const { itemId, mark } = entry.body as unknown as ItemOpened
        const before = now?.handOver
        if (!before) return watch
        return change(watch, { handOver: { ...before, opened: { ...before.opened, [itemId]: { mark, at } } } })
      }
      case 'shift.signed': {
        const { nextShiftId, incomingId, secondId, sound, note, untilAt } = entry.body as unknown as HandOverSigned
        const next = begun(nextShiftId, incomingId, at, { secondId, sound, untilAt })
        return passOn(watch, version, at, next, { incomingNote: note })
      }
      case 'shift.relieved': {
        const { nextShiftId, sound, note } = entry.body as unknown as ShiftRelieved
        const next = begun(nextShiftId, entry.actor.id, at, { secondId: null, sound, untilAt: null })
        return passOn(watch, version, at, next, { relievedBecause: note })
      }
      case 'shift.relief-taken':
      case 'shift.relief-missed': {
        if (!now) return watch
        const { dueAt, reason, note } = entry.body as unknown as ReliefNoted
        const state = entry.type === 'shift.relief-taken' ? 'taken' : 'missed'
        const byId = entry.actor.kind === 'person' ? entry.actor.id : null
        const others = now.reliefs.filter((relief) => relief.dueAt !== dueAt)
        return change(watch, { reliefs: [...others, { dueAt, state, at, byId, reason, note }] })
      }
      default:
        return watch
    }
  },
}

function begun(id: string, byId: string, openedAt: string, given: Pick<ShiftRow, 'secondId' | 'sound' | 'untilAt'>): ShiftRow {
  return {
    id,
    state: 'open',
    byId,
    openedAt,
    reliefs: [],
    handOver: null,
    closedAt: null,
    nextById: null,
    relievedBecause: null,
    incomingNote: null,
    ...given,
  }
}

function change(watch: WatchRow, part: Partial<ShiftRow>): WatchRow {
  return watch.now ? { ...watch, now: { ...watch.now, ...part } } : watch
}

function withNow(watch: WatchRow, beganAtVersion: number, now: ShiftRow): WatchRow {
  return { ...watch, beganAtVersion, now, planned: watch.planned.filter(({ id }) => id !== now.id) }
}

function passOn(watch: WatchRow, version: number, at: string, next: ShiftRow, part: Partial<ShiftRow>): WatchRow {
  const closed = watch.now && { ...watch.now, state: 'closed' as const, closedAt: at, nextById: next.byId, ...part }
  const past = closed ? [closed, ...watch.past].slice(0, pastMax) : watch.past
  return withNow({ ...watch, past }, version, next)
}

// ------------------------------------------------------------------------------------------- log book

export interface LogRow {
  readonly area: string
  readonly at: string
  readonly byId: string
  readonly shiftId: string | null
  readonly kind: 'note' | 'call'
  readonly content: VaultName
  readonly call: { readonly means: 'radio' | 'phone' | 'runner' | 'message' | 'other'; readonly isAnswered: boolean } | null
  readonly corrects: string | null
  readonly alertId: string | null
}

/** Notes and calls, one row each. */
export const logBook: ViewDefinition<LogRow> = {
  name: 'log-book',
  foldVersion: 1,
  indexes: [
    { name: 'shift', on: "(data->>'shiftId')" },
    { name: 'corrects', on: "(data->>'corrects')" },
  ],
  folds: (entry) => entry.type.startsWith('log.'),
  fold(_row, entry: Entry) {
    const { shiftId, content, call, corrects, alertId } = entry.body as unknown as {
      shiftId: string | null
      content: VaultName
      call: LogRow['call']
      corrects: string | null
      alertId: string | null
    }
    const at = isoTime(hlcMs(entry.hlc))
    const kind = call === null ? 'note' : 'call'
    return { area: entry.area, at, byId: entry.actor.id, shiftId, kind, content, call, corrects, alertId }
  },
}
