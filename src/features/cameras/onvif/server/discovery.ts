/** WS-Discovery: asks on every network of this machine who is a camera, and listens for a few seconds. */

import { randomUUID } from 'node:crypto'
import { createSocket, type Socket } from 'node:dgram'
import { networkInterfaces } from 'node:os'
import type { Ports } from '../../../../platform/ports.ts'
import type { FoundDevice } from '../contract.ts'
import { type ProbeMatch, probeMessage, readProbeMatches } from '../messages.ts'

/** OASIS WS-Discovery 1.1, 2.4. */
const GROUP = '239.255.255.250'
const PORT = 3702
/** Datagrams get lost; the same question is asked again. */
const ASK_AT_MS = [0, 400, 1500]
/** A network with more devices than this is not ours, or lies. */
const DEVICES_MAX = 500

export type Discovered = Omit<FoundDevice, 'knownAs'>

export interface DiscoveryOptions {
  readonly withinMs: number
  readonly timers: Ports['timers']
  /** Own addresses to ask from; without it every IPv4 network of the machine. */
  readonly from?: readonly string[]
  /** Where the question goes; without it the multicast group of WS-Discovery. */
  readonly to?: { readonly address: string; readonly port: number }
  onFound(devices: readonly Discovered[]): void
}

export interface Search {
  /** Resolves at its end with all devices, each once; null: this machine is on no network. */
  readonly done: Promise<readonly Discovered[] | null>
  stop(): void
}

/** Begins a search. Whatever comes that is no answer to it is passed over; nothing that comes can end the program. */
export function discover({
  withinMs,
  timers,
  from = ownAddresses(),
  to = { address: GROUP, port: PORT },
  onFound,
}: DiscoveryOptions): Search {
  const found = new Map<string, Discovered>()
  const ids = ASK_AT_MS.map(() => randomUUID())
  const sockets: Socket[] = []
  let isOver = false
  let working = from.length
  let end: () => void = () => {}

  const done = new Promise<readonly Discovered[] | null>((resolve) => {
    end = () => {
      if (isOver) return
      isOver = true
      for (const wait of waits) wait.cancel()
      for (const socket of sockets) socket.close()
      resolve(working === 0 ? null : [...found.values()])
    }
  })
  const waits = [timers.after(withinMs, () => end())]

  for (const own of from) {
    const socket = createSocket({ type: 'udp4', reuseAddr: true })
    sockets.push(socket)
    let isGone = false
    const lost = () => {
      // A network that went away in the middle takes nothing from the others.
      if (isGone) return
      isGone = true
      working -= 1
    }
    socket.on('error', lost)
    socket.on('message', (bytes, sender) => {
      if (isOver || bytes.length > 65_535) return
      for (const match of readProbeMatches(bytes.toString('utf8'), ids)) join(match, sender.address)
    })
    socket.bind(0, own, () => {
      if (isOver) return
      if (to.address === GROUP) {
        try {
          socket.setMulticastInterface(own)
          socket.setMulticastTTL(2)
        } catch {
          lost()
          return
        }
      }
      ASK_AT_MS.forEach((atMs, at) => {
        const ask = () => {
          if (!isOver) socket.send(probeMessage(ids[at] as string), to.port, to.address, (error) => error && lost())
        }
        if (atMs === 0) ask()
        else waits.push(timers.after(Math.min(atMs, withinMs * 0.8), ask))
      })
    })
  }
  if (from.length === 0) timers.after(0, () => end())

  /** One device answers on several networks, several times, and with several names of itself: it is shown once. */
  function join(match: ProbeMatch, sender: string): void {
    const address = addressOf(match, sender)
    const twin = [...found.values()].find((each) => each.id === match.id || each.host === hostOf(address))
    if (twin !== undefined || found.size >= DEVICES_MAX) return
    found.set(match.id, { id: match.id, address, host: hostOf(address), name: match.name, hardware: match.hardware })
    onFound([...found.values()])
  }

  return { done, stop: () => end() }
}

/** Only the host that spoke is ever asked further: an answer cannot send a login elsewhere. */
function addressOf({ addresses }: ProbeMatch, sender: string): string {
  const urls = addresses.filter((each) => URL.canParse(each)).map((each) => new URL(each))
  const own = urls.find(({ hostname }) => hostname === sender)
  if (own !== undefined) return own.href
  const path = urls.map(({ pathname }) => pathname).find((each) => each !== '/') ?? '/onvif/device_service'
  return `http://${sender}${path}`
}

function hostOf(address: string): string {
  return new URL(address).host
}

/** Every IPv4 address of this machine but those of itself. */
export function ownAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address)
}
