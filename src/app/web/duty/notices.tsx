/** What a person just did, with the way back; and failures, which stay until they are hidden. Never an alarm. */
import type { ReactNode } from 'react'
import { useNow } from '../../../platform/web/clock.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import { Icon } from '../../../platform/web/parts/icon.tsx'
import { useStore } from '../../../platform/web/store.ts'
import { spoken, Text, useSpeaker } from '../../../platform/web/text.tsx'
import { facts } from '../live/world.ts'
import css from './duty.module.css'
import { dialog, failure, HINT_MS, hint, justClosed, reopenJustClosed } from './duty-state.ts'
import { problemWords } from './problem-words.ts'

/** A closed alert is offered for reopening this long on the spot; after that its number is in the log. */
const OFFERED_MS = 60_000

/** The failure of the last act, and the alert that was closed last. */
export function Notices(): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const failed = useStore(failure)
  const closed = useStore(justClosed)
  const open = useStore(dialog)
  const { alerts } = useStore(facts)
  const nowMs = useNow()
  const said = useStore(hint)
  const alert = closed === null ? undefined : alerts.get(closed.id)
  return (
    <>
      {failed === null || open !== null ? null : (
        <div className={`${css.notice} ${css.failed}`} role="alert">
          <Icon name="warn" />
          <span>{spoken(problemWords(speaker, failed))}</span>
          {failed.retry === null ? null : (
            <Button isSmall onPress={failed.retry}>
              {say('toast.retry')}
            </Button>
          )}
          <Button isSmall look="quiet" keyName="Esc" onPress={() => failure.set(null)}>
            {say('toast.close')}
          </Button>
        </div>
      )}
      {said === null || nowMs - said.atMs > HINT_MS ? null : (
        <div className={css.notice} role="status">
          <Icon name="clock" />
          <span>
            <Text text={said.text} values={said.values ?? {}} />
          </span>
        </div>
      )}
      {closed === null || alert === undefined || alert.disposition !== 'closed' || nowMs - closed.atMs > OFFERED_MS ? null : (
        <div className={css.notice} role="status">
          <Icon name="check" />
          <span>
            <Text text="alert.closed" values={{ number: alert.number }} />
          </span>
          <Button isSmall onPress={() => void reopenJustClosed()}>
            {say('alert.reopen')}
          </Button>
        </div>
      )}
    </>
  )
}
