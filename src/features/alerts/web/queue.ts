/** The order of alerts on the screen, and which one stands on the card. Pure: tested without a browser. */
import type { AlertView } from '../contract.ts'

/**
 * Alerts that need a person: open ones that nobody put off, with those that wait to be saved among them. Untaken first, then
 * priority, then age.
 */
export function queueOf(alerts: Iterable<AlertView>, unsaved: readonly AlertView[]): readonly AlertView[] {
  return openOf(alerts, unsaved).filter(({ suppression }) => suppression.kind === 'none')
}

/** Open alerts that are not heard, the first to come back first: put off, announced, or of cameras out of service. */
export function suppressedOf(alerts: Iterable<AlertView>, unsaved: readonly AlertView[]): readonly AlertView[] {
  const untilOf = ({ suppression }: AlertView) => ('until' in suppression ? suppression.until : '9')
  return openOf(alerts, unsaved)
    .filter(({ suppression }) => suppression.kind !== 'none')
    .sort((a, b) => compare(untilOf(a), untilOf(b)))
}

/** Codes and times in one form: their letters stand in the order of what they say. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function openOf(alerts: Iterable<AlertView>, unsaved: readonly AlertView[]): AlertView[] {
  const open = new Map<string, AlertView>()
  for (const alert of alerts) if (alert.disposition === 'open') open.set(alert.id, alert)
  for (const alert of unsaved) {
    const saved = open.get(alert.id)
    if (alert.disposition === 'open' && (saved === undefined || alert.version >= saved.version)) open.set(alert.id, alert)
  }
  return [...open.values()].sort(
    (a, b) =>
      Number(a.ack === 'acknowledged') - Number(b.ack === 'acknowledged') ||
      compare(a.priority, b.priority) ||
      compare(a.firstAt, b.firstAt) ||
      compare(a.number, b.number),
  )
}

/** How long the hand must rest before a more urgent alert may take the card: nobody takes one thing for another. */
export const RESTING_HAND_MS = 2_000
/** After a change that no hand asked for, `Space` waits so long. */
export const SETTLING_MS = 800

export interface CardState {
  readonly shownId: string | null
  /** The officer moved it there; it stays until it is dealt with. */
  readonly isChosen: boolean
  /** When it came onto the card without a hand; for `SETTLING_MS` no key takes it. */
  readonly cameAtMs: number
}

/**
 * Which alert stands on the card. It never changes under a moving hand, inside the ten seconds in which the officer may
 * withdraw, or while a dialog is open; then the first of the queue comes.
 */
export function nextCard(
  now: CardState,
  queue: readonly AlertView[],
  hand: { readonly nowMs: number; readonly lastTouchMs: number; readonly isDialogOpen: boolean; readonly personId: string },
): CardState {
  const first = queue[0] ?? null
  const shown = queue.find((alert) => alert.id === now.shownId) ?? null
  if (hand.isDialogOpen && now.shownId !== null) return now
  if (shown === null) return first === null ? noCard(now) : { shownId: first.id, isChosen: false, cameAtMs: hand.nowMs }
  if (first === null || first.id === shown.id) return now
  const isTaken = shown.ack === 'acknowledged'
  const mayWithdraw =
    shown.owner?.id === hand.personId && shown.withdrawableUntil !== null && Date.parse(shown.withdrawableUntil) > hand.nowMs
  if (mayWithdraw) return now
  if (now.isChosen && !(isTaken && first.ack === 'unacknowledged' && hand.nowMs - hand.lastTouchMs > 30_000)) return now
  if (hand.nowMs - hand.lastTouchMs < RESTING_HAND_MS) return now
  const isMoreUrgent = first.ack === 'unacknowledged' && (isTaken || first.priority < shown.priority)
  return isMoreUrgent ? { shownId: first.id, isChosen: false, cameAtMs: hand.nowMs } : now
}

function noCard(now: CardState): CardState {
  return now.shownId === null ? now : { shownId: null, isChosen: false, cameAtMs: 0 }
}

/** The card after `↑` or `↓`. Stops at the ends. */
export function moveCard(now: CardState, queue: readonly AlertView[], step: 1 | -1): CardState {
  const at = queue.findIndex((alert) => alert.id === now.shownId)
  const next = queue[at < 0 ? 0 : Math.max(0, Math.min(queue.length - 1, at + step))]
  return next === undefined || next.id === now.shownId ? now : { shownId: next.id, isChosen: true, cameAtMs: 0 }
}

/** Within what time an alert is to be taken (OPS 2.3), from the raise: through silence, reload and a withdrawn acknowledgement. */
export const TAKE_WITHIN_MS = { P1: 60_000, P2: 180_000, P3: 600_000 } as const

/** Whose sound goes on until somebody takes it. What officers ended here again and again comes without sound, and waits all the same. */
export function waitingAloud(queue: readonly AlertView[]): readonly AlertView[] {
  return queue.filter(({ ack, soundings }) => ack === 'unacknowledged' && soundings > 0)
}

/** What must sound: new alerts and alerts whose `soundings` grew since `heard`. Gives what to remember, too. */
export function newSoundings(
  queue: readonly AlertView[],
  heard: ReadonlyMap<string, number>,
): { readonly heard: ReadonlyMap<string, number>; readonly sounds: readonly AlertView[] } {
  const next = new Map<string, number>()
  const sounds: AlertView[] = []
  for (const alert of queue) {
    next.set(alert.id, alert.soundings)
    if (alert.soundings > (heard.get(alert.id) ?? 0) && alert.ack === 'unacknowledged') sounds.push(alert)
  }
  return { heard: next, sounds }
}

/** How an alert looks: its lamp follows its kind, its sound its priority. */
export function faceOf(alert: AlertView): {
  readonly tone: 'alarm' | 'blind' | 'warn'
  readonly icon: 'alarm' | 'alarmOutline' | 'blind' | 'warn'
} {
  if (alert.kind === 'camera' && alert.priority !== 'P1')
    return alert.priority === 'P2' ? { tone: 'blind', icon: 'blind' } : { tone: 'warn', icon: 'warn' }
  if (alert.kind === 'system') return alert.priority === 'P1' ? { tone: 'blind', icon: 'blind' } : { tone: 'warn', icon: 'warn' }
  return { tone: 'alarm', icon: alert.ack === 'acknowledged' || alert.priority === 'P3' ? 'alarmOutline' : 'alarm' }
}
