/** A dialog that asks for what an act needs. It opens above the page, stops no sound, and never asks whether one is sure. */
import { type FormEvent, type KeyboardEvent, type ReactNode, useId } from 'react'
import { Dialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup'
import { useSpeaker } from '../text.tsx'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'
import { Overlay } from './overlay.tsx'
import css from './sheet.module.css'

export interface SheetProps {
  readonly title: ReactNode
  /** What it is about, under the title. */
  readonly about?: ReactNode
  readonly children: ReactNode
  /** The word on the button that does it; null: there is nothing to send, only to read. */
  readonly doText: string | null
  readonly isBusy: boolean
  /** What is missing or went wrong, in words. */
  readonly problem: string | null
  readonly onSend: () => void
  readonly onBack: () => void
}

/** `Enter` sends, except in a text of several lines; `Esc` goes back and loses nothing. */
export function Sheet({ title, about, children, doText, isBusy, problem, onSend, onBack }: SheetProps): ReactNode {
  const { say } = useSpeaker()
  const send = (event: FormEvent | KeyboardEvent) => {
    event.preventDefault()
    if (!isBusy && doText !== null) onSend()
  }
  return (
    <Overlay look={css.modal} onBack={onBack}>
      <Dialog className={css.dialog ?? ''}>
        <Heading slot="title" level={2}>
          {title}
        </Heading>
        <div className={css.about}>{about}</div>
        <form
          className={css.body}
          onSubmit={send}
          onKeyDownCapture={(event) => {
            if (event.key === 'Enter' && event.target instanceof HTMLInputElement) send(event)
          }}
        >
          {children}
        </form>
        <footer className={css.foot}>
          {doText === null ? null : (
            <Button look="primary" keyName="Enter" onPress={() => isBusy || onSend()}>
              {isBusy ? say('alert.busy') : doText}
            </Button>
          )}
          <Button look="quiet" keyName="Esc" onPress={onBack}>
            {say('alert.dialog.back')}
          </Button>
          <span className={css.missing} role="status">
            {problem === null ? null : (
              <>
                <Icon name="warn" />
                {problem}
              </>
            )}
          </span>
        </footer>
      </Dialog>
    </Overlay>
  )
}

export interface ChoicesProps<T extends string> {
  readonly title: string
  readonly options: readonly { readonly id: T; readonly word: ReactNode; readonly help?: ReactNode }[]
  readonly chosen: T | null
  readonly onChoose: (id: T) => void
  /** The first choice has the focus when the sheet opens; none is chosen by that. */
  readonly isFirst?: boolean
  readonly isInline?: boolean
}

/** One of a few, by arrow keys or by touch. */
export function Choices<T extends string>({ title, options, chosen, onChoose, isFirst, isInline }: ChoicesProps<T>): ReactNode {
  return (
    <RadioGroup
      className={css.group ?? ''}
      aria-label={title}
      value={chosen ?? ''}
      onChange={(id) => onChoose(id as T)}
      {...(isFirst ? { ref: focusFirst } : {})}
    >
      <span className={css.title} aria-hidden="true">
        {title}
      </span>
      <div className={`${css.choices} ${isInline ? css.inline : ''}`}>
        {options.map(({ id, word, help }) => (
          <Choice key={id} id={id}>
            <span>
              <b>{word}</b>
              {help === undefined ? null : <small>{help}</small>}
            </span>
          </Choice>
        ))}
      </div>
    </RadioGroup>
  )
}

/** One of a group of radios: its dot and its words. `isInRow`: one line, and the dot beside its middle. */
export function Choice({
  id,
  isInRow = false,
  children,
}: {
  readonly id: string
  readonly isInRow?: boolean
  readonly children: ReactNode
}): ReactNode {
  return (
    <Radio className={`${css.choice} ${isInRow ? css.inRow : ''}`} value={id}>
      <span className={css.dot} />
      {children}
    </Radio>
  )
}

function focusFirst(group: HTMLDivElement | null) {
  group?.querySelector('input')?.focus()
}

export interface TextLineProps {
  readonly title: ReactNode
  readonly value: string
  readonly onChange: (value: string) => void
  readonly most: number
  /** Several lines. */
  readonly isLong?: boolean
  readonly isFirst?: boolean
  readonly type?: 'text' | 'datetime-local'
  readonly dir?: 'auto' | 'ltr'
}

/** Words of a person; what was typed stays when the sheet is left. */
export function TextLine({
  title,
  value,
  onChange,
  most,
  isLong,
  isFirst,
  type = 'text',
  dir = 'auto',
}: TextLineProps): ReactNode {
  const id = useId()
  const focus = isFirst ? { ref: (field: HTMLElement | null) => field?.focus() } : {}
  return (
    <label className={css.line} htmlFor={id}>
      <span>{title}</span>
      {isLong ? (
        <textarea
          id={id}
          dir={dir}
          maxLength={most}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          {...focus}
        />
      ) : (
        <input
          id={id}
          type={type}
          dir={dir}
          maxLength={most}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          {...focus}
        />
      )}
    </label>
  )
}

/** Several ticks beside each other, with one title. */
export function Ticks({ title, children }: { readonly title: string; readonly children: ReactNode }): ReactNode {
  return (
    <fieldset className={css.ticks}>
      <legend className={css.title}>{title}</legend>
      {children}
    </fieldset>
  )
}

export interface TickProps {
  readonly word: ReactNode
  readonly help?: ReactNode
  readonly isOn: boolean
  readonly onChange: (isOn: boolean) => void
}

/** Yes or no, with its words as its handle. */
export function Tick({ word, help, isOn, onChange }: TickProps): ReactNode {
  return (
    <label className={css.tick}>
      <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.target.checked)} />
      <span>
        <b>{word}</b>
        {help === undefined ? null : <small>{help}</small>}
      </span>
    </label>
  )
}
