/** Looks whether there is a picture at an address, before a camera is made of it: in a process of its own, as all decoding. */
import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { SourceSpec } from '../../features/cameras/contract.ts'
import type { Tried } from '../../features/cameras/onvif/contract.ts'
import type { Ports } from '../../platform/ports.ts'
import type { FromWorker, ToCamera, ToWorker } from '../worker/messages.ts'

const workerFile = join(import.meta.dirname, '../worker/main.ts')
/** As long as a slow camera takes to its first key picture; the source itself gives up at its own limits. */
const WITHIN_MS = 15_000
const ASK_EVERY_MS = 250
const camera = 'tried'

/** The first picture, or the code of the fault that came instead. Never throws. The worker is gone when it answers. */
export function tryCamera(spec: SourceSpec, ports: Ports): Promise<Tried> {
  const startedMs = ports.clock.monotonicMs()
  return new Promise((resolve) => {
    const child: ChildProcess = fork(workerFile, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    const send = (say: ToCamera) => child.send({ camera, say } satisfies ToWorker)
    let shape: { width: number; height: number; framesPerSecond: number | null } | null = null
    let isOver = false
    const over = (fault: string | null, jpeg: Uint8Array | null) => {
      if (isOver) return
      isOver = true
      late.cancel()
      asking.cancel()
      child.kill('SIGKILL')
      resolve({
        fault,
        width: shape?.width ?? null,
        height: shape?.height ?? null,
        framesPerSecond: shape?.framesPerSecond ?? null,
        picture: jpeg === null ? null : Buffer.from(jpeg).toString('base64'),
        afterMs: Math.round(ports.clock.monotonicMs() - startedMs),
      })
    }
    const late = ports.timers.after(WITHIN_MS, () => over('source.silent', null))
    let ask = 0
    const asking = ports.timers.every(ASK_EVERY_MS, () => {
      if (shape !== null && child.connected) send({ still: ++ask })
    })
    child.on('error', () => over('worker-died', null))
    child.on('exit', () => over('worker-died', null))
    child.on('message', (message: FromWorker) => {
      if ('alive' in message) return
      const { says } = message
      if ('opened' in says) shape = says.opened
      else if ('stillAnswer' in says && says.stillAnswer.still !== null) over(null, says.stillAnswer.still.jpeg)
      else if ('over' in says) over(says.over.isRecordingEnd ? 'source.ended' : says.over.code, null)
    })
    const start = {
      spec: { ...spec, rate: 'real' as const },
      pose: null,
      kernels: 'simd' as const,
      masks: [],
      recordSpec: null,
      // Nothing of a trial is kept.
      folder: null,
      scene: null,
    }
    send({ start })
  })
}
