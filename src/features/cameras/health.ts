/** The health of a camera, judged from what its worker last said and from the clock. OPS 2.1; the numbers are its defaults. */
import type { CameraHealth, NoticeKind } from './contract.ts'

export const noFrameLimitMs = 10_000
export const slowLimitMs = 60_000
export const unknownLimitMs = 60_000
/** Share of damaged frames in the last minute from which on a camera sees poorly. */
export const damagedShareMost = 0.05
/** Share of frames in the last minute in which more stood out than can be followed: rain, insects, a storm of leaves. */
export const crowdedShareMost = 0.5
/** Share of pictures in the last minute that came and were not judged, because this machine is too small. */
export const shedShareMost = 0.1
/** A camera's clock may be off by this much; a jump of its stream by more counts for a minute. */
export const clockLimitMs = 2000
export const clockJumpLimitMs = 60_000
const slowShare = 0.5
/** Of the metadata that came lately, this share may be cut off or have a wrong sum. */
export const metadataDamagedMost = 0.2
/** The reason of a camera that moves by its own word. By design, so it is nothing to mend and never an alert by itself. */
export const platformMoving = 'platform-moving'

/** What the watch over the picture says of the scene; see `scene/watch.ts`. `sinceMs` on the steady clock. */
export interface SceneSeen {
  readonly state: 'learning' | 'good' | 'poor' | 'blind' | 'frozen'
  readonly reason: string | null
  readonly facts: {
    readonly contrastShare: number
    readonly sharpnessShare: number
    readonly matchShare: number
    readonly lostShare: number
    /** Share of the usual detection range that is left, 0…1. */
    readonly detectShare: number
    readonly movedPx: number | null
  }
}

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
  readonly scene?: SceneSeen | null
  /** Damaged frames of all in the last 60 s; null: fewer than a minute seen. */
  readonly damagedShare?: number | null
  /** Frames of all in the last 60 s in which more stood out than can be followed. */
  readonly crowdedShare?: number | null
  /** Pictures of all in the last 60 s that were not judged, because the one before still was. */
  readonly shedShare?: number | null
  /** The camera's own clock against ours, milliseconds, where it says (ONVIF), or what its stream has drifted; null: not known. */
  readonly clockOffsetMs?: number | null
  /** What the camera itself says is wrong with it (ONVIF), the gravest; null or absent: nothing. */
  readonly told?: NoticeKind | null
  /** What the camera says of itself beside its picture; null or absent: nothing. `damagedShare`: sets that could not be believed, 0…1. */
  readonly platform?: { readonly isMoving: boolean; readonly damagedShare: number } | null
  /** The last jump of the stream's clock, and how far. */
  readonly clockJump?: { readonly atMs: number; readonly byMs: number } | null
}

export type HealthFacts = Readonly<Record<string, string | number | boolean | null>>

export interface HealthJudgement {
  readonly health: CameraHealth
  readonly reason: string | null
  /** The figures behind it, for the entry and the one who has to mend it. */
  readonly facts?: HealthFacts
}

/** From the gravest to none: when several are so, the gravest is said. */
export const gravity: readonly CameraHealth[] = ['down', 'frozen', 'blind', 'degraded', 'working']

/** Whether a camera in this health sees the ground at all, well or poorly. */
export function isSeeing(health: CameraHealth): boolean {
  return health === 'working' || health === 'degraded'
}

/** Judges anew, from nothing remembered but the stream's own marks. `nowMs` on the steady clock. */
export function judgeHealth(stream: StreamState, nowMs: number): HealthJudgement {
  if (stream.isRecordingOver) return { health: 'out_of_service', reason: 'recording-ended' }
  if (stream.lastJudgedAtMs === null) {
    if (stream.fault !== null) return { health: 'down', reason: stream.fault }
    if (nowMs - stream.startedAtMs > unknownLimitMs) return { health: 'down', reason: 'source.silent' }
    return { health: 'unknown', reason: null }
  }
  if (nowMs - stream.lastJudgedAtMs > noFrameLimitMs) return { health: 'down', reason: stream.fault ?? 'source.silent' }
  const { scene } = stream
  if (scene?.state === 'frozen') return { health: 'frozen', reason: scene.reason, facts: scene.facts }
  if (scene?.state === 'blind') return { health: 'blind', reason: scene.reason, facts: scene.facts }
  if (stream.told === 'scene-changed' || stream.told === 'no-signal') return { health: 'blind', reason: `told-${stream.told}` }
  return degraded(stream, nowMs) ?? { health: 'working', reason: null }
}

function degraded(stream: StreamState, nowMs: number): HealthJudgement | null {
  // Nothing of a moving picture is judged, so none of its ground is watched: no "none detected" may lean on it.
  if (stream.platform?.isMoving) return { health: 'degraded', reason: platformMoving, facts: { detectShare: 0 } }
  const { scene, slowSinceMs, damagedShare, crowdedShare, shedShare, clockOffsetMs, clockJump } = stream
  const poor = (reason: string, facts?: HealthFacts): HealthJudgement => ({
    health: 'degraded',
    reason,
    ...(facts ? { facts: { ...facts, ...(scene ? { detectShare: scene.facts.detectShare } : {}) } } : {}),
  })
  // What takes ground away comes first: it is what the map and the log of exposure count with.
  if (scene?.state === 'poor' && scene.reason !== null) return { health: 'degraded', reason: scene.reason, facts: scene.facts }
  if (slowSinceMs !== null && nowMs - slowSinceMs > slowLimitMs) return poor('slow')
  if (damagedShare !== undefined && damagedShare !== null && damagedShare > damagedShareMost) {
    return poor('damaged', { damagedShare: rounded(damagedShare), limit: damagedShareMost })
  }
  if ((crowdedShare ?? 0) > crowdedShareMost)
    return poor('crowded', { crowdedShare: rounded(crowdedShare), limit: crowdedShareMost })
  if ((shedShare ?? 0) > shedShareMost) return poor('shed', { shedShare: rounded(shedShare), limit: shedShareMost })
  // The camera's word stands behind what we measure ourselves.
  if (stream.told) return poor(`told-${stream.told}`)
  const { platform } = stream
  if (platform && platform.damagedShare > metadataDamagedMost)
    return poor('metadata-damaged', { damagedShare: rounded(platform.damagedShare), limit: metadataDamagedMost })
  if (clockOffsetMs !== undefined && clockOffsetMs !== null && Math.abs(clockOffsetMs) > clockLimitMs) {
    return poor('clock-off', { clockOffsetMs: Math.round(clockOffsetMs), limitMs: clockLimitMs })
  }
  if (clockJump && Math.abs(clockJump.byMs) > clockLimitMs && nowMs - clockJump.atMs <= clockJumpLimitMs) {
    return poor('clock-jumped', { byMs: Math.round(clockJump.byMs), limitMs: clockLimitMs })
  }
  return null
}

function rounded(share: number | null | undefined): number {
  return Math.round((share ?? 0) * 1000) / 1000
}

/** Share of the usual detection range that a camera has left by this judgement, 0…1; null: not known. */
export function detectShareOf({ health, facts }: HealthJudgement): number | null {
  if (health === 'unknown' || health === 'out_of_service') return null
  if (!isSeeing(health)) return 0
  const share = facts?.detectShare
  return typeof share === 'number' ? share : 1
}

/** A share of the range that changed by less than this is the same: a fact each second would say nothing more. */
const shareStep = 0.1

/** Whether two judgements say the same to a person: health, reason, and how far a person is still found. */
export function isSameHealth(a: HealthJudgement, b: HealthJudgement): boolean {
  if (a.health !== b.health || a.reason !== b.reason) return false
  const [before, now] = [detectShareOf(a), detectShareOf(b)]
  return before === now || (before !== null && now !== null && Math.abs(before - now) < shareStep)
}

/** Whether a rate is so low that it counts as slow. */
export function isSlow(framesPerSecond: number, usual: number | null): boolean {
  return usual !== null && framesPerSecond < usual * slowShare
}

/** A share of frames over the last minute, from two running counters of a worker. Milliseconds of the steady clock; null: too soon. */
export function watchShare(): { note(atMs: number, frames: number, part: number): number | null } {
  const windowMs = 60_000
  const marks: { atMs: number; frames: number; part: number }[] = []
  return {
    note(atMs, frames, part) {
      const newest = marks.at(-1)
      // A worker that started anew counts from nothing again.
      if (newest && frames < newest.frames) marks.length = 0
      if (!newest || marks.length === 0 || atMs - newest.atMs >= 1000) marks.push({ atMs, frames, part })
      while (marks.length > 1 && atMs - (marks[1] as { atMs: number }).atMs >= windowMs) marks.shift()
      const oldest = marks[0] as { atMs: number; frames: number; part: number }
      if (atMs - oldest.atMs < windowMs || frames === oldest.frames) return null
      return (part - oldest.part) / (frames - oldest.frames)
    },
  }
}
