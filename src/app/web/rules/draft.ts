/** A rule while it is set: what a kind starts with, and what is sent. Pure. */
import { rulesByKind, startValues } from '../../../features/alerts/rules/index.ts'
import {
  type RuleContent,
  type RuleKind,
  type RuleView,
  type RuleWhere,
  ruleContent,
  whereOf,
} from '../../../features/alerts/rules/record.ts'
import type { CameraView } from '../../../features/cameras/contract.ts'
import type { PlaceView } from '../../../features/places/contract.ts'

export interface RuleDraft {
  readonly id: string | null
  readonly basedOn: number
  readonly rule: RuleContent
}

/** What a rule of a kind may stand on, in the order of the map. */
export function groundsOf(
  kind: RuleKind,
  places: readonly PlaceView[],
  cameras: readonly CameraView[],
): readonly { readonly id: string; readonly name: PlaceView['name']; readonly code: string | null }[] {
  if (whereOf[kind] !== 'place') return cameras.map(({ id, name, code }) => ({ id, name, code }))
  const wanted = kind === 'line-crossing' || kind === 'approach' ? 'line' : 'zone'
  return places.filter(({ geometry }) => geometry.kind === wanted).map(({ id, name }) => ({ id, name, code: null }))
}

/** The id of the place or camera that a rule stands on. */
export function groundIdOf(where: RuleWhere): string {
  return where.on === 'place' ? where.placeId : where.cameraId
}

/** Stands the rule on another place or camera of its kind. */
export function whereAt(kind: RuleKind, id: string, before: RuleWhere | null = null): RuleWhere {
  switch (whereOf[kind]) {
    case 'place':
      return { on: 'place', placeId: id }
    case 'camera':
      return { on: 'camera', cameraId: id }
    case 'picture':
      return { on: 'picture', cameraId: id, ring: before?.on === 'picture' ? before.ring : [] }
  }
}

/** A rule of a kind as it starts. */
export function newRule(kind: RuleKind, groundId: string, name: RuleContent['name']): RuleDraft {
  const rule: RuleContent = {
    kind,
    name,
    where: whereAt(kind, groundId),
    values: startValues(rulesByKind[kind]),
    classes: null,
    schedule: null,
    priority: kind === 'line-crossing' ? 'P1' : 'P2',
    isOn: true,
    validFrom: null,
    validUntil: null,
  }
  return { id: null, basedOn: 0, rule }
}

/** A rule as it is set, to be changed. */
export function ruleDraftOf({ id, version, ...rest }: RuleView): RuleDraft {
  const rule = ruleContent.parse(rest)
  return { id, basedOn: version, rule: { ...rule, values: { ...startValues(rulesByKind[rule.kind]), ...rule.values } } }
}

/** Whether it can be sent at all; what else is wrong, the server says by name. */
export function isWhole({ rule }: RuleDraft): boolean {
  return ruleContent.safeParse(rule).success && groundIdOf(rule.where) !== ''
}
