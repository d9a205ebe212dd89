/** The shift log: what happened, newest first. Growth of tracks is not in it; the tape shows that. */
import { memo, type ReactNode } from 'react'
import { directionOf } from '../../../platform/direction.ts'
import { clockOf } from '../../../platform/web/clock.ts'
import { useStore } from '../../../platform/web/store.ts'
import { Code, spoken, useSpeaker } from '../../../platform/web/text.tsx'
import type { LogLine } from '../../live.ts'
import { logBook } from '../shift/shift-store.ts'
import css from './log.module.css'

const SHOWN_MAX = 60

/** The newest lines first, as many as a person scrolls through. */
export const ShiftLog = memo(function ShiftLog({
  lines,
  timeZone,
}: {
  readonly lines: readonly LogLine[]
  readonly timeZone: string
}): ReactNode {
  const speaker = useSpeaker()
  const clock = clockOf(timeZone)
  const book = useStore(logBook)
  const written = new Map(book.state === 'known' ? book.value.map(({ id, text }) => [id, text]) : [])
  const shown = lines
    .filter((line) => !line.text.startsWith('log.track.'))
    .slice(-SHOWN_MAX)
    .reverse()
  if (shown.length === 0) return <p className={css.empty}>{speaker.say('log.empty')}</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard
    <ol className={css.log} tabIndex={0} aria-label={speaker.say('log.title')}>
      {shown.map((line) => (
        <li className={css.line} key={line.pos}>
          <time dateTime={line.at}>
            <Code>{clock.short(Date.parse(line.at))}</Code>
          </time>
          <span>
            {spoken(speaker.has(line.text) ? speaker.say(line.text, line.values) : speaker.say('log.other', { type: line.type }))}
            {written.get(line.subject) ? (
              <q dir={directionOf(written.get(line.subject) ?? '')}>{written.get(line.subject)}</q>
            ) : null}
          </span>
        </li>
      ))}
    </ol>
  )
})
