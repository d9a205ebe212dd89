/** The printed log of a night: light, A4, and every figure with where in the journal it can be checked. */
import { type ReactNode, useEffect, useState } from 'react'
import { Link } from 'wouter'
import type { AlertView } from '../../../features/alerts/contract.ts'
import { reasonText } from '../../../features/alerts/web/close-draft.ts'
import type { LogBookEntry, ShiftView } from '../../../features/shifts/contract.ts'
import { directionOf } from '../../../platform/direction.ts'
import { formatSpan } from '../../../platform/web/clock.ts'
import { RequestProblem, request } from '../../../platform/web/http.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import { Code, spoken, Text, useSpeaker } from '../../../platform/web/text.tsx'
import { addresses, type PageProps } from '../addresses.ts'
import { problemWords } from '../duty/problem-words.ts'
import { usePageKeys } from '../shell/keys.ts'
import { useWatch } from '../shell/watch.tsx'
import { LogLines } from './log-lines.tsx'
import css from './report.module.css'
import { dayOf, whenOf } from './when.ts'

interface Proof {
  readonly seq: number
  readonly hash: string
  readonly at: string
}
/** The answer of the server; its schema stays there. */
interface Report {
  readonly shift: ShiftView
  readonly printedAt: string
  readonly alerts: readonly AlertView[]
  readonly moreAlerts: number
  readonly notes: readonly LogBookEntry[]
  readonly blind: readonly {
    readonly code: string
    readonly intervals: readonly { readonly from: string; readonly to: string; readonly health: string }[]
  }[]
  readonly itemIds: readonly string[]
  readonly itemsSha256: string | null
  readonly chain: { readonly began: Proof | null; readonly ended: Proof | null; readonly head: Proof | null }
}

/** The page at `/shift/ID/print`. `P` prints it. */
export default function ReportPage({ id }: PageProps): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const [report, setReport] = useState<Report | null>(null)
  const [problem, setProblem] = useState<RequestProblem | null>(null)
  const [tries, setTries] = useState(0)
  // Each try asks anew
  useEffect(() => {
    let isHere = true
    request('GET', `/api/shifts/${id}/report`)
      .then((answer) => isHere && setReport(answer as Report))
      .catch((failed: unknown) => {
        if (!(failed instanceof RequestProblem)) throw failed
        if (isHere) setProblem(failed)
      })
    return () => {
      isHere = false
    }
  }, [id, tries])
  usePageKeys(
    {
      KeyP: () => {
        print()
        return true
      },
      Escape: () => {
        history.back()
        return true
      },
    },
    [
      { key: 'P', text: 'shift.print.short' },
      { key: 'Esc', text: 'keys.back.short' },
    ],
  )
  return (
    <main id="main" className={css.desk} tabIndex={-1}>
      <div className={css.bar}>
        <Link href={addresses.shift}>{say('shift.back')}</Link>
        <Button keyName="P" onPress={() => print()}>
          {say('shift.print')}
        </Button>
      </div>
      {report === null ? (
        <p className={css.waits} role={problem === null ? 'status' : 'alert'}>
          {problem === null ? say('shift.loading') : problemWords(speaker, problem)}{' '}
          {problem === null ? null : (
            <Button
              isSmall
              onPress={() => {
                setProblem(null)
                setTries(tries + 1)
              }}
            >
              {say('shift.retry')}
            </Button>
          )}
        </p>
      ) : (
        <Paper report={report} />
      )}
    </main>
  )
}

function Paper({ report }: { readonly report: Report }): ReactNode {
  const { say, pick } = useSpeaker()
  const { view, timeZone } = useWatch()
  const { shift, alerts, notes, chain } = report
  const beganMs = Date.parse(shift.openedAt)
  const endMs = Date.parse(shift.closedAt ?? report.printedAt)
  const at = (time: string) => <Code>{whenOf(time, beganMs, timeZone)}</Code>
  const blind = report.blind.filter(({ intervals }) => intervals.length > 0)
  return (
    <article className={css.paper}>
      <header className={css.head}>
        <div>
          <h1>{say('report.title')}</h1>
          <p>{pick(view.site.name)}</p>
        </div>
        <dl>
          <dt>{say('report.officer')}</dt>
          <dd>
            <bdi>{shift.by.name}</bdi>
            {shift.second === null ? null : (
              <>
                {' · '}
                <bdi>{shift.second.name}</bdi>
              </>
            )}
          </dd>
          <dt>
            <Code>{dayOf(beganMs, timeZone)}</Code>
          </dt>
          <dd>
            {at(shift.openedAt)} – {at(shift.closedAt ?? report.printedAt)} (<Code>{formatSpan(endMs - beganMs)}</Code>)
          </dd>
          <dt>{say('shift.sound')}</dt>
          <dd>{say(`shift.sound.${shift.sound}`)}</dd>
        </dl>
      </header>
      {shift.closedAt === null ? <p className={css.mark}>{say('report.until-now')}</p> : null}
      {view.site.isSimulation ? <p className={css.mark}>{say('shift.item.exercise')}</p> : null}

      <section>
        <h2>
          {say('report.alerts')} ({alerts.length})
        </h2>
        {alerts.length === 0 ? <p>{say('report.alerts.none')}</p> : <Alerts alerts={alerts} at={at} />}
        {report.moreAlerts === 0 ? null : (
          <p>
            <Text text="report.alerts.more" values={{ n: report.moreAlerts }} />
          </p>
        )}
      </section>

      <section>
        <h2>{say('report.notes')}</h2>
        {notes.length === 0 ? (
          <p>{say('report.notes.none')}</p>
        ) : (
          <LogLines entries={notes} nowMs={beganMs} timeZone={timeZone} canCorrect={false} />
        )}
      </section>

      <section>
        <h2>{say('report.blind')}</h2>
        {blind.length === 0 ? <p>{say('report.blind.none')}</p> : null}
        <ul className={css.blind}>
          {blind.map(({ code, intervals }) => (
            <li key={code}>
              <Code>{code}</Code>
              <span>
                {intervals.slice(0, 12).map(({ from, to, health }) => (
                  <span className={css.gap} key={from}>
                    {at(from)} – {at(to)} {say(`camera.health.${health}`)}
                  </span>
                ))}
              </span>
            </li>
          ))}
        </ul>
        <p>
          {say('shift.relief.title')}:{' '}
          {shift.reliefs.length === 0
            ? '–'
            : [...shift.reliefs]
                .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
                .map(({ dueAt, state, reason, note }) => (
                  <span className={css.gap} key={dueAt}>
                    {at(dueAt)} {say(`shift.relief.${state}`)}
                    {state === 'taken' ? null : (
                      <>
                        {' '}
                        ({say(reason === null ? 'shift.relief.no-reason' : `shift.relief.reason.${reason}`)}
                        {note === null ? null : (
                          <>
                            : <bdi className={css.words}>{note}</bdi>
                          </>
                        )}
                        )
                      </>
                    )}
                  </span>
                ))}
        </p>
      </section>

      <section className={css.whole}>
        <h2>{say('report.hand-over')}</h2>
        {shift.closedAt === null ? <p>{say('report.hand-over.open')}</p> : null}
        {shift.handOver?.note ? (
          <blockquote className={css.quote} dir={directionOf(shift.handOver.note)}>
            {shift.handOver.note}
          </blockquote>
        ) : null}
        {shift.relievedBecause === null ? null : (
          <blockquote className={css.quote} dir={directionOf(shift.relievedBecause)}>
            {shift.relievedBecause}
          </blockquote>
        )}
        {shift.incomingNote === null ? null : (
          <blockquote className={css.quote} dir={directionOf(shift.incomingNote)}>
            {shift.incomingNote}
          </blockquote>
        )}
        {shift.closedAt === null ? null : (
          <p>
            {shift.relievedBecause !== null ? (
              say('report.items.relieved')
            ) : (
              <Text text="report.items" values={{ n: report.itemIds.length }} />
            )}
          </p>
        )}
        <div className={css.signatures}>
          <Signature
            title="report.signature.outgoing"
            name={shift.by.name}
            time={shift.handOver ? at(shift.handOver.startedAt) : null}
          />
          <Signature
            title="report.signature.incoming"
            name={shift.closedBy?.name ?? ''}
            time={shift.closedAt === null ? null : at(shift.closedAt)}
          />
        </div>
      </section>

      <footer className={`${css.chain} ${css.whole}`}>
        <h2>{say('report.chain')}</h2>
        <p>{say('report.chain.help')}</p>
        <dl>
          <Mark title="report.chain.began" proof={chain.began} />
          <Mark title="report.chain.ended" proof={chain.ended} />
          <Mark title="report.chain.head" proof={chain.head} />
          {report.itemsSha256 === null ? null : (
            <>
              <dt>{say('report.chain.items')}</dt>
              <dd>
                <Code>{report.itemsSha256}</Code>
              </dd>
            </>
          )}
        </dl>
        <p>
          <Text
            text="report.printed"
            values={{
              time: `${dayOf(Date.parse(report.printedAt), timeZone)} ${whenOf(report.printedAt, Date.parse(report.printedAt), timeZone)}`,
            }}
          />
        </p>
      </footer>
    </article>
  )
}

function Alerts({ alerts, at }: { readonly alerts: readonly AlertView[]; readonly at: (time: string) => ReactNode }): ReactNode {
  const { say, saySaid } = useSpeaker()
  return (
    <table>
      <thead>
        <tr>
          <th scope="col">{say('history.column.number')}</th>
          <th scope="col">{say('history.column.what')}</th>
          <th scope="col">{say('report.raised')}</th>
          <th scope="col">{say('report.taken')}</th>
          <th scope="col">{say('report.closed')}</th>
        </tr>
      </thead>
      <tbody>
        {alerts.map((alert) => (
          <tr key={alert.id}>
            <td>
              <Code>{alert.number}</Code>
              <br />
              {say(`alert.word.${alert.kind}.${alert.priority}`)}
            </td>
            <td>
              {spoken(saySaid(alert.title))}
              {alert.closed?.note ? (
                <span className={css.said} dir={directionOf(alert.closed.note)}>
                  {alert.closed.note}
                </span>
              ) : null}
              {alert.notes.map(({ at: when, by, text }) => (
                <span className={css.said} dir={directionOf(text)} key={when}>
                  <bdi>{by.name}</bdi>: {text}
                </span>
              ))}
            </td>
            <td>
              {at(alert.firstAt)}
              {alert.occurrences > 1 ? (
                <>
                  {' '}
                  <Code>×{alert.occurrences}</Code>
                </>
              ) : null}
            </td>
            <td>
              {alert.hops.h5AcknowledgedAt === null ? say('history.not-taken') : at(alert.hops.h5AcknowledgedAt)}
              {alert.owner === null ? null : (
                <>
                  <br />
                  <bdi>{alert.owner.name}</bdi>
                </>
              )}
            </td>
            <td>
              {alert.closed === null ? (
                say('history.state.open')
              ) : (
                <>
                  {at(alert.closed.at)} {say(reasonText(alert.closed.reason as never))}
                  <br />
                  <bdi>{alert.closed.by.name}</bdi>
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Signature({
  title,
  name,
  time,
}: {
  readonly title: string
  readonly name: string
  readonly time: ReactNode
}): ReactNode {
  const { say } = useSpeaker()
  return (
    <div>
      <h3>{say(title)}</h3>
      <p>
        <bdi>{name}</bdi>
      </p>
      <p>
        {time === null ? (
          ''
        ) : (
          <>
            {say('report.signed-in')} {time}
          </>
        )}
      </p>
      <p className={css.hand}>{say('report.signature.hand')}</p>
    </div>
  )
}

function Mark({ title, proof }: { readonly title: string; readonly proof: Proof | null }): ReactNode {
  const { say } = useSpeaker()
  if (proof === null) return null
  return (
    <>
      <dt>
        {say(title)} <Code>{proof.seq}</Code>
      </dt>
      <dd>
        <Code>{proof.hash}</Code>
      </dd>
    </>
  )
}
