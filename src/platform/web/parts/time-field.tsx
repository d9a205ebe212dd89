/** A time of day, always in 24 hours: the browser's own field follows the country of the browser and may say AM and PM. */
import { type ReactNode, useState } from 'react'
import { timeOfDay } from './time-of-day.ts'

export interface TimeFieldProps {
  readonly id?: string
  /** `HH:MM`. */
  readonly value: string
  /** Told with each time that is whole; what is half typed stays in the field, and the last whole one comes back when it is left. */
  readonly onChange: (value: string) => void
}

/** Digits with or without a colon. */
export function TimeField({ id, value, onChange }: TimeFieldProps): ReactNode {
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <input
      id={id}
      type="text"
      inputMode="numeric"
      autoComplete="off"
      dir="ltr"
      size={5}
      maxLength={5}
      placeholder="00:00"
      value={typed ?? value}
      aria-invalid={typed !== null && timeOfDay(typed) === null}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value)
        const time = timeOfDay(currentTarget.value)
        if (time !== null) onChange(time)
      }}
      onBlur={() => setTyped(null)}
    />
  )
}
