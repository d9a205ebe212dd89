/** Who works on this screen: restored at load, opened by sign-in, left by choice or by time. */
import { RequestProblem, request } from '../../../platform/web/http.ts'
import { createStore } from '../../../platform/web/store.ts'
import type { SessionView } from '../contract.ts'

export type Session =
  | { readonly state: 'restoring' }
  | { readonly state: 'out'; readonly because: 'expired' | 'left' | null }
  | { readonly state: 'in'; readonly view: SessionView }

export const session = createStore<Session>({ state: 'restoring' })

/** Asks the server whether this browser still has a session. Without an answer it goes on asking. */
export async function restoreSession(): Promise<void> {
  try {
    session.set({ state: 'in', view: (await request('GET', '/api/session')) as SessionView })
  } catch (problem) {
    if (problem instanceof RequestProblem && problem.status === 0) setTimeout(() => void restoreSession(), 2000)
    else session.set({ state: 'out', because: null })
  }
}

/** Opens a session, or throws `RequestProblem`. */
export async function signIn(name: string, password: string): Promise<void> {
  session.set({ state: 'in', view: (await request('POST', '/api/session', { body: { name, password } })) as SessionView })
}

/** Ends the session here even where the server does not answer: the screen must not stay open. */
export async function signOut(): Promise<void> {
  const now = session.get()
  if (now.state !== 'in') return
  await request('DELETE', '/api/session', { csrf: now.view.csrf }).catch(() => {})
  session.set({ state: 'out', because: 'left' })
}

/** The server ended the session, or may have: asks where it is not certain. */
export async function checkSession(isCertain: boolean): Promise<void> {
  if (!isCertain) {
    try {
      await request('GET', '/api/session')
      return
    } catch (problem) {
      if (!(problem instanceof RequestProblem) || problem.status !== 401) return
    }
  }
  if (session.get().state === 'in') session.set({ state: 'out', because: 'expired' })
}

/** The key that every change carries. */
export function csrf(): string {
  const now = session.get()
  return now.state === 'in' ? now.view.csrf : ''
}
