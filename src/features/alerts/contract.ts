/** What others may know of alerts: something needs a person now. OPS 2.3. */
import { z } from 'zod'
import { bilingual } from '../../base/shapes.ts'
import { place } from '../cameras/contract.ts'
import { announceKinds, cameraCauses, closeReasons, heardBy, priorities, shelveReasons } from './lists.ts'

export { announceKinds, cameraCauses, closeReasons, heardBy, priorities, shelveReasons } from './lists.ts'

export const priority = z.enum(priorities)
export type Priority = z.infer<typeof priority>

/**
 * `detection`: a mover. `camera`: a camera does not see. `system`: Marsad itself. `timer`: something is overdue. Others come with
 * their features.
 */
export const alertKind = z.enum(['detection', 'camera', 'system', 'timer'])
export type AlertKind = z.infer<typeof alertKind>

export const closeReason = z.enum(closeReasons)
export type CloseReason = z.infer<typeof closeReason>

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

/**
 * What is put off: the narrowest that can be said. Region: left, top, right, bottom in the picture, each 0…1; null: the whole picture.
 * A mover of another class, another rule or another camera is heard.
 */
export const shelfScope = z.object({
  ruleId: z.string(),
  groupClass: z.string(),
  cameraIds: z.array(z.string()),
  region: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(),
})
export type ShelfScope = z.infer<typeof shelfScope>

/** Why an alert is not heard though it is open. `by_design`: an own movement was announced; always with its end. */
export const suppression = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('shelved'),
    until: z.string(),
    by: personRef,
    reason: z.enum(shelveReasons),
    scope: shelfScope,
    /** How often it was put off again. */
    renewals: z.number().int(),
  }),
  z.object({ kind: z.literal('by_design'), until: z.string(), announcementId: z.string(), what: z.string() }),
  z.object({ kind: z.literal('out_of_service') }),
])
export type Suppression = z.infer<typeof suppression>

/** Passed up because nobody took it (`untaken`, OPS 2.3: level 1 second screen, 2 commander, 3 next headquarters), or decided it. */
export const escalation = z.object({
  why: z.enum(['untaken', 'undecided']),
  level: z.number().int().min(1).max(3),
  at: z.string(),
})

export const alertView = z.object({
  id: z.string(),
  /** The record version that a command names in `basedOn`. */
  version: z.number().int(),
  /** Short number on screen and radio: A-0001. */
  number: z.string(),
  kind: alertKind,
  priority,
  /** `test` and `exercise` are said on every copy. */
  mode: z.enum(['live', 'exercise', 'test']),
  condition: z.enum(['active', 'cleared']),
  ack: z.enum(['unacknowledged', 'acknowledged']),
  disposition: z.enum(['open', 'closed']),
  suppression,
  escalation: escalation.nullable(),
  /** Somebody was asked to take it over and has not answered. */
  transfer: z.object({ to: personRef, by: personRef, at: z.string() }).nullable(),
  notes: z.array(z.object({ at: z.string(), by: personRef, text: z.string() })),
  area: z.string(),
  ruleId: z.string(),
  ruleVersion: z.number().int(),
  /** The rule of the site that spoke; absent: a built-in one. */
  rule: z.object({ id: z.string(), version: z.number().int() }).optional(),
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
      /** What ailed the camera, where one did. */
      cause: z.string().nullable(),
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
  /** An alert of suspected tampering is two things: what it was, and what ailed the camera. */
  cause: z.enum(cameraCauses).optional(),
  /** Needed with `undetermined` and with every `other`; kept in the vault, never in the chain. */
  note: z.string().trim().max(2000).optional(),
  turnedBack: turnedBackAnswers.optional(),
})
export const reopenAlert = command.extend({ note: z.string().trim().max(2000).optional() })
export const shelveAlert = command.extend({
  until: z.iso.datetime(),
  reason: z.enum(shelveReasons),
  /** Needed with `other`. */
  note: z.string().trim().max(2000).optional(),
  /** Only this part of the picture: left, top, right, bottom, each 0…1. */
  region: z
    .tuple([z.number(), z.number(), z.number(), z.number()])
    .refine(([left, top, right, bottom]) => 0 <= left && left < right && right <= 1 && 0 <= top && top < bottom && bottom <= 1)
    .optional(),
})
export const unshelveAlert = command
export const setAlertPriority = command.extend({ priority, note: z.string().trim().max(2000).optional() })
export const noteAlert = z.object({ commandId: z.uuid(), note: z.string().trim().min(1).max(2000) })
export const askTransfer = command.extend({ to: z.uuid() })
export const answerTransfer = command.extend({ isAccepted: z.boolean() })

/** `POST /api/alerts`: what no camera told. */
export const raiseByHand = z.object({
  commandId: z.uuid(),
  priority,
  heardBy: z.enum(heardBy),
  /** What was seen, in the person's own words; kept in the vault. */
  what: z.string().trim().min(1).max(500),
  cameraId: z.uuid().nullable(),
  /** Where, as far as it is known, with how far off it may be. */
  position: z
    .object({ lat: z.number().min(-90).max(90), lon: z.number().min(-180).max(180), withinM: z.number().min(1).max(50_000) })
    .nullable(),
})

/** `POST /api/alerts/test`: proves that lamp, sound and people work. */
export const raiseTest = z.object({ commandId: z.uuid() })

export const announce = z.object({
  commandId: z.uuid(),
  what: z.enum(announceKinds),
  /** Call sign or works order, as the officer says it. */
  name: z.string().trim().min(1).max(60),
  cameraIds: z.array(z.uuid()).min(1).max(50),
  /** Only this ground of what the cameras see; null: all of it. */
  placeId: z.uuid().nullable(),
  from: z.iso.datetime(),
  until: z.iso.datetime(),
})
export const endAnnouncement = z.object({ commandId: z.uuid(), basedOn: z.number().int().min(0) })
export const announcementView = z.object({
  id: z.string(),
  version: z.number().int(),
  what: z.enum(announceKinds),
  name: z.string(),
  cameraIds: z.array(z.string()),
  placeId: z.string().nullable(),
  from: z.string(),
  until: z.string(),
  area: z.string(),
  by: personRef,
  /** When a person ended it before its time. */
  endedAt: z.string().nullable(),
})
export type AnnouncementView = z.infer<typeof announcementView>

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
  'alert.cause-needed',
  'alert.camera-not-back',
  'alert.shelve-never',
  'alert.shelve-too-long',
  'alert.shelve-renewals',
  'alert.shelve-past',
  'alert.not-shelved',
  'alert.priority-same',
  'alert.lower-not-allowed',
  'alert.not-owner',
  'alert.transfer-self',
  'alert.transfer-nobody',
  'alert.no-transfer',
  'alert.transfer-other-person',
  'announcement.past',
  'announcement.too-long',
  'announcement.ended',
] as const
