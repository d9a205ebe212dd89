/** Who works on this screen: restored at load, opened by sign-in or by PIN, hidden by the lock, left by choice or by time. */
import { closeDrafts, openDrafts } from '../../../platform/web/drafts.ts'
import { RequestProblem, request } from '../../../platform/web/http.ts'
import { randomId } from '../../../platform/web/random-id.ts'
import { createStore } from '../../../platform/web/store.ts'
import type { SessionView } from '../contract.ts'

export type Session =
  | { readonly state: 'restoring' }
  | { readonly state: 'out'; readonly because: 'expired' | 'left' | null }
  | { readonly state: 'in'; readonly view: SessionView }

export const session = createStore<Session>({ state: 'restoring' })

const HIDDEN = 'marsad.hidden'
/** Hidden here, whatever the server knows of it yet: a lock takes effect before any answer, and stays through a reload. */
export const isHiddenHere = createStore(readHidden())
const LOCK_AGAIN_MS = 1000

function readHidden(): boolean {
  try {
    return sessionStorage.getItem(HIDDEN) === '1'
  } catch {
    return false // No storage: the server's word alone survives a reload.
  }
}

function hideHere(isHidden: boolean): void {
  isHiddenHere.set(isHidden)
  try {
    if (isHidden) sessionStorage.setItem(HIDDEN, '1')
    else sessionStorage.removeItem(HIDDEN)
  } catch {
    // See readHidden().
  }
}

function enter(answer: unknown): void {
  const view = answer as SessionView
  // First of all: what another officer left unsent is not drawn for this one.
  openDrafts(view.person.id)
  session.set({ state: 'in', view })
}

/** Asks the server whether this browser still has a session. Without an answer it goes on asking. */
export async function restoreSession(): Promise<void> {
  try {
    enter(await request('GET', '/api/session'))
    if (isHiddenHere.get()) void tellLock()
  } catch (problem) {
    if (problem instanceof RequestProblem && problem.status === 0) setTimeout(() => void restoreSession(), 2000)
    else leave(null)
  }
}

function leave(because: 'expired' | 'left' | null): void {
  hideHere(false)
  closeDrafts(because === 'left')
  session.set({ state: 'out', because })
}

/** Opens a session, or throws `RequestProblem`. */
export async function signIn(name: string, password: string): Promise<void> {
  const opened = await request('POST', '/api/session', { body: { name, password } })
  hideHere(false)
  enter(opened)
}

/** Ends the session here even where the server does not answer: the screen must not stay open. */
export async function signOut(): Promise<void> {
  const now = session.get()
  if (now.state !== 'in') return
  await request('DELETE', '/api/session', { csrf: now.view.csrf }).catch(() => {})
  leave('left')
}

let changing = 0

/** The server may have ended the session, or given it other rights: asks how it stands. */
export async function checkSession(): Promise<void> {
  // While the officer changes, the session before is over and the next one is on its way.
  if (changing > 0 || session.get().state !== 'in') return
  try {
    const now = (await request('GET', '/api/session')) as SessionView
    if (changing === 0 && session.get().state === 'in') enter(now)
  } catch (problem) {
    const isOver = problem instanceof RequestProblem && problem.status === 401
    if (isOver && changing === 0 && session.get().state === 'in') leave('expired')
  }
}

/** The key that every change carries. */
export function csrf(): string {
  const now = session.get()
  return now.state === 'in' ? now.view.csrf : ''
}

/** Hides the screen at once, and tells the server until it knows. */
export function lockScreen(): void {
  if (session.get().state !== 'in' || isHiddenHere.get()) return
  hideHere(true)
  void tellLock()
}

/** Whether the server has been told of the lock. */
export const isLockTold = createStore(true)

async function tellLock(): Promise<void> {
  const now = session.get()
  if (now.state !== 'in' || !isHiddenHere.get()) return
  try {
    const view = (await request('POST', '/api/session/lock', { body: {}, csrf: now.view.csrf })) as SessionView
    isLockTold.set(true)
    // Opened meanwhile, or another officer came: his session stands.
    if (isHiddenHere.get() && csrf() === view.csrf) enter(view)
  } catch (problem) {
    if (problem instanceof RequestProblem && problem.status === 401) return leave('expired')
    isLockTold.set(false)
    setTimeout(() => void tellLock(), LOCK_AGAIN_MS)
  }
}

/** Opens the locked screen, or throws `RequestProblem`. */
export async function unlockScreen(secret: { readonly pin: string } | { readonly password: string }): Promise<void> {
  const opened = await request('POST', '/api/session/unlock', { body: secret, csrf: csrf() })
  hideHere(false)
  enter(opened)
}

/** Another officer takes the screen by name and PIN, or `RequestProblem` says why not. The page stays as it is. */
export async function changeOfficer(name: string, pin: string): Promise<void> {
  changing++
  try {
    const opened = await request('POST', '/api/session/change', { body: { name, pin }, csrf: csrf() })
    hideHere(false)
    enter(opened)
  } finally {
    changing--
  }
}

/** Own password; throws `RequestProblem`. */
export async function changePassword(old: string, next: string): Promise<void> {
  enter(await request('POST', '/api/session/password', { body: { commandId: randomId(), old, next }, csrf: csrf() }))
}

/** Own PIN; throws `RequestProblem`. */
export async function setPin(password: string, pin: string): Promise<void> {
  enter(await request('POST', '/api/session/pin', { body: { commandId: randomId(), password, pin }, csrf: csrf() }))
}
