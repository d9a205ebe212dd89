/** Everything that waits, draws chance or reads a clock does it through these: tests turn time by hand. */

export interface Clock {
  /** UTC milliseconds as this machine believes them. May jump. */
  nowMs(): number
  /** Milliseconds that only ever grow, of no date. */
  monotonicMs(): number
}

export interface Random {
  bytes(count: number): Uint8Array
}

export interface Cancel {
  cancel(): void
}

export interface Timers {
  after(delayMs: number, run: () => void): Cancel
  every(periodMs: number, run: () => void): Cancel
}

export interface Ports {
  readonly clock: Clock
  readonly random: Random
  readonly timers: Timers
}
