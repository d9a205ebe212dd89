/** The picture of the past: which instant it is stands on it, and where nothing is recorded, words stand in its place. */
import { type ReactNode, useEffect, useRef } from 'react'
import { formatSpan, nowMs, onEachSecond, type SiteClock, useNow } from '../../../platform/web/clock.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import { useStore } from '../../../platform/web/store.ts'
import { spoken, Text, useSpeaker } from '../../../platform/web/text.tsx'
import type { LookBack } from './look-back.ts'
import css from './picture.module.css'
import { problemWords } from './problem-words.ts'

/** How long the words of a skipped gap stand. */
const SKIPPED_MS = 4_000

/** Stands beside the live picture and is hidden while that is shown. */
export function PastPicture({
  lookBack,
  clock,
  label,
}: {
  readonly lookBack: LookBack
  readonly clock: SiteClock
  readonly label: string
}): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const video = useRef<HTMLVideoElement>(null)
  const when = useRef<HTMLSpanElement>(null)
  const mode = useStore(lookBack.mode)
  const state = useStore(lookBack.state)
  const skipped = useStore(lookBack.skipped)
  useNow()

  useEffect(() => {
    if (video.current === null) return
    return lookBack.attach(video.current)
  }, [lookBack])

  useEffect(() => {
    let last = ''
    const show = () => {
      if (when.current === null || lookBack.mode.get() === 'live') return
      const at = lookBack.atMs()
      const text = `${clock.long(at)} · −${formatSpan(nowMs() - at)}`
      if (text === last) return
      last = text
      when.current.textContent = text
    }
    const stops = [lookBack.onDrawn(show), onEachSecond(show)]
    show()
    return () => {
      for (const stop of stops) stop()
    }
  }, [lookBack, clock])

  const gapWords = (gap: { readonly cause: string; readonly fault: string | null } | null) =>
    say('past.gap', { cause: gap?.cause ?? 'none', fault: gap?.fault ?? 'none' })
  const hasNothing = state.kind === 'gap' || state.kind === 'failed'
  return (
    <div className={css.picture} hidden={mode === 'live'} data-past={mode === 'live' ? 'live' : state.kind}>
      <div role="img" aria-label={label} hidden={hasNothing} className={css.video}>
        <video ref={video} className={css.video} muted playsInline disablePictureInPicture disableRemotePlayback />
      </div>
      {mode === 'live' ? null : state.kind === 'gap' ? (
        <div className={`${css.words} hatch`} role="status">
          <span>{spoken(say('past.nothing-here', { cause: gapWords(state.gap) }))}</span>
        </div>
      ) : state.kind === 'failed' ? (
        <div className={`${css.words} hatch`} role="alert">
          <span>{spoken(problemWords(speaker, state.problem))}</span>
          <Button isSmall onPress={() => lookBack.seek(lookBack.atMs())}>
            {say('toast.retry')}
          </Button>
        </div>
      ) : null}
      {mode === 'past' && state.kind === 'loading' ? <span className={css.loading}>{say('past.loading')}</span> : null}
      <span className={`${css.age} ${css.past}`}>
        <b>{say('past.not-now')}</b> <bdi dir="ltr" className="id" ref={when} />
      </span>
      {mode === 'past' && skipped !== null && Date.now() - skipped.saidAtMs < SKIPPED_MS ? (
        <span className={css.note} role="status">
          <Text
            text="past.skipped"
            values={{
              cause: gapWords(skipped.gap),
              from: clock.long(skipped.fromMs),
              to: clock.long(skipped.toMs),
            }}
          />
        </span>
      ) : null}
    </div>
  )
}
