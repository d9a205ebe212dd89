/** What a rule is: one file that looks at a track and either stays silent or says what it found, in numbers. */
import type { LatLon } from '../../../base/geo.ts'
import { pointAt } from '../../../base/geo.ts'
import type { Bilingual } from '../../../base/shapes.ts'
import type { Pose } from '../../cameras/contract.ts'
import type { TrackClass } from '../../detection/contract.ts'
import type { PlaceView } from '../../places/contract.ts'
import type { TrackView } from '../../tracks/contract.ts'
import type { Priority } from '../contract.ts'
import type { SaidText } from '../events.ts'
import type { PictureRing, RuleContent } from './record.ts'

/** One number that a site may set. */
export interface Setting {
  readonly start: number
  readonly least: number
  readonly most: number
  readonly unit: 'm' | 'min' | 's' | 'px' | 'bodies'
}

/** What a rule may look at beside the track. */
export interface Scene {
  readonly places: readonly PlaceView[]
  readonly camera: { readonly id: string; readonly code: string; readonly name: Bilingual; readonly pose: Pose | null }
  /** The rules of the site, with the zone of its clocks; absent: only the built-in ones hold. */
  readonly rules?: { readonly records: readonly RuleInForce[]; readonly timeZone: string }
  /** The outline in the picture that a rule looks at, where it has one. */
  readonly ring?: PictureRing
}

/** A rule of the site as it is set now. */
export type RuleInForce = RuleContent & { readonly id: string; readonly version: number }

export interface Finding {
  readonly ruleId: string
  readonly ruleVersion: number
  readonly ruleValues: Readonly<Record<string, number>>
  readonly priority: Priority
  readonly title: SaidText
  /** What only this rule knows; what every alert of a track says is added by `compose.ts`. */
  readonly reasons: readonly SaidText[]
  readonly placeIds: readonly string[]
  readonly distanceToLineM: { readonly near: number; readonly far: number | null } | null
  /** The rule of the site that spoke; absent: a built-in one. */
  readonly rule?: { readonly id: string; readonly version: number }
}

/**
 * A rule is pure: the same track and scene give the same finding; no track, no finding; and it mirrors when track and
 * scene are mirrored. It measures the time and the way of the track itself and remembers nothing.
 */
export interface Rule {
  readonly id: string
  readonly version: number
  readonly settings: Readonly<Record<string, Setting>>
  judge(track: TrackView, values: Readonly<Record<string, number>>, scene: Scene): Finding | null
}

/** A class is said only when it is likelier than not. */
export function likelyClass(track: Pick<TrackView, 'classProbabilities'>): TrackClass {
  const [best] = Object.entries(track.classProbabilities).sort(([, a], [, b]) => b - a)
  return best && best[1] > 0.5 ? (best[0] as TrackClass) : 'unknown'
}

/** From where bearing and range of the track are told; null: nobody knows, so nothing can be measured. */
export function originOf(track: TrackView, scene: Scene): LatLon | null {
  return track.sensor && track.place?.method === 'sensor' ? track.sensor.at : (scene.camera.pose?.position ?? null)
}

/** The word for it: a class, or what it is the size of where that is all that can be said. `sized`: the size of a person. */
export function saidClass(track: Pick<TrackView, 'classProbabilities' | 'verdict'>): TrackClass | 'sized' {
  const likely = likelyClass(track)
  return likely === 'unknown' && track.verdict?.sized === 'person' ? 'sized' : likely
}

/** The points between which the track stands: near end, best, far end of its range interval along its bearing. */
export function interval(track: TrackView, origin: LatLon): { near: LatLon; best: LatLon | null; far: LatLon | null } | null {
  if (!track.place) return null
  const at = (rangeM: number | null) => (rangeM === null ? null : pointAt(origin, track.place?.bearingTrueDeg ?? 0, rangeM))
  const { near, best, far } = track.place.rangeM
  return { near: at(near) as LatLon, best: track.place.position ?? at(best), far: at(far) }
}

/** Whether a track has gone far enough to be more than a swaying thing. Tracks without a way over ground were tried in the picture. */
export function hasTravelled(track: TrackView, minimumM: number): boolean {
  return track.travelM === null || track.travelM >= minimumM
}
