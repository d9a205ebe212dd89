/** The clip of an alert: from ten seconds before its first picture to ten after its last, growing while the alert is active. */
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { formatSpan, nowMs, onEachSecond, type SiteClock } from '../../../platform/web/clock.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import { spoken, useSpeaker } from '../../../platform/web/text.tsx'
import css from './clip-player.module.css'
import { createPastPlayer, type PastPlayer, type PastState } from './past-player.ts'
import { createPastStore } from './past-store.ts'
import picture from './picture.module.css'
import { problemWords } from './problem-words.ts'

export interface ClipPlayerProps {
  readonly cameraId: string
  readonly label: string
  readonly fromMs: number
  /** Null: it still grows. */
  readonly toMs: number | null
  /** Where it begins to play. */
  readonly startMs: number
  readonly downloadFrom: string
  readonly clock: SiteClock
}

/** Plays at once, and again from the start when it has ended. The download holds the same pictures, not re-encoded. */
export function ClipPlayer({ cameraId, label, fromMs, toMs, startMs, downloadFrom, clock }: ClipPlayerProps): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const video = useRef<HTMLVideoElement>(null)
  const player = useRef<PastPlayer | null>(null)
  const bounds = useRef({ fromMs, toMs })
  bounds.current = { fromMs, toMs }
  const start = useRef(startMs)
  const slider = useRef<HTMLInputElement>(null)
  const when = useRef<HTMLSpanElement>(null)
  const [state, setState] = useState<PastState>({ kind: 'loading' })

  useEffect(() => {
    if (video.current === null) return
    const past = createPastStore(cameraId)
    const end = () => bounds.current.toMs ?? nowMs()
    const mine = createPastPlayer(
      {
        cameraId,
        video: video.current,
        timeline: past.timeline.get,
        onState: setState,
        onShown: (siteMs) => {
          show(siteMs)
          if (siteMs >= end() - 100) mine.pause()
        },
        onSkipped: () => undefined,
        onPresent: () => mine.pause(),
      },
      start.current,
    )
    player.current = mine
    function show(at: number) {
      const { fromMs: first } = bounds.current
      if (slider.current !== null) {
        slider.current.max = String(Math.max(1, end() - first))
        slider.current.value = String(at - first)
      }
      const text = `${clock.long(at)} · ${formatSpan(at - first)} / ${formatSpan(end() - first)}`
      if (when.current !== null && when.current.textContent !== text) when.current.textContent = text
    }
    const grow = () => past.show({ fromMs: bounds.current.fromMs - 5_000, toMs: Math.min(nowMs(), end() + 5_000) })
    const stops = [
      past.start(),
      past.timeline.subscribe(mine.timelineChanged),
      past.problem.subscribe(() => {
        const problem = past.problem.get()
        if (problem !== null) setState({ kind: 'failed', problem })
      }),
      onEachSecond(() => {
        grow()
        show(mine.atMs())
      }),
    ]
    grow()
    mine.seek(start.current)
    mine.play()
    return () => {
      for (const stop of stops) stop()
      player.current = null
      mine.close()
    }
  }, [cameraId, clock])

  const isPlaying = state.kind === 'playing'
  function toggle() {
    const now = player.current
    if (now === null) return
    if (isPlaying) return now.pause()
    if (now.atMs() >= (toMs ?? nowMs()) - 1_000) now.seek(fromMs)
    now.play()
  }
  return (
    <div className={css.clip} data-clip={state.kind}>
      <div className={css.stage}>
        <div className={picture.picture}>
          <div role="img" aria-label={label} className={picture.video}>
            <video ref={video} className={picture.video} muted playsInline disablePictureInPicture disableRemotePlayback />
          </div>
          {state.kind === 'gap' || state.kind === 'failed' ? (
            <div className={`${picture.words} hatch`} role="status">
              <span>
                {spoken(
                  state.kind === 'failed'
                    ? problemWords(speaker, state.problem)
                    : say('past.nothing-here', {
                        cause: say('past.gap', { cause: state.gap?.cause ?? 'none', fault: state.gap?.fault ?? 'none' }),
                      }),
                )}
              </span>
            </div>
          ) : null}
          {state.kind === 'loading' ? <span className={picture.loading}>{say('past.loading')}</span> : null}
          <span className={`${picture.age} ${picture.past}`}>
            <b>{say('past.not-now')}</b> <bdi dir="ltr" className="id" ref={when} />
          </span>
        </div>
      </div>
      <div className={css.controls}>
        <Button isSmall onPress={toggle}>
          {say(isPlaying ? 'past.pause' : 'past.play')}
        </Button>
        <input
          ref={slider}
          type="range"
          min={0}
          step={100}
          defaultValue={0}
          aria-label={say('past.clip.place')}
          // A hand that let go of it goes on to the keys of the page: `Space` must take the alert, not rest on a slider.
          onPointerUp={(event) => event.currentTarget.blur()}
          onInput={(event) => player.current?.seek(fromMs + Number(event.currentTarget.value))}
        />
        <a href={downloadFrom} download>
          {say('past.download.clip')}
        </a>
      </div>
    </div>
  )
}
