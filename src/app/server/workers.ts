/**
 * The worker processes that hold the cameras: a few cameras each, so that a small machine carries many. A camera has a line to its
 * worker, and never knows who else is there.
 */
import { type ChildProcess, fork, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { Ports } from '../../platform/ports.ts'
import type { FromCamera, FromWorker, StartCamera, ToCamera, ToWorker } from '../worker/messages.ts'

const workerFile = join(import.meta.dirname, '../worker/main.ts')

/** What one worker's base costs, some 60 MB, is shared by so many; and no more than so many go when one dies. */
const camerasMost = 4
/** A worker that says nothing at all for this long stands still inside some call, and is ended. */
const hungMs = 30_000
const lookMs = 1000
/**
 * A camera whose line breaks again and again leaves a little of each connection behind (0.2 MB as measured). A worker that has come to
 * hold more than this, bytes, is ended before it takes the machine's memory; its cameras are started anew in another.
 */
const memoryMost = 1.5e9
/** A camera that was asked to go and does not takes its worker with it. */
const goWithinMs = 4000

/**
 * Reads that wait for a camera each hold a thread of the pool: two streams a camera, and some for decoding and disk. One arena of the C
 * library does for them (20 MB less), and as a worker's objects are few and short-lived, so does a small nursery (10 MB less).
 */
const workerSettings = {
  environment: {
    MALLOC_ARENA_MAX: '1',
    UV_THREADPOOL_SIZE: String(2 * camerasMost + 6),
  },
  arguments: ['--max-semi-space-size=2'],
} as const

export interface CameraLine {
  say(message: Exclude<ToCamera, StartCamera>): void
  /** The camera closes what it has open; `gone` follows. Resolves then. */
  close(): Promise<void>
  /** Process number of the worker, null when the line is closed; for those who look at a machine. */
  readonly pid: number | null
}

export interface LineListener {
  hear(message: Exclude<FromCamera, { gone: true }>): void
  /** The line is closed: the camera went, or (`isDead`) its worker died. Nothing is heard after this. */
  gone(isDead: boolean): void
}

export interface Workers {
  /** Starts a camera in a worker that has room; `isAlone`: in one that no other camera comes to. */
  start(camera: string, start: StartCamera['start'], listener: LineListener, isAlone: boolean): CameraLine
  /** Ends all workers; whoever has a line has closed it before. Resolves when none is left. */
  stop(): Promise<void>
}

interface Worker {
  readonly child: ChildProcess
  readonly isAlone: boolean
  readonly lines: Map<string, LineListener>
  readonly ended: Promise<void>
  heardAtMs: number
  isEnding: boolean
}

/** No worker runs until the first camera is started. `environment` is what workers get. */
export function openWorkers(ports: Ports, environment: NodeJS.ProcessEnv, limits = { memoryMost }): Workers {
  const workers = new Set<Worker>()
  const now = () => ports.clock.monotonicMs()

  function fresh(isAlone: boolean): Worker {
    const child = fork(workerFile, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...environment, ...workerSettings.environment },
      ...launch([...process.execArgv, ...workerSettings.arguments]),
    })
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
    const worker: Worker = { child, isAlone, lines: new Map(), ended, heardAtMs: now(), isEnding: false }
    workers.add(worker)
    child.on('message', (message: FromWorker) => {
      worker.heardAtMs = now()
      if ('alive' in message) {
        if (message.alive.bytes > limits.memoryMost && !worker.isEnding) void end(worker)
        return
      }
      const line = worker.lines.get(message.camera)
      if (!('gone' in message.says)) line?.hear(message.says)
      else {
        worker.lines.delete(message.camera)
        if (worker.lines.size === 0) void end(worker)
        line?.gone(false)
      }
    })
    child.on('error', () => {}) // 'exit' follows, and is where a dead worker is dealt with.
    child.on('exit', () => {
      workers.delete(worker)
      const left = [...worker.lines.values()]
      worker.lines.clear()
      for (const line of left) line.gone(true)
    })
    return worker
  }

  async function end(worker: Worker): Promise<void> {
    worker.isEnding = true
    worker.child.kill('SIGTERM')
    const cut = ports.timers.after(goWithinMs, () => worker.child.kill('SIGKILL'))
    await worker.ended
    cut.cancel()
  }

  const timer = ports.timers.every(lookMs, () => {
    for (const { child, heardAtMs } of workers) if (now() - heardAtMs > hungMs) child.kill('SIGKILL')
  })

  return {
    start(camera, start, listener, isAlone) {
      const open = [...workers].filter(
        (each) => !each.isAlone && !each.isEnding && each.lines.size < camerasMost && !each.lines.has(camera),
      )
      const worker = (isAlone ? undefined : open[0]) ?? fresh(isAlone)
      const send = (say: ToCamera) => {
        if (worker.child.connected) worker.child.send({ camera, say } satisfies ToWorker)
      }
      const closed = Promise.withResolvers<void>()
      let isOpen = true
      worker.lines.set(camera, {
        hear: listener.hear,
        gone(isDead) {
          isOpen = false
          closed.resolve()
          listener.gone(isDead)
        },
      })
      send({ start })
      return {
        say: send,
        async close() {
          if (!isOpen) return
          send({ stop: true })
          const cut = ports.timers.after(goWithinMs, () => worker.child.kill('SIGKILL'))
          await closed.promise
          cut.cancel()
        },
        get pid() {
          return isOpen ? (worker.child.pid ?? null) : null
        },
      }
    },
    async stop() {
      timer.cancel()
      await Promise.all([...workers].map(end))
    },
  }
}

/**
 * A worker ends by itself when its server is gone, unless it stands still inside a call: where the system has `setpriv`, the kernel
 * ends it with its parent.
 */
function launch(execArgv: readonly string[]): { execPath?: string; execArgv: string[] } {
  hasSetpriv ??= spawnSync('setpriv', ['--pdeathsig', 'KILL', 'true']).status === 0
  if (!hasSetpriv) return { execArgv: [...execArgv] }
  return { execPath: 'setpriv', execArgv: ['--pdeathsig', 'KILL', process.execPath, ...execArgv] }
}

let hasSetpriv: boolean | null = null
