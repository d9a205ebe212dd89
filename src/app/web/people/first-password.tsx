/** The first sign-in: a password for one time is changed before anything else is shown. */
import type { ReactNode } from 'react'
import css from '../../../features/access/web/people.module.css'
import { signOut } from '../../../features/access/web/session.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import { switchLanguage } from '../../../platform/web/settings.ts'
import { useSpeaker } from '../../../platform/web/text.tsx'
import { PasswordForm } from './account.tsx'

/** Stands in place of every page. */
export function FirstPassword({ name }: { readonly name: string }): ReactNode {
  const { say, language } = useSpeaker()
  return (
    <main id="main" className={css.first}>
      <section className={css.part}>
        <h1>{say('account.must-change')}</h1>
        <p>
          <bdi>{name}</bdi>
        </p>
        <p>{say('account.must-change.why')}</p>
        <PasswordForm />
        <div className={css.acts}>
          <Button look="quiet" onPress={switchLanguage} label={say('app.language.label')}>
            <span lang={language === 'ar' ? 'en' : 'ar'}>{say('app.language')}</span>
          </Button>
          <Button look="quiet" onPress={() => void signOut()}>
            {say('access.leave')}
          </Button>
        </div>
      </section>
    </main>
  )
}
