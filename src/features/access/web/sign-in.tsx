/** The sign-in page: name, password, language, and errors in words. */
import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import { RequestProblem, request } from '../../../platform/web/http.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import { Icon } from '../../../platform/web/parts/icon.tsx'
import { switchLanguage } from '../../../platform/web/settings.ts'
import { Text, useSpeaker } from '../../../platform/web/text.tsx'
import type { SessionView } from '../contract.ts'
import fields from './fields.module.css'
import { signIn } from './session.ts'
import css from './sign-in.module.css'

/** `because`: why somebody who was signed in stands here again. */
export function SignIn({ because }: { readonly because: 'expired' | 'left' | null }): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [isShown, setIsShown] = useState(false)
  const [isBusy, setIsBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const site = useSite()

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (isBusy) return
    if (name.trim() === '' || password === '') {
      setProblem('access.empty')
      return
    }
    setIsBusy(true)
    setProblem(null)
    try {
      await signIn(name.trim(), password)
    } catch (thrown) {
      const code = thrown instanceof RequestProblem ? thrown.code : 'internal'
      setProblem(
        code === 'no-answer' ? 'access.no-server' : speaker.has(`problem.${code}`) ? `problem.${code}` : 'problem.internal',
      )
      setIsBusy(false)
    }
  }

  const notice = problem ?? (because === 'expired' ? 'access.expired' : null)
  return (
    <main className={css.page}>
      <div className={css.box}>
        <header className={css.head}>
          <div>
            <h1>{say('app.name')}</h1>
            <p>{site === null ? say('access.intro') : speaker.pick(site.name)}</p>
            {site?.isSimulation === true ? <b className={css.simulation}>{say('access.simulation')}</b> : null}
          </div>
          <div className={css.language}>
            <Button isSmall onPress={switchLanguage} label={say('app.language.label')}>
              <span lang={speaker.language === 'ar' ? 'en' : 'ar'}>{say('app.language')}</span>
            </Button>
          </div>
        </header>
        <form className={css.form} onSubmit={(event) => void submit(event)} aria-label={say('access.title')} noValidate>
          {because === 'left' && problem === null ? <p className={css.note}>{say('access.signed-out')}</p> : null}
          <label className={css.field}>
            {say('access.name')}
            <input
              dir="auto"
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          </label>
          <label className={css.field}>
            {say('access.password')}
            <input
              dir="ltr"
              type={isShown ? 'text' : 'password'}
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
          </label>
          <label className={css.show}>
            <input type="checkbox" checked={isShown} onChange={(event) => setIsShown(event.target.checked)} />
            {say('access.show-password')}
          </label>
          <div role="alert">
            {notice === null ? null : (
              <p className={fields.problem}>
                <Icon name="warn" />
                <span>{say(notice)}</span>
              </p>
            )}
          </div>
          <Button type="submit" look="primary" keyName="Enter" onPress={() => {}}>
            {say(isBusy ? 'access.entering' : 'access.enter')}
          </Button>
        </form>
        <p className={css.note}>
          <Text text="access.first-time" />
        </p>
      </div>
    </main>
  )
}

type Site = Pick<SessionView['site'], 'name' | 'isSimulation'>

/** What anybody may know of the site before signing in; null until the server answers. */
function useSite(): Site | null {
  const [site, setSite] = useState<Site | null>(null)
  useEffect(() => {
    let isGone = false
    request('GET', '/api/site')
      .then((found) => isGone || setSite(found as Site))
      // The page is complete without it, and signing in will tell what is wrong with the server.
      .catch(() => isGone || setSite(null))
    return () => {
      isGone = true
    }
  }, [])
  return site
}
