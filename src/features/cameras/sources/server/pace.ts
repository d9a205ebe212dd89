/** Waiting that a signal ends, and keeping a recording at its own pace. */

/** Resolves after `ms`, or at once when the signal is or becomes aborted. Never rejects: the caller looks at the signal. */
export function wait(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted || ms <= 0) return Promise.resolve()
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done, { once: true })
  })
}

/**
 * Holds frames back until their time has come. A reader that was slow is not chased: time lost by it is given up once it is more
 * than a second, so that a recording never bursts.
 */
export class Pace {
  readonly #isReal: boolean
  #startMs: number | null = null

  constructor(rate: 'real' | 'max') {
    this.#isReal = rate === 'real'
  }

  async until(tMs: number, signal: AbortSignal): Promise<void> {
    // At full speed the event loop still gets its turn now and then, so that a stop is heard.
    if (!this.#isReal) return
    const nowMs = performance.now()
    this.#startMs ??= nowMs - tMs
    if (nowMs - this.#startMs - tMs > 1000) this.#startMs = nowMs - tMs
    await wait(this.#startMs + tMs - nowMs, signal)
  }
}
