/**
 * Plays one camera live: pieces into a source buffer, boxes onto a canvas in the very frame that shows their picture.
 * It shows now or says that it does not: it never plays the past silently. No part of it runs through React.
 */
import { nowMs } from '../../../platform/web/clock.ts'
import { BoxShelf, FrameInterval } from './boxes.ts'
import { drawBoxes } from './draw-boxes.ts'
import type { NoPictures, PictureLane, PicturePiece, PictureSink, PictureStart } from './pictures.ts'

/** `stills`: this browser cannot play what comes, so pictures are fetched one by one. */
export type LiveState = 'connecting' | 'playing' | 'stills' | NoPictures

export interface LivePlayer {
  /** Site time of the picture on the screen; null: none is shown. */
  readonly shownSiteMs: () => number | null
  close(): void
}

export interface LivePlayerOptions {
  readonly cameraId: string
  readonly lane: PictureLane
  readonly video: HTMLVideoElement
  /** Lies over the video in the same size. */
  readonly canvas: HTMLCanvasElement
  readonly onState: (state: LiveState, start: PictureStart | null) => void
}

/** Further behind the newest picture than this, a fresh start jumps to it. */
const START_BEHIND_S = 1
/** And this at any time. */
const BEHIND_S = 2
/** Within this the player catches up by playing a little faster, which nobody sees. */
const HURRY_BEHIND_S = 0.5
const HURRY_RATE = 1.08
/** What is seen of the past in the buffer is for seeking only; more would cost memory for each of sixteen tiles. */
const KEPT_S = 4
/** Pieces themselves arrive late: something on the way holds them back, and a fresh start gets the newest. */
const STALE_MS = 3_000
const RESTART_PAUSES_MS = [200, 1000, 2000, 5000]
/** Pieces waiting for a buffer that takes none: the page is too slow, and the past is of no use. */
const WAITING_MAX = 80

/** Starts it; `close` gives everything back. */
export function createLivePlayer({ cameraId, lane, video, canvas, onState }: LivePlayerOptions): LivePlayer {
  const shelf = new BoxShelf()
  const interval = new FrameInterval()
  let unwatch: (() => void) | null = null
  let media: MediaSource | null = null
  let buffer: SourceBuffer | null = null
  let address = ''
  let waiting: Uint8Array<ArrayBuffer>[] = []
  let start: PictureStart | null = null
  let state: LiveState = 'connecting'
  let isClosed = false
  let hasKey = false
  let startedAtMs = 0
  let lastPieceMs = 0
  let siteMinusMediaMs: number | null = null
  let shownMediaMs: number | null = null
  /** Media times before which everything can go: each lies between a key picture and the one before it. */
  let keys: number[] = []
  let frame = 0
  let failures = 0
  let restart: ReturnType<typeof setTimeout> | undefined
  let restartedAtMs = 0

  function tell(next: LiveState) {
    if (state === next) return
    state = next
    onState(next, start)
  }

  const sink: PictureSink = {
    started(next) {
      dropMedia()
      start = next
      if (!canPlay(next.mediaType)) return tell('stills')
      openMedia(next)
    },
    piece(piece) {
      if (state === 'stills' || media === null) return
      takePiece(piece)
    },
    judged(picture) {
      shelf.add(picture)
      // Boxes may come after their picture was drawn; then they are drawn onto it now.
      if (shownMediaMs !== null && Math.abs(picture.mediaMs - shownMediaMs) <= interval.ms / 2) draw(shownMediaMs)
    },
    stopped(why) {
      dropMedia()
      start = null
      state = 'connecting'
      tell(why)
    },
  }

  function watch() {
    unwatch?.()
    restartedAtMs = nowMs()
    unwatch = lane.watch(cameraId, sink)
  }

  /** A fresh start from the newest key picture, after a pause that grows while it keeps failing. */
  function again() {
    clearTimeout(restart)
    dropMedia()
    const pause = RESTART_PAUSES_MS[Math.min(failures, RESTART_PAUSES_MS.length - 1)] ?? 5000
    failures += 1
    restart = setTimeout(() => !isClosed && watch(), pause)
  }

  function openMedia({ mediaType }: PictureStart) {
    const mine = new MediaSource()
    media = mine
    hasKey = false
    startedAtMs = performance.now()
    address = URL.createObjectURL(mine)
    video.src = address
    mine.addEventListener('sourceopen', () => {
      if (mine !== media || buffer !== null) return
      URL.revokeObjectURL(address)
      address = ''
      try {
        buffer = mine.addSourceBuffer(mediaType)
      } catch {
        // The browser said that it can and cannot: pictures one by one are better than none.
        dropMedia()
        return tell('stills')
      }
      buffer.addEventListener('updateend', goOn)
      buffer.addEventListener('error', () => mine === media && again())
      goOn()
    })
    mine.addEventListener('sourceclose', () => mine === media && again())
    mine.addEventListener('sourceended', () => mine === media && again())
  }

  function takePiece({ kind, siteMs, mediaMs, bytes }: PicturePiece) {
    if (kind === 'key') {
      hasKey = true
      if (lastPieceMs > 0) keys.push(lastPieceMs + 1)
    }
    if (kind !== 'init') {
      if (!hasKey) return
      lastPieceMs = mediaMs
      siteMinusMediaMs = siteMs - mediaMs
      const now = nowMs()
      if (now - siteMs > STALE_MS && now - restartedAtMs > 2 * STALE_MS) return watch()
    }
    waiting.push(bytes)
    if (waiting.length > WAITING_MAX) return watch()
    goOn()
  }

  function goOn() {
    if (buffer === null || media?.readyState !== 'open' || buffer.updating) return
    follow(buffer)
    const next = joined(waiting)
    waiting = []
    try {
      if (next !== null) buffer.appendBuffer(next)
      else trim(buffer)
    } catch (fault) {
      // A full buffer has no key picture to cut at, or this page lies far behind: only a fresh start helps both.
      if (fault instanceof DOMException) again()
      else throw fault
    }
  }

  /** Keeps the picture near the newest one. */
  function follow(source: SourceBuffer) {
    const { buffered } = source
    if (buffered.length === 0) return
    const end = buffered.end(buffered.length - 1)
    const from = buffered.start(buffered.length - 1)
    const behind = end - video.currentTime
    const isFresh = performance.now() - startedAtMs < 3_000
    if (video.currentTime < from || behind > (isFresh ? START_BEHIND_S : BEHIND_S)) {
      video.currentTime = Math.max(from, end - 0.15)
    }
    const rate = behind > HURRY_BEHIND_S ? HURRY_RATE : 1
    if (video.playbackRate !== rate) video.playbackRate = rate
    // Refused only when the element is taken away meanwhile; then nobody looks.
    if (video.paused) video.play().catch(() => undefined)
  }

  /** Cuts away whole groups of pictures. A cut inside a group would take its newest pictures, too. */
  function trim(source: SourceBuffer) {
    const before = (video.currentTime - KEPT_S) * 1000
    const cut = keys.findLast((key) => key < before)
    if (cut === undefined) return
    keys = keys.filter((key) => key > cut)
    source.remove(0, cut / 1000)
  }

  function onFrame(_now: number, { mediaTime }: VideoFrameCallbackMetadata) {
    frame = video.requestVideoFrameCallback(onFrame)
    shownMediaMs = mediaTime * 1000
    interval.shown(shownMediaMs)
    draw(shownMediaMs)
    failures = 0
    tell('playing')
  }

  function draw(mediaMs: number) {
    const found = shelf.at(mediaMs, interval.ms)
    drawBoxes(canvas, found, { width: video.videoWidth, height: video.videoHeight })
  }

  function dropMedia() {
    waiting = []
    keys = []
    lastPieceMs = 0
    siteMinusMediaMs = null
    shownMediaMs = null
    shelf.clear()
    const had = media !== null
    media = null
    buffer = null
    if (address !== '') URL.revokeObjectURL(address)
    address = ''
    if (had) {
      video.removeAttribute('src')
      video.load()
    }
    drawBoxes(canvas, null, { width: 0, height: 0 })
    if (state === 'playing') tell('connecting')
  }

  const onError = () => media !== null && video.error !== null && again()
  video.addEventListener('error', onError)
  const resized = new ResizeObserver(() => {
    if (shownMediaMs !== null) draw(shownMediaMs)
  })
  resized.observe(canvas)
  video.muted = true
  frame = video.requestVideoFrameCallback(onFrame)
  watch()

  return {
    shownSiteMs: () => (shownMediaMs === null || siteMinusMediaMs === null ? null : shownMediaMs + siteMinusMediaMs),
    close() {
      isClosed = true
      clearTimeout(restart)
      resized.disconnect()
      video.removeEventListener('error', onError)
      video.cancelVideoFrameCallback(frame)
      unwatch?.()
      dropMedia()
    },
  }
}

/** Whether this browser plays pictures of this type as they come. */
export function canPlay(mediaType: string): boolean {
  return typeof MediaSource !== 'undefined' && MediaSource.isTypeSupported(mediaType)
}

/** One append for all that waits: sixteen tiles with an append for each piece would cost more than the pictures. */
function joined(pieces: readonly Uint8Array<ArrayBuffer>[]): Uint8Array<ArrayBuffer> | null {
  const [first] = pieces
  if (first === undefined) return null
  if (pieces.length === 1) return first
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    all.set(piece, at)
    at += piece.length
  }
  return all
}
