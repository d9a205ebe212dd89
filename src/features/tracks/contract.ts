/** What others may know of tracks: one moving thing as seen by sensors, never a person's identity. */
import { z } from 'zod'
import { latLon } from '../../base/shapes.ts'
import { place } from '../cameras/contract.ts'
import { trackClasses } from '../detection/contract.ts'
import { sensedThings, sensingKinds } from '../sensors/contract.ts'

/** OPS 2.2. `tentative` tracks never leave the worker. */
export const trackState = z.enum(['confirmed', 'coasting', 'ended'])
export type TrackState = z.infer<typeof trackState>

export const classProbabilities = z.object({
  person: z.number(),
  vehicle: z.number(),
  animal: z.number(),
  other: z.number(),
  unknown: z.number(),
})

/** What the picture measured of a track when it was confirmed: the numbers behind "why". Pixels, milliseconds, sigmas. */
export const trackEvidence = z.object({
  windowMs: z.number(),
  hits: z.number().int(),
  frames: z.number().int(),
  displacementPx: z.number(),
  displacementBodies: z.number(),
  residualPx: z.number(),
  meanSigma: z.number(),
})

/** Who says so, where it is not the camera's own picture. */
export const trackSensor = z.object({
  id: z.string(),
  /** S01 of a sensor, C01 of a camera that speaks for itself. */
  code: z.string(),
  kind: z.enum(sensingKinds),
  sensed: z.enum(sensedThings),
  /** The line or field in the sensor's own settings; empty: none. */
  named: z.string(),
  /** Where it stands: what bearing and range are told from. */
  at: latLon.nullable(),
})
export type TrackSensor = z.infer<typeof trackSensor>

/** What a measure is called in `verify.ts`. */
export const measureNames = ['height', 'shape', 'speed', 'steadiness', 'straightness', 'rhythm', 'contrast'] as const

/**
 * Why the class is what it is. `sized`: too far for its shape to say anything, but it has the size and speed of this. `words`: what
 * each measure made likelier, as a natural logarithm of a ratio, the weightiest first. Numbers of one moment, and gone with the track.
 */
export const verdict = z.object({
  sized: z.enum(['person', 'vehicle', 'animal']).nullable(),
  /** Height of the box, pixels. */
  boxPx: z.number(),
  /** How often its width comes and goes, a second; null: no rhythm stands out. */
  rhythmHz: z.number().nullable(),
  words: z.array(
    z.object({
      feature: z.enum(measureNames),
      speaksFor: z.enum(['person', 'vehicle', 'animal', 'other']),
      weight: z.number(),
    }),
  ),
})
export type VerdictView = z.infer<typeof verdict>

export const box = z.tuple([z.number(), z.number(), z.number(), z.number()])

/**
 * A track as rules and pages see it: the state of one moment. `place` is null where the camera has no pose.
 * `velocity` is over ground, null without a place that earns it.
 */
export const trackView = z.object({
  id: z.string(),
  /** The camera that sees it; of a sensor that stands alone, the sensor. */
  cameraId: z.string(),
  /** Absent: the camera's own picture. Else contrast says nothing, and the box is all zero. */
  sensor: trackSensor.optional(),
  /** Tracks of other cameras that are the same mover, joined by the ground gate. */
  joinedWith: z.array(z.string()),
  /**
   * One name for the mover through all cameras that see it, at once or one after the other: the id of its first track. Absent where
   * only one camera ever saw it. It names a motion, never a person, and ends with it.
   */
  moverId: z.string().optional(),
  state: trackState,
  classProbabilities,
  /** Absent without a pose, and once it has ended. */
  verdict: verdict.optional(),
  /** How many bodies go where it goes, itself counted. Absent: one. */
  count: z.object({ min: z.number().int(), best: z.number().int(), max: z.number().int() }).optional(),
  contrast: z.enum(['warm', 'cold']),
  box,
  place: place.nullable(),
  velocity: z.object({ speedMs: z.number(), courseTrueDeg: z.number() }).nullable(),
  /** Height of the body in metres, 95 % interval, where posed. */
  heightM: z.object({ least: z.number(), most: z.number() }).nullable(),
  /** Way over ground since the first sighting, metres; null where not posed. */
  travelM: z.number().nullable(),
  evidence: trackEvidence.nullable(),
  firstSeenAt: z.string(),
  lastSeenAt: z.string(),
  trail: z.array(latLon).max(120),
  /** For each point of the trail, milliseconds since the first sighting. Absent in what was kept before it was. */
  trailMs: z.array(z.number()).max(120).optional(),
  /** Width and height of the picture that the box is told in. Absent in what was kept before it was. */
  picture: z.tuple([z.number(), z.number()]).optional(),
})
export type TrackView = z.infer<typeof trackView>

/**
 * A track as the live lane tells it: hundreds of them, four times a second. Only what the map draws, and as exact as it is drawn: a
 * page spends most of an update on reading. All of a track is at `GET /api/tracks`.
 */
export const mover = trackView
  .pick({ id: true, cameraId: true, joinedWith: true, state: true, place: true, lastSeenAt: true })
  .extend({
    /** Its one word on the map. */
    kind: z.enum(trackClasses),
    speedMs: z.number().nullable(),
    /** Where it went, oldest first: longitude and latitude in millionths of a degree, and the step to each next point. */
    way: z.array(z.number().int()),
  })
export type Mover = z.infer<typeof mover>
