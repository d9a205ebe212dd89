/** Alerts that the journal could not take yet: one file each, on disk before the program may be gone. */
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { AlertRaised } from '../../features/alerts/events.ts'

export interface Spooled {
  readonly id: string
  readonly area: string
  readonly observedAtMs: number
  readonly alert: AlertRaised
  readonly still: Uint8Array | null
  readonly since: string
}

export interface Spool {
  /** Keeps it; when the disk is full it lives in memory only, and that is said. */
  keep(alert: Spooled): void
  drop(id: string): void
  read(): Spooled[]
}

/** Opens the spool below the data folder. `onFault` hears of what could not be kept or read. */
export function openSpool(folder: string, onFault: (why: string) => void): Spool {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    onFault((error as Error).message)
  }
  return {
    keep(alert) {
      const file = join(folder, `${alert.id}.json`)
      try {
        const text = JSON.stringify({ ...alert, still: alert.still ? Buffer.from(alert.still).toString('base64') : null })
        const handle = openSync(`${file}.new`, 'w', 0o600)
        writeSync(handle, text)
        fsyncSync(handle)
        closeSync(handle)
        renameSync(`${file}.new`, file)
      } catch (error) {
        onFault((error as Error).message)
      }
    },
    drop(id) {
      rmSync(join(folder, `${id}.json`), { force: true })
    },
    read() {
      const kept: Spooled[] = []
      let names: string[] = []
      try {
        names = readdirSync(folder).filter((name) => name.endsWith('.json'))
      } catch (error) {
        onFault((error as Error).message)
      }
      for (const name of names.sort()) {
        try {
          const { still, ...rest } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as Omit<Spooled, 'still'> & { still: string | null }
          kept.push({ ...rest, still: still === null ? null : Buffer.from(still, 'base64') })
        } catch (error) {
          onFault(`${name}: ${(error as Error).message}`)
        }
      }
      return kept
    },
  }
}
