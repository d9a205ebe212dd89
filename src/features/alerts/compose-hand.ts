/** Alerts that a person raises: by what he saw or was told, and as a test of the watch itself. */
import type { Bilingual } from '../../base/shapes.ts'
import type { heardBy, Priority } from './contract.ts'
import type { AlertRaised } from './events.ts'

/** What a person said of it; his own words lie in the vault. */
export interface Told {
  readonly priority: Priority
  readonly heardBy: (typeof heardBy)[number]
  readonly position: { readonly lat: number; readonly lon: number; readonly withinM: number } | null
}

const nothingSeen = {
  groupClass: 'by-hand',
  ruleVersion: 1,
  ruleValues: {},
  trackIds: [],
  placeIds: [],
  distanceToLineM: null,
  track: null,
  pointsSha256: null,
  still: null,
  stillAt: null,
  stillBox: null,
  stillSize: null,
  hops: { h0FrameAt: null, h1DetectedAt: null, h2ConfirmedAt: null },
} as const satisfies Partial<AlertRaised>

/** Nothing is added to what the person knows; where it is not known it is said so. */
export function composeByHand(
  told: Told,
  camera: { readonly id: string; readonly code: string; readonly name: Bilingual } | null,
): Omit<AlertRaised, 'number'> {
  const { priority, heardBy, position } = told
  return {
    ...nothingSeen,
    kind: 'detection',
    priority,
    ruleId: 'by-hand',
    title: camera
      ? { text: 'alert.title.by-hand-at', values: { code: camera.code, camera: camera.name } }
      : { text: 'alert.title.by-hand', values: {} },
    reasons: [{ text: 'alert.reason.by-hand', values: { heardBy } }],
    unknowns: [
      position === null
        ? { text: 'alert.unknown.place', values: {} }
        : { text: 'alert.unknown.by-hand-within', values: { metres: Math.round(position.withinM) } },
      { text: 'alert.unknown.not-seen-by-camera', values: {} },
    ],
    cameraIds: camera ? [camera.id] : [],
    place:
      position === null
        ? null
        : {
            method: 'hand',
            bearingTrueDeg: 0,
            bearingErrorDeg: 180,
            rangeM: { near: 0, best: null, far: null },
            position: { lat: position.lat, lon: position.lon },
            ellipse: { aM: position.withinM, bM: position.withinM, bearingTrueDeg: 0 },
          },
  }
}

/** Immediate, so that everything that must sound and blink does; marked a test in the journal and on every copy. */
export function composeTest(): Omit<AlertRaised, 'number'> {
  return {
    ...nothingSeen,
    kind: 'detection',
    priority: 'P1',
    ruleId: 'test-alarm',
    title: { text: 'alert.title.test', values: {} },
    reasons: [{ text: 'alert.reason.test', values: {} }],
    unknowns: [{ text: 'alert.unknown.test', values: {} }],
    cameraIds: [],
    place: null,
  }
}
