/**
 * The simulation process: `node sim/server.ts --socket PATH [--seed N] [--pace N]`. Listens on a Unix socket and gives every
 * subscriber the pictures of the camera it asks for (protocol: sources/simulated/protocol.ts). A scene's world begins when its
 * first camera is looked at and runs with the wall clock from then on; all cameras look at the same world. Only cameras that
 * somebody looks at are rendered, each once however many look. Says `{"ready":true}` on standard output and, with the plan of
 * the demo sector, to its parent when it listens, and ends when the parent goes (IPC channel or piped standard input closed) or on SIGTERM.
 */
import { fstatSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { FLAG_SHUTTER, FRAME_HEAD_BYTES, writeFrameHead } from '../src/features/cameras/sources/simulated/protocol.ts'
import { argumentOf, numberOf } from './arguments.ts'
import { demoPlan } from './plan.ts'
import { CameraRenderer } from './render/renderer.ts'
import { scenarioNamed } from './scenarios/index.ts'
import { FRAMES_PER_SECOND, PICTURE, type World, type WorldCamera } from './world/world.ts'

/** Pictures that may wait for one subscriber; what comes then is dropped for it. */
const WAITING_MAX = 2
const REQUEST_BYTES_MAX = 4096
const FRAME_BYTES = FRAME_HEAD_BYTES + PICTURE.width * PICTURE.height * 2

export interface SimulationOptions {
  readonly socketPath: string
  readonly seed: number
  readonly pace: number
}

interface Scene {
  readonly world: World
  readonly startMs: number
}

export class SimulationServer {
  readonly #options: SimulationOptions
  readonly #scenes = new Map<string, Scene>()
  readonly #streams = new Map<string, CameraStream>()
  readonly #server: Server

  constructor(options: SimulationOptions) {
    this.#options = options
    this.#server = createServer((socket) => this.#greet(socket))
  }

  listen(): Promise<void> {
    // A socket file that a killed process left behind would refuse the new one.
    rmSync(this.#options.socketPath, { force: true })
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(this.#options.socketPath, () => resolve())
    })
  }

  async close(): Promise<void> {
    for (const stream of this.#streams.values()) stream.stop()
    await new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  #greet(socket: Socket): void {
    let request = Buffer.alloc(0)
    const hear = (bytes: Buffer): void => {
      request = Buffer.concat([request, bytes])
      const end = request.indexOf(10)
      if (end < 0 && request.length <= REQUEST_BYTES_MAX) return
      socket.off('data', hear)
      this.#answer(socket, request.toString('utf8', 0, end))
    }
    socket.on('error', () => socket.destroy())
    socket.on('data', hear)
  }

  #answer(socket: Socket, line: string): void {
    const name = cameraIn(line)
    const stream = name === null ? null : this.#streamOf(name)
    if (stream === null) {
      socket.end(`${JSON.stringify({ refused: name === null ? 'request' : 'camera' })}\n`)
      return
    }
    socket.write(`${JSON.stringify({ ...PICTURE, bits: 16, fps: FRAMES_PER_SECOND })}\n`)
    stream.add(socket)
  }

  /** `demo/C01`; a scene with one camera may be named without it. Null when there is no such camera. */
  #streamOf(name: string): CameraStream | null {
    const known = this.#streams.get(name)
    if (known !== undefined) return known
    const [sceneName = '', code] = name.split('/')
    const scene = this.#sceneOf(sceneName)
    const camera = scene?.world.cameras.find(
      (each) => each.code === code || (code === undefined && scene.world.cameras.length === 1),
    )
    if (scene === null || camera === undefined) return null
    const stream = new CameraStream(scene, camera, this.#streams.size)
    this.#streams.set(name, stream)
    return stream
  }

  #sceneOf(name: string): Scene | null {
    const known = this.#scenes.get(name)
    if (known !== undefined) return known
    const scenario = scenarioNamed(name)
    if (scenario === null) return null
    const scene = { world: scenario.world(this.#options.seed, this.#options.pace), startMs: performance.now() }
    this.#scenes.set(name, scene)
    return scene
  }
}

function cameraIn(line: string): string | null {
  try {
    const value: unknown = JSON.parse(line)
    if (typeof value === 'object' && value !== null && 'camera' in value && typeof value.camera === 'string') return value.camera
  } catch {
    // Not our protocol: refused like any other wrong request.
  }
  return null
}

/** One camera that is looked at, with those who look. */
class CameraStream {
  readonly #renderer: CameraRenderer
  readonly #scene: Scene
  readonly #readers = new Map<Socket, { waiting: number }>()
  /** Where in the frame time this camera has its turn, so that cameras do not all render at the same instant. */
  readonly #offsetMs: number
  readonly #spare: Buffer<ArrayBuffer>[] = []
  #timer: NodeJS.Timeout | null = null
  #nextFrame = 0
  #shutterCount: number | null = null

  constructor(scene: Scene, camera: WorldCamera, place: number) {
    this.#scene = scene
    this.#renderer = new CameraRenderer(scene.world, camera)
    this.#offsetMs = (((place * 5) % 8) / 8) * (1000 / FRAMES_PER_SECOND)
  }

  add(socket: Socket): void {
    this.#readers.set(socket, { waiting: 0 })
    const gone = (): void => {
      this.#readers.delete(socket)
      if (this.#readers.size === 0) this.stop()
    }
    socket.on('close', gone)
    socket.on('end', () => socket.destroy())
    socket.resume()
    if (socket.destroyed) gone()
    else if (this.#timer === null) this.#plan()
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    for (const socket of this.#readers.keys()) socket.destroy()
  }

  #worldMs(): number {
    return performance.now() - this.#scene.startMs - this.#offsetMs
  }

  #plan(): void {
    // Frames whose time has passed are gone: a live camera does not catch up.
    const due = Math.max(this.#nextFrame, Math.floor((this.#worldMs() * FRAMES_PER_SECOND) / 1000))
    this.#timer = setTimeout(() => this.#send(due), Math.max(0, CameraRenderer.timeOf(due) - this.#worldMs()))
  }

  #send(frame: number): void {
    this.#nextFrame = frame + 1
    const ready = [...this.#readers].filter(([, reader]) => reader.waiting < WAITING_MAX)
    if (ready.length > 0) {
      const bytes = this.#spare.pop() ?? Buffer.from(new ArrayBuffer(FRAME_BYTES))
      const { shutterCount } = this.#renderer.render(frame, new Uint16Array(bytes.buffer, FRAME_HEAD_BYTES))
      const flags = this.#shutterCount !== null && shutterCount !== this.#shutterCount ? FLAG_SHUTTER : 0
      this.#shutterCount = shutterCount
      const head = { bytes: FRAME_BYTES - FRAME_HEAD_BYTES, index: frame, tMs: CameraRenderer.timeOf(frame), flags }
      writeFrameHead(new DataView(bytes.buffer), head)
      let unsent = ready.length
      for (const [socket, reader] of ready) {
        reader.waiting += 1
        socket.write(bytes, () => {
          reader.waiting -= 1
          unsent -= 1
          // Only when the last one has let go may the next picture be written over this one.
          if (unsent === 0) this.#spare.push(bytes)
        })
      }
    }
    if (this.#readers.size > 0) this.#plan()
    else this.#timer = null
  }
}

/** Runs the process: listens, says so, and stays until it is told to go or its parent has gone. */
export async function runSimulationServer(args: readonly string[]): Promise<void> {
  const socketPath = argumentOf(args, 'socket')
  if (socketPath === null) throw new Error('--socket PATH is needed')
  const seed = numberOf(args, 'seed', 7, 0, 2 ** 31)
  const pace = numberOf(args, 'pace', 1, 0.1, 1000)
  const server = new SimulationServer({ socketPath, seed, pace })
  await server.listen()
  const leave = (): void => {
    rmSync(socketPath, { force: true })
    process.exit(0)
  }
  process.on('SIGTERM', leave)
  process.on('SIGINT', leave)
  process.on('disconnect', leave)
  const input = fstatSync(0)
  if (input.isFIFO() || input.isSocket()) process.stdin.on('end', leave).on('error', leave).resume()
  process.stdout.on('error', leave)
  process.send?.({ ready: true, socket: socketPath, sector: demoPlan(seed) })
  process.stdout.write(`${JSON.stringify({ ready: true, socket: socketPath })}\n`)
}

if (import.meta.main) {
  runSimulationServer(process.argv.slice(2)).catch((error: unknown) => {
    process.stderr.write(`simulation: ${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  })
}
