/**
 * A small RTSP camera for tests: OPTIONS, DESCRIBE, SETUP (TCP interleaved only), PLAY, GET_PARAMETER, TEARDOWN; H.264 from a clip
 * that is encoded at the start; a login if wanted; and ways to misbehave. Written apart from what it tests. Not for production.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ClipWriter } from '../../src/features/cameras/sources/libav/server/clip-writer.ts'
import { challenge, isLogin, type Login } from './login.ts'
import { type AccessUnit, accessUnitsOf, interleaved, Packetizer, sessionDescription } from './rtp.ts'

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
  /** Plays; after `after` pictures its clock leaps by an hour. */
  | 'leaps'

export interface FakeCameraOptions {
  readonly mode?: FakeCameraMode
  readonly after?: number
  readonly login?: Login
  readonly framesPerSecond?: number
  readonly width?: number
  readonly height?: number
}

export interface FakeCamera {
  readonly url: string
  readonly width: number
  readonly height: number
  /** Requests so far, by method. */
  readonly heard: readonly string[]
  close(): Promise<void>
}

interface Stream {
  readonly units: readonly AccessUnit[]
  readonly framesPerSecond: number
}

export async function startFakeCamera(options: FakeCameraOptions = {}): Promise<FakeCamera> {
  const { width = 160, height = 120, framesPerSecond = 25 } = options
  const stream = { units: await encodedClip(width, height, framesPerSecond), framesPerSecond }
  const heard: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    if (options.mode !== 'silent') new Conversation(socket, stream, options, heard)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `rtsp://127.0.0.1:${port}/live`,
    width,
    height,
    heard,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** A bright bar that wanders, half a second of it, beginning with a key frame. */
async function encodedClip(width: number, height: number, framesPerSecond: number): Promise<AccessUnit[]> {
  const folder = await mkdtemp(join(tmpdir(), 'marsad-fake-camera-'))
  try {
    const path = join(folder, 'clip.h264')
    const writer = await ClipWriter.open(path, { width, height, bits: 8, framesPerSecond, keyFrameEvery: 12 })
    const pixels = new Uint16Array(width * height)
    for (let frame = 0; frame < 12; frame += 1) {
      for (let at = 0; at < pixels.length; at += 1)
        pixels[at] = Math.abs((at % width) - frame * 4) < 5 ? 200 : 70 + ((at * 7) % 13)
      await writer.write(pixels)
    }
    await writer.close()
    return accessUnitsOf(await readFile(path))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** One client's connection. */
class Conversation {
  readonly #socket: Socket
  readonly #stream: Stream
  readonly #options: FakeCameraOptions
  readonly #heard: string[]
  #bytes = Buffer.alloc(0)
  #timer: NodeJS.Timeout | null = null

  constructor(socket: Socket, stream: Stream, options: FakeCameraOptions, heard: string[]) {
    this.#socket = socket
    this.#stream = stream
    this.#options = options
    this.#heard = heard
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
      const description = sessionDescription(this.#stream.units, this.#stream.framesPerSecond)
      reply('200 OK', [`Content-Base: ${uri}/`, 'Content-Type: application/sdp'], description)
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
    const { mode = 'plays', after = 10 } = this.#options
    const { units, framesPerSecond } = this.#stream
    const packetizer = new Packetizer()
    let sent = 0
    this.#timer = setInterval(() => {
      if (mode === 'hangs-up' && sent >= after) this.#socket.destroy()
      if ((mode === 'stalls' || mode === 'hangs-up') && sent >= after) {
        this.#stop()
        return
      }
      const leap = mode === 'leaps' && sent >= after ? 3600 * 90_000 : 0
      const timestamp = Math.round((sent * 90_000) / framesPerSecond) + leap
      const unit = units[sent % units.length] ?? []
      sent += 1
      if (this.#socket.writableLength > 1_000_000) return
      for (const packet of packetizer.packets(unit, timestamp)) this.#socket.write(interleaved(0, packet))
    }, 1000 / framesPerSecond)
  }

  #stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }
}
