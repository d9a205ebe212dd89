/**
 * What others may know of shifts: who has the watch of an area, since when, and how it passes on (OPS 2.13). The record is the watch
 * of an area; shifts are its chapters, so that ownership passes in one entry and an area is never without an owner.
 */
import { z } from 'zod'
import { callMeans, reliefReasons } from './words.ts'

/** `planned → open → handing_over → closed`. */
export const shiftState = z.enum(['planned', 'open', 'handing_over', 'closed'])
export type ShiftState = z.infer<typeof shiftState>

/** Whether the loudspeaker was heard as the watch was taken over. `not-heard` is written down, and the watch begins all the same. */
export const soundAnswer = z.enum(['heard', 'not-heard'])
export type SoundAnswer = z.infer<typeof soundAnswer>

/** What the list of a hand-over holds, in the order in which it is read. */
export const itemKinds = [
  'alert-untaken',
  'alert-open',
  'alert-shelved',
  'by-design',
  'camera-blind',
  'camera-out',
  'zone-unwatched',
  'recording',
  'hold',
  'undetermined',
  'changed',
  'exercise',
  'trouble',
  'sound',
  'relief-missed',
] as const
export const itemKind = z.enum(itemKinds)
export type ItemKind = z.infer<typeof itemKind>

/** A sentence that is spoken in the reader's language. */
export const itemText = z.object({
  text: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.object({ ar: z.string(), en: z.string() })])),
})

export const handOverItem = z.object({
  id: z.string().max(200),
  kind: itemKind,
  /** What it was when it was opened; one that has changed since must be opened again. */
  mark: z.string().max(200),
  said: itemText,
  /** Where it is looked at; null: it is all said. */
  link: z.string().nullable(),
})
export type HandOverItem = z.infer<typeof handOverItem>

export const reliefReason = z.enum(reliefReasons)
export type ReliefReason = z.infer<typeof reliefReason>

const personRef = z.object({ id: z.string(), name: z.string() })

export const relief = z.object({
  dueAt: z.string(),
  state: z.enum(['taken', 'missed']),
  /** When it was taken, or said to be missed. */
  at: z.string(),
  by: personRef.nullable(),
  reason: reliefReason.nullable(),
  note: z.string().nullable(),
})

export const shiftView = z.object({
  id: z.string(),
  state: shiftState,
  by: personRef,
  second: personRef.nullable(),
  openedAt: z.string(),
  /** When it was to end, where it was planned. */
  untilAt: z.string().nullable(),
  sound: soundAnswer,
  reliefs: z.array(relief),
  handOver: z
    .object({
      startedAt: z.string(),
      note: z.string().nullable(),
      incoming: personRef.nullable(),
      /** Items that the incoming has opened, by id. */
      opened: z.record(z.string(), z.object({ mark: z.string(), at: z.string() })),
    })
    .nullable(),
  /** What the incoming wrote when signing. */
  incomingNote: z.string().nullable(),
  /** Taken over by a commander without the outgoing: why. */
  relievedBecause: z.string().nullable(),
  closedAt: z.string().nullable(),
  /** Who took over. */
  closedBy: personRef.nullable(),
})
export type ShiftView = z.infer<typeof shiftView>

export const plannedShift = z.object({ id: z.string(), by: personRef, fromAt: z.string(), untilAt: z.string() })

/** `GET /api/shifts/current`. */
export const watchView = z.object({
  id: z.string(),
  version: z.number().int(),
  area: z.string(),
  now: shiftView.nullable(),
  planned: z.array(plannedShift),
  /** The last that are closed, newest first. */
  past: z.array(shiftView),
  /** When the officer should be relieved at the screen; null: not now (by day, or nobody is on watch). */
  reliefDueAt: z.string().nullable(),
  /** Longer on watch than is right. */
  isTooLong: z.boolean(),
  /** Whether the incoming may act from the session that asks. */
  isIncomingHere: z.boolean(),
})
export type WatchView = z.infer<typeof watchView>

/** `GET /api/shifts/keepers`: who may have this watch. */
export const keepers = z.object({ people: z.array(personRef) })

const commandId = z.uuid()
const based = z.object({ commandId, basedOn: z.number().int().min(0) })
const note = z.string().trim().max(2000)
const secret = z.string().min(1).max(256)
const instant = z.iso.datetime({ offset: true })

export const openShift = based.extend({ sound: soundAnswer, secondId: z.uuid().optional(), plannedId: z.uuid().optional() })
export const planShift = z.object({ commandId, byId: z.uuid(), fromAt: instant, untilAt: instant })
export const dropPlan = z.object({ commandId, id: z.uuid() })
export const setSecond = based.extend({ secondId: z.uuid().nullable() })
export const checkSound = based.extend({ sound: soundAnswer })
export const startHandOver = based.extend({ note: note.optional() })
export const withdrawHandOver = based
/** With name and secret at the same desk; without, the session itself is the incoming. */
export const joinHandOver = based.extend({ name: z.string().trim().min(1).max(80).optional(), secret: secret.optional() })
export const openItem = based.extend({ itemId: z.string().max(200), mark: z.string().max(200) })
/** The incoming signs with the own password or PIN, whichever the desk. */
export const signHandOver = based.extend({ secret, sound: soundAnswer, note: note.optional(), secondId: z.uuid().optional() })
export const relieveShift = based.extend({ note: note.min(1), sound: soundAnswer })
export const noteRelief = based.extend({
  dueAt: instant,
  state: z.enum(['taken', 'missed']),
  reason: reliefReason.optional(),
  note: note.optional(),
})

// -------------------------------------------------------------------------------------------- changes

/** What of the site people change. */
export const changeKinds = ['places', 'rules', 'cameras', 'people', 'recordings'] as const
export type ChangeKind = (typeof changeKinds)[number]

export const changeLine = z.object({
  pos: z.number().int(),
  at: z.string(),
  /** Null: the program itself. */
  by: personRef.nullable(),
  kind: z.enum(changeKinds),
  said: itemText,
})
export type ChangeLine = z.infer<typeof changeLine>

/** `GET /api/changes`, newest first. */
export const changePage = z.object({ lines: z.array(changeLine), next: z.string().nullable() })

// ------------------------------------------------------------------------------------------- log book

export const callMean = z.enum(callMeans)
export type CallMeans = z.infer<typeof callMean>

export const logBookEntry = z.object({
  id: z.string(),
  at: z.string(),
  by: personRef,
  shiftId: z.string().nullable(),
  kind: z.enum(['note', 'call']),
  /** Null: what was written has been forgotten by order. */
  text: z.string().nullable(),
  call: z.object({ who: z.string(), means: callMean, isAnswered: z.boolean() }).nullable(),
  /** The entry that this one puts right. */
  corrects: z.string().nullable(),
  /** The entry that puts this one right. */
  correctedBy: z.string().nullable(),
  alertId: z.string().nullable(),
})
export type LogBookEntry = z.infer<typeof logBookEntry>

export const logPage = z.object({
  entries: z.array(logBookEntry),
  next: z.string().nullable(),
  /** The search stopped here before it had looked at everything; the next page goes on. */
  searchedTo: z.string().nullable(),
})

/** `POST /api/log`. */
export const writeLog = z.object({
  commandId,
  text: z.string().trim().max(2000).default(''),
  call: z.object({ who: z.string().trim().min(1).max(120), means: callMean, isAnswered: z.boolean() }).optional(),
  corrects: z.uuid().optional(),
  alertId: z.uuid().optional(),
})

/** Every refusal of this feature; a test compares them with the texts. */
export const shiftRefusals = [
  'shift.not-found',
  'shift.stale',
  'shift.already-open',
  'shift.not-open',
  'shift.not-yours',
  'shift.same-person',
  'shift.not-handing-over',
  'shift.already-handing-over',
  'shift.no-incoming',
  'shift.not-incoming',
  'shift.items-unopened',
  'shift.item-unknown',
  'shift.item-changed',
  'shift.wrong-secret',
  'shift.may-not-keep',
  'shift.plan-wrong',
  'shift.plan-not-found',
  'shift.relief-not-due',
  'shift.relief-reason-needed',
  'shift.note-needed',
  'log.not-found',
  'log.empty',
] as const
