/** My account: what I may do, my password and PIN, my open screens, and when this screen locks itself. */
import { type ReactNode, useId, useState } from 'react'
import { passwordLeast, pinLeast, pinMost } from '../../../features/access/secrets.ts'
import fields from '../../../features/access/web/fields.module.css'
import { ActForm, Field } from '../../../features/access/web/fields.tsx'
import css from '../../../features/access/web/people.module.css'
import { changePassword, setPin } from '../../../features/access/web/session.ts'
import { SessionsList } from '../../../features/access/web/sessions-list.tsx'
import { problemOf } from '../../../features/access/web/words.ts'
import { digitKinds } from '../../../platform/digits.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import { Icon } from '../../../platform/web/parts/icon.tsx'
import { changeSettings, lockMinutes, settings } from '../../../platform/web/settings.ts'
import { useStore } from '../../../platform/web/store.ts'
import { useSpeaker } from '../../../platform/web/text.tsx'
import { usePageKeys } from '../shell/keys.ts'
import { useWatch } from '../shell/watch.tsx'
import { useTimes } from './times.ts'
import { readOwnSessions, send, useReading } from './use-people.ts'

/** The page of whoever is signed in. */
export default function Account(): ReactNode {
  const { say, pick } = useSpeaker()
  const { view, facts } = useWatch()
  usePageKeys({}, [])
  // An outpost of one's own is known by its name; other areas by their path.
  const areaName = (area: string) => {
    const own = [...facts.places.values()].filter((place) => place.area === area && place.geometry.kind === 'outpost')
    return own.length === 1 && own[0] !== undefined ? pick(own[0].name) : <bdi dir="ltr">{area}</bdi>
  }
  return (
    <main id="main" className={css.account} tabIndex={-1}>
      <header className={css.head}>
        <div>
          <h1>{say('account.title')}</h1>
          <p>
            <bdi>{view.person.name}</bdi>
          </p>
        </div>
      </header>
      <div className={css.columns}>
        <div className={css.stack}>
          <section className={css.part}>
            <h2>{say('account.roles')}</h2>
            {view.rights.length === 0 ? <p>{say('account.roles.none')}</p> : null}
            <ul className={css.lines}>
              {view.rights.map(({ role, area }) => (
                <li key={`${role} ${area}`}>
                  <Icon name="person" />
                  <div>
                    <b>{say(`access.role.${role}`)}</b>
                    <small>{area === '' ? say('people.area.whole') : areaName(area)}</small>
                  </div>
                </li>
              ))}
            </ul>
            <LockAfter />
            <DigitsChoice />
          </section>
          <OwnScreens />
        </div>
        <section className={css.part}>
          <h2>{say('account.password')}</h2>
          <PasswordForm />
        </section>
        <section className={css.part}>
          <h2>{say('account.pin')}</h2>
          <PinForm hasPin={view.hasPin} />
        </section>
      </div>
    </main>
  )
}

/** Old, new, and new again. */
export function PasswordForm(): ReactNode {
  const { say } = useSpeaker()
  const [old, setOld] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  return (
    <ActForm
      label={say('account.password')}
      doText={say('account.password.change')}
      done={say('account.password.changed')}
      missing={() => (next === again ? null : say('account.password.differ'))}
      onSend={async () => {
        await changePassword(old, next)
        for (const clear of [setOld, setNext, setAgain]) clear('')
      }}
    >
      <Field title={say('account.password.old')} type="password" autoComplete="current-password" value={old} onChange={setOld} />
      <Field
        title={say('account.password.next')}
        help={say('account.password.help', { least: passwordLeast })}
        type="password"
        autoComplete="new-password"
        value={next}
        onChange={setNext}
      />
      <Field
        title={say('account.password.again')}
        type="password"
        autoComplete="new-password"
        value={again}
        onChange={setAgain}
      />
    </ActForm>
  )
}

function PinForm({ hasPin }: { readonly hasPin: boolean }): ReactNode {
  const { say } = useSpeaker()
  const [password, setPassword] = useState('')
  const [pin, setPinTo] = useState('')
  return (
    <>
      <p>{say(hasPin ? 'account.pin.have' : 'account.pin.none')}</p>
      <ActForm
        label={say('account.pin')}
        doText={say('account.pin.set')}
        done={say('account.pin.done')}
        onSend={async () => {
          await setPin(password, pin)
          setPassword('')
          setPinTo('')
        }}
      >
        <Field
          title={say('account.pin.new')}
          help={say('account.pin.help', { least: pinLeast, most: pinMost })}
          type="password"
          isDigits
          value={pin}
          onChange={setPinTo}
        />
        <Field
          title={say('account.password.old')}
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
        />
      </ActForm>
    </>
  )
}

function LockAfter(): ReactNode {
  const { say } = useSpeaker()
  const { lockAfterMinutes } = useStore(settings)
  const id = useId()
  return (
    <div className={fields.field}>
      <label htmlFor={id}>{say('account.lock-after')}</label>
      <select
        id={id}
        value={lockAfterMinutes}
        aria-describedby={`${id}-help`}
        onChange={(event) => changeSettings({ lockAfterMinutes: Number(event.target.value) })}
      >
        {lockMinutes.map((n) => (
          <option key={n} value={n}>
            {n === 0 ? say('account.lock-after.never') : say('account.lock-after.minutes', { n })}
          </option>
        ))}
      </select>
      <small id={`${id}-help`}>{say('account.lock-after.help')}</small>
    </div>
  )
}

/** At once, on this device: how quantities are written in Arabic. */
function DigitsChoice(): ReactNode {
  const { say } = useSpeaker()
  const { digits } = useStore(settings)
  const id = useId()
  return (
    <div className={fields.field}>
      <label htmlFor={id}>{say('account.digits')}</label>
      <select
        id={id}
        value={digits}
        aria-describedby={`${id}-help`}
        onChange={(event) => changeSettings({ digits: event.target.value === 'arabic' ? 'arabic' : 'western' })}
      >
        {digitKinds.map((kind) => (
          <option key={kind} value={kind}>
            {say(`account.digits.${kind}`)}
          </option>
        ))}
      </select>
      <small id={`${id}-help`}>{say('account.digits.help')}</small>
    </div>
  )
}

function OwnScreens(): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const time = useTimes()
  const { now, failed, load } = useReading(readOwnSessions)
  const [problem, setProblem] = useState<string | null>(null)
  async function act(path: string) {
    setProblem(null)
    try {
      await send(path)
    } catch (thrown) {
      setProblem(problemOf(speaker, thrown))
    }
    await load()
  }
  return (
    <section className={css.part}>
      <h2>
        {say('sessions.title')}
        {(now?.length ?? 0) > 1 ? (
          <Button isSmall onPress={() => void act('/api/sessions/end')}>
            {say('sessions.end-all')}
          </Button>
        ) : null}
      </h2>
      {failed && now === null ? <p role="alert">{say('people.not-loaded')}</p> : null}
      {problem === null ? null : <p role="alert">{problem}</p>}
      {now === null ? null : <SessionsList sessions={now} time={time} onEnd={(id) => void act(`/api/sessions/${id}/end`)} />}
    </section>
  )
}
