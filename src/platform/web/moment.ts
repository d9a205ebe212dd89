/** A moment on this device, and how long ago it was, whatever is done to its clock. */

export interface Moment {
  readonly wallMs: number
  readonly steadyMs: number
}

/** Now. */
export function momentNow(): Moment {
  return { wallMs: Date.now(), steadyMs: performance.now() }
}

/**
 * Milliseconds since then, the longer by two clocks: the calendar's may be set back under the page, and the steady one stands still
 * while the device sleeps. What says "old", "due" or "over" must not wait hours for either.
 */
export function sinceMs({ wallMs, steadyMs }: Moment): number {
  return Math.max(Date.now() - wallMs, performance.now() - steadyMs)
}
