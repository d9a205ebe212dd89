/** From what a sensor says to a track: the same door as that of a camera, with what the sensor knows and nothing more. */
import { bearingTrueDeg, groundDistanceM, type LatLon } from '../../base/geo.ts'
import type { Place } from '../cameras/contract.ts'
import type { SensorReport } from '../sensors/contract.ts'
import type { TrackSensor, TrackView } from './contract.ts'

const trailStepM = 4
const trailPointsMax = 120

/** A place from a sensor's own position of a thing: a circle, with bearing and range as seen from where the sensor stands. */
export function placeOfReport(position: LatLon, errorM: number, origin: LatLon): Place {
  const rangeM = groundDistanceM(origin, position)
  const isHere = rangeM < 1
  return {
    method: 'sensor',
    bearingTrueDeg: isHere ? 0 : bearingTrueDeg(origin, position),
    // Half width at 95 % of a circle seen from here; from inside the circle it lies all around.
    bearingErrorDeg: rangeM <= errorM ? 180 : (Math.asin(errorM / rangeM) * 180) / Math.PI,
    rangeM: { near: Math.max(0, rangeM - errorM), best: rangeM, far: rangeM + errorM },
    position,
    ellipse: { aM: errorM, bM: errorM, bearingTrueDeg: 0 },
  }
}

/** The track after one more report. `place` as far as anybody knows it; `atMs` in site time. Without a track before it begins. */
export function sensedTrack(
  before: TrackView | null,
  report: SensorReport,
  made: { readonly id: string; readonly cameraId: string; readonly sensor: TrackSensor; readonly place: Place | null },
): TrackView {
  const at = new Date(report.atMs).toISOString()
  const { place } = made
  const sure = report.likely === 'unknown' ? 1 : Math.min(0.95, Math.max(0, report.sureness))
  const position = place?.position ?? null
  const last = before?.trail.at(-1)
  const stepM = position && last ? groundDistanceM(last, position) : null
  const isStep = position !== null && (stepM === null || stepM >= trailStepM)
  const firstSeenAt = before?.firstSeenAt ?? at
  const trail = isStep ? [...(before?.trail ?? []), position] : (before?.trail ?? [])
  const sinceMs = Math.max(0, Math.round(report.atMs - Date.parse(firstSeenAt)))
  const trailMs = isStep ? [...(before?.trailMs ?? []), sinceMs] : (before?.trailMs ?? [])
  // Only what tells positions of its own has a way; a sensor that says "here somewhere" does not move its mover.
  const moves = report.at !== null || report.box !== null
  return {
    id: made.id,
    cameraId: made.cameraId,
    sensor: made.sensor,
    joinedWith: before?.joinedWith ?? [],
    state: report.phase === 'end' ? 'ended' : 'confirmed',
    classProbabilities: { person: 0, vehicle: 0, animal: 0, other: 0, unknown: 1 - sure, [report.likely]: sure },
    contrast: 'warm',
    box: [0, 0, 0, 0],
    place,
    velocity: report.velocity ?? (moves ? velocityOf(trail, trailMs) : null),
    heightM: null,
    travelM: moves && position ? (before?.travelM ?? 0) + (isStep ? (stepM ?? 0) : 0) : null,
    evidence: null,
    firstSeenAt,
    // Reports may come out of order; a track does not go back.
    lastSeenAt: before && before.lastSeenAt > at ? before.lastSeenAt : at,
    trail: cut(trail),
    trailMs: cut(trailMs),
  }
}

function cut<T>(all: readonly T[]): T[] {
  const first = all[0]
  return all.length <= trailPointsMax || first === undefined ? [...all] : [first, ...all.slice(all.length - trailPointsMax + 1)]
}

/** Over the last part of the way that took at least three seconds; null: too short to tell. */
function velocityOf(trail: readonly LatLon[], trailMs: readonly number[]): TrackView['velocity'] {
  const [to, toMs] = [trail.at(-1), trailMs.at(-1)]
  if (to === undefined || toMs === undefined) return null
  for (let at = trail.length - 2; at >= 0; at--) {
    const [from, fromMs] = [trail[at], trailMs[at]]
    if (from === undefined || fromMs === undefined || toMs - fromMs < 3000) continue
    return { speedMs: (groundDistanceM(from, to) * 1000) / (toMs - fromMs), courseTrueDeg: bearingTrueDeg(from, to) }
  }
  return null
}
