/** Who has the watch and since when, in the top bar of every page; it leads to the shift. */
import { type ReactNode, useEffect } from 'react'
import { Link } from 'wouter'
import { formatSpan, useNow } from '../../../platform/web/clock.ts'
import { useStore } from '../../../platform/web/store.ts'
import { Code, useSpeaker } from '../../../platform/web/text.tsx'
import { addresses } from '../addresses.ts'
import css from './on-watch.module.css'
import { shiftWatch, startShift } from './shift-store.ts'
import { whenOf } from './when.ts'

/** Nothing where the reader may not know of shifts. */
export function OnWatch({ timeZone }: { readonly timeZone: string }): ReactNode {
  const { say } = useSpeaker()
  const nowMs = useNow()
  const asked = useStore(shiftWatch)
  useEffect(startShift, [])
  if (asked.state !== 'known') return null
  const { now, reliefDueAt, isTooLong } = asked.value
  const isDue = reliefDueAt !== null && Date.parse(reliefDueAt) <= nowMs
  return (
    <Link href={addresses.shift} className={`${css.watch} ${now === null || isDue || isTooLong ? css.warn : ''}`}>
      <b>{now === null ? say('shift.none') : <bdi>{now.by.name}</bdi>}</b>
      <span>
        {now === null ? (
          say('shift.take-over')
        ) : isDue ? (
          say('shift.relief.now')
        ) : (
          <>
            {say('shift.since')} <Code>{whenOf(now.openedAt, nowMs, timeZone)}</Code> ·{' '}
            <Code>{formatSpan(nowMs - Date.parse(now.openedAt)).replace(/:\d\d$/, '')}</Code>
          </>
        )}
      </span>
    </Link>
  )
}
