import { expect, test } from 'vitest'
import {
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
  type Way,
} from './evidence.ts'
import { parameters } from './parameters.ts'

const HZ = 9

interface Go {
  /** Seconds of the track. */
  readonly seconds?: number
  readonly z?: number
  readonly seen?: (frame: number) => boolean
  readonly at?: (tS: number) => readonly [x: number, y: number]
  readonly size?: (tS: number) => number
  readonly stir?: (frame: number) => number
  readonly presence?: number
  /** How many times as much as usual the place asks. */
  readonly asked?: number
  readonly edges?: (x: number, tS: number) => readonly [left: number, right: number]
}

/** Remembers a track and says what its evidence is worth at its end. */
function judge({
  seconds = 2,
  z = 8,
  seen = () => true,
  at = (tS) => [50 + 6 * tS, 40],
  edges = (x) => [x - 3, x + 3],
  size = () => 8,
  stir = () => 1,
  presence = 1,
  asked = 1,
}: Go) {
  const memory = createMemory()
  const strength = { sum: 0, hits: 0, frames: 0, meanSigma: 0, windowMs: 0 }
  const way: Way = { displacementPx: 0, residualPx: 0, windowMs: 0, bodyPx: 1 }
  const frames = Math.round(seconds * HZ)
  let tMs = 0
  for (let i = 0; i <= frames; i++) {
    tMs = (i * 1000) / HZ
    const [x, y] = at(tMs / 1000)
    remember(memory, tMs, 1 / HZ, x, y, seen(i) ? z : 0)
    const [left, right] = edges(x, tMs / 1000)
    if (seen(i)) rememberBody(memory, { size: size(tMs / 1000), stir: stir(i), presence, left, right, top: y - 4, bottom: y + 4 })
  }
  measureStrength(memory, tMs, parameters.evidence.windowS, parameters.evidence.baseSigmas, strength)
  return {
    isStrong: isStrong(strength, parameters.evidence.least),
    isStraight: isStraight(memory, tMs, asked, way),
    isPersistent: isPersistent(memory, tMs, asked, { ...way }),
    hasWandered: hasWandered(memory, tMs, { ...way }),
    isRestless: isRestless(memory, tMs, { displacementPx: 0, residualPx: 0, windowMs: 0, bodyPx: 1 }),
    isGhost: isGhost(memory, tMs),
    isDrifting: isDrifting(memory, tMs),
    way,
    strength,
  }
}

test('a steady walker is strong and straight, and the numbers are those of its way', () => {
  const { isStrong: strong, isStraight: straight, way } = judge({})
  expect([strong, straight]).toEqual([true, true])
  expect(way.displacementPx / way.windowMs).toBeCloseTo(0.006, 3)
  expect(way.residualPx).toBeLessThan(0.01)
})

test('three bright frames are enough, a weak body needs longer', () => {
  expect(judge({ seconds: 2 / HZ, z: 20 }).isStrong).toBe(true)
  expect(judge({ seconds: 4 / HZ, z: 6 }).isStrong).toBe(false)
  expect(judge({ seconds: 1.2, z: 6 }).isStrong).toBe(true)
})

test('seen in half of the frames only: not strong', () => {
  expect(judge({ seen: (frame) => frame % 2 === 0, z: 15 }).isStrong).toBe(false)
})

test('who stands, sways, or hardly moves does not travel', () => {
  expect(judge({ at: () => [50, 40] }).isStraight).toBe(false)
  expect(judge({ at: (tS) => [50 + 6 * Math.sin(8 * tS), 40] }).isStraight).toBe(false)
  expect(judge({ at: (tS) => [50 + tS, 40] }).isStraight).toBe(false)
})

test('one leap is no way: each third must advance', () => {
  expect(judge({ seconds: 0.9, at: (tS) => [tS < 0.45 ? 50 : 62, 40] }).isStraight).toBe(false)
})

test('a weak track must be straighter than a strong one', () => {
  const wobble = (tS: number) => [50 + 6 * tS, 40 + 1.2 * Math.sin(20 * tS)] as const
  expect(judge({ z: 14, at: wobble }).isStraight).toBe(true)
  expect(judge({ z: 5, at: (tS) => wobble(tS), seconds: 1 }).isStraight).toBe(false)
})

test('a weak body is believed after seconds of an even way; not sooner, not where much comes to nothing, not when it wavers', () => {
  const weak = { seconds: 5, z: 4.2, at: (tS: number) => [50 + 2.5 * tS, 40] as const }
  expect([judge(weak).isStrong, judge(weak).isPersistent]).toEqual([false, true])
  expect(judge({ ...weak, seconds: 2 }).isPersistent).toBe(false)
  expect(judge({ ...weak, z: 3.4 }).isPersistent).toBe(false)
  expect(judge({ ...weak, asked: 3 }).isPersistent).toBe(false)
  expect(judge({ ...weak, seen: (frame) => frame % 2 === 0 }).isPersistent).toBe(false)
  expect(judge({ ...weak, at: (tS) => [50 + 2.5 * tS, 40 + 1.5 * Math.sin(4 * tS)] }).isPersistent).toBe(false)
})

test('where much comes to nothing a straighter way is asked', () => {
  const wavers = (tS: number) => [50 + 6 * tS, 40 + 2.4 * Math.sin(9 * tS)] as const
  expect([1, 4].map((asked) => judge({ z: 14, at: wavers, asked }).isStraight)).toEqual([true, false])
})

test('what shrinks from one side moves its centre, but is no mover', () => {
  expect(judge({ edges: (_, tS) => [40 + 12 * tS, 90] }).isStraight).toBe(false)
  expect(judge({ edges: (x) => [x - 3, Number.NaN] }).isStraight).toBe(true)
})

test('a body keeps its size: what bursts or melts away is none', () => {
  expect(judge({ size: (tS) => (Math.floor(2.5 * tS) % 2 === 0 ? 24 : 3), at: (tS) => [50 + 20 * tS, 40] }).isStraight).toBe(
    false,
  )
  expect(judge({ size: (tS) => 8 + 2 * Math.sin(9 * tS) }).isStraight).toBe(true)
})

test('a leap over a gap between two places that stand is no way, however long they are watched', () => {
  const leap = (tS: number) => [tS < 2.5 ? 50 + 0.05 * tS : 57 + 0.05 * tS, 40] as const
  expect(judge({ seconds: 5, at: leap, seen: (frame) => frame < 22 || frame > 34 }).isStraight).toBe(false)
})

test('a slow body is straight once it is watched for long enough', () => {
  expect(judge({ seconds: 2, at: (tS) => [50 + 1.1 * tS, 40] }).isStraight).toBe(false)
  expect(judge({ seconds: 7, at: (tS) => [50 + 1.1 * tS, 40] }).isStraight).toBe(true)
})

test('a ghost is told by edges that stand in the background, and never goes anywhere', () => {
  const ghost = judge({ presence: 0.1 })
  expect([ghost.isGhost, ghost.isStraight, ghost.isDrifting]).toEqual([true, false, false])
  const body = judge({ presence: 0.9 })
  expect([body.isGhost, body.isStraight, body.isDrifting]).toEqual([false, true, true])
})

test('a large body that stirs within is restless; a still one, a small one, and one that stirs once are not', () => {
  const close = { at: () => [50, 40] as const, size: () => 20, z: 20, stir: () => 9 }
  expect(judge(close).isRestless).toBe(true)
  expect(judge({ ...close, stir: () => 1.1 }).isRestless).toBe(false)
  expect(judge({ ...close, size: () => 5 }).isRestless).toBe(false)
  expect(judge({ ...close, z: 6 }).isRestless).toBe(false)
  expect(judge({ ...close, stir: (frame) => (frame % 6 === 0 ? 30 : 1) }).isRestless).toBe(false)
})

test('a bright body that hops, waits and turns back has wandered; one that sways, leaps once or is faint has not', () => {
  const hops = (tS: number) => [[50, 58, 58, 56, 65, 65, 63, 63][Math.floor(tS)] ?? 63, 40] as const
  const wanders = { seconds: 7, z: 20, at: hops }
  expect(judge(wanders)).toMatchObject({ isStraight: false, hasWandered: true })
  expect(judge({ ...wanders, z: 8 }).hasWandered).toBe(false)
  expect(judge({ ...wanders, presence: 0.2 }).hasWandered).toBe(false)
  expect(judge({ ...wanders, at: (tS) => [50 + 12 * Math.sin(3 * tS), 40] }).hasWandered).toBe(false)
  expect(judge({ ...wanders, at: (tS) => [tS < 3.5 ? 50 : 80, 40] }).hasWandered).toBe(false)
})
