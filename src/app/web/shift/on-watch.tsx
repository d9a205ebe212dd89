/** Who has the watch and since when, in the top bar of every page; it leads to the shift. */
import { type ReactNode, useEffect } from 'react'
import { Link } from 'wouter'
import { useNow } from '../../../platform/web/clock.ts'
import { useStore } from '../../../platform/web/store.ts'
import { Text, useSpeaker } from '../../../platform/web/text.tsx'
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
      <b>{now === null ? say('shift.none') : <Text text="shift.on-watch" values={{ by: now.by.name }} />}</b>
      <span>
        {now === null ? (
          say('shift.take-over')
        ) : isDue ? (
          say('shift.relief.now')
        ) : (
          <Text
            text="shift.on-watch.since"
            values={{ time: whenOf(now.openedAt, nowMs, timeZone), span: hoursOf(nowMs - Date.parse(now.openedAt)) }}
          />
        )}
      </span>
    </Link>
  )
}

/** `7:05`: hours and minutes on watch; seconds would only flicker. */
function hoursOf(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / 60_000))
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}
