/** Which rules hold at an instant, and what each of them may look at. Pure. */
import { isWatchZone } from '../../places/contract.ts'
import type { TrackView } from '../../tracks/contract.ts'
import type { RuleContent, RuleKind } from './record.ts'
import { likelyClass, type Scene } from './rule.ts'
import { isWithin } from './schedule.ts'

/** Set, and within its own dates. Switched off or outside its hours it still stands in place of the built-in rule. */
function isValid({ validFrom, validUntil }: RuleContent, atMs: number): boolean {
  return (validFrom === null || Date.parse(validFrom) <= atMs) && (validUntil === null || atMs < Date.parse(validUntil))
}

/** Whether it listens to this track now. */
export function listens(rule: RuleContent, track: TrackView, atMs: number, timeZone: string): boolean {
  return (
    rule.isOn &&
    isValid(rule, atMs) &&
    (rule.classes === null || isOfClass(rule.classes, track)) &&
    (rule.schedule === null || isWithin(rule.schedule, atMs, timeZone))
  )
}

/** Who asks for people hears also what is too far to tell and has their size: far away nothing else can be known. */
function isOfClass(classes: NonNullable<RuleContent['classes']>, track: TrackView): boolean {
  const likely = likelyClass(track)
  const { sized = null } = track.verdict ?? {}
  return classes.includes(likely) || (likely === 'unknown' && sized !== null && classes.includes(sized))
}

/** The scene as one rule of the site may see it; null: it is not about this camera, or its place is gone. */
export function sceneOf(rule: RuleContent, scene: Scene): Scene | null {
  const { where } = rule
  if (where.on === 'picture') return where.cameraId === scene.camera.id ? { ...scene, ring: where.ring } : null
  // Asked for by name, it speaks of every mover, also where a line would judge it.
  if (where.on === 'camera') return where.cameraId === scene.camera.id ? { ...scene, places: [] } : null
  const place = scene.places.find(({ id }) => id === where.placeId)
  if (place === undefined) return null
  // A zone is told with its distance to the line, so the lines stay; a rule of zones does not judge them.
  const isZone = place.geometry.kind === 'zone'
  return { ...scene, places: isZone ? [place, ...scene.places.filter(({ geometry }) => geometry.kind === 'line')] : [place] }
}

/** What is left to a built-in rule: what no rule of the site of the same kind stands for. Null: nothing. */
export function builtInScene(kind: RuleKind, scene: Scene, atMs: number): Scene | null {
  const records = scene.rules?.records ?? []
  if (kind === 'any-mover') {
    const isReplaced = records.some(
      (rule) =>
        isValid(rule, atMs) &&
        ((rule.where.on === 'camera' && rule.kind === 'any-mover') || (rule.where.on === 'picture' && rule.isOn)) &&
        rule.where.cameraId === scene.camera.id,
    )
    return isReplaced ? null : scene
  }
  const taken = new Set(
    records.flatMap((rule) =>
      rule.kind === kind && rule.where.on === 'place' && isValid(rule, atMs) ? [rule.where.placeId] : [],
    ),
  )
  const isZoneRule = kind === 'zone-enter'
  const places = scene.places.filter(
    ({ id, geometry }) => !taken.has(id) && (!isZoneRule || geometry.kind !== 'zone' || isWatchZone(geometry)),
  )
  return { ...scene, places }
}
