/** One account: its roles in areas, its screens, and what an administrator does with it. */
import { type ReactNode, useState } from 'react'
import type { AreaView, PersonView, SessionLine } from '../../../features/access/contract.ts'
import { Field } from '../../../features/access/web/fields.tsx'
import { emptyGrant, GrantFields, grantBody } from '../../../features/access/web/grant-form.tsx'
import css from '../../../features/access/web/people.module.css'
import { SessionsList } from '../../../features/access/web/sessions-list.tsx'
import { problemOf } from '../../../features/access/web/words.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import { Icon } from '../../../platform/web/parts/icon.tsx'
import { Sheet } from '../../../platform/web/parts/sheet.tsx'
import { Code, Text, useSpeaker } from '../../../platform/web/text.tsx'
import { useTimes } from './times.ts'
import { send } from './use-people.ts'

export interface PersonPartProps {
  readonly person: PersonView
  readonly isMe: boolean
  readonly areas: readonly AreaView[]
  readonly sessions: readonly SessionLine[]
  readonly onChanged: () => Promise<void>
  readonly onPassword: (password: string) => void
}

/** Acts are done at once; a refusal stands until the next. */
export function PersonPart({ person, isMe, areas, sessions, onChanged, onPassword }: PersonPartProps): ReactNode {
  const speaker = useSpeaker()
  const { say, pick } = speaker
  const time = useTimes()
  const [open, setOpen] = useState<'grant' | 'name' | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setIsBusy] = useState(false)
  async function act(path: string, body: object = {}): Promise<unknown> {
    if (isBusy) return null
    setIsBusy(true)
    setProblem(null)
    try {
      const answer = await send(path, body)
      setOpen(null)
      return answer
    } catch (thrown) {
      setProblem(problemOf(speaker, thrown))
      return null
    } finally {
      setIsBusy(false)
      await onChanged()
    }
  }
  const base = `/api/people/${person.id}`
  const basedOn = person.version
  const areaName = (area: string) => {
    const name = areas.find((each) => each.area === area)?.name ?? null
    return area === '' ? say('people.area.whole') : name === null ? area : pick(name)
  }
  return (
    <>
      <section className={css.part}>
        <h2>
          <bdi>{person.name}</bdi>
          <Code>{person.login}</Code>
          {person.isActive ? null : <span className={css.tag}>{say('people.inactive')}</span>}
          {person.hasPin ? <span className={css.tag}>{say('people.has-pin')}</span> : null}
          <Button isSmall onPress={() => setOpen('name')}>
            {say('people.rename')}
          </Button>
        </h2>
        <p>
          <Text text="people.changed" values={{ at: time(person.changed.at), by: person.changed.by ?? 'none' }} />
        </p>
        {problem === null || open !== null ? null : (
          <p className={css.warnTag} role="alert">
            <Icon name="warn" /> {problem}
          </p>
        )}
      </section>

      <section className={css.part}>
        <h2>
          {say('people.grants')}
          {isMe ? null : (
            <Button isSmall onPress={() => setOpen('grant')} stoppedBecause={person.isActive ? null : say('people.inactive')}>
              {say('people.grant.give')}
            </Button>
          )}
        </h2>
        {isMe ? <p>{say('people.grant.own')}</p> : null}
        {person.grants.length === 0 ? <p>{say('people.grants.none')}</p> : null}
        <ul className={css.lines}>
          {person.grants.map((grant) => (
            <li key={grant.id}>
              <Icon name={grant.isNow ? 'check' : 'clock'} />
              <div>
                <b>
                  {say(`access.role.${grant.role}`)} · <bdi>{areaName(grant.area)}</bdi>
                </b>
                <small>
                  {grant.isNow ? null : (
                    <>
                      <Text text="people.from.at" values={{ at: time(grant.from) }} />{' '}
                    </>
                  )}
                  {grant.until === null ? say('people.open') : <Text text="people.until.at" values={{ at: time(grant.until) }} />}
                </small>
              </div>
              <Button
                isSmall
                label={say('people.grant.end.label', { role: say(`access.role.${grant.role}`), area: areaName(grant.area) })}
                onPress={() => void act(`${base}/grants/end`, { basedOn, grantId: grant.id })}
              >
                {say('people.grant.end')}
              </Button>
            </li>
          ))}
        </ul>
      </section>

      <section className={css.part}>
        <h2>
          {say('sessions.title')}
          {sessions.length > 1 || (sessions.length === 1 && !isMe) ? (
            <Button isSmall onPress={() => void act('/api/sessions/end', { personId: person.id })}>
              {say(isMe ? 'sessions.end-all' : 'sessions.end-all.person')}
            </Button>
          ) : null}
        </h2>
        <SessionsList sessions={sessions} time={time} onEnd={(id) => void act(`/api/sessions/${id}/end`)} />
      </section>

      {isMe ? null : (
        <section className={css.part}>
          <div className={css.acts}>
            <Button
              onPress={() =>
                void act(`${base}/password`).then((answer) => {
                  if (answer !== null) onPassword((answer as { password: string }).password)
                })
              }
              stoppedBecause={person.isActive ? null : say('people.inactive')}
            >
              {say('people.password.reset')}
            </Button>
            <Button onPress={() => void act(`${base}/${person.isActive ? 'deactivate' : 'reactivate'}`, { basedOn })}>
              {say(person.isActive ? 'people.deactivate' : 'people.reactivate')}
            </Button>
          </div>
          {person.isActive ? <p>{say('people.deactivate.help')}</p> : null}
        </section>
      )}
      {open === 'grant' ? (
        <GiveGrant
          areas={areas}
          isBusy={isBusy}
          problem={problem}
          onBack={() => setOpen(null)}
          onSend={(grant) => void act(`${base}/grants`, { basedOn, ...grant })}
        />
      ) : null}
      {open === 'name' ? (
        <Rename
          name={person.name}
          isBusy={isBusy}
          problem={problem}
          onBack={() => setOpen(null)}
          onSend={(name) => void act(`${base}/rename`, { basedOn, name })}
        />
      ) : null}
    </>
  )
}

interface Asking<T> {
  readonly isBusy: boolean
  readonly problem: string | null
  readonly onBack: () => void
  readonly onSend: (body: T) => void
}

function GiveGrant({ areas, onSend, ...sheet }: Asking<object> & { readonly areas: readonly AreaView[] }): ReactNode {
  const { say } = useSpeaker()
  const [grant, setGrant] = useState(emptyGrant)
  return (
    <Sheet {...sheet} title={say('people.grant.give')} doText={say('people.grant.give')} onSend={() => onSend(grantBody(grant))}>
      <GrantFields draft={grant} areas={areas} onChange={setGrant} />
    </Sheet>
  )
}

function Rename({ name, onSend, ...sheet }: Asking<string> & { readonly name: string }): ReactNode {
  const { say } = useSpeaker()
  const [next, setNext] = useState(name)
  return (
    <Sheet {...sheet} title={say('people.rename')} doText={say('people.rename')} onSend={() => onSend(next)}>
      <Field title={say('people.name')} help={say('people.name.help')} value={next} onChange={setNext} isFirst />
    </Sheet>
  )
}
