/**
 * Stands before everything that a feed says: a broker that repeats is heard once, one that floods becomes one state and never a
 * storm. Bounded in memory; works on the instants it is given. Milliseconds of the steady clock.
 */

export interface GateLimits {
  /** Messages a second of a feed, and how many may come at once. A busy radar says 20 movers four times a second. */
  readonly messagesPerS: number
  readonly messagesAtOnce: number
  /** New movers a minute of one sensor, and at once. A flock before a radar is below 20; more is rain, wind or a fault. */
  readonly beginsPerMin: number
  readonly beginsAtOnce: number
}

export const usualLimits: GateLimits = { messagesPerS: 100, messagesAtOnce: 300, beginsPerMin: 20, beginsAtOnce: 20 }

/** So long after the last excess a feed counts as flooded. */
export const floodForMs = 60_000
/** How long a message is remembered, to know it again, and how many. */
const rememberMs = 600_000
const rememberMost = 5000

interface Bucket {
  left: number
  atMs: number
}

/** One feed's gate. */
export class Gate {
  readonly #limits: GateLimits
  readonly #messages: Bucket
  readonly #begins = new Map<string, Bucket>()
  readonly #seen = new Map<string, number>()
  #excessAtMs = Number.NEGATIVE_INFINITY

  constructor(limits: GateLimits = usualLimits) {
    this.#limits = limits
    this.#messages = { left: limits.messagesAtOnce, atMs: 0 }
  }

  /** Whether one more message is looked at. To be asked before it is read. */
  admits(nowMs: number): boolean {
    const { messagesPerS, messagesAtOnce } = this.#limits
    return this.#take(this.#messages, messagesPerS / 1000, messagesAtOnce, nowMs)
  }

  /** Whether one more mover of this sensor may begin. */
  begins(sensorId: string, nowMs: number): boolean {
    const { beginsPerMin, beginsAtOnce } = this.#limits
    const bucket = this.#begins.get(sensorId) ?? { left: beginsAtOnce, atMs: nowMs }
    this.#begins.set(sensorId, bucket)
    return this.#take(bucket, beginsPerMin / 60_000, beginsAtOnce, nowMs)
  }

  /** Whether this very saying was not heard before. */
  isNew(key: string, nowMs: number): boolean {
    for (const [old, atMs] of this.#seen) {
      if (nowMs - atMs <= rememberMs && this.#seen.size < rememberMost) break
      this.#seen.delete(old)
    }
    if (this.#seen.has(key)) return false
    this.#seen.set(key, nowMs)
    return true
  }

  isFlooded(nowMs: number): boolean {
    return nowMs - this.#excessAtMs < floodForMs
  }

  #take(bucket: Bucket, perMs: number, most: number, nowMs: number): boolean {
    bucket.left = Math.min(most, bucket.left + Math.max(0, nowMs - bucket.atMs) * perMs)
    bucket.atMs = nowMs
    if (bucket.left < 1) {
      this.#excessAtMs = nowMs
      return false
    }
    bucket.left -= 1
    return true
  }
}
