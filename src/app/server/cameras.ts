/** Keeps every camera at work: starts it in a worker, listens, restarts it with growing pause, judges its health. */
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
import type { FromCamera, LivePart, Pulse, SegmentPart, Still } from '../worker/messages.ts'
import { type CameraLine, openWorkers } from './workers.ts'

const judgeMs = 1000
/** A scene that is not known after this long will not be known soon: what was said of it before holds no longer. */
const learningMostMs = 60_000

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
  confirmed(cameraId: string, message: Extract<FromCamera, { confirmed: unknown }>['confirmed']): void
  ended(cameraId: string, message: Extract<FromCamera, { ended: unknown }>['ended']): void
  restill(message: Extract<FromCamera, { restill: unknown }>['restill']): void
  pulse(cameraId: string, pulse: Pulse): void
  jump(cameraId: string, jump: Extract<FromCamera, { jump: unknown }>['jump']): void
  /** What the camera's view usually shows, to be kept. */
  scene(cameraId: string, reference: string): void
  /** What a camera said of itself in the last seconds, oldest first. */
  platform(cameraId: string, fixes: readonly PlatformFix[]): void
  live(cameraId: string, part: LivePart): void
  segment(cameraId: string, part: SegmentPart): void
  /** The camera's run ended, asked to or not; `fault` is why its source did, null when its worker died. */
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
  /** Whether anybody watches the camera live: it then gives pieces. */
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
  line: CameraLine | null
  /** Its worker died under it: as nobody knows whose fault that was, it runs in one of its own from then on. */
  isAlone: boolean
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
  isRemoved: boolean
  isViewed: boolean
  /** What ended the source of the run that is on now. */
  over: string | null
  readonly asks: Map<number, (still: Still | null) => void>
}

/** Starts with no camera; `add` starts one. `environment` is what workers get, `folder` where they record. */
export function watchCameras(
  listener: CameraListener,
  ports: Ports,
  environment: NodeJS.ProcessEnv,
  folder: string | null,
): CameraWatch {
  let mayRecord = true
  const watched = new Map<string, Watched>()
  let askCount = 0
  const workers = openWorkers(ports, environment)
  const now = () => ports.clock.monotonicMs()

  function start(one: Watched): void {
    if (one.isRemoved) return
    one.startedAtMs = now()
    one.over = null
    const { id, spec, pose, masks, recordSpec } = one.camera
    one.line = workers.start(
      id,
      { spec, pose, masks, recordSpec, folder, scene: one.scene, kernels: 'simd' },
      { hear: (message) => hear(one, message), gone: (isDead) => goneFrom(one, isDead) },
      one.isAlone,
    )
    if (!mayRecord) one.line.say({ record: false })
    if (one.isViewed) one.line.say({ view: true })
  }

  function goneFrom(one: Watched, isDead: boolean): void {
    one.line = null
    one.isAlone ||= isDead && !one.isRemoved
    listener.gone(one.camera.id, one.over, one.isRemoved)
    for (const answer of one.asks.values()) answer(null)
    one.asks.clear()
    if (one.isRemoved || one.stream.isRecordingOver) return
    if (one.stream.fault === null) one.stream = { ...one.stream, fault: 'worker-died' }
    judge(one)
    one.breaks = breaksAfter(one.breaks, now() - one.startedAtMs)
    const chance = (ports.random.bytes(1)[0] ?? 128) / 255
    ports.timers.after(pauseMs(one.breaks, chance), () => start(one))
  }

  function hear(one: Watched, message: Exclude<FromCamera, { gone: true }>): void {
    const { id } = one.camera
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
    for (const one of watched.values()) judge(one)
  })

  async function end(one: Watched): Promise<void> {
    one.isRemoved = true
    await one.line?.close()
  }

  return {
    add(camera) {
      const one: Watched = {
        camera,
        line: null,
        isAlone: false,
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
      if (!one?.line) return Promise.resolve(null)
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
        one.line?.say({ still: ask })
      })
    },
    view(cameraId, isWanted) {
      const one = watched.get(cameraId)
      if (!one) return
      one.isViewed = isWanted
      one.line?.say({ view: isWanted })
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
      for (const { line } of watched.values()) line?.say({ record: isAllowed })
    },
    judgeAnew(cameraId) {
      const one = watched.get(cameraId)
      if (!one) return
      one.judged = null
      judge(one)
    },
    pid: (cameraId) => watched.get(cameraId)?.line?.pid ?? null,
    async stop() {
      timer.cancel()
      await Promise.all([...watched.values()].map(end))
      await workers.stop()
    },
  }
}
