/** Instants of a shift in words: the clock alone today, with its day otherwise. Sentences about items get the site's time. */
import type { TextValue } from '../../../platform/text.ts'
import { clockOf } from '../../../platform/web/clock.ts'

const days = new Map<string, Intl.DateTimeFormat>()

/** The day of an instant by the site's clock: 2027-02-21. */
export function dayOf(ms: number, timeZone: string): string {
  const known = days.get(timeZone)
  const format = known ?? new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  if (!known) days.set(timeZone, format)
  return format.format(ms)
}

/** `06:00`, and `21/02 06:00` on another day than now. */
export function whenOf(at: string, nowMs: number, timeZone: string): string {
  const ms = Date.parse(at)
  const time = clockOf(timeZone).short(ms)
  const day = dayOf(ms, timeZone)
  return day === dayOf(nowMs, timeZone) ? time : `${day.slice(8)}/${day.slice(5, 7)} ${time}`
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/

/** Values of a stored sentence with its instants told by the site's clock. */
export function localValues(
  values: Readonly<Record<string, TextValue>>,
  nowMs: number,
  timeZone: string,
): Record<string, TextValue> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' && INSTANT.test(value) ? whenOf(value, nowMs, timeZone) : value,
    ]),
  )
}
