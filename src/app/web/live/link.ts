/** The live lane of a signed-in page: opens it, feeds the world, tells the server what was really drawn. */
import { hearServerTime, nowMs, onEachSecond } from '../../../platform/web/clock.ts'
import { closedLane, type Lane, type LaneState, openLane } from '../../../platform/web/lane.ts'
import { momentNow, sinceMs } from '../../../platform/web/moment.ts'
import { createStore } from '../../../platform/web/store.ts'
import type { ClientMessage, ServerMessage } from '../../live.ts'
import { hearPages } from './renewal.ts'
import { facts, takeMessage } from './world.ts'

/** After so long without a word the screen is old: the server beats every 2 s. */
export const OLD_AFTER_MS = 6_000

/** How the lane stands; ages are computed from it at each draw. */
export const laneState = createStore<LaneState>(closedLane)

let lane: Lane | null = null
let opened = momentNow()

/**
 * Whether the link is cut now, and for how long. `connecting`: nothing was heard yet; a screen that hears
 * nothing for long is as cut off as one that stopped hearing.
 */
export function linkNow(state: LaneState): { readonly link: 'connecting' | 'up' | 'cut'; readonly silentMs: number } {
  const silentMs = sinceMs(state.lastHeard ?? opened)
  if (silentMs > OLD_AFTER_MS) return { link: 'cut', silentMs }
  return state.lastHeard === null ? { link: 'connecting', silentMs: 0 } : { link: 'up', silentMs }
}

/** What the last snapshot said it showed; another one means other rights, or a lock. */
let seeing: string | undefined

/** Opens the lane; `onSession` is called when the session may have ended or may show something else than before. */
export function startLink(onSession: () => void): () => void {
  opened = momentNow()
  seeing = undefined
  const mine = openLane({
    state: laneState,
    path: '/api/live',
    greet: (): ClientMessage => ({ resume: facts.get().cursor, ...(seeing === undefined ? {} : { seeing }) }),
    hear(message) {
      const heard = message as ServerMessage
      if ('snapshot' in heard) {
        hearServerTime(heard.serverTime)
        if (seeing !== undefined && heard.seeing !== seeing) onSession()
        seeing = heard.seeing
      } else if ('beat' in heard) {
        hearServerTime(heard.beat)
        hearPages(heard.pages)
      }
      if ('goodbye' in heard && heard.goodbye === 'signed-out') onSession()
      takeMessage(heard)
    },
    onFailure: (attempts) => {
      if (attempts === 2 || attempts % 10 === 9) onSession()
    },
  })
  lane = mine
  const stop = onEachSecond(tellWhatIsShown)
  return () => {
    stop()
    mine.close()
    lane = null
    laneState.set(closedLane)
  }
}

/** Tries the link now instead of waiting. */
export function tryLinkNow(): void {
  lane?.tryNow()
}

// ------------------------------------------------------------------------------------------ what is shown

let drawn: readonly string[] = []
let told = ''
let toldAtMs = 0
const TELL_EVERY_MS = 5_000

/** Called from a frame in which these alerts were really painted. Frames do not run on a hidden page. */
export function alertsWereDrawn(ids: readonly string[]): void {
  drawn = ids
  tellWhatIsShown()
}

/** Says it when it changes, and every five seconds: an empty screen that draws is evidence, too. */
function tellWhatIsShown() {
  const visible = document.visibilityState === 'visible'
  const message: ClientMessage = { shown: drawn.slice(0, 100), visible }
  const key = JSON.stringify(message)
  if (key === told && nowMs() - toldAtMs < TELL_EVERY_MS) return
  if (!laneState.get().isOpen) return
  told = key
  toldAtMs = nowMs()
  lane?.send(message)
}
