/** Who may do what: roles × actions. Anything that does not stand here is refused. */
import type { Action, Role } from './contract.ts'

/** Actions that need no session. */
export const openActions: readonly Action[] = ['public', 'session.open']

const everyone: readonly Action[] = [
  'session.own',
  'watch.read',
  'alert.shown',
  'camera.read',
  'camera.look',
  'place.read',
  'rule.read',
  'shift.read',
  'hygiene.read',
  'log.write',
]

export const policy: Readonly<Record<Role, readonly Action[]>> = {
  watch_officer: [
    ...everyone,
    'alert.acknowledge',
    'alert.close',
    'alert.shelve',
    'alert.raise',
    'place.configure',
    'shift.keep',
    'journal.read',
  ],
  commander: [
    ...everyone,
    'alert.acknowledge',
    'alert.close',
    'alert.shelve',
    'alert.raise',
    'alert.lower',
    'camera.service',
    'place.configure',
    'rule.configure',
    'shift.keep',
    'people.read',
    'journal.read',
  ],
  engineer: [
    'session.own',
    'camera.read',
    'camera.look',
    'camera.configure',
    'camera.service',
    'place.read',
    'place.configure',
    'rule.read',
    'log.write',
  ],
  // The administrator runs the machine and reads no content; on a small post the same person is watch officer too.
  administrator: ['session.own', 'camera.read', 'camera.configure', 'people.read', 'people.configure', 'operations.read'],
}

/** Whether any of the roles allows the action. */
export function mayDo(roles: readonly Role[], action: Action): boolean {
  return openActions.includes(action) || roles.some((role) => policy[role].includes(action))
}
