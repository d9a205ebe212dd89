/** Alarm hygiene: every figure of OPS 5 on one screen, with its formula, its limit and how much it stands on. Never by person. */
import { type ReactNode, useEffect, useState } from 'react'
import { useLocation, useSearch } from 'wouter'
import type { HygieneView } from '../../../features/alerts/hygiene-contract.ts'
import { reasonText } from '../../../features/alerts/web/close-draft.ts'
import { formatSpan } from '../../../platform/web/clock.ts'
import { RequestProblem, request } from '../../../platform/web/http.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import { Code, Quantity, Text, useSpeaker } from '../../../platform/web/text.tsx'
import { addresses } from '../addresses.ts'
import { problemWords } from '../duty/problem-words.ts'
import { usePageKeys } from '../shell/keys.ts'
import { useWatch } from '../shell/watch.tsx'
import { whenOf } from '../shift/when.ts'
import css from './hygiene.module.css'

const HOUR_MS = 3_600_000
const spans = { night: 12, day: 24, week: 168, month: 720 } as const
type Span = keyof typeof spans

/** The page at `/hygiene`; the span stands in the address. */
export default function HygienePage(): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const { nowMs, timeZone } = useWatch()
  const given = new URLSearchParams(useSearch()).get('span')
  const span: Span = given !== null && given in spans ? (given as Span) : 'day'
  const [, go] = useLocation()
  const [told, setTold] = useState<HygieneView | null>(null)
  const [problem, setProblem] = useState<RequestProblem | null>(null)
  const [tries, setTries] = useState(0)
  // Asked for another span, and by hand; not every second
  useEffect(() => {
    let isHere = true
    setTold(null)
    setProblem(null)
    const query = new URLSearchParams({
      from: new Date(nowMs - spans[span] * HOUR_MS).toISOString(),
      to: new Date(nowMs).toISOString(),
    })
    request('GET', `/api/hygiene?${query}`, { patienceMs: 30_000 })
      .then((answer) => isHere && setTold(answer as HygieneView))
      .catch((failed: unknown) => {
        if (!(failed instanceof RequestProblem)) throw failed
        if (isHere) setProblem(failed)
      })
    return () => {
      isHere = false
    }
  }, [span, tries])
  usePageKeys(
    {
      KeyP: () => {
        print()
        return true
      },
      Escape: () => {
        go(addresses.log)
        return true
      },
    },
    [
      { key: 'P', text: 'hygiene.print' },
      { key: 'Esc', text: 'keys.back.short' },
    ],
  )
  return (
    <main id="main" className={css.page} tabIndex={-1}>
      <header className={css.head}>
        <h1>{say('hygiene.title')}</h1>
        <p>{say('hygiene.intro')}</p>
        <nav aria-label={say('hygiene.span.label')} className={css.spans}>
          {(Object.keys(spans) as Span[]).map((name) => (
            <span key={name} className={name === span ? css.chosen : ''}>
              <Button isSmall look="quiet" onPress={() => go(`${addresses.hygiene}?span=${name}`, { replace: true })}>
                {say(`hygiene.span.${name}`)}
              </Button>
            </span>
          ))}
          <Button isSmall keyName="P" onPress={() => print()}>
            {say('hygiene.print')}
          </Button>
        </nav>
      </header>
      {told === null ? (
        <p className={css.waits} role={problem === null ? 'status' : 'alert'}>
          {problem === null
            ? say('hygiene.loading')
            : problem.status === 0
              ? say('hygiene.failed')
              : problemWords(speaker, problem)}{' '}
          {problem === null ? null : (
            <Button isSmall onPress={() => setTries(tries + 1)}>
              {say('history.retry')}
            </Button>
          )}
        </p>
      ) : (
        <>
          <p className={css.shown}>
            <Text
              text="hygiene.span.shown"
              values={{ from: whenOf(told.from, nowMs, timeZone), to: whenOf(told.to, nowMs, timeZone) }}
            />
          </p>
          <Figures told={told} />
        </>
      )}
    </main>
  )
}

interface Figure {
  readonly id: string
  readonly value: ReactNode
  readonly n?: ReactNode
  /** Beyond its limit: said in words and with a mark, never by colour alone. */
  readonly isOver?: boolean
}

function Figures({ told }: { readonly told: HygieneView }): ReactNode {
  const { say } = useSpeaker()
  const share = (value: number | null) => (value === null ? say('hygiene.not-known') : <Quantity>{percent(value)}</Quantity>)
  const number = (value: number | null, digits = 2) =>
    value === null ? say('hygiene.not-known') : <Quantity>{value.toFixed(digits)}</Quantity>
  const { real, nuisance, undetermined, open } = told.precision
  const heard = told.mix.P1 + told.mix.P2 + told.mix.P3
  const { floods } = told.flood
  const longest = Math.max(0, ...floods.map(({ fromMs, toMs }) => toMs - fromMs))
  const load: Figure[] = [
    {
      id: 'rate',
      value: number(told.rate.perBin),
      n: (
        <Text
          text="hygiene.rate.n"
          values={{ sounds: told.rate.sounds, bins: told.bins.staffed, unstaffed: told.rate.unstaffed }}
        />
      ),
      isOver: (told.rate.perBin ?? 0) > 1,
    },
    {
      id: 'flood',
      value: share(told.flood.share),
      n: (
        <Text
          text="hygiene.flood.n"
          values={{
            n: floods.length,
            minutes: Math.round(longest / 60_000),
            peak: Math.max(0, ...floods.map(({ peak }) => peak)),
          }}
        />
      ),
      isOver: (told.flood.share ?? 0) >= 0.01,
    },
    {
      id: 'top',
      value: share(told.top.share),
      n: told.top.sources.slice(0, 3).map(({ source, n }) => (
        <span className={css.piece} key={source}>
          <Source of={source} />: <Quantity>{n}</Quantity>
        </span>
      )),
    },
    {
      id: 'chattering',
      value: number(told.chattering.length, 0),
      n: told.chattering.slice(0, 3).map((source) => (
        <span className={css.piece} key={source}>
          <Source of={source} />
        </span>
      )),
      isOver: told.chattering.length > 0,
    },
    { id: 'stale', value: share(told.stale.share), n: number(told.stale.n, 0), isOver: (told.stale.share ?? 0) >= 0.05 },
    {
      id: 'mix',
      value:
        heard === 0 ? (
          say('hygiene.not-known')
        ) : (
          <Quantity>{[told.mix.P3, told.mix.P2, told.mix.P1].map((n) => percent(n / heard)).join(' : ')}</Quantity>
        ),
      n: <Quantity>{[told.mix.P3, told.mix.P2, told.mix.P1].join(' : ')}</Quantity>,
    },
    {
      id: 'shelving',
      value: <Text text="hygiene.shelving.value" values={{ minutes: Math.round(told.shelving.minutes) }} />,
      n: (
        <Text
          text="hygiene.shelving.n"
          values={{ n: told.shelving.n, renewals: told.shelving.renewals, endless: told.shelving.withoutEnd }}
        />
      ),
      isOver: told.shelving.withoutEnd > 0,
    },
  ]
  const quality: Figure[] = [
    {
      id: 'precision',
      value: share(told.precision.share),
      n: (
        <>
          <span className={css.piece}>
            <Text text="hygiene.precision.n" values={{ real, nuisance, undetermined, open }} />
          </span>
          {told.precision.causes.slice(0, 4).map(({ cause, n }) => (
            <span className={css.piece} key={cause}>
              {say(reasonText(cause as never))} <Quantity>{n}</Quantity>
            </span>
          ))}
        </>
      ),
    },
    {
      id: 'nuisance',
      value: <PerCamera told={told} />,
      isOver: told.nuisance.some(({ perNight }) => (perNight ?? 0) > 1),
    },
    {
      id: 'missed',
      value: told.missed.share === null ? say('hygiene.not-measured') : share(told.missed.share),
      n: <Quantity>{told.missed.staged}</Quantity>,
    },
    {
      id: 'watched',
      value: share(told.watched.share),
      n: (
        <Text
          text="hygiene.watched.n"
          values={{ hours: Math.round(told.watched.scheduledS / 3600), unknown: Math.round(told.watched.unknownS / 3600) }}
        />
      ),
      isOver: told.watched.share !== null && told.watched.share < 0.98,
    },
    {
      id: 'blind-clicks',
      value:
        told.blindClicks.length === 0
          ? say('hygiene.not-known')
          : told.blindClicks.map(({ outpost, share: part }) => (
              <span className={css.piece} key={outpost}>
                <Area of={outpost} /> {share(part)}
              </span>
            )),
      n: <Quantity>{told.blindClicks.map(({ n, of }) => `${n}/${of}`).join(' ')}</Quantity>,
    },
  ]
  return (
    <div className={css.body}>
      <div className={css.chart}>
        <Bars counts={told.rate.counts} />
      </div>
      <Table title="hygiene.load" figures={load} />
      <Table title="hygiene.quality" figures={quality} />
      <Taken told={told} />
    </div>
  )
}

/** A rule and a camera, as the server joins them: `any-mover C05`. What is no rule of today stands as it is. */
function Source({ of }: { readonly of: string }): ReactNode {
  const { say, has } = useSpeaker()
  const [rule = '', code] = of.split(' ')
  const text = [`rule.kind.${rule}`, `hygiene.source.${rule}`].find(has)
  return (
    <>
      {text === undefined ? <Code>{rule}</Code> : say(text)} {code === undefined ? null : <Code>{code}</Code>}
    </>
  )
}

/** An outpost of one's own is known by its name; other areas by their path. */
function Area({ of }: { readonly of: string }): ReactNode {
  const { say, pick } = useSpeaker()
  const { facts } = useWatch()
  if (of === '') return say('people.area.whole')
  const own = [...facts.places.values()].filter(({ area, geometry }) => area === of && geometry.kind === 'outpost')
  return own.length === 1 && own[0] !== undefined ? <bdi>{pick(own[0].name)}</bdi> : <Code>{of}</Code>
}

function Table({ title, figures }: { readonly title: string; readonly figures: readonly Figure[] }): ReactNode {
  const { say } = useSpeaker()
  return (
    <section aria-label={say(title)} data-region>
      <table className={css.table}>
        <caption>{say(title)}</caption>
        <Head names={['hygiene.figure', 'hygiene.value', 'hygiene.limit', 'hygiene.count']} />
        <tbody>
          {figures.map(({ id, value, n, isOver }) => (
            <tr key={id}>
              <th scope="row">
                <Formula id={id} />
              </th>
              <td className={css.value}>
                {value}
                {isOver ? <em className={css.over}>▲ {say('hygiene.over')}</em> : null}
              </td>
              <td className={css.limit}>
                <Text text={`hygiene.${id}.limit`} />
              </td>
              <td className={css.n}>{n ?? ''}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** Ids of words; a percentile is its own name in every language. */
function Head({ names }: { readonly names: readonly string[] }): ReactNode {
  const { say, has } = useSpeaker()
  return (
    <thead>
      <tr>
        {names.map((name) => (
          <th scope="col" key={name}>
            {has(name) ? say(name) : <Code>{name}</Code>}
          </th>
        ))}
      </tr>
    </thead>
  )
}

function Formula({ id }: { readonly id: string }): ReactNode {
  const { say } = useSpeaker()
  return (
    <details className={css.formula}>
      <summary>{say(`hygiene.${id}`)}</summary>
      <p>{say(`hygiene.${id}.formula`)}</p>
    </details>
  )
}

function PerCamera({ told }: { readonly told: HygieneView }): ReactNode {
  const { say } = useSpeaker()
  if (told.nuisance.length === 0) return say('hygiene.not-known')
  return told.nuisance.map(({ code, perNight, closes, nights }) => (
    <span className={css.piece} key={code}>
      <Code>{code}</Code> {perNight === null ? say('hygiene.not-known') : <Quantity>{perNight.toFixed(1)}</Quantity>}{' '}
      <small>
        (<Quantity>{closes}</Quantity> ÷ <Quantity>{nights.toFixed(1)}</Quantity>)
      </small>
    </span>
  ))
}

function Taken({ told }: { readonly told: HygieneView }): ReactNode {
  const { say } = useSpeaker()
  const time = (ms: number | null, n: number) =>
    ms === null ? (
      <small>{say(n === 0 ? 'hygiene.not-known' : 'hygiene.too-few')}</small>
    ) : ms < 10_000 ? (
      <Text text="age.seconds" values={{ n: (ms / 1000).toFixed(1) }} />
    ) : (
      <bdi className="n">{formatSpan(ms)}</bdi>
    )
  const rows = (['P1', 'P2', 'P3'] as const).map((priority) => ({ priority, of: told.taken[priority] }))
  return (
    <section aria-label={say('hygiene.people')} data-region>
      <table className={css.table}>
        <caption>
          <details className={css.formula}>
            <summary>
              {say('hygiene.people')} (<Text text="hygiene.taken.limit" />)
            </summary>
            <p>{say('hygiene.taken.formula')}</p>
          </details>
        </caption>
        <Head names={['history.priority', 'P50', 'P95', 'hygiene.taken.in-time', 'hygiene.taken.escalations', 'hygiene.count']} />
        <tbody>
          {rows.map(({ priority, of }) => (
            <tr key={priority}>
              <th scope="row">{say(`history.priority.${priority}`)}</th>
              <td>{time(of.p50Ms, of.n)}</td>
              <td>{time(of.p95Ms, of.n)}</td>
              <td>
                {of.inTime === null ? say('hygiene.not-known') : <Quantity>{percent(of.inTime)}</Quantity>}
                {priority === 'P1' && of.inTime !== null && of.inTime < 0.95 ? (
                  <em className={css.over}>▲ {say('hygiene.over')}</em>
                ) : null}
              </td>
              <td>
                <Quantity>{of.escalations}</Quantity>
              </td>
              <td>
                <Quantity>{of.n}</Quantity>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <table className={css.table}>
        <caption>{say('hygiene.hops')}</caption>
        <Head names={['hygiene.figure', 'P50', 'P95', 'hygiene.limit', 'hygiene.count']} />
        <tbody>
          {(['system', 'people', 'closing'] as const).map((hop) => {
            const of = told.hops[hop]
            return (
              <tr key={hop}>
                <th scope="row">{say(`hygiene.hop.${hop}`)}</th>
                <td>{time(of.p50Ms, of.n)}</td>
                <td>{time(of.p95Ms, of.n)}</td>
                <td className={css.limit}>{hop === 'system' ? say('hygiene.hop.limit.system') : '–'}</td>
                <td className={css.n}>
                  <Quantity>{of.n}</Quantity> · <Text text="hygiene.hop.unknown" values={{ n: of.unknown }} />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}

const WIDTH = 720
const HEIGHT = 84
const COLUMNS = 144
const FLOOD = 10

/** Sounds of each ten minutes; time runs with the reading direction. Long spans show the most of several bins, never a mean. */
function Bars({ counts }: { readonly counts: readonly number[] }): ReactNode {
  const { say } = useSpeaker()
  const per = Math.max(1, Math.ceil(counts.length / COLUMNS))
  const columns = Array.from({ length: Math.ceil(counts.length / per) }, (_, at) =>
    Math.max(...counts.slice(at * per, (at + 1) * per)),
  )
  const peak = Math.max(0, ...columns)
  const top = Math.max(FLOOD + 2, peak)
  const step = WIDTH / Math.max(1, columns.length)
  const heightOf = (count: number) => (count / top) * (HEIGHT - 2)
  const words = say('hygiene.chart', { peak })
  return (
    <figure>
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className={css.bars}
        role="img"
        aria-label={words.replaceAll(/[\u2066-\u2069]/g, '')}
        preserveAspectRatio="none"
      >
        {columns.map((count, at) => (
          <rect
            // A column is its place in time.
            key={`${at} ${count}`}
            x={at * step}
            y={HEIGHT - heightOf(count)}
            width={Math.max(0.6, step - 0.8)}
            height={heightOf(count)}
            className={count > FLOOD ? css.barOver : css.bar}
          />
        ))}
        <line x1={0} x2={WIDTH} y1={HEIGHT - heightOf(FLOOD)} y2={HEIGHT - heightOf(FLOOD)} className={css.floodLine} />
      </svg>
      <figcaption>{words}</figcaption>
    </figure>
  )
}

function percent(value: number): string {
  const rounded = value * 100
  return `${rounded === 0 || rounded >= 10 ? rounded.toFixed(0) : rounded.toFixed(1)}%`
}
