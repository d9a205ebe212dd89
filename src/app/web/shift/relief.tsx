/** Relief at the screen: due every hour at night, taken or missed, and why. */
import { type ReactNode, useState } from 'react'
import type { ReliefReason, WatchView } from '../../../features/shifts/contract.ts'
import { reliefReasons } from '../../../features/shifts/words.ts'
import { dropDrafts, useDraft } from '../../../platform/web/drafts.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import { Choices, Sheet, TextLine } from '../../../platform/web/parts/sheet.tsx'
import { useStore } from '../../../platform/web/store.ts'
import { Text, useSpeaker } from '../../../platform/web/text.tsx'
import { problemWords } from '../duty/problem-words.ts'
import { Time } from './hand-over.tsx'
import css from './shift.module.css'
import { actOnShift, shiftBusy, shiftProblem } from './shift-store.ts'
import { whenOf } from './when.ts'

/** What is due, and what became of those before. */
export function Reliefs(props: { readonly watch: WatchView; readonly nowMs: number; readonly timeZone: string }): ReactNode {
  const { watch, nowMs, timeZone } = props
  const { say } = useSpeaker()
  const [asksWhy, setAsksWhy] = useState<string | null>(null)
  const due = watch.reliefDueAt
  const isDue = due !== null && Date.parse(due) <= nowMs
  const reliefs = [...(watch.now?.reliefs ?? [])].sort((a, b) => (a.dueAt < b.dueAt ? 1 : -1))
  return (
    <div className={css.part}>
      <h3 className={css.sub}>{say('shift.relief.title')}</h3>
      <p className={isDue ? css.due : css.help} role="status">
        {due === null ? (
          say('shift.relief.by-day')
        ) : (
          <Text text={isDue ? 'shift.relief.due' : 'shift.relief.next'} values={{ time: whenOf(due, nowMs, timeZone) }} />
        )}
      </p>
      {isDue ? (
        <div className={css.acts}>
          <Button isSmall onPress={() => void actOnShift('relief', { dueAt: due, state: 'taken' })}>
            {say('shift.relief.take')}
          </Button>
          <Button isSmall look="quiet" onPress={() => setAsksWhy(due)}>
            {say('shift.relief.miss')}
          </Button>
        </div>
      ) : (
        <p className={css.help}>{say('shift.relief.help')}</p>
      )}
      {reliefs.length === 0 ? null : (
        <ul className={css.rows}>
          {reliefs.slice(0, 8).map((relief) => (
            <li key={relief.dueAt}>
              <Time at={relief.dueAt} nowMs={nowMs} timeZone={timeZone} />
              <span>
                {say(`shift.relief.${relief.state}`)}
                {relief.state === 'taken' ? null : (
                  <> · {say(relief.reason === null ? 'shift.relief.no-reason' : `shift.relief.reason.${relief.reason}`)}</>
                )}
              </span>
              {relief.state === 'missed' && relief.reason === null ? (
                <Button isSmall look="quiet" onPress={() => setAsksWhy(relief.dueAt)}>
                  {say('shift.relief.why')}
                </Button>
              ) : null}
            </li>
          ))}
        </ul>
      )}
      {asksWhy === null ? null : <WhyMissed dueAt={asksWhy} onBack={() => setAsksWhy(null)} />}
    </div>
  )
}

function WhyMissed({ dueAt, onBack }: { readonly dueAt: string; readonly onBack: () => void }): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const busy = useStore(shiftBusy)
  const problem = useStore(shiftProblem)
  const [reason, setReason] = useDraft<ReliefReason | null>(`shift relief ${dueAt} reason`, null)
  const [note, setNote] = useDraft(`shift relief ${dueAt} note`, '')
  const [isTried, setIsTried] = useState(false)
  const missing =
    reason === null
      ? 'problem.shift.relief-reason-needed'
      : reason === 'other' && note.trim() === ''
        ? 'problem.shift.note-needed'
        : null
  async function send() {
    setIsTried(true)
    if (missing !== null) return
    const words = note.trim() === '' ? {} : { note: note.trim() }
    if (!(await actOnShift('relief', { dueAt, state: 'missed', reason, ...words }))) return
    dropDrafts(`shift relief ${dueAt}`)
    onBack()
  }
  return (
    <Sheet
      title={say('shift.relief.why')}
      doText={say('log.write.save')}
      isBusy={busy !== null}
      problem={isTried && missing !== null ? say(missing) : problem === null ? null : problemWords(speaker, problem)}
      onSend={() => void send()}
      onBack={onBack}
    >
      <Choices
        title={say('shift.relief.why')}
        isFirst
        options={reliefReasons.map((id) => ({ id, word: say(`shift.relief.reason.${id}`) }))}
        chosen={reason}
        onChoose={setReason}
      />
      <TextLine title={say('shift.relief.note')} value={note} most={2000} onChange={setNote} />
    </Sheet>
  )
}
