/** From a finding to an alert: what is seen, why it matters, and what is not known, each with its number. */
import type { CameraHealth } from '../cameras/contract.ts'
import { powerBelievedMs } from '../sensors/contract.ts'
import type { TrackView } from '../tracks/contract.ts'
import type { AlertRaised, SaidText } from './events.ts'
import { windowMs } from './nuisance/memory.ts'
import type { PowerSaid } from './power.ts'
import { type Finding, likelyClass, type Scene, saidClass } from './rules/rule.ts'
import { afterTrackLimitMs, isLinkLost, poorLimitMs, saidOfPower, togetherLimitMs } from './tamper.ts'

const reasonsMax = 4
/** OPS 2.1: no frame for this long is a loss. */
const noFrameLimitMs = 10_000

export type AlertContent = Pick<
  AlertRaised,
  | 'kind'
  | 'priority'
  | 'ruleId'
  | 'ruleVersion'
  | 'rule'
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
    ...(finding.rule ? { rule: finding.rule } : {}),
    ruleValues: finding.ruleValues,
    groupClass: saidClass(track),
    title: titleOf(finding.title, track),
    reasons: [...seen(track, scene, joinedCodes), ...kind(track), ...finding.reasons, ...together(track), ...where(track)].slice(
      0,
      reasonsMax,
    ),
    unknowns: unknowns(track, joinedCodes),
    cameraIds: [track.cameraId],
    trackIds: [track.id, ...track.joinedWith],
    placeIds: [...finding.placeIds],
    place: track.place,
    distanceToLineM: finding.distanceToLineM,
    track,
  }
}

/** Says of an alert that officers ended the like of it here. Its own reasons come first; the list keeps its length. */
export function withFamiliar(
  content: AlertContent,
  { n, reason }: { readonly n: number; readonly reason: string },
): AlertContent & Pick<AlertRaised, 'familiar'> {
  const values = { n, reason: reason.replace('.', '_'), days: windowMs / 86_400_000 }
  const why: SaidText = { text: 'alert.reason.familiar', values }
  return { ...content, reasons: [...content.reasons.slice(0, reasonsMax - 1), why], familiar: { n, reason } }
}

/** What is known of a camera that does not see, or sees poorly, when an alert of it is written. */
export interface LossFacts {
  readonly health: CameraHealth
  readonly reason: string
  /** How long it has been so, milliseconds. */
  readonly forMs: number
  /** Share of the usual detection range that is left, 0…1; null: not known. */
  readonly detectShare: number | null
  /** Metres to which a person is found now and usually; null without a pose. */
  readonly detectRangeM: { readonly now: number; readonly usual: number } | null
  /** What the monitors of its power said around its last picture; null: not known. */
  readonly power: PowerSaid | null
}

/**
 * Writes the alert of a camera whose health needs a person. `signs` of tampering make it immediate; they come first, because they
 * are why.
 */
export function composeCameraLoss(
  scene: Scene['camera'],
  loss: LossFacts,
  signs: readonly SaidText[],
  unwatched: readonly { readonly ar: string; readonly en: string }[],
): AlertContent {
  const isPoor = loss.health === 'degraded'
  const isTamper = signs.length > 0
  const seconds = Math.round(loss.forMs / 1000)
  const named = { code: scene.code, name: scene.name }
  const darkBy = isLinkLost(loss) && loss.power?.state === 'lost' ? loss.power : null
  const reasons: SaidText[] = [
    ...signs,
    ...(darkBy ? [{ text: 'alert.reason.power-lost', values: saidOfPower(darkBy) }] : []),
    loss.health === 'down'
      ? { text: 'alert.reason.no-frames', values: { seconds, limit: noFrameLimitMs / 1000 } }
      : { text: 'alert.reason.picture', values: { reason: loss.reason, seconds } },
    ...(loss.health === 'down' && loss.reason !== 'source.silent'
      ? [{ text: 'alert.reason.fault', values: { fault: loss.reason } }]
      : []),
    ...(isPoor && loss.detectRangeM ? [{ text: 'alert.reason.detect-range', values: { ...kilometres(loss.detectRangeM) } }] : []),
    ...unwatched.slice(0, 1).map((place) => ({ text: 'alert.reason.not-watched', values: { places: place } })),
  ]
  return {
    kind: 'camera',
    priority: isTamper ? 'P1' : isPoor ? 'P3' : 'P2',
    ruleId: isTamper ? 'tamper-suspected' : isPoor ? 'camera-poor' : `camera-${loss.health}`,
    ruleVersion: 1,
    ruleValues: isTamper
      ? {
          togetherMin: togetherLimitMs / 60_000,
          afterTrackMin: afterTrackLimitMs / 60_000,
          powerGoodMin: powerBelievedMs / 60_000,
        }
      : { limitS: limitsS[loss.health] ?? 0 },
    groupClass: 'camera',
    title: isTamper
      ? { text: 'alert.title.camera-tamper', values: named }
      : { text: 'alert.title.camera-health', values: { ...named, health: loss.health } },
    reasons: reasons.slice(0, reasonsMax),
    unknowns: [
      isPoor ? { text: 'alert.unknown.beyond', values: {} } : { text: 'alert.unknown.meanwhile', values: {} },
      ...(darkBy ? [] : [isPoor ? { text: 'alert.unknown.how-long', values: {} } : { text: 'alert.unknown.cause', values: {} }]),
    ],
    cameraIds: [scene.id],
    trackIds: [],
    placeIds: [],
    place: null,
    distanceToLineM: null,
    track: null,
  }
}

const limitsS: Partial<Record<CameraHealth, number>> = { down: 10, frozen: 10, blind: 30, degraded: poorLimitMs / 1000 }

function kilometres({ now, usual }: { now: number; usual: number }): { nowKm: number; usualKm: number } {
  return { nowKm: Math.round(now / 100) / 10, usualKm: Math.round(usual / 100) / 10 }
}

function seen(track: TrackView, scene: Scene, joinedCodes: readonly string[]): SaidText[] {
  const { evidence, sensor } = track
  const said: SaidText[] = []
  if (sensor) {
    const { kind, code, sensed, named } = sensor
    const values = { kind, code, name: scene.camera.name, sensed }
    said.push(
      named
        ? { text: 'alert.reason.sensor-said-at', values: { ...values, named } }
        : { text: 'alert.reason.sensor-said', values },
    )
  }
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
  if (place?.method === 'sensor' && place.rangeM.near === 0 && place.rangeM.far !== null)
    return [{ text: 'alert.reason.sensor-reach', values: { metres: Math.round(place.rangeM.far) } }]
  if (!place) return []
  const round = (rangeM: number) => Math.round(rangeM / 10) * 10
  return place.rangeM.far === null
    ? [{ text: 'alert.reason.range-open', values: { near: round(place.rangeM.near) } }]
    : [{ text: 'alert.reason.range', values: { near: round(place.rangeM.near), far: round(place.rangeM.far) } }]
}

/** Titles of counted movers, and what they are called where the count is a range. */
const ranged: Readonly<Record<string, string>> = {
  'alert.title.mover': 'alert.title.movers',
  'alert.title.mover-approach': 'alert.title.movers-approach',
  'alert.title.mover-zone': 'alert.title.movers-zone',
  'alert.title.mover-line': 'alert.title.movers-line',
}

function titleOf({ text, values }: SaidText, track: TrackView): SaidText {
  const { min, max } = track.count ?? { min: 1, max: 1 }
  const named = { ...values, ...('cls' in values ? { cls: saidClass(track) } : {}) }
  const range = ranged[text]
  if (range === undefined) return { text, values: named }
  if (min === max) {
    // Alone it has no number; three who go together have.
    const isSeveral = text === 'alert.title.mover' && min > 1
    return { text: isSeveral ? 'alert.title.movers-seen' : text, values: { ...named, n: min } }
  }
  return { text: range, values: { ...named, least: min, most: max } }
}

/** How many go together, where it may be more than one. */
function together({ count }: TrackView): SaidText[] {
  if (!count || count.max < 2) return []
  return [{ text: 'alert.reason.together', values: { least: count.min, best: count.best, most: count.max } }]
}

/** What it is the size of, and by what that was told: the verdict of `verify.ts` in one sentence. */
function kind(track: TrackView): SaidText[] {
  const { verdict, heightM, velocity, classProbabilities } = track
  if (!heightM) return []
  if (!verdict) return size(track, heightM)
  const told = likelyClass(track)
  const cls = told === 'unknown' ? (verdict.sized ?? 'unknown') : told
  const word = verdict.words.find(({ speaksFor }) => speaksFor === cls)
  return [
    {
      text: 'alert.reason.kind',
      values: {
        cls,
        leastM: tenth(heightM.least),
        mostM: tenth(heightM.most),
        // What is not known is left out of the sentence, and a number cannot be nothing.
        hasSpeed: velocity ? 'yes' : 'no',
        speed: tenth(velocity?.speedMs ?? 0),
        hasRhythm: verdict.rhythmHz !== null && cls === 'person' ? 'yes' : 'no',
        hz: verdict.rhythmHz ?? 0,
        by: word?.feature ?? 'none',
        isTold: told === 'unknown' ? 'no' : 'yes',
        percent: Math.round(100 * classProbabilities[told]),
        pixels: Math.round(verdict.boxPx),
      },
    },
  ]
}

const tenth = (value: number): number => Math.round(value * 10) / 10

function size(track: TrackView, heightM: NonNullable<TrackView['heightM']>): SaidText[] {
  return [
    {
      text: 'alert.reason.size',
      values: { leastM: tenth(heightM.least), mostM: tenth(heightM.most), cls: likelyClass(track) },
    },
  ]
}

function unknowns(track: TrackView, joinedCodes: readonly string[]): SaidText[] {
  const said: SaidText[] = [{ text: 'alert.unknown.who', values: {} }]
  if (track.sensor && track.sensor.kind !== 'camera') said.push({ text: 'alert.unknown.no-picture', values: {} })
  if (likelyClass(track) === 'unknown')
    said.push({ text: track.sensor ? 'alert.unknown.kind-told' : 'alert.unknown.kind', values: {} })
  else if (!track.sensor) said.push({ text: 'alert.unknown.carry', values: { pixels: Math.round(track.box[3]) } })
  if (!track.place) said.push({ text: 'alert.unknown.place', values: {} })
  else if (!track.place.position) said.push({ text: 'alert.unknown.distance', values: {} })
  else if (joinedCodes.length < 2)
    said.push({ text: track.sensor ? 'alert.unknown.one-sensor' : 'alert.unknown.one-camera', values: {} })
  return said.slice(0, 3)
}
