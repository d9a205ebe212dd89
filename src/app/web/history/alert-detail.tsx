/** One alert of any time with everything that happened to it: pictures, reasons, its whole log, what was written. */
import { type ReactNode, useEffect, useState } from 'react'
import { Link } from 'wouter'
import type { AlertView } from '../../../features/alerts/contract.ts'
import { reasonText } from '../../../features/alerts/web/close-draft.ts'
import { directionOf } from '../../../platform/direction.ts'
import { clockOf } from '../../../platform/web/clock.ts'
import { RequestProblem, request } from '../../../platform/web/http.ts'
import { Code, spoken, Text, useSpeaker } from '../../../platform/web/text.tsx'
import { AlertPicture } from '../duty/alert-picture.tsx'
import { problemWords } from '../duty/problem-words.ts'
import { useWatch } from '../shell/watch.tsx'
import { whenOf } from '../shift/when.ts'
import css from './history.module.css'

/** Asks for the alert; a change over the live lane is shown at once. */
export function AlertDetail({ id, back }: { readonly id: string; readonly back: string }): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const { facts } = useWatch()
  const [found, setFound] = useState<AlertView | null>(null)
  const [problem, setProblem] = useState<RequestProblem | null>(null)
  const live = facts.alerts.get(id)
  const version = live?.version ?? 0
  // Asked again when the live lane says that it has changed
  useEffect(() => {
    let isHere = true
    request('GET', `/api/alerts/${id}`)
      .then((answer) => isHere && setFound(answer as AlertView))
      .catch((failed: unknown) => {
        if (!(failed instanceof RequestProblem)) throw failed
        if (isHere) setProblem(failed)
      })
    return () => {
      isHere = false
    }
  }, [id, version])
  if (found === null)
    return (
      <p className={css.empty} role={problem === null ? 'status' : 'alert'}>
        {problem === null
          ? say('history.loading')
          : problem.status === 404
            ? say('history.detail.missing')
            : problemWords(speaker, problem)}
      </p>
    )
  return <Detail alert={found} back={back} />
}

function Detail({ alert, back }: { readonly alert: AlertView; readonly back: string }): ReactNode {
  const speaker = useSpeaker()
  const { say, saySaid } = speaker
  const { facts, nowMs, timeZone, isCut } = useWatch()
  const camera = facts.cameras.get(alert.cameraIds[0] ?? '') ?? null
  const when = (at: string) => <Code>{whenOf(at, nowMs, timeZone)}</Code>
  return (
    <article>
      <p className={css.backLink}>
        <Link href={back}>{say('history.detail.back')}</Link>
      </p>
      <h2 className={css.name}>
        <Code>{alert.number}</Code> {spoken(saySaid(alert.title))}
      </h2>
      <p className={css.sub}>
        {say(`alert.word.${alert.kind}.${alert.priority}`)} · {when(alert.firstAt)}
        {alert.mode === 'live' ? null : <> · {say(`history.mode.${alert.mode}`)}</>}
      </p>
      {camera === null && !alert.hasStill ? null : (
        <div className={css.picture}>
          <AlertPicture alert={alert} camera={camera} clock={clockOf(timeZone)} isCut={isCut} />
        </div>
      )}
      <ul className={css.reasons}>
        {[...alert.reasons, ...alert.unknowns].map((said, at) => (
          <li key={`${said.text} ${at}`}>{spoken(saySaid(said))}</li>
        ))}
      </ul>
      {alert.closed === null ? null : (
        <p className={css.closed}>
          <b>{say(reasonText(alert.closed.reason as never))}</b> · <bdi>{alert.closed.by.name}</bdi> · {when(alert.closed.at)}
          {alert.closed.note === null ? null : (
            <span className={css.said} dir={directionOf(alert.closed.note)}>
              {alert.closed.note}
            </span>
          )}
        </p>
      )}
      {alert.notes.map(({ at, by, text }) => (
        <p className={css.closed} key={at}>
          {say('history.detail.note')} · <bdi>{by.name}</bdi> · {when(at)}
          <span className={css.said} dir={directionOf(text)}>
            {text}
          </span>
        </p>
      ))}
      <h3 className={css.sub}>{say('history.detail.log')}</h3>
      <ol className={css.log}>
        {alert.log.map((line, at) => {
          const [why = '', level = ''] = (line.detail ?? '').split(':')
          const values = {
            number: alert.number,
            by: line.by?.name ?? '',
            reason: line.detail ?? '',
            because: line.detail ?? '',
            why,
            level: Number(level) || 0,
            to: (line.detail ?? '').split('→')[1] ?? '',
            answer: line.detail ?? '',
          }
          const text = `log.${line.what}`
          return (
            <li key={`${line.at} ${at}`}>
              {when(line.at)}
              <span>{speaker.has(text) ? <Text text={text} values={values} /> : say('log.other', { type: line.what })}</span>
            </li>
          )
        })}
      </ol>
    </article>
  )
}
