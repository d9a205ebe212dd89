/** What the duty screen keeps besides the world: the card, the chosen camera, the open dialog, what a person just did. */

import type { Action } from '../../../features/access/contract.ts'
import { mayDo } from '../../../features/access/policy.ts'
import { csrf, session } from '../../../features/access/web/session.ts'
import type { AlertView } from '../../../features/alerts/contract.ts'
import { type CloseDraft, closeBody, emptyDraft } from '../../../features/alerts/web/close-draft.ts'
import { isPassedUpTo } from '../../../features/alerts/web/passed-up.ts'
import { type CardState, moveCard, nextCard, queueOf, SETTLING_MS, suppressedOf } from '../../../features/alerts/web/queue.ts'
import type { SpokenValues } from '../../../platform/speak.ts'
import { nowMs, onEachSecond } from '../../../platform/web/clock.ts'
import { dropDrafts, keepDraft as keep, draftOf as keptOf } from '../../../platform/web/drafts.ts'
import { RequestProblem, request } from '../../../platform/web/http.ts'
import { randomId } from '../../../platform/web/random-id.ts'
import { createStore } from '../../../platform/web/store.ts'
import { facts, signals, takeRows } from '../live/world.ts'

/** A failure stays until it is hidden and keeps what was typed; `retry` does the same again. */
export interface Failure {
  readonly code: string
  readonly title: string | null
  readonly facts: RequestProblem['facts']
  readonly alertId: string
  readonly retry: (() => void) | null
}

/** A dialog about one alert. */
export interface OpenDialog {
  readonly alertId: string
  readonly kind: 'close' | 'rule-out' | 'shelve' | 'priority' | 'note' | 'transfer'
}

export const card = createStore<CardState>({ shownId: null, isChosen: false, cameAtMs: 0 })
export const chosenCameraId = createStore<string | null>(null)
export const dialog = createStore<OpenDialog | null>(null)
export const isKeySheetOpen = createStore(false)
export const failure = createStore<Failure | null>(null)
/** The command under way, `alertId:verb`; a second press does nothing. */
export const busy = createStore<string | null>(null)
/** The alert that was closed last on this screen: closing is undone by reopening, not prevented by a question. */
export const justClosed = createStore<{ readonly id: string; readonly atMs: number } | null>(null)
/** A short word to the officer that needs no answer: its sentence, shown for a few seconds. */
export interface Hint {
  readonly text: string
  readonly values?: SpokenValues
  readonly atMs: number
}
export const hint = createStore<Hint | null>(null)
/** So long a hint stands. */
export const HINT_MS = 8_000

/** Says it beside the alerts. */
export function sayHint(text: string, values: SpokenValues = {}): void {
  hint.set({ text, values, atMs: nowMs() })
}

let lastTouchMs = 0

/** The queue as it stands now. */
export function queueNow(): readonly AlertView[] {
  return listsNow().queue
}

let lists: {
  readonly alerts: ReadonlyMap<string, AlertView>
  readonly unsaved: readonly AlertView[]
  readonly queue: readonly AlertView[]
  readonly suppressed: readonly AlertView[]
} | null = null

/** Sorted anew only when the alerts are others: every part of the screen asks for them. */
function listsNow(): NonNullable<typeof lists> {
  const { alerts } = facts.get()
  const { unsaved } = signals.get()
  if (lists?.alerts !== alerts || lists.unsaved !== unsaved) {
    const all = [...alerts.values()]
    lists = { alerts, unsaved, queue: queueOf(all, unsaved), suppressed: suppressedOf(all, unsaved) }
  }
  return lists
}

/** Open alerts that are not heard now. */
export function suppressedNow(): readonly AlertView[] {
  return listsNow().suppressed
}

/** Alerts that were passed up to whoever sits at this page. */
export function passedUpNow(queue: readonly AlertView[] = queueNow()): readonly AlertView[] {
  const who = session.get()
  if (who.state !== 'in') return []
  const { person, rights } = who.view
  // Lowering is the commander's alone: whoever may do it there is the one to whom it is passed up.
  // A locked screen is told no area.
  return queue.filter((alert) =>
    isPassedUpTo(alert, { personId: person.id, isCommander: mayDo(rights, 'alert.lower', alert.area || undefined) }),
  )
}

/** An alert that is open, heard or put off. */
export function openAlert(id: string | null): AlertView | null {
  const is = (alert: AlertView) => alert.id === id
  return queueNow().find(is) ?? suppressedNow().find(is) ?? null
}

/** The alert on the card now: of the queue, or one that was put off and that a hand put there. */
export function shownAlert(): AlertView | null {
  return openAlert(card.get().shownId)
}

/** What a hand put on the card stays there though it is put off. */
function cardQueue({ shownId, isChosen }: CardState): readonly AlertView[] {
  const chosen = isChosen ? suppressedNow().find(({ id }) => id === shownId) : undefined
  return chosen ? [...queueNow(), chosen] : queueNow()
}

function settleCard() {
  const who = session.get()
  card.update((now) =>
    nextCard(now, cardQueue(now), {
      nowMs: nowMs(),
      lastTouchMs,
      isDialogOpen: dialog.get() !== null,
      personId: who.state === 'in' ? who.view.person.id : '',
    }),
  )
}

/** Keeps the card right as facts, signals and the clock go on. Gives back what ends it. */
export function startDuty(): () => void {
  const touched = () => {
    lastTouchMs = nowMs()
  }
  addEventListener('keydown', touched, { capture: true })
  addEventListener('pointerdown', touched, { capture: true })
  const stops = [facts.subscribe(settleCard), signals.subscribe(settleCard), onEachSecond(settleCard)]
  settleCard()
  return () => {
    removeEventListener('keydown', touched, { capture: true })
    removeEventListener('pointerdown', touched, { capture: true })
    for (const stop of stops) stop()
    card.set({ shownId: null, isChosen: false, cameAtMs: 0 })
    dialog.set(null)
    failure.set(null)
    justClosed.set(null)
    chosenCameraId.set(null)
  }
}

/** Puts the next or the previous alert of the queue onto the card. */
export function stepCard(step: 1 | -1): void {
  card.update((now) => moveCard(now, queueNow(), step))
}

/** Puts this alert onto the card. */
export function showAlert(id: string): void {
  card.set({ shownId: id, isChosen: true, cameAtMs: 0 })
}

/** Shows a camera's picture, or puts it away when it is the one shown. */
export function chooseCamera(id: string): void {
  chosenCameraId.update((now) => (now === id ? null : id))
}

// ------------------------------------------------------------------------------------------------ commands

type Verb =
  | 'acknowledge'
  | 'withdraw'
  | 'close'
  | 'reopen'
  | 'shelve'
  | 'unshelve'
  | 'priority'
  | 'note'
  | 'transfer'
  | 'transfer/answer'

/** Sends an act on an alert; true when the server has it on disk. A failure stands on the screen until it is hidden. */
export async function command(alert: AlertView, verb: Verb, more: object = {}): Promise<boolean> {
  const key = `${alert.id}:${verb}`
  if (busy.get() !== null) return false
  busy.set(key)
  failure.set(null)
  // The same command again must have the same id: a retry after a lost answer has no second effect.
  const body = { commandId: randomId(), basedOn: alert.version, ...more }
  const send = async (): Promise<boolean> => {
    busy.set(key)
    try {
      const answer = (await request('POST', `/api/alerts/${alert.id}/${verb}`, { body, csrf: csrf() })) as { alert: AlertView }
      takeRows({ alerts: [answer.alert] })
      failure.set(null)
      return true
    } catch (thrown) {
      const problem = thrown instanceof RequestProblem ? thrown : new RequestProblem('internal', 500, null)
      if (problem.status === 401) session.set({ state: 'out', because: 'expired' })
      const mayRetry = problem.status === 0 || problem.status >= 500
      failure.set({
        code: problem.code,
        title: problem.title,
        facts: problem.facts,
        alertId: alert.id,
        retry: mayRetry ? () => void send() : null,
      })
      return false
    } finally {
      busy.set(null)
    }
  }
  return send()
}

/** Opens a dialog about the alert on the card, where that act fits it. */
export function askAbout(kind: Exclude<OpenDialog['kind'], 'close' | 'rule-out'>): boolean {
  const alert = shownAlert()
  if (alert === null || !fits(kind, alert)) return false
  failure.set(null)
  dialog.set({ alertId: alert.id, kind })
  return true
}

/** Whether this person may do this to an alert: an engineer takes what cameras tell, and nothing of who was seen. */
export function mayOn(alert: AlertView, action: Action): boolean {
  const who = session.get()
  if (who.state !== 'in') return false
  const asked = action === 'alert.acknowledge-health' && alert.kind === 'detection' ? 'alert.acknowledge' : action
  return mayDo(who.view.rights, asked, alert.area)
}

const actionOf = {
  close: 'alert.close',
  'rule-out': 'alert.close',
  shelve: 'alert.shelve',
  priority: 'alert.raise',
  transfer: 'alert.acknowledge',
  note: 'alert.acknowledge-health',
} as const satisfies Record<OpenDialog['kind'], Action>

/** Whether an act is offered for an alert at all; what the server decides beyond that it says itself. */
export function fits(kind: OpenDialog['kind'], alert: AlertView): boolean {
  if (!mayOn(alert, actionOf[kind])) return false
  if (alert.notSavedSince !== null) return kind === 'close'
  if (kind === 'shelve') return alert.priority !== 'P1' && alert.ruleId !== 'tamper-suspected'
  if (kind === 'transfer') return alert.ack === 'acknowledged' && alert.transfer === null
  if (kind === 'rule-out') return alert.kind === 'detection'
  return true
}

/** Takes the alert on the card, and only that one. Not in the first moment after it came there by itself. */
export function takeShown(): boolean {
  const alert = shownAlert()
  if (alert === null || alert.ack === 'acknowledged' || !mayOn(alert, 'alert.acknowledge-health')) return false
  if (nowMs() - card.get().cameAtMs < SETTLING_MS) return true
  void command(alert, 'acknowledge')
  return true
}

/** Whether this person may still withdraw from the alert, and for how long. */
export function withdrawableMs(alert: AlertView, atMs: number): number {
  const who = session.get()
  if (alert.withdrawableUntil === null || who.state !== 'in' || alert.owner?.id !== who.view.person.id) return 0
  return Math.max(0, Date.parse(alert.withdrawableUntil) - atMs)
}

/** Withdraws my acknowledgement of the alert on the card. */
export function withdrawShown(): boolean {
  const alert = shownAlert()
  if (alert === null || withdrawableMs(alert, nowMs()) === 0) return false
  void command(alert, 'withdraw')
  return true
}

/** Takes what was put off back now. */
export function unshelveShown(): boolean {
  const alert = shownAlert()
  if (alert?.suppression.kind !== 'shelved' || !mayOn(alert, 'alert.shelve')) return false
  void command(alert, 'unshelve')
  return true
}

/** Opens the dialog that asks for the reason. A camera or the system is closed with its cause; only movers are ruled out. */
export function askReason(kind: 'close' | 'rule-out'): boolean {
  const alert = shownAlert()
  if (alert === null || !mayOn(alert, actionOf[kind]) || (kind === 'rule-out' && alert.kind !== 'detection')) return false
  failure.set(null)
  dialog.set({ alertId: alert.id, kind })
  return true
}

/** The draft of a dialog; kept until it is sent, through `Esc` and through a lost link. */
export function draftOf(open: OpenDialog): CloseDraft {
  return keptOf(draftName(open), emptyDraft)
}

/** Keeps what was chosen and typed so far. */
export function keepDraft(open: OpenDialog, draft: CloseDraft): void {
  keep(draftName(open), draft)
}

/** Under what name the drafts of a dialog are kept. */
export function draftName({ alertId, kind }: OpenDialog): string {
  return `alert ${alertId} ${kind}`
}

/** Sends the dialog. It closes only when the server has the answer on disk. */
export async function sendReason(open: OpenDialog): Promise<void> {
  const alert = openAlert(open.alertId) ?? undefined
  const body = alert === undefined ? null : closeBody(draftOf(open), alert)
  if (alert === undefined || body === null) return
  if (await command(alert, 'close', body)) {
    // It has ended: nothing that was begun about it is of use.
    dropDrafts(`alert ${alert.id}`)
    dialog.set(null)
    justClosed.set({ id: alert.id, atMs: nowMs() })
  }
}

/** Opens again what was closed last. */
export async function reopenJustClosed(): Promise<void> {
  const closed = justClosed.get()
  const alert = closed === null ? undefined : facts.get().alerts.get(closed.id)
  if (alert === undefined) return
  if (await command(alert, 'reopen')) {
    justClosed.set(null)
    showAlert(alert.id)
  }
}
