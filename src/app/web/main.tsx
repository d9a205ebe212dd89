/** Entry of the page: one speaker, one session, then the sign-in page or the shell with its pages. */
import '../../platform/web/schemas.ts'
import '../../platform/web/fonts.css'
import '../../platform/web/tokens.css'
import '../../platform/web/base.css'
import { Component, lazy, type ReactNode, StrictMode, Suspense, useEffect, useMemo } from 'react'
import { I18nProvider } from 'react-aria-components/I18nProvider'
import { createRoot } from 'react-dom/client'
import { mayDo } from '../../features/access/policy.ts'
import { checkSession, restoreSession, session } from '../../features/access/web/session.ts'
import { SignIn } from '../../features/access/web/sign-in.tsx'
import { createSpeaker } from '../../platform/speak.ts'
import { withArabicDigits } from '../../platform/speak-digits.ts'
import { localeOf } from '../../platform/text.ts'
import { startClock } from '../../platform/web/clock.ts'
import { settings } from '../../platform/web/settings.ts'
import { startSound } from '../../platform/web/sound.ts'
import { useStore } from '../../platform/web/store.ts'
import { SpeakerProvider, useSpeaker } from '../../platform/web/text.tsx'
import { texts } from '../texts.ts'
import { startDrawn } from './duty/drawn.ts'
import { startDuty } from './duty/duty-state.ts'
import { startSounding } from './duty/sounding.ts'
import { startLink } from './live/link.ts'
import { startNuisance } from './live/nuisance.ts'
import { forgetSensors } from './live/sensors.ts'
import { forgetWorld } from './live/world.ts'
import { Shell } from './shell/shell.tsx'

function Page(): ReactNode {
  const { language, digits } = useStore(settings)
  const speaker = useMemo(() => {
    const western = createSpeaker(texts, language, (id, fault) => console.error('sentence not spoken', id, fault))
    return digits === 'arabic' ? withArabicDigits(western) : western
  }, [language, digits])
  return (
    <SpeakerProvider value={speaker}>
      <I18nProvider locale={localeOf(language)}>
        <Guard language={language}>
          <Inside />
        </Guard>
      </I18nProvider>
    </SpeakerProvider>
  )
}

const FirstPassword = lazy(async () => ({ default: (await import('./people/first-password.tsx')).FirstPassword }))

function Inside(): ReactNode {
  const now = useStore(session)
  const { say } = useSpeaker()
  // Before the password is one's own there is nothing to watch with it.
  const personId = now.state === 'in' && !now.view.mustChangePassword ? now.view.person.id : null
  const mayReadNuisance = now.state === 'in' && mayDo(now.view.rights, 'nuisance.read')
  useEffect(() => {
    if (personId === null) return
    const stops = [startLink(() => void checkSession()), startDuty(), startSounding(), startDrawn()]
    if (mayReadNuisance) stops.push(startNuisance())
    return () => {
      for (const stop of stops) stop()
      forgetWorld()
      forgetSensors()
    }
  }, [personId, mayReadNuisance])
  switch (now.state) {
    case 'restoring':
      return <p style={{ padding: 24 }}>{say('access.restoring')}</p>
    case 'out':
      return <SignIn because={now.because} />
    case 'in':
      if (now.view.mustChangePassword)
        return (
          <Suspense fallback={null}>
            <FirstPassword name={now.view.person.name} />
          </Suspense>
        )
      return <Shell view={now.view} />
  }
}

/**
 * A fault of drawing must not leave an empty screen: it says so and offers to draw again. Another language is another try; it is
 * never a new page, because what was typed would be lost.
 */
class Guard extends Component<{ readonly children: ReactNode; readonly language: string }, { readonly hasFailed: boolean }> {
  override state = { hasFailed: false }

  override componentDidUpdate(before: { readonly language: string }): void {
    if (this.state.hasFailed && before.language !== this.props.language) this.setState({ hasFailed: false })
  }

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true }
  }

  override render(): ReactNode {
    return this.state.hasFailed ? <Failed onRetry={() => this.setState({ hasFailed: false })} /> : this.props.children
  }
}

function Failed({ onRetry }: { readonly onRetry: () => void }): ReactNode {
  const { say } = useSpeaker()
  return (
    <main role="alert" style={{ padding: 24 }}>
      <p>{say('app.fault')}</p>
      <button type="button" onClick={onRetry} style={{ textDecoration: 'underline', paddingBlock: 8 }}>
        {say('app.fault.retry')}
      </button>
    </main>
  )
}

startClock()
startSound()
void restoreSession()
const root = document.getElementById('page')
if (root === null) throw new Error('broken promise: index.html has an element #page')
createRoot(root).render(
  <StrictMode>
    <Page />
  </StrictMode>,
)
