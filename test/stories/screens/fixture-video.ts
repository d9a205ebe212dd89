/** Real H.264 of an invented scene: a warm body that walks from left to right and back, encoded as a camera's worker would. */
import sharp from 'sharp'
import type { WebSocket } from 'ws'
import { pieceHeaderBytes, pieceKind, type VideoMessage, type VideoRequest } from '../../../src/app/video.ts'
import { PictureEncoder } from '../../../src/features/cameras/sources/libav/server/picture-encoder.ts'
import type { Timeline } from '../../../src/features/recordings/contract.ts'
import { type Fragment, Fragmenter, type Init } from '../../../src/features/recordings/server/fragmenter.ts'

export const width = 320
export const height = 256
const framesPerSecond = 12.5
const bodyPx = { width: 10, height: 24 }
const PAST_S = 30

/** Where the body's middle stands, pixels. It crosses the picture in eight seconds. */
function bodyAt(tMs: number): { x: number; y: number } {
  const phase = (tMs / 8000) % 2
  return { x: 30 + (width - 60) * (phase < 1 ? phase : 2 - phase), y: 160 }
}

/** The box around it, 0…1 of the picture. */
export function boxAtMs(tMs: number): [number, number, number, number] {
  const { x, y } = bodyAt(tMs)
  return [(x - bodyPx.width) / width, (y - bodyPx.height) / height, (2 * bodyPx.width) / width, (2 * bodyPx.height) / height]
}

const ground = (() => {
  const pixels = new Uint8Array(width * height)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const horizon = 60 + 8 * Math.sin(x / 40) + 4 * Math.sin(x / 13)
      pixels[y * width + x] =
        y < horizon ? 24 + y / 8 : 78 + 26 * Math.sin(x / 19 + y / 11) * Math.sin(y / 7) + 10 * Math.sin(x / 5 - y / 4)
    }
  return pixels
})()

function draw(tMs: number): Uint8Array {
  const pixels = Uint8Array.from(ground)
  const { x: middleX, y: middleY } = bodyAt(tMs)
  for (let y = Math.floor(middleY - 2 * bodyPx.height); y < middleY + 2 * bodyPx.height; y++)
    for (let x = Math.floor(middleX - 2 * bodyPx.width); x < middleX + 2 * bodyPx.width; x++) {
      if (x < 0 || y < 0 || x >= width || y >= height) continue
      const warmth = 160 * Math.exp(-(((x - middleX) / (bodyPx.width / 2)) ** 2) - ((y - middleY) / (bodyPx.height / 1.6)) ** 2)
      pixels[y * width + x] = Math.min(235, (pixels[y * width + x] ?? 0) + warmth)
    }
  return pixels
}

/** A small picture of an instant. */
export async function thumbnail(atMs: number): Promise<Buffer> {
  return sharp(draw(atMs), { raw: { width, height, channels: 1 } })
    .resize(160)
    .jpeg({ quality: 70 })
    .toBuffer()
}

interface Encoded {
  readonly init: Init
  readonly fragments: readonly Fragment[]
}

async function encodePast(): Promise<Encoded> {
  const encoder = await PictureEncoder.open({ width, height, framesPerSecond })
  const fragments: Fragment[] = []
  let init: Init | null = null
  const fragmenter = new Fragmenter(encoder.format, framesPerSecond, {
    init: (made) => {
      init = made
    },
    fragment: (made) => fragments.push(made),
    failed: (error) => {
      throw error
    },
  })
  encoder.listen((packet) => fragmenter.push(packet))
  for (let frame = 0; frame < PAST_S * framesPerSecond; frame++) {
    const tMs = (frame * 1000) / framesPerSecond
    await encoder.push(draw(tMs), tMs, false)
  }
  await fragmenter.close()
  if (init === null) throw new Error('nothing was encoded')
  return { init, fragments }
}

export interface FixtureVideo {
  /** Serves one page's picture lane. `isDark(cameraId)`: that camera sends nothing. */
  join(socket: WebSocket, isDark: (cameraId: string) => boolean): void
  /** fMP4 of at most so many milliseconds; always the same stretch. */
  past(ms: number): Promise<{ bytes: Buffer; mediaType: string }>
  /** So much time passes while every viewer is asleep: what the camera sent meanwhile never reaches them. */
  sleep(ms: number): void
  /** Something on the way holds all pieces back for so long, then lets them go at once. */
  holdBack(ms: number): void
  close(): void
}

/** Encodes live in this process, once for all who watch. */
export async function fixtureVideo(): Promise<FixtureVideo> {
  const encoder = await PictureEncoder.open({ width, height, framesPerSecond })
  const startMs = Date.now()
  const viewers = new Set<{ socket: WebSocket; channel: number; hasKey: boolean }>()
  let init: Init | null = null
  let recent: Fragment[] = []
  let past: Promise<Encoded> | null = null
  let sleptMs = 0
  let isAsleep = false
  let held: (() => void)[] | null = null

  const say = (socket: WebSocket, message: VideoMessage) => socket.send(JSON.stringify(message))
  function piece(channel: number, kind: keyof typeof pieceKind, mediaMs: number, bytes: Uint8Array): Buffer {
    const message = Buffer.alloc(pieceHeaderBytes + bytes.length)
    message.writeUInt8(channel, 0)
    message.writeUInt8(pieceKind[kind], 1)
    message.writeDoubleBE(kind === 'init' ? 0 : startMs + mediaMs - sleptMs, 2)
    message.writeDoubleBE(mediaMs, 10)
    message.set(bytes, pieceHeaderBytes)
    return message
  }
  const send = (viewer: { socket: WebSocket; channel: number }, fragment: Fragment) =>
    viewer.socket.send(piece(viewer.channel, fragment.isKey ? 'key' : 'other', fragment.lastPictureMs, fragment.bytes))

  const fragmenter = new Fragmenter(encoder.format, framesPerSecond, {
    init: (made) => {
      init = made
    },
    fragment: (made) => {
      recent = made.isKey ? [made] : [...recent, made]
      // As a server does for a viewer that took nothing for long: it goes on with the next key picture.
      if (made.isKey && made.startMs >= sleptMs) isAsleep = false
      if (isAsleep) return
      for (const viewer of viewers) {
        if (held === null) send(viewer, made)
        else held.push(() => send(viewer, made))
      }
    },
    failed: (error) => {
      throw error
    },
  })
  encoder.listen((packet) => fragmenter.push(packet))
  let frame = 0
  let isBusy = false
  const timer = setInterval(() => {
    if (isBusy || (frame * 1000) / framesPerSecond > Date.now() - startMs) return
    isBusy = true
    const tMs = (frame * 1000) / framesPerSecond + sleptMs
    frame += 1
    void encoder.push(draw(tMs), tMs, false).then(() => {
      isBusy = false
      const boxes: [string, number, number, number, number, 'confirmed'][] = [['track-a7f3', ...boxAtMs(tMs), 'confirmed']]
      for (const { socket, channel } of viewers) say(socket, { channel, mediaMs: tMs, boxes })
    })
  }, 10)

  return {
    join(socket, isDark) {
      socket.on('message', (data) => {
        const request = JSON.parse(String(data)) as VideoRequest
        if ('unwatch' in request) {
          for (const viewer of viewers) if (viewer.socket === socket && viewer.channel === request.unwatch) viewers.delete(viewer)
          return
        }
        const { channel } = request
        if (isDark(request.watch) || init === null) return say(socket, { channel, stopped: 'no-pictures' })
        say(socket, { channel, started: { mediaType: init.mediaType, width, height, isReencoded: false } })
        socket.send(piece(channel, 'init', 0, init.bytes))
        const viewer = { socket, channel, hasKey: true }
        for (const fragment of recent) send(viewer, fragment)
        viewers.add(viewer)
      })
      socket.on('close', () => {
        for (const viewer of viewers) if (viewer.socket === socket) viewers.delete(viewer)
      })
    },
    async past(ms) {
      past ??= encodePast()
      const { init: first, fragments } = await past
      const wanted = fragments.filter(({ startMs: from }) => from < ms)
      return { bytes: Buffer.concat([first.bytes, ...wanted.map(({ bytes }) => bytes)]), mediaType: first.mediaType }
    },
    sleep(ms) {
      isAsleep = true
      sleptMs += ms
    },
    holdBack(ms) {
      held = []
      setTimeout(() => {
        for (const letGo of held ?? []) letGo()
        held = null
      }, ms)
    },
    close() {
      clearInterval(timer)
    },
  }
}

/** A day of a camera: recorded with two gaps, alerts, a stretch in which it did not see. */
export function timelineOf(cameraId: string, from: string, to: string, now: number, mediaType: string): Timeline {
  const [fromMs, toMs] = [Date.parse(from), Math.min(Date.parse(to), now)]
  const at = (ms: number) => new Date(ms).toISOString()
  const ago = (minutes: number) => now - minutes * 60_000
  const cut = <T extends { from: string; to: string | null }>(all: readonly T[]): T[] =>
    all
      .filter((one) => Date.parse(one.from) < toMs && (one.to === null || Date.parse(one.to) > fromMs))
      .map((one) => ({
        ...one,
        from: at(Math.max(fromMs, Date.parse(one.from))),
        to: one.to === null ? null : at(Math.min(toMs, Date.parse(one.to))),
      }))
  const span = (first: number, last: number, isOpen = false) => ({
    from: at(first),
    to: at(last),
    mediaType,
    width,
    height,
    isOpen,
  })
  const gap = (first: number, last: number, cause: 'source' | 'disk-full', fault: string | null) => ({
    from: at(first),
    to: at(last),
    cause,
    fault,
  })
  return {
    cameraId,
    from: at(fromMs),
    to: at(toMs),
    oldest: at(ago(26 * 60)),
    spans: cut([span(ago(26 * 60), ago(300)), span(ago(294), ago(12)), span(ago(9), now, true)]) as Timeline['spans'],
    gaps: cut([gap(ago(300), ago(294), 'disk-full', null), gap(ago(12), ago(9), 'source', 'source.silent')]),
    holds: cut([{ id: 'hold-1', from: at(ago(38)), to: at(ago(33)), reason: 'A-2212' }]) as Timeline['holds'],
    alerts: cut([
      { id: 'alert-old', number: 'A-2212', priority: 'P1', kind: 'detection', from: at(ago(36)), to: at(ago(34)) },
      { id: 'alert-1', number: 'A-2214', priority: 'P1', kind: 'detection', from: at(ago(0.7)), to: null },
    ]),
    health: cut([
      { from: at(ago(26 * 60)), to: at(ago(49)), health: 'working', reason: null },
      { from: at(ago(49)), to: at(ago(45)), health: 'blind', reason: null },
      { from: at(ago(45)), to: at(ago(19)), health: 'working', reason: null },
      { from: at(ago(19)), to: null, health: 'degraded', reason: 'slow' },
    ]),
  }
}
