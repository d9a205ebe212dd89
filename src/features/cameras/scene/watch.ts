/**
 * The watch over one camera's picture: does it still see what it usually sees? Frames in, a judgement out. Pure; its only clock is
 * the stream's own. Every frame is looked at for life (`stillness.ts`); once a second four frames become a sample of what stands
 * still in the picture (`structure.ts`), which is held against what usually stands there (`reference.ts`).
 */
import { bestShift, correlate, energyOf, type Field, type Shift, withoutRows } from './match.ts'
import { emptyReference, readReference, type SceneReference, writeReference } from './reference.ts'
import { watchStillness } from './stillness.ts'
import { measureStructure } from './structure.ts'

/** OPS 2.1: the scene is lost for this long before a camera is called blind. */
export const blindLimitMs = 30_000
/** A scene that is seen poorly is called so after as long. */
export const poorLimitMs = 30_000

export type SceneState = 'learning' | 'good' | 'poor' | 'blind' | 'frozen'
export type SceneReason =
  | 'covered'
  | 'defocused'
  | 'turned'
  | 'saturated'
  | 'obscured'
  | 'contrast'
  | 'picture-still'
  | 'clock-still'

export interface SceneFacts {
  /** Contrast over noise against what is usual here; 1 is usual. */
  readonly contrastShare: number
  /** Fine edges against coarse ones, against what is usual here; falls when the picture blurs. */
  readonly sharpnessShare: number
  /** How well edges lie where they usually lie; 1 is usual. */
  readonly matchShare: number
  /** Share of the picture's usual edges that are not where they were, 0…1. */
  readonly lostShare: number
  /** Share of the usual detection range that is left, 0…1; see `detectShareOf`. */
  readonly detectShare: number
  /** How far the scene has moved in the picture, pixels of the original, when that can be told. */
  readonly movedPx: number | null
}

export interface SceneJudgement {
  readonly state: SceneState
  readonly reason: SceneReason | null
  /** Stream time from which on the reason was so, milliseconds: the first sign of it, not the moment of judging. */
  readonly sinceMs: number
  readonly facts: SceneFacts
}

/** One frame with what is known about it. `pixels` is only read, and only during the call. */
export interface SceneInput {
  readonly pixels: Uint16Array
  readonly tMs: number
  /** When it arrived by our own steady clock, milliseconds: a stream whose stamps stand still has no other time. */
  readonly arrivedMs: number
  readonly isDamaged: boolean
  readonly shutterClosed: boolean
  /** The detector bridged a step of the whole picture (shutter, key frame, gain). */
  readonly stepBridged: boolean
}

export interface SceneWatch {
  /** Takes one frame; the judgement is the same object until it changes. */
  push(input: SceneInput): SceneJudgement
  /** What is usual here, as text; null until it is learnt. */
  reference(): string | null
  /** Takes up an earlier reference; false when it does not fit this picture. Null: the view is to be learnt anew (a new pose). */
  take(reference: string | null): boolean
}

export interface SceneOptions {
  readonly width: number
  readonly height: number
  readonly bits: 8 | 16
}

const sampleEveryMs = 1000
/** After a shutter or gain step the picture settles for this long before it is sampled again. */
const settleMs = 500
/** Damage smears on in the pictures that build on it, unflagged, until the next key picture: what is judged of them is the line, not the lens. */
const damagedSettleMs = 3000
const stepRestMs = 5000
/** Samples of a first look; and of a look at a view that is already known. */
const learnSamples = 12
const lookSamples = 5
/** A sample that matches less than this with what was learnt shows that nothing stands still here: match says nothing then. */
const matchUsable = 0.25
/** Of the usual match: below it the scene is not where it was. On 23 real recordings no sample fell below 0.66. */
const matchLost = 0.5
/** Edges left, of the usual ones, from which on there is still a scene: another one. */
const sceneLeft = 0.3
const sharpPoor = 0.6
const sharpBlind = 0.3
const contrastGone = 0.12
const detectPoor = 0.55
const lostPoor = 0.4
/** Less than this lost, and the camera still sees a part of what it usually sees, however strange the whole looks. */
const lostBlind = 0.65
const railsMost = 0.5
/** From this contrast share on there is something to see, though it may not be what is usual. */
const richContrast = 0.8
/** No blur adds contrast: what looks soft and is richer than usual is a large soft body. */
const blurContrastMost = 1.3
/** Fog takes large differences as it takes small ones; a blur leaves the large ones. */
const blurSpreadLeast = 0.5
/** A view that is full of movement for longer than this is one that the camera does not see through. */
const busyLimitMs = 120_000
/** Of the picture's width: a scene that moved further was turned; less is a mast in the wind, or the sun on one side of it. */
const turnedShare = 0.04
/** Consecutive samples without a sign that end the patience with it. */
const goodSamples = 4
/** Times the root mean square of the usual edges: stronger ones are cut to this. */
const edgeCap = 2.5
/** A fall that was complete within about this long was a hand, a bag, a door: slower is weather. */
const suddenSamples = 8
const regions = 4
/**
 * Range goes with contrast over noise to this power. From the ladder of detection.md 6: at half the contrast (4 sigma for 8) a walker
 * must be 1.6 times as high to be found as often (8 px for 5), which is 1.6 times nearer: 0.5^x = 1/1.6, x = 0.68.
 */
const rangePower = 0.68

/**
 * Share of the usual detection range that is left when contrast over noise has fallen to `contrastShare` of what is usual:
 * `min(1, contrastShare^0.68)`. It takes the contrast of the ground for that of a person against it, which errs to the careful
 * side: at thermal crossover a person may stand out more than stones do.
 */
export function detectShareOf(contrastShare: number): number {
  return Math.min(1, Math.max(0, contrastShare) ** rangePower)
}

interface Sign {
  readonly state: 'good' | 'poor' | 'blind'
  readonly reason: SceneReason | null
}

const goodSign: Sign = { state: 'good', reason: null }
/** Full of things that move: nothing is said against the camera, and nothing is learnt from it. */
const busySign: Sign = { state: 'good', reason: null }
const signs = new Map<string, Sign>()
/** The same object for the same sign: samples make no litter. */
function sign(state: 'poor' | 'blind', reason: SceneReason): Sign {
  const key = `${state} ${reason}`
  let known = signs.get(key)
  if (!known) {
    known = { state, reason }
    signs.set(key, known)
  }
  return known
}

const noFacts: SceneFacts = {
  contrastShare: 1,
  sharpnessShare: 1,
  matchShare: 1,
  lostShare: 0,
  detectShare: 1,
  movedPx: null,
}

/** Watches the pictures of one camera; one watch per size and depth. */
export function createSceneWatch({ width, height, bits }: SceneOptions): SceneWatch {
  const still = watchStillness(width * height, bits)
  const structure = measureStructure(width, height, bits)
  const { gridWidth, gridHeight } = structure
  const size = { width: gridWidth, height: gridHeight }
  const cells = structure.field.length
  /** The last few seconds, so that one passing body or noisy sample does not speak for the scene. */
  const recent = new Float32Array(cells)
  const recentDetail = new Float32Array(cells)
  const sampleDetail = new Float32Array(cells)
  const usualDetail = new Float32Array(cells)
  const noises = new Float64Array(9)
  const noisesSorted = new Float64Array(9)
  const now: Field = { ...size, values: recent }
  const nowDetail: Field = { ...size, values: recentDetail }
  const beforeDetail: Field = { ...size, values: usualDetail }
  let reference: SceneReference = emptyReference(gridWidth, gridHeight, bits)
  let isKnown = false
  let samples = 0
  let recentSamples = 0
  let splitRow = gridHeight >> 1
  let nextSampleMs = Number.NEGATIVE_INFINITY
  let sampleFromMs = 0
  let stepMs = Number.NEGATIVE_INFINITY
  /** Contrast share that follows slowly: what it was a few seconds ago tells a sudden fall from a slow one. */
  let slowShare = 1
  let smoothShare = 1
  const bad = patience()
  const blind = patience()
  let wasSudden = false
  let lastReason: SceneReason | null = null
  let reasonRun = 0
  let wasBlind = false
  /** How well a sample agrees with the seconds before it. */
  let steadiness = 1
  let isRestRich = true
  /** How well a sample agrees with what was learnt before it: near nothing where nothing stands still. */
  let ownMatch = 0
  const busy = patience()
  let judgement: SceneJudgement = { state: 'learning', reason: null, sinceMs: 0, facts: noFacts }

  function say(state: SceneState, reason: SceneReason | null, sinceMs: number, facts: SceneFacts): SceneJudgement {
    const isSame = judgement.state === state && judgement.reason === reason
    if (isSame && judgement.facts === facts) return judgement
    judgement = { state, reason, sinceMs: isSame ? judgement.sinceMs : sinceMs, facts }
    return judgement
  }

  function usualNoise(): number {
    noises[samples % noises.length] = structure.noise()
    const count = Math.min(samples + 1, noises.length)
    noisesSorted.fill(Number.POSITIVE_INFINITY)
    for (let at = 0; at < count; at++) noisesSorted[at] = noises[at] as number
    noisesSorted.sort()
    return noisesSorted[count >> 1] as number
  }

  /** The strongest edge that counts, as a square: what moves or burns is stronger than a landscape and must not drown it. */
  let strongest = Number.POSITIVE_INFINITY

  function keepRecent(): void {
    const { field } = structure
    withoutRows({ ...size, values: field }, sampleDetail)
    steadiness = recentSamples === 0 ? 1 : Math.max(0, correlate({ ...size, values: sampleDetail }, nowDetail, 0, 0))
    for (let at = 0; at < cells; at += 2) {
      const square = (field[at] as number) ** 2 + (field[at + 1] as number) ** 2
      if (square <= strongest) continue
      const scale = Math.sqrt(strongest / square)
      field[at] = (field[at] as number) * scale
      field[at + 1] = (field[at + 1] as number) * scale
    }
    const share = recentSamples === 0 ? 1 : 0.4
    for (let at = 0; at < cells; at++)
      recent[at] = (recent[at] as number) + share * ((structure.field[at] as number) - (recent[at] as number))
    recentSamples++
    withoutRows(now, recentDetail)
  }

  function adopt(share: number): void {
    const { field } = reference
    for (let at = 0; at < cells; at++)
      field[at] = (field[at] as number) + share * ((structure.field[at] as number) - (field[at] as number))
    refreshDetail()
  }

  function refreshDetail(): void {
    withoutRows({ ...size, values: reference.field }, usualDetail)
    // The row down to which half of all edges lie: what is above is mostly far, and weather takes it first.
    const energy = energyOf(reference.field)
    strongest = isKnown ? (2 * edgeCap ** 2 * energy) / cells : Number.POSITIVE_INFINITY
    const half = energy / 2
    let sum = 0
    splitRow = gridHeight >> 1
    for (let y = 0; y < gridHeight; y++) {
      for (let at = y * gridWidth * 2; at < (y + 1) * gridWidth * 2; at++) sum += (reference.field[at] as number) ** 2
      if (sum >= half) {
        splitRow = Math.max(1, Math.min(gridHeight - 1, y))
        break
      }
    }
  }

  /** Learns from a sample that shows the usual scene. The first minutes count fully, later ones over half an hour. */
  function learn(noise: number): void {
    const n = reference.samples
    const share = Math.max(1 / (n + 1), 1 / 1800)
    const { all, upper, lower } = structure.contrast(splitRow)
    const before = { ...size, values: reference.field }
    if (n > 0) {
      const alone = correlate({ ...size, values: structure.field }, before, 0, 0)
      ownMatch += Math.max(1 / n, 0.1) * (Math.max(0, alone) - ownMatch)
      const quick = Math.max(1 / n, 1 / 300)
      reference.match += quick * (Math.max(0, correlate(now, before, 0, 0)) - reference.match)
      reference.detailMatch += quick * (Math.max(0, correlate(nowDetail, beforeDetail, 0, 0)) - reference.detailMatch)
    }
    adopt(share)
    // Usual is what a good hour shows: it rises within an hour and is not forgotten in a night of fog.
    const follow = (usual: number, value: number) =>
      usual + (n < 60 ? 1 / (n + 1) : value > usual ? 1 / 3600 : 1 / 86_400) * (value - usual)
    reference.contrast = follow(reference.contrast, all / noise)
    reference.upper = follow(reference.upper, upper / noise)
    reference.lower = follow(reference.lower, lower / noise)
    reference.sharpness += share * (structure.sharpness() - reference.sharpness)
    reference.spread += share * (structure.spread() - reference.spread)
    reference.samples = n + 1
  }

  /** Whether edges are left when those that run level through the picture are taken off: they tell a pan best. */
  const hasDetail = () => reference.detailMatch >= matchUsable

  /** Share of the usual edges, by pieces of the picture, that are not there now. */
  function lostShareAt(right: number, down: number): number {
    const [seen, usual, match] = hasDetail()
      ? [nowDetail, beforeDetail, reference.detailMatch]
      : [now, { ...size, values: reference.field }, reference.match]
    const piece = energyOf(usual.values) / regions ** 2
    let lost = 0
    let all = 0
    let keptNow = 0
    let keptUsual = 0
    for (let row = 0; row < regions; row++) {
      for (let column = 0; column < regions; column++) {
        const fromX = Math.floor((column * gridWidth) / regions)
        const toX = Math.floor(((column + 1) * gridWidth) / regions)
        const fromY = Math.floor((row * gridHeight) / regions)
        const toY = Math.floor(((row + 1) * gridHeight) / regions)
        let energy = 0
        for (let y = fromY; y < toY; y++)
          for (let at = (y * gridWidth + fromX) * 2; at < (y * gridWidth + toX) * 2; at++)
            energy += (usual.values[at] as number) ** 2
        // An empty piece says nothing; a very rich one does not speak for all.
        if (energy < 0.1 * piece) continue
        const weight = Math.min(energy, 2 * piece)
        all += weight
        if (correlate(seen, usual, right, down, fromX, toX, fromY, toY) < matchLost * match) {
          lost += weight
          continue
        }
        keptUsual += energy
        for (let y = fromY; y < toY; y++)
          for (let at = (y * gridWidth + fromX) * 2; at < (y * gridWidth + toX) * 2; at++)
            keptNow += (seen.values[at] as number) ** 2
      }
    }
    // Where fog is, nothing is as strong as it was; before a lorry, the rest is.
    isRestRich = keptNow > sceneLeft * keptUsual
    return all === 0 ? 0 : lost / all
  }

  interface Look {
    readonly shift: Shift
    readonly matchShare: number
  }

  /** Where the usual scene lies now, looked for within `reachX`, `reachY` cells. */
  function look(reachX: number, reachY: number): Look {
    const before: Field = { ...size, values: reference.field }
    const shift = hasDetail() ? bestShift(nowDetail, beforeDetail, reachX, reachY) : bestShift(now, before, reachX, reachY)
    const whole = correlate(now, before, Math.round(shift.right), Math.round(shift.down)) / Math.max(matchUsable, reference.match)
    const detail = hasDetail() ? shift.match / reference.detailMatch : whole
    return { shift, matchShare: Math.max(0, Math.min(1, whole, detail)) }
  }

  /** What this one sample says, with its figures. */
  function judge(noise: number): { sign: Sign; facts: SceneFacts } {
    const { all, upper, lower } = structure.contrast(splitRow)
    const share = reference.contrast > 0 ? all / noise / reference.contrast : 1
    smoothShare += 0.5 * (share - smoothShare)
    const sharpnessShare = reference.sharpness > 0 ? structure.sharpness() / reference.sharpness : 1
    const spreadShare = reference.spread > 0 ? structure.spread() / reference.spread : 1
    const isSoft = share < blurContrastMost && spreadShare >= blurSpreadLeast && sharpnessShare < sharpPoor
    const near = look(3, 3)
    const { matchShare } = near
    const movedPx = Math.hypot(near.shift.right, near.shift.down) * structure.cellPx
    const lostShare = lostShareAt(Math.round(near.shift.right), Math.round(near.shift.down))
    const facts = (moved: number | null, detectShare: number): SceneFacts => ({
      contrastShare: round(share),
      sharpnessShare: round(sharpnessShare),
      matchShare: round(matchShare),
      lostShare: round(lostShare),
      detectShare: round(detectShare),
      movedPx: moved === null ? null : Math.round(moved),
    })
    const detectShare = detectShareOf(smoothShare) * Math.min(1, sharpnessShare < sharpPoor ? sharpnessShare / sharpPoor : 1)
    if (matchShare >= matchLost) {
      if (movedPx >= turnedShare * width) return { sign: sign('blind', 'turned'), facts: facts(movedPx, 0) }
      const steady = facts(movedPx, detectShare)
      if (isSoft && sharpnessShare < sharpBlind) return { sign: sign('blind', 'defocused'), facts: { ...steady, detectShare: 0 } }
      if (isSoft) return { sign: sign('poor', 'defocused'), facts: steady }
      if (lostShare > lostPoor && isRestRich)
        return { sign: sign('poor', 'covered'), facts: { ...steady, detectShare: round(1 - lostShare) } }
      if (share < contrastGone) return { sign: sign('blind', 'obscured'), facts: { ...steady, detectShare: 0 } }
      if (detectShare < detectPoor) {
        const farShare = (upper / noise) * reference.lower
        const isFarGone = farShare < 0.6 * (lower / noise) * reference.upper
        return { sign: sign('poor', isFarGone ? 'obscured' : 'contrast'), facts: steady }
      }
      return { sign: goodSign, facts: steady }
    }
    if (structure.railShare() >= railsMost) return { sign: sign('blind', 'saturated'), facts: facts(null, 0) }
    if (lostShare < lostBlind && isRestRich && !isSoft) {
      // Something large stands before a part of the view; the rest is where it was.
      const part = facts(null, Math.min(detectShare, 1 - lostShare))
      return lostShare > lostPoor ? { sign: sign('poor', 'covered'), facts: part } : { sign: busySign, facts: part }
    }
    const left = energyOf(recent) / Math.max(1e-9, energyOf(reference.field))
    if (left >= sceneLeft || share >= richContrast) {
      if (steadiness < matchLost * reference.detailMatch) {
        const isLong = busy.lastedMs(sampleFromMs) >= busyLimitMs
        return { sign: isLong ? sign('poor', 'obscured') : busySign, facts: facts(null, 1 - lostShare) }
      }
      if (sharpnessShare >= sharpPoor) {
        const far = look(Math.floor(gridWidth / 2.5), Math.floor(gridHeight / 3))
        const farPx = Math.hypot(far.shift.right, far.shift.down) * structure.cellPx
        // After a large turn nothing is left to measure it by: then the scene is simply another one.
        return { sign: sign('blind', 'turned'), facts: facts(far.matchShare >= matchLost ? farPx : null, 0) }
      }
    }
    if (spreadShare >= blurSpreadLeast && sharpnessShare < sharpPoor)
      return { sign: sign('blind', 'defocused'), facts: facts(null, 0) }
    // The reason is that of the fall: slow is weather, sudden is something before the lens.
    return { sign: sign('blind', wasSudden ? 'covered' : 'obscured'), facts: facts(null, 0) }
  }

  /** From signs to states: a sign counts when it has stood for its time, and ends when a few samples in a row are without it. */
  function weigh(found: Sign, facts: SceneFacts, tMs: number): void {
    blind.note(found.state === 'blind', sampleFromMs)
    bad.note(found.state !== 'good', sampleFromMs)
    reasonRun = found.reason === lastReason ? reasonRun + 1 : 1
    lastReason = found.reason
    if (found.state === 'blind' && blind.lastedMs(tMs) >= blindLimitMs) say('blind', reasonFor('blind'), blind.sinceMs(), facts)
    else if (judgement.state === 'blind' && blind.isOn()) say('blind', judgement.reason, judgement.sinceMs, facts)
    else if (judgement.state === 'blind' && bad.isOn() && bad.lastedMs(tMs) >= poorLimitMs && wasBlind) {
      // Blindness is over and what is left is not yet good: how poor it is gets its own time.
      bad.restart(sampleFromMs)
      say('blind', judgement.reason, judgement.sinceMs, facts)
    } else if (found.state === 'poor' && bad.lastedMs(tMs) >= poorLimitMs) say('poor', reasonFor('poor'), bad.sinceMs(), facts)
    else if (!bad.isOn()) say('good', null, sampleFromMs, facts)
    else say(judgement.state, judgement.reason, judgement.sinceMs, facts)
    wasBlind = blind.isOn()
  }

  /** A reason that is said stays until another has held for a while: the words on a screen do not flicker. */
  function reasonFor(state: SceneState): SceneReason | null {
    return judgement.state === state && reasonRun < goodSamples ? judgement.reason : lastReason
  }

  function takeSample(tMs: number): void {
    const noise = usualNoise()
    samples++
    keepRecent()
    if (!isKnown) {
      learn(noise)
      if (reference.samples >= learnSamples && ownMatch >= matchUsable) isKnown = true
      return
    }
    if (recentSamples < lookSamples) return
    const share = reference.contrast > 0 ? structure.contrast(splitRow).all / noise / reference.contrast : 1
    const isFalling = slowShare > 0.4 && share < 0.2 * slowShare
    wasSudden = isFalling || (wasSudden && bad.isOn())
    slowShare += (1 / suddenSamples) * (Math.min(1, share) - slowShare)
    const { sign: found, facts } = judge(noise)
    busy.note(found === busySign || found.reason === 'obscured', sampleFromMs)
    weigh(found, facts, tMs)
    if (found === goodSign && !bad.isOn()) learn(noise)
  }

  return {
    push({ pixels, tMs, arrivedMs, isDamaged, shutterClosed, stepBridged }) {
      const stillness = still.push(pixels, tMs, arrivedMs)
      if (stillness === 'picture-still' && still.isFlat()) {
        const sinceMs = still.lastNewMs()
        return tMs - sinceMs < blindLimitMs ? judgement : say('blind', 'saturated', sinceMs, judgement.facts)
      }
      if (stillness !== null)
        return say('frozen', stillness, stillness === 'picture-still' ? still.lastNewMs() : tMs, judgement.facts)
      if (judgement.state === 'frozen') {
        // It lives again. What it shows is judged anew, from now on.
        bad.end()
        blind.end()
        recentSamples = 0
        say('learning', null, tMs, judgement.facts)
      }
      // Cameras with a key picture every second step every second: then steps are usual and do not stop the looking.
      const isStep = stepBridged && tMs - stepMs > stepRestMs
      if (stepBridged) stepMs = tMs
      if (isDamaged || shutterClosed || isStep) {
        structure.restart()
        sampleFromMs = tMs
        nextSampleMs = Math.max(nextSampleMs, tMs + (isDamaged ? damagedSettleMs : settleMs))
        return judgement
      }
      // A picture that is held, by a shutter or on its way to being frozen, is no further sample of the scene.
      if (tMs < nextSampleMs || tMs - still.lastChangeMs() > sampleEveryMs) return judgement
      if (sampleFromMs < nextSampleMs) sampleFromMs = tMs
      if (structure.add(pixels)) {
        takeSample(tMs)
        nextSampleMs = sampleFromMs + sampleEveryMs
        structure.restart()
      }
      return judgement
    },
    reference: () => (isKnown ? writeReference(reference) : null),
    take(text) {
      const found = text === null ? null : readReference(text, gridWidth, gridHeight, bits)
      reference = found ?? emptyReference(gridWidth, gridHeight, bits)
      isKnown = found !== null
      recentSamples = 0
      bad.end()
      blind.end()
      refreshDetail()
      say('learning', null, 0, noFacts)
      return text === null || found !== null
    },
  }
}

interface Patience {
  note(isSo: boolean, atMs: number): void
  isOn(): boolean
  sinceMs(): number
  lastedMs(nowMs: number): number
  restart(atMs: number): void
  end(): void
}

/** Since when something is so, forgiving single samples that say otherwise. A gap without samples proves nothing: it starts anew. */
function patience(): Patience {
  let fromMs: number | null = null
  let against = 0
  let notedMs = 0
  return {
    note(isSo, atMs) {
      if (fromMs !== null && atMs - notedMs > 10 * sampleEveryMs) fromMs = isSo ? atMs : null
      notedMs = atMs
      against = isSo ? 0 : against + 1
      if (isSo) fromMs ??= atMs
      else if (against >= goodSamples) fromMs = null
    },
    isOn: () => fromMs !== null,
    sinceMs: () => fromMs ?? 0,
    lastedMs: (nowMs) => (fromMs === null ? 0 : nowMs - fromMs),
    restart(atMs) {
      fromMs = atMs
    },
    end() {
      fromMs = null
      against = 0
    },
  }
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}
