/** The keys that work now, and the sheet with all of them. */
import { memo, type ReactNode } from 'react'
import { Button } from 'react-aria-components/Button'
import { Dialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Button as LabelledButton } from '../../../platform/web/parts/button.tsx'
import { Overlay } from '../../../platform/web/parts/overlay.tsx'
import { useSpeaker } from '../../../platform/web/text.tsx'
import css from './key-bar.module.css'

/** A key with the id of what it does. */
export interface KeyHint {
  readonly key: string
  readonly text: string
}

/** The bar at the foot; the sheet opens from its end. */
export const KeyBar = memo(function KeyBar({
  hints,
  onAll,
}: {
  readonly hints: readonly KeyHint[]
  readonly onAll: () => void
}): ReactNode {
  const { say } = useSpeaker()
  return (
    <footer className={css.bar}>
      <span className="only-spoken">{say('keys.bar')}</span>
      {hints.map((hint) => (
        <span key={hint.text}>
          <kbd>{hint.key}</kbd>
          {say(hint.text)}
        </span>
      ))}
      <Button className={css.end ?? ''} onPress={onAll}>
        <kbd>?</kbd>
        {say('keys.all')}
      </Button>
    </footer>
  )
})

const ALL: readonly KeyHint[] = [
  { key: 'Space', text: 'keys.take' },
  { key: 'Z', text: 'keys.withdraw' },
  { key: 'E', text: 'keys.close' },
  { key: 'X', text: 'keys.rule-out' },
  { key: 'H', text: 'keys.shelve' },
  { key: 'D', text: 'keys.transfer' },
  { key: '⇧ ↑', text: 'keys.priority' },
  { key: '⇧ J', text: 'keys.alert-note' },
  { key: '⇧ H', text: 'alert.unshelve' },
  { key: '⇧ N', text: 'keys.hand' },
  { key: '⇧ G', text: 'keys.announce' },
  { key: 'T', text: 'keys.test' },
  { key: '↑ ↓', text: 'keys.move' },
  { key: '1…9 0 - =', text: 'keys.camera' },
  { key: 'S', text: 'keys.silence' },
  { key: 'C', text: 'keys.wall' },
  { key: 'L', text: 'keys.replay' },
  { key: 'K', text: 'keys.play' },
  { key: ', .', text: 'keys.step' },
  { key: '[ ]', text: 'keys.alerts' },
  { key: '\\', text: 'past.to-live' },
  { key: '< >', text: 'keys.speed' },
  { key: 'B', text: 'past.interval.begin' },
  { key: 'O', text: 'past.interval.end' },
  { key: 'P', text: 'past.download' },
  { key: 'H', text: 'past.hold' },
  { key: 'F', text: 'keys.full-screen' },
  { key: 'U', text: 'keys.setup' },
  { key: 'V', text: 'keys.palette' },
  { key: 'D', text: 'keys.gain' },
  { key: 'W', text: 'keys.still' },
  { key: 'M', text: 'keys.map' },
  { key: 'A', text: 'keys.language' },
  { key: 'Q', text: 'keys.theme' },
  { key: 'Shift C', text: 'access.change' },
  { key: 'Shift L', text: 'access.lock.label' },
  { key: 'Shift R', text: 'renewal.key' },
  { key: 'F6', text: 'keys.regions' },
  { key: 'Enter', text: 'keys.retry' },
  { key: 'Esc', text: 'keys.back' },
  { key: '?', text: 'keys.help' },
]

/** All keys on one sheet. */
export function KeySheet({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { say } = useSpeaker()
  return (
    <Overlay look={css.modal} onBack={onClose}>
      <Dialog className={css.sheet ?? ''}>
        <Heading slot="title" level={2}>
          {say('keys.all')}
        </Heading>
        <dl>
          {ALL.map((hint) => (
            <KeyRow key={hint.text} hint={hint} />
          ))}
        </dl>
        <p>{say('keys.note')}</p>
        <LabelledButton keyName="Esc" onPress={onClose}>
          {say('alert.dialog.back')}
        </LabelledButton>
      </Dialog>
    </Overlay>
  )
}

function KeyRow({ hint }: { readonly hint: KeyHint }): ReactNode {
  const { say } = useSpeaker()
  return (
    <>
      <dt>
        <kbd>{hint.key}</kbd>
      </dt>
      <dd>{say(hint.text)}</dd>
    </>
  )
}
