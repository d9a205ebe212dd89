/**
 * What passes between the server and a camera worker, which holds several cameras: each message says whose it is. JSON over the
 * child process's line; pictures as bytes.
 */
import type { Mask, PlatformFix, PlatformState, Pose, SourceSpec } from '../../features/cameras/contract.ts'
import type { SceneJudgement } from '../../features/cameras/scene/watch.ts'
import type { GapCause } from '../../features/recordings/contract.ts'
import type { SegmentClosed, SegmentOpened } from '../../features/recordings/segment.ts'
import type { TrackView } from '../../features/tracks/contract.ts'

/** Server → camera: first. A camera that is gone may be started again. */
export interface StartCamera {
  readonly start: {
    readonly spec: SourceSpec
    readonly pose: Pose | null
    readonly kernels: 'simd' | 'plain'
    readonly masks: readonly Mask[]
    /** The larger stream, recorded and shown in place of the analysed one. */
    readonly recordSpec: SourceSpec | null
    /** Folder of recordings; null: nothing is kept. */
    readonly folder: string | null
    /** What this view usually shows, as the scene watch wrote it; null: to be learnt. */
    readonly scene: string | null
  }
}

/** Server → camera: somebody watches live, or nobody any more. */
export interface ViewPictures {
  readonly view: boolean
}

/** Server → camera: whether the disk has room for recordings. */
export interface AllowRecording {
  readonly record: boolean
}

/** Server → camera: the newest picture, please. */
export interface AskStill {
  readonly still: number
}

/** Server → camera: close what is open, and go. */
export interface StopCamera {
  readonly stop: true
}

export type ToCamera = StartCamera | AskStill | ViewPictures | AllowRecording | StopCamera

export interface ToWorker {
  readonly camera: string
  readonly say: ToCamera
}

export type FromWorker =
  | { readonly camera: string; readonly says: FromCamera }
  /** Every few seconds, whatever the cameras do: the worker itself goes on, and holds so much memory. */
  | { readonly alive: { readonly bytes: number } }

/** A picture for people: JPEG bytes with the size of the original. */
export interface Still {
  readonly jpeg: Uint8Array
  readonly width: number
  readonly height: number
}

/** `[track id, x, y, width, height, state]`, 0…1 of the picture. */
export type LiveBox = readonly [string, number, number, number, number, 'confirmed' | 'coasting']

/** What viewers get while somebody watches. Media times in milliseconds. */
export type LivePart =
  | {
      readonly start: {
        readonly init: Uint8Array
        readonly mediaType: string
        readonly width: number
        readonly height: number
        readonly isReencoded: boolean
      }
    }
  | { readonly piece: { readonly bytes: Uint8Array; readonly isKey: boolean; readonly mediaMs: number; readonly atMs: number } }
  | { readonly boxes: { readonly mediaMs: number; readonly boxes: readonly LiveBox[] } }

/** What happens on disk. */
export type SegmentPart =
  | { readonly opened: SegmentOpened }
  | { readonly closed: SegmentClosed }
  | { readonly missing: { readonly fromMs: number; readonly cause: GapCause; readonly fault?: string } }
  | { readonly failed: string }

/** Camera → server. Instants in UTC milliseconds of this machine. */
export type FromCamera =
  | {
      readonly opened: {
        readonly framesPerSecond: number | null
        readonly isLive: boolean
        readonly width: number
        readonly height: number
      }
    }
  /** At most a few times a second: the state of the stream and of all confirmed tracks. */
  | { readonly pulse: Pulse }
  /** Once a track, when it is confirmed. */
  | {
      readonly confirmed: { readonly track: TrackView; readonly pointsSha256: string; readonly still: Still; readonly hops: Hops }
    }
  /** A later picture of a confirmed track: it may have been half out of view when it was confirmed. */
  | {
      readonly restill: { readonly trackId: string; readonly still: Still; readonly box: TrackView['box']; readonly atMs: number }
    }
  /** `kept`: what rules may be tried on later (`features/tracks/kept.ts`). */
  | {
      readonly ended: {
        readonly track: TrackView
        readonly points: string
        readonly pointsSha256: string
        readonly kept: string
      }
    }
  | { readonly jump: { readonly byMs: number; readonly frameIndex: number; readonly atMs: number } }
  /** What the camera said of itself in the last seconds, oldest first, to be kept beside the recording. */
  | { readonly platform: readonly PlatformFix[] }
  | { readonly live: LivePart }
  | { readonly segment: SegmentPart }
  /** What this view usually shows: about once in ten minutes, to be kept for the next start. */
  | { readonly scene: { readonly reference: string } }
  | { readonly stillAnswer: { readonly ask: number; readonly still: Still | null } }
  | {
      readonly over: {
        readonly code: string
        readonly facts: Readonly<Record<string, string | number | boolean | null>>
        readonly isRecordingEnd: boolean
      }
    }
  /** The last word: all that it had open is closed. */
  | { readonly gone: true }

export interface Pulse {
  readonly frames: number
  readonly lastFrameAtMs: number | null
  readonly lastJudgedAtMs: number | null
  readonly framesPerSecond: number | null
  readonly noise: number | null
  readonly damaged: number
  /** Frames in which more stood out than can be followed. */
  readonly crowded: number
  /** Pictures that the camera sent and nobody judged, because the one before still was. */
  readonly lost: number
  readonly steps: number
  readonly tracks: readonly TrackView[]
  /** Milliseconds of processor time a frame since the last pulse: detection with tracking. */
  readonly detectMsPerFrame: number | null
  /** What the watch over the picture says; null while the camera moves. */
  readonly scene: SceneJudgement | null
  /** What the camera says of itself; null: it carries no metadata. */
  readonly platform: PlatformState | null
}

export interface Hops {
  readonly h0FrameAt: string
  readonly h1DetectedAt: string
  readonly h2ConfirmedAt: string
}
