/** What every table of figures says of itself first. */
import { execFileSync } from 'node:child_process'
import { cpus, totalmem } from 'node:os'

/** One line: what was measured, on what, at which commit. */
export function heading(name: string): string {
  const memoryGb = Math.round(totalmem() / 2 ** 30)
  return `${name} bench · ${cpus()[0]?.model.trim() ?? 'unknown processor'} × ${cpus().length}, ${memoryGb} GB · Node ${process.version} · commit ${commit()}`
}

function commit(): string {
  try {
    const dirty =
      execFileSync('git', ['status', '--porcelain', '--untracked-files=no'], { encoding: 'utf8' }).trim() === ''
        ? ''
        : ' with changes'
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim() + dirty
  } catch {
    return 'unknown (no git)' // A release archive has no history.
  }
}

/** Share `share` of sorted values lies at or below the answer. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

/** A row of a table: what, the figure, and what it is held to. */
export function row(what: string, figure: string, heldTo: string, isMet: boolean | null): void {
  const mark = isMet === null ? ' ' : isMet ? '✓' : '✗'
  console.log(`${mark} ${what.padEnd(62)} ${figure.padStart(26)}   ${heldTo}`)
}

/** Seconds of processor time that a process has used so far, user and system. Null: it is gone. */
export function cpuSecondsOf(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}
