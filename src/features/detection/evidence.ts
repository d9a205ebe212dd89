/** What speaks for a track: strength over time (recipe, step 9) and a straight, even way (step 10). */
import type { TrackEvidence } from './contract.ts'
import { select } from './noise.ts'
import { parameters } from './parameters.ts'

const { evidence, straightness, wander, restless, ghost, drift, weak } = parameters

/** The memory of one track: one entry a frame since its birth, seen or not, the newest last; older ones are overwritten. */
export interface TrackMemory {
  readonly tMs: Float64Array
  readonly x: Float32Array
  readonly y: Float32Array
  /** Peak |z|; 0 in a frame in which the track was not seen. */
  readonly z: Float32Array
  readonly stepS: Float32Array
  /** Size of the body, pixels: the root of its box's area. */
  readonly size: Float32Array
  /** Edges of the box, pixels; NaN where the edge is that of the picture, which says nothing of the body. */
  readonly left: Float32Array
  readonly right: Float32Array
  readonly top: Float32Array
  readonly bottom: Float32Array
  /** Change since the frame before inside the box, in what noise alone gives. */
  readonly stir: Float32Array
  /** `Picture.presence` of its box. */
  readonly presence: Float32Array
  /** Entries ever written. */
  written: number
}

/** Eight seconds at 60 frames a second. */
const MEMORY = 512
const scratch = new Float32Array(MEMORY)

/** Empty memory of one track. */
export function createMemory(): TrackMemory {
  return {
    tMs: new Float64Array(MEMORY),
    x: new Float32Array(MEMORY),
    y: new Float32Array(MEMORY),
    z: new Float32Array(MEMORY),
    stepS: new Float32Array(MEMORY),
    size: new Float32Array(MEMORY),
    left: new Float32Array(MEMORY),
    right: new Float32Array(MEMORY),
    top: new Float32Array(MEMORY),
    bottom: new Float32Array(MEMORY),
    stir: new Float32Array(MEMORY),
    presence: new Float32Array(MEMORY),
    written: 0,
  }
}

/** Notes one frame; `z` 0 when unseen. A long pause of the camera counts no more than a quarter of a second. */
export function remember(memory: TrackMemory, tMs: number, stepS: number, x: number, y: number, z: number): void {
  const i = memory.written++ % MEMORY
  memory.tMs[i] = tMs
  memory.x[i] = x
  memory.y[i] = y
  memory.z[i] = z
  memory.stepS[i] = Math.min(0.25, stepS)
}

/** What one sighting measured of a body. Edges that are those of the picture are NaN: they say nothing of the body. */
export interface BodyLook {
  /** Root of the area of its box, pixels. */
  size: number
  stir: number
  presence: number
  left: number
  right: number
  top: number
  bottom: number
}

/** Notes the body in the frame remembered last. */
export function rememberBody(memory: TrackMemory, look: BodyLook): void {
  const i = (memory.written - 1) % MEMORY
  memory.size[i] = look.size
  memory.stir[i] = look.stir
  memory.presence[i] = look.presence
  memory.left[i] = look.left
  memory.right[i] = look.right
  memory.top[i] = look.top
  memory.bottom[i] = look.bottom
}

/** Sums over a window. */
export interface Strength {
  sum: number
  hits: number
  frames: number
  meanSigma: number
  windowMs: number
}

/** Measures into `out` what the sightings of the last `windowS` are over `baseSigmas`. */
export function measureStrength(memory: TrackMemory, nowMs: number, windowS: number, baseSigmas: number, out: Strength): void {
  let sum = 0
  let hits = 0
  let frames = 0
  let total = 0
  let firstMs = nowMs
  for (let n = memory.written - 1; n >= Math.max(0, memory.written - MEMORY); n--) {
    const i = n % MEMORY
    if (memory.tMs[i]! <= nowMs - windowS * 1000) break
    frames++
    firstMs = memory.tMs[i]!
    const z = memory.z[i]!
    if (z === 0) continue
    hits++
    total += z
    sum += (Math.min(z, evidence.capSigmas) - baseSigmas) * memory.stepS[i]! * evidence.perHz
  }
  out.sum = sum
  out.hits = hits
  out.frames = frames
  out.meanSigma = hits === 0 ? 0 : total / hits
  out.windowMs = nowMs - firstMs
}

/** True when strength alone would do, at a place where `least` is asked. */
export function isStrong({ sum, hits, frames }: Strength, least: number): boolean {
  return sum >= least && hits >= evidence.hitsMin && hits >= evidence.hitShare * frames
}

/** The way of a track over one window. */
export interface Way {
  displacementPx: number
  residualPx: number
  windowMs: number
  /** Median size of the body, pixels. */
  bodyPx: number
}

/**
 * Whether the track moves straight and evenly over any of the windows; the window that says so is written into `out`. `asked`: how many
 * times as much as usual the place asks, in squares: what comes to nothing there goes no straight way either.
 */
export function isStraight(memory: TrackMemory, nowMs: number, asked: number, out: Way): boolean {
  for (const windowS of straightness.windowsS) {
    const seen = gather(memory, nowMs - windowS * 1000)
    if (seen >= 3 && judge(nowMs, seen, Math.sqrt(asked), straightness.ratioMost, out, memory)) return true
  }
  return false
}

/**
 * Whether a body too weak to count by its strength has been seen for long and has gone its way more evenly than chance or leaves do:
 * what it lacks in strength it has in time (track before detect, DESIGN 6.4).
 */
export function isPersistent(memory: TrackMemory, nowMs: number, asked: number, out: Way): boolean {
  measureStrength(memory, nowMs, weak.windowS, weak.baseSigmas, over)
  if (over.sum < asked * weak.least || over.hits < weak.hitsMin || over.hits < weak.hitShare * over.frames) return false
  return judge(nowMs, gather(memory, nowMs - weak.windowS * 1000), Math.sqrt(asked), weak.ratioMost, out, memory)
}

const over: Strength = { sum: 0, hits: 0, frames: 0, meanSigma: 0, windowMs: 0 }
const times = new Float64Array(MEMORY)
const xs = new Float64Array(MEMORY)
const ys = new Float64Array(MEMORY)
const zs = new Float32Array(MEMORY)
const places = new Int32Array(MEMORY)

/** Copies the seen entries since `fromMs`, oldest first; returns how many. */
function gather(memory: TrackMemory, fromMs: number): number {
  let count = 0
  const oldest = Math.max(0, memory.written - MEMORY)
  let n = memory.written
  while (n > oldest && memory.tMs[(n - 1) % MEMORY]! > fromMs) n--
  for (; n < memory.written; n++) {
    const i = n % MEMORY
    if (memory.z[i] === 0) continue
    times[count] = memory.tMs[i]! / 1000
    xs[count] = memory.x[i]!
    ys[count] = memory.y[i]!
    zs[count] = memory.z[i]!
    places[count] = i
    count++
  }
  return count
}

/** The straight path that fits the gathered entries best, least squares. */
interface Fit {
  startS: number
  spanS: number
  vx: number
  vy: number
  displacement: number
  residual: number
}
const fit: Fit = { startS: 0, spanS: 0, vx: 0, vy: 0, displacement: 0, residual: 0 }

function fitWay(count: number): void {
  let meanT = 0
  let meanX = 0
  let meanY = 0
  for (let i = 0; i < count; i++) {
    meanT += times[i]! / count
    meanX += xs[i]! / count
    meanY += ys[i]! / count
  }
  let tt = 0
  let tx = 0
  let ty = 0
  for (let i = 0; i < count; i++) {
    const t = times[i]! - meanT
    tt += t * t
    tx += t * (xs[i]! - meanX)
    ty += t * (ys[i]! - meanY)
  }
  fit.startS = times[0]!
  fit.spanS = times[count - 1]! - times[0]!
  fit.vx = tt > 0 ? tx / tt : 0
  fit.vy = tt > 0 ? ty / tt : 0
  fit.displacement = Math.hypot(fit.vx, fit.vy) * fit.spanS
  let squares = 0
  for (let i = 0; i < count; i++) {
    const t = times[i]! - meanT
    squares += (xs[i]! - meanX - fit.vx * t) ** 2 + (ys[i]! - meanY - fit.vy * t) ** 2
  }
  fit.residual = Math.sqrt(squares / count)
}

/** The value at this share of the gathered entries of one column of the memory, in order of size. */
function quantile(column: Float32Array, count: number, share: number): number {
  for (let i = 0; i < count; i++) scratch[i] = column[places[i]!]!
  return select(scratch, count, Math.floor(share * count))
}

/**
 * Whether a track that is not yet confirmed may still become a mover: there, strong, and drifting one way. The place of such
 * a one is kept out of what the ground does by itself, for a while, or a slow body would raise its own bar until it drowns.
 */
export function isDrifting(memory: TrackMemory, nowMs: number): boolean {
  const count = gather(memory, nowMs - drift.windowS * 1000)
  if (count < drift.hitsMin) return false
  fitWay(count)
  if (fit.spanS < drift.ageS || fit.displacement < drift.displacementPx) return false
  return fit.displacement >= drift.ratio * fit.residual && quantile(memory.presence, count, 0.5) >= straightness.presence
}

function judge(nowMs: number, count: number, asked: number, ratioMost: number, out: Way, memory: TrackMemory): boolean {
  fitWay(count)
  const { startS, spanS, vx, vy, displacement, residual } = fit
  scratch.set(zs.subarray(0, count))
  const lowerZ = select(scratch, count, count >> 2)
  if (spanS < (lowerZ > straightness.brightSigmas ? straightness.ageBrightS : straightness.ageS)) return false
  const speed = Math.hypot(vx, vy)
  const bodyPx = quantile(memory.size, count, 0.5)
  if (count < straightness.fastHitsMin && speed > straightness.fastBodiesPerS * bodyPx) return false
  if (displacement < Math.max(straightness.displacementPx, straightness.displacementBodies * bodyPx)) return false
  if (!keepsSize(memory, count)) return false
  if (quantile(memory.presence, count, 0.5) < straightness.presence) return false
  const { ratioLeast, ratioSlope, ratioFullSigmas } = straightness
  const ratio = Math.min(ratioMost, Math.max(ratioLeast, ratioLeast + ratioSlope * (ratioFullSigmas - lowerZ)))
  if (displacement < asked * ratio * residual) return false
  if (!movesOften(count, vx / speed, vy / speed, displacement, straightness.leapShare)) return false
  const least = (straightness.thirdShare * displacement) / 3
  let from = along(0, count, startS, vx, vy, speed)
  for (let third = 1; third <= 3; third++) {
    const to = along((third * spanS) / 3, count, startS, vx, vy, speed)
    if (to - from < least) return false
    from = to
  }
  const isAcross = Math.abs(vx) >= Math.abs(vy)
  const pace = isAcross ? vx : vy
  if (!edgesFollow(isAcross ? memory.left : memory.top, count, pace)) return false
  if (!edgesFollow(isAcross ? memory.right : memory.bottom, count, pace)) return false
  out.displacementPx = displacement
  out.residualPx = residual
  out.windowMs = nowMs - startS * 1000
  out.bodyPx = bodyPx
  return true
}

/**
 * Whether a bright body has come to another place, however it went: it forages, waits behind a bush, turns back. What sways or heals
 * has no other place to be at, and what leaps there in one is two things.
 */
export function hasWandered(memory: TrackMemory, nowMs: number, out: Way): boolean {
  const count = gather(memory, nowMs - wander.windowS * 1000)
  if (count < wander.hitsMin) return false
  scratch.set(zs.subarray(0, count))
  if (select(scratch, count, count >> 2) < wander.sigmas) return false
  const quarter = count >> 2
  const moved = (column: Float32Array) => middleOf(column, count - quarter, count) - middleOf(column, 0, quarter)
  const [goneX, goneY] = [moved(memory.x), moved(memory.y)]
  const displacement = Math.hypot(goneX, goneY)
  const bodyPx = quantile(memory.size, count, 0.5)
  if (displacement < Math.max(wander.displacementPx, wander.displacementBodies * bodyPx)) return false
  if (!keepsSize(memory, count) || quantile(memory.presence, count, 0.5) < straightness.presence) return false
  if (!movesOften(count, goneX / displacement, goneY / displacement, displacement, wander.leapShare)) return false
  const isAcross = Math.abs(goneX) >= Math.abs(goneY)
  const gone = isAcross ? goneX : goneY
  for (const edge of isAcross ? [memory.left, memory.right] : [memory.top, memory.bottom]) {
    // An edge of the picture says nothing of the body.
    if (moved(edge) * Math.sign(gone) < straightness.edgeShare * Math.abs(gone)) return false
  }
  out.displacementPx = displacement
  out.residualPx = 0
  out.windowMs = nowMs - times[0]! * 1000
  out.bodyPx = bodyPx
  return true
}

/** Median of gathered entries `from` to `to` of one column; NaN where it is not known. */
function middleOf(column: Float32Array, from: number, to: number): number {
  let n = 0
  for (let i = from; i < to; i++) if (!Number.isNaN(column[places[i]!]!)) scratch[n++] = column[places[i]!]!
  return n === 0 ? Number.NaN : select(scratch, n, n >> 1)
}

/**
 * Whether a body that is large enough to be seen in parts stirs within itself though it goes nowhere: a person or an animal
 * close by that turns, feeds, digs. A ghost of the background, a warm stone, a cloud are still inside.
 */
export function isRestless(memory: TrackMemory, nowMs: number, out: Way): boolean {
  const count = gather(memory, nowMs - restless.windowS * 1000)
  if (count < restless.hitsMin || times[count - 1]! - times[0]! < restless.ageS) return false
  scratch.set(zs.subarray(0, count))
  if (select(scratch, count, count >> 2) < restless.sigmas) return false
  const bodyPx = quantile(memory.size, count, 0.5)
  if (bodyPx < restless.bodyPx) return false
  let stirring = 0
  for (let i = 0; i < count; i++) if (memory.stir[places[i]!]! > restless.stir) stirring++
  if (stirring < Math.max(restless.hitsMin, restless.stirShare * count)) return false
  out.displacementPx = Math.hypot(xs[count - 1]! - xs[0]!, ys[count - 1]! - ys[0]!)
  out.residualPx = 0
  out.windowMs = nowMs - times[0]! * 1000
  out.bodyPx = bodyPx
  return true
}

/** Whether the last second shows something that has gone rather than something that is there. */
export function isGhost(memory: TrackMemory, nowMs: number): boolean {
  const count = gather(memory, nowMs - ghost.windowS * 1000)
  if (count < ghost.hitsMin) return false
  let gone = 0
  for (let i = 0; i < count; i++) if (memory.presence[places[i]!]! < ghost.presence) gone++
  return gone >= ghost.share * count
}

/**
 * Whether the way is made of many moves: one leap between two places that stand is what a picture that was coded anew shows,
 * or two ghosts taken for one body.
 */
function movesOften(count: number, alongX: number, alongY: number, displacement: number, leapShare: number): boolean {
  const most = displacement * Math.max(leapShare, straightness.leapMoves / (count - 1))
  for (let i = 1; i < count; i++) {
    if ((xs[i]! - xs[i - 1]!) * alongX + (ys[i]! - ys[i - 1]!) * alongY > most) return false
  }
  return true
}

/** Whether the body's size is about the same in the upper and the lower quartile. Cut off by the picture's edge, it has none. */
function keepsSize(memory: TrackMemory, count: number): boolean {
  let n = 0
  for (let i = 0; i < count; i++) {
    const place = places[i]!
    const across = memory.right[place]! - memory.left[place]!
    const down = memory.bottom[place]! - memory.top[place]!
    if (!Number.isNaN(across + down)) scratch[n++] = memory.size[place]!
  }
  return n < 3 || select(scratch, n, (3 * n) >> 2) <= straightness.sizeRatioMost * select(scratch, n, n >> 2)
}

/** Whether an edge goes the way of the centre. Too few sightings of it say nothing against. */
function edgesFollow(edge: Float32Array, count: number, pace: number): boolean {
  let n = 0
  let sumT = 0
  let sumE = 0
  for (let i = 0; i < count; i++) {
    const at = edge[places[i]!]!
    if (Number.isNaN(at)) continue
    n++
    sumT += times[i]!
    sumE += at
  }
  if (n < 3) return true
  let tt = 0
  let te = 0
  for (let i = 0; i < count; i++) {
    const at = edge[places[i]!]!
    if (Number.isNaN(at)) continue
    const t = times[i]! - sumT / n
    tt += t * t
    te += t * (at - sumE / n)
  }
  return (te / tt) * Math.sign(pace) >= straightness.edgeShare * Math.abs(pace)
}

/** Position along the fitted direction at `afterS` seconds from the first entry, linear between entries. */
function along(afterS: number, count: number, startS: number, vx: number, vy: number, speed: number): number {
  let i = 0
  while (i < count - 2 && times[i + 1]! - startS < afterS) i++
  const spanS = times[i + 1]! - times[i]!
  const share = spanS > 0 ? Math.min(1, Math.max(0, (afterS - (times[i]! - startS)) / spanS)) : 0
  const x = xs[i]! + share * (xs[i + 1]! - xs[i]!)
  const y = ys[i]! + share * (ys[i + 1]! - ys[i]!)
  return (x * vx + y * vy) / speed
}

/** The evidence as it is kept with a confirmed track. */
export function asEvidence(strength: Strength, way: Way): TrackEvidence {
  return {
    windowMs: Math.max(strength.windowMs, way.windowMs),
    hits: strength.hits,
    frames: strength.frames,
    displacementPx: way.displacementPx,
    displacementBodies: way.displacementPx / way.bodyPx,
    residualPx: way.residualPx,
    meanSigma: strength.meanSigma,
  }
}
