/** One connection to one broker, listening only. It does not come back by itself: whoever opened it decides when to try again. */
import { connect as connectPlain, type Socket } from 'node:net'
import { connect as connectSecure } from 'node:tls'
import type { Timers } from '../../../../platform/ports.ts'
import { connectPacket, type Heard, heardPacket, leavePacket, PacketReader, pingPacket, subscribePacket } from '../packets.ts'

const keepAliveS = 15
/** We ask whether it is alive this often; a broker that said nothing between so many questions is gone. */
const beatMs = 5000
const beatsMost = 3
const openWithinMs = 10_000
/** No message of a sensor is longer; Frigate's are two or three KiB. */
const packetBytesMost = 64 * 1024

/** Why a connection is over. */
export type BrokerFault =
  | 'broker.not-reached'
  | 'broker.login'
  | 'broker.refused'
  | 'broker.silent'
  | 'broker.ended'
  | 'broker.broken'

export interface BrokerOptions {
  readonly address: URL
  readonly login: { readonly user: string; readonly password: string } | null
  readonly clientId: string
  readonly topics: readonly string[]
  readonly timers: Timers
  /** The topics are heard from now on. */
  listening(): void
  message(message: Extract<Heard, { type: 'message' }>): void
  /** Said once. */
  over(fault: BrokerFault): void
}

export interface Broker {
  /** Goes, without `over`. */
  close(): void
}

/** Connects and subscribes. `mqtts:` asks for a certificate that this machine trusts. */
export function listenToBroker(options: BrokerOptions): Broker {
  const { address, login, timers } = options
  const isSecure = address.protocol === 'mqtts:'
  const host = address.hostname.replace(/^\[|\]$/g, '')
  const port = Number(address.port || (isSecure ? 8883 : 1883))
  const socket: Socket = isSecure ? connectSecure({ host, port, servername: host }) : connectPlain({ host, port })
  const reader = new PacketReader(packetBytesMost)
  let isOver = false
  let isListening = false
  let isReached = false

  function end(fault: BrokerFault | null): void {
    if (isOver) return
    isOver = true
    opening.cancel()
    ping.cancel()
    if (fault === null && isReached) socket.end(leavePacket, () => socket.destroy())
    else socket.destroy()
    if (fault !== null) options.over(fault)
  }

  const opening = timers.after(openWithinMs, () => end(isReached ? 'broker.silent' : 'broker.not-reached'))
  let beatsUnheard = 0
  const ping = timers.every(beatMs, () => {
    if (++beatsUnheard > beatsMost) return end('broker.silent')
    if (isListening) socket.write(pingPacket)
  })

  function hear(said: Heard) {
    if (said.type === 'connected') {
      if (said.code !== 0) end(said.code === 4 || said.code === 5 ? 'broker.login' : 'broker.refused')
      else socket.write(subscribePacket(1, options.topics))
    } else if (said.type === 'subscribed') {
      if (said.codes.some((code) => code >= 128)) return end('broker.refused')
      isListening = true
      opening.cancel()
      options.listening()
    } else if (said.type === 'message') {
      if (said.packetId !== null) socket.write(heardPacket(said.packetId))
      options.message(said)
    }
  }

  socket.setNoDelay(true)
  socket.on(isSecure ? 'secureConnect' : 'connect', () => {
    isReached = true
    socket.write(connectPacket(options.clientId, login, keepAliveS))
  })
  socket.on('data', (bytes) => {
    beatsUnheard = 0
    for (const said of reader.push(bytes)) if (!isOver) hear(said)
    if (reader.isBroken) end('broker.broken')
  })
  socket.on('error', () => end(isReached ? 'broker.ended' : 'broker.not-reached'))
  socket.on('close', () => end(isReached ? 'broker.ended' : 'broker.not-reached'))

  return {
    close: () => end(null),
  }
}
