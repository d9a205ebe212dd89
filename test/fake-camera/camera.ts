/**
 * A small RTSP camera for tests: OPTIONS, DESCRIBE, SETUP (TCP interleaved only), PLAY, GET_PARAMETER, TEARDOWN; H.264 or H.265
 * from a clip that is encoded at the start; a login if wanted; and ways to misbehave. Written apart from what it tests.
 * Not for production.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ClipWriter } from '../../src/features/cameras/sources/libav/server/clip-writer.ts'
import { openSource } from '../../src/features/cameras/sources/server/index.ts'
import { challenge, isLogin, type Login } from './login.ts'
import { type AccessUnit, accessUnitsOf, type FakeCodec, interleaved, isKey, Packetizer, sessionDescription } from './rtp.ts'

export type FakeCameraMode =
  /** Plays its clip over and over. */
  | 'plays'
  /** Takes the connection and never answers. */
  | 'silent'
  /** Knows no such stream. */
  | 'not-found'
  /** Plays `after` pictures, then sends nothing more but keeps the connection. */
  | 'stalls'
  /** Plays `after` pictures, then closes the connection. */
  | 'hangs-up'
  /** Plays; after `after` pictures its clock leaps by `leapMs`, an hour forward unless told. */
  | 'leaps'
  /** After `after` pictures only every second one is sent, as by a network that is too narrow. */
  | 'slow'
  /** After `after` pictures every fifth one has bytes that were turned on the way. */
  | 'damaged'
  /** After `after` pictures every fifth one misses packets. */
  | 'loses'
  /** After `after` pictures it sends pictures of another size, with parameter sets of their own, and says nothing of it. */
  | 'grows'
  /** After `after` pictures it sends the other codec under the same number, and says nothing of it. */
  | 'recodes'
  /** Every packet carries the time 0. */
  | 'no-times'
  /** After `after` pictures the time of the packets stands still while pictures go on. */
  | 'frozen-times'
  /** Plays its clip until `turn` is called, and `turnedClip` from then on, to whoever asks. */
  | 'turns'

export interface FakeCameraOptions {
  readonly mode?: FakeCameraMode
  readonly after?: number
  readonly login?: Login
  /** Pictures a second that are really sent. */
  readonly framesPerSecond?: number
  /** What the session description says instead. */
  readonly saysFramesPerSecond?: number
  readonly width?: number
  readonly height?: number
  readonly codec?: FakeCodec
  /** Pictures from one key picture to the next; the clip is at least as long. */
  readonly keyFrameEvery?: number
  /** A recording to take the pictures from, in place of the wandering bar. Its size then is the camera's. */
  readonly clip?: string
  /** What it shows when it has been turned; of the same size. */
  readonly turnedClip?: string
  /** Pictures that are taken from the recording at most. */
  readonly clipFrames?: number
  /** A client that comes gets the stream as it stands, in the middle between two key pictures. */
  readonly joinsMidway?: boolean
  /** Clients at once; another is refused with 453. */
  readonly clientsMax?: number
  readonly leapMs?: number
}

export interface FakeCamera {
  readonly url: string
  readonly width: number
  readonly height: number
  /** Requests so far, by method. */
  readonly heard: readonly string[]
  /** When each connection came, milliseconds of `performance.now`. */
  readonly connectedAtMs: readonly number[]
  /** Clients that are playing now. */
  playing(): number
  /** Pictures sent so far, to all clients. */
  sent(): number
  /** When each of the first pictures left, UTC milliseconds. */
  readonly sentAtMs: readonly number[]
  /** Somebody turns it: in the mode `turns` it shows its other clip from the next picture on. */
  turn(): void
  close(): Promise<void>
}

interface Stream {
  readonly units: readonly AccessUnit[]
  /** What a stream turns into; empty unless the mode says so. */
  readonly others: readonly AccessUnit[]
  readonly codec: FakeCodec
  readonly framesPerSecond: number
}

/** How many instants of sending are remembered. */
const timesMost = 10_000

interface Count {
  isTurned: boolean
  playing: number
  sent: number
  readonly sentAtMs: number[]
}

/** Starts it on a free port of the loopback. */
export async function startFakeCamera(options: FakeCameraOptions = {}): Promise<FakeCamera> {
  const { framesPerSecond = 25, codec = 'h264', keyFrameEvery = 12, mode } = options
  const shape = { width: options.width ?? 160, height: options.height ?? 120, framesPerSecond, codec, keyFrameEvery }
  const from = (clip: string | undefined): ClipWish =>
    clip === undefined ? shape : { ...shape, clip, frames: options.clipFrames ?? 128 }
  const first = await encodedClip(from(options.clip))
  const changed =
    mode === 'grows'
      ? await encodedClip({ ...shape, width: shape.width * 2, height: shape.height * 2 })
      : mode === 'recodes'
        ? await encodedClip({ ...shape, codec: codec === 'h264' ? 'hevc' : 'h264' })
        : mode === 'turns'
          ? await encodedClip(from(options.turnedClip))
          : null
  const stream: Stream = { units: first.units, others: changed?.units ?? [], codec, framesPerSecond }
  const heard: string[] = []
  const connectedAtMs: number[] = []
  const count: Count = { isTurned: false, playing: 0, sent: 0, sentAtMs: [] }
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    connectedAtMs.push(performance.now())
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    if (mode !== 'silent') new Conversation(socket, stream, options, heard, count)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `rtsp://127.0.0.1:${port}/live`,
    width: first.width,
    height: first.height,
    heard,
    connectedAtMs,
    playing: () => count.playing,
    sent: () => count.sent,
    sentAtMs: count.sentAtMs,
    turn() {
      count.isTurned = true
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

interface ClipWish {
  readonly width: number
  readonly height: number
  readonly framesPerSecond: number
  readonly codec: FakeCodec
  readonly keyFrameEvery: number
  readonly clip?: string
  readonly frames?: number
}

/** One round of the clip, beginning with a key picture. */
async function encodedClip(wish: ClipWish): Promise<{ units: AccessUnit[]; width: number; height: number }> {
  const { codec, framesPerSecond, keyFrameEvery } = wish
  const folder = await mkdtemp(join(tmpdir(), 'marsad-fake-camera-'))
  try {
    const path = join(folder, codec === 'h264' ? 'clip.h264' : 'clip.hevc')
    let writer: ClipWriter | null = null
    let [width, height] = [wish.width, wish.height]
    for await (const picture of wish.clip === undefined
      ? wanderingBar(width, height, keyFrameEvery)
      : picturesOf(wish.clip, wish.frames ?? 128)) {
      width = picture.width
      height = picture.height
      writer ??= await ClipWriter.open(path, {
        width,
        height,
        bits: 8,
        framesPerSecond,
        keyFrameEvery,
        encoder: codec === 'h264' ? 'libx264' : 'libx265',
      })
      await writer.write(picture.pixels)
    }
    await writer?.close()
    return { units: accessUnitsOf(await readFile(path), codec), width, height }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface Picture {
  readonly width: number
  readonly height: number
  readonly pixels: Uint16Array
}

/** A bright bar that wanders, for one round of key pictures. */
async function* wanderingBar(width: number, height: number, frames: number): AsyncGenerator<Picture> {
  const pixels = new Uint16Array(width * height)
  for (let frame = 0; frame < frames; frame += 1) {
    for (let at = 0; at < pixels.length; at += 1)
      pixels[at] = Math.abs((at % width) - ((frame * 4) % width)) < 5 ? 200 : 70 + ((at * 7) % 13)
    yield { width, height, pixels }
  }
}

/** Pictures of any recording that the program reads, of even size, in 8 bits; 16 bits are stretched by their first picture. */
async function* picturesOf(path: string, frames: number): AsyncGenerator<Picture> {
  const stop = new AbortController()
  const source = await openSource({ address: path, login: null, name: null, isLooped: false, rate: 'max' }, stop.signal)
  const { bits } = source.info
  const [width, height] = [source.info.width & ~1, source.info.height & ~1]
  const pixels = new Uint16Array(width * height)
  let [least, most] = [0, 255]
  let taken = 0
  try {
    for await (const frame of source.frames(stop.signal)) {
      if (frame.isBackground) continue
      if (taken === 0 && bits === 16) {
        least = frame.pixels.reduce((low, value) => Math.min(low, value), 65_535)
        most = Math.max(
          least + 1,
          frame.pixels.reduce((high, value) => Math.max(high, value), 0),
        )
      }
      for (let row = 0; row < height; row += 1)
        for (let column = 0; column < width; column += 1) {
          const value = frame.pixels[row * frame.width + column] ?? 0
          pixels[row * width + column] = Math.max(0, Math.min(255, Math.round(((value - least) * 255) / (most - least))))
        }
      yield { width, height, pixels }
      taken += 1
      if (taken >= frames) return
    }
  } finally {
    await source.close()
  }
}

/** One client's connection. */
class Conversation {
  readonly #socket: Socket
  readonly #stream: Stream
  readonly #options: FakeCameraOptions
  readonly #heard: string[]
  readonly #count: Count
  #bytes = Buffer.alloc(0)
  #timer: NodeJS.Timeout | null = null

  constructor(socket: Socket, stream: Stream, options: FakeCameraOptions, heard: string[], count: Count) {
    this.#socket = socket
    this.#stream = stream
    this.#options = options
    this.#heard = heard
    this.#count = count
    socket.on('data', (bytes: Buffer) => {
      this.#bytes = Buffer.concat([this.#bytes, bytes])
      while (this.#takeOne());
    })
    socket.on('close', () => this.#stop())
  }

  /** Takes one request, or one packet of the client's own reports, off what has come. */
  #takeOne(): boolean {
    if (this.#bytes[0] === 0x24) {
      if (this.#bytes.length < 4) return false
      const end = 4 + this.#bytes.readUInt16BE(2)
      if (this.#bytes.length < end) return false
      this.#bytes = this.#bytes.subarray(end)
      return true
    }
    const end = this.#bytes.indexOf('\r\n\r\n')
    if (end < 0) return false
    const [first = '', ...lines] = this.#bytes.toString('utf8', 0, end).split('\r\n')
    this.#bytes = this.#bytes.subarray(end + 4)
    const headers = new Map(
      lines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]),
    )
    const [method = '', uri = ''] = first.split(' ')
    this.#answer(method, uri, headers)
    return true
  }

  #answer(method: string, uri: string, headers: ReadonlyMap<string, string>): void {
    this.#heard.push(method)
    const sequence = headers.get('cseq') ?? '0'
    const reply = (status: string, more: readonly string[] = [], body = ''): void => {
      const length = body === '' ? [] : [`Content-Length: ${Buffer.byteLength(body)}`]
      this.#socket.write(`RTSP/1.0 ${status}\r\n${[`CSeq: ${sequence}`, ...more, ...length].join('\r\n')}\r\n\r\n${body}`)
    }
    const { login, mode } = this.#options
    if (login !== undefined && method !== 'OPTIONS' && !isLogin(login, method, headers.get('authorization'))) {
      reply('401 Unauthorized', [`WWW-Authenticate: ${challenge(login)}`])
    } else if (method === 'OPTIONS') {
      reply('200 OK', ['Public: OPTIONS, DESCRIBE, SETUP, PLAY, GET_PARAMETER, TEARDOWN'])
    } else if (method === 'DESCRIBE' && mode === 'not-found') {
      reply('404 Not Found')
    } else if (method === 'DESCRIBE') {
      const says = this.#options.saysFramesPerSecond ?? this.#stream.framesPerSecond
      const description = sessionDescription(this.#stream.units, says, this.#stream.codec)
      reply('200 OK', [`Content-Base: ${uri}/`, 'Content-Type: application/sdp'], description)
    } else if (method === 'SETUP' && this.#count.playing >= (this.#options.clientsMax ?? Number.POSITIVE_INFINITY)) {
      reply('453 Not Enough Bandwidth')
    } else if (method === 'SETUP' && !(headers.get('transport') ?? '').includes('TCP')) {
      reply('461 Unsupported Transport')
    } else if (method === 'SETUP') {
      reply('200 OK', ['Transport: RTP/AVP/TCP;unicast;interleaved=0-1', 'Session: 1234;timeout=60'])
    } else if (method === 'PLAY') {
      reply('200 OK', ['Session: 1234', 'Range: npt=0.000-'])
      this.#play()
    } else if (method === 'GET_PARAMETER') {
      reply('200 OK', ['Session: 1234'])
    } else if (method === 'TEARDOWN') {
      reply('200 OK')
      this.#stop()
      this.#socket.end()
    } else {
      reply('405 Method Not Allowed')
    }
  }

  #play(): void {
    if (this.#timer !== null) return
    const { mode = 'plays', after = 10, leapMs = 3_600_000, joinsMidway = false } = this.#options
    const { units, others, codec, framesPerSecond } = this.#stream
    const packetizer = new Packetizer(codec)
    const otherPacketizer = new Packetizer(codec === 'h264' && mode === 'recodes' ? 'hevc' : 'h264')
    // Between two key pictures, where a client finds nothing to begin with.
    const offset = joinsMidway ? Math.max(1, Math.floor(units.length / 3)) : 0
    let at = 0
    let overSince: number | null = null
    this.#count.playing += 1
    this.#timer = setInterval(() => {
      const isOver = mode === 'turns' ? this.#count.isTurned : at >= after
      if (isOver) overSince ??= at
      if (mode === 'hangs-up' && isOver) this.#socket.destroy()
      if ((mode === 'stalls' || mode === 'hangs-up') && isOver) {
        this.#stop()
        return
      }
      const index = at
      at += 1
      if (mode === 'slow' && isOver && index % 2 === 1) return
      const evenly = Math.round((index * 90_000) / framesPerSecond)
      const timestamp =
        mode === 'no-times'
          ? 0
          : mode === 'frozen-times' && isOver
            ? Math.round((after * 90_000) / framesPerSecond)
            : evenly + (mode === 'leaps' && isOver ? Math.round(leapMs * 90) : 0)
      const isOther = isOver && others.length > 0
      const unit = isOther
        ? (others[(index - (overSince ?? 0)) % others.length] ?? [])
        : (units[(index + offset) % units.length] ?? [])
      if (this.#socket.writableLength > 1_000_000) return
      this.#count.sent += 1
      if (this.#count.sentAtMs.length < timesMost) this.#count.sentAtMs.push(performance.timeOrigin + performance.now())
      const packets = (isOther && mode === 'recodes' ? otherPacketizer : packetizer).packets(unit, timestamp)
      const isHurt = isOver && index % 5 === 0 && !isKey(unit, codec)
      const through = mode === 'loses' && isHurt ? packets.slice(0, Math.floor(packets.length / 2)) : packets
      for (const packet of through) {
        if (mode === 'damaged' && isHurt)
          for (let byte = 20; byte < packet.length; byte += 3) packet[byte] = (packet[byte] ?? 0) ^ 0x5a
        this.#socket.write(interleaved(0, packet))
      }
    }, 1000 / framesPerSecond)
  }

  #stop(): void {
    if (this.#timer === null) return
    clearInterval(this.#timer)
    this.#timer = null
    this.#count.playing -= 1
  }
}
