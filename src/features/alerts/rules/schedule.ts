/**
 * When a rule listens: days and local times of the site. A window belongs to the day on which it begins; one that ends at or before
 * its beginning goes on over midnight. Pure.
 */
import { z } from 'zod'

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)

/** Days as ISO 8601 counts them: Monday 1 … Sunday 7. */
export const scheduleWindow = z.object({
  days: z.array(z.number().int().min(1).max(7)).min(1).max(7),
  from: clock,
  until: clock,
})
export type ScheduleWindow = z.infer<typeof scheduleWindow>

const dayMin = 1440

/** Whether any of the windows holds the instant. No windows: never; whoever means always has no schedule. */
export function isWithin(windows: readonly ScheduleWindow[], atMs: number, timeZone: string): boolean {
  const { day, minute } = localTime(atMs, timeZone)
  const before = day === 1 ? 7 : day - 1
  return windows.some(({ days, from, until }) => {
    const begins = minutesOf(from)
    const lengthMin = (minutesOf(until) - begins + dayMin) % dayMin || dayMin
    const isToday = days.includes(day) && minute >= begins && minute < begins + lengthMin
    return isToday || (days.includes(before) && minute + dayMin < begins + lengthMin)
  })
}

/** Day of the week and minute of the day, as the clock on the wall of the site says. */
export function localTime(atMs: number, timeZone: string): { readonly day: number; readonly minute: number } {
  const local = new Date(atMs + offsetMs(atMs, timeZone))
  return { day: local.getUTCDay() || 7, minute: local.getUTCHours() * 60 + local.getUTCMinutes() }
}

/** Clocks are changed on the quarter of an hour everywhere, so one answer holds for a quarter. */
const quarterMs = 900_000
const kept = new Map<string, { quarter: number; offsetMs: number; format: Intl.DateTimeFormat }>()

function offsetMs(atMs: number, timeZone: string): number {
  const quarter = Math.floor(atMs / quarterMs)
  const known = kept.get(timeZone)
  if (known?.quarter === quarter) return known.offsetMs
  const format =
    known?.format ??
    new Intl.DateTimeFormat('en-u-ca-gregory', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    })
  const parts = Object.fromEntries(format.formatToParts(quarter * quarterMs).map(({ type, value }) => [type, Number(value)]))
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0 } = parts
  const offset = Date.UTC(year, month - 1, day, hour, minute) - quarter * quarterMs
  kept.set(timeZone, { quarter, offsetMs: offset, format })
  return offset
}

function minutesOf(text: string): number {
  return Number(text.slice(0, 2)) * 60 + Number(text.slice(3))
}
