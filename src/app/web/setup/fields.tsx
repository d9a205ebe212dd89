/** Fields of the set-up page: numbers with their limits in words, words, and a section with its heading. */
import { type ReactNode, useEffect, useId, useState } from 'react'
import { Quantity, Text, useSay } from '../../../platform/web/text.tsx'
import css from './setup.module.css'

/** A heading with a remark at its end, and what stands below it. */
export function Section({
  title,
  remark,
  children,
}: {
  readonly title: string
  readonly remark?: ReactNode
  readonly children: ReactNode
}): ReactNode {
  const id = useId()
  return (
    <section className={css.section} aria-labelledby={id}>
      <header className={css.head}>
        <h2 id={id}>{title}</h2>
        {remark === undefined ? null : <span>{typeof remark === 'number' ? <Quantity>{remark}</Quantity> : remark}</span>}
      </header>
      {children}
    </section>
  )
}

export interface NumberFieldProps {
  readonly label: string
  readonly unit: string
  readonly value: number
  readonly least: number
  readonly most: number
  readonly digits: number
  readonly isDisabled?: boolean
  readonly onChange: (value: number) => void
}

/** A number that a person types. What is beyond the limits is not taken: limits and the value before stand under the field. */
export function NumberField({
  label,
  unit,
  value,
  least,
  most,
  digits,
  isDisabled = false,
  onChange,
}: NumberFieldProps): ReactNode {
  const id = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const shown = typed ?? value.toFixed(digits)
  const parsed = parse(shown)
  const isWrong = typed !== null && (parsed === null || parsed < least || parsed > most)
  useEffect(() => setTyped(null), [value])
  return (
    <div className={css.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className={css.number}
        inputMode="decimal"
        dir="ltr"
        autoComplete="off"
        value={shown}
        disabled={isDisabled}
        aria-invalid={isWrong}
        {...(isWrong ? { 'aria-describedby': `${id}-why` } : {})}
        onChange={(event) => {
          const text = event.currentTarget.value
          setTyped(text)
          const number = parse(text)
          if (number !== null && number >= least && number <= most && number !== value) onChange(number)
        }}
        onBlur={() => {
          if (!isWrong) setTyped(null)
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && typed !== null) {
            setTyped(null)
            event.stopPropagation()
          }
        }}
      />
      <span className={css.unit}>{unit}</span>
      {isWrong ? (
        <p id={`${id}-why`} className={css.wrong}>
          <Text text="setup.field.limits" values={{ least, most, before: value.toFixed(digits) }} />
        </p>
      ) : null}
    </div>
  )
}

/** Digits of either kind, comma or point. */
function parse(text: string): number | null {
  const western = text
    .replaceAll(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replaceAll('٫', '.')
    .replaceAll(',', '.')
    .replaceAll('−', '-')
    .trim()
  if (!/^[+-]?\d*\.?\d+$/.test(western)) return null
  return Number(western)
}

export interface WordFieldProps {
  readonly label: string
  readonly value: string
  readonly isCode?: boolean
  readonly type?: 'text' | 'password'
  readonly direction?: 'rtl' | 'ltr'
  readonly lengthMax?: number
  readonly isDisabled?: boolean
  /** Why what stands there is not taken. */
  readonly problem?: string | null
  readonly placeholder?: string
  readonly autoComplete?: string
  readonly onChange: (value: string) => void
  /** The field was left, or Enter was pressed in it. */
  readonly onDone?: () => void
}

/** Words or an address. */
export function WordField(props: WordFieldProps): ReactNode {
  const { label, value, isCode = false, type = 'text', direction, lengthMax = 80, isDisabled = false, problem = null } = props
  const id = useId()
  return (
    <div className={css.wordField}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className={isCode ? css.code : css.words}
        type={type}
        {...(isCode ? { dir: 'ltr', spellCheck: false } : direction === undefined ? {} : { dir: direction })}
        autoComplete={props.autoComplete ?? 'off'}
        maxLength={lengthMax}
        value={value}
        disabled={isDisabled}
        placeholder={props.placeholder ?? ''}
        aria-invalid={problem !== null}
        {...(problem === null ? {} : { 'aria-describedby': `${id}-why` })}
        onChange={(event) => props.onChange(event.currentTarget.value)}
        onBlur={() => props.onDone?.()}
        onKeyDown={(event) => {
          if (event.key === 'Enter') props.onDone?.()
        }}
      />
      {problem === null ? null : (
        <p id={`${id}-why`} className={css.wrong}>
          {problem}
        </p>
      )}
    </div>
  )
}

interface Login {
  readonly user: string
  readonly password: string
}

/** The name and the secret by which a device is asked. The browser offers no secret of a person for it. */
export function LoginFields({
  login,
  onChange,
}: {
  readonly login: Login
  readonly onChange: (login: Login) => void
}): ReactNode {
  const say = useSay()
  return (
    <>
      <WordField label={say('setup.login.user')} isCode value={login.user} onChange={(user) => onChange({ ...login, user })} />
      <WordField
        label={say('setup.login.password')}
        isCode
        type="password"
        autoComplete="new-password"
        lengthMax={256}
        value={login.password}
        onChange={(password) => onChange({ ...login, password })}
      />
    </>
  )
}

/** A length in metres or kilometres, in words. */
export function Range({ metres }: { readonly metres: number }): ReactNode {
  useSay()
  return metres >= 1000 ? (
    <Text text="setup.km" values={{ n: Math.round(metres / 10) / 100 }} />
  ) : (
    <Text text="setup.metres" values={{ n: Math.round(metres) }} />
  )
}
