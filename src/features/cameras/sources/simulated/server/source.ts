/**
 * A camera of the simulation process: `simulated:SCENE/CAMERA`. Speaks to the Unix socket that the environment variable
 * MARSAD_SIM_SOCKET names; the protocol is in `protocol.ts`. Live like a real camera: its end is a fault, coming back is the
 * worker's task.
 */
import { connect, type Socket } from 'node:net'
import { Fault } from '../../../../../base/outcome.ts'
import type { CameraSource, Frame, SourceInfo, SourceKind, TimeJump } from '../../../contract.ts'
import { Arrivals } from '../../server/arrivals.ts'
import { FrameParser, parseSimulationHeader } from '../protocol.ts'

const PREFIX = 'simulated:'
const SILENT_AFTER_MS = 8000
const RETRY_AFTER_MS = 1000

export const simulatedSource: SourceKind = {
  id: 'simulated',
  matches: ({ address }) => address.startsWith(PREFIX),
  open: (spec, signal) => openSimulated(spec.address, process.env.MARSAD_SIM_SOCKET, signal),
}

/** `source.refused` when no simulation answers, `source.not-found` when it has no such camera. */
export async function openSimulated(address: string, socketPath: string | undefined, signal: AbortSignal): Promise<CameraSource> {
  signal.throwIfAborted()
  if (socketPath === undefined || socketPath === '') {
    throw new Fault('source.refused', { path: address, reason: 'no-simulation' }, { retryAfterMs: RETRY_AFTER_MS })
  }
  const socket = connect(socketPath)
  const source = new SimulatedCamera(address, socket)
  const onAbort = (): void => void source.close()
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    socket.write(`${JSON.stringify({ camera: address.slice(PREFIX.length) })}\n`)
    await source.opened
    return source
  } catch (cause) {
    await source.close()
    signal.throwIfAborted()
    throw cause
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

class SimulatedCamera implements CameraSource {
  readonly opened: Promise<void>
  readonly encoded = null
  readonly framesLost = 0
  readonly timeJumps: readonly TimeJump[] = []
  readonly #address: string
  readonly #socket: Socket
  #info: SourceInfo | null = null
  #arrivals: Arrivals | null = null
  #parser: FrameParser | null = null
  #firstMs: number | null = null
  #isClosed = false

  constructor(address: string, socket: Socket) {
    this.#address = address
    this.#socket = socket
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.opened = promise
    let head = Buffer.alloc(0)
    const fail = (fault: Fault): void => {
      reject(fault)
      this.#arrivals?.end(this.#isClosed ? null : fault)
    }
    socket.setTimeout(SILENT_AFTER_MS, () => {
      fail(this.#fault('source.silent'))
      socket.destroy()
    })
    socket.on('error', (cause) => fail(this.#fault(this.#info === null ? 'source.refused' : 'source.ended', cause)))
    socket.on('close', () => fail(this.#fault(this.#info === null ? 'source.refused' : 'source.ended')))
    socket.on('data', (bytes: Buffer) => {
      try {
        if (this.#parser === null) {
          head = Buffer.concat([head, bytes])
          const end = head.indexOf(10)
          if (end < 0) return
          this.#begin(head.toString('utf8', 0, end)).push(head.subarray(end + 1))
          resolve()
        } else {
          this.#parser.push(bytes)
        }
      } catch (cause) {
        fail(cause instanceof Fault ? cause : this.#fault('source.damaged', cause))
        socket.destroy()
      }
    })
  }

  get info(): SourceInfo {
    if (this.#info === null) throw new Error('broken promise: a source is open before it is asked')
    return this.#info
  }

  #begin(line: string): FrameParser {
    const header = parseSimulationHeader(line)
    if (header === null) throw this.#fault('source.damaged')
    if ('refused' in header) throw new Fault('source.not-found', { path: this.#address, reason: header.refused })
    const { width, height, bits, fps } = header
    this.#info = { width, height, bits, framesPerSecond: fps, isLive: true }
    const arrivals = new Arrivals(width, height, bits)
    this.#arrivals = arrivals
    const parser = new FrameParser(width * height, {
      buffer: () => arrivals.buffer(),
      frame: ({ tMs, shutterClosed }) => {
        this.#firstMs ??= tMs
        arrivals.put({ tMs: Math.max(0, tMs - this.#firstMs), isDamaged: false, shutterClosed })
      },
    })
    this.#parser = parser
    return parser
  }

  #fault(code: 'source.refused' | 'source.ended' | 'source.silent' | 'source.damaged', cause?: unknown): Fault {
    return new Fault(code, { path: this.#address }, { retryAfterMs: RETRY_AFTER_MS, ...(cause === undefined ? {} : { cause }) })
  }

  async *frames(signal: AbortSignal): AsyncGenerator<Frame> {
    const arrivals = this.#arrivals
    if (arrivals === null) return
    const onStop = (): void => void this.close()
    signal.addEventListener('abort', onStop, { once: true })
    try {
      while (!signal.aborted) {
        const frame = await arrivals.next()
        if (frame === null || signal.aborted) return
        yield frame
      }
    } finally {
      signal.removeEventListener('abort', onStop)
      await this.close()
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    this.#arrivals?.end(null)
    this.#socket.destroy()
  }
}
