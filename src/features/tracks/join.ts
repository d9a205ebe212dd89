/** One mover seen by two cameras, at once or one after the other, is one mover: gates on the ground. */
import { toPlane } from '../../base/geo.ts'
import type { TrackView } from './contract.ts'
import { addCovariances, CHI2_95, CHI2_99, covarianceOf, squaredDistance } from './fuse.ts'

/** The size of a body, metres (one sigma): places of two cameras are those of different parts of it. */
const bodyM = 2
/** Positions of two cameras are compared only when they were seen at nearly the same time. */
const sameTimeMs = 1500
/** Two walkers side by side have one velocity; two that meet have not. */
const velocityGateMs = 1.2

/** Who went out of one view may come into the next for so long. */
export const handOverMs = 60_000
/** A walker changes pace and course by about this much, metres a second (one sigma), … */
const paceSigmaMs = 0.35
/** … and beyond this spread, metres, a place says nothing about who it is. */
const spreadMostM = 120

/** Whether two tracks of different cameras may be the same mover: places within the sum of their errors, and alike in motion. */
export function mayBeSame(a: TrackView, b: TrackView): boolean {
  if (a.cameraId === b.cameraId || !a.place?.position || !b.place?.position) return false
  if (Math.abs(Date.parse(a.lastSeenAt) - Date.parse(b.lastSeenAt)) > sameTimeMs) return false
  if (!looksAlike(a, b) || !movesAlike(a, b)) return false
  const spread = addCovariances(covarianceOf(a.place.ellipse, bodyM), covarianceOf(b.place.ellipse, bodyM))
  return squaredDistance(toPlane(a.place.position, b.place.position), spread) <= CHI2_95
}

/**
 * How far, in squared standard deviations, a new track stands from where one that is gone should be by now; Infinity where it can not
 * be the same: other contrast, other motion, too long ago, or a spread so wide that anybody would fit.
 */
export function handOverDistance(gone: TrackView, fresh: TrackView): number {
  if (!gone.place?.position || !fresh.place?.position || !gone.velocity || !looksAlike(gone, fresh))
    return Number.POSITIVE_INFINITY
  const gapMs = Date.parse(fresh.firstSeenAt) - Date.parse(gone.lastSeenAt)
  if (gapMs < -sameTimeMs || gapMs > handOverMs || !movesAlike(gone, fresh)) return Number.POSITIVE_INFINITY
  const sinceS = Math.max(0, Date.parse(fresh.lastSeenAt) - Date.parse(gone.lastSeenAt)) / 1000
  const pace = (paceSigmaMs * sinceS) ** 2
  const spread = addCovariances(
    addCovariances(covarianceOf(gone.place.ellipse, bodyM), covarianceOf(fresh.place.ellipse, bodyM)),
    { ee: pace, nn: pace, en: 0 },
  )
  if (Math.sqrt(Math.max(spread.ee, spread.nn)) > spreadMostM) return Number.POSITIVE_INFINITY
  const { eastMs, northMs } = vector(gone.velocity)
  const { eastM, northM } = toPlane(gone.place.position, fresh.place.position)
  const distance = squaredDistance({ eastM: eastM - eastMs * sinceS, northM: northM - northMs * sinceS }, spread)
  // One chance only and nobody else to take for it: the gate of 95 % would by itself break one name in twenty.
  return distance <= CHI2_99 ? distance : Number.POSITIVE_INFINITY
}

/** Warm and cold tell cameras' tracks apart; a radar and a sensor in the ground know no warmth. */
function looksAlike(a: TrackView, b: TrackView): boolean {
  return a.contrast === b.contrast || a.sensor !== undefined || b.sensor !== undefined
}

function movesAlike(a: TrackView, b: TrackView): boolean {
  if (!a.velocity || !b.velocity) return true
  const [va, vb] = [vector(a.velocity), vector(b.velocity)]
  return Math.hypot(va.eastMs - vb.eastMs, va.northMs - vb.northMs) <= velocityGateMs
}

function vector({ speedMs, courseTrueDeg }: { speedMs: number; courseTrueDeg: number }) {
  const angle = (courseTrueDeg * Math.PI) / 180
  return { eastMs: speedMs * Math.sin(angle), northMs: speedMs * Math.cos(angle) }
}
