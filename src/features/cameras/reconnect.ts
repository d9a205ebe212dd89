/**
 * How long a stream that broke is left alone. A pause that only grew with worker deaths, and began anew with the first picture,
 * let a camera that hangs up after a second be asked twice a second for ever; and cameras that went down together with
 * their switch came back together, all at once.
 */

const leastMs = 500
const mostMs = 30_000
/** A stream that held this long was good: the next break begins at the least pause again. */
export const HELD_MS = 60_000
/** Share by which a pause is drawn longer or shorter, so that many cameras do not come back in one step. */
const JITTER = 0.25

/** Breaks in a row after one more: those of a stream that held do not count on. */
export function breaksAfter(breaks: number, heldMs: number): number {
  return heldMs >= HELD_MS ? 1 : breaks + 1
}

/** Milliseconds to wait after so many breaks in a row (1 or more). `chance`: 0…1, drawn anew each time. */
export function pauseMs(breaks: number, chance: number): number {
  const even = Math.min(mostMs, leastMs * 2 ** Math.min(20, Math.max(0, breaks - 1)))
  return Math.round(even * (1 - JITTER + 2 * JITTER * chance))
}
