/** Who may do what: role ∧ area ∧ time. Anything that does not stand here is refused. */
import { isWithin, wholeSite } from './areas.ts'
import type { Action, Role } from './contract.ts'

/** A role that a person holds in an area subtree. */
export interface Right {
  readonly role: Role
  readonly area: string
  /** Unix milliseconds from which it holds; absent: always. */
  readonly fromMs?: number
  /** Unix milliseconds at which it has ended; absent or null: open. */
  readonly untilMs?: number | null
}

/** Actions that need no session. */
export const openActions: readonly Action[] = ['public', 'session.open']

/** Whoever is signed in may do this, whatever else he may. */
export const ownActions: readonly Action[] = ['session.keep', 'session.own']

const everyone: readonly Action[] = [
  ...ownActions,
  'live.read',
  'watch.read',
  'alert.shown',
  'camera.read',
  'camera.look',
  'place.read',
  'rule.read',
  'sensor.read',
  'nuisance.read',
  'shift.read',
  'hygiene.read',
  'log.write',
]

export const policy: Readonly<Record<Role, readonly Action[]>> = {
  watch_officer: [
    ...everyone,
    'alert.acknowledge',
    'alert.acknowledge-health',
    'alert.close',
    'alert.shelve',
    'alert.raise',
    'nuisance.forget',
    'place.configure',
    'shift.keep',
    'journal.read',
  ],
  commander: [
    ...everyone,
    'alert.acknowledge',
    'alert.acknowledge-health',
    'alert.close',
    'alert.shelve',
    'alert.raise',
    'nuisance.forget',
    'alert.lower',
    'camera.service',
    'place.configure',
    'rule.configure',
    'shift.keep',
    'people.read',
    'journal.read',
  ],
  engineer: [
    ...ownActions,
    'live.read',
    'health.read',
    'alert.acknowledge-health',
    'camera.read',
    'camera.look',
    'camera.configure',
    'camera.service',
    'sensor.read',
    'sensor.configure',
    'place.read',
    'place.configure',
    'rule.read',
    'log.write',
  ],
  // The administrator runs the machine and reads no content; on a small post the same person is watch officer too.
  administrator: [
    ...ownActions,
    'live.read',
    'camera.read',
    'camera.configure',
    'sensor.read',
    'sensor.configure',
    'people.read',
    'people.configure',
    'operations.read',
  ],
}

/** What holds for the whole holds for its parts: who works below an area may read this of it. */
const readFromBelow: readonly Action[] = ['place.read', 'rule.read']

const open: ReadonlySet<Action> = new Set(openActions)
const below: ReadonlySet<Action> = new Set(readFromBelow)
const allowed: Readonly<Record<Role, ReadonlySet<Action>>> = {
  watch_officer: new Set(policy.watch_officer),
  commander: new Set(policy.commander),
  engineer: new Set(policy.engineer),
  administrator: new Set(policy.administrator),
}

/** Whether a right holds at an instant. */
export function holds({ fromMs, untilMs }: Right, nowMs: number): boolean {
  return (fromMs === undefined || fromMs <= nowMs) && (untilMs === undefined || untilMs === null || nowMs < untilMs)
}

/**
 * Whether any of the rights allows the action in the area. Without an area: whether it is allowed anywhere, which is what a
 * route asks before it knows its object. Without an instant the rights are taken as those of now.
 */
export function mayDo(rights: readonly Right[], action: Action, area?: string, nowMs?: number): boolean {
  if (open.has(action)) return true
  for (const right of rights) {
    if (allowed[right.role]?.has(action) !== true) continue
    if (nowMs !== undefined && !holds(right, nowMs)) continue
    if (area === undefined || isWithin(area, right.area)) return true
    if (below.has(action) && isWithin(right.area, area)) return true
  }
  return false
}

/**
 * Who may see the same: the same roles in the same areas at this instant. Readers of one class get the same bytes.
 * What may never hold any more is left out.
 */
export function policyClass(rights: readonly Right[], nowMs: number): string {
  const held = rights.filter((right) => holds(right, nowMs)).map(({ role, area }) => `${role}@${area}`)
  return [...new Set(held)].sort().join(' ')
}

/** Whether somebody may manage all of these areas; a person without any belongs to the whole site. */
export function mayManage(rights: readonly Right[], areas: readonly string[], nowMs: number): boolean {
  const all = areas.length === 0 ? [wholeSite] : areas
  return all.every((area) => mayDo(rights, 'people.configure', area, nowMs))
}
