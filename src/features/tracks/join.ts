/** One mover seen by two cameras is one mover: a gate on the ground. */
import { toPlane } from '../../base/geo.ts'
import type { Place } from '../cameras/contract.ts'
import type { TrackView } from './contract.ts'

/** 95 % of a two-dimensional normal distribution lies within this squared distance (chi-square, 2 degrees of freedom). */
const gate = 5.991
/** Positions of two cameras are compared only when they were seen at nearly the same time. */
const sameTimeMs = 1500
/** Two walkers side by side have one velocity; two that meet have not. */
const velocityGateMs = 1.2

/** Whether two tracks of different cameras may be the same mover: places within the sum of their errors, and alike in motion. */
export function mayBeSame(a: TrackView, b: TrackView): boolean {
  if (a.cameraId === b.cameraId || !a.place?.position || !b.place?.position) return false
  if (Math.abs(Date.parse(a.lastSeenAt) - Date.parse(b.lastSeenAt)) > sameTimeMs) return false
  if (a.contrast !== b.contrast) return false
  if (a.velocity && b.velocity) {
    const [va, vb] = [vector(a.velocity), vector(b.velocity)]
    if (Math.hypot(va.eastMs - vb.eastMs, va.northMs - vb.northMs) > velocityGateMs) return false
  }
  const apart = toPlane(a.place.position, b.place.position)
  const spread = add(covariance(a.place), covariance(b.place))
  const determinant = spread.ee * spread.nn - spread.en * spread.en
  if (determinant <= 0) return false
  const { eastM: e, northM: n } = apart
  return (spread.nn * e * e - 2 * spread.en * e * n + spread.ee * n * n) / determinant <= gate
}

interface Covariance {
  readonly ee: number
  readonly nn: number
  readonly en: number
}

/** Covariance of a place from its 95 % ellipse, square metres; two metres at least, for the size of a body. */
function covariance(place: Place): Covariance {
  const scale = Math.sqrt(gate)
  const a = Math.max(2, (place.ellipse?.aM ?? 0) / scale)
  const b = Math.max(2, (place.ellipse?.bM ?? 0) / scale)
  const angle = ((place.ellipse?.bearingTrueDeg ?? 0) * Math.PI) / 180
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)]
  return { ee: a * a * sin * sin + b * b * cos * cos, nn: a * a * cos * cos + b * b * sin * sin, en: (a * a - b * b) * sin * cos }
}

function add(a: Covariance, b: Covariance): Covariance {
  return { ee: a.ee + b.ee, nn: a.nn + b.nn, en: a.en + b.en }
}

function vector({ speedMs, courseTrueDeg }: { speedMs: number; courseTrueDeg: number }) {
  const angle = (courseTrueDeg * Math.PI) / 180
  return { eastMs: speedMs * Math.sin(angle), northMs: speedMs * Math.cos(angle) }
}
