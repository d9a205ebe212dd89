import { randomBytes } from 'node:crypto'
import type { Ports } from '../ports.ts'

/** The real clock, chance and timers of this machine. */
export function machinePorts(): Ports {
  return {
    clock: { nowMs: () => Date.now(), monotonicMs: () => performance.now() },
    random: { bytes: (count) => randomBytes(count) },
    timers: {
      after(delayMs, run) {
        const timer = setTimeout(run, delayMs)
        return { cancel: () => clearTimeout(timer) }
      },
      every(periodMs, run) {
        const timer = setInterval(run, periodMs)
        return { cancel: () => clearInterval(timer) }
      },
    },
  }
}
