/** Another officer takes the screen: name and PIN, nothing else, and the page stays as it is. */
import { type ReactNode, useState } from 'react'
import { Sheet } from '../../../platform/web/parts/sheet.tsx'
import { createStore, useStore } from '../../../platform/web/store.ts'
import { useSpeaker } from '../../../platform/web/text.tsx'
import { Field } from './fields.tsx'
import { changeOfficer } from './session.ts'
import { problemOf } from './words.ts'

/** Whether the dialog is open. */
export const isChangeOpen = createStore(false)

/** The dialog, while it is open. */
export function OfficerDialog({ onChanged }: { readonly onChanged: () => void }): ReactNode {
  return useStore(isChangeOpen) ? <Change onChanged={onChanged} /> : null
}

function Change({ onChanged }: { readonly onChanged: () => void }): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const [name, setName] = useState('')
  const [pin, setPin] = useState('')
  const [isBusy, setIsBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  async function send() {
    if (name.trim() === '' || pin.trim() === '') return setProblem(say('access.change.help'))
    setIsBusy(true)
    setProblem(null)
    try {
      await changeOfficer(name.trim(), pin)
      isChangeOpen.set(false)
      onChanged()
    } catch (thrown) {
      setPin('')
      setProblem(problemOf(speaker, thrown))
      setIsBusy(false)
    }
  }
  return (
    <Sheet
      title={say('access.change')}
      about={say('access.change.help')}
      doText={say('access.change.go')}
      isBusy={isBusy}
      problem={problem}
      onSend={() => void send()}
      onBack={() => isChangeOpen.set(false)}
    >
      <Field title={say('access.name')} value={name} onChange={setName} isFirst />
      <Field title={say('access.pin')} value={pin} onChange={setPin} type="password" isDigits />
    </Sheet>
  )
}
