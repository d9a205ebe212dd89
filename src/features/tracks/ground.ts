/** From boxes in a picture to a mover on the ground: place, way, velocity and size, each only as far as geometry earns it. */
import { fromPlane, type LatLon, normaliseBearingDeg, toPlane } from '../../base/geo.ts'
import { type PictureSize, type Place, type Pose, placeOf } from '../cameras/contract.ts'
import type { Box } from '../detection/contract.ts'

/** A person walks straight for this long: velocity is fitted over it. */
const velocityWindowMs = 6000
const velocityLeastMs = 1500
/** A box is good to about this much at its foot (thermal-data.md: 1 to 2 px). */
const footErrorPx = 1.5
const trailStepM = 4
const trailPointsMax = 120

interface Fix {
  readonly tMs: number
  readonly eastM: number
  readonly northM: number
}

export interface GroundState {
  readonly place: Place | null
  readonly velocity: { readonly speedMs: number; readonly courseTrueDeg: number } | null
  readonly heightM: { readonly least: number; readonly most: number } | null
  readonly travelM: number | null
  readonly trail: readonly LatLon[]
  /** Milliseconds since the first sighting, for each point of the trail. */
  readonly trailMs: readonly number[]
}

/** Follows one track of one posed camera over the ground. */
export interface GroundTrack {
  see(box: Box, tMs: number): GroundState
  readonly state: GroundState
}

/** Starts to follow. Without a pose there is nothing to follow and every answer is empty. */
export function followGround(pose: Pose | null, size: PictureSize): GroundTrack {
  const trail: LatLon[] = []
  const trailMs: number[] = []
  let firstMs: number | null = null
  let fixes: Fix[] = []
  let travelM = 0
  let state: GroundState = { place: null, velocity: null, heightM: null, travelM: null, trail, trailMs }
  return {
    get state() {
      return state
    },
    see(box, tMs) {
      firstMs ??= tMs
      if (!pose) return state
      const place = placeOf(pose, size, { x: box[0] + box[2] / 2, y: box[1] + box[3] }, footErrorPx)
      if (!place?.position) {
        state = { ...state, place, velocity: null, heightM: null, travelM: null }
        return state
      }
      fixes = [...fixes.filter((fix) => tMs - fix.tMs <= velocityWindowMs), { tMs, ...toPlane(pose.position, place.position) }]
      const fit = fitVelocity(fixes)
      const smooth = fit ? fromPlane(pose.position, fit) : place.position
      const last = trail.at(-1)
      const step = last ? distance(toPlane(smooth, last)) : Number.POSITIVE_INFINITY
      if (step >= trailStepM) {
        if (last) travelM += step
        trail.push(smooth)
        trailMs.push(Math.round(tMs - firstMs))
        if (trail.length > trailPointsMax) for (const each of [trail, trailMs]) each.splice(1, 1)
      }
      state = {
        place: { ...place, position: smooth },
        velocity: fit && fit.speedMs !== null ? { speedMs: fit.speedMs, courseTrueDeg: fit.courseTrueDeg } : null,
        heightM: heightOf(pose, size, box, place),
        travelM: travelM + (last && step < trailStepM ? step : 0),
        trail: [...trail],
        trailMs: [...trailMs],
      }
      return state
    },
  }
}

/** Least squares of a straight way with constant speed over the window; the point is that of the newest instant. */
function fitVelocity(
  fixes: readonly Fix[],
): { eastM: number; northM: number; speedMs: number | null; courseTrueDeg: number } | null {
  const newest = fixes.at(-1)
  if (!newest || fixes.length < 3) return null
  const meanT = fixes.reduce((sum, fix) => sum + fix.tMs, 0) / fixes.length
  const meanE = fixes.reduce((sum, fix) => sum + fix.eastM, 0) / fixes.length
  const meanN = fixes.reduce((sum, fix) => sum + fix.northM, 0) / fixes.length
  let tt = 0
  let te = 0
  let tn = 0
  for (const fix of fixes) {
    const dt = (fix.tMs - meanT) / 1000
    tt += dt * dt
    te += dt * (fix.eastM - meanE)
    tn += dt * (fix.northM - meanN)
  }
  if (tt === 0) return null
  const eastMs = te / tt
  const northMs = tn / tt
  const ahead = (newest.tMs - meanT) / 1000
  const span = newest.tMs - (fixes[0]?.tMs ?? newest.tMs)
  return {
    eastM: meanE + eastMs * ahead,
    northM: meanN + northMs * ahead,
    speedMs: span < velocityLeastMs ? null : Math.hypot(eastMs, northMs),
    courseTrueDeg: normaliseBearingDeg((Math.atan2(eastMs, northMs) * 180) / Math.PI),
  }
}

/** Height of the body from the height of its box and the range interval, one box pixel of error at each end. */
function heightOf(pose: Pose, size: PictureSize, box: Box, place: Place): { least: number; most: number } | null {
  if (place.rangeM.far === null) return null
  const focalPx = size.width / 2 / Math.tan((pose.horizontalFovDeg * Math.PI) / 360)
  const slant = (rangeM: number) => Math.hypot(rangeM, pose.heightM)
  return {
    least: (Math.max(0.5, box[3] - 1) * slant(place.rangeM.near)) / focalPx,
    most: ((box[3] + 1) * slant(place.rangeM.far)) / focalPx,
  }
}

function distance({ eastM, northM }: { eastM: number; northM: number }): number {
  return Math.hypot(eastM, northM)
}
