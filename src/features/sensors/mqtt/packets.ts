/**
 * The few packets of MQTT 3.1.1 (OASIS, 29 October 2014) that a listener needs: it connects, subscribes, hears, answers and goes.
 * There is no packet that publishes: whoever hears Frigate must not be able to command it, whatever its account allows (ADR 0023).
 */

/** What a broker says. */
export type Heard =
  /** `code` 0: taken; 4 and 5: name or password refused. */
  | { readonly type: 'connected'; readonly code: number }
  /** A code of 128 or more: refused. */
  | { readonly type: 'subscribed'; readonly codes: readonly number[] }
  /** `packetId` wants an answer (quality 1). `isKept`: a state kept by the broker, and no news. */
  | {
      readonly type: 'message'
      readonly topic: string
      readonly payload: Uint8Array
      readonly packetId: number | null
      readonly isKept: boolean
    }
  | { readonly type: 'alive' }

const text = (words: string): Uint8Array => {
  const bytes = new TextEncoder().encode(words)
  return Uint8Array.from([bytes.length >> 8, bytes.length & 255, ...bytes])
}

function packet(first: number, parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const body = parts.flatMap((part) => [...part])
  const length: number[] = []
  let left = body.length
  do {
    length.push((left % 128) | (left >= 128 ? 128 : 0))
    left = Math.floor(left / 128)
  } while (left > 0)
  return Uint8Array.from([first, ...length, ...body])
}

/** The first packet of a connection. A session of its own each time: what was said while nobody listened is no news. */
export function connectPacket(
  clientId: string,
  login: { user: string; password: string } | null,
  keepAliveS: number,
): Uint8Array {
  const flags = 0x02 | (login === null ? 0 : 0xc0)
  return packet(0x10, [
    text('MQTT'),
    [4, flags, keepAliveS >> 8, keepAliveS & 255],
    text(clientId),
    ...(login === null ? [] : [text(login.user), text(login.password)]),
  ])
}

/** Asks for topics at quality 1: the broker repeats what was not answered. */
export function subscribePacket(packetId: number, topics: readonly string[]): Uint8Array {
  return packet(0x82, [[packetId >> 8, packetId & 255], ...topics.flatMap((topic) => [text(topic), [1]])])
}

/** A message was heard. */
export function heardPacket(packetId: number): Uint8Array {
  return packet(0x40, [[packetId >> 8, packetId & 255]])
}

export const pingPacket = Uint8Array.from([0xc0, 0])
export const leavePacket = Uint8Array.from([0xe0, 0])

/** Takes a broker's bytes as they come. Throws nothing; after `broken` nothing more is read. */
export class PacketReader {
  readonly #bytesMost: number
  #left = new Uint8Array(0)
  #isBroken = false

  /** A packet longer than this is broken: a broker that sends one is not to be listened to. */
  constructor(bytesMost: number) {
    this.#bytesMost = bytesMost
  }

  get isBroken(): boolean {
    return this.#isBroken
  }

  /** The packets that ended in these bytes, in order. Kinds that no listener needs are left out. */
  push(bytes: Uint8Array): Heard[] {
    if (this.#isBroken) return []
    const all = new Uint8Array(this.#left.length + bytes.length)
    all.set(this.#left)
    all.set(bytes, this.#left.length)
    const heard: Heard[] = []
    let at = 0
    for (;;) {
      const head = readHead(all, at)
      if (head === 'broken' || (head !== 'more' && head.length > this.#bytesMost)) {
        this.#isBroken = true
        this.#left = new Uint8Array(0)
        return heard
      }
      if (head === 'more' || head.next + head.length > all.length) break
      const said = readPacket(head.first, all.subarray(head.next, head.next + head.length))
      if (said === 'broken') {
        this.#isBroken = true
        return heard
      }
      if (said !== null) heard.push(said)
      at = head.next + head.length
    }
    this.#left = all.slice(at)
    return heard
  }
}

type Head = { readonly first: number; readonly length: number; readonly next: number }

function readHead(bytes: Uint8Array, at: number): Head | 'more' | 'broken' {
  const first = bytes[at]
  if (first === undefined) return 'more'
  let length = 0
  for (let digit = 0; digit < 4; digit++) {
    const byte = bytes[at + 1 + digit]
    if (byte === undefined) return 'more'
    length += (byte & 127) * 128 ** digit
    if (byte < 128) return { first, length, next: at + 2 + digit }
  }
  return 'broken'
}

function readPacket(first: number, body: Uint8Array): Heard | null | 'broken' {
  switch (first >> 4) {
    case 2:
      return body.length === 2 ? { type: 'connected', code: body[1] as number } : 'broken'
    case 9:
      return body.length > 2 ? { type: 'subscribed', codes: [...body.subarray(2)] } : 'broken'
    case 13:
      return { type: 'alive' }
    case 3:
      return readMessage(first, body)
    default:
      return null
  }
}

function readMessage(first: number, body: Uint8Array): Heard | 'broken' {
  const quality = (first >> 1) & 3
  const topicBytes = ((body[0] ?? 0) << 8) | (body[1] ?? 0)
  const after = 2 + topicBytes
  // Quality 2 was never asked for.
  if (quality > 1 || body.length < after + (quality === 1 ? 2 : 0)) return 'broken'
  const topic = new TextDecoder().decode(body.subarray(2, after))
  const packetId = quality === 1 ? ((body[after] as number) << 8) | (body[after + 1] as number) : null
  return { type: 'message', topic, payload: body.slice(after + (quality === 1 ? 2 : 0)), packetId, isKept: (first & 1) === 1 }
}
