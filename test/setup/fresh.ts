/** A database of its own for a test. */
import { randomBytes } from 'node:crypto'
import postgres from 'postgres'
import { inject } from 'vitest'
import type { Database } from '../../src/platform/server/postgres.ts'

export async function freshDatabase(): Promise<Database & { drop(): Promise<void> }> {
  const host = inject('databaseHost')
  const name = `test_${randomBytes(6).toString('hex')}`
  const admin = postgres({ host, database: 'postgres', username: 'marsad', max: 1, onnotice: () => {} })
  await admin.unsafe(`create database ${name}`)
  return {
    connection: { host, database: name, username: 'marsad' },
    pid: () => null,
    stop: async () => {},
    async drop() {
      await admin.unsafe(`drop database ${name} with (force)`)
      await admin.end()
    },
  }
}

/** Ports whose clock is turned by hand; chance is counted, so that the same test gives the same ids. */
export function handPorts(startMs = Date.UTC(2026, 10, 22, 0, 0, 0)) {
  let wallMs = startMs
  let steadyMs = 0
  let drawn = 0
  return {
    clock: { nowMs: () => wallMs, monotonicMs: () => steadyMs },
    random: {
      bytes(count: number) {
        const bytes = new Uint8Array(count)
        new DataView(bytes.buffer).setUint32(count - 5, ++drawn)
        return bytes
      },
    },
    timers: {
      after: (delayMs: number, run: () => void) => {
        const timer = setTimeout(run, delayMs)
        return { cancel: () => clearTimeout(timer) }
      },
      every: (periodMs: number, run: () => void) => {
        const timer = setInterval(run, periodMs)
        return { cancel: () => clearInterval(timer) }
      },
    },
    /** Both clocks go on together, as time does. */
    pass(ms: number) {
      wallMs += ms
      steadyMs += ms
    },
    /** Somebody sets the wall clock. */
    setWall(ms: number) {
      wallMs = ms
    },
  }
}
