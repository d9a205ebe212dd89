/** The rail: the sections there are, then what a person sets on this screen. A section that does not exist has no link. */
import { memo, type ReactNode } from 'react'
import { Button } from 'react-aria-components/Button'
import { Link, useLocation } from 'wouter'
import type { Action } from '../../../features/access/contract.ts'
import { mayDo } from '../../../features/access/policy.ts'
import { lockScreen, session, signOut } from '../../../features/access/web/session.ts'
import { Icon } from '../../../platform/web/parts/icon.tsx'
import { changeSettings, settings, switchLanguage, switchTheme } from '../../../platform/web/settings.ts'
import { useStore } from '../../../platform/web/store.ts'
import { useSpeaker } from '../../../platform/web/text.tsx'
import css from './rail.module.css'

const sections = [
  { href: '/', icon: 'watch', text: 'app.watch' },
  { href: '/cameras', icon: 'camera', text: 'camera.list' },
  { href: '/shift', icon: 'person', text: 'shift.rail' },
  { href: '/log', icon: 'log', text: 'history.rail' },
  { href: '/places', icon: 'place', text: 'place.page.short' },
  { href: '/rules', icon: 'rule', text: 'rule.page.short' },
  { href: '/sensors', icon: 'sensor', text: 'sensor.page' },
] as const

/** Settings of the program and of the person, below the sections. */
const settingsSections = [
  { href: '/people', icon: 'people', text: 'people.title' },
  { href: '/account', icon: 'key', text: 'account.rail' },
] as const

/** What a section's page reads; one without is everybody's. A section that says nothing to a person has no link for him. */
const needs: Readonly<Record<string, Action | readonly Action[]>> = {
  '/': ['watch.read', 'health.read'],
  '/cameras': 'camera.read',
  '/shift': 'shift.read',
  '/log': 'shift.read',
  '/hygiene': 'hygiene.read',
  '/sensors': 'sensor.read',
  '/people': 'people.configure',
}

/** Sections first, then settings, sound, theme, language, lock and sign-out. */
export const Rail = memo(function Rail(): ReactNode {
  const { say } = useSpeaker()
  const { theme, isSoundOn, language } = useStore(settings)
  const otherLanguage = language === 'ar' ? 'en' : 'ar'
  const [path] = useLocation()
  const who = useStore(session)
  const rights = who.state === 'in' ? who.view.rights : []
  const item = css.item ?? ''
  const link = ({ href, icon, text }: (typeof sections)[number] | (typeof settingsSections)[number]) => {
    const needed = needs[href]
    if (needed !== undefined && ![needed].flat().some((action) => mayDo(rights, action))) return null
    const isHere = href === '/' ? path === href : path.startsWith(href)
    return (
      <Link
        key={href}
        href={href}
        className={`${item} ${isHere ? css.here : ''}`}
        {...(isHere ? { 'aria-current': 'page' as const } : {})}
      >
        <Icon name={icon} size={20} />
        <span>{say(text)}</span>
      </Link>
    )
  }
  return (
    <nav className={css.rail} aria-label={say('app.sections')}>
      {sections.map(link)}
      <span className={css.gap} />
      {settingsSections.map(link)}
      <Button
        className={item}
        aria-label={say(isSoundOn ? 'sound.turn-off' : 'sound.turn-on')}
        onPress={() => changeSettings({ isSoundOn: !isSoundOn })}
      >
        <Icon name={isSoundOn ? 'sound' : 'soundOff'} size={18} />
        <span>{say('sound.menu')}</span>
      </Button>
      <Button className={item} aria-label={say('app.theme.label', { theme: say(`app.theme.${theme}`) })} onPress={switchTheme}>
        <Icon name="theme" size={18} />
        <span>{say(`app.theme.${theme}`)}</span>
      </Button>
      <Button className={item} aria-label={say('app.language.label')} onPress={switchLanguage}>
        <Icon name="language" size={18} />
        <span lang={otherLanguage}>{say('app.language')}</span>
      </Button>
      <Button className={item} aria-label={say('access.lock.label')} onPress={lockScreen}>
        <Icon name="lock" size={18} />
        <span>{say('access.lock')}</span>
      </Button>
      <Button className={item} onPress={() => void signOut()}>
        <Icon name="leave" size={18} mirrors />
        <span>{say('access.leave')}</span>
      </Button>
    </nav>
  )
})
