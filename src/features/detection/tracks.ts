/** Pixel tracks: association in two passes, evidence, coasting, stitching (recipe, steps 8 to 11). */
import type { Blob, Blobs } from './blobs.ts'
import type { TrackEnd, TrackEvidence } from './contract.ts'
import {
  asEvidence,
  type BodyLook,
  createMemory,
  hasWandered,
  isDrifting,
  isGhost,
  isPersistent,
  isRestless,
  isStraight,
  isStrong,
  measureStrength,
  remember,
  rememberBody,
  type Strength,
  type TrackMemory,
  type Way,
} from './evidence.ts'
import { parameters } from './parameters.ts'

const { tracks: limits, blobs: bars, evidence: needs, drift, weak } = parameters

/** Pairs of track and blob within gates that are weighed in one pass; a picture with more is a storm. */
const PAIRS_MAX = 1024

/** Specks are counted from each of these strengths on, sigmas. */
const SPECK_BARS = [0, 8, 16, 32, 64, 128]
const speckClass = (sigmas: number) => SPECK_BARS.findLastIndex((bar) => bar <= sigmas)

/** One pixel track. Objects are used again for later tracks, under a new id. */
export interface Track {
  id: string
  sign: 1 | -1
  isConfirmed: boolean
  /** Seen in the frame taken last. */
  isSeen: boolean
  /** Where something was that has gone: never confirmed, and given up. */
  isGhost: boolean
  /** Not confirmed, but perhaps a slow body. */
  isDrifting: boolean
  /** One blob is that of this track and of another. */
  isSharing: boolean
  /** Another track goes on under its id. */
  isOver: boolean
  x: number
  y: number
  /** Pixels a second. */
  vx: number
  vy: number
  /** What x, y, vx and vy would be in this frame by the way so far alone. */
  readonly ahead: { x: number; y: number; vx: number; vy: number }
  /** The blob of this frame, by its place in the list; −1 without one. */
  blob: number
  /** When it last had a blob of its own. */
  aloneMs: number
  left: number
  top: number
  width: number
  height: number
  /** Smoothed size of the body, pixels: the root of its box's area. */
  bodyPx: number
  peak: number
  /** Smoothed peak, sigmas. */
  usualSigmas: number
  hits: number
  lastSeenMs: number
  /** From the sighting before the last to the last. */
  waitedS: number
  bornMs: number
  score: number
  /** What its sightings say against chance, the older ones less. */
  says: number
  /** How many times `evidence.least` is asked of it: the most that any place asked where it has been, as leaves swing over borders. */
  asked: number
  /** It began with a weak blob, and weak ones may continue it from the beginning. */
  isBornWeak: boolean
  evidence: TrackEvidence | null
  readonly memory: TrackMemory
}

/** A confirmed track that was lost, waiting to be found again. */
interface Lost {
  id: string
  sign: 1 | -1
  x: number
  y: number
  vx: number
  vy: number
  bodyPx: number
  lastSeenMs: number
  evidence: TrackEvidence | null
}

/** What may happen in this frame. */
export interface Allowance {
  /** New tracks may begin with blobs stronger than this, sigmas. */
  readonly birthSigmas: number
  /** … and with likely ones stronger than this. */
  readonly weakBirthSigmas: number
  /** Tracks may be confirmed (never by a damaged frame). */
  readonly confirmations: boolean
}

/** The tracker of one camera. */
export interface Tracks {
  readonly list: readonly Track[]
  take(tMs: number, blobs: Blobs, allow: Allowance, ended: TrackEnd[]): void
}

/** A tracker without tracks, for pictures of this size. */
export function createTracks(width: number, height: number): Tracks {
  const list: Track[] = []
  const spare: Track[] = []
  const lost: Lost[] = []
  const strength: Strength = { sum: 0, hits: 0, frames: 0, meanSigma: 0, windowMs: 0 }
  const way: Way = { displacementPx: 0, residualPx: 0, windowMs: 0, bodyPx: 1 }
  const look: BodyLook = { size: 1, stir: 1, presence: 1, left: 0, right: 0, top: 0, bottom: 0 }
  const trackTaken = new Uint8Array(limits.countMax + 1)
  const blobTaken = new Uint8Array(bars.countMax + 1)
  const pairPrices = new Float64Array(PAIRS_MAX)
  const pairTracks = new Int16Array(PAIRS_MAX)
  const pairBlobs = new Int16Array(PAIRS_MAX)
  let nextId = 1
  let lastMs = 0
  /** Seconds between frames, as they come. */
  let paceS = 0
  /** Specks a frame, running, by strength: what stood out once or twice and never again. Those of this frame are counted in `passed`. */
  const specks = new Float64Array(SPECK_BARS.length)
  const passed = new Float64Array(SPECK_BARS.length)
  /** What came to nothing at each place, sightings a frame, running; and in this frame. */
  const cellsAcross = Math.ceil(width / needs.placePx)
  const cellsDown = Math.ceil(height / needs.placePx)
  const idle = new Float32Array(cellsAcross * cellsDown)
  const came = new Float32Array(cellsAcross * cellsDown)
  /** When the last step of the whole picture was. */
  let heldMs = Number.NEGATIVE_INFINITY
  /** Weakest that is kept of a crowd; 0 where there is none. */
  let crowdSigmas = 0

  function mayFound({ peak, isLikely }: Blob, { birthSigmas, weakBirthSigmas }: Allowance): boolean {
    return peak > birthSigmas || (isLikely && peak > weakBirthSigmas)
  }

  function bear(tMs: number, stepS: number, blob: Blob): void {
    if (list.length >= limits.countMax) return
    const track = spare.pop() ?? emptyTrack()
    track.id = String(nextId++)
    track.sign = blob.sign
    track.isConfirmed = false
    track.isGhost = false
    track.isDrifting = false
    track.isOver = false
    track.isSharing = false
    track.aloneMs = tMs
    track.x = blob.x
    track.y = blob.y
    track.vx = 0
    track.vy = 0
    track.bodyPx = Math.sqrt(blob.width * blob.height)
    track.hits = 0
    track.bornMs = tMs
    track.lastSeenMs = tMs
    track.score = 0
    track.says = 0
    track.asked = 1
    track.isBornWeak = blob.peak <= bars.birthSigmas
    track.evidence = null
    track.memory.written = 0
    list.push(track)
    see(track, tMs, stepS, blob)
  }

  function see(track: Track, tMs: number, stepS: number, blob: Blob): void {
    track.hits++
    const n = track.hits
    if (n > 1) {
      const sinceS = Math.max(1e-3, (tMs - track.lastSeenMs) / 1000)
      // Gains of a growing straight-line fit, until they fall to those of the steady filter.
      const pace = Math.min(2, sinceS * needs.perHz)
      const gain = Math.max((2 * (2 * n - 1)) / (n * (n + 1)), 1 - (1 - limits.positionGain) ** pace)
      const rate = Math.max(6 / (n * (n + 1)), limits.velocityGain * Math.min(1, pace * pace))
      const offX = blob.x - (track.x + track.vx * sinceS)
      const offY = blob.y - (track.y + track.vy * sinceS)
      track.x += track.vx * sinceS + gain * offX
      track.y += track.vy * sinceS + gain * offY
      track.vx += (rate / sinceS) * offX
      track.vy += (rate / sinceS) * offY
    }
    track.isSeen = true
    track.waitedS = (tMs - track.lastSeenMs) / 1000
    track.lastSeenMs = tMs
    track.left = blob.left
    track.top = blob.top
    track.width = blob.width
    track.height = blob.height
    track.peak = blob.peak
    track.usualSigmas += (n === 1 ? 1 : 0.25) * (blob.peak - track.usualSigmas)
    track.bodyPx += 0.25 * (Math.sqrt(blob.width * blob.height) - track.bodyPx)
    remember(track.memory, tMs, stepS, blob.x, blob.y, blob.peak)
    const right = blob.left + blob.width
    const bottom = blob.top + blob.height
    look.size = Math.sqrt(blob.width * blob.height)
    look.stir = blob.stir
    look.presence = blob.presence
    look.left = blob.left > 0 ? blob.left : Number.NaN
    look.right = right < width ? right : Number.NaN
    look.top = blob.top > 0 ? blob.top : Number.NaN
    look.bottom = bottom < height ? bottom : Number.NaN
    rememberBody(track.memory, look)
  }

  /** Distance over gate, or Infinity outside it. */
  function cost(track: Track, blob: Blob, tMs: number, share: number): number {
    if (track.sign !== blob.sign) return Number.POSITIVE_INFINITY
    const sinceS = (tMs - track.lastSeenMs) / 1000
    const body = Math.max(track.bodyPx, Math.sqrt(blob.width * blob.height))
    const isFresh = track.hits === 1 && Math.min(track.peak, blob.peak) > limits.bornBrightSigmas
    const gate =
      share *
      ((isFresh ? limits.gateBornBodies * body : 0) +
        limits.gatePx +
        limits.gateBodies * body +
        Math.min(sinceS, 0.5) * (limits.gatePxPerS + limits.gateBodiesPerS * track.bodyPx))
    const offX = track.x + track.vx * sinceS - blob.x
    const offY = track.y + track.vy * sinceS - blob.y
    // Not `Math.hypot`: it takes memory, and this is asked of every track and blob.
    const distance = Math.sqrt(offX * offX + offY * offY)
    return distance > gate ? Number.POSITIVE_INFINITY : distance / gate
  }

  /** Best pairs first, confirmed tracks preferred; every track and blob at most once. */
  function associate(tMs: number, stepS: number, blobs: Blobs, born: number, isWeak: boolean): void {
    const pairs = gatherPairs(tMs, blobs, born, isWeak)
    for (;;) {
      let best = -1
      for (let p = 0; p < pairs; p++) {
        if (trackTaken[pairTracks[p]!] === 1 || blobTaken[pairBlobs[p]!] === 1) continue
        if (best < 0 || pairPrices[p]! < pairPrices[best]!) best = p
      }
      if (best < 0) return
      trackTaken[pairTracks[best]!] = 1
      blobTaken[pairBlobs[best]!] = 1
      list[pairTracks[best]!]!.blob = pairBlobs[best]!
      see(list[pairTracks[best]!]!, tMs, stepS, blobs.list[pairBlobs[best]!]!)
    }
  }

  /**
   * Two bodies that pass each other are one blob for a while: both go on by their own way, none is drawn to the middle of both, and
   * afterwards each finds its own again. For so long only; then there was but one.
   */
  function share(tMs: number, blobs: Blobs): void {
    for (const track of list) {
      if (!track.isConfirmed || track.blob >= 0) continue
      for (const other of list) {
        if (other === track || !other.isConfirmed || other.blob < 0) continue
        if (cost(track, blobs.list[other.blob]!, tMs, 1) === Number.POSITIVE_INFINITY) continue
        if (tMs - Math.min(track.aloneMs, other.aloneMs) > limits.shareS * 1000) continue
        Object.assign(track, track.ahead)
        Object.assign(other, other.ahead)
        track.lastSeenMs = tMs
        other.isSharing = true
        track.isSharing = true
        break
      }
    }
    for (const track of list) {
      if (!track.isSharing && track.blob >= 0) track.aloneMs = tMs
      track.isSharing = false
    }
  }

  /** All pairs within their gate; returns how many. */
  function gatherPairs(tMs: number, blobs: Blobs, born: number, isWeak: boolean): number {
    let pairs = 0
    for (let t = 0; t < born; t++) {
      const track = list[t]!
      if (trackTaken[t] === 1 || (isWeak && track.hits < limits.weakHitsMin && !track.isBornWeak)) continue
      for (let b = 0; b < blobs.count && pairs < PAIRS_MAX; b++) {
        if (blobTaken[b] === 1 || (!isWeak && blobs.list[b]!.peak <= bars.birthSigmas)) continue
        // A speck goes on as something bright only where that should be, and the weakest never.
        const isSpeck = blobs.list[b]!.peak < needs.speckShare * track.usualSigmas
        if (isSpeck && blobs.list[b]!.peak < bars.keepSigmas) continue
        const price = cost(track, blobs.list[b]!, tMs, isSpeck ? limits.speckGateShare : isWeak ? limits.weakGateShare : 1)
        if (price === Number.POSITIVE_INFINITY) continue
        pairPrices[pairs] = price - (track.isConfirmed ? 0.5 : 0)
        pairTracks[pairs] = t
        pairBlobs[pairs] = b
        pairs++
      }
    }
    return pairs
  }

  /**
   * How much the newest sighting of a track says against chance: −ln of the chance that something which stood out for no reason fell
   * into its gate. The first sighting says nothing; the second fell into the wide gate of a fresh track.
   */
  function saysNow(track: Track): number {
    if (track.hits === 1) return 0
    const bar = needs.speckShare * strength.meanSigma
    // Of a crowd only the strongest are kept: of weaker ones nobody knows how many there are.
    if (bar < crowdSigmas) return -Math.log(needs.chanceMost)
    const rate = specks[speckClass(bar)]! / (width * height)
    const isFresh = track.hits === 2
    const gate =
      limits.gatePx +
      limits.gateBodies * track.bodyPx +
      (isFresh ? limits.gateBornBodies * track.bodyPx : 0) +
      (limits.gatePxPerS + limits.gateBodiesPerS * track.bodyPx) * Math.min(track.waitedS, 0.5)
    const share = rate * Math.PI * gate * gate
    return -Math.log(Math.max(needs.chanceLeast, Math.min(needs.chanceMost, share)))
  }

  function cellOf(x: number, y: number): number {
    const column = Math.max(0, Math.min(cellsAcross - 1, Math.floor(x / needs.placePx)))
    return Math.max(0, Math.min(cellsDown - 1, Math.floor(y / needs.placePx))) * cellsAcross + column
  }

  /** Strong and going its way as a body does; or weak, and doing so for long. */
  function isMover({ memory, says, asked }: Track, tMs: number, isStrongHere: boolean): boolean {
    if (isStrongHere && says >= needs.surpriseLeast) {
      if (isStraight(memory, tMs, asked, way) || isRestless(memory, tMs, way) || hasWandered(memory, tMs, way)) return true
    }
    return says >= weak.surpriseLeast && isPersistent(memory, tMs, asked, way)
  }

  function judge(track: Track, tMs: number, stepS: number, allow: Allowance, ended: TrackEnd[]): void {
    // A camera with few frames a second is given a window that holds enough of them.
    const windowS = Math.max(needs.windowS, needs.windowFrames * paceS)
    measureStrength(track.memory, tMs, windowS, needs.baseSigmas, strength)
    track.says = track.says * Math.exp(-stepS / needs.saysS) + saysNow(track)
    const weight = Math.max(0, strength.sum) / needs.least
    track.score = track.isConfirmed ? Math.max(0.5, weight / (1 + weight)) : 0.5 * Math.min(1, weight)
    track.isGhost = isGhost(track.memory, tMs)
    // Where much comes to nothing (leaves, the edge of a cloud), more is asked; and everywhere when it rains.
    const rain = specks[speckClass(needs.rainSigmas)]! / (width * height * needs.rainSpecks)
    track.asked = Math.max(track.asked, rain, idle[cellOf(track.x, track.y)]! / needs.placeIdle)
    const isStrongHere = isStrong(strength, needs.least * track.asked)
    const mayDrift = !track.isConfirmed && !track.isGhost && tMs - track.bornMs < drift.mostS * 1000
    track.isDrifting = mayDrift && isStrongHere && isDrifting(track.memory, tMs)
    if (track.isGhost || track.isConfirmed || !allow.confirmations || !isMover(track, tMs, isStrongHere)) return
    track.isConfirmed = true
    track.evidence = asEvidence(strength, way)
    track.score = Math.max(0.5, weight / (1 + weight))
    if (!takeOver(track, tMs, ended)) stitch(track, tMs, ended)
  }

  /** A part of a body that was confirmed before the whole goes on as the whole: same sign, one within the other's box. */
  function takeOver(track: Track, tMs: number, ended: TrackEnd[]): boolean {
    for (const other of list) {
      if (other === track || !other.isConfirmed || other.isOver || other.sign !== track.sign) continue
      if (!isWithin(other, track) && !isWithin(track, other)) continue
      ended.push({ trackId: track.id, tMs, wasConfirmed: false })
      track.id = other.id
      other.isOver = true
      other.isSeen = false
      return true
    }
    return false
  }

  /** A track confirmed near a lost one goes on under the lost one's id; its own ends without ever having alarmed. */
  function stitch(track: Track, tMs: number, ended: TrackEnd[]): void {
    let best = -1
    let nearest = Number.POSITIVE_INFINITY
    for (let i = 0; i < lost.length; i++) {
      const other = lost[i]!
      if (other.sign !== track.sign) continue
      const sinceS = Math.max(0, (track.bornMs - other.lastSeenMs) / 1000)
      if (sinceS > limits.stitchS) continue
      const reach = Math.max(limits.stitchPx, limits.stitchBodies * Math.max(other.bodyPx, track.bodyPx))
      const stood = Math.hypot(other.x - track.x, other.y - track.y)
      const went = Math.hypot(other.x + other.vx * sinceS - track.x, other.y + other.vy * sinceS - track.y)
      // One that began as a speck long before it was the body is where the body should be by now.
      const nowS = (tMs - other.lastSeenMs) / 1000
      const goes = Math.hypot(other.x + other.vx * nowS - track.x, other.y + other.vy * nowS - track.y)
      const distance = Math.min(stood, went, goes)
      if (distance > reach || distance >= nearest) continue
      best = i
      nearest = distance
    }
    if (best < 0) return
    ended.push({ trackId: track.id, tMs, wasConfirmed: false })
    track.id = lost[best]!.id
    lost.splice(best, 1)
  }

  /** What is gone without a word: taken over by another, or a ghost. */
  function dropOver(tMs: number, ended: TrackEnd[]): void {
    for (let t = list.length - 1; t >= 0; t--) {
      const track = list[t]!
      const isGone = track.isConfirmed && track.isGhost
      if (!track.isOver && !isGone) continue
      if (isGone && !track.isOver) ended.push({ trackId: track.id, tMs, wasConfirmed: true })
      list.splice(t, 1)
      spare.push(track)
    }
  }

  function lose(t: number, tMs: number, ended: TrackEnd[]): void {
    const track = list[t]!
    list.splice(t, 1)
    spare.push(track)
    if (!track.isConfirmed) {
      const cell = cellOf(track.x, track.y)
      // A step of the whole picture loses tracks that had every right to go on.
      if (track.lastSeenMs > heldMs) came[cell] = came[cell]! + Math.min(track.hits, needs.placeHitsMost)
      if (track.hits <= 2) for (let i = speckClass(track.peak); i >= 0; i--) passed[i] = passed[i]! + 1
      ended.push({ trackId: track.id, tMs, wasConfirmed: false })
    } else {
      const { id, sign, x, y, vx, vy, bodyPx, lastSeenMs, evidence } = track
      lost.push({ id, sign, x, y, vx, vy, bodyPx, lastSeenMs, evidence })
    }
  }

  return {
    list,
    take(tMs, blobs, allow, ended) {
      const stepS = Math.max(0, (tMs - lastMs) / 1000)
      lastMs = tMs
      if (stepS > 0) {
        paceS += Math.min(1, paceS === 0 ? 1 : 0.2) * (Math.min(limits.paceMostS, stepS) - paceS)
        for (let i = 0; i < specks.length; i++)
          specks[i] = specks[i]! + Math.min(1, stepS / needs.speckS) * (passed[i]! - specks[i]!)
        passed.fill(0)
        const share = Math.min(1, stepS / needs.placeS)
        for (let i = 0; i < idle.length; i++) idle[i] = idle[i]! + share * (came[i]! - idle[i]!)
        came.fill(0)
      }
      if (!allow.confirmations) heldMs = tMs
      const isCrowd = blobs.isCrowded && allow.birthSigmas <= bars.birthSigmas
      crowdSigmas = isCrowd ? blobs.list[blobs.count - 1]!.peak : 0
      trackTaken.fill(0)
      blobTaken.fill(0)
      for (const track of list) {
        track.isSeen = false
        track.blob = -1
        const sinceS = (tMs - track.lastSeenMs) / 1000
        track.ahead.x = track.x + track.vx * sinceS
        track.ahead.y = track.y + track.vy * sinceS
        track.ahead.vx = track.vx
        track.ahead.vy = track.vy
      }
      const born = list.length
      associate(tMs, stepS, blobs, born, false)
      associate(tMs, stepS, blobs, born, true)
      share(tMs, blobs)
      for (let t = 0; t < born; t++) if (trackTaken[t] === 0) remember(list[t]!.memory, tMs, stepS, list[t]!.x, list[t]!.y, 0)
      for (let b = 0; b < blobs.count; b++) {
        if (blobTaken[b] === 0 && mayFound(blobs.list[b]!, allow)) bear(tMs, stepS, blobs.list[b]!)
      }
      for (const track of list) if (track.isSeen) judge(track, tMs, stepS, allow, ended)
      dropOver(tMs, ended)
      for (let t = list.length - 1; t >= 0; t--) {
        const coastS = Math.max(list[t]!.isConfirmed ? limits.coastConfirmedS : limits.coastS, limits.coastFrames * paceS)
        if (tMs - list[t]!.lastSeenMs > coastS * 1000) lose(t, tMs, ended)
      }
      while (lost.length > 0 && tMs - lost[0]!.lastSeenMs > limits.lostS * 1000) {
        ended.push({ trackId: lost.shift()!.id, tMs, wasConfirmed: true })
      }
    },
  }
}

/** Whether the middle of the one lies in the box of the other, or hardly outside it. */
function isWithin(one: Track, box: Track): boolean {
  const near = limits.gatePx
  return (
    one.x >= box.left - near &&
    one.x <= box.left + box.width + near &&
    one.y >= box.top - near &&
    one.y <= box.top + box.height + near
  )
}

function emptyTrack(): Track {
  return {
    id: '',
    sign: 1,
    isConfirmed: false,
    isSeen: false,
    isGhost: false,
    isDrifting: false,
    isSharing: false,
    isOver: false,
    x: 0,
    y: 0,
    vx: 0,
    vy: 0,
    ahead: { x: 0, y: 0, vx: 0, vy: 0 },
    blob: -1,
    aloneMs: 0,
    left: 0,
    top: 0,
    width: 1,
    height: 1,
    bodyPx: 1,
    peak: 0,
    usualSigmas: 0,
    hits: 0,
    lastSeenMs: 0,
    waitedS: 0,
    bornMs: 0,
    score: 0,
    says: 0,
    asked: 1,
    isBornWeak: false,
    evidence: null,
    memory: createMemory(),
  }
}
