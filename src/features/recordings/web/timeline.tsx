/** The line of the past under the hand: a slider over the whole of what is recorded, with a small picture where the hand points. */
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useMemo, useRef } from 'react'
import { nowMs, type SiteClock, useNow } from '../../../platform/web/clock.ts'
import { settings } from '../../../platform/web/settings.ts'
import { useStore } from '../../../platform/web/store.ts'
import { useSpeaker } from '../../../platform/web/text.tsx'
import { drawTimeline } from './draw-timeline.ts'
import type { LookBack } from './look-back.ts'
import css from './scrubber.module.css'
import { createThumbnails } from './thumbnails.ts'
import { clockOffsetMs, foundAt, timeAt, xOf, ZOOMS } from './timeline-view.ts'

export interface TimelineProps {
  readonly cameraId: string
  readonly lookBack: LookBack
  readonly clock: SiteClock
}

/** Drag: the past under the hand. Wheel: nearer and further. With Shift: a drag chooses an interval, the wheel moves the line. */
export function TimelineLine({ cameraId, lookBack, clock }: TimelineProps): ReactNode {
  const { say } = useSpeaker()
  const line = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const hover = useRef<number | null>(null)
  const hand = useRef<{ readonly isChoosing: boolean; readonly fromMs: number; soughtAtMs: number } | null>(null)
  const picture = useRef<HTMLElement>(null)
  const image = useRef<HTMLImageElement>(null)
  const words = useRef<HTMLElement>(null)
  const drawSoon = useRef<() => void>(() => undefined)
  const small = useMemo(
    () =>
      createThumbnails(cameraId, (found, wantedMs) => {
        if (hover.current === null || image.current === null || words.current === null) return
        // The hand has moved on meanwhile: the picture of another time would be taken for this one.
        if (Math.abs(wantedMs - hover.current) > 15_000) return
        image.current.hidden = found === null
        if (found !== null) image.current.src = found.address
        words.current.textContent = found === null ? say('past.no-thumbnail') : clock.long(found.atMs)
      }),
    [cameraId, clock, say],
  )
  useEffect(() => () => small.close(), [small])

  useEffect(() => {
    let frame = 0
    const draw = () => {
      frame = 0
      if (canvas.current === null) return
      const now = nowMs()
      drawTimeline(canvas.current, {
        view: lookBack.view(),
        timeline: lookBack.past.timeline.get(),
        nowMs: now,
        atMs: lookBack.atMs(),
        hoverMs: hover.current,
        interval: lookBack.interval.get(),
        offsetMs: clockOffsetMs(clock.long(now), now),
        clock: (ms) => (lookBack.spanMs.get() <= ZOOMS[0].spanMs ? clock.long(ms) : clock.short(ms)),
        gapWords: (cause, fault) => say('past.gap', { cause, fault: fault ?? 'none' }).replaceAll(/[\u2066-\u2069]/g, ''),
      })
    }
    // Whatever comes between two frames is one drawing.
    const soon = () => {
      if (frame === 0) frame = requestAnimationFrame(draw)
    }
    drawSoon.current = soon
    const stop = lookBack.onDrawn(soon)
    // Its colours are those of the page.
    const stopColours = settings.subscribe(soon)
    const resized = new ResizeObserver(soon)
    if (canvas.current !== null) resized.observe(canvas.current)
    const element = line.current
    const onWheel = (event: WheelEvent) => {
      event.preventDefault()
      const box = element?.getBoundingClientRect()
      if (box === undefined) return
      const view = lookBack.view()
      const span = view.toMs - view.fromMs
      if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY))
        lookBack.pan(((event.deltaX || event.deltaY) / box.width) * span)
      else lookBack.zoomTo(span * Math.exp(event.deltaY / 400), timeAt(view, event.clientX - box.left, box.width))
    }
    element?.addEventListener('wheel', onWheel, { passive: false })
    soon()
    return () => {
      stop()
      stopColours()
      resized.disconnect()
      cancelAnimationFrame(frame)
      element?.removeEventListener('wheel', onWheel)
    }
  }, [lookBack, clock, say])

  function timeUnder(event: PointerEvent): number {
    const box = event.currentTarget.getBoundingClientRect()
    return Math.min(nowMs(), timeAt(lookBack.view(), event.clientX - box.left, box.width))
  }

  function point(event: PointerEvent) {
    const ms = timeUnder(event)
    hover.current = ms
    small.want(ms)
    const box = event.currentTarget.getBoundingClientRect()
    if (picture.current !== null) {
      picture.current.hidden = false
      const x = xOf(lookBack.view(), ms, box.width)
      picture.current.style.left = `${Math.max(0, Math.min(box.width - 164, x - 82))}px`
    }
    const held = hand.current
    if (held !== null) {
      if (held.isChoosing) lookBack.interval.set({ fromMs: Math.min(held.fromMs, ms), toMs: Math.max(held.fromMs, ms) })
      else if (performance.now() - held.soughtAtMs > 120) {
        held.soughtAtMs = performance.now()
        lookBack.seek(ms)
      }
    }
    // The line under the hand is part of the drawing.
    drawSoon.current()
  }

  function onKeyDown(event: KeyboardEvent) {
    const span = lookBack.spanMs.get()
    const by: Readonly<Record<string, () => void>> = {
      ArrowLeft: () => lookBack.seek(lookBack.atMs() - span / 120),
      ArrowRight: () => lookBack.seek(Math.min(nowMs(), lookBack.atMs() + span / 120)),
      PageUp: () => lookBack.seek(lookBack.atMs() - span / 6),
      PageDown: () => lookBack.seek(Math.min(nowMs(), lookBack.atMs() + span / 6)),
      Home: () => lookBack.seek(lookBack.view().fromMs),
      End: () => lookBack.toLive(),
      Minus: () => lookBack.zoomTo(span * 2),
      Equal: () => lookBack.zoomTo(span / 2),
    }
    const act = event.ctrlKey || event.altKey || event.metaKey ? undefined : by[event.code]
    if (act === undefined) return
    event.preventDefault()
    act()
  }

  return (
    <div className={css.line}>
      <SliderPart lookBack={lookBack} clock={clock}>
        {(spoken) => (
          <div
            ref={line}
            className={css.slider}
            role="slider"
            tabIndex={0}
            data-takes-keys
            aria-label={say('past.line')}
            aria-valuenow={spoken.now}
            aria-valuemin={spoken.least}
            aria-valuemax={spoken.most}
            aria-valuetext={spoken.text}
            onKeyDown={onKeyDown}
            onPointerDown={(event) => {
              if (event.button !== 0) return
              event.currentTarget.setPointerCapture(event.pointerId)
              const ms = timeUnder(event)
              hand.current = { isChoosing: event.shiftKey, fromMs: ms, soughtAtMs: performance.now() }
              if (!event.shiftKey) lookBack.seek(ms)
            }}
            onPointerMove={point}
            onPointerUp={(event) => {
              const held = hand.current
              hand.current = null
              if (held !== null && !held.isChoosing) lookBack.seek(timeUnder(event))
            }}
            onPointerLeave={() => {
              hover.current = null
              if (picture.current !== null) picture.current.hidden = true
              drawSoon.current()
            }}
          >
            <canvas ref={canvas} aria-hidden="true" tabIndex={-1} />
          </div>
        )}
      </SliderPart>
      <figure ref={picture} className={css.thumbnail} aria-hidden="true" hidden>
        <img ref={image} alt="" width={160} />
        <figcaption ref={words} />
      </figure>
    </div>
  )
}

interface Spoken {
  readonly least: number
  readonly most: number
  readonly now: number
  readonly text: string
}

/** What the slider says of itself, once a second: a time, and what is recorded there. */
function SliderPart({
  lookBack,
  clock,
  children,
}: {
  readonly lookBack: LookBack
  readonly clock: SiteClock
  readonly children: (spoken: Spoken) => ReactNode
}): ReactNode {
  const { say } = useSpeaker()
  const now = useNow()
  const mode = useStore(lookBack.mode)
  const timeline = useStore(lookBack.past.timeline)
  const at = lookBack.atMs()
  const { fromMs } = lookBack.view()
  const found = timeline === null ? null : foundAt(timeline, at, now)
  const text =
    mode === 'live'
      ? say('past.now')
      : found?.kind === 'gap'
        ? say('past.at.gap', {
            time: clock.long(at),
            cause: say('past.gap', { cause: found.gap?.cause ?? 'none', fault: found.gap?.fault ?? 'none' }),
          })
        : clock.long(at)
  return children({
    least: Math.floor(Math.min(fromMs, at) / 1000),
    most: Math.floor(now / 1000),
    now: Math.floor(Math.min(at, now) / 1000),
    text: text.replaceAll(/[\u2066-\u2069]/g, ''),
  })
}
