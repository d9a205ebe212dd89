/** What people changed of the site: who, when, what. */
import type { ReactNode } from 'react'
import type { ChangeLine } from '../../../features/shifts/contract.ts'
import { Code, spoken, useSpeaker } from '../../../platform/web/text.tsx'
import { whenOf } from '../shift/when.ts'
import css from './history.module.css'

/** In the order given. */
export function ChangeLines(props: {
  readonly lines: readonly ChangeLine[]
  readonly nowMs: number
  readonly timeZone: string
}): ReactNode {
  const { lines, nowMs, timeZone } = props
  const { say, saySaid } = useSpeaker()
  return (
    <ol className={css.rows}>
      {lines.map(({ pos, at, by, kind, said }) => (
        <li key={pos} className={`${css.row} ${css.change}`} data-change={kind}>
          <time className={css.when} dateTime={at}>
            <Code>{whenOf(at, nowMs, timeZone)}</Code>
          </time>
          <span className={css.what}>
            <b>{spoken(saySaid(said))}</b>
            <small>{say(`history.change.${kind}`)}</small>
          </span>
          <span className={css.end}>
            <bdi>{by === null ? say('history.change.machine') : by.name}</bdi>
          </span>
        </li>
      ))}
    </ol>
  )
}
