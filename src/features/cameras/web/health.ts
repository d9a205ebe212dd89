/** What a camera's state means on the screen, computed from health and ages at each draw. Pure. */
import type { CameraHealth, CameraView } from '../contract.ts'

/** A camera that says it works and whose last judged picture is older than this is shown as not seeing. */
export const SEEING_WITHIN_MS = 10_000
/** A camera that is not known for longer counts as not seeing (OPS 2.1). */
export const UNKNOWN_IS_BLIND_AFTER_MS = 60_000
/** From this age on an age is written in the colour of what is old. */
export const OLD_PICTURE_MS = 5_000

export type Sight = 'sees' | 'poor' | 'blind' | 'unknown' | 'out'

export interface Seen {
  readonly camera: CameraView
  /** As it must be shown now; `down` where pictures stopped although nothing said so yet. */
  readonly health: CameraHealth
  readonly sight: Sight
  /** Age of the last judged picture; null: not known. */
  readonly ageMs: number | null
  /** For how long it has been as it is. */
  readonly sinceMs: number
}

/** `lastJudgedAt`: from the newest signal; null or absent: never heard of. */
export function seenNow(camera: CameraView, lastJudgedAt: string | null, nowMs: number): Seen {
  const ageMs = lastJudgedAt === null ? null : Math.max(0, nowMs - Date.parse(lastJudgedAt))
  const sinceMs = Math.max(0, nowMs - Date.parse(camera.healthSince))
  const saysItSees = camera.health === 'working' || camera.health === 'degraded'
  const health = saysItSees && ageMs !== null && ageMs > SEEING_WITHIN_MS ? 'down' : camera.health
  return {
    camera,
    health,
    ageMs,
    sinceMs: health === camera.health ? sinceMs : (ageMs ?? sinceMs),
    sight: sightOf(health, sinceMs),
  }
}

function sightOf(health: CameraHealth, sinceMs: number): Sight {
  switch (health) {
    case 'working':
      return 'sees'
    case 'degraded':
      return 'poor'
    case 'out_of_service':
      return 'out'
    case 'unknown':
      return sinceMs > UNKNOWN_IS_BLIND_AFTER_MS ? 'blind' : 'unknown'
    case 'blind':
    case 'frozen':
    case 'down':
      return 'blind'
  }
}

/** Cameras in their fixed order: camera n is always in place n. */
export function inOrder(cameras: Iterable<CameraView>): readonly CameraView[] {
  return [...cameras].filter((camera) => !camera.isRemoved).sort((a, b) => a.code.localeCompare(b.code, 'en', { numeric: true }))
}
