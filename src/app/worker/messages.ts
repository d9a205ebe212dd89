/** What passes between the server and a camera worker. JSON over the child process's line; pictures as bytes. */
import type { Pose, SourceSpec } from '../../features/cameras/contract.ts'
import type { TrackView } from '../../features/tracks/contract.ts'

/** Server → worker: once, first. */
export interface StartWorker {
  readonly start: {
    readonly cameraId: string
    readonly spec: SourceSpec
    readonly pose: Pose | null
    readonly kernels: 'simd' | 'plain'
  }
}

/** Server → worker: the newest picture, please. */
export interface AskStill {
  readonly still: number
}

export type ToWorker = StartWorker | AskStill

/** A picture for people: JPEG bytes with the size of the original. */
export interface Still {
  readonly jpeg: Uint8Array
  readonly width: number
  readonly height: number
}

/** Worker → server. Instants in UTC milliseconds of this machine. */
export type FromWorker =
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
  | { readonly ended: { readonly track: TrackView; readonly points: string; readonly pointsSha256: string } }
  | { readonly jump: { readonly byMs: number; readonly frameIndex: number; readonly atMs: number } }
  | { readonly stillAnswer: { readonly ask: number; readonly still: Still | null } }
  | {
      readonly over: {
        readonly code: string
        readonly facts: Readonly<Record<string, string | number | boolean | null>>
        readonly isRecordingEnd: boolean
      }
    }

export interface Pulse {
  readonly frames: number
  readonly lastFrameAtMs: number | null
  readonly lastJudgedAtMs: number | null
  readonly framesPerSecond: number | null
  readonly noise: number | null
  readonly damaged: number
  readonly steps: number
  readonly tracks: readonly TrackView[]
  /** Milliseconds of processor time a frame since the last pulse: detection with tracking. */
  readonly detectMsPerFrame: number | null
}

export interface Hops {
  readonly h0FrameAt: string
  readonly h1DetectedAt: string
  readonly h2ConfirmedAt: string
}
