/** The health of a camera, judged from what its worker last said and from the clock. OPS 2.1; the numbers are its defaults. */
import type { CameraHealth } from './contract.ts'

export const noFrameLimitMs = 10_000
export const slowLimitMs = 60_000
export const unknownLimitMs = 60_000
const slowShare = 0.5

/** What is known of a camera's stream. Instants in milliseconds of the steady clock; null: never. */
export interface StreamState {
  readonly startedAtMs: number
  readonly lastJudgedAtMs: number | null
  /** Frames a second that the source declares or showed at its start. */
  readonly usualFramesPerSecond: number | null
  readonly framesPerSecond: number | null
  readonly slowSinceMs: number | null
  /** The fault that ended the stream, until frames come again. */
  readonly fault: string | null
  readonly isRecordingOver: boolean
}

export interface HealthJudgement {
  readonly health: CameraHealth
  readonly reason: string | null
}

/** Judges anew, from nothing remembered but the stream's own marks. */
export function judgeHealth(stream: StreamState, nowMs: number): HealthJudgement {
  if (stream.isRecordingOver) return { health: 'out_of_service', reason: 'recording-ended' }
  if (stream.lastJudgedAtMs === null) {
    if (stream.fault !== null) return { health: 'down', reason: stream.fault }
    if (nowMs - stream.startedAtMs > unknownLimitMs) return { health: 'down', reason: 'source.silent' }
    return { health: 'unknown', reason: null }
  }
  if (nowMs - stream.lastJudgedAtMs > noFrameLimitMs) return { health: 'down', reason: stream.fault ?? 'source.silent' }
  if (stream.slowSinceMs !== null && nowMs - stream.slowSinceMs > slowLimitMs) return { health: 'degraded', reason: 'slow' }
  return { health: 'working', reason: null }
}

/** Whether a rate is so low that it counts as slow. */
export function isSlow(framesPerSecond: number, usual: number | null): boolean {
  return usual !== null && framesPerSecond < usual * slowShare
}
