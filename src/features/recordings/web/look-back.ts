/** Looking back at one camera: where the hand is in the past, what plays, what is chosen. Parts of the page subscribe to its stores. */
import { nowMs, onEachSecond } from '../../../platform/web/clock.ts'
import { createStore, type Store } from '../../../platform/web/store.ts'
import type { RecordedGap, Timeline } from '../contract.ts'
import { createPastPlayer, type PastPlayer, type PastState } from './past-player.ts'
import { createPastStore, type PastStore } from './past-store.ts'
import { alertBeside, moved, showing, untilNow, type View, ZOOMS, zoomed } from './timeline-view.ts'

/** Slow enough to count steps, fast enough to find an hour in minutes. */
export const RATES = [0.25, 0.5, 1, 2, 4, 8, 16] as const
/** What `L` shows again. */
export const REPLAY_MS = 20_000
/** An alert is looked at from before its first picture. */
const ALERT_LEAD_MS = 5_000
const WEEK_MS = 7 * 24 * 3_600_000

export interface Interval {
  readonly fromMs: number
  readonly toMs: number
}

export interface Skipped {
  readonly gap: RecordedGap | null
  readonly fromMs: number
  readonly toMs: number
  readonly saidAtMs: number
}

export interface LookBack {
  readonly past: PastStore
  readonly mode: Store<'live' | 'past'>
  readonly state: Store<PastState>
  readonly rate: Store<number>
  readonly interval: Store<Interval | null>
  readonly skipped: Store<Skipped | null>
  /** Length of the view, for the switch that shows it. */
  readonly spanMs: Store<number>
  readonly view: () => View
  setView(next: View): void
  zoomTo(spanMs: number, aroundMs?: number): void
  pan(byMs: number): void
  /** The element that shows the past; gives back what lets go of it. */
  attach(video: HTMLVideoElement): () => void
  readonly atMs: () => number
  seek(ms: number): void
  togglePlay(): void
  step(by: 1 | -1): void
  changeRate(by: 1 | -1): void
  /** The next alert in this direction; false: there is none within a week. */
  toAlert(by: 1 | -1): Promise<boolean>
  replay(): void
  toLive(): void
  begin(): void
  end(): void
  /** Told of everything that the line must show anew, pictures among it. */
  onDrawn(listener: () => void): () => void
  /** Goes along with the clock until what it gives back is called; may be started again. */
  start(): () => void
}

/** Begins live. The element that is attached holds the player: it goes with the element. */
export function createLookBack(cameraId: string): LookBack {
  const past = createPastStore(cameraId)
  const mode = createStore<'live' | 'past'>('live')
  const state = createStore<PastState>({ kind: 'paused' })
  const rate = createStore<number>(1)
  const interval = createStore<Interval | null>(null)
  const skipped = createStore<Skipped | null>(null)
  const spanMs = createStore<number>(ZOOMS[1].spanMs)
  const listeners = new Set<() => void>()
  let view = untilNow(spanMs.get(), nowMs())
  /** The view goes along with the present until a hand moves it. */
  let isFollowing = true
  let video: HTMLVideoElement | null = null
  let player: PastPlayer | null = null

  const changed = () => {
    for (const listener of listeners) listener()
  }
  const atMs = () => (mode.get() === 'past' && player !== null ? player.atMs() : nowMs())

  function setView(next: View) {
    view = next
    const span = next.toMs - next.fromMs
    if (Math.abs(span - spanMs.get()) > 1) spanMs.set(span)
    past.show(view)
    changed()
  }

  function ensurePlayer(ms: number): PastPlayer | null {
    if (player !== null || video === null) return player
    player = createPastPlayer(
      {
        cameraId,
        video,
        timeline: past.timeline.get,
        onState: (next) => {
          state.set(next)
          changed()
        },
        onShown: (siteMs) => {
          const next = showing(view, siteMs, nowMs())
          if (next !== view) setView(next)
          changed()
        },
        onSkipped: (gap, fromMs, toMs) => skipped.set({ gap, fromMs, toMs, saidAtMs: Date.now() }),
        onPresent: toLive,
      },
      ms,
    )
    player.setRate(rate.get())
    return player
  }

  function seek(ms: number) {
    skipped.set(null)
    mode.set('past')
    isFollowing = false
    ensurePlayer(ms)?.seek(ms)
    setView(showing(view, ms, nowMs()))
  }

  function toLive() {
    mode.set('live')
    state.set({ kind: 'paused' })
    skipped.set(null)
    player?.close()
    player = null
    isFollowing = true
    setView(untilNow(spanMs.get(), nowMs()))
  }

  function bound(edge: 'fromMs' | 'toMs') {
    const at = atMs()
    const now = interval.get() ?? { fromMs: at, toMs: at }
    // A begin behind the end, or an end before the begin, starts the choice anew there.
    interval.set(
      edge === 'fromMs' ? { fromMs: at, toMs: Math.max(at, now.toMs) } : { fromMs: Math.min(at, now.fromMs), toMs: at },
    )
  }

  return {
    past,
    mode,
    state,
    rate,
    interval,
    skipped,
    spanMs,
    view: () => view,
    setView(next) {
      isFollowing = false
      setView(next)
    },
    zoomTo(next, around = atMs()) {
      setView(isFollowing && mode.get() === 'live' ? untilNow(next, nowMs()) : zoomed(view, next, around, nowMs()))
    },
    pan(byMs) {
      isFollowing = false
      setView(moved(view, byMs, nowMs()))
    },
    attach(element) {
      video = element
      return () => {
        player?.close()
        player = null
        video = null
      }
    },
    atMs,
    seek,
    togglePlay() {
      if (mode.get() === 'live') {
        seek(nowMs() - 5_000)
        return
      }
      if (player?.isPlaying() === true) player.pause()
      else player?.play()
    },
    step(by) {
      if (mode.get() === 'live') seek(nowMs() - 5_000)
      else player?.step(by)
    },
    changeRate(by) {
      const at = RATES.indexOf(rate.get() as (typeof RATES)[number])
      rate.set(RATES[Math.max(0, Math.min(RATES.length - 1, at + by))] ?? 1)
      player?.setRate(rate.get())
    },
    async toAlert(by) {
      const from = atMs() + (mode.get() === 'past' ? ALERT_LEAD_MS : 0)
      const near = past.timeline.get()
      let found = near === null ? null : alertBeside(near, from, by)
      if (found === null) {
        const wide: Timeline = await past.ask(
          by === -1 ? from - WEEK_MS : from,
          by === -1 ? from : Math.min(nowMs(), from + WEEK_MS),
        )
        found = alertBeside(wide, from, by)
      }
      if (found === null) return false
      seek(Date.parse(found.from) - ALERT_LEAD_MS)
      player?.play()
      return true
    },
    replay() {
      seek(atMs() - REPLAY_MS)
      player?.play()
    },
    toLive,
    begin: () => bound('fromMs'),
    end: () => bound('toMs'),
    onDrawn(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    start() {
      past.show(view)
      const stops = [
        past.start(),
        past.timeline.subscribe(() => {
          player?.timelineChanged()
          changed()
        }),
        interval.subscribe(changed),
        onEachSecond(() => {
          if (isFollowing) setView(untilNow(spanMs.get(), nowMs()))
          else changed()
        }),
      ]
      return () => {
        for (const stop of stops) stop()
      }
    },
  }
}
