/** Keeps one worker a camera alive: starts it, listens, restarts it with growing pause, judges the camera's health. */
import { type ChildProcess, fork, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type { Mask, NoticeKind, PlatformFix, Pose, SourceSpec } from '../../features/cameras/contract.ts'
import {
  type HealthJudgement,
  isSameHealth,
  isSlow,
  judgeHealth,
  type StreamState,
  watchShare,
} from '../../features/cameras/health.ts'
import { breaksAfter, pauseMs } from '../../features/cameras/reconnect.ts'
import type { Ports } from '../../platform/ports.ts'
import type { FromWorker, LivePart, Pulse, SegmentPart, Still, ToWorker } from '../worker/messages.ts'

const workerFile = join(import.meta.dirname, '../worker/main.ts')
const judgeMs = 1000
/** A worker that says nothing at all for this long stands still inside some call, and is ended and started anew. */
const hungMs = 30_000
/** A scene that is not known after this long will not be known soon: what was said of it before holds no longer. */
const learningMostMs = 60_000

/**
 * A dozen workers share one small machine: a worker's objects are few and short-lived, so a small nursery does (10 MB less each),
 * and one arena of the C library does for its three threads (20 MB less each).
 */
const workerMemory = { environment: { MALLOC_ARENA_MAX: '1' }, arguments: ['--max-semi-space-size=2'] } as const

export interface WatchedCamera {
  readonly id: string
  readonly spec: SourceSpec
  readonly pose: Pose | null
  readonly masks: readonly Mask[]
  readonly recordSpec: SourceSpec | null
  /** What its view usually shows; null: to be learnt. */
  readonly scene: string | null
}

export interface CameraListener {
  confirmed(cameraId: string, message: Extract<FromWorker, { confirmed: unknown }>['confirmed']): void
  ended(cameraId: string, message: Extract<FromWorker, { ended: unknown }>['ended']): void
  restill(message: Extract<FromWorker, { restill: unknown }>['restill']): void
  pulse(cameraId: string, pulse: Pulse): void
  jump(cameraId: string, jump: Extract<FromWorker, { jump: unknown }>['jump']): void
  /** What the camera's view usually shows, to be kept. */
  scene(cameraId: string, reference: string): void
  /** What a camera said of itself in the last seconds, oldest first. */
  platform(cameraId: string, fixes: readonly PlatformFix[]): void
  live(cameraId: string, part: LivePart): void
  segment(cameraId: string, part: SegmentPart): void
  /** The worker ended, asked to or not; `fault` is why its source did, null when the worker itself died. */
  gone(cameraId: string, fault: string | null, isAsked: boolean): void
  /** `isNew`: health or reason changed; else only how far the camera still sees. */
  health(
    cameraId: string,
    judgement: HealthJudgement,
    facts: Readonly<Record<string, string | number | boolean | null>>,
    isNew: boolean,
  ): void
}

export interface CameraWatch {
  add(camera: WatchedCamera): void
  remove(cameraId: string): Promise<void>
  still(cameraId: string): Promise<Still | null>
  /** Whether anybody watches the camera live: its worker then gives pieces. */
  view(cameraId: string, isWanted: boolean): void
  /** The camera's own clock against ours, milliseconds; null: it does not tell. */
  clock(cameraId: string, offsetMs: number | null): void
  /** What the camera itself says is wrong with it; null: nothing. */
  told(cameraId: string, what: NoticeKind | null): void
  /** Whether recordings may be written now. */
  record(isAllowed: boolean): void
  /** Says again what it judges now: what was said of the camera before holds no longer. */
  judgeAnew(cameraId: string): void
  /** Process number of a camera's worker; for those who look at a machine. */
  pid(cameraId: string): number | null
  stop(): Promise<void>
}

interface Watched {
  readonly camera: WatchedCamera
  child: ChildProcess | null
  stream: StreamState
  readonly damage: ReturnType<typeof watchShare>
  readonly crowd: ReturnType<typeof watchShare>
  readonly shed: ReturnType<typeof watchShare>
  readonly metadata: ReturnType<typeof watchShare>
  /** What its view usually shows, as its workers last said. */
  scene: string | null
  /** Since when a worker looks at its scene anew. */
  learningSinceMs: number | null
  facts: Readonly<Record<string, string | number | boolean | null>>
  judged: HealthJudgement | null
  /** Breaks of its stream in a row. */
  breaks: number
  startedAtMs: number
  /** When its worker said anything. */
  heardAtMs: number
  isRemoved: boolean
  isViewed: boolean
  /** What ended the source of the worker that runs now. */
  over: string | null
  readonly asks: Map<number, (still: Still | null) => void>
}

/** Starts with no camera; `add` starts the worker of one. `environment` is what workers get, `folder` where they record. */
export function watchCameras(
  listener: CameraListener,
  ports: Ports,
  environment: NodeJS.ProcessEnv,
  folder: string | null,
): CameraWatch {
  let mayRecord = true
  const watched = new Map<string, Watched>()
  let askCount = 0
  const now = () => ports.clock.monotonicMs()

  function start(one: Watched): void {
    if (one.isRemoved) return
    one.startedAtMs = now()
    one.heardAtMs = now()
    const child = fork(workerFile, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...environment, ...workerMemory.environment },
      ...launch([...process.execArgv, ...workerMemory.arguments]),
    })
    one.child = child
    one.over = null
    child.on('message', (message: FromWorker) => hear(one, message))
    child.on('error', () => {}) // 'exit' follows, and is where a dead worker is dealt with.
    child.on('exit', () => {
      if (one.child !== child) return
      one.child = null
      listener.gone(one.camera.id, one.over, one.isRemoved)
      for (const answer of one.asks.values()) answer(null)
      one.asks.clear()
      if (one.isRemoved || one.stream.isRecordingOver) return
      if (one.stream.fault === null) one.stream = { ...one.stream, fault: 'worker-died' }
      judge(one)
      one.breaks = breaksAfter(one.breaks, now() - one.startedAtMs)
      const chance = (ports.random.bytes(1)[0] ?? 128) / 255
      ports.timers.after(pauseMs(one.breaks, chance), () => start(one))
    })
    const { camera } = one
    const { id, spec, pose, masks, recordSpec } = camera
    child.send({
      start: { cameraId: id, spec, pose, masks, recordSpec, folder, scene: one.scene, kernels: 'simd' },
    } satisfies ToWorker)
    if (!mayRecord) child.send({ record: false } satisfies ToWorker)
    if (one.isViewed) child.send({ view: true } satisfies ToWorker)
  }

  function hear(one: Watched, message: FromWorker): void {
    const { id } = one.camera
    one.heardAtMs = now()
    if ('alive' in message) return
    if ('opened' in message) {
      one.stream = { ...one.stream, usualFramesPerSecond: message.opened.framesPerSecond }
    } else if ('pulse' in message) {
      const { framesPerSecond, frames, damaged, crowded, lost, platform } = message.pulse
      const isMoving = platform !== null && platform.motion === 'moving'
      const { usualFramesPerSecond, slowSinceMs } = one.stream
      const isNowSlow =
        framesPerSecond !== null && one.camera.spec.rate === 'real' && isSlow(framesPerSecond, usualFramesPerSecond)
      one.stream = {
        ...one.stream,
        lastJudgedAtMs: now(),
        framesPerSecond,
        usualFramesPerSecond: usualFramesPerSecond ?? framesPerSecond,
        slowSinceMs: isNowSlow ? (slowSinceMs ?? now()) : null,
        fault: null,
        scene: isMoving ? null : sceneAfter(one, message.pulse.scene),
        platform: platform && { isMoving, damagedShare: one.metadata.note(now(), platform.sets, platform.damaged) ?? 0 },
        damagedShare: one.damage.note(now(), frames, damaged),
        crowdedShare: one.crowd.note(now(), frames, crowded),
        shedShare: one.shed.note(now(), frames + lost, lost),
      }
      judge(one)
      listener.pulse(id, message.pulse)
    } else if ('confirmed' in message) listener.confirmed(id, message.confirmed)
    else if ('restill' in message) listener.restill(message.restill)
    else if ('ended' in message) listener.ended(id, message.ended)
    else if ('jump' in message) {
      one.stream = { ...one.stream, clockJump: { atMs: now(), byMs: message.jump.byMs } }
      listener.jump(id, message.jump)
    } else if ('scene' in message) {
      one.scene = message.scene.reference
      listener.scene(id, one.scene)
    } else if ('platform' in message) listener.platform(id, message.platform)
    else if ('live' in message) listener.live(id, message.live)
    else if ('segment' in message) listener.segment(id, message.segment)
    else if ('stillAnswer' in message) {
      one.asks.get(message.stillAnswer.ask)?.(message.stillAnswer.still)
      one.asks.delete(message.stillAnswer.ask)
    } else {
      const { code, facts, isRecordingEnd } = message.over
      one.facts = facts
      one.over = code
      one.stream = { ...one.stream, fault: isRecordingEnd ? null : code, isRecordingOver: isRecordingEnd }
      judge(one)
    }
  }

  /** A worker that starts anew looks for a while before it says anything: until then the camera is as it was seen last. */
  function sceneAfter(one: Watched, scene: Pulse['scene']): Pulse['scene'] {
    const before = one.stream.scene ?? null
    if (scene !== null && scene.state !== 'learning') {
      one.learningSinceMs = null
      return scene
    }
    one.learningSinceMs ??= now()
    return before !== null && now() - one.learningSinceMs < learningMostMs ? (before as Pulse['scene']) : scene
  }

  function judge(one: Watched): void {
    const judgement = judgeHealth(one.stream, now())
    const before = one.judged
    if (before !== null && isSameHealth(before, judgement)) return
    one.judged = judgement
    const facts = judgement.health === 'down' ? one.facts : (judgement.facts ?? {})
    const isNew = before?.health !== judgement.health || before.reason !== judgement.reason
    listener.health(one.camera.id, judgement, facts, isNew)
  }

  const timer = ports.timers.every(judgeMs, () => {
    for (const one of watched.values()) {
      judge(one)
      if (one.child && now() - one.heardAtMs > hungMs) one.child.kill('SIGKILL')
    }
  })

  async function end(one: Watched): Promise<void> {
    one.isRemoved = true
    const { child } = one
    if (!child) return
    const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    child.kill('SIGTERM')
    const cut = ports.timers.after(2000, () => child.kill('SIGKILL'))
    await gone
    cut.cancel()
  }

  return {
    add(camera) {
      const one: Watched = {
        camera,
        child: null,
        stream: {
          startedAtMs: now(),
          lastJudgedAtMs: null,
          usualFramesPerSecond: null,
          framesPerSecond: null,
          slowSinceMs: null,
          fault: null,
          isRecordingOver: false,
        },
        facts: {},
        damage: watchShare(),
        crowd: watchShare(),
        shed: watchShare(),
        metadata: watchShare(),
        scene: camera.scene,
        learningSinceMs: null,
        judged: null,
        breaks: 0,
        startedAtMs: now(),
        heardAtMs: now(),
        isRemoved: false,
        isViewed: false,
        over: null,
        asks: new Map(),
      }
      watched.set(camera.id, one)
      start(one)
    },
    async remove(cameraId) {
      const one = watched.get(cameraId)
      watched.delete(cameraId)
      if (one) await end(one)
    },
    still(cameraId) {
      const one = watched.get(cameraId)
      if (!one?.child?.connected) return Promise.resolve(null)
      const ask = ++askCount
      return new Promise((resolve) => {
        const late = ports.timers.after(2000, () => {
          one.asks.delete(ask)
          resolve(null)
        })
        one.asks.set(ask, (still) => {
          late.cancel()
          resolve(still)
        })
        one.child?.send({ still: ask } satisfies ToWorker)
      })
    },
    view(cameraId, isWanted) {
      const one = watched.get(cameraId)
      if (!one) return
      one.isViewed = isWanted
      if (one.child?.connected) one.child.send({ view: isWanted } satisfies ToWorker)
    },
    clock(cameraId, offsetMs) {
      const one = watched.get(cameraId)
      if (one) one.stream = { ...one.stream, clockOffsetMs: offsetMs }
    },
    told(cameraId, what) {
      const one = watched.get(cameraId)
      if (!one || (one.stream.told ?? null) === what) return
      one.stream = { ...one.stream, told: what }
      judge(one)
    },
    record(isAllowed) {
      if (isAllowed === mayRecord) return
      mayRecord = isAllowed
      for (const { child } of watched.values()) if (child?.connected) child.send({ record: isAllowed } satisfies ToWorker)
    },
    judgeAnew(cameraId) {
      const one = watched.get(cameraId)
      if (!one) return
      one.judged = null
      judge(one)
    },
    pid: (cameraId) => watched.get(cameraId)?.child?.pid ?? null,
    async stop() {
      timer.cancel()
      await Promise.all([...watched.values()].map(end))
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
