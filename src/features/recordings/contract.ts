/** What others may know of recordings: segments on disk, what is missing, and what a page is told of a camera's past. */
import { z } from 'zod'

/** How much of the past an alert's clip shows before its first picture and after its last. */
export const clipLeadMs = 10_000
export const clipTailMs = 10_000

/** Why there is no recording of some time: a fault of the source, or one of ours. */
export const gapCauses = [
  'stopped',
  'killed',
  'worker-died',
  'disk-full',
  'disk-reserve',
  'write-failed',
  'no-key-picture',
  'file-lost',
  'file-altered',
  'let-go',
  'source',
  'not-recorded',
] as const
export const gapCause = z.enum(gapCauses)
export type GapCause = z.infer<typeof gapCause>

const instant = z.string()

/** A stretch without a cut that plays as one: same run of the camera's worker, same codec, same size. */
export const recordedSpan = z.object({
  from: instant,
  to: instant,
  /** `video/mp4; codecs="avc1.…"`: what a page asks the browser about before it plays. */
  mediaType: z.string(),
  width: z.number().int(),
  height: z.number().int(),
  /** Whether it still grows. */
  isOpen: z.boolean(),
})
export type RecordedSpan = z.infer<typeof recordedSpan>

export const recordedGap = z.object({
  from: instant,
  /** Null: it goes on. */
  to: instant.nullable(),
  cause: gapCause,
  /** Code of the source's fault when the cause is `source`. */
  fault: z.string().nullable(),
})
export type RecordedGap = z.infer<typeof recordedGap>

/** A stretch that retention leaves alone, and why. */
export const recordedHold = z.object({
  id: z.string(),
  from: instant,
  to: instant,
  reason: z.string(),
})
export type RecordedHold = z.infer<typeof recordedHold>

/** `GET /api/cameras/{id}/timeline?from=&to=`: all in order of time, cut to the interval asked for. */
export const timeline = z.object({
  cameraId: z.string(),
  from: instant,
  to: instant,
  /** The oldest recorded instant there is; null: nothing is recorded. */
  oldest: instant.nullable(),
  spans: z.array(recordedSpan),
  gaps: z.array(recordedGap),
  holds: z.array(recordedHold),
  alerts: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      priority: z.string(),
      kind: z.string(),
      from: instant,
      to: instant.nullable(),
    }),
  ),
  health: z.array(z.object({ from: instant, to: instant.nullable(), health: z.string(), reason: z.string().nullable() })),
})
export type Timeline = z.infer<typeof timeline>

/** The sum of it, for the page of disk and quota. */
export const recordingSettings = z.object({
  /** Bytes of all cameras together; null: until only the disk's reserve is left. */
  totalBytes: z.number().int().min(0).nullable(),
  /** Bytes of one camera; null: no limit of its own. */
  cameraBytes: z.number().int().min(0).nullable(),
})
export type RecordingSettings = z.infer<typeof recordingSettings>

export const recordingState = z.object({
  settings: recordingSettings,
  version: z.number().int(),
  usedBytes: z.number(),
  freeBytes: z.number(),
  /** What is never given to video: journal and database live on it. */
  reserveBytes: z.number(),
  state: z.enum(['recording', 'low', 'stopped']),
  cameras: z.array(
    z.object({
      cameraId: z.string(),
      bytes: z.number(),
      oldest: instant.nullable(),
      isRecording: z.boolean(),
      /** Bytes a day at the pace of the last hour; null: too little is known. */
      bytesPerDay: z.number().nullable(),
    }),
  ),
})
export type RecordingState = z.infer<typeof recordingState>

/** Every refusal of this feature; a test compares them with the texts. */
export const recordingRefusals = [
  'recording.none',
  'recording.lost',
  'recording.altered',
  'recording.interval',
  'recording.codec-changes',
  'recording.quota-too-small',
  'recording.stale',
] as const
