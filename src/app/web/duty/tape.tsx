/** The last hour in three lanes, now at the end edge. Ordered things mirror, so the hour runs with the reading direction. */
import { memo, type ReactNode, useMemo } from 'react'
import { clockOf } from '../../../platform/web/clock.ts'
import { Code, Text, useSpeaker } from '../../../platform/web/text.tsx'
import css from './tape.module.css'
import { HOUR_MS, type Mark, type Tape as TapeMarks } from './tape-marks.ts'

export interface TapeProps {
  readonly tape: TapeMarks
  readonly nowMs: number
  readonly timeZone: string
  /** For how long the page has heard nothing; 0 while the link is up. */
  readonly silentMs: number
}

/** Three lanes: alerts, detections, and the time in which some camera did not see. */
export const Tape = memo(function Tape({ tape, nowMs, timeZone, silentMs }: TapeProps): ReactNode {
  const { say } = useSpeaker()
  const clock = useMemo(() => clockOf(timeZone), [timeZone])
  const silent: Mark | null = silentMs > 0 ? { endsAgo: 0, width: Math.min(100, (silentMs / HOUR_MS) * 100) } : null
  const lane = (name: string, marks: readonly Mark[], look: string) => (
    <div className={css.lane}>
      <span>{say(name)}</span>
      <i>
        {tape.unknown === null ? null : <MarkPart mark={tape.unknown} look="unknown" />}
        {marks.map((mark) => (
          <MarkPart key={`${mark.endsAgo.toFixed(2)} ${mark.width.toFixed(2)}`} mark={mark} look={look} />
        ))}
        {silent === null ? null : <MarkPart mark={silent} look="blind" />}
      </i>
    </div>
  )
  const quarters = [60, 45, 30, 15].map((minutes) => clock.short(nowMs - minutes * 60_000))
  return (
    <figure
      className={css.tape}
      role="img"
      aria-label={say('tape.summary', { ...tape.counts, minutes: tape.notSeeingMinutes }).replaceAll(/[\u2066-\u2069]/g, '')}
    >
      {lane('tape.alarms', tape.alarms, 'alarm')}
      {lane('tape.detections', tape.detections, 'detection')}
      {lane('tape.not-seeing', tape.notSeeing, 'blind')}
      <div className={css.axis}>
        <span>
          <Text text="tape.title" />
        </span>
        <p>
          {quarters.map((time) => (
            <Code key={time}>{time}</Code>
          ))}
          <span>{say('tape.now')}</span>
        </p>
      </div>
    </figure>
  )
})

function MarkPart({ mark, look }: { readonly mark: Mark; readonly look: string }): ReactNode {
  return <u className={css[look]} style={{ insetInlineEnd: `${Math.max(0, mark.endsAgo)}%`, inlineSize: `${mark.width}%` }} />
}
