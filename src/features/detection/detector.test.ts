import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { buildKernels } from '../../../kernels/build.ts'
import type { Frame } from '../cameras/contract.ts'
import { cptvSource } from '../cameras/sources/cptv/server/source.ts'
import type { DetectorOutput, TrackSighting } from './contract.ts'
import { openDetector } from './server/detector.ts'
import { aWalk } from './testing.ts'

await buildKernels()

interface Seen {
  readonly outputs: readonly DetectorOutput[]
  readonly confirmed: readonly TrackSighting[]
  /** Ids of the confirmed tracks, in order of their first alarm. */
  readonly ids: readonly string[]
}

function watch(frames: Iterable<Frame>, kernels: 'simd' | 'plain' = 'simd'): Seen {
  let detector: ReturnType<typeof openDetector> | null = null
  const outputs: DetectorOutput[] = []
  for (const frame of frames) {
    detector ??= openDetector({ width: frame.width, height: frame.height, bits: frame.bits, kernels })
    outputs.push(detector.push(frame))
  }
  const confirmed = outputs.flatMap(({ sightings }) => sightings.filter(({ isConfirmed }) => isConfirmed))
  return { outputs, confirmed, ids: [...new Set(confirmed.map(({ trackId }) => trackId))] }
}

const changed = (frames: Iterable<Frame>, change: (frame: Frame) => Frame) => Array.from(frames, change)
const mapPixels = (frame: Frame, map: (value: number, i: number) => number): Frame => ({
  ...frame,
  pixels: frame.pixels.map(map),
})
const isDetail = ({ box: [x, y, w, h] }: TrackSighting, atX: number, atY: number) =>
  Math.abs(x + w / 2 - atX) < 8 && Math.abs(y + h / 2 - atY) < 8

test('one walker: one track, where the walker is, with its evidence', () => {
  const { confirmed, ids, outputs } = watch(aWalk())
  expect(ids.length).toBe(1)
  for (const sighting of confirmed) {
    expect(isDetail(sighting, 30 + 8 * (sighting.tMs / 1000 - 1.5), 48)).toBe(true)
    expect(sighting.contrast).toBe('warm')
    expect(sighting.evidence!.displacementBodies).toBeGreaterThan(0.69)
    expect(sighting.evidence!.hits).toBeGreaterThanOrEqual(3)
    const sum = Object.values(sighting.classProbabilities).reduce((total, share) => total + share, 0)
    expect(sum).toBeCloseTo(1, 3)
  }
  expect(confirmed[0]!.tMs).toBeLessThan(4500)
  expect(confirmed.length).toBeGreaterThan(25)
  expect(outputs.every(({ stepBridged }) => !stepBridged)).toBe(true)
  expect(outputs.at(-1)!.noise).toBeGreaterThan(3)
  expect(outputs.at(-1)!.noise).toBeLessThan(8)
})

test('the SIMD and the plain form say the same, word for word', () => {
  expect(JSON.stringify(watch(aWalk(), 'simd').outputs)).toBe(JSON.stringify(watch(aWalk(), 'plain').outputs))
})

test('nothing moves: nothing is confirmed', () => {
  for (const seed of [1, 2, 3]) expect(watch(aWalk({ sigmas: 0, seed, frames: 150 })).ids).toEqual([])
})

test('gain and offset of the camera change nothing', () => {
  const { ids, confirmed } = watch(changed(aWalk(), (frame) => mapPixels(frame, (value) => 3 * value + 500)))
  expect(ids.length).toBe(1)
  expect(Math.abs(confirmed.length - watch(aWalk()).confirmed.length)).toBeLessThan(4)
})

test('a colder walker is found like a warmer one', () => {
  const { ids, confirmed } = watch(changed(aWalk(), (frame) => mapPixels(frame, (value) => 6000 - value)))
  expect(ids.length).toBe(1)
  expect(confirmed[0]!.contrast).toBe('cold')
})

test('the mirrored picture gives the mirrored track', () => {
  const mirror = (frame: Frame) =>
    mapPixels(frame, (_, i) => frame.pixels[i - (i % frame.width) + frame.width - 1 - (i % frame.width)]!)
  const { ids, confirmed } = watch(changed(aWalk(), mirror))
  expect(ids.length).toBe(1)
  for (const sighting of confirmed) expect(isDetail(sighting, 128 - (30 + 8 * (sighting.tMs / 1000 - 1.5)), 48)).toBe(true)
})

test('half the frames are enough', () => {
  const half = [...aWalk()].filter(({ index }) => index % 2 === 0).map((frame, index) => ({ ...frame, index }))
  expect(watch(half).ids.length).toBe(1)
})

test('8-bit pictures do as well', () => {
  const grey = (frame: Frame): Frame => ({
    ...mapPixels(frame, (value) => Math.max(0, Math.min(255, (value - 2900) >> 1))),
    bits: 8,
  })
  expect(watch(changed(aWalk(), grey)).ids.length).toBe(1)
})

test('a size that is no multiple of eight loses nothing', () => {
  const { ids, confirmed } = watch(aWalk({ width: 123, height: 93 }))
  expect(ids.length).toBe(1)
  for (const { box } of confirmed) {
    expect(box[0] + box[2]).toBeLessThanOrEqual(123)
    expect(box[1] + box[3]).toBeLessThanOrEqual(93)
  }
})

test('a step of the whole picture is bridged: the walker keeps its track, and nothing else is confirmed', () => {
  const stepped = (flagged: boolean) =>
    changed(aWalk({ frames: 90 }), (frame) => ({
      ...mapPixels(frame, (value, i) => (frame.index < 40 ? value : value + 60 + ((i * 7) % 11))),
      shutterClosed: flagged && frame.index === 40,
    }))
  for (const frames of [stepped(true), stepped(false)]) {
    const { outputs, ids, confirmed } = watch(frames)
    expect(outputs.findIndex(({ stepBridged }) => stepBridged)).toBe(40)
    expect(outputs.filter(({ stepBridged }) => stepBridged).length).toBe(1)
    expect(ids.length).toBe(1)
    expect(confirmed.at(-1)!.frameIndex).toBeGreaterThan(80)
  }
})

test('a picture that steps for ever is not held for ever', () => {
  const shaken = changed(aWalk({ frames: 90 }), (frame) =>
    mapPixels(frame, (value, i) => (frame.index < 20 ? value : value + ((frame.index * 31 + ((i * 7) % 13)) % 11) * 60)),
  )
  const steps = watch(shaken).outputs.map(({ stepBridged }) => stepBridged)
  expect(steps[20]).toBe(true)
  expect(steps.slice(65)).not.toContain(true)
})

test('stored background pictures are passed over', () => {
  const frames = [...aWalk()]
  const background = { ...mapPixels(frames[0]!, (value) => value + 900), isBackground: true }
  const { outputs, ids } = watch([background, ...frames])
  expect(outputs[0]!.sightings).toEqual([])
  expect(ids.length).toBe(1)
})

test('damaged frames confirm nothing by themselves', () => {
  expect(watch(changed(aWalk(), (frame) => ({ ...frame, isDamaged: frame.index > 12 }))).ids).toEqual([])
  const patchy = watch(changed(aWalk(), (frame) => ({ ...frame, isDamaged: frame.index % 5 === 0 })))
  expect(patchy.ids.length).toBe(1)
  const first = new Map(patchy.confirmed.toReversed().map((sighting) => [sighting.trackId, sighting.frameIndex]))
  for (const frameIndex of first.values()) expect(frameIndex % 5).not.toBe(0)
})

test('a track that is lost ends once, and says whether it was confirmed', () => {
  const frames = [...aWalk({ frames: 60 })]
  const still = [...aWalk({ frames: 130, sigmas: 0 })].slice(60)
  const { outputs, ids } = watch([...frames, ...still])
  const ended = outputs.flatMap(({ ended: some }) => some)
  expect(ended.filter(({ wasConfirmed }) => wasConfirmed).map(({ trackId }) => trackId)).toEqual(ids)
  expect(new Set(ended.map(({ trackId }) => trackId)).size).toBe(ended.length)
})

test('on a real recording, and on it mirrored and with the sign turned, the same one animal is found', async () => {
  const path = '../shared/thermal/cptv-bird/cptv-bird.cptv'
  if (!existsSync(path)) {
    console.log(`recording absent (${path}): invariances are checked on rendered scenes alone`)
    return
  }
  const never = new AbortController().signal
  const source = await cptvSource.open({ address: path, login: null, name: null, isLooped: false, rate: 'max' }, never)
  const frames: Frame[] = []
  for await (const frame of source.frames(never)) frames.push({ ...frame, pixels: frame.pixels.slice() })
  const forms = [
    frames,
    changed(frames, (frame) => mapPixels(frame, (value) => 8000 - value)),
    changed(frames, (frame) =>
      mapPixels(frame, (_, i) => frame.pixels[i - (i % frame.width) + frame.width - 1 - (i % frame.width)]!),
    ),
    changed(frames, (frame) => mapPixels(frame, (value) => 2 * value + 777)),
  ]
  for (const form of forms) expect(watch(form).ids.length).toBe(1)
})
