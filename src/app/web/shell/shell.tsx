/** What stands on every page: lamps, clock, rail, keys, the band of a cut link, and the alert that waits (interface.md 1). */
import { type ReactNode, Suspense, useCallback, useEffect } from 'react'
import { Link, useLocation } from 'wouter'
import type { SessionView } from '../../../features/access/contract.ts'
import { mayDo } from '../../../features/access/policy.ts'
import { LockScreen } from '../../../features/access/web/lock-screen.tsx'
import { isChangeOpen, OfficerDialog } from '../../../features/access/web/officer-dialog.tsx'
import { isHiddenHere, lockScreen, session } from '../../../features/access/web/session.ts'
import { faceOf } from '../../../features/alerts/web/queue.ts'
import { onEachSecond } from '../../../platform/web/clock.ts'
import { Age } from '../../../platform/web/parts/age.tsx'
import { Icon } from '../../../platform/web/parts/icon.tsx'
import { settings, switchLanguage, switchTheme } from '../../../platform/web/settings.ts'
import { silence } from '../../../platform/web/sound.ts'
import { useStore } from '../../../platform/web/store.ts'
import { Code, spoken, Text, useSpeaker } from '../../../platform/web/text.tsx'
import { addresses } from '../addresses.ts'
import { Dialogs } from '../duty/dialogs.tsx'
import { HINT_MS, hint, isKeySheetOpen, passedUpNow, sayHint, showAlert } from '../duty/duty-state.ts'
import { laneState, linkNow, tryLinkNow } from '../live/link.ts'
import { renewPage } from '../live/renewal.ts'
import { Pages, pageNameOf } from '../pages.tsx'
import { LogEntry } from '../shift/log-entry.tsx'
import { logEntry, shiftProblem } from '../shift/shift-store.ts'
import { Announcer } from './announcer.tsx'
import { CutBand } from './cut-band.tsx'
import { KeyBar } from './key-bar.tsx'
import { type KeyActs, usePageHints, useShellKeys } from './keys.ts'
import { Rail } from './rail.tsx'
import { RenewalLine, useRenewal } from './renewal-line.tsx'
import css from './shell.module.css'
import { TopBar } from './top-bar.tsx'
import { useTitle, useWatch, useWatchNow, WatchProvider } from './watch.tsx'

/** The frame of every page, and the page. A new alert changes lamps and sound and, off the watch, one line; never the page. */
export function Shell({ view }: { readonly view: SessionView }): ReactNode {
  const { say } = useSpeaker()
  const watch = useWatchNow(view)
  const lane = useStore(laneState)
  const [path, go] = useLocation()
  const isWatch = path === addresses.watch
  useTitle(watch.queue, say(pageNameOf(path)))
  const done = (act: () => void) => () => {
    act()
    return true
  }
  const isHidden = useStore(isHiddenHere)
  const isLocked = isHidden || view.isLocked
  const maySeeWatch = mayDo(view.rights, 'watch.read') || mayDo(view.rights, 'health.read')
  useEffect(() => {
    // Who sees no alerts begins where he works.
    if (isWatch && !maySeeWatch) go(homeOf(view), { replace: true })
  }, [isWatch, maySeeWatch, view, go])
  useIdleLock()
  const renewal = useRenewal({
    isLinkUp: watch.link === 'up',
    isAlarmWaiting: watch.queue.some(({ ack }) => ack === 'unacknowledged'),
  })
  const keys: KeyActs = {
    'Shift+KeyL': done(lockScreen),
    'Shift+KeyC': done(() => isChangeOpen.set(true)),
    KeyC: done(() => go(addresses.wall)),
    KeyM: done(() => go(addresses.watch)),
    // On a camera's own page the key sets that camera up; the page is asked first.
    KeyU: done(() => go(addresses.places)),
    KeyJ: done(() => {
      shiftProblem.set(null)
      logEntry.set({ corrects: null })
    }),
    KeyS: done(() => {
      if (!silence()) sayHint('sound.not-p1')
    }),
    KeyA: done(switchLanguage),
    KeyQ: done(switchTheme),
    'Shift+KeyR': () => {
      if (renewal === null) return false
      renewPage()
      return true
    },
    F6: () => moveRegion(1),
    'Shift+F6': () => moveRegion(-1),
    Slash: done(() => isKeySheetOpen.set(true)),
    'Shift+Slash': done(() => isKeySheetOpen.set(true)),
    Enter: () => {
      if (linkNow(laneState.get()).link !== 'cut') return false
      tryLinkNow()
      return true
    },
  }
  // A locked screen answers to its own fields only: no key acts on what nobody sees.
  useShellKeys(isLocked ? {} : keys)
  const openSheet = useCallback(() => isKeySheetOpen.set(true), [])
  const hints = usePageHints()
  if (isLocked)
    return (
      <WatchProvider value={watch}>
        <div className={css.page}>
          <TopBar view={view} lamps={watch.lamps} isLocked />
          <div className={css.band}>
            {watch.isCut ? <CutBand lane={lane} silentMs={watch.silentMs} nowMs={watch.nowMs} timeZone={watch.timeZone} /> : null}
          </div>
          <LockScreen hasPin={view.hasPin} />
        </div>
      </WatchProvider>
    )
  return (
    <WatchProvider value={watch}>
      <div className={css.page}>
        <a className={css.skip} href={isWatch ? '#alerts' : '#main'}>
          {say(isWatch ? 'app.skip' : 'app.skip.page')}
        </a>
        <TopBar view={view} lamps={watch.lamps} isLocked={false} />
        <div className={css.band}>
          {watch.isCut ? <CutBand lane={lane} silentMs={watch.silentMs} nowMs={watch.nowMs} timeZone={watch.timeZone} /> : null}
        </div>
        <Suspense fallback={<main id="main" className={css.waits} />}>
          <Pages />
        </Suspense>
        <Rail />
        <section className={css.waiting} aria-label={say('app.waiting')}>
          {renewal === null ? null : <RenewalLine renewal={renewal} />}
          {isWatch ? null : <WaitingLine />}
        </section>
        <KeyBar hints={hints} onAll={openSheet} />
        <Dialogs />
        <OfficerDialog onChanged={sayOfficer} />
        <LogEntry />
        <Announcer alerts={watch.queue} />
      </div>
    </WatchProvider>
  )
}

/** Where somebody works who does not watch. */
function homeOf({ rights }: SessionView): string {
  if (mayDo(rights, 'people.configure')) return addresses.people
  return mayDo(rights, 'camera.read') ? addresses.wall : addresses.account
}

function sayOfficer(): void {
  const now = session.get()
  if (now.state === 'in') sayHint('access.change.done', { name: now.view.person.name })
}

/** Locks by itself after the time that was set on this device. */
function useIdleLock(): void {
  const { lockAfterMinutes } = useStore(settings)
  useEffect(() => {
    if (lockAfterMinutes === 0) return
    let touchedAtMs = performance.now()
    const touched = () => {
      touchedAtMs = performance.now()
    }
    const signs = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const
    for (const sign of signs) addEventListener(sign, touched, { capture: true, passive: true })
    const stop = onEachSecond(() => {
      if (performance.now() - touchedAtMs > lockAfterMinutes * 60_000) lockScreen()
    })
    return () => {
      for (const sign of signs) removeEventListener(sign, touched, { capture: true })
      stop()
    }
  }, [lockAfterMinutes])
}

/** Off the watch: what was passed up to this person, else the first alert that nobody has taken, in one line at the foot, where it moves nothing under the hand. */
function WaitingLine(): ReactNode {
  const { say, saySaid } = useSpeaker()
  const { queue, nowMs, isCut } = useWatch()
  const said = useStore(hint)
  const passedUp = passedUpNow(queue)
  const waiting = [...new Set([...passedUp, ...queue.filter((alert) => alert.ack === 'unacknowledged')])]
  const [first] = waiting
  const escalation = first !== undefined && passedUp.includes(first) ? first.escalation : null
  return (
    <>
      {said === null || nowMs - said.atMs > HINT_MS ? null : (
        <div className={css.hint} role="status">
          <Icon name="clock" />
          <Text text={said.text} values={said.values ?? {}} />
        </div>
      )}
      {first === undefined || isCut ? null : (
        <Link
          href={addresses.watch}
          className={`${css.line} ${css[faceOf(first).tone]}`}
          data-alert={first.id}
          onClick={() => showAlert(first.id)}
        >
          <Icon name={faceOf(first).icon} />
          <b>{say(`alert.word.${first.kind}.${first.priority}`)}</b>
          <Code>{first.number}</Code>
          {escalation === null ? null : (
            <b>
              <Text text={`alert.escalated.${escalation.why}`} values={{ level: `l${escalation.level}` }} />
            </b>
          )}
          <span className={css.title}>{spoken(saySaid(first.title))}</span>
          <span className={css.title}>
            <Age ms={nowMs - Date.parse(first.firstAt)} />
          </span>
          {waiting.length > 1 ? (
            <span>
              <Text text="app.waiting.more" values={{ n: waiting.length - 1 }} />
            </span>
          ) : null}
          <span className={css.to}>
            {say('app.waiting.go')} <kbd>M</kbd>
          </span>
        </Link>
      )}
    </>
  )
}

/** The next or previous region of the screen gets the focus. */
function moveRegion(by: 1 | -1): boolean {
  const regions = [...document.querySelectorAll<HTMLElement>('[data-region]')].filter((region) => region.offsetParent !== null)
  const at = regions.findIndex((region) => region.contains(document.activeElement))
  const next = regions[(at + by + regions.length) % regions.length]
  if (next === undefined) return false
  next.tabIndex = -1
  next.focus()
  return true
}
