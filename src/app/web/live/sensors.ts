/** Sensors that stand on the map, and whether they are heard: asked for while a map is open, and at once when the log says of a change. */
import type { FeedSignal, FeedView } from '../../../features/sensors/contract.ts'
import { type Stand, standsOf } from '../../../features/sensors/web/sensor-shapes.ts'
import { RequestProblem, request } from '../../../platform/web/http.ts'
import { createStore } from '../../../platform/web/store.ts'
import { facts } from './world.ts'

/** The same list until something that a map shows has changed. */
export const sensors = createStore<readonly Stand[]>([])

/** That a sensor itself falls silent is in no entry of the journal. */
const askEveryMs = 5000

function take(next: readonly Stand[]): void {
  if (JSON.stringify(next) !== JSON.stringify(sensors.get())) sensors.set(next)
}

async function read(): Promise<readonly Stand[]> {
  try {
    const { feeds, signals } = (await request('GET', '/api/feeds')) as { feeds: FeedView[]; signals: FeedSignal[] }
    return standsOf(feeds, signals)
  } catch (problem) {
    if (!(problem instanceof RequestProblem)) throw problem
    // They stand where they stood; whether they are heard is not known any more.
    return sensors.get().map((stand) => ({ ...stand, hearing: 'waiting' as const }))
  }
}

/** Asks until what it gives back is called. */
export function startSensors(): () => void {
  let known = facts.get().cursor
  let isOver = false
  // An answer that comes when nobody asks any more may be for somebody who has gone from this screen.
  const ask = async () => {
    const next = await read()
    if (!isOver) take(next)
  }
  void ask()
  const timer = setInterval(() => void ask(), askEveryMs)
  const stop = facts.subscribe(() => {
    const { log, cursor } = facts.get()
    if (cursor === known) return
    const since = known ?? 0
    known = cursor
    if (log.some(({ pos, type }) => pos > since && type.startsWith('feed.'))) void ask()
  })
  return () => {
    isOver = true
    clearInterval(timer)
    stop()
  }
}

/** Another person signs in on this screen. */
export function forgetSensors(): void {
  sensors.set([])
}
