/** Alerts that the journal could not take yet: one file each, on disk before the program may be gone. */
import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { AlertRaised } from '../../features/alerts/events.ts'
import type { Actor } from '../../journal/entry.ts'
import type { SealedItem } from '../../journal/server/vault.ts'

/** A person took the alert while it could not be saved. */
export interface SpooledAct {
  readonly commandId: string
  readonly actor: Actor
  readonly atMs: number
}

export interface Spooled {
  readonly id: string
  readonly area: string
  readonly mode: 'live' | 'exercise' | 'test'
  readonly observedAtMs: number
  readonly alert: AlertRaised
  /** The picture, sealed as the vault will hold it: no open picture lies on the disk. */
  readonly item: SealedItem | null
  readonly since: string
  readonly acknowledged: SpooledAct | null
}

export interface Spool {
  /** Keeps it and says whether it is on disk; when the disk is full it lives in memory only. */
  keep(alert: Spooled): boolean
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
        const text = JSON.stringify(alert, (_key, value: unknown) =>
          value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value,
        )
        const handle = openSync(`${file}.new`, 'w', 0o600)
        writeSync(handle, text)
        fsyncSync(handle)
        closeSync(handle)
        renameSync(`${file}.new`, file)
        syncFolder(folder)
        return true
      } catch (error) {
        onFault((error as Error).message)
        return false
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
          kept.push(JSON.parse(readFileSync(join(folder, name), 'utf8'), reviveBytes) as Spooled)
        } catch (error) {
          onFault(`${name}: ${(error as Error).message}`)
        }
      }
      return kept
    },
  }
}

/** A name in a folder is on disk when the folder is. */
function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

/** Node turns a Buffer into `{type, data}` before a replacer sees it: both forms come back as bytes. */
function reviveBytes(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if ('base64' in value && typeof value.base64 === 'string') return Buffer.from(value.base64, 'base64')
  if ('type' in value && value.type === 'Buffer' && 'data' in value) return Buffer.from(value.data as number[])
  return value
}
