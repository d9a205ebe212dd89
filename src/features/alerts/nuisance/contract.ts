/** What pages see of the nuisance memory, and what they may ask of it. */
import { z } from 'zod'
import { teachingReasons } from './memory.ts'

export const nuisanceLine = z.object({
  id: z.string(),
  area: z.string(),
  mode: z.enum(['live', 'exercise', 'test']),
  /** Ground: a closed ring, lon/lat. Picture: left, top, right, bottom, each 0…1. */
  where: z.discriminatedUnion('on', [
    z.object({ on: z.literal('ground'), ring: z.array(z.tuple([z.number(), z.number()])) }),
    z.object({
      on: z.literal('picture'),
      cameraId: z.string(),
      region: z.tuple([z.number(), z.number(), z.number(), z.number()]),
    }),
  ]),
  cameraId: z.string(),
  /** Id of the rule of the site, or the name of a built-in one. */
  rule: z.string(),
  class: z.enum(['animal', 'other', 'unknown']),
  /** How often it was ended so within the window, why last, first and last when, and until when it is quiet if nobody ends another. */
  n: z.number().int(),
  reason: z.enum(teachingReasons),
  firstAt: z.string(),
  lastAt: z.string(),
  untilAt: z.string(),
})
export type NuisanceLine = z.infer<typeof nuisanceLine>

export const nuisanceView = z.object({
  lines: z.array(nuisanceLine),
  /** The bounds: ends needed, days they count, most memories of the site, most cells of ground. */
  limits: z.object({
    leastCloses: z.number().int(),
    days: z.number().int(),
    siteMost: z.number().int(),
    groundMost: z.number().int(),
  }),
})
export type NuisanceView = z.infer<typeof nuisanceView>

/** `POST /api/nuisance/forget`: one memory, or with null all that this person answers for. */
export const forgetOrder = z.object({ commandId: z.uuid(), id: z.uuid().nullable() })
export const forgot = z.object({ forgotten: z.number().int() })
