/**
 * Plays recordings from anywhere: fetches stretches of `video.mp4` and puts them on one time line, on which media time plus its
 * origin is site time. Gaps are skipped and said. No part of it runs through React.
 */
import type { Problem } from '../../../platform/problem.ts'
import { nowMs } from '../../../platform/web/clock.ts'
import { RequestProblem } from '../../../platform/web/http.ts'
import { settings } from '../../../platform/web/settings.ts'
import type { RecordedGap, Timeline } from '../contract.ts'
import { endOf, foundAt, nextPlayable } from './timeline-view.ts'

export type PastState =
  | { readonly kind: 'loading' | 'playing' | 'paused' }
  /** Nothing is recorded here. */
  | { readonly kind: 'gap'; readonly gap: RecordedGap | null }
  | { readonly kind: 'failed'; readonly problem: RequestProblem }

export interface PastPlayer {
  /** Shows this instant; goes on playing when it was. */
  seek(siteMs: number): void
  play(): void
  pause(): void
  readonly isPlaying: () => boolean
  setRate(rate: number): void
  /** One picture on or back; stops playing. */
  step(by: 1 | -1): void
  /** The timeline changed: what is recorded may be more now. */
  timelineChanged(): void
  /** Site time of the picture on the screen, or of where it will stand. */
  readonly atMs: () => number
  close(): void
}

export interface PastPlayerOptions {
  readonly cameraId: string
  readonly video: HTMLVideoElement
  readonly timeline: () => Timeline | null
  readonly onState: (state: PastState) => void
  /** In each frame that shows another picture. */
  readonly onShown: (siteMs: number) => void
  /** A gap was jumped while playing. */
  readonly onSkipped: (gap: RecordedGap | null, fromMs: number, toMs: number) => void
  /** Play has come up to the present. */
  readonly onPresent: () => void
}

/** The first stretch is short, so that the picture stands at once; the next ones save requests. */
const FIRST_MS = 4_000
const CHUNK_MS = 20_000
/** So much lies ready before the hand needs it, at the speed of the hand. */
const AHEAD_S = 8
const KEPT_BEHIND_S = 60
/** So near to the present there is nothing more to fetch: the live picture is the continuation. */
const PRESENT_MS = 2_500
const ORIGIN_BEFORE_MS = 24 * 3_600_000
/** A stream that began anew, or a picture that was lost, leaves a hole; smaller ones are stepped over without a word. */
const HOLE_S = 1
/** Steps of a search for the next picture, where the time between pictures is not known. */
const STEP_S = 0.02
const STEP_MOST_S = 2.2
/** What comes next is fetched when the picture that was asked for stands, or after so long: until then it has the machine alone. */
const ALONE_MS = 800
/** So long a picture takes to the screen at the most after a seek, on a busy machine too. */
const PICTURE_MOST_MS = 150

/** Starts it at an instant, paused. */
export function createPastPlayer(options: PastPlayerOptions, startMs: number): PastPlayer {
  const { cameraId, video, timeline, onState, onShown, onSkipped, onPresent } = options
  let originMs = startMs - ORIGIN_BEFORE_MS
  let media: MediaSource | null = null
  let buffer: SourceBuffer | null = null
  let mediaType = ''
  let wantedMs = startMs
  /** The picture for `wantedMs` is not on the screen yet. */
  let isSeeking = true
  let wantsPlay = false
  let rate = 1
  let under: AbortController | null = null
  /** What is being fetched. */
  let coming: { readonly fromMs: number; readonly toMs: number } | null = null
  let frame = 0
  let state: PastState = { kind: 'loading' }
  let shownS: number | null = null
  let isClosed = false
  /** A fetch that failed is not repeated until a hand moves. */
  let hasFailed = false
  let isStepping = false
  /** The latest instant from which more was asked for. */
  let askedMs = 0
  /** Until then nothing more is fetched, by `performance.now`. */
  let aloneUntilMs = 0

  function tell(next: PastState) {
    if (JSON.stringify(next) === JSON.stringify(state)) return
    state = next
    onState(next)
  }

  const mediaS = (ms: number) => (ms - originMs) / 1000
  const atMs = () => (isSeeking ? wantedMs : originMs + video.currentTime * 1000)

  function openMedia(): void {
    dropMedia()
    const mine = new MediaSource()
    media = mine
    const address = URL.createObjectURL(mine)
    video.src = address
    mine.addEventListener(
      'sourceopen',
      () => {
        URL.revokeObjectURL(address)
        if (mine === media) goOn()
      },
      { once: true },
    )
  }

  function dropMedia() {
    under?.abort()
    under = null
    coming = null
    buffer = null
    mediaType = ''
    shownS = null
    if (media === null) return
    media = null
    video.removeAttribute('src')
    video.load()
  }

  /** The end of what lies ready from `atS` on, over small holes; null: nothing lies there. */
  function readyUntil(atS: number): number | null {
    if (buffer === null) return null
    const { buffered } = buffer
    let end: number | null = null
    for (let index = 0; index < buffered.length; index++) {
      if (end === null && buffered.end(index) <= atS) continue
      if (buffered.start(index) > (end ?? atS) + HOLE_S) break
      end = buffered.end(index)
    }
    return end
  }

  /** Where a picture stands at or just behind `atS`: a place in a small hole has none of its own. */
  function pictureAt(atS: number): number {
    if (buffer === null) return atS
    const { buffered } = buffer
    for (let index = 0; index < buffered.length; index++) {
      if (atS >= buffered.end(index)) continue
      return Math.max(atS, buffered.start(index) + 0.001)
    }
    return atS
  }

  /** Looks what is missing and fetches it; called after everything that may change that. */
  function goOn() {
    if (isClosed || media?.readyState !== 'open' || under !== null || buffer?.updating === true) return
    const past = timeline()
    if (past === null) return
    const ms = atMs()
    const found = foundAt(past, ms, nowMs())
    const ready = readyUntil(mediaS(ms))
    if (ready === null && found.kind === 'gap') return atGap(past, ms, found.gap)
    if (ready !== null && isSeeking) arrive()
    // What was asked for from here and did not bring anything here is not asked for again until a hand moves.
    if (hasFailed) return
    if (ready === null) return void fetchFrom(ms, FIRST_MS)
    if (ready - mediaS(ms) > AHEAD_S * Math.max(1, rate) || performance.now() < aloneUntilMs) return
    const next = originMs + ready * 1000
    // A span ends where it ends, and the pictures of its last moment are still to be shown.
    if (foundAt(past, next + 1, nowMs()).kind === 'gap' || nowMs() - next < PRESENT_MS) return
    if (next <= askedMs) return
    askedMs = next
    void fetchFrom(next, CHUNK_MS * Math.max(1, rate / 2))
  }

  function atGap(past: Timeline, ms: number, gap: RecordedGap | null) {
    if (!wantsPlay) return tell({ kind: 'gap', gap })
    const next = nextPlayable(past, ms, nowMs())
    if (next === null || nowMs() - next < PRESENT_MS) {
      if (nowMs() - ms < 60_000 || next !== null) return onPresent()
      wantsPlay = false
      return tell({ kind: 'gap', gap })
    }
    onSkipped(gap, ms, next)
    seek(next)
  }

  function arrive() {
    isSeeking = false
    const wantedS = pictureAt(mediaS(wantedMs))
    if (Math.abs(video.currentTime - wantedS) > 0.001) {
      video.currentTime = wantedS
      aloneUntilMs = performance.now() + ALONE_MS
    }
    video.playbackRate = rate
    if (wantsPlay) start()
    else tell({ kind: 'paused' })
  }

  function start() {
    // Refused only when the element is taken away meanwhile; then nobody looks.
    video.play().catch(() => undefined)
    tell({ kind: 'playing' })
  }

  async function fetchFrom(ms: number, lengthMs: number) {
    const mine = new AbortController()
    under = mine
    if (readyUntil(mediaS(atMs())) === null) tell({ kind: 'loading' })
    try {
      const past = timeline()
      const found = past === null ? null : foundAt(past, ms, nowMs())
      const until = found?.kind === 'span' ? Math.min(ms + lengthMs, endOf(found.span, nowMs())) : ms + lengthMs
      coming = { fromMs: ms, toMs: until }
      const query = new URLSearchParams({ from: iso(ms), to: iso(until) })
      const answer = await fetch(`/api/cameras/${cameraId}/video.mp4?${query}`, {
        signal: mine.signal,
        credentials: 'same-origin',
        headers: { 'accept-language': settings.get().language },
      })
      if (!answer.ok) throw await problemOf(answer)
      const type = answer.headers.get('content-type') ?? ''
      const from = Date.parse(answer.headers.get('x-marsad-from') ?? iso(ms))
      await append(await answer.arrayBuffer(), type, mediaS(from), mine)
      if (isSeeking && !mine.signal.aborted && readyUntil(mediaS(atMs())) === null) {
        // It came and holds no picture of this instant: said as it is, and not asked for again and again.
        hasFailed = true
        wantsPlay = false
        tell({ kind: 'gap', gap: null })
      }
    } catch (fault) {
      if (mine.signal.aborted) return
      hasFailed = true
      wantsPlay = false
      video.pause()
      const problem = fault instanceof RequestProblem ? fault : new RequestProblem('no-answer', 0, null)
      tell(problem.code === 'recording.none' ? { kind: 'gap', gap: null } : { kind: 'failed', problem })
    } finally {
      if (under === mine) {
        under = null
        coming = null
        goOn()
      }
    }
  }

  async function append(bytes: ArrayBuffer, type: string, fromS: number, mine: AbortController) {
    if (mine.signal.aborted || media?.readyState !== 'open') return
    if (!MediaSource.isTypeSupported(type)) throw new RequestProblem('recording.type', 0, null)
    if (buffer === null) {
      buffer = media.addSourceBuffer(type)
      buffer.addEventListener('updateend', goOn)
    } else if (buffer.updating) await new Promise((resolve) => buffer?.addEventListener('updateend', resolve, { once: true }))
    if (mine.signal.aborted) return
    if (mediaType !== '' && type !== mediaType) buffer.changeType(type)
    mediaType = type
    const source = buffer
    const settled = () =>
      new Promise<void>((resolve, reject) => {
        source.addEventListener('updateend', () => resolve(), { once: true })
        source.addEventListener('error', () => reject(new RequestProblem('recording.damaged', 0, null)), { once: true })
      })
    const behindS = Math.min(video.currentTime, mediaS(atMs())) - KEPT_BEHIND_S
    if (source.buffered.length > 0 && source.buffered.start(0) < behindS) {
      const cut = settled()
      source.remove(0, behindS)
      await cut
    }
    if (mine.signal.aborted) return
    source.timestampOffset = fromS
    for (let tries = 0; ; tries++) {
      const done = settled()
      try {
        source.appendBuffer(bytes)
        await done
        return
      } catch (fault) {
        if (tries > 0 || !(fault instanceof DOMException) || fault.name !== 'QuotaExceededError') throw fault
        // Everything but the place we are at goes, then once more.
        const cleared = settled()
        source.remove(0, Number.POSITIVE_INFINITY)
        await cleared
      }
    }
  }

  function seek(ms: number) {
    hasFailed = false
    askedMs = 0
    wantedMs = Math.min(ms, nowMs())
    isSeeking = true
    if (wantedMs < originMs || media === null) {
      originMs = wantedMs - ORIGIN_BEFORE_MS
      openMedia()
      return
    }
    if (readyUntil(mediaS(wantedMs)) === null) {
      // A hand that lets go of the line says the same place again: what comes from there is not sent away.
      const isComing = coming !== null && wantedMs >= coming.fromMs && wantedMs < coming.toMs
      if (!isComing) {
        under?.abort()
        under = null
        coming = null
      }
      video.pause()
    }
    goOn()
  }

  function onFrame(_now: number, { mediaTime }: VideoFrameCallbackMetadata) {
    frame = video.requestVideoFrameCallback(onFrame)
    shownS = mediaTime
    aloneUntilMs = 0
    onShown(originMs + mediaTime * 1000)
    goOn()
  }

  /** Play has run to the end of what lies ready: more is fetched, a gap is skipped, or the present is reached. */
  function onWaiting() {
    if (!wantsPlay || isSeeking || isStepping) return
    const ms = originMs + video.currentTime * 1000
    if (nowMs() - ms < PRESENT_MS + 1_500) return onPresent()
    const over = pictureAt(video.currentTime)
    if (over > video.currentTime + 0.01 && over - video.currentTime <= HOLE_S) {
      video.currentTime = over
      return
    }
    const past = timeline()
    if (past !== null && under === null) {
      // The last picture of a span stands a frame before its end.
      const ahead = foundAt(past, ms + 500, nowMs())
      if (ahead.kind === 'gap') return atGap(past, ms + 500, ahead.gap)
    }
    goOn()
  }

  /** The next picture stands on the screen, or none comes: a seek inside one picture may draw nothing. */
  function nextPicture(): Promise<void> {
    return new Promise((resolve) => {
      const handle = video.requestVideoFrameCallback(() => resolve())
      setTimeout(() => {
        video.cancelVideoFrameCallback(handle)
        resolve()
      }, PICTURE_MOST_MS)
    })
  }

  async function step(by: 1 | -1) {
    const wasPlaying = !video.paused
    wantsPlay = false
    video.pause()
    tell({ kind: 'paused' })
    if (shownS === null || isStepping) return
    isStepping = true
    // On a busy machine the picture that was under way when play stopped still comes.
    if (wasPlaying) await nextPicture()
    const from = shownS
    for (let moved = STEP_S / 2; moved < STEP_MOST_S && !isClosed; moved += STEP_S) {
      const wanted = from + by * moved
      if (readyUntil(wanted) === null) break
      const done = new Promise<void>((resolve) => {
        video.addEventListener('seeked', () => resolve(), { once: true })
        setTimeout(resolve, 400)
      })
      const shown = nextPicture()
      video.currentTime = wanted
      await done
      await shown
      if (shownS !== null && Math.abs(shownS - from) > 0.001) break
    }
    isStepping = false
    wantedMs = originMs + video.currentTime * 1000
    goOn()
  }

  const timer = setInterval(() => {
    if (wantsPlay && !isSeeking && video.readyState < HTMLMediaElement.HAVE_FUTURE_DATA) onWaiting()
    else goOn()
  }, 500)
  video.addEventListener('waiting', onWaiting)
  video.muted = true
  frame = video.requestVideoFrameCallback(onFrame)
  openMedia()

  return {
    seek,
    play() {
      wantsPlay = true
      hasFailed = false
      if (isSeeking) goOn()
      else start()
    },
    pause() {
      wantsPlay = false
      video.pause()
      if (state.kind === 'playing') tell({ kind: 'paused' })
    },
    isPlaying: () => wantsPlay,
    setRate(next) {
      rate = next
      video.playbackRate = next
      goOn()
    },
    step: (by) => void step(by),
    timelineChanged: goOn,
    atMs,
    close() {
      isClosed = true
      clearInterval(timer)
      video.removeEventListener('waiting', onWaiting)
      video.cancelVideoFrameCallback(frame)
      dropMedia()
    },
  }
}

const iso = (ms: number) => new Date(Math.round(ms)).toISOString()

/** What the server refused, as a value. */
export async function problemOf(answer: Response): Promise<RequestProblem> {
  const body: unknown = await answer.json().catch(() => null)
  const problem = typeof body === 'object' && body !== null ? (body as Partial<Problem>) : {}
  return new RequestProblem(problem.code ?? 'internal', answer.status, problem.title ?? null, problem.facts ?? {})
}
