/** What an act on an alert asks of a person beyond the route: an alert of a mover is not a camera's. */
import type { Action } from '../../features/access/contract.ts'
import type { AlertView } from '../../features/alerts/contract.ts'

/** An engineer answers for what cameras and the system tell of themselves, and for nothing of who was seen (OPS A2). */
export function actionOnAlert(action: Action, kind: AlertView['kind']): Action {
  return action === 'alert.acknowledge-health' && kind === 'detection' ? 'alert.acknowledge' : action
}
