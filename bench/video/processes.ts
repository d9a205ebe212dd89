/** What the processes of a program use: processor time and memory, out of /proc. */
import { readdirSync, readFileSync } from 'node:fs'
import { cpuSecondsOf } from '../machine.ts'

/** A process and all below it, by process number. */
export function familyOf(pid: number): number[] {
  const children = new Map<number, number[]>()
  for (const name of readdirSync('/proc').filter((each) => /^\d+$/.test(each))) {
    const stat = read(`/proc/${name}/stat`)
    if (stat === null) continue
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
    children.set(parent, [...(children.get(parent) ?? []), Number(name)])
  }
  const family: number[] = []
  for (let next = [pid]; next.length > 0; next = next.flatMap((each) => children.get(each) ?? [])) family.push(...next)
  return family
}

/** Seconds of processor time that processes used so far, by process number. */
export function cpuOf(pids: readonly number[]): Map<number, number> {
  const used = new Map<number, number>()
  for (const pid of pids) {
    const stat = read(`/proc/${pid}/stat`)
    if (stat !== null) used.set(pid, cpuSecondsOf(stat))
  }
  return used
}

/** Seconds used between two looks by processes that were there both times. */
export function cpuBetween(before: ReadonlyMap<number, number>, after: ReadonlyMap<number, number>): number {
  return [...after].reduce((sum, [pid, seconds]) => sum + Math.max(0, seconds - (before.get(pid) ?? 0)), 0)
}

/** Memory of processes together, bytes; what they share is counted once (proportional set size). */
export function memoryOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => {
    const found = /^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`) ?? '')
    return sum + Number(found?.[1] ?? 0) * 1024
  }, 0)
}

/** Whether a process has loaded what decodes video. */
export function holdsLibav(pid: number): boolean {
  return (read(`/proc/${pid}/maps`) ?? '').includes('node-av')
}

/** What a process is called by its command line. */
export function nameOf(pid: number): string {
  const line = (read(`/proc/${pid}/cmdline`) ?? '').replaceAll('\0', ' ')
  if (line.includes('worker/main.ts')) return 'workers'
  if (line.includes('postgres')) return 'database'
  if (line.includes('sim/server.ts')) return 'simulation'
  return 'server'
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null // Ended between looking and reading.
  }
}
