/**
 * The picture lane: pieces of live video from the workers to whoever watches. One camera costs one stream from its worker, however
 * many watch it; nothing is decoded here. A viewer that cannot keep up loses pieces up to the next key picture.
 */
import type { WebSocket } from 'ws'
import { pieceHeaderBytes, pieceKind, type VideoMessage, videoRequest } from '../video.ts'
import type { LivePart } from '../worker/messages.ts'

/** With this much waiting to be sent to one viewer, pieces are left out for it. */
const waitingBytesMost = 3 << 20
/** Channels of one page at most. */
const channelsMost = 32
/** A camera's pieces are kept coming this long after its last viewer left: he often comes back at once. */
const lingerMs = 3000
const sessionLookMs = 5000

export interface VideoHub {
  /** Serves a page until its session ends. */
  join(socket: WebSocket, viewer: VideoViewer): void
  /** Sessions may have ended, and cameras may have gone out of sight: each line is looked at. */
  recheck(): void
  /** Something a worker said about live pictures. */
  take(cameraId: string, part: LivePart): void
  /** The worker is gone: what it gave goes with it. */
  gone(cameraId: string): void
  /** Cameras that somebody watches now. */
  isWatched(cameraId: string): boolean
  readonly viewers: number
  stop(): void
}

/** Who watches. */
export interface VideoViewer {
  /** Whether the session still stands: the line ends with it. */
  isAlive(): boolean
  /** Whether this camera's picture may be seen now; one that may not is answered like one that is not there. */
  maySee(cameraId: string): boolean
}

export interface VideoHubOptions {
  hasCamera(cameraId: string): boolean
  /** Tells the camera's worker whether anybody watches. */
  view(cameraId: string, isWanted: boolean): void
  later(ms: number, then: () => void): { cancel(): void }
  every(ms: number, then: () => void): { cancel(): void }
}

type Start = Extract<LivePart, { start: unknown }>['start']
type Piece = Extract<LivePart, { piece: unknown }>['piece']

interface Stream {
  start: Start | null
  /** Since the newest key picture, so that a new viewer begins at once. */
  recent: Piece[]
  readonly viewers: Set<Viewer>
  ending: { cancel(): void } | null
}

interface Viewer {
  readonly socket: WebSocket
  readonly channel: number
  /** Waits for the next key picture. */
  isSkipping: boolean
}

/** Opens the hub; it holds nothing until somebody watches. */
export function createVideoHub(options: VideoHubOptions): VideoHub {
  const streams = new Map<string, Stream>()
  const sockets = new Map<WebSocket, VideoViewer>()
  // Sessions and roles end by the clock, too.
  const look = options.every(sessionLookMs, recheck)

  function recheck(): void {
    for (const [socket, viewer] of sockets) if (!viewer.isAlive()) socket.close(1008, 'session')
    for (const [cameraId, { viewers }] of streams)
      for (const viewer of viewers) {
        if (sockets.get(viewer.socket)?.maySee(cameraId) !== false) continue
        say(viewer, { channel: viewer.channel, stopped: 'no-camera' })
        unwatch(viewer.socket, viewer.channel)
      }
  }

  function say(viewer: Viewer, message: VideoMessage): void {
    if (viewer.socket.readyState === viewer.socket.OPEN) viewer.socket.send(JSON.stringify(message))
  }

  function begin(viewer: Viewer, { init, mediaType, width, height, isReencoded }: Start): void {
    say(viewer, { channel: viewer.channel, started: { mediaType, width, height, isReencoded } })
    sendBytes(viewer, pieceKind.init, 0, 0, init)
    viewer.isSkipping = true
  }

  function sendPiece(viewer: Viewer, { bytes, isKey, mediaMs, atMs }: Piece): void {
    if (viewer.socket.bufferedAmount > waitingBytesMost) viewer.isSkipping = true
    else if (isKey) viewer.isSkipping = false
    if (viewer.isSkipping) return
    sendBytes(viewer, isKey ? pieceKind.key : pieceKind.other, atMs, mediaMs, bytes)
  }

  function sendBytes({ socket, channel }: Viewer, kind: number, atMs: number, mediaMs: number, bytes: Uint8Array): void {
    if (socket.readyState !== socket.OPEN) return
    const message = Buffer.allocUnsafe(pieceHeaderBytes + bytes.length)
    message[0] = channel
    message[1] = kind
    message.writeDoubleBE(atMs, 2)
    message.writeDoubleBE(mediaMs, 10)
    message.set(bytes, pieceHeaderBytes)
    socket.send(message)
  }

  function watch(socket: WebSocket, cameraId: string, channel: number): void {
    unwatch(socket, channel)
    const viewer: Viewer = { socket, channel, isSkipping: true }
    if (!options.hasCamera(cameraId) || sockets.get(socket)?.maySee(cameraId) !== true) {
      say(viewer, { channel, stopped: 'no-camera' })
      return
    }
    let stream = streams.get(cameraId)
    if (!stream) {
      stream = { start: null, recent: [], viewers: new Set(), ending: null }
      streams.set(cameraId, stream)
      options.view(cameraId, true)
    }
    stream.ending?.cancel()
    stream.ending = null
    stream.viewers.add(viewer)
    if (stream.start === null) return
    begin(viewer, stream.start)
    for (const piece of stream.recent) sendPiece(viewer, piece)
  }

  function unwatch(socket: WebSocket, channel: number | null): void {
    for (const [cameraId, stream] of streams) {
      for (const viewer of stream.viewers)
        if (viewer.socket === socket && (channel === null || viewer.channel === channel)) stream.viewers.delete(viewer)
      if (stream.viewers.size > 0 || stream.ending !== null) continue
      stream.ending = options.later(lingerMs, () => {
        streams.delete(cameraId)
        options.view(cameraId, false)
      })
    }
  }

  return {
    recheck,
    join(socket, viewer) {
      sockets.set(socket, viewer)
      const channels = new Set<number>()
      const leave = () => {
        sockets.delete(socket)
        unwatch(socket, null)
      }
      socket.on('close', leave)
      socket.on('error', leave)
      socket.on('message', (data) => {
        const request = videoRequest.safeParse(parseJson(String(data)))
        if (!request.success) return socket.close(1008, 'not understood')
        if ('unwatch' in request.data) {
          channels.delete(request.data.unwatch)
          return unwatch(socket, request.data.unwatch)
        }
        const { watch: cameraId, channel } = request.data
        channels.add(channel)
        if (channels.size > channelsMost) return socket.close(1008, 'too many channels')
        watch(socket, cameraId, channel)
      })
    },
    take(cameraId, part) {
      const stream = streams.get(cameraId)
      if (!stream) return
      if ('start' in part) {
        stream.start = part.start
        stream.recent = []
        for (const viewer of stream.viewers) begin(viewer, part.start)
      } else if ('piece' in part) {
        if (part.piece.isKey) stream.recent = []
        if (part.piece.isKey || stream.recent.length > 0) stream.recent.push(part.piece)
        for (const viewer of stream.viewers) sendPiece(viewer, part.piece)
      } else {
        const { mediaMs, boxes } = part.boxes
        const all = [...stream.viewers]
        for (const viewer of all) say(viewer, { channel: viewer.channel, mediaMs, boxes: boxes.map((box) => [...box]) })
      }
    },
    gone(cameraId) {
      const stream = streams.get(cameraId)
      if (!stream) return
      stream.start = null
      stream.recent = []
      for (const viewer of stream.viewers) say(viewer, { channel: viewer.channel, stopped: 'no-pictures' })
    },
    isWatched: (cameraId) => streams.has(cameraId),
    get viewers() {
      return [...streams.values()].reduce((sum, { viewers }) => sum + viewers.size, 0)
    },
    stop() {
      for (const stream of streams.values()) stream.ending?.cancel()
      look.cancel()
      for (const socket of sockets.keys()) socket.close(1001, 'stopping')
      streams.clear()
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
