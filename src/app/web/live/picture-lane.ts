/**
 * The picture lane of the page: one line for all cameras on it, opened when somebody first looks and closed when nobody does.
 * It never gives up; after a break every viewer is asked for anew and begins with the newest key picture.
 */
import type { NoPictures, PictureLane, PicturePiece, PictureSink } from '../../../features/recordings/web/pictures.ts'
import type * as wire from '../../video.ts'
import type { VideoMessage, VideoRequest } from '../../video.ts'

// Types only: the module itself would bring its schemas into the page. Another value there does not compile here.
const pieceHeaderBytes: typeof wire.pieceHeaderBytes = 18
const pieceKind: typeof wire.pieceKind = { init: 0, key: 1, other: 2 }

const PAUSES_MS = [300, 700, 1500, 3000, 5000]
const OPEN_PATIENCE_MS = 6_000
/** An open line on which started cameras send nothing for so long is dead: even the slowest gives a picture a second. */
const SILENT_MS = 8_000
/** Somebody who turns from one page to the next keeps the line. */
const IDLE_MS = 5_000
const CHANNELS = 255
const kinds = (Object.keys(pieceKind) as PicturePiece['kind'][]).sort((a, b) => pieceKind[a] - pieceKind[b])

interface Viewer {
  readonly cameraId: string
  readonly sink: PictureSink
  isStarted: boolean
}

function createPictureLane(): PictureLane {
  const viewers = new Map<number, Viewer>()
  let socket: WebSocket | null = null
  let lastChannel = 0
  let attempts = 0
  let heardAtMs = 0
  let retry: ReturnType<typeof setTimeout> | undefined
  let idle: ReturnType<typeof setTimeout> | undefined
  let guard: ReturnType<typeof setInterval> | undefined

  function send(request: VideoRequest) {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(request))
  }

  function open() {
    clearTimeout(retry)
    const mine = new WebSocket(new URL('/api/video', location.href.replace(/^http/, 'ws')))
    mine.binaryType = 'arraybuffer'
    socket = mine
    heardAtMs = performance.now()
    clearInterval(guard)
    guard = setInterval(() => {
      const isOpening = mine.readyState === WebSocket.CONNECTING
      const silentMs = performance.now() - heardAtMs
      const expects = [...viewers.values()].some((viewer) => viewer.isStarted)
      if (isOpening ? silentMs > OPEN_PATIENCE_MS : expects && silentMs > SILENT_MS) fail(mine)
    }, 1000)
    mine.onopen = () => {
      attempts = 0
      heardAtMs = performance.now()
      for (const [channel, { cameraId }] of viewers) send({ watch: cameraId, channel })
    }
    mine.onmessage = (event: MessageEvent<ArrayBuffer | string>) => {
      heardAtMs = performance.now()
      if (typeof event.data === 'string') hear(JSON.parse(event.data) as VideoMessage)
      else take(event.data)
    }
    mine.onclose = () => fail(mine)
  }

  function hear(message: VideoMessage) {
    const viewer = viewers.get(message.channel)
    if (viewer === undefined) return
    if ('started' in message) {
      viewer.isStarted = true
      viewer.sink.started(message.started)
    } else if ('boxes' in message) viewer.sink.judged(message)
    else {
      viewer.isStarted = false
      viewer.sink.stopped(message.stopped)
    }
  }

  function take(data: ArrayBuffer) {
    if (data.byteLength < pieceHeaderBytes) return
    const head = new DataView(data)
    const kind = kinds[head.getUint8(1)]
    const viewer = viewers.get(head.getUint8(0))
    if (viewer === undefined || kind === undefined) return
    viewer.sink.piece({
      kind,
      siteMs: head.getFloat64(2),
      mediaMs: head.getFloat64(10),
      bytes: new Uint8Array(data, pieceHeaderBytes),
    })
  }

  function drop() {
    clearInterval(guard)
    clearTimeout(retry)
    if (socket === null) return
    socket.onopen = null
    socket.onmessage = null
    socket.onclose = null
    socket.close()
    socket = null
  }

  function fail(mine: WebSocket) {
    if (mine !== socket) return
    drop()
    for (const viewer of viewers.values()) {
      viewer.isStarted = false
      viewer.sink.stopped('no-line' satisfies NoPictures)
    }
    if (viewers.size === 0) return
    retry = setTimeout(open, PAUSES_MS[Math.min(attempts, PAUSES_MS.length - 1)] ?? 5000)
    attempts += 1
  }

  /** Numbers go round, so that what is still under way for a viewer that left never reaches the next. */
  function freeChannel(): number | null {
    for (let step = 0; step < CHANNELS; step++) {
      lastChannel = (lastChannel % CHANNELS) + 1
      if (!viewers.has(lastChannel)) return lastChannel
    }
    return null
  }

  return {
    watch(cameraId, sink) {
      const channel = freeChannel()
      if (channel === null) {
        sink.stopped('no-line')
        return () => undefined
      }
      viewers.set(channel, { cameraId, sink, isStarted: false })
      clearTimeout(idle)
      if (socket === null) {
        attempts = 0
        open()
      } else send({ watch: cameraId, channel })
      return () => {
        if (!viewers.delete(channel)) return
        send({ unwatch: channel })
        if (viewers.size > 0) return
        clearTimeout(idle)
        idle = setTimeout(() => viewers.size === 0 && drop(), IDLE_MS)
      }
    },
  }
}

/** The one lane of this page. */
export const pictureLane: PictureLane = createPictureLane()
