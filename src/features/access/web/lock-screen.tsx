/** The locked screen: it says that the watch goes on, and opens by PIN, by password, or to another officer. */
import { type ReactNode, useState } from 'react'
import { Button } from '../../../platform/web/parts/button.tsx'
import { Icon } from '../../../platform/web/parts/icon.tsx'
import { useStore } from '../../../platform/web/store.ts'
import { useSpeaker } from '../../../platform/web/text.tsx'
import { ActForm, Field } from './fields.tsx'
import css from './lock-screen.module.css'
import { changeOfficer, isLockTold, unlockScreen } from './session.ts'

/** `hasPin`: the officer who locked it has one. */
export function LockScreen({ hasPin }: { readonly hasPin: boolean }): ReactNode {
  const { say } = useSpeaker()
  const isTold = useStore(isLockTold)
  const [way, setWay] = useState<'pin' | 'password' | 'other'>(hasPin ? 'pin' : 'password')
  const [name, setName] = useState('')
  const [secret, setSecret] = useState('')
  const turn = (next: typeof way) => () => {
    setWay(next)
    setSecret('')
  }
  const send = () =>
    way === 'other' ? changeOfficer(name.trim(), secret) : unlockScreen(way === 'pin' ? { pin: secret } : { password: secret })
  const isPassword = way === 'password'
  return (
    <main id="main" className={css.lock}>
      <div className={css.box}>
        <Icon name="lock" size={34} />
        <h1>{say('access.lock.title')}</h1>
        <p>{say('access.lock.help')}</p>
        {isTold ? null : <p className={css.warn}>{say('access.lock.not-reached')}</p>}
        <ActForm
          key={way}
          label={say('access.lock.open')}
          doText={say(way === 'other' ? 'access.change.go' : 'access.lock.open')}
          missing={() => (secret.trim() === '' || (way === 'other' && name.trim() === '') ? say('access.empty') : null)}
          onSend={async () => {
            try {
              await send()
            } catch (thrown) {
              setSecret('')
              throw thrown
            }
          }}
        >
          {way === 'other' ? (
            <Field title={say('access.name')} value={name} onChange={setName} autoComplete="off" isFirst />
          ) : null}
          <Field
            title={say(isPassword ? 'access.password' : 'access.pin')}
            value={secret}
            onChange={setSecret}
            type="password"
            autoComplete={isPassword ? 'current-password' : 'off'}
            isDigits={!isPassword}
            isFirst={way !== 'other'}
          />
        </ActForm>
        <div className={css.ways}>
          {way === 'pin' ? (
            <Button look="quiet" onPress={turn('password')}>
              {say('access.lock.with-password')}
            </Button>
          ) : null}
          {way === 'password' && hasPin ? (
            <Button look="quiet" onPress={turn('pin')}>
              {say('access.lock.with-pin')}
            </Button>
          ) : null}
          <Button look="quiet" onPress={turn(way === 'other' ? (hasPin ? 'pin' : 'password') : 'other')}>
            {say(way === 'other' ? 'access.lock.same' : 'access.lock.other')}
          </Button>
        </div>
      </div>
    </main>
  )
}
