/** The timeline of one camera as the page needs it: asked for as the view moves, and every few seconds while it holds the present. */
import { nowMs } from '../../../platform/web/clock.ts'
import { RequestProblem, request } from '../../../platform/web/http.ts'
import { createStore, type Store } from '../../../platform/web/store.ts'
import type { Timeline } from '../contract.ts'
import type { View } from './timeline-view.ts'

export interface PastStore {
  readonly timeline: Store<Timeline | null>
  readonly problem: Store<RequestProblem | null>
  /** Asks for this view with room on both sides, when it is not there yet. */
  show(view: View): void
  /** Asks again for what is shown: something was changed. */
  refresh(): void
  /** Another stretch, for a jump out of view; kept nowhere. */
  ask(fromMs: number, toMs: number): Promise<Timeline>
  /** Keeps the present up to date until what it gives back is called; may be started again. */
  start(): () => void
}

const REFRESH_MS = 5_000
/** The hand moves on before a line with a week on it is worth asking for. */
const REST_MS = 120

/** For one camera; nothing is asked for before it is started. */
export function createPastStore(cameraId: string): PastStore {
  const timeline = createStore<Timeline | null>(null)
  const problem = createStore<RequestProblem | null>(null)
  let view: View | null = null
  let asked: View | null = null
  let askedAtMs = 0
  let number = 0
  let isClosed = true
  let rest: ReturnType<typeof setTimeout> | undefined

  async function ask(fromMs: number, toMs: number): Promise<Timeline> {
    const query = new URLSearchParams({ from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() })
    return (await request('GET', `/api/cameras/${cameraId}/timeline?${query}`)) as Timeline
  }

  async function fetchNow() {
    if (view === null || isClosed) return
    const room = (view.toMs - view.fromMs) / 2
    const wanted = { fromMs: view.fromMs - room, toMs: Math.max(view.fromMs, Math.min(view.toMs + room, nowMs())) }
    asked = wanted
    askedAtMs = Date.now()
    number += 1
    const mine = number
    try {
      const found = await ask(wanted.fromMs, wanted.toMs)
      if (isClosed || mine !== number) return
      problem.set(null)
      timeline.set(found)
    } catch (fault) {
      if (isClosed || mine !== number) return
      asked = null
      problem.set(fault instanceof RequestProblem ? fault : new RequestProblem('internal', 500, null))
    }
  }

  return {
    timeline,
    problem,
    show(next) {
      view = next
      const has = asked !== null && next.fromMs >= asked.fromMs && Math.min(next.toMs, nowMs()) <= asked.toMs + REFRESH_MS * 2
      if (has) return
      clearTimeout(rest)
      rest = setTimeout(() => void fetchNow(), asked === null ? 0 : REST_MS)
    },
    refresh: () => void fetchNow(),
    ask,
    start() {
      isClosed = false
      const timer = setInterval(() => {
        if (view === null || Date.now() - askedAtMs < REFRESH_MS) return
        if (asked === null || view.toMs > nowMs() - 60_000) void fetchNow()
      }, 1000)
      clearTimeout(rest)
      if (view !== null) void fetchNow()
      return () => {
        isClosed = true
        asked = null
        clearInterval(timer)
        clearTimeout(rest)
      }
    },
  }
}
