/**
 * The live lane, `GET /api/live` (WebSocket, same session cookie). Facts in order and without a gap, signals newest only.
 *
 * Client first: `{resume: cursor | null}`. Server: `snapshot` when there is no usable cursor, else the facts since it;
 * then `facts` and `signals` as they come. `cursor` is the journal position up to which the client knows everything.
 * A `beat` comes every 2 s, so that silence is a state and not a guess.
 */
import { z } from 'zod'
import { alertView, announcementView } from '../features/alerts/contract.ts'
import { cameraView, platformState } from '../features/cameras/contract.ts'
import { assurance, watchedView } from '../features/coverage/contract.ts'
import { placeView } from '../features/places/contract.ts'
import { mover } from '../features/tracks/contract.ts'

export const clientMessage = z.union([
  /** `seeing`: what the last snapshot said it showed; when that has changed meanwhile, a new snapshot comes. */
  z.object({ resume: z.number().int().min(0).nullable(), seeing: z.string().max(100).optional() }),
  /** Drawn on a visible screen: hop h4 of the alert, and evidence for "shown". */
  z.object({ shown: z.array(z.string()).max(100), visible: z.boolean() }),
])
export type ClientMessage = z.infer<typeof clientMessage>

/** Changed rows as this reader may see them, so that the page folds nothing twice. */
export const rows = z.object({
  alerts: z.array(alertView),
  cameras: z.array(cameraView),
  places: z.array(placeView),
  /** Own movements that were announced, also those that ended a little while ago. */
  announcements: z.array(announcementView),
})
export type Rows = z.infer<typeof rows>

/** A line of the shift log: what happened, as a sentence to be spoken in the reader's language. */
export const logLine = z.object({
  pos: z.number().int(),
  at: z.string(),
  type: z.string(),
  subject: z.string(),
  area: z.string(),
  text: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.object({ ar: z.string(), en: z.string() })])),
})
export type LogLine = z.infer<typeof logLine>

export const cameraSignal = z.object({
  cameraId: z.string(),
  framesPerSecond: z.number().nullable(),
  lastFrameAt: z.string().nullable(),
  /** When the detector last judged a frame: the age that counts. */
  lastJudgedAt: z.string().nullable(),
  noise: z.number().nullable(),
  /** What the monitors of its power say now. Absent: not known. */
  power: z.enum(['good', 'lost']).optional(),
})
export type CameraSignal = z.infer<typeof cameraSignal>

export const signals = z.object({
  /** All live tracks; one that is absent has ended. */
  tracks: z.array(mover).optional(),
  cameras: z.array(cameraSignal).optional(),
  /** Cameras that say themselves where they are. */
  platforms: z.array(platformState).optional(),
  assurance: assurance.optional(),
  watched: z.array(watchedView).optional(),
  /** Alerts that are shown but not saved: they stand here until they enter the journal. */
  unsaved: z.array(alertView).optional(),
})
export type Signals = z.infer<typeof signals>

export const serverMessage = z.union([
  z.object({
    snapshot: rows.extend({ log: z.array(logLine) }),
    signals,
    cursor: z.number().int(),
    /** Names what this reader may see: the same text for the same rights, and nothing to be read out of it. */
    seeing: z.string().optional(),
    serverTime: z.string(),
    programVersion: z.string(),
  }),
  z.object({ facts: rows.extend({ log: z.array(logLine) }), cursor: z.number().int() }),
  z.object({ signals }),
  z.object({
    beat: z.string(),
    cursor: z.number().int(),
    /** Names the pages that the server gives out now: a page that is none of them has outlived an upgrade. */
    pages: z.string().optional(),
  }),
  z.object({ goodbye: z.enum(['signed-out', 'stopping', 'too-slow']) }),
])
export type ServerMessage = z.infer<typeof serverMessage>
