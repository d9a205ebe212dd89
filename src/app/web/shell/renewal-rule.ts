/** When a page that is older than its server may come anew by itself: never under a hand, never while somebody is needed. */

export interface Moment {
  /** The new server answers. */
  readonly isLinkUp: boolean
  /** An alert waits to be taken: it sounds, and a hand may be on its way. */
  readonly isAlarmWaiting: boolean
  readonly isDialogOpen: boolean
  /** A field has the focus or holds text. */
  readonly isTyping: boolean
  /** The new page will sound without a touch, or sound is off by choice. */
  readonly isSoundSure: boolean
  /** It came anew for this version once and is old still. */
  readonly hasTried: boolean
  /** Since a key, a press or a turn of the wheel. */
  readonly idleMs: number
}

/** `now`: comes anew. `waits`: will, when it is calm. `by-hand`: only a person does it. */
export type Renewal = 'now' | 'waits' | 'by-hand'

export const CALM_AFTER_MS = 10_000

/** What to do at this moment. */
export function renewalAt(moment: Moment): Renewal {
  // A page that comes anew and stays silent is a watch that is deaf: better old than that.
  if (!moment.isSoundSure || moment.hasTried) return 'by-hand'
  const isHeld = moment.isAlarmWaiting || moment.isDialogOpen || moment.isTyping || !moment.isLinkUp
  return !isHeld && moment.idleMs >= CALM_AFTER_MS ? 'now' : 'waits'
}
