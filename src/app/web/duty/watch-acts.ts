/** What a person brings in on the watch page beside the alerts: one by hand, a test, an announced movement. */
import type { Action } from '../../../features/access/contract.ts'
import { mayDo } from '../../../features/access/policy.ts'
import { csrf, session } from '../../../features/access/web/session.ts'
import type { AlertView, AnnouncementView } from '../../../features/alerts/contract.ts'
import { dropDrafts } from '../../../platform/web/drafts.ts'
import { RequestProblem, request } from '../../../platform/web/http.ts'
import { randomId } from '../../../platform/web/random-id.ts'
import { createStore } from '../../../platform/web/store.ts'
import { takeRows } from '../live/world.ts'
import { busy, dialog, failure } from './duty-state.ts'

export type RaiseDialog = 'hand' | 'test' | 'announce'

/** The dialog that is open and is about no alert that is there yet. */
export const raising = createStore<RaiseDialog | null>(null)

const actionOf = {
  hand: 'alert.raise',
  test: 'alert.raise',
  announce: 'alert.shelve',
} as const satisfies Record<RaiseDialog, Action>

/** Whether whoever is at the screen may bring this in at all. */
export function mayRaise(kind: RaiseDialog): boolean {
  const who = session.get()
  return who.state === 'in' && mayDo(who.view.rights, actionOf[kind])
}

/** Opens it; where another dialog stands nothing happens. */
export function openRaising(kind: RaiseDialog): boolean {
  if (dialog.get() !== null || !mayRaise(kind)) return false
  failure.set(null)
  raising.set(kind)
  return true
}

/** The command of the dialog that is open: the same press again is the same command. */
let commandId = ''

async function post(path: string, body: object): Promise<unknown> {
  if (busy.get() !== null) return null
  busy.set(path)
  failure.set(null)
  commandId ||= randomId()
  try {
    const answer = await request('POST', path, { body: { commandId, ...body }, csrf: csrf() })
    commandId = ''
    return answer
  } catch (thrown) {
    const problem = thrown instanceof RequestProblem ? thrown : new RequestProblem('internal', 500, null)
    if (problem.status === 401) session.set({ state: 'out', because: 'expired' })
    // A refusal was an answer: what is sent next is another command.
    if (problem.status !== 0 && problem.status < 500) commandId = ''
    const { code, title, facts } = problem
    failure.set({ code, title, facts, alertId: '', retry: null })
    return null
  } finally {
    busy.set(null)
  }
}

/** Sends an alert by hand. The dialog closes when the server has it on disk. */
export async function sendHand(body: object): Promise<void> {
  const answer = (await post('/api/alerts', body)) as { alert: AlertView } | null
  if (answer === null) return
  takeRows({ alerts: [answer.alert] })
  dropDrafts('hand')
  raising.set(null)
}

/** Starts the test alarm. */
export async function sendTest(): Promise<void> {
  const answer = (await post('/api/alerts/test', {})) as { alert: AlertView } | null
  if (answer === null) return
  takeRows({ alerts: [answer.alert] })
  raising.set(null)
}

/** Announces a movement. */
export async function sendAnnouncement(body: object): Promise<void> {
  const answer = (await post('/api/announcements', body)) as AnnouncementView | null
  if (answer === null) return
  takeRows({ announcements: [answer] })
  dropDrafts('announce')
  raising.set(null)
}

/** Ends an announced movement before its time. */
export async function endAnnouncement({ id, version }: AnnouncementView): Promise<void> {
  const answer = (await post(`/api/announcements/${id}/end`, { basedOn: version })) as AnnouncementView | null
  if (answer !== null) takeRows({ announcements: [answer] })
}

/** Who may take over an alert: the people of its area but me. */
export async function takersOf(alertId: string): Promise<readonly { readonly id: string; readonly name: string }[]> {
  return ((await request('GET', `/api/alerts/${alertId}/takers`)) as { people: { id: string; name: string }[] }).people
}
