/** What a camera says of itself beside its picture: read, set in step with the frames, judged for movement, handed on to be kept. */
import type { CameraSource, PlatformFix, PlatformState } from '../../features/cameras/contract.ts'
import { KlvStream } from '../../features/cameras/klv/stream.ts'
import { fixOf, MotionWatch } from '../../features/cameras/platform.ts'

/** Fixes that wait for their picture: more come only from a stream that sends no pictures. */
const waitingMost = 300
/** Kept so often: five a second draw a smooth way, thirty would draw the same. */
const keepEveryMs = 180
const handOverMs = 5000
/** A stream of metadata in which nothing could be read for this long of its pictures counts as none. */
const unreadableMs = 10_000

export interface PlatformSide {
  /** What belongs to the picture at this stream time, the newest known; null: nothing is known. To be called once a frame, in order. */
  at(tMs: number): PlatformFix | null
  /** Whether the picture is that of a moving camera, or may be: a fixed camera's detector would see the whole world move. */
  readonly isMoving: boolean
  /** Hands on what is kept and not handed on yet. */
  flush(): void
  /** Null: the source carries no metadata. */
  state(): PlatformState | null
}

export interface PlatformNeeds {
  readonly cameraId: string
  readonly source: CameraSource
  /** Site time of a stream time, both in milliseconds. */
  siteMs(streamMs: number): number
  /** Takes fixes to be kept, oldest first. */
  keep(fixes: readonly PlatformFix[]): void
}

/** Listens to the source's metadata from now on. */
export function followPlatform({ cameraId, source, siteMs, keep }: PlatformNeeds): PlatformSide {
  const metadata = source.metadata ?? null
  const klv = new KlvStream()
  const watch = new MotionWatch()
  const waiting: { fix: PlatformFix; ptsMs: number }[] = []
  let kept: PlatformFix[] = []
  let now: PlatformFix | null = null
  let count = { sets: 0, damaged: 0 }
  let firstMs: number | null = null
  let lastMs = 0

  metadata?.listen(({ data, ptsMs }) => {
    for (const set of klv.push(data)) {
      count = { sets: count.sets + 1, damaged: count.damaged + (set.state === 'good' ? 0 : 1) }
      const fix = fixOf(set, 0)
      if (fix !== null) waiting.push({ fix, ptsMs })
    }
    if (waiting.length > waitingMost) waiting.splice(0, waiting.length - waitingMost)
  })

  function keepSome(fix: PlatformFix): void {
    const [first, last] = [kept[0], kept.at(-1)]
    if (last && fix.atMs - last.atMs < keepEveryMs && fix.atMs >= last.atMs) return
    if (first && Math.abs(fix.atMs - first.atMs) >= handOverMs) handOn()
    kept.push(fix)
  }

  function handOn(): void {
    if (kept.length > 0) keep(kept)
    kept = []
  }

  return {
    at(tMs) {
      firstMs ??= tMs
      lastMs = tMs
      while (waiting[0] && waiting[0].ptsMs <= tMs) {
        const { fix, ptsMs } = waiting.shift() as (typeof waiting)[number]
        // The way a picture's time goes, so that both are looked up by one clock.
        now = { ...fix, atMs: siteMs(ptsMs) }
        watch.push(now, ptsMs)
        keepSome(now)
      }
      return now
    },
    get isMoving() {
      if (metadata === null || watch.motion === 'still') return false
      if (watch.motion === 'moving' || now !== null) return true
      // Nothing readable yet: held back for a moment, then it is a camera like any other.
      return lastMs - (firstMs ?? lastMs) < unreadableMs
    },
    flush: handOn,
    state: () => (metadata === null ? null : { cameraId, motion: watch.motion, fix: now, ...count }),
  }
}
