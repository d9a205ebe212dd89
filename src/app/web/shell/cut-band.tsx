/** The link is cut: since when, what still works, what to do, when the next try is. Computed from the beat, never remembered. */
import type { ReactNode } from 'react'
import { clockOf, formatSpan } from '../../../platform/web/clock.ts'
import type { LaneState } from '../../../platform/web/lane.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import { Icon } from '../../../platform/web/parts/icon.tsx'
import { Text, useSpeaker } from '../../../platform/web/text.tsx'
import { tryLinkNow } from '../live/link.ts'
import css from './cut-band.module.css'

export interface CutBandProps {
  readonly lane: LaneState
  readonly silentMs: number
  readonly nowMs: number
  readonly timeZone: string
}

/** The band across the screen. Its words are spoken once, its counters are not. */
export function CutBand({ lane, silentMs, nowMs, timeZone }: CutBandProps): ReactNode {
  const { say } = useSpeaker()
  const waitMs = lane.nextTrySteadyMs === null ? 0 : lane.nextTrySteadyMs - performance.now()
  return (
    <section className={css.band} aria-label={say('link.label')}>
      <Icon name="noLink" size={34} />
      <div className={css.words} role="alert">
        <b>
          <Text text="link.cut" values={{ time: clockOf(timeZone).long(nowMs - silentMs) }} />
        </b>
        <p>{say('link.cut.help')}</p>
      </div>
      <div className={css.side}>
        <span className={css.count}>{formatSpan(silentMs)}</span>
        <span className={css.next}>
          {lane.nextTrySteadyMs === null || waitMs < 0 ? (
            <Text text="link.trying" values={{ attempt: Math.max(1, lane.attempts) }} />
          ) : (
            <Text text="link.retry-in" values={{ attempt: lane.attempts + 1, seconds: Math.ceil(waitMs / 1000) }} />
          )}
        </span>
        <Button keyName="Enter" onPress={tryLinkNow}>
          {say('link.try-now')}
        </Button>
      </div>
    </section>
  )
}

/** What to do while the link is cut, in order; what still works, and what does not. */
export function CutAdvice(): ReactNode {
  const { say } = useSpeaker()
  return (
    <>
      <section className={css.list}>
        <h2>{say('link.do')}</h2>
        <ol>
          {[1, 2, 3].map((step) => (
            <li key={step}>
              <bdi className="id">{step}</bdi>
              <span>{say(`link.do.${step}`)}</span>
            </li>
          ))}
        </ol>
      </section>
      <section className={css.list}>
        <h3>{say('link.works')}</h3>
        <ul>
          {[1, 2].map((line) => (
            <li key={line}>
              <Icon name="check" />
              <span>{say(`link.works.${line}`)}</span>
            </li>
          ))}
        </ul>
      </section>
      <section className={`${css.list} ${css.stopped}`}>
        <h3>{say('link.stopped')}</h3>
        <ul>
          {[1, 2].map((line) => (
            <li key={line}>
              <Icon name="cross" />
              <span>{say(`link.stopped.${line}`)}</span>
            </li>
          ))}
        </ul>
      </section>
    </>
  )
}
