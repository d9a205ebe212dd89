/** The log page: every alert of any time and everything that was written down, found again; the filters stand in the address. */
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Link, useLocation, useSearch } from 'wouter'
import type { AlertView } from '../../../features/alerts/contract.ts'
import { reasonText } from '../../../features/alerts/web/close-draft.ts'
import type { ChangeLine, LogBookEntry } from '../../../features/shifts/contract.ts'
import { RequestProblem, request } from '../../../platform/web/http.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import { Code, spoken, Text, useSpeaker } from '../../../platform/web/text.tsx'
import { addresses } from '../addresses.ts'
import { problemWords } from '../duty/problem-words.ts'
import { usePageKeys } from '../shell/keys.ts'
import { useWatch } from '../shell/watch.tsx'
import { LogLines } from '../shift/log-lines.tsx'
import { whenOf } from '../shift/when.ts'
import { AlertDetail } from './alert-detail.tsx'
import { ChangeLines } from './change-lines.tsx'
import { FilterBar } from './filter-bar.tsx'
import { type Filters, filtersOf, queryOf, searchOf } from './filters.ts'
import css from './history.module.css'

interface Found {
  readonly alerts: readonly AlertView[]
  readonly entries: readonly LogBookEntry[]
  readonly lines: readonly ChangeLine[]
  readonly next: string | null
  readonly searchedTo: string | null
}
const nothing: Found = { alerts: [], entries: [], lines: [], next: null, searchedTo: null }

/** The page at `/log`; the alert that is open stands in the address like the filters, so that the list stays as it is. */
export default function History(): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const { timeZone, nowMs, facts } = useWatch()
  const search = useSearch()
  const [, go] = useLocation()
  const filters = filtersOf(search)
  const id = filters.alert ?? ''
  const isBook = filters.tab === 'book'
  const isChanges = filters.tab === 'changes'
  const [found, setFound] = useState<Found | null>(null)
  const [problem, setProblem] = useState<RequestProblem | null>(null)
  const [isAsking, setIsAsking] = useState(false)
  const list = useRef<HTMLDivElement>(null)
  const asked = useRef(0)

  // Asked of the address as it is then: typing pauses, and meanwhile an alert may have been opened.
  const setFilters = (change: Filters) =>
    go(`${addresses.log}${searchOf({ ...filtersOf(location.search), ...change })}`, { replace: true })
  const back = `${addresses.log}${searchOf({ ...filters, alert: '' })}`
  const key = queryOf(filters, timeZone).toString() + (isBook || isChanges ? ` ${filters.tab}` : '')

  async function ask(after: string | null, before: Found): Promise<void> {
    const mine = ++asked.current
    setIsAsking(true)
    setProblem(null)
    const query = queryOf(filters, timeZone)
    if (after !== null) query.set('cursor', after)
    try {
      const answer = (await request(
        'GET',
        `/api/${isChanges ? 'changes' : isBook ? 'log' : 'alerts'}?${query}`,
      )) as Partial<Found>
      if (mine !== asked.current) return
      setFound({
        alerts: [...before.alerts, ...(answer.alerts ?? [])],
        entries: [...before.entries, ...(answer.entries ?? [])],
        lines: [...before.lines, ...(answer.lines ?? [])],
        next: answer.next ?? null,
        searchedTo: answer.searchedTo ?? null,
      })
    } catch (failed) {
      if (!(failed instanceof RequestProblem)) throw failed
      if (mine === asked.current) setProblem(failed)
    } finally {
      if (mine === asked.current) setIsAsking(false)
    }
  }
  // Asked anew for another question only
  useEffect(() => {
    setFound(null)
    void ask(null, nothing)
  }, [key])

  /** Steps through the list from wherever the focus is; the first step opens the first. */
  function step(by: 1 | -1): boolean {
    const links = [...(list.current?.querySelectorAll<HTMLAnchorElement>('a[data-row]') ?? [])]
    const at = links.findIndex((link) => link.dataset.row === id)
    const next = links[at < 0 ? 0 : at + by]
    if (next === undefined) return false
    next.focus()
    next.click()
    return true
  }
  usePageKeys(
    {
      ArrowDown: () => step(1),
      ArrowUp: () => step(-1),
      Slash: () => {
        document.querySelector<HTMLInputElement>('#history-search')?.focus()
        return true
      },
      Escape: () => {
        go(id === '' ? addresses.watch : back)
        return true
      },
    },
    [
      { key: '↑↓', text: 'history.keys.step' },
      { key: '/', text: 'history.keys.search' },
      { key: 'J', text: 'log.write' },
      { key: 'Esc', text: 'keys.back.short' },
    ],
  )

  const isFiltered = Object.keys(filters).some((name) => name !== 'tab' && name !== 'alert')
  // A change that came over the live lane is newer than what was found.
  const alerts = found?.alerts.map((alert) => newer(alert, facts.alerts.get(alert.id))) ?? []
  const count = isChanges ? (found?.lines.length ?? 0) : isBook ? (found?.entries.length ?? 0) : alerts.length
  return (
    <main id="main" className={css.page} tabIndex={-1}>
      <h1 className="only-spoken">{say('app.title', { page: say('history.title') })}</h1>
      <FilterBar filters={filters} onChange={setFilters} />
      <section
        className={css.found}
        // Its lines lead nowhere, so the part itself is what a keyboard scrolls.
        {...(isChanges ? { tabIndex: 0 } : {})}
        ref={list}
        aria-label={say(`history.tab.${isChanges ? 'changes' : isBook ? 'book' : 'alerts'}`)}
        data-region
      >
        <p className={css.count} role="status">
          {found === null ? (
            isAsking ? (
              say('history.loading')
            ) : (
              ''
            )
          ) : (
            <Text
              text={isBook || isChanges ? 'history.count.book' : 'history.count'}
              values={{ n: count, more: found.next === null ? 'no' : 'yes' }}
            />
          )}
        </p>
        {problem?.status === 403 ? (
          <p className={css.empty}>{say('log.whole-site')}</p>
        ) : problem === null ? null : (
          <div className={css.problem} role="alert">
            <p>{problem.status === 0 || problem.status >= 500 ? say('history.failed') : problemWords(speaker, problem)}</p>
            <Button isSmall onPress={() => void ask(found?.next ?? null, found ?? nothing)}>
              {say('history.retry')}
            </Button>
          </div>
        )}
        {found !== null && count === 0 && found.next === null ? (
          <p className={css.empty}>
            {say(
              isFiltered
                ? 'history.empty'
                : isChanges
                  ? 'history.changes.empty'
                  : isBook
                    ? 'log.book.empty'
                    : 'history.empty.all',
            )}
          </p>
        ) : null}
        {isChanges ? (
          <ChangeLines lines={found?.lines ?? []} nowMs={nowMs} timeZone={timeZone} />
        ) : isBook ? (
          <LogLines entries={found?.entries ?? []} nowMs={nowMs} timeZone={timeZone} canCorrect />
        ) : (
          <ul className={css.rows}>
            {alerts.map((alert) => (
              <Row
                key={alert.id}
                alert={alert}
                isOpen={alert.id === id}
                href={`${addresses.log}${searchOf({ ...filters, alert: alert.id })}`}
              />
            ))}
          </ul>
        )}
        {found?.next == null ? null : (
          <div className={css.more}>
            {found.searchedTo === null ? null : (
              <p role="status">
                <Text text="history.search-stopped" values={{ time: whenOf(found.searchedTo, nowMs, timeZone) }} />
              </p>
            )}
            <Button onPress={() => void ask(found.next, found)} stoppedBecause={isAsking ? say('history.loading') : null}>
              {say(found.searchedTo === null ? 'history.more' : 'history.search-on')}
            </Button>
          </div>
        )}
      </section>
      <section className={css.detail} aria-label={say('history.detail.log')} data-region>
        {id === '' ? (
          <p className={css.empty}>{isChanges ? say('history.changes.about') : isBook ? '' : say('history.detail.none')}</p>
        ) : (
          <AlertDetail key={id} id={id} back={back} />
        )}
      </section>
    </main>
  )
}

function newer(found: AlertView, live: AlertView | undefined): AlertView {
  return live !== undefined && live.version > found.version ? live : found
}

function Row({ alert, isOpen, href }: { readonly alert: AlertView; readonly isOpen: boolean; readonly href: string }): ReactNode {
  const { say, saySaid } = useSpeaker()
  const { nowMs, timeZone, facts } = useWatch()
  const ending =
    alert.closed !== null
      ? say(reasonText(alert.closed.reason as never))
      : alert.owner === null
        ? say('history.not-taken')
        : say('history.taken', { by: alert.owner.name })
  return (
    <li>
      <Link
        href={href}
        className={`${css.row} ${isOpen ? css.here : ''}`}
        data-row={alert.id}
        {...(isOpen ? { 'aria-current': 'true' as const } : {})}
      >
        <span className={css.when}>
          <Code>{whenOf(alert.firstAt, nowMs, timeZone)}</Code>
        </span>
        <Code>{alert.number}</Code>
        <span className={css.what}>
          <b>{spoken(saySaid(alert.title))}</b>
          <small>
            {say(`alert.word.${alert.kind}.${alert.priority}`)}
            {alert.cameraIds.slice(0, 4).map((camera) => (
              <span key={camera}>
                {' '}
                <Code>{facts.cameras.get(camera)?.code ?? ''}</Code>
              </span>
            ))}
            {alert.occurrences > 1 ? (
              <>
                {' '}
                <Code>×{alert.occurrences}</Code>
              </>
            ) : null}
          </small>
        </span>
        <span className={alert.closed === null ? css.open : css.end}>{spoken(ending)}</span>
      </Link>
    </li>
  )
}
