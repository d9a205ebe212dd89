/** From a finding to an alert: what is seen, why it matters, and what is not known, each with its number. */
import type { TrackView } from '../tracks/contract.ts'
import type { AlertRaised, SaidText } from './events.ts'
import { type Finding, likelyClass, type Scene } from './rules/rule.ts'

const reasonsMax = 4

export type AlertContent = Pick<
  AlertRaised,
  | 'kind'
  | 'priority'
  | 'ruleId'
  | 'ruleVersion'
  | 'ruleValues'
  | 'groupClass'
  | 'title'
  | 'reasons'
  | 'unknowns'
  | 'cameraIds'
  | 'trackIds'
  | 'placeIds'
  | 'place'
  | 'distanceToLineM'
  | 'track'
>

/** Writes the alert of a track that a rule spoke about. */
export function composeDetection(finding: Finding, track: TrackView, scene: Scene, joinedCodes: readonly string[]): AlertContent {
  return {
    kind: 'detection',
    priority: finding.priority,
    ruleId: finding.ruleId,
    ruleVersion: finding.ruleVersion,
    ruleValues: finding.ruleValues,
    groupClass: likelyClass(track),
    title: finding.title,
    reasons: [...seen(track, scene, joinedCodes), ...finding.reasons, ...where(track), ...size(track)].slice(0, reasonsMax),
    unknowns: unknowns(track, joinedCodes),
    cameraIds: [track.cameraId],
    trackIds: [track.id, ...track.joinedWith],
    placeIds: [...finding.placeIds],
    place: track.place,
    distanceToLineM: finding.distanceToLineM,
    track,
  }
}

/** Writes the alert of a camera that does not see. A cut cable may be the attack, so it is one. */
export function composeCameraDown(
  scene: Scene['camera'],
  reason: string,
  silentS: number,
  limitS: number,
  unwatched: readonly { readonly ar: string; readonly en: string }[],
): AlertContent {
  const reasons: SaidText[] = [
    reason === 'source.silent'
      ? { text: 'alert.reason.no-frames', values: { seconds: Math.round(silentS), limit: limitS } }
      : { text: 'alert.reason.fault', values: { fault: reason } },
    ...unwatched.slice(0, 1).map((place) => ({ text: 'alert.reason.not-watched', values: { places: place } })),
  ]
  return {
    kind: 'camera',
    priority: 'P2',
    ruleId: 'camera-down',
    ruleVersion: 1,
    ruleValues: { limitS },
    groupClass: 'camera',
    title: { text: 'alert.title.camera-down', values: { code: scene.code, name: scene.name } },
    reasons,
    unknowns: [
      { text: 'alert.unknown.meanwhile', values: {} },
      { text: 'alert.unknown.cause', values: {} },
    ],
    cameraIds: [scene.id],
    trackIds: [],
    placeIds: [],
    place: null,
    distanceToLineM: null,
    track: null,
  }
}

function seen(track: TrackView, scene: Scene, joinedCodes: readonly string[]): SaidText[] {
  const { evidence } = track
  const said: SaidText[] = []
  if (evidence) {
    said.push({
      text: 'alert.reason.seen',
      values: {
        code: scene.camera.code,
        contrast: track.contrast,
        seconds: Math.round(evidence.windowMs / 100) / 10,
        hits: evidence.hits,
        frames: evidence.frames,
        sigma: Math.round(evidence.meanSigma * 10) / 10,
      },
    })
  }
  if (joinedCodes.length > 1) said.push({ text: 'alert.reason.joined', values: { codes: joinedCodes.join(' ') } })
  if (evidence && !track.place?.position) {
    said.push({
      text: 'alert.reason.moved',
      values: { bodies: Math.round(evidence.displacementBodies * 10) / 10, pixels: Math.round(evidence.displacementPx) },
    })
  }
  return said
}

function where({ place }: TrackView): SaidText[] {
  if (!place) return []
  const round = (rangeM: number) => Math.round(rangeM / 10) * 10
  return place.rangeM.far === null
    ? [{ text: 'alert.reason.range-open', values: { near: round(place.rangeM.near) } }]
    : [{ text: 'alert.reason.range', values: { near: round(place.rangeM.near), far: round(place.rangeM.far) } }]
}

function size(track: TrackView): SaidText[] {
  if (!track.heightM) return []
  const tenth = (metres: number) => Math.round(metres * 10) / 10
  return [
    {
      text: 'alert.reason.size',
      values: { leastM: tenth(track.heightM.least), mostM: tenth(track.heightM.most), cls: likelyClass(track) },
    },
  ]
}

function unknowns(track: TrackView, joinedCodes: readonly string[]): SaidText[] {
  const said: SaidText[] = [{ text: 'alert.unknown.who', values: {} }]
  if (likelyClass(track) === 'unknown') said.push({ text: 'alert.unknown.kind', values: {} })
  else said.push({ text: 'alert.unknown.carry', values: { pixels: Math.round(track.box[3]) } })
  if (!track.place) said.push({ text: 'alert.unknown.place', values: {} })
  else if (!track.place.position) said.push({ text: 'alert.unknown.distance', values: {} })
  else if (joinedCodes.length < 2) said.push({ text: 'alert.unknown.one-camera', values: {} })
  return said.slice(0, 3)
}
