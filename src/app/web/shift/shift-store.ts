/** What the page knows of shifts and the log book: asked for once, and again when the live lane says that something was written. */
import { csrf } from '../../../features/access/web/session.ts'
import type { HandOverItem, LogBookEntry, WatchView } from '../../../features/shifts/contract.ts'
import { RequestProblem, request } from '../../../platform/web/http.ts'
import { randomId } from '../../../platform/web/random-id.ts'
import { createStore } from '../../../platform/web/store.ts'
import { facts } from '../live/world.ts'

export type Asked<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'known'; readonly value: T }
  /** `known` is what was known before, if anything. */
  | { readonly state: 'failed'; readonly problem: RequestProblem }

export const shiftWatch = createStore<Asked<WatchView>>({ state: 'loading' })
/** The list as it would be handed over now. */
export const shiftItems = createStore<Asked<readonly HandOverItem[]>>({ state: 'loading' })
/** The newest lines of the log book, newest first. */
export const logBook = createStore<Asked<readonly LogBookEntry[]>>({ state: 'loading' })
/** What is being sent, by its name; a second press does nothing. */
export const shiftBusy = createStore<string | null>(null)
/** What went wrong with the last act; it stays until the next. */
export const shiftProblem = createStore<RequestProblem | null>(null)
/** The entry line of the log is open: for a new line, or for the correction of an old one. */
export const logEntry = createStore<{ readonly corrects: LogBookEntry | null } | null>(null)

const LINES = 60

async function ask<T>(
  store: { set(value: Asked<T>): void; get(): Asked<T> },
  path: string,
  of: (answer: never) => T,
): Promise<void> {
  try {
    store.set({ state: 'known', value: of((await request('GET', path)) as never) })
  } catch (problem) {
    if (!(problem instanceof RequestProblem)) throw problem
    // What is known stays while the server does not answer; the band of the cut link says that it is old.
    if (store.get().state !== 'known' || problem.status !== 0) store.set({ state: 'failed', problem })
  }
}

/** Asks who has the watch. */
export const askWatch = () => ask(shiftWatch, '/api/shifts/current', (answer: WatchView) => answer)
/** Asks for the list of a hand-over. */
export const askItems = () => ask(shiftItems, '/api/shifts/items', (answer: { items: HandOverItem[] }) => answer.items)
/** Asks for the newest lines of the log book. */
export const askLog = () => ask(logBook, `/api/log?limit=${LINES}`, (answer: { entries: LogBookEntry[] }) => answer.entries)

/** Listens to the live lane for shifts and notes. */
export function startShift(): () => void {
  let known = facts.get().cursor
  void askWatch()
  void askLog()
  const stop = facts.subscribe(() => {
    const { log, cursor } = facts.get()
    if (cursor === known) return
    const since = known ?? 0
    known = cursor
    const fresh = log.filter(({ pos }) => pos > since)
    if (fresh.some(({ type }) => type.startsWith('shift.'))) void askWatch()
    if (fresh.some(({ type }) => type.startsWith('log.'))) void askLog()
  })
  return () => {
    stop()
    shiftWatch.set({ state: 'loading' })
    shiftItems.set({ state: 'loading' })
    logBook.set({ state: 'loading' })
    logEntry.set(null)
  }
}

/** One act on the watch, based on what stands on the screen. True: it was done. */
export async function actOnShift(path: string, body: object = {}): Promise<boolean> {
  const now = shiftWatch.get()
  if (shiftBusy.get() !== null || now.state !== 'known') return false
  shiftBusy.set(path)
  shiftProblem.set(null)
  try {
    const answer = await request('POST', `/api/shifts/${path}`, {
      csrf: csrf(),
      body: { commandId: randomId(), basedOn: now.value.version, ...body },
    })
    shiftWatch.set({ state: 'known', value: answer as WatchView })
    void askItems()
    return true
  } catch (problem) {
    if (!(problem instanceof RequestProblem)) throw problem
    shiftProblem.set(problem)
    // The watch moved, or the list did: what is shown must be what is decided on.
    void askWatch()
    void askItems()
    return false
  } finally {
    shiftBusy.set(null)
  }
}

/** Writes a line. True: it stands in the log. */
export async function writeLine(line: object): Promise<boolean> {
  if (shiftBusy.get() !== null) return false
  shiftBusy.set('log')
  shiftProblem.set(null)
  try {
    await request('POST', '/api/log', { csrf: csrf(), body: { commandId: randomId(), ...line } })
    void askLog()
    return true
  } catch (problem) {
    if (!(problem instanceof RequestProblem)) throw problem
    shiftProblem.set(problem)
    return false
  } finally {
    shiftBusy.set(null)
  }
}
