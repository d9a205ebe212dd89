/** Fields of names and secrets, and a form that says what went wrong and keeps what was typed. */
import { type FormEvent, type HTMLInputTypeAttribute, type ReactNode, useId, useState } from 'react'
import { Button } from '../../../platform/web/parts/button.tsx'
import { Icon } from '../../../platform/web/parts/icon.tsx'
import { useSpeaker } from '../../../platform/web/text.tsx'
import css from './fields.module.css'
import { problemOf } from './words.ts'

export interface FieldProps {
  readonly title: ReactNode
  readonly help?: ReactNode
  readonly value: string
  readonly onChange: (value: string) => void
  readonly type?: HTMLInputTypeAttribute
  readonly autoComplete?: string
  readonly isDigits?: boolean
  readonly isFirst?: boolean
}

/** One line with its name above and its help below. */
export function Field({
  title,
  help,
  value,
  onChange,
  type = 'text',
  autoComplete = 'off',
  isDigits,
  isFirst,
}: FieldProps): ReactNode {
  const id = useId()
  return (
    <div className={css.field}>
      <label htmlFor={id}>{title}</label>
      <input
        id={id}
        type={type}
        dir={type === 'text' && !isDigits ? 'auto' : 'ltr'}
        autoComplete={autoComplete}
        autoCapitalize="none"
        spellCheck={false}
        value={value}
        {...(isDigits ? { inputMode: 'numeric' as const } : {})}
        {...(help === undefined ? {} : { 'aria-describedby': `${id}-help` })}
        {...(isFirst ? { ref: focusOnce } : {})}
        onChange={(event) => onChange(event.target.value)}
      />
      {help === undefined ? null : <small id={`${id}-help`}>{help}</small>}
    </div>
  )
}

const seen = new WeakSet<HTMLInputElement>()
function focusOnce(field: HTMLInputElement | null) {
  if (field === null || seen.has(field)) return
  seen.add(field)
  field.focus()
}

export interface ActFormProps {
  readonly label: string
  readonly doText: string
  readonly children: ReactNode
  /** What stands in the way before anything is sent, in words; null: nothing. */
  readonly missing?: () => string | null
  readonly onSend: () => Promise<void>
  /** Said when it is done. */
  readonly done?: string
  readonly beside?: ReactNode
}

/** `Enter` sends. A refusal stands until the next try. */
export function ActForm({ label, doText, children, missing, onSend, done, beside }: ActFormProps): ReactNode {
  const speaker = useSpeaker()
  const [isBusy, setIsBusy] = useState(false)
  const [said, setSaid] = useState<{ readonly words: string; readonly isGood: boolean } | null>(null)
  async function send(event: FormEvent) {
    event.preventDefault()
    if (isBusy) return
    const lack = missing?.() ?? null
    if (lack !== null) return setSaid({ words: lack, isGood: false })
    setIsBusy(true)
    setSaid(null)
    try {
      await onSend()
      setSaid(done === undefined ? null : { words: done, isGood: true })
    } catch (thrown) {
      setSaid({ words: problemOf(speaker, thrown), isGood: false })
    }
    setIsBusy(false)
  }
  return (
    <form className={css.form} aria-label={label} noValidate onSubmit={(event) => void send(event)}>
      {children}
      <div className={css.said} role={said?.isGood === true ? 'status' : 'alert'}>
        {said === null ? null : (
          <p className={said.isGood ? css.good : css.problem}>
            <Icon name={said.isGood ? 'check' : 'warn'} />
            <span>{said.words}</span>
          </p>
        )}
      </div>
      <div className={css.acts}>
        <Button type="submit" look="primary" keyName="Enter" onPress={() => {}}>
          {isBusy ? speaker.say('people.saving') : doText}
        </Button>
        {beside}
      </div>
    </form>
  )
}
