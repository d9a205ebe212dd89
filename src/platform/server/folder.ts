/** The data folder: made, tried for writing, and held by one program at a time. */
import { randomBytes } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Fault } from '../../base/outcome.ts'

export interface DataFolder {
  readonly path: string
  /** Lets another program have it. */
  release(): void
}

/**
 * Takes the folder for this process. Faults: `data.not-writable`, `data.in-use` (facts: the process that has it).
 * The lock names process and start time, so that a lock left by a killed process, or by another process that got the
 * same number, counts as none.
 */
export function takeDataFolder(folder: string): DataFolder {
  const path = resolve(folder)
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
  } catch (cause) {
    throw new Fault('data.not-writable', { path, why: (cause as Error).message }, { cause })
  }
  const lock = join(path, 'marsad.lock')
  const mine = join(path, `.lock-${process.pid}-${randomBytes(4).toString('hex')}`)
  try {
    writeFileSync(mine, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }), { mode: 0o600 })
  } catch (cause) {
    throw new Fault('data.not-writable', { path, why: (cause as Error).message }, { cause })
  }
  try {
    for (let attempt = 0; ; attempt++) {
      try {
        linkSync(mine, lock) // Fails when it exists: the one atomic step.
        break
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code !== 'EEXIST' || attempt > 3) throw cause
        const holder = readHolder(lock)
        if (holder !== null && startOf(holder.pid) === holder.started) throw new Fault('data.in-use', { path, pid: holder.pid })
        rmSync(lock, { force: true })
      }
    }
  } finally {
    unlinkSync(mine)
  }
  return { path, release: () => rmSync(lock, { force: true }) }
}

function readHolder(lock: string): { pid: number; started: string } | null {
  try {
    return JSON.parse(readFileSync(lock, 'utf8')) as { pid: number; started: string }
  } catch {
    return null // Cut while it was written, or gone meanwhile: no holder.
  }
}

/** When a process started, in ticks since boot (field 22 of /proc/PID/stat); empty when there is no such process. */
export function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return '' // No such process.
  }
}
