/** The server was renewed and this page was not: one line at the foot, and the way to the new page. */
import { type ReactNode, useEffect, useRef } from 'react'
import { Button } from '../../../platform/web/parts/button.tsx'
import { Icon } from '../../../platform/web/parts/icon.tsx'
import { soundState } from '../../../platform/web/sound.ts'
import { useStore } from '../../../platform/web/store.ts'
import { useSpeaker } from '../../../platform/web/text.tsx'
import { hasTried, newerPages, renewPage } from '../live/renewal.ts'
import css from './renewal-line.module.css'
import { type Renewal, renewalAt } from './renewal-rule.ts'

export interface Waiting {
  readonly isLinkUp: boolean
  readonly isAlarmWaiting: boolean
}

/** Whether the sound came on without a touch: then it does so on the new page, too. */
let cameUnasked = false
soundState.subscribe(() => {
  if (soundState.get() === 'on' && !navigator.userActivation?.hasBeenActive) cameUnasked = true
})

const SIGNS = ['keydown', 'pointerdown', 'wheel'] as const

/** Looks each time the screen is drawn, and lets the page come anew when it may. Null: there is nothing newer. */
export function useRenewal({ isLinkUp, isAlarmWaiting }: Waiting): Renewal | null {
  const pages = useStore(newerPages)
  const touchedAtMs = useRef(performance.now())
  const told = useRef<string | null>(null)
  // The line stands for as long as a hand would have to be away: nothing goes without a word.
  if (told.current !== pages) {
    told.current = pages
    touchedAtMs.current = performance.now()
  }
  useEffect(() => {
    const touched = () => {
      touchedAtMs.current = performance.now()
    }
    for (const sign of SIGNS) addEventListener(sign, touched, { capture: true, passive: true })
    return () => {
      for (const sign of SIGNS) removeEventListener(sign, touched, { capture: true })
    }
  }, [])
  const renewal =
    pages === null
      ? null
      : renewalAt({
          isLinkUp,
          isAlarmWaiting,
          isDialogOpen: document.querySelector('[role=dialog], [role=alertdialog], [role=menu]') !== null,
          isTyping: isTyping(),
          isSoundSure: cameUnasked || soundState.get() === 'off',
          hasTried: hasTried(pages),
          idleMs: performance.now() - touchedAtMs.current,
        })
  useEffect(() => {
    if (renewal === 'now') renewPage()
  }, [renewal])
  return renewal
}

/** What happens and what may be done about it. */
export function RenewalLine({ renewal }: { readonly renewal: Renewal }): ReactNode {
  const { say } = useSpeaker()
  return (
    <div className={css.line} role="status">
      <Icon name="clock" />
      <p>
        <b>{say('renewal.old')}</b> {say(renewal === 'by-hand' ? 'renewal.by-hand' : 'renewal.waits')}
      </p>
      <Button isSmall keyName="Shift R" onPress={renewPage}>
        {say('renewal.now')}
      </Button>
    </div>
  )
}

const TEXTS = 'textarea, input:not([type=radio], [type=checkbox], [type=range], [type=button], [type=submit], [type=search])'

function isTyping(): boolean {
  return [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>(TEXTS)].some(
    (field) => field === document.activeElement || (field.value !== '' && field.offsetParent !== null),
  )
}
