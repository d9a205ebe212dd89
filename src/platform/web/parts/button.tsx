/** A button that prints its key. A stopped button says why in its label and stays reachable by keyboard. */
import { memo, type ReactNode, useCallback, useRef } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import css from './button.module.css'

export interface ButtonProps {
  readonly children: ReactNode
  readonly onPress: () => void
  /** The key that does the same, as printed on the keyboard. */
  readonly keyName?: string
  readonly look?: 'primary' | 'normal' | 'quiet'
  readonly isSmall?: boolean
  /** Why it does nothing now, in words; it stands in the label. */
  readonly stoppedBecause?: string | null
  readonly type?: 'button' | 'submit'
  readonly label?: string
}

/** A pressable thing of 34 px at a desk and 44 px on a tablet. */
export function Button({ onPress, ...shown }: ButtonProps): ReactNode {
  // The screen is computed anew each second; a button whose words are the same is not drawn again for a new closure.
  const newest = useRef(onPress)
  newest.current = onPress
  const press = useCallback(() => newest.current(), [])
  return <Drawn {...shown} onPress={press} />
}

const Drawn = memo(function Drawn({
  children,
  onPress,
  keyName,
  look = 'normal',
  isSmall = false,
  stoppedBecause = null,
  type = 'button',
  label,
}: ButtonProps): ReactNode {
  const classes = [css.button, look === 'primary' && css.primary, look === 'quiet' && css.quiet, isSmall && css.small]
  if (stoppedBecause !== null) classes.push(css.stopped)
  return (
    <AriaButton
      type={type}
      className={classes.filter(Boolean).join(' ')}
      {...(stoppedBecause === null ? {} : { 'aria-disabled': true })}
      {...(label === undefined ? {} : { 'aria-label': label })}
      onPress={() => {
        if (stoppedBecause === null) onPress()
      }}
    >
      <span>
        {children}
        {stoppedBecause === null ? null : <> — {stoppedBecause}</>}
      </span>
      {keyName === undefined || stoppedBecause !== null ? null : <kbd>{keyName}</kbd>}
    </AriaButton>
  )
})
