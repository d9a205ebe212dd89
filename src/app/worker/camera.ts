/** One camera in a worker: source → detection → tracks → recording and pieces for viewers, from its start until it is stopped or over. */
import { createHash, randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { uuidV7 } from '../../base/ids.ts'
import { Fault } from '../../base/outcome.ts'
import type { CameraSource, Frame } from '../../features/cameras/contract.ts'
import { createSceneWatch, type SceneJudgement } from '../../features/cameras/scene/watch.ts'
import { openSource } from '../../features/cameras/sources/server/index.ts'
import type { Detector, TrackSighting } from '../../features/detection/contract.ts'
import { openDetector } from '../../features/detection/server/detector.ts'
import type { TrackView } from '../../features/tracks/contract.ts'
import { followGround, type GroundTrack } from '../../features/tracks/ground.ts'
import { groupCounts } from '../../features/tracks/group.ts'
import { keepLook, type Look, writeKept } from '../../features/tracks/kept.ts'
import { type Measuring, measureTrack } from '../../features/tracks/measures.ts'
import { verdictView, verify } from '../../features/tracks/verify.ts'
import { behindMasks } from './masks.ts'
import type { FromCamera, LiveBox, StartCamera, Still, StopCamera, ToCamera } from './messages.ts'
import { openPictures, type PictureSide } from './pictures.ts'
import { followPlatform, type PlatformSide } from './platform.ts'
import { type SiteTime, siteTime } from './site-time.ts'
import { Tone } from './tone.ts'
import type { Turn } from './turns.ts'

/** Positions are signals: a few a second are enough for eyes and rules. */
const pulseMs = 250
/** A confirmed track that is not seen for this long is coasting; the record ends after `endAfterMs` (OPS 2.2). */
const coastAfterMs = 1000
const endAfterMs = 20_000

/** What a view usually shows is handed over soon after it is learnt, then now and then. */
const referenceFirstMs = 15_000
const referenceEveryMs = 600_000

/** Later pictures of a track, after its confirmation. */
const restillAfterMs = [2000, 8000, 20_000] as const

/** Of a moving camera nothing is judged (ADR 0022). */
const nothingSeen = { sightings: [], ended: [], noise: null, stepBridged: false, isCrowded: false } as const
/** What a mover is, is asked anew so often: a rhythm of 1 to 3 a second shows no sooner. */
const verifyEveryMs = 500

interface Followed {
  readonly ground: GroundTrack
  view: TrackView
  verifiedAtMs: number
  /** One line a sighting, as it is hashed and kept: `[tMs, x, y, w, h, score]`. */
  readonly points: string[]
  /** What rules may be tried on later. */
  readonly looks: Look[]
  isAnnounced: boolean
  confirmedAtMs: number
  restills: number
}

export interface CameraRun {
  hear(message: Exclude<ToCamera, StartCamera | StopCamera>): void
  /** Closes what is open, the segment that is being written too, and says that it is gone. */
  stop(): void
}

/** Never throws: what goes wrong is said, and then that it is gone. */
export function runCamera(
  cameraId: string,
  start: StartCamera['start'],
  turn: Turn,
  tell: (message: FromCamera) => void,
): CameraRun {
  const stop = new AbortController()
  const eye: Eye = { newest: null, tone: null }
  let pictures: PictureSide | null = null
  let isViewed = false
  let isAllowed = true
  void work().then(() => tell({ gone: true }))

  async function work(): Promise<void> {
    const { spec, pose, kernels } = start
    let source: CameraSource | null = null
    let platform: PlatformSide | null = null
    try {
      source = behindMasks(await openSource(spec, stop.signal), start.masks)
      const { width, height, bits, framesPerSecond, isLive } = source.info
      tell({ opened: { framesPerSecond, isLive, width, height } })
      const tone = new Tone(width * height, bits)
      eye.tone = tone
      const isPaced = spec.rate === 'real'
      const toSite = siteTime(isPaced)
      // What is read as fast as possible has no time of its own here: there is nothing to look back to.
      const folder = isPaced ? start.folder : null
      pictures = await openPictures({ cameraId, start: { ...start, folder }, source, tone, siteMs: toSite.at, tell })
      pictures.allow(isAllowed)
      if (isViewed) pictures.view(true)
      platform = followPlatform({ cameraId, source, siteMs: toSite.at, keep: (fixes) => tell({ platform: fixes }) })
      await watch({
        cameraId,
        pose,
        scene: start.scene,
        source,
        newDetector: () => openDetector({ width, height, bits, kernels }),
        platform,
        pictures,
        toSite,
        size: { width, height },
        signal: stop.signal,
        eye,
        turn,
        tell,
      })
      if (!stop.signal.aborted) tell({ over: { code: 'recording-ended', facts: {}, isRecordingEnd: true } })
    } catch (error) {
      if (stop.signal.aborted) return
      const fault =
        error instanceof Fault ? error : new Fault('worker-failed', { why: (error as Error).message }, { cause: error })
      tell({ over: { code: fault.code, facts: fault.facts, isRecordingEnd: false } })
    } finally {
      platform?.flush()
      await pictures?.close()
      await source?.close()
    }
  }

  return {
    hear(message) {
      if ('still' in message) void answerStill(message.still)
      else if ('view' in message) {
        isViewed = message.view
        pictures?.view(isViewed)
      } else {
        isAllowed = message.record
        pictures?.allow(isAllowed)
      }
    },
    stop: () => stop.abort(),
  }

  async function answerStill(ask: number): Promise<void> {
    tell({ stillAnswer: { ask, still: eye.newest ? await stillOf(eye, eye.newest) : null } })
  }
}

/** What the camera sees now, for pictures on request. */
interface Eye {
  newest: Frame | null
  tone: Tone | null
}

interface Watch {
  readonly cameraId: string
  readonly pose: StartCamera['start']['pose']
  readonly scene: string | null
  readonly source: CameraSource
  newDetector(): Detector
  readonly platform: PlatformSide
  readonly size: { readonly width: number; readonly height: number }
  readonly signal: AbortSignal
  readonly pictures: PictureSide
  readonly toSite: SiteTime
  readonly eye: Eye
  readonly turn: Turn
  tell(message: FromCamera): void
}

async function watch({
  cameraId,
  pose,
  scene,
  source,
  newDetector,
  platform,
  size,
  signal,
  pictures,
  toSite,
  eye,
  turn,
  tell,
}: Watch): Promise<void> {
  const tracks = new Map<string, Followed>()
  /** From the first sighting on, so that what is announced was measured for as long as it was seen. */
  const measuring = new Map<string, Measuring>()
  const count = { frames: 0, damaged: 0, crowded: 0, steps: 0, detectMs: 0, sincePulse: 0, jumps: 0 }
  let pulsedAt = 0
  let rateFrom = { atMs: 0, frames: 0 }
  let framesPerSecond: number | null = null
  let judgement: SceneJudgement | null = null
  let isReferenceKept = false
  let referenceAtMs = performance.now()
  const newView = () => createSceneWatch({ ...size, bits: source.info.bits })
  let view = newView()
  if (scene !== null) view.take(scene)
  let detector = newDetector()
  let isMoving = false
  for await (const frame of source.frames(signal)) {
    eye.newest = frame
    const arrivedMs = Date.now()
    const frameAtMs = toSite.of(frame.tMs, arrivedMs)
    platform.at(frame.tMs)
    if (platform.isMoving !== isMoving) {
      isMoving = platform.isMoving
      // Nothing that was learnt before a move holds after it: neither what is usual nor who was there.
      if (isMoving) {
        for (const [id, followed] of tracks) end(id, followed)
        measuring.clear()
        judgement = null
      } else {
        detector = newDetector()
        view = newView()
      }
    }
    const output = await turn.take(() => judge(frame))
    count.frames++
    count.sincePulse++
    if (frame.isDamaged) count.damaged++
    if (output.isCrowded) count.crowded++
    if (output.stepBridged) count.steps++
    for (const { trackId } of output.ended) measuring.delete(trackId)
    for (const sighting of output.sightings) {
      const measured = measuring.get(sighting.trackId) ?? measureTrack(pose, size)
      measuring.set(sighting.trackId, measured)
      measured.see(sighting)
      if (!sighting.isConfirmed) continue
      const followed = follow(sighting, measured, frameAtMs)
      if (followed.isAnnounced) {
        const due = restillAfterMs[followed.restills]
        if (due === undefined || frameAtMs - followed.confirmedAtMs < due) continue
        followed.restills++
        const { id, box } = followed.view
        tell({ restill: { trackId: id, still: await stillOf(eye, frame), box, atMs: frameAtMs } })
        continue
      }
      followed.isAnnounced = true
      followed.confirmedAtMs = frameAtMs
      const hops = { h0FrameAt: iso(frameAtMs), h1DetectedAt: iso(arrivedMs), h2ConfirmedAt: iso(Date.now()) }
      const [track = followed.view] = counted([followed.view])
      tell({ confirmed: { track, pointsSha256: hashOf(followed.points), still: await stillOf(eye, frame), hops } })
    }
    pictures.boxes(frame.tMs, frameAtMs, boxesNow(frameAtMs))
    await pictures.frame(frame)
    for (const jump of source.timeJumps.slice(count.jumps)) tell({ jump: { ...jump, atMs: frameAtMs } })
    count.jumps = source.timeJumps.length
    if (arrivedMs - pulsedAt >= pulseMs) {
      age(frameAtMs)
      if (arrivedMs - rateFrom.atMs >= 2000) {
        framesPerSecond = rateFrom.atMs === 0 ? null : ((count.frames - rateFrom.frames) * 1000) / (arrivedMs - rateFrom.atMs)
        rateFrom = { atMs: arrivedMs, frames: count.frames }
      }
      tell({
        pulse: {
          frames: count.frames,
          lastFrameAtMs: frameAtMs,
          lastJudgedAtMs: Date.now(),
          framesPerSecond,
          noise: output.noise,
          damaged: count.damaged,
          crowded: count.crowded,
          lost: source.framesLost,
          steps: count.steps,
          tracks: counted([...tracks.values()].filter(({ isAnnounced }) => isAnnounced).map(({ view }) => view)),
          detectMsPerFrame: count.sincePulse === 0 ? null : count.detectMs / count.sincePulse,
          scene: judgement,
          platform: platform.state(),
        },
      })
      pulsedAt = arrivedMs
      count.detectMs = 0
      count.sincePulse = 0
    }
  }
  for (const [id, followed] of tracks) end(id, followed)

  function judge(frame: Frame) {
    const before = performance.now()
    const output = isMoving ? nothingSeen : detector.push(frame)
    count.detectMs += performance.now() - before
    if (!frame.isBackground && !isMoving) look(frame, output.stepBridged)
    return output
  }

  /** The watch over the picture itself; its own clock is the stream's, ours only tells when that stands still. */
  function look({ pixels, tMs, isDamaged, shutterClosed }: Frame, stepBridged: boolean): void {
    const arrivedMs = performance.now()
    judgement = view.push({ pixels, tMs, arrivedMs, isDamaged, shutterClosed, stepBridged })
    // Only of a view that is good now: what is hidden or turned is not what is usual.
    if (judgement.state !== 'good' || arrivedMs - referenceAtMs < (isReferenceKept ? referenceEveryMs : referenceFirstMs)) return
    const reference = view.reference()
    if (reference === null) return
    referenceAtMs = arrivedMs
    isReferenceKept = true
    tell({ scene: { reference } })
  }

  /** These views, each with how many bodies go with it among all that are announced. */
  function counted(views: readonly TrackView[]): TrackView[] {
    const counts = groupCounts([...tracks.values()].filter(({ isAnnounced }) => isAnnounced).map(({ view }) => view))
    return views.map((view) => {
      const count = counts.get(view.id)
      return count && count.max > 1 ? { ...view, count } : view
    })
  }

  function follow(sighting: TrackSighting, measured: Measuring, frameAtMs: number): Followed {
    const id = sighting.trackId
    const known = tracks.get(id)
    const ground = known?.ground ?? followGround(pose, size)
    const state = ground.see(sighting.box, sighting.tMs)
    const at = iso(frameAtMs)
    const isVerified = known !== undefined && sighting.tMs - known.verifiedAtMs < verifyEveryMs
    const told = isVerified ? known.view : verified(sighting, measured)
    const view: TrackView = {
      id: known?.view.id ?? uuidV7(Date.now(), randomBytes(10)),
      cameraId,
      joinedWith: [],
      state: 'confirmed',
      classProbabilities: told.classProbabilities,
      ...(told.verdict ? { verdict: told.verdict } : {}),
      contrast: sighting.contrast,
      box: [...sighting.box],
      place: state.place,
      velocity: state.velocity,
      heightM: state.heightM,
      travelM: state.travelM,
      evidence: sighting.evidence ?? known?.view.evidence ?? null,
      firstSeenAt: known?.view.firstSeenAt ?? at,
      lastSeenAt: at,
      trail: [...state.trail],
      trailMs: [...state.trailMs],
      picture: [size.width, size.height],
    }
    const point = JSON.stringify([
      Math.round(sighting.tMs),
      ...sighting.box.map((value) => Math.round(value * 10) / 10),
      Math.round(sighting.score * 1000) / 1000,
    ])
    if (known) {
      known.view = view
      if (!isVerified) known.verifiedAtMs = sighting.tMs
      known.points.push(point)
      keepLook(known.looks, view)
      return known
    }
    const followed: Followed = {
      ground,
      view,
      verifiedAtMs: sighting.tMs,
      points: [point],
      looks: [],
      isAnnounced: false,
      confirmedAtMs: 0,
      restills: 0,
    }
    keepLook(followed.looks, view)
    tracks.set(id, followed)
    return followed
  }

  /** What viewers see in this very picture: confirmed tracks, those that are only guessed at marked so. */
  function boxesNow(nowMs: number): LiveBox[] {
    const boxes: LiveBox[] = []
    for (const { view, isAnnounced } of tracks.values()) {
      const unseenMs = nowMs - Date.parse(view.lastSeenAt)
      if (!isAnnounced || unseenMs > coastAfterMs) continue
      const [x, y, width, height] = view.box
      const state = unseenMs < 1 ? 'confirmed' : 'coasting'
      boxes.push([view.id, x / size.width, y / size.height, width / size.width, height / size.height, state])
    }
    return boxes
  }

  /** Not seen for a while: coasting, and in the end ended. */
  function age(nowMs: number): void {
    for (const [id, followed] of tracks) {
      const unseenMs = nowMs - Date.parse(followed.view.lastSeenAt)
      if (unseenMs > endAfterMs) end(id, followed)
      else if (unseenMs > coastAfterMs && followed.view.state === 'confirmed')
        followed.view = { ...followed.view, state: 'coasting' }
    }
  }

  function end(id: string, followed: Followed): void {
    tracks.delete(id)
    const points = followed.points.join('\n')
    // What its body was measured to be goes with it (R6); the class stays.
    const { verdict: _, ...last } = followed.view
    const track: TrackView = { ...last, state: 'ended' }
    keepLook(followed.looks, track, true)
    const kept = writeKept(track, followed.looks)
    tell({ ended: { track, points, pointsSha256: hashOf(followed.points), kept } })
  }
}

async function stillOf(eye: Eye, { width, height, pixels, bits, tMs }: Frame): Promise<Still> {
  eye.tone ??= new Tone(width * height, bits)
  // The tone's memory is used again by the next picture, and the encoder works beside us.
  const jpeg = await sharp(Uint8Array.from(eye.tone.grey(pixels, tMs)), { raw: { width, height, channels: 1 } })
    .jpeg({ quality: 88 })
    .toBuffer()
  return { jpeg, width, height }
}

function verified(sighting: TrackSighting, { now }: Measuring): Pick<TrackView, 'classProbabilities' | 'verdict'> {
  const verdict = verify(sighting.classProbabilities, now)
  const view = verdictView(verdict, now)
  return { classProbabilities: verdict.classProbabilities, ...(view ? { verdict: view } : {}) }
}

function hashOf(points: readonly string[]): string {
  return createHash('sha256').update(points.join('\n')).digest('hex')
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
