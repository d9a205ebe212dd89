import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { buildKernels } from '../../../kernels/build.ts'
import type { Frame } from '../cameras/contract.ts'
import { cptvSource } from '../cameras/sources/cptv/server/source.ts'
import type { DetectorOutput, TrackSighting } from './contract.ts'
import { openDetector } from './server/detector.ts'
import { aWalk, type Going, generator, goings } from './testing.ts'

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

test('a tall body draws no streak along its columns that would be a second mover', () => {
  // An uncooled sensor: columns that wander and rows that flicker, which are measured over the picture and taken off.
  const wandering = (frames: Iterable<Frame>, seed: number) => {
    const draw = generator(seed)
    const columns = new Float32Array(160)
    return changed(frames, (frame) => {
      for (let x = 0; x < columns.length; x++) columns[x] = 0.95 * columns[x]! + 3 * (draw() - 0.5)
      const rows = Float32Array.from({ length: frame.height }, () => 10 * (draw() - 0.5))
      return mapPixels(frame, (value, i) => Math.round(value + columns[i % 160]! + rows[Math.floor(i / 160)]!))
    })
  }
  const names = [1, 2, 3, 4, 5, 6].map((seed) => {
    const walker: Going = (tS) => (tS < 5 || tS > 15 ? null : { x: 20 + 11 * (tS - 5), y: 60, heightPx: 16, sigmas: 8 })
    return watch(wandering(goings([walker], 16, { width: 160, height: 120, seed }), seed)).ids.length
  })
  expect(names).toEqual([1, 1, 1, 1, 1, 1])
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

test('a camera that changes its gain and offset in one frame is bridged in 8 bit, without births and without blindness', () => {
  const agc = changed(aWalk({ frames: 90 }), (frame): Frame => {
    const [gain, offset] = frame.index < 45 ? [0.8, -2300] : [1.1, -3170]
    return { ...mapPixels(frame, (value) => Math.max(0, Math.min(255, Math.round(gain * value + offset)))), bits: 8 }
  })
  const { ids, confirmed } = watch(agc)
  expect(ids.length).toBe(1)
  const after = confirmed.filter(({ frameIndex }) => frameIndex >= 45)
  expect(after[0]!.frameIndex).toBeLessThanOrEqual(45 + 3)
  expect(after.length).toBeGreaterThan(25)
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

/** The same frames as a mast that shakes shows them: bilinear, over ground with edges. */
function* shaken(amplitudePx: number, seconds: number): Generator<Frame> {
  const [width, height, border] = [160, 120, 4]
  const draw = generator(8)
  const rocks = Array.from({ length: 60 }, () => [draw() * 170, draw() * 130, 3 + draw() * 12, (draw() - 0.5) * 120] as const)
  const walker: Going = (tS) => (tS < 8 ? null : { x: 20 + 7 * (tS - 8), y: 60, heightPx: 9, sigmas: 8 })
  const pixels = new Uint16Array(width * height)
  for (const frame of goings([walker], seconds, { width: width + 2 * border, height: height + 2 * border })) {
    const tS = frame.tMs / 1000
    const [x, y] = [border + amplitudePx * Math.sin(5.3 * tS), border + 0.6 * amplitudePx * Math.sin(7.1 * tS)]
    const at = (u: number, v: number) => {
      let value = frame.pixels[v * frame.width + u]!
      for (const [left, top, side, counts] of rocks) if (u > left && u < left + side && v > top && v < top + side) value += counts
      return value
    }
    for (let v = 0; v < height; v++) {
      for (let u = 0; u < width; u++) {
        const [a, b] = [Math.floor(u + x), Math.floor(v + y)]
        const [shareX, shareY] = [u + x - a, v + y - b]
        const above = at(a, b) * (1 - shareX) + at(a + 1, b) * shareX
        const below = at(a, b + 1) * (1 - shareX) + at(a + 1, b + 1) * shareX
        pixels[v * width + u] = Math.round(above * (1 - shareY) + below * shareY)
      }
    }
    yield { ...frame, width, height, pixels }
  }
}

test('a mast that shakes by a pixel or two hides no walker and makes none', () => {
  for (const amplitudePx of [1, 2]) {
    const { confirmed } = watch(shaken(amplitudePx, 24))
    const isOn = ({ box: [x, y, w, h], tMs }: TrackSighting) =>
      Math.abs(x + w / 2 - (20 + 7 * (tMs / 1000 - 8) - 4)) < 9 && Math.abs(y + h / 2 - 56) < 9
    expect(confirmed.filter((sighting) => !isOn(sighting))).toEqual([])
    expect(confirmed.length).toBeGreaterThan(40)
  }
})

/** Walks in from the left until `untilS`, stands or lies until `restS`, and goes on. */
const comesAndRests =
  (untilS: number, restS: number, look = { heightPx: 10, sigmas: 8 }): Going =>
  (tS) => {
    if (tS < 3) return null
    const walkedS = tS < untilS ? tS - 3 : tS < restS ? untilS - 3 : untilS - 3 + tS - restS
    return { x: 12 + 6 * walkedS, y: 40, ...look }
  }

test('who lies still for ten minutes stays one track, and goes on as the same', { timeout: 120_000 }, () => {
  const { ids, confirmed } = watch(goings([comesAndRests(8, 612, { heightPx: 8, sigmas: 6 })], 618))
  expect(ids.length).toBe(1)
  const seconds = confirmed.map(({ tMs }) => tMs / 1000)
  expect(seconds.filter((tS) => tS > 8 && tS < 612).length).toBeGreaterThan(0.98 * 604 * 9)
  expect(seconds.at(-1)).toBeGreaterThan(616)
})

test('where somebody stood from the start and left there is no mover afterwards', () => {
  for (const sigmas of [12, -12, 40]) {
    const leaves: Going = (tS) => ({ x: tS < 4 ? 40 : 40 + 8 * (tS - 4), y: 36, heightPx: 14, sigmas })
    const { confirmed } = watch(goings([leaves], 40))
    const left = confirmed.filter(({ tMs, box: [x, , w] }) => tMs > 14_000 && Math.abs(x + w / 2 - 40) < 10)
    expect(left).toEqual([])
    expect(confirmed.length).toBeGreaterThan(0)
  }
})

test('who is hidden for three seconds comes out as the same, though specks stand where somebody was', () => {
  for (const seed of [1, 2, 12, 16, 18]) {
    const draw = generator(seed)
    const [pace, heightPx, sigmas, hiddenS, y] = [
      4 + 5 * draw(),
      7 + 6 * draw(),
      10 - 3 * draw(),
      7 + 2 * draw(),
      30 + 30 * draw(),
    ]
    const walker: Going = (tS) =>
      tS < 2 || (tS > hiddenS && tS < hiddenS + 3) ? null : { x: 10 + pace * (tS - 2), y, heightPx, sigmas }
    const { ids, confirmed } = watch(goings([walker], 16, { width: 160, height: 96, seed }))
    expect(ids.length, `seed ${seed}`).toBe(1)
    expect(confirmed.at(-1)!.tMs).toBeGreaterThan((hiddenS + 4) * 1000)
  }
})

test('two who cross keep their names', () => {
  const crossing: readonly Going[] = [
    (tS) => (tS < 2 ? null : { x: 10 + 6 * (tS - 2), y: 30 + 1.2 * (tS - 2), heightPx: 9, sigmas: 9 }),
    (tS) => (tS < 2 ? null : { x: 86 - 6 * (tS - 2), y: 45 - 1.2 * (tS - 2), heightPx: 9, sigmas: 12 }),
  ]
  const { ids, confirmed } = watch(goings(crossing, 13))
  expect(ids.length).toBe(2)
  for (const id of ids) {
    const xs = confirmed.filter(({ trackId }) => trackId === id).map(({ box: [x, , w] }) => x + w / 2)
    expect(Math.abs(xs.at(-1)! - xs[0]!)).toBeGreaterThan(45)
  }
})

test('a picture full of specks is bounded, is said to be crowded, and confirms nobody', () => {
  const draw = generator(3)
  const rain = Array.from(
    { length: 400 },
    (): Going => (tS) => (tS < 2 ? null : { x: 256 * draw(), y: 192 * draw(), heightPx: 3, sigmas: 20 }),
  )
  const { outputs, ids } = watch(goings(rain, 12, { width: 256, height: 192 }))
  expect(ids).toEqual([])
  expect(outputs.slice(0, 17).some(({ isCrowded }) => isCrowded)).toBe(false)
  // Until the ground's own bar has risen by what it sees.
  expect(outputs.slice(18, 24).every(({ isCrowded }) => isCrowded)).toBe(true)
  expect(Math.max(...outputs.map(({ sightings }) => sightings.length))).toBeLessThanOrEqual(128)
})

test('where something stands out again and again and comes to nothing, more is asked than beside it', () => {
  const draw = generator(5)
  // Glints at ten places of one bush, each there for three frames, for half a minute; then a faint walker, here or far from there.
  const glints = Array.from({ length: 10 }, (_, i): Going => {
    const [x, y] = [30 + 14 * draw(), 30 + 14 * draw()]
    return (tS) => (Math.floor(tS * 9 + 7 * i) % 29 < 3 && tS > 1 ? { x, y, heightPx: 4, sigmas: 14 } : null)
  })
  const walker = (fromX: number): Going => {
    return (tS) => (tS < 31 ? null : { x: fromX + 1.6 * (tS - 31), y: 38, heightPx: 5, sigmas: 9 })
  }
  const delay = (fromX: number) => {
    const { confirmed } = watch(goings([...glints, walker(fromX)], 44, { width: 128, height: 64 }))
    const first = confirmed.find(
      ({ tMs, box: [x, , w] }) => tMs > 31_000 && Math.abs(x + w / 2 - fromX - 1.6 * (tMs / 1000 - 31)) < 6,
    )
    return first === undefined ? Number.POSITIVE_INFINITY : first.tMs / 1000 - 31
  }
  expect(delay(90)).toBeLessThan(3)
  expect(delay(30)).toBeGreaterThan(delay(90))
})

test('a walker of four pixels who hardly stands out of the noise is found, by what is gathered on the way', () => {
  for (const seed of [1, 2, 3]) {
    const walker: Going = (tS) => (tS < 3 ? null : { x: 20 + 2.8 * (tS - 3), y: 30 + seed, heightPx: 4, sigmas: 2.5 })
    const { confirmed, ids } = watch(goings([walker], 15, { width: 128, height: 64, seed }))
    expect(ids.length).toBe(1)
    for (const { tMs, box } of confirmed) {
      expect(Math.abs(box[0] + box[2] / 2 - 20 - 2.8 * (tMs / 1000 - 3))).toBeLessThan(5)
    }
  }
})

test('in rain more is asked everywhere: nobody is made of drops, who is bright is found soon, who is faint later than in dry air', () => {
  const drops = Array.from({ length: 5 }, (_, i): Going => {
    return (tS) => {
      const draw = generator(Math.round(tS * 9) * 97 + i)
      return { x: 128 * draw(), y: 64 * draw(), heightPx: 4, sigmas: 14 }
    }
  })
  const walker =
    (sigmas: number): Going =>
    (tS) =>
      tS < 12 ? null : { x: 20 + 4 * (tS - 12), y: 40, heightPx: 6, sigmas }
  const delay = (bodies: readonly Going[]) => {
    const { confirmed, ids } = watch(goings(bodies, 22, { width: 128, height: 64 }))
    expect(ids.length).toBeLessThanOrEqual(1)
    return confirmed.length === 0 ? Number.POSITIVE_INFINITY : confirmed[0]!.tMs / 1000 - 12
  }
  expect(delay([...drops])).toBe(Number.POSITIVE_INFINITY)
  expect(delay([...drops, walker(20)])).toBeLessThan(3)
  expect(delay([walker(5)])).toBeLessThan(2)
  expect(delay([...drops, walker(5)])).toBeGreaterThan(delay([walker(5)]))
})

test('pictures of nothing, of full scale, and of either in turn give no mover and no crash', () => {
  const flat = (value: (index: number) => number) =>
    changed(aWalk({ frames: 80 }), (frame) => mapPixels(frame, () => value(frame.index)))
  for (const value of [() => 0, () => 65535, (index: number) => (Math.floor(index / 10) % 2) * 65535]) {
    expect(watch(flat(value)).ids).toEqual([])
  }
})

test('at one and at sixty frames a second a walker is found, and nothing else', () => {
  const walker: Going = (tS) => (tS < 5 ? null : { x: 8 + 3 * (tS - 5), y: 36, heightPx: 12, sigmas: 10 })
  expect(watch(goings([walker], 30, { framesPerSecond: 60 })).ids.length).toBe(1)
  expect(watch(goings([walker], 30, { framesPerSecond: 1 })).ids.length).toBe(1)
})

test('a camera that hangs upside down sees as well', () => {
  const { ids } = watch(changed(aWalk(), (frame) => ({ ...frame, pixels: frame.pixels.toReversed() })))
  expect(ids.length).toBe(1)
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
