/** The simulation as a child process: it renders the demo's cameras and says what sector they stand in. */
import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { Fault } from '../../base/outcome.ts'
import type { SectorPlan } from './sector.ts'

const simulationFile = join(import.meta.dirname, '../../../sim/server.ts')
const readyWithinMs = 20_000

export interface Simulation {
  readonly sector: SectorPlan
  readonly pid: number
  stop(): Promise<void>
}

/** Starts it and waits until it listens. When it dies it is started again: the cameras come back by themselves. */
export async function startSimulation(socket: string, seed: number, pace: number): Promise<Simulation> {
  let isStopping = false
  let child: ChildProcess
  let pauseMs = 500

  function launch(): Promise<SectorPlan> {
    child = fork(simulationFile, ['--socket', socket, '--seed', String(seed), '--pace', String(pace)], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    const started = child
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Fault('simulation.not-started')), readyWithinMs)
      started.on('message', (message: { ready?: boolean; sector?: SectorPlan }) => {
        if (!message.ready || !message.sector) return
        clearTimeout(late)
        resolve(message.sector)
      })
      started.on('exit', () => {
        clearTimeout(late)
        reject(new Fault('simulation.not-started'))
        if (isStopping) return
        // A start that fails ends in this same handler, which tries again: the failure needs no other.
        setTimeout(() => void launch().catch(() => {}), pauseMs)
        pauseMs = Math.min(pauseMs * 2, 30_000)
      })
    })
  }

  const sector = await launch()
  return {
    sector,
    get pid() {
      return child.pid ?? 0
    },
    async stop() {
      isStopping = true
      if (child.exitCode !== null || child.signalCode !== null) return
      const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
      child.kill('SIGTERM')
      const cut = setTimeout(() => child.kill('SIGKILL'), 2000)
      await gone
      clearTimeout(cut)
    },
  }
}
