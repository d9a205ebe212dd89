/** Hours on watch: when an officer should be relieved at the screen, and when a shift is too long. Pure; UTC milliseconds. */
import type { ShiftRow } from './fold.ts'

/** OPS 2.13: a shift longer than this raises an alert to the commander. */
export const shiftMaxMs = 12 * 3_600_000
/** Studies of watch-keeping find a decline within the hour: a relief is due this often at night. */
export const reliefEveryMs = 60 * 60_000
/** A relief that nobody has answered for so long is missed. */
export const reliefGraceMs = 15 * 60_000
const nightFromHour = 18
const nightToHour = 6

/** Whether this shift has lasted too long. */
export function shiftTooLong(shift: Pick<ShiftRow, 'openedAt' | 'closedAt'> | null, nowMs: number): boolean {
  return shift !== null && shift.closedAt === null && nowMs - Date.parse(shift.openedAt) > shiftMaxMs
}

/** When the next relief is due, were it always night: an hour after the last, or after the watch began. */
export function reliefDueAtMs(shift: Pick<ShiftRow, 'openedAt' | 'reliefs'>): number {
  // One that was missed counts from when it was due, so that a reminder comes every hour; one that was taken from when it was.
  const last = Math.max(
    Date.parse(shift.openedAt),
    ...shift.reliefs.map(({ state, dueAt, at }) => Date.parse(state === 'taken' ? at : dueAt)),
  )
  return last + reliefEveryMs
}

/** Whether this hour of the day, by the site's clock, counts as night. */
export function isNightHour(hour: number): boolean {
  return hour >= nightFromHour || hour < nightToHour
}

/** When a relief is due and reminded of: only at night. `hourOf` gives the hour of an instant by the site's clock. */
export function reliefReminderMs(
  shift: Pick<ShiftRow, 'openedAt' | 'reliefs'>,
  nowMs: number,
  hourOf: (ms: number) => number,
): number | null {
  if (!isNightHour(hourOf(nowMs))) return null
  return reliefDueAtMs(shift)
}
