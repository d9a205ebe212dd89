/** What belongs together, and what is heard: OPS 2.3. */
import { groundDistanceM } from '../../base/geo.ts'
import type { Place } from '../cameras/contract.ts'
import type { AlertRepeated } from './events.ts'
import type { AlertRow } from './fold.ts'

export const groupWithinMs = 600_000
export const groupRadiusM = 250
/** A group lives at most a shift: later repeats start a new one, the old stays open. */
export const groupLifeMs = 12 * 3_600_000
/** After this long without a sound since the acknowledgement, the next repeat is heard again. */
export const silenceMs = 600_000

export interface Candidate {
  readonly ruleId: string
  /** The rule of the site, where one spoke. */
  readonly rule?: { readonly id: string } | undefined
  readonly groupClass: string
  readonly cameraId: string
  readonly place: Place | null
  readonly atMs: number
}

export type GroupMember = Pick<
  AlertRow,
  'ruleId' | 'rule' | 'groupClass' | 'cameraIds' | 'place' | 'lastAt' | 'firstAt' | 'disposition'
>

/** Whether a new mover joins an open group: same rule (of the site, where one spoke) and class, same camera or within 250 m, within 10 minutes. */
export function belongs(group: GroupMember, candidate: Candidate): boolean {
  if (
    group.disposition !== 'open' ||
    group.ruleId !== candidate.ruleId ||
    group.rule?.id !== candidate.rule?.id ||
    group.groupClass !== candidate.groupClass
  )
    return false
  if (candidate.atMs - Date.parse(group.lastAt) > groupWithinMs || candidate.atMs - Date.parse(group.firstAt) > groupLifeMs)
    return false
  // Two placed movers are near or far whatever camera saw them; a bearing alone can only be told by its camera.
  if (group.place?.position && candidate.place?.position)
    return groundDistanceM(group.place.position, candidate.place.position) <= groupRadiusM
  return group.cameraIds.includes(candidate.cameraId)
}

/** Whether it came without sound and nothing has made it heard since. */
export function isQuiet({ soundings, suppression }: Pick<AlertRow, 'soundings' | 'suppression'>): boolean {
  return soundings === 0 && suppression.kind === 'none'
}

export interface Heard {
  readonly acknowledgedAt: string | null
  readonly lastSoundAtMs: number
  /** Most movers of the group that were in view at once, before this one. */
  readonly togetherMax: number
}

/** Why a repeat is heard; null: it is counted in silence. */
export function soundOf(heard: Heard, together: number, nowMs: number, groupClass: string): AlertRepeated['sounds'] {
  const isBody = groupClass === 'person' || groupClass === 'sized' || groupClass === 'vehicle'
  if (together > heard.togetherMax && (isBody || together > 1)) return 'further-mover'
  if (heard.acknowledgedAt !== null && nowMs - Math.max(heard.lastSoundAtMs, Date.parse(heard.acknowledgedAt)) >= silenceMs)
    return 'silence-over'
  return null
}
