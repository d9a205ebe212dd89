/** Who may do what: roles × actions. Anything that does not stand here is refused. */
import type { Action, Role } from './contract.ts'

/** Actions that need no session. */
export const openActions: readonly Action[] = ['public', 'session.open']

const everyone: readonly Action[] = ['session.own', 'watch.read', 'alert.shown', 'camera.read', 'camera.look', 'place.read']

export const policy: Readonly<Record<Role, readonly Action[]>> = {
  watch_officer: [...everyone, 'alert.acknowledge', 'alert.close', 'journal.read'],
  commander: [...everyone, 'alert.acknowledge', 'alert.close', 'journal.read'],
  engineer: ['session.own', 'camera.read', 'camera.look', 'camera.configure', 'place.read', 'place.configure'],
  // The administrator runs the machine and reads no content; on a small post the same person is watch officer too.
  administrator: ['session.own', 'camera.read', 'camera.configure', 'operations.read'],
}

/** Whether any of the roles allows the action. */
export function mayDo(roles: readonly Role[], action: Action): boolean {
  return openActions.includes(action) || roles.some((role) => policy[role].includes(action))
}
