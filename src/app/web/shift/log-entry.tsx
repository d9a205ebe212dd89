/** The entry line of the log (`J`): a note, or a call with who, by what, and whether anybody answered. */
import { type ReactNode, useState } from 'react'
import { callMeans } from '../../../features/shifts/words.ts'
import { dropDrafts, useDraft } from '../../../platform/web/drafts.ts'
import { Choices, Sheet, TextLine } from '../../../platform/web/parts/sheet.tsx'
import { useStore } from '../../../platform/web/store.ts'
import { Text, useSpeaker } from '../../../platform/web/text.tsx'
import { sayHint } from '../duty/duty-state.ts'
import { problemWords } from '../duty/problem-words.ts'
import { useWatch } from '../shell/watch.tsx'
import { logEntry, shiftBusy, shiftProblem, writeLine } from './shift-store.ts'
import { whenOf } from './when.ts'

/** Opens above whatever page stands; what was typed stays when it is left. */
export function LogEntry(): ReactNode {
  const open = useStore(logEntry)
  return open === null ? null : <EntrySheet key={open.corrects?.id ?? 'new'} />
}

function EntrySheet(): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const { nowMs, timeZone } = useWatch()
  const corrects = useStore(logEntry)?.corrects ?? null
  const busy = useStore(shiftBusy)
  const problem = useStore(shiftProblem)
  const field = corrects === null ? 'log new' : `log ${corrects.id}`
  const call = corrects?.call ?? null
  const [kind, setKind] = useDraft<'note' | 'call'>(`${field} kind`, corrects?.kind ?? 'note')
  const [means, setMeans] = useDraft<(typeof callMeans)[number]>(`${field} means`, call?.means ?? 'radio')
  const [answered, setAnswered] = useDraft<'yes' | 'no' | null>(`${field} answered`, call && (call.isAnswered ? 'yes' : 'no'))
  const [text, setText] = useDraft(`${field} text`, corrects?.text ?? '')
  const [who, setWho] = useDraft(`${field} who`, call?.who ?? '')
  const [missing, setMissing] = useState<string | null>(null)

  async function send() {
    const isCall = kind === 'call'
    if (isCall && (who.trim() === '' || answered === null)) return setMissing('log.write.call-missing')
    if (!isCall && text.trim() === '') return setMissing('problem.log.empty')
    setMissing(null)
    const called = isCall ? { call: { who: who.trim(), means, isAnswered: answered === 'yes' } } : {}
    if (!(await writeLine({ text: text.trim(), ...called, ...(corrects ? { corrects: corrects.id } : {}) }))) return
    dropDrafts(field)
    logEntry.set(null)
    sayHint('log.write.saved')
  }

  const said = missing !== null ? say(missing) : problem === null ? null : problemWords(speaker, problem)
  return (
    <Sheet
      title={say('log.write')}
      about={
        corrects === null ? null : <Text text="log.write.correcting" values={{ time: whenOf(corrects.at, nowMs, timeZone) }} />
      }
      doText={say('log.write.save')}
      isBusy={busy !== null}
      problem={said}
      onSend={() => void send()}
      onBack={() => {
        shiftProblem.set(null)
        logEntry.set(null)
      }}
    >
      <Choices
        title={say('log.write.kind')}
        isInline
        options={[
          { id: 'note', word: say('log.write.note') },
          { id: 'call', word: say('log.write.call') },
        ]}
        chosen={kind}
        onChoose={setKind}
      />
      {kind === 'note' ? null : (
        <>
          <TextLine title={say('log.write.who')} value={who} most={120} onChange={setWho} />
          <Choices
            title={say('log.write.means')}
            isInline
            options={callMeans.map((id) => ({ id, word: say(`log.means.${id}`) }))}
            chosen={means}
            onChoose={setMeans}
          />
          <Choices
            title={say('log.write.outcome')}
            isInline
            options={[
              { id: 'yes', word: say('log.write.answered') },
              { id: 'no', word: say('log.write.not-answered') },
            ]}
            chosen={answered}
            onChoose={setAnswered}
          />
        </>
      )}
      <TextLine
        title={say(kind === 'call' ? 'log.write.said' : 'log.write.text')}
        value={text}
        most={2000}
        isLong
        isFirst
        onChange={setText}
      />
    </Sheet>
  )
}
