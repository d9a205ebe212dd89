/** The live lane's hub: facts in order and without a gap to every reader, signals newest only. */
import type { WebSocket } from 'ws'
import type { Ports } from '../../platform/ports.ts'
import type { ServerMessage, Signals } from '../live.ts'
import { clientMessage } from '../live.ts'

/** Above this many waiting bytes a reader gets no signals; facts wait for it. */
const signalBytesMax = 256 * 1024
/** Above this it is too slow to be served: it is sent away and resumes by its cursor. */
const waitingBytesMax = 8 * 1024 * 1024
const beatMs = 2000
const signalMs = 250

type Facts = Extract<ServerMessage, { facts: unknown }>

export interface LiveSource {
  snapshot(): Promise<Extract<ServerMessage, { snapshot: unknown }>>
  /** Facts after a position, or null when that is too far back and a snapshot is shorter. */
  factsAfter(cursor: number): Promise<Facts[] | null>
  /** The state of everything that moves. */
  signals(): Promise<Signals>
  shown(alertIds: readonly string[], isVisible: boolean, personId: string): void
}

export interface Reader {
  readonly sessionId: string
  readonly personId: string
  /** Whether the session still stands. */
  isAlive(): Promise<boolean>
}

export interface LiveHub {
  join(socket: WebSocket, reader: Reader): void
  /** Facts that were just committed, once for all readers. */
  publish(facts: Facts): void
  /** At once, not with the next beat of signals. */
  publishSignals(signals: Signals): void
  leave(sessionId: string): void
  readonly readers: number
  stop(): void
}

interface Joined {
  readonly socket: WebSocket
  readonly reader: Reader
  /** Null until the reader has said where it stands; facts that come meanwhile are covered by its first answer. */
  cursor: number | null
  isCatchingUp: boolean
  readonly held: Facts[]
}

/** Opens the hub; it beats from now on until `stop`. */
export function createLiveHub(source: LiveSource, ports: Ports): LiveHub {
  const joined = new Set<Joined>()

  function send(to: Joined, message: ServerMessage): void {
    if (to.socket.readyState !== to.socket.OPEN) return
    to.socket.send(JSON.stringify(message))
    if (to.socket.bufferedAmount > waitingBytesMax) sendAway(to, 'too-slow')
  }

  function sendAway(to: Joined, goodbye: 'signed-out' | 'stopping' | 'too-slow'): void {
    joined.delete(to)
    if (to.socket.readyState === to.socket.OPEN) to.socket.send(JSON.stringify({ goodbye } satisfies ServerMessage))
    to.socket.close(1000, goodbye)
  }

  function sendFacts(to: Joined, facts: Facts): void {
    if (to.cursor !== null && facts.cursor <= to.cursor) return
    to.cursor = facts.cursor
    send(to, facts)
  }

  async function catchUp(to: Joined, resume: number | null): Promise<void> {
    to.isCatchingUp = true
    const missed = resume === null ? null : await source.factsAfter(resume)
    if (missed === null) {
      const snapshot = await source.snapshot()
      to.cursor = snapshot.cursor
      send(to, snapshot)
    } else {
      to.cursor = resume
      for (const facts of missed) sendFacts(to, facts)
      send(to, { signals: await source.signals() })
    }
    // What was committed while this was read: in order, and no fact twice.
    for (const facts of to.held.splice(0)) sendFacts(to, facts)
    to.isCatchingUp = false
  }

  const beat = ports.timers.every(beatMs, () => {
    for (const to of joined) {
      if (to.cursor !== null) send(to, { beat: new Date(ports.clock.nowMs()).toISOString(), cursor: to.cursor })
      void to.reader.isAlive().then(
        (isAlive) => {
          if (!isAlive) sendAway(to, 'signed-out')
        },
        () => {}, // The database is away: the session is looked at again with the next beat.
      )
    }
  })
  const pulse = ports.timers.every(signalMs, () => {
    if (joined.size === 0) return
    // Signals hold the whole state: what could not be read now comes with the next.
    source.signals().then(spread, () => {})
  })

  function spread(signals: Signals): void {
    const text = JSON.stringify({ signals } satisfies ServerMessage)
    for (const to of joined) {
      if (to.cursor === null || to.isCatchingUp || to.socket.readyState !== to.socket.OPEN) continue
      // A slow reader loses old signals, never facts: the next ones hold the whole state again.
      if (to.socket.bufferedAmount > signalBytesMax) continue
      to.socket.send(text)
    }
  }

  return {
    join(socket, reader) {
      const to: Joined = { socket, reader, cursor: null, isCatchingUp: false, held: [] }
      joined.add(to)
      socket.on('close', () => joined.delete(to))
      socket.on('error', () => joined.delete(to))
      socket.on('message', (data) => {
        const message = clientMessage.safeParse(parseJson(String(data)))
        if (!message.success) return socket.close(1008, 'not understood')
        if ('resume' in message.data) {
          catchUp(to, message.data.resume).catch(() => sendAway(to, 'stopping'))
        } else source.shown(message.data.shown, message.data.visible, reader.personId)
      })
    },
    publish(facts) {
      for (const to of joined) {
        if (to.isCatchingUp) to.held.push(facts)
        else if (to.cursor !== null) sendFacts(to, facts)
      }
    },
    publishSignals: spread,
    leave(sessionId) {
      for (const to of joined) if (to.reader.sessionId === sessionId) sendAway(to, 'signed-out')
    },
    get readers() {
      return joined.size
    },
    stop() {
      beat.cancel()
      pulse.cancel()
      for (const to of joined) sendAway(to, 'stopping')
    },
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // Answered like any other message that is not understood.
  }
}
