/** Lines of the log book: who wrote what and when; a corrected line stays readable and says so. */
import type { ReactNode } from 'react'
import type { LogBookEntry } from '../../../features/shifts/contract.ts'
import { directionOf } from '../../../platform/direction.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import { Code, Text, useSpeaker } from '../../../platform/web/text.tsx'
import css from './log-lines.module.css'
import { logEntry, shiftProblem } from './shift-store.ts'
import { whenOf } from './when.ts'

export interface LogLinesProps {
  readonly entries: readonly LogBookEntry[]
  readonly nowMs: number
  readonly timeZone: string
  /** Null where nothing can be put right: on paper. */
  readonly canCorrect: boolean
}

/** In the order given. */
export function LogLines({ entries, nowMs, timeZone, canCorrect }: LogLinesProps): ReactNode {
  const { say } = useSpeaker()
  return (
    <ol className={css.lines}>
      {entries.map((entry) => (
        <li key={entry.id} className={entry.correctedBy === null ? css.entry : `${css.entry} ${css.old}`}>
          <p className={css.head}>
            <time dateTime={entry.at}>
              <Code>{whenOf(entry.at, nowMs, timeZone)}</Code>
            </time>
            <bdi className={css.by}>{entry.by.name}</bdi>
            {entry.corrects === null ? null : <em>{say('log.corrects')}</em>}
            {entry.correctedBy === null ? null : <em>{say('log.corrected-by')}</em>}
            {canCorrect && entry.correctedBy === null ? (
              <span className={css.act}>
                <Button
                  isSmall
                  look="quiet"
                  onPress={() => {
                    shiftProblem.set(null)
                    logEntry.set({ corrects: entry })
                  }}
                >
                  {say('log.write.correct')}
                </Button>
              </span>
            ) : null}
          </p>
          {entry.call === null ? null : (
            <p className={css.call}>
              <Text
                text="log.call.line"
                values={{
                  who: entry.call.who,
                  means: say(`log.means.${entry.call.means}`),
                  answered: entry.call.isAnswered ? 'yes' : 'no',
                }}
              />
            </p>
          )}
          {entry.text === '' ? null : (
            <p className={css.text} dir={directionOf(entry.text ?? say('log.forgotten'))}>
              {entry.text ?? say('log.forgotten')}
            </p>
          )}
        </li>
      ))}
    </ol>
  )
}
