/** The shift page: who has the watch, taking it over, handing it over, and what was written down. */
import { type ReactNode, useEffect, useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { ShiftView, SoundAnswer, WatchView } from '../../../features/shifts/contract.ts'
import { formatSpan } from '../../../platform/web/clock.ts'
import { dropDrafts, useDraft } from '../../../platform/web/drafts.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import { Icon } from '../../../platform/web/parts/icon.tsx'
import { Sheet, TextLine } from '../../../platform/web/parts/sheet.tsx'
import { useStore } from '../../../platform/web/store.ts'
import { Code, Text, useSpeaker } from '../../../platform/web/text.tsx'
import { addresses } from '../addresses.ts'
import { problemWords } from '../duty/problem-words.ts'
import { usePageKeys } from '../shell/keys.ts'
import { useWatch } from '../shell/watch.tsx'
import { HandOver, Time } from './hand-over.tsx'
import { LogLines } from './log-lines.tsx'
import { Planned, SecondOfficer } from './plan.tsx'
import { Reliefs } from './relief.tsx'
import css from './shift.module.css'
import { actOnShift, askItems, askWatch, logBook, logEntry, shiftBusy, shiftProblem, shiftWatch } from './shift-store.ts'
import { SoundCheck } from './sound-check.tsx'

const ITEMS_EVERY_MS = 15_000

/** The page at `/shift`. */
export default function Shift(): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const asked = useStore(shiftWatch)
  const problem = useStore(shiftProblem)
  const { view, nowMs, timeZone } = useWatch()
  const [, go] = useLocation()
  const watch = asked.state === 'known' ? asked.value : null
  const now = watch?.now ?? null
  const printed = now ?? watch?.past[0] ?? null
  useEffect(() => {
    void askWatch()
    void askItems()
    const timer = setInterval(() => void askItems(), ITEMS_EVERY_MS)
    return () => {
      clearInterval(timer)
      shiftProblem.set(null)
    }
  }, [])
  usePageKeys(
    {
      KeyP: () => {
        if (printed === null) return false
        go(addresses.shiftReport(printed.id))
        return true
      },
      Escape: () => {
        go(addresses.watch)
        return true
      },
    },
    [
      { key: 'J', text: 'log.write' },
      { key: 'P', text: 'shift.print.short' },
      { key: 'M', text: 'app.watch' },
    ],
  )
  const mayKeep = view.roles.some((role) => role === 'watch_officer' || role === 'commander')
  return (
    <main id="main" className={css.page} tabIndex={-1}>
      <h1 className="only-spoken">{say('app.title', { page: say('shift.title') })}</h1>
      {asked.state === 'loading' ? <p className={css.wide}>{say('shift.loading')}</p> : null}
      {asked.state === 'failed' ? (
        <div className={css.wide} role="alert">
          {asked.problem.status === 403 ? (
            <WholeSite />
          ) : (
            <>
              <p>{say('shift.failed')}</p>
              <Button onPress={() => void askWatch()}>{say('shift.retry')}</Button>
            </>
          )}
        </div>
      ) : null}
      {watch === null ? null : (
        <>
          <section className={css.column} aria-label={say('shift.title')} data-region>
            {problem === null ? null : (
              <p className={css.problem} role="alert">
                <Icon name="warn" />
                {problemWords(speaker, problem)}
              </p>
            )}
            {now === null ? (
              <TakeOver mayKeep={mayKeep} />
            ) : (
              <OnWatch watch={watch} shift={now} nowMs={nowMs} timeZone={timeZone} meId={view.person.id} />
            )}
            {now === null ? null : <Reliefs watch={watch} nowMs={nowMs} timeZone={timeZone} />}
            {now !== null && view.roles.includes('commander') && now.by.id !== view.person.id ? <Relieve /> : null}
            <Planned watch={watch} mayKeep={mayKeep} nowMs={nowMs} timeZone={timeZone} />
            <Past watch={watch} nowMs={nowMs} timeZone={timeZone} />
          </section>
          {now === null ? (
            <section className={`${css.column} ${css.list}`} aria-label={say('shift.hand-over')} data-region>
              <h2 className={css.title}>{say('shift.none')}</h2>
              <p className={css.help}>{say('shift.none.help')}</p>
            </section>
          ) : (
            <HandOver watch={watch} shift={now} meId={view.person.id} mayKeep={mayKeep} nowMs={nowMs} timeZone={timeZone} />
          )}
          <Book nowMs={nowMs} timeZone={timeZone} />
        </>
      )}
    </main>
  )
}

/** Whoever answers for a part of the site: what he sees instead, and who can open this. */
function WholeSite(): ReactNode {
  const { say } = useSpeaker()
  return (
    <div className={css.part}>
      <h2 className={css.title}>{say('shift.title')}</h2>
      <p>{say('shift.whole-site')}</p>
      <p className={css.help}>{say('shift.whole-site.who')}</p>
      <p className={css.acts}>
        <Link className={css.look ?? ''} href={addresses.watch}>
          {say('app.watch')}
        </Link>
        <Link className={css.look ?? ''} href={addresses.log}>
          {say('history.title')}
        </Link>
      </p>
    </div>
  )
}

function TakeOver({ mayKeep }: { readonly mayKeep: boolean }): ReactNode {
  const { say } = useSpeaker()
  const busy = useStore(shiftBusy)
  const [sound, setSound] = useState<SoundAnswer | null>(null)
  return (
    <div className={css.part}>
      <h2 className={css.title}>{say('shift.take-over')}</h2>
      <SoundCheck answer={sound} onAnswer={setSound} />
      <div className={css.acts}>
        <Button
          look="primary"
          stoppedBecause={!mayKeep ? say('shift.take-over.not') : sound === null ? say('shift.sound.first') : null}
          onPress={() => void actOnShift('open', { sound })}
        >
          {say(busy === 'open' ? 'shift.busy' : 'shift.take-over.do')}
        </Button>
      </div>
    </div>
  )
}

function OnWatch(props: {
  readonly watch: WatchView
  readonly shift: ShiftView
  readonly nowMs: number
  readonly timeZone: string
  readonly meId: string
}): ReactNode {
  const { watch, shift, nowMs, timeZone, meId } = props
  const { say } = useSpeaker()
  const [, go] = useLocation()
  const [isChecking, setIsChecking] = useState(false)
  return (
    <div className={css.part}>
      <h2 className={css.officer}>
        <span>{say('shift.officer')}</span>
        <bdi>{shift.by.name}</bdi>
      </h2>
      <p className={css.hours}>
        <Code>{formatSpan(nowMs - Date.parse(shift.openedAt))}</Code>
        <span>{say('shift.hours.on')}</span>
      </p>
      {watch.isTooLong ? (
        <p className={css.due}>
          <Icon name="warn" />
          {say('shift.too-long')}
        </p>
      ) : null}
      <dl className={css.facts}>
        <dt>{say('shift.opened-at')}</dt>
        <dd>
          <Time at={shift.openedAt} nowMs={nowMs} timeZone={timeZone} />
        </dd>
        {shift.untilAt === null ? null : (
          <>
            <dt>{say('shift.until')}</dt>
            <dd>
              <Time at={shift.untilAt} nowMs={nowMs} timeZone={timeZone} />
            </dd>
          </>
        )}
        <dt>{say('shift.second')}</dt>
        <dd>{shift.second === null ? say('shift.second.none') : <bdi>{shift.second.name}</bdi>}</dd>
        <dt>{say('shift.sound')}</dt>
        <dd className={shift.sound === 'heard' ? '' : css.dueText}>{say(`shift.sound.${shift.sound}`)}</dd>
      </dl>
      <div className={css.acts}>
        <Button isSmall keyName="P" onPress={() => go(addresses.shiftReport(shift.id))}>
          {say('shift.print')}
        </Button>
        {shift.by.id === meId ? (
          <>
            <Button isSmall look="quiet" onPress={() => setIsChecking(!isChecking)}>
              {say('shift.sound')}
            </Button>
            <SecondOfficer watch={watch} />
          </>
        ) : null}
      </div>
      {isChecking ? (
        <SoundCheck
          answer={null}
          onAnswer={(sound) => {
            setIsChecking(false)
            void actOnShift('sound', { sound })
          }}
        />
      ) : null}
    </div>
  )
}

function Relieve(): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const busy = useStore(shiftBusy)
  const problem = useStore(shiftProblem)
  const [isOpen, setIsOpen] = useState(false)
  const [note, setNote] = useDraft('shift relieve', '')
  const [sound, setSound] = useState<SoundAnswer | null>(null)
  const [isTried, setIsTried] = useState(false)
  const missing = note.trim() === '' ? say('problem.shift.note-needed') : sound === null ? say('shift.sound.first') : null
  async function send() {
    setIsTried(true)
    if (missing !== null || !(await actOnShift('relieve', { note: note.trim(), sound }))) return
    dropDrafts('shift relieve')
    setIsOpen(false)
  }
  return (
    <div className={css.part}>
      <Button isSmall look="quiet" onPress={() => setIsOpen(true)}>
        {say('shift.relieve')}
      </Button>
      {isOpen ? (
        <Sheet
          title={say('shift.relieve')}
          about={say('shift.relieve.help')}
          doText={say('shift.relieve')}
          isBusy={busy !== null}
          problem={isTried && missing !== null ? missing : problem === null ? null : problemWords(speaker, problem)}
          onSend={() => void send()}
          onBack={() => setIsOpen(false)}
        >
          <TextLine title={say('shift.relieve.why')} value={note} most={2000} isLong isFirst onChange={setNote} />
          <SoundCheck answer={sound} onAnswer={setSound} />
        </Sheet>
      ) : null}
    </div>
  )
}

function Past({
  watch,
  nowMs,
  timeZone,
}: {
  readonly watch: WatchView
  readonly nowMs: number
  readonly timeZone: string
}): ReactNode {
  const { say } = useSpeaker()
  return (
    <div className={css.part}>
      <h3 className={css.sub}>{say('shift.past')}</h3>
      {watch.past.length === 0 ? <p className={css.help}>{say('shift.past.none')}</p> : null}
      <ul className={css.rows}>
        {watch.past.map((shift) => (
          <li key={shift.id}>
            <Time at={shift.openedAt} nowMs={nowMs} timeZone={timeZone} />
            <Code>{formatSpan(Date.parse(shift.closedAt ?? shift.openedAt) - Date.parse(shift.openedAt))}</Code>
            <bdi className={css.grow}>{shift.by.name}</bdi>
            <Link className={css.look ?? ''} href={addresses.shiftReport(shift.id)}>
              {say('shift.print.short')}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}

function Book({ nowMs, timeZone }: { readonly nowMs: number; readonly timeZone: string }): ReactNode {
  const { say } = useSpeaker()
  const asked = useStore(logBook)
  return (
    <section className={`${css.column} ${css.book}`} aria-label={say('log.book.title')} data-region>
      <h2 className={css.title}>
        {say('log.book.title')}
        <span>
          <Button
            isSmall
            keyName="J"
            onPress={() => {
              shiftProblem.set(null)
              logEntry.set({ corrects: null })
            }}
          >
            {say('log.write')}
          </Button>
        </span>
      </h2>
      {asked.state === 'known' && asked.value.length > 0 ? (
        <LogLines entries={asked.value} nowMs={nowMs} timeZone={timeZone} canCorrect />
      ) : (
        <p className={css.help}>
          {say(asked.state === 'loading' ? 'shift.loading' : asked.state === 'failed' ? 'history.failed' : 'log.book.empty')}
        </p>
      )}
      <p>
        <Text text="history.older" />{' '}
        <Link className={css.look ?? ''} href={`${addresses.log}?tab=book`}>
          {say('history.title')}
        </Link>
      </p>
    </section>
  )
}
