/** The same past in words: alerts, what is missing and why, what is kept. Whoever cannot see the line reads it here. */
import type { ReactNode } from 'react'
import { Button } from 'react-aria-components/Button'
import type { SiteClock } from '../../../platform/web/clock.ts'
import side from '../../../platform/web/parts/side.module.css'
import { useStore } from '../../../platform/web/store.ts'
import { Code, spoken, Text, useSpeaker } from '../../../platform/web/text.tsx'
import type { LookBack } from './look-back.ts'
import { problemWords } from './problem-words.ts'
import css from './scrubber.module.css'

const SHOWN_MOST = 12

/** Newest first, each a way to its instant. */
export function PastLists({ lookBack, clock }: { readonly lookBack: LookBack; readonly clock: SiteClock }): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const timeline = useStore(lookBack.past.timeline)
  const problem = useStore(lookBack.past.problem)
  const at = (iso: string) => clock.long(Date.parse(iso))
  if (problem !== null && timeline === null)
    return (
      <section className={`${side.part} ${css.part}`}>
        <h2>{say('past.title')}</h2>
        <p role="alert" className={css.failed}>
          {spoken(problemWords(speaker, problem))}
        </p>
      </section>
    )
  if (timeline === null)
    return (
      <section className={`${side.part} ${css.part}`}>
        <h2>{say('past.title')}</h2>
        <p>{say('past.reading')}</p>
      </section>
    )
  const newest = <T extends { readonly from: string }>(all: readonly T[]) =>
    [...all].sort((a, b) => Date.parse(b.from) - Date.parse(a.from)).slice(0, SHOWN_MOST)
  return (
    <>
      {timeline.oldest === null ? (
        <section className={`${side.part} ${css.part}`}>
          <h2>{say('past.title')}</h2>
          <p>{say('past.empty')}</p>
        </section>
      ) : null}
      <section className={`${side.part} ${css.part}`}>
        <h2>
          {say('past.alerts')}
          <span>
            <Text text="past.alerts.count" values={{ n: timeline.alerts.length }} />
          </span>
        </h2>
        {timeline.alerts.length === 0 ? (
          <p>{say('past.alerts.none')}</p>
        ) : (
          <ul>
            {newest(timeline.alerts).map((alert) => (
              <li key={alert.id}>
                <Button className={css.row ?? ''} onPress={() => lookBack.seek(Date.parse(alert.from) - 5_000)}>
                  <Code>{alert.number}</Code>
                  <span>{say(`past.alert.kind.${alert.kind}`)}</span>
                  <Code>{at(alert.from)}</Code>
                </Button>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section className={`${side.part} ${css.part}`}>
        <h2>{say('past.gaps')}</h2>
        {timeline.gaps.length === 0 ? (
          <p>{say('past.gaps.none')}</p>
        ) : (
          <ul>
            {newest(timeline.gaps).map((gap) => (
              <li key={gap.from} className={css.gap}>
                <span>{spoken(say('past.gap', { cause: gap.cause, fault: gap.fault ?? 'none' }))}</span>
                <span>
                  <Code>{at(gap.from)}</Code> – {gap.to === null ? say('past.gap.goes-on') : <Code>{at(gap.to)}</Code>}
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
      {timeline.holds.length === 0 ? null : (
        <section className={`${side.part} ${css.part}`}>
          <h2>{say('past.holds')}</h2>
          <ul>
            {newest(timeline.holds).map((hold) => (
              <li key={hold.id} className={css.gap}>
                <span>
                  <bdi>{hold.reason}</bdi>
                </span>
                <span>
                  <Code>{at(hold.from)}</Code> – <Code>{at(hold.to)}</Code>
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
