/** Fields of the pages of places and rules: a choice, a moment, a position that is typed. */
import { type ReactNode, useEffect, useId, useState } from 'react'
import type { LatLon } from '../../../base/geo.ts'
import { formatMgrs, readPosition } from '../../../features/places/web/mgrs.ts'
import { useSpeaker } from '../../../platform/web/text.tsx'
import css from './places.module.css'

/** One of several, named in words. */
export function Choice<T extends string>({
  label,
  value,
  options,
  isDisabled = false,
  onChange,
}: {
  readonly label: string
  readonly value: T
  readonly options: readonly { readonly value: T; readonly name: string }[]
  readonly isDisabled?: boolean
  readonly onChange: (value: T) => void
}): ReactNode {
  const id = useId()
  return (
    <div className={css.choice}>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} disabled={isDisabled} onChange={(event) => onChange(event.currentTarget.value as T)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.name}
          </option>
        ))}
      </select>
    </div>
  )
}

/** A moment in the local time of the site's screens; empty: none. */
export function Moment({
  label,
  value,
  isDisabled = false,
  onChange,
}: {
  readonly label: string
  readonly value: string | null
  readonly isDisabled?: boolean
  readonly onChange: (value: string | null) => void
}): ReactNode {
  const id = useId()
  const shown = value === null ? '' : localOf(new Date(value))
  return (
    <div className={css.choice}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="datetime-local"
        dir="ltr"
        value={shown}
        disabled={isDisabled}
        onChange={(event) => {
          const typed = event.currentTarget.value
          const at = typed === '' ? null : new Date(typed)
          onChange(at === null || Number.isNaN(at.getTime()) ? null : at.toISOString())
        }}
      />
    </div>
  )
}

function localOf(at: Date): string {
  const two = (n: number) => String(n).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`
}

/** As it is typed and read over radio: degrees exactly, the grid square beside. */
export function degreesOf({ lat, lon }: LatLon): string {
  return `${lat.toFixed(6)}, ${lon.toFixed(6)}`
}

/** A position: degrees or a grid reference. What is neither is not taken, and says so. */
export function PositionField({
  label,
  value,
  isDisabled = false,
  onChange,
}: {
  readonly label: string
  readonly value: LatLon | null
  readonly isDisabled?: boolean
  readonly onChange: (to: LatLon) => boolean | undefined
}): ReactNode {
  const { say } = useSpeaker()
  const id = useId()
  const [typed, setTyped] = useState<string | null>(null)
  const shown = typed ?? (value === null ? '' : degreesOf(value))
  const isWrong = typed !== null && typed.trim() !== '' && readPosition(typed) === null
  const key = value === null ? '' : degreesOf(value)
  useEffect(() => setTyped(null), [key])
  const take = () => {
    const read = typed === null ? null : readPosition(typed)
    if (read === null) return
    onChange(read)
    setTyped(null)
  }
  return (
    <div className={css.position}>
      <input
        id={id}
        aria-label={label}
        dir="ltr"
        spellCheck={false}
        autoComplete="off"
        value={shown}
        disabled={isDisabled}
        aria-invalid={isWrong}
        aria-describedby={`${id}-says`}
        onChange={(event) => setTyped(event.currentTarget.value)}
        onBlur={() => {
          if (!isWrong && value !== null) take()
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take()
          if (event.key === 'Escape' && typed !== null) {
            setTyped(null)
            event.stopPropagation()
          }
        }}
      />
      <p id={`${id}-says`} className={isWrong ? css.wrong : css.grid}>
        {isWrong ? say('place.edit.not-read') : <bdi dir="ltr">{value === null ? '' : formatMgrs(value)}</bdi>}
      </p>
    </div>
  )
}
