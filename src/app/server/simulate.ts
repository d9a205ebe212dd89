import { fork } from 'node:child_process'
import { join } from 'node:path'

/** `marsad simulate --scenario NAME --seed N --out DIR`: the simulation is a program of its own and is started as one. */
export function simulate(args: readonly string[]): Promise<number> {
  const child = fork(join(import.meta.dirname, '../../../sim/run.ts'), [...args], { stdio: 'inherit' })
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)))
}
