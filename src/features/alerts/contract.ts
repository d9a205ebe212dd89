/** What others may know of alerts: something needs a person now. OPS 2.3. */
import { z } from 'zod'
import { bilingual } from '../../base/shapes.ts'
import { place } from '../cameras/contract.ts'

export const priorities = ['P1', 'P2', 'P3'] as const
export const priority = z.enum(priorities)
export type Priority = z.infer<typeof priority>

/** `detection`: a mover. `camera`: a camera does not see. `system`: Marsad itself. Others come with their features. */
export const alertKind = z.enum(['detection', 'camera', 'system'])
export type AlertKind = z.infer<typeof alertKind>

/** Why a person ended it. `lawful_presence` counts a shepherd as a right detection, never as a threat. */
export const closeReasons = [
  'real.crossing',
  'real.attempt_turned_back',
  'real.lawful_presence',
  'real.other',
  'nuisance.animal',
  'nuisance.vegetation',
  'nuisance.weather',
  'nuisance.own_people',
  'nuisance.camera',
  'nuisance.other',
  'undetermined',
] as const
export const closeReason = z.enum(closeReasons)
export type CloseReason = z.infer<typeof closeReason>

/** Causes that end an alert of a camera (OPS 2.1). */
export const cameraCauses = ['power', 'link', 'cable_cut', 'covered', 'weather', 'fault', 'turned', 'other'] as const

/** `not_known` is an answer of its own and is never shown as "no". Asked when people turned back. */
export const threeAnswers = z.enum(['yes', 'no', 'not_known'])
export const turnedBackAnswers = z.object({ askedForProtection: threeAnswers, child: threeAnswers, medicalNeed: threeAnswers })

export const said = z.object({
  text: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number(), bilingual])),
})

/** Instants of the way from picture to decision, OPS 5; null: unknown, never zero. h6…h10 come with response. */
export const hops = z.object({
  h0FrameAt: z.string().nullable(),
  h1DetectedAt: z.string().nullable(),
  h2ConfirmedAt: z.string().nullable(),
  h3RaisedAt: z.string().nullable(),
  h4ShownAt: z.string().nullable(),
  h5AcknowledgedAt: z.string().nullable(),
  h11ClosedAt: z.string().nullable(),
})

export const personRef = z.object({ id: z.string(), name: z.string() })

export const alertView = z.object({
  id: z.string(),
  /** The record version that a command names in `basedOn`. */
  version: z.number().int(),
  /** Short number on screen and radio: A-0001. */
  number: z.string(),
  kind: alertKind,
  priority,
  condition: z.enum(['active', 'cleared']),
  ack: z.enum(['unacknowledged', 'acknowledged']),
  disposition: z.enum(['open', 'closed']),
  area: z.string(),
  ruleId: z.string(),
  ruleVersion: z.number().int(),
  title: said,
  /** One to four observed facts, each with its number and limit. */
  reasons: z.array(said).min(1),
  /** What is not known. Never empty. */
  unknowns: z.array(said).min(1),
  cameraIds: z.array(z.string()),
  trackIds: z.array(z.string()),
  placeIds: z.array(z.string()),
  place: place.nullable(),
  distanceToLineM: z.object({ near: z.number(), far: z.number().nullable() }).nullable(),
  occurrences: z.number().int(),
  /** Counts up with every change that must be heard (OPS 2.3 grouping); a page sounds when it grows. */
  soundings: z.number().int(),
  firstAt: z.string(),
  lastAt: z.string(),
  owner: personRef.nullable(),
  /** Until when the owner may withdraw the acknowledgement; null when not acknowledged. */
  withdrawableUntil: z.string().nullable(),
  closed: z
    .object({
      reason: z.string(),
      by: personRef,
      at: z.string(),
      note: z.string().nullable(),
      turnedBack: turnedBackAnswers.nullable(),
    })
    .nullable(),
  hasStill: z.boolean(),
  /** On the still, pixels of the original picture. */
  stillBox: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(),
  /** When the picture was taken: an alert that a rule raises later has a later picture than the first look. */
  stillAt: z.string().nullable(),
  stillSize: z.tuple([z.number(), z.number()]).nullable(),
  hops,
  /** Since when it waits to be saved; null when it is on disk. */
  notSavedSince: z.string().nullable(),
  log: z.array(z.object({ at: z.string(), what: z.string(), by: personRef.nullable(), detail: z.string().nullable() })),
})
export type AlertView = z.infer<typeof alertView>

const command = z.object({ commandId: z.uuid(), basedOn: z.number().int().min(0) })
export const acknowledgeAlert = command
export const withdrawAcknowledgement = command
export const closeAlert = command.extend({
  reason: z.union([closeReason, z.enum(cameraCauses)]),
  /** Needed with `undetermined` and with every `other`; kept in the vault, never in the chain. */
  note: z.string().trim().max(2000).optional(),
  turnedBack: turnedBackAnswers.optional(),
})
export const reopenAlert = command.extend({ note: z.string().trim().max(2000).optional() })

/** Every refusal of this feature; a test compares them with the texts. */
export const alertRefusals = [
  'alert.stale',
  'alert.not-found',
  'alert.already-acknowledged',
  'alert.not-acknowledged',
  'alert.withdraw-too-late',
  'alert.withdraw-other-person',
  'alert.already-closed',
  'alert.not-closed',
  'alert.note-needed',
  'alert.answers-needed',
  'alert.reason-unfit',
] as const
