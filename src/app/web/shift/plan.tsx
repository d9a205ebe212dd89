/** Who comes next, and who is the second pair of eyes: planned shifts, and the second officer of the one that runs. */
import { type ReactNode, useEffect, useId, useState } from 'react'
import type { WatchView } from '../../../features/shifts/contract.ts'
import { dropDrafts, useDraft } from '../../../platform/web/drafts.ts'
import { RequestProblem, request } from '../../../platform/web/http.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import { Choices, Sheet } from '../../../platform/web/parts/sheet.tsx'
import { TimeField } from '../../../platform/web/parts/time-field.tsx'
import { useStore } from '../../../platform/web/store.ts'
import { Text, useSpeaker } from '../../../platform/web/text.tsx'
import { problemWords } from '../duty/problem-words.ts'
import { dayBeginsMs } from '../history/filters.ts'
import { Time } from './hand-over.tsx'
import css from './shift.module.css'
import { actOnShift, shiftBusy, shiftProblem } from './shift-store.ts'
import { dayOf } from './when.ts'

type Person = { readonly id: string; readonly name: string }
type Keepers = readonly Person[] | 'asking' | 'failed'

const lengthsH = ['6', '8', '10', '12'] as const

/** The instant of a day and a time by the site's clock; null: they are none. */
export function instantOf(day: string, time: string, timeZone: string): number | null {
  const begins = dayBeginsMs(day, timeZone)
  const parts = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time)
  return begins === null || parts === null ? null : begins + Number(parts[1]) * 3_600_000 + Number(parts[2]) * 60_000
}

/** Planned shifts, and the way to plan one. */
export function Planned(props: {
  readonly watch: WatchView
  readonly mayKeep: boolean
  readonly nowMs: number
  readonly timeZone: string
}): ReactNode {
  const { watch, mayKeep, nowMs, timeZone } = props
  const { say } = useSpeaker()
  const busy = useStore(shiftBusy)
  const [isOpen, setIsOpen] = useState(false)
  return (
    <div className={css.part}>
      <h3 className={css.sub}>{say('shift.planned')}</h3>
      {watch.planned.length === 0 ? <p className={css.help}>{say('shift.planned.none')}</p> : null}
      <ul className={css.rows}>
        {watch.planned.map((plan) => (
          <li key={plan.id}>
            <Time at={plan.fromAt} nowMs={nowMs} timeZone={timeZone} />
            <Time at={plan.untilAt} nowMs={nowMs} timeZone={timeZone} />
            <bdi className={css.grow}>{plan.by.name}</bdi>
            {mayKeep ? (
              <Button
                isSmall
                look="quiet"
                stoppedBecause={busy === null ? null : say('shift.busy')}
                onPress={() => void actOnShift('drop-plan', { id: plan.id })}
              >
                {say('shift.plan.drop')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {mayKeep ? (
        <div className={css.acts}>
          <Button isSmall look="quiet" onPress={() => openSheet(setIsOpen)}>
            {say('shift.plan')}
          </Button>
        </div>
      ) : null}
      {isOpen ? <PlanSheet nowMs={nowMs} timeZone={timeZone} onBack={() => setIsOpen(false)} /> : null}
    </div>
  )
}

/** The button that names a second officer; only for whoever has the watch. */
export function SecondOfficer({ watch }: { readonly watch: WatchView }): ReactNode {
  const { say } = useSpeaker()
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Button isSmall look="quiet" onPress={() => openSheet(setIsOpen)}>
        {say('shift.second')}
      </Button>
      {isOpen ? <SecondSheet watch={watch} onBack={() => setIsOpen(false)} /> : null}
    </>
  )
}

function openSheet(setIsOpen: (isOpen: boolean) => void): void {
  shiftProblem.set(null)
  setIsOpen(true)
}

/** Asks who may keep the watch here. */
function useKeepers(): Keepers {
  const [keepers, setKeepers] = useState<Keepers>('asking')
  useEffect(() => {
    let isHere = true
    request('GET', '/api/shifts/keepers').then(
      (answer) => isHere && setKeepers((answer as { people: Person[] }).people),
      (problem: unknown) => {
        if (!(problem instanceof RequestProblem)) throw problem
        if (isHere) setKeepers('failed')
      },
    )
    return () => {
      isHere = false
    }
  }, [])
  return keepers
}

function PlanSheet(props: { readonly nowMs: number; readonly timeZone: string; readonly onBack: () => void }): ReactNode {
  const { nowMs, timeZone, onBack } = props
  const speaker = useSpeaker()
  const { say } = speaker
  const busy = useStore(shiftBusy)
  const problem = useStore(shiftProblem)
  const keepers = useKeepers()
  const [byId, setBy] = useDraft<string | null>('shift plan by', null)
  const [day, setDay] = useDraft('shift plan day', dayOf(nowMs, timeZone))
  const [time, setTime] = useDraft('shift plan time', '')
  const [hours, setHours] = useDraft<string | null>('shift plan hours', null)
  const [isTried, setIsTried] = useState(false)
  const ids = [useId(), useId()] as const
  const fromMs = instantOf(day, time, timeZone)
  const missing = byId === null || hours === null || fromMs === null ? say('shift.plan.missing') : null
  async function send() {
    setIsTried(true)
    if (missing !== null || fromMs === null) return
    const iso = (ms: number) => new Date(ms).toISOString()
    const plan = { byId, fromAt: iso(fromMs), untilAt: iso(fromMs + Number(hours) * 3_600_000) }
    if (!(await actOnShift('plan', plan))) return
    dropDrafts('shift plan')
    onBack()
  }
  return (
    <Sheet
      title={say('shift.plan')}
      doText={say('shift.plan.do')}
      isBusy={busy !== null}
      problem={isTried && missing !== null ? missing : problem === null ? null : problemWords(speaker, problem)}
      onSend={() => void send()}
      onBack={onBack}
    >
      <PeopleChoice title={say('shift.officer')} keepers={keepers} chosen={byId} onChoose={setBy} />
      <label className={css.secret} htmlFor={ids[0]}>
        <span>{say('shift.plan.day')}</span>
        <input id={ids[0]} type="date" value={day} onChange={(event) => setDay(event.target.value)} />
      </label>
      <label className={css.secret} htmlFor={ids[1]}>
        <span>{say('shift.plan.time')}</span>
        <TimeField id={ids[1]} value={time} onChange={setTime} />
      </label>
      <Choices
        title={say('shift.plan.hours')}
        isInline
        options={lengthsH.map((id) => ({ id, word: <Text text="alert.shelve.hours" values={{ n: Number(id) }} /> }))}
        chosen={hours}
        onChoose={setHours}
      />
    </Sheet>
  )
}

function SecondSheet({ watch, onBack }: { readonly watch: WatchView; readonly onBack: () => void }): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const busy = useStore(shiftBusy)
  const problem = useStore(shiftProblem)
  const keepers = useKeepers()
  const [chosen, setChosen] = useState(watch.now?.second?.id ?? '')
  // Whoever has the watch is not his own second.
  const others = typeof keepers === 'string' ? keepers : keepers.filter(({ id }) => id !== watch.now?.by.id)
  return (
    <Sheet
      title={say('shift.second')}
      about={say('shift.second.help')}
      doText={say('log.write.save')}
      isBusy={busy !== null}
      problem={problem === null ? null : problemWords(speaker, problem)}
      onSend={() =>
        void actOnShift('second', { secondId: chosen === '' ? null : chosen }).then((isDone) => {
          if (isDone) onBack()
        })
      }
      onBack={onBack}
    >
      <PeopleChoice title={say('shift.second')} keepers={others} chosen={chosen} onChoose={setChosen} hasNobody />
    </Sheet>
  )
}

function PeopleChoice(props: {
  readonly title: string
  readonly keepers: Keepers
  readonly chosen: string | null
  readonly onChoose: (id: string) => void
  readonly hasNobody?: boolean
}): ReactNode {
  const { title, keepers, chosen, onChoose, hasNobody = false } = props
  const { say } = useSpeaker()
  if (keepers === 'asking') return <p>{say('shift.loading')}</p>
  if (keepers === 'failed') return <p>{say('shift.failed')}</p>
  return (
    <Choices
      title={title}
      isFirst
      options={[
        ...(hasNobody ? [{ id: '', word: say('shift.second.none') }] : []),
        ...keepers.map(({ id, name }) => ({ id, word: <bdi>{name}</bdi> })),
      ]}
      chosen={chosen}
      onChoose={onChoose}
    />
  )
}
