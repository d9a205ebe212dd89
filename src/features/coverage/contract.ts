/** What is watched, and how surely: assurance drives the lamps, and later every "none detected since". */
import { z } from 'zod'
import { cameraHealth } from '../cameras/contract.ts'

/** `unknown`: no fresh evidence. Never shown as good. */
export const assurancePart = z.object({
  state: z.enum(['good', 'bad', 'unknown']),
  /** Since when it is in this state. */
  since: z.string(),
  /** When it was last proved; null: never. */
  provedAt: z.string().nullable(),
  /** Of `reachable` when it is bad: who does not answer. */
  because: z.enum(['no-watch', 'no-page', 'no-next']).optional(),
})

/**
 * DESIGN 3. seen: frames judged · shown: drawn on a lit screen · saved: journal on disk · clock: trusted ·
 * reachable: who has the watch answers, and so does the next in the escalation.
 */
export const assurance = z.object({
  seen: assurancePart,
  shown: assurancePart,
  saved: assurancePart,
  clock: assurancePart,
  reachable: assurancePart,
})
export type Assurance = z.infer<typeof assurance>
export const assuranceParts = ['seen', 'shown', 'saved', 'clock', 'reachable'] as const

/** Whether the ground of a place is watched now. A zone without a seeing camera is "not watched", never "quiet". */
export const watchedView = z.object({
  placeId: z.string(),
  isWatched: z.boolean(),
  since: z.string(),
  cameraIds: z.array(z.string()),
})
export type WatchedView = z.infer<typeof watchedView>

// ------------------------------------------------------------------------------------------ exposure

/** At most so much is answered at once; milliseconds. */
export const exposureSpanMaxMs = 31 * 86_400_000

/** One stretch of a camera's time; together they partition what was asked. */
export const exposureInterval = z.object({
  from: z.string(),
  to: z.string(),
  health: cameraHealth,
  reason: z.string().nullable(),
  /** Share of the usual detection range: 1 as usual, 0 nothing, null not known. */
  detectShare: z.number().nullable(),
})

export const exposureView = z.object({
  from: z.string(),
  to: z.string(),
  cameras: z.array(
    z.object({
      cameraId: z.string(),
      intervals: z.array(exposureInterval),
      watchedHours: z.number(),
      /** Each hour counted by the share of range that was left. */
      weightedHours: z.number(),
      blindHours: z.number(),
      unknownHours: z.number(),
    }),
  ),
})
export type ExposureView = z.infer<typeof exposureView>
