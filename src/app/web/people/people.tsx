/** Who works here: accounts, roles in areas, open screens. For those who manage people. */
import { type ReactNode, useEffect, useState } from 'react'
import type { PersonView } from '../../../features/access/contract.ts'
import { mayDo } from '../../../features/access/policy.ts'
import css from '../../../features/access/web/people.module.css'
import { Button } from '../../../platform/web/parts/button.tsx'
import { Text, useSpeaker } from '../../../platform/web/text.tsx'
import { usePageKeys } from '../shell/keys.ts'
import { useWatch } from '../shell/watch.tsx'
import { AddPerson, OncePassword } from './add-person.tsx'
import { PersonPart } from './person.tsx'
import { readPeople, useReading } from './use-people.ts'

/** The page; who may not manage people is told who can. */
export default function People(): ReactNode {
  const { say } = useSpeaker()
  const { view } = useWatch()
  usePageKeys({}, [])
  return mayDo(view.rights, 'people.configure') ? (
    <Managing myId={view.person.id} />
  ) : (
    <main id="main" className={css.detail} tabIndex={-1}>
      <h1>{say('people.title')}</h1>
      <p className={css.quiet}>{say('people.no-permission')}</p>
    </main>
  )
}

function Managing({ myId }: { readonly myId: string }): ReactNode {
  const { say } = useSpeaker()
  const { now, failed, load } = useReading(readPeople)
  const [chosenId, setChosenId] = useState<string | null>(null)
  const [isAdding, setIsAdding] = useState(false)
  const [once, setOnce] = useState<{ readonly name: string; readonly password: string } | null>(null)
  useEffect(() => {
    if (chosenId === null && now?.people[0] !== undefined) setChosenId(now.people[0].id)
  }, [chosenId, now])
  const chosen = now?.people.find(({ id }) => id === chosenId) ?? null
  return (
    <main id="main" className={css.page} tabIndex={-1}>
      <header className={css.head}>
        <div>
          <h1>{say('people.title')}</h1>
          <p>{say('people.intro')}</p>
        </div>
        <Button look="primary" onPress={() => setIsAdding(true)}>
          {say('people.add')}
        </Button>
      </header>
      {now === null ? (
        failed ? (
          <div className={css.failed} role="alert">
            <p>{say('people.not-loaded')}</p>
            <Button onPress={() => void load()}>{say('people.retry')}</Button>
          </div>
        ) : (
          <p className={css.detail} role="status">
            {say('access.restoring')}
          </p>
        )
      ) : (
        <>
          <section className={css.list} aria-label={say('people.title')}>
            <ul>
              {now.people.map((person) => (
                <li key={person.id}>
                  <PersonLine
                    person={person}
                    isMe={person.id === myId}
                    isChosen={person.id === chosenId}
                    onChoose={() => setChosenId(person.id)}
                  />
                </li>
              ))}
            </ul>
          </section>
          <section className={css.detail} aria-label={chosen?.name ?? say('people.choose')}>
            {chosen === null ? (
              <p className={css.quiet}>{say('people.choose')}</p>
            ) : (
              <PersonPart
                key={chosen.id}
                person={chosen}
                isMe={chosen.id === myId}
                areas={now.areas}
                sessions={now.sessions.filter(({ person }) => person.id === chosen.id)}
                onChanged={load}
                onPassword={(password) => setOnce({ name: chosen.name, password })}
              />
            )}
          </section>
        </>
      )}
      {isAdding && now !== null ? (
        <AddPerson
          areas={now.areas}
          onBack={() => setIsAdding(false)}
          onAdded={({ person, password }) => {
            setIsAdding(false)
            setChosenId(person.id)
            setOnce({ name: person.name, password })
            void load()
          }}
        />
      ) : null}
      {once === null ? null : <OncePassword {...once} onSeen={() => setOnce(null)} />}
    </main>
  )
}

interface PersonLineProps {
  readonly person: PersonView
  readonly isMe: boolean
  readonly isChosen: boolean
  readonly onChoose: () => void
}

function PersonLine({ person, isMe, isChosen, onChoose }: PersonLineProps): ReactNode {
  const { say, language } = useSpeaker()
  const names = [...new Set(person.grants.filter(({ isNow }) => isNow).map(({ role }) => say(`access.role.${role}`)))]
  return (
    <button
      type="button"
      className={`${css.person} ${isChosen ? css.chosen : ''} ${person.isActive ? '' : css.inactive}`}
      aria-pressed={isChosen}
      onClick={onChoose}
    >
      <b>
        <bdi>{person.name}</bdi>
        {isMe ? <span className={css.tag}>{say('people.you')}</span> : null}
        {person.isActive ? null : <span className={css.tag}>{say('people.inactive')}</span>}
        {person.isActive && person.mustChangePassword ? (
          <span className={`${css.tag} ${css.warnTag}`}>{say('people.must-change')}</span>
        ) : null}
      </b>
      <small>{names.length === 0 ? <Text text="people.grants.none" /> : names.join(language === 'ar' ? '، ' : ', ')}</small>
    </button>
  )
}
