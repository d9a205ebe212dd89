/**
 * A WebSocket that never gives up: reconnects with a growing pause (at most 5 s), and says how it stands.
 * Silence is a state: whoever reads it asks at each draw how long ago `lastHeard` is.
 */
import { type Moment, momentNow } from './moment.ts'
import type { Store } from './store.ts'

export interface LaneState {
  readonly isOpen: boolean
  /** When the last message came; null: none yet. */
  readonly lastHeard: Moment | null
  /** Attempts since the lane was last open. */
  readonly attempts: number
  /** When the next attempt starts, by the steady clock of the page; null: one is under way, or the lane is open. */
  readonly nextTrySteadyMs: number | null
}

export const closedLane: LaneState = { isOpen: false, lastHeard: null, attempts: 0, nextTrySteadyMs: null }

export interface Lane {
  send(message: unknown): void
  /** Tries at once instead of waiting for the pause to end. */
  tryNow(): void
  close(): void
}

const PAUSES_MS = [300, 700, 1500, 3000, 5000]
/** An open socket that says nothing for so long is dead: the server beats every 2 s. */
const DEAD_AFTER_MS = 8_000
/** An attempt that does not open in this time is given up for the next. */
const OPEN_PATIENCE_MS = 6_000

/** Opens the lane. `greet` makes the first message of each connection; `hear` takes every message. */
export function openLane(options: {
  readonly path: string
  /** Kept up to date. When it was last heard changes quietly: whoever draws ages draws each second. */
  readonly state: Store<LaneState>
  readonly greet: () => unknown
  readonly hear: (message: unknown) => void
  /** Told after failed attempts, so that the page can ask whether its session still holds. */
  readonly onFailure: (attempts: number) => void
}): Lane {
  const { state } = options
  state.set(closedLane)
  let socket: WebSocket | null = null
  let isClosed = false
  let timer: ReturnType<typeof setTimeout> | undefined

  function connect() {
    clearTimeout(timer)
    if (isClosed) return
    drop()
    state.update((now) => ({ ...now, attempts: now.attempts + 1, nextTrySteadyMs: null }))
    const mine = new WebSocket(new URL(options.path, location.href.replace(/^http/, 'ws')))
    socket = mine
    timer = setTimeout(() => fail(mine), OPEN_PATIENCE_MS)
    mine.onopen = () => {
      mine.send(JSON.stringify(options.greet()))
      watch(mine)
    }
    mine.onmessage = (event) => {
      if (mine !== socket) return
      const heard: LaneState = { isOpen: true, lastHeard: momentNow(), attempts: 0, nextTrySteadyMs: null }
      if (state.get().isOpen) state.setQuietly(heard)
      else state.set(heard)
      watch(mine)
      options.hear(JSON.parse(String(event.data)))
    }
    mine.onclose = () => fail(mine)
  }

  function watch(mine: WebSocket) {
    clearTimeout(timer)
    timer = setTimeout(() => fail(mine), DEAD_AFTER_MS)
  }

  function fail(mine: WebSocket) {
    if (mine !== socket || isClosed) return
    drop()
    const { attempts } = state.get()
    const pause = PAUSES_MS[Math.min(attempts, PAUSES_MS.length - 1)] ?? 5000
    state.update((now) => ({ ...now, isOpen: false, nextTrySteadyMs: performance.now() + pause }))
    clearTimeout(timer)
    timer = setTimeout(connect, pause)
    options.onFailure(attempts)
  }

  function drop() {
    if (socket === null) return
    socket.onopen = null
    socket.onmessage = null
    socket.onclose = null
    socket.close()
    socket = null
  }

  connect()
  return {
    send(message) {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
    },
    tryNow() {
      if (!state.get().isOpen) connect()
    },
    close() {
      isClosed = true
      clearTimeout(timer)
      drop()
    },
  }
}
