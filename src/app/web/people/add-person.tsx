/** A new account, and the password that is shown once. */
import { type ReactNode, useState } from 'react'
import type { AreaView, PersonView } from '../../../features/access/contract.ts'
import { Field } from '../../../features/access/web/fields.tsx'
import { emptyGrant, GrantFields, grantBody } from '../../../features/access/web/grant-form.tsx'
import css from '../../../features/access/web/people.module.css'
import { problemOf } from '../../../features/access/web/words.ts'
import { Sheet } from '../../../platform/web/parts/sheet.tsx'
import { randomId } from '../../../platform/web/random-id.ts'
import { useSpeaker } from '../../../platform/web/text.tsx'
import { send } from './use-people.ts'

export interface AddPersonProps {
  readonly areas: readonly AreaView[]
  readonly onBack: () => void
  readonly onAdded: (added: { readonly person: PersonView; readonly password: string }) => void
}

/** Name, sign-in name, and the first role. More roles are given to the account that is there. */
export function AddPerson({ areas, onBack, onAdded }: AddPersonProps): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const [name, setName] = useState('')
  const [login, setLogin] = useState('')
  const [grant, setGrant] = useState(emptyGrant)
  const [isBusy, setIsBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  // A lost answer may be asked for again: the same command is the same person.
  const [commandId] = useState(randomId)
  async function add() {
    setIsBusy(true)
    setProblem(null)
    try {
      const body = { commandId, name, login, grants: [grantBody(grant)] }
      onAdded((await send('/api/people', body)) as { person: PersonView; password: string })
    } catch (thrown) {
      setProblem(problemOf(speaker, thrown))
      setIsBusy(false)
    }
  }
  return (
    <Sheet
      title={say('people.add.title')}
      doText={say('people.save')}
      isBusy={isBusy}
      problem={problem}
      onSend={() => void add()}
      onBack={onBack}
    >
      <Field title={say('people.name')} help={say('people.name.help')} value={name} onChange={setName} isFirst />
      <Field title={say('people.login')} help={say('people.login.help')} value={login} onChange={setLogin} />
      <GrantFields draft={grant} areas={areas} onChange={setGrant} />
    </Sheet>
  )
}

export interface OncePasswordProps {
  readonly name: string
  readonly password: string
  readonly onSeen: () => void
}

/** Closed only by whoever has written it down. */
export function OncePassword({ name, password, onSeen }: OncePasswordProps): ReactNode {
  const { say } = useSpeaker()
  return (
    <Sheet
      title={say('people.password.once')}
      about={<bdi>{name}</bdi>}
      doText={say('people.password.seen')}
      isBusy={false}
      problem={null}
      onSend={onSeen}
      onBack={onSeen}
    >
      <output className={css.once} dir="ltr">
        {password}
      </output>
      <p className={css.quiet}>{say('people.password.once.help')}</p>
    </Sheet>
  )
}
