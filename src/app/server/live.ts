/** The live lane's hub: facts in order and without a gap to every reader, signals newest only. */
import type { WebSocket } from 'ws'
import type { Ports } from '../../platform/ports.ts'
import type { ServerMessage, Signals } from '../live.ts'
import { clientMessage } from '../live.ts'
import type { Sight } from './sight.ts'

/** Above this many waiting bytes a reader gets no signals; facts wait for it. */
const signalBytesMax = 256 * 1024
/** Above this it is too slow to be served: it is sent away and resumes by its cursor. */
const waitingBytesMax = 8 * 1024 * 1024
const beatMs = 2000
const signalMs = 250

type Facts = Extract<ServerMessage, { facts: unknown }>

export interface LiveSource {
  /** Of what this sight shows; what else is in it is left out when it is sent. */
  snapshot(sight: Sight): Promise<Extract<ServerMessage, { snapshot: unknown }>>
  /** Facts after a position, or null when that is too far back and a snapshot is shorter. */
  factsAfter(cursor: number): Promise<Facts[] | null>
  /** The state of everything that moves. */
  signals(): Promise<Signals>
  shown(alertIds: readonly string[], isVisible: boolean, sight: Sight): void
  /** Names the pages that are given out now; null: there are none. */
  pages?(): string | null
}

export interface Reader {
  readonly sessionId: string
  readonly personId: string
  /** Whether the session still stands. */
  isAlive(): boolean
  /** What it may see at this moment. */
  sight(): Sight
}

export interface LiveHub {
  join(socket: WebSocket, reader: Reader): void
  /** Facts that were just committed, once for all readers. */
  publish(facts: Facts): void
  /** At once, not with the next beat of signals. */
  publishSignals(signals: Signals): void
  /** Sessions may have ended, or may see another part of the site than before: each reader is looked at. */
  recheck(): void
  /** Something went from one area to another: every reader begins anew with what is his now. */
  renew(): void
  readonly readers: number
  /** When a lit page of this person last said what it draws; null: never. A page that sleeps says nothing. */
  answeredAtMs(personId: string): number | null
  stop(): void
}

interface Joined {
  readonly socket: WebSocket
  readonly reader: Reader
  /** Null until the reader has said where it stands; facts that come meanwhile are covered by its first answer. */
  cursor: number | null
  isCatchingUp: boolean
  readonly held: Facts[]
  sight: Sight
  /** What it sees has changed while it was caught up: it begins anew. */
  isStale: boolean
}

/** Opens the hub; it beats from now on until `stop`. */
export function createLiveHub(source: LiveSource, ports: Ports): LiveHub {
  const joined = new Set<Joined>()
  const answered = new Map<string, number>()

  /** Made once for all who see the same. */
  const factTexts = new WeakMap<Facts, Map<string, string>>()
  function factText(facts: Facts, sight: Sight): string {
    const made = factTexts.get(facts) ?? new Map<string, string>()
    factTexts.set(facts, made)
    const text = made.get(sight.key) ?? JSON.stringify(sight.facts(facts))
    made.set(sight.key, text)
    return text
  }

  function send(to: Joined, message: ServerMessage): void {
    sendText(to, JSON.stringify(message))
  }

  function sendText(to: Joined, text: string): void {
    if (to.socket.readyState !== to.socket.OPEN) return
    to.socket.send(text)
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
    sendText(to, factText(facts, to.sight))
  }

  async function catchUp(to: Joined, resume: number | null): Promise<void> {
    to.isCatchingUp = true
    let from = resume
    do {
      to.isStale = false
      const { sight } = to
      const missed = from === null ? null : await source.factsAfter(from)
      const snapshot = missed === null ? await source.snapshot(sight) : null
      const signals = snapshot === null ? await source.signals() : null
      // Its rights changed while this was read: what was read is not for it any more.
      if (to.isStale) {
        from = null
        continue
      }
      if (snapshot !== null) {
        to.cursor = snapshot.cursor
        send(to, { ...sight.snapshot(snapshot), seeing: sight.seeing })
      } else {
        to.cursor = from
        for (const facts of missed ?? []) sendFacts(to, facts)
        if (signals !== null) send(to, { signals: sight.signals(signals) })
      }
    } while (to.isStale)
    // What was committed while this was read: in order, and no fact twice.
    for (const facts of to.held.splice(0)) sendFacts(to, facts)
    to.isCatchingUp = false
  }

  function look(to: Joined): void {
    if (!to.reader.isAlive()) {
      sendAway(to, 'signed-out')
      return
    }
    const sight = to.reader.sight()
    if (sight.key === to.sight.key) return
    to.sight = sight
    if (to.isCatchingUp) to.isStale = true
    else if (to.cursor !== null) catchUp(to, null).catch(() => sendAway(to, 'stopping'))
  }

  const beat = ports.timers.every(beatMs, () => {
    const pages = source.pages?.() ?? null
    for (const to of joined) {
      const at = new Date(ports.clock.nowMs()).toISOString()
      if (to.cursor !== null) send(to, { beat: at, cursor: to.cursor, ...(pages === null ? {} : { pages }) })
      // Sessions and roles end by the clock, too.
      look(to)
    }
  })
  const pulse = ports.timers.every(signalMs, () => {
    if (joined.size === 0) return
    // Signals hold the whole state: what could not be read now comes with the next.
    source.signals().then(spread, () => {})
  })

  function spread(signals: Signals): void {
    const texts = new Map<string, string>()
    for (const to of joined) {
      if (to.cursor === null || to.isCatchingUp || to.socket.readyState !== to.socket.OPEN) continue
      // A slow reader loses old signals, never facts: the next ones hold the whole state again.
      if (to.socket.bufferedAmount > signalBytesMax) continue
      const text = texts.get(to.sight.key) ?? JSON.stringify({ signals: to.sight.signals(signals) } satisfies ServerMessage)
      texts.set(to.sight.key, text)
      to.socket.send(text)
    }
  }

  return {
    join(socket, reader) {
      const to: Joined = {
        socket,
        reader,
        cursor: null,
        isCatchingUp: false,
        held: [],
        sight: reader.sight(),
        isStale: false,
      }
      joined.add(to)
      socket.on('close', () => joined.delete(to))
      socket.on('error', () => joined.delete(to))
      socket.on('message', (data) => {
        const message = clientMessage.safeParse(parseJson(String(data)))
        if (!message.success) return socket.close(1008, 'not understood')
        if ('resume' in message.data) {
          const { resume, seeing } = message.data
          // What the page keeps from before was for other rights: it begins anew.
          const isOther = seeing !== undefined && seeing !== to.sight.seeing
          catchUp(to, isOther ? null : resume).catch(() => sendAway(to, 'stopping'))
        } else {
          if (message.data.visible) answered.set(reader.personId, ports.clock.nowMs())
          source.shown(message.data.shown, message.data.visible, to.sight)
        }
      })
    },
    publish(facts) {
      for (const to of joined) {
        if (to.isCatchingUp) to.held.push(facts)
        else if (to.cursor !== null) sendFacts(to, facts)
      }
    },
    publishSignals: spread,
    renew() {
      for (const to of joined) {
        if (to.isCatchingUp) to.isStale = true
        else if (to.cursor !== null) catchUp(to, null).catch(() => sendAway(to, 'stopping'))
      }
    },
    recheck() {
      for (const to of joined) look(to)
    },
    answeredAtMs: (personId) => answered.get(personId) ?? null,
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
