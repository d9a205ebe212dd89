/** A rule as a site sets it: what it looks at, with which numbers, when, and how grave. Without any, the built-in rules hold. */
import { z } from 'zod'
import { bilingual } from '../../../base/shapes.ts'
import { priority } from '../contract.ts'
import { scheduleWindow } from './schedule.ts'

export const ruleKinds = ['line-crossing', 'approach', 'zone-enter', 'zone-dwell', 'picture-zone', 'any-mover'] as const
export type RuleKind = (typeof ruleKinds)[number]

/** Points of a picture, each 0…1 of its width and height from the upper left. */
export const pictureRing = z
  .array(z.tuple([z.number().min(0).max(1), z.number().min(0).max(1)]))
  .min(3)
  .max(50)
export type PictureRing = z.infer<typeof pictureRing>

export const ruleWhere = z.discriminatedUnion('on', [
  z.object({ on: z.literal('place'), placeId: z.uuid() }),
  z.object({ on: z.literal('camera'), cameraId: z.uuid() }),
  z.object({ on: z.literal('picture'), cameraId: z.uuid(), ring: pictureRing }),
])
export type RuleWhere = z.infer<typeof ruleWhere>

/** On what a rule of each kind stands. */
export const whereOf: Readonly<Record<RuleKind, RuleWhere['on']>> = {
  'line-crossing': 'place',
  approach: 'place',
  'zone-enter': 'place',
  'zone-dwell': 'place',
  'picture-zone': 'picture',
  'any-mover': 'camera',
}

export const ruleClasses = ['person', 'vehicle', 'animal', 'other', 'unknown'] as const

export const ruleContent = z.object({
  kind: z.enum(ruleKinds),
  name: bilingual,
  where: ruleWhere,
  values: z.record(z.string().max(40), z.number()),
  /** What it listens to; null: everything that moves. */
  classes: z.array(z.enum(ruleClasses)).min(1).max(5).nullable(),
  /** When it listens; null: always. */
  schedule: z.array(scheduleWindow).min(1).max(20).nullable(),
  priority,
  isOn: z.boolean(),
  validFrom: z.iso.datetime().nullable(),
  validUntil: z.iso.datetime().nullable(),
})
export type RuleContent = z.infer<typeof ruleContent>

export const ruleView = ruleContent.extend({
  id: z.string(),
  version: z.number().int(),
  area: z.string(),
  isRetired: z.boolean(),
  changed: z.object({ at: z.string(), by: z.string() }),
})
export type RuleView = z.infer<typeof ruleView>

/** `POST /api/rules`. Without an id it is a new one. */
export const ruleSet = z.object({
  commandId: z.uuid(),
  id: z.uuid().nullable().default(null),
  basedOn: z.number().int().min(0).default(0),
  rule: ruleContent,
})
export const ruleRetire = z.object({ commandId: z.uuid(), basedOn: z.number().int().min(1) })

/** `POST /api/rules/try`. */
export const ruleTry = z.object({ rule: ruleContent, hours: z.number().min(1).max(24).default(24) })

export const triedTrack = z.object({ id: z.string(), cameraId: z.string(), at: z.string() })
export const triedAlert = z.object({
  /** When it would have been raised. */
  at: z.string(),
  until: z.string(),
  priority,
  cameraId: z.string(),
  position: z.object({ lat: z.number(), lon: z.number() }).nullable(),
  class: z.enum(ruleClasses),
  /** The tracks of its group; the first led to it. */
  tracks: z.array(triedTrack),
  tracksInAll: z.number().int(),
  /** Whether there is a recording to look back at. */
  hasRecording: z.boolean(),
})
export const ruleTried = z.object({
  from: z.string(),
  until: z.string(),
  /** How many tracks were judged anew. */
  tracks: z.number().int(),
  /** Of these, kept before classes were: judged as of unknown class. */
  withoutClass: z.number().int(),
  /** How often it would have alerted; `alerts` has the newest of them. */
  times: z.number().int(),
  alerts: z.array(triedAlert),
  /** Alerts that movers really gave in that time, by the rules then in force: all, and those at the same place or camera. */
  given: z.object({ all: z.number().int(), here: z.number().int() }),
})
export type RuleTried = z.infer<typeof ruleTried>
