import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { SourceSpec } from '../contract.ts'
import { ClipWriter } from '../sources/libav/server/clip-writer.ts'
import { libavSource } from '../sources/libav/server/source.ts'
import { fingerprint, inPairs, watchStillness } from './stillness.ts'
import { aScene, chance, expose, type Plane } from './testing.ts'

const folder = mkdtempSync(join(tmpdir(), 'marsad-still-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const plane: Plane = { width: 320, height: 256, bits: 8 }
const scene = aScene(plane)

/** What is said at the end of so many seconds, nine frames each; and whether anything was ever said. */
function watch(bits: 8 | 16, seconds: number, frame: (at: number) => Uint16Array, stamp = (at: number) => (at * 1000) / 9) {
  const still = watchStillness(plane.width * plane.height, bits)
  const said = new Map<string, number>()
  let last: string | null = null
  for (let at = 0; at < seconds * 9; at++) {
    last = still.push(frame(at), stamp(at), (at * 1000) / 9)
    if (last !== null && !said.has(last)) said.set(last, Math.round(at / 9))
  }
  return { last, said: Object.fromEntries(said) }
}

const draw = chance(3)
const buffer = new Uint16Array(plane.width * plane.height)
const alive = (sigma: number) => {
  expose(scene, plane, sigma, draw, buffer)
  return buffer
}

/** Writes pictures as H.264 and reads them back. */
async function encoded(
  name: string,
  frames: number,
  picture: (at: number) => Uint16Array,
  format: { bitRate?: number; keyFrameEvery: number },
) {
  const path = join(folder, `${name}.mp4`)
  const writer = await ClipWriter.open(path, { width: plane.width, height: plane.height, bits: 8, framesPerSecond: 9, ...format })
  for (let at = 0; at < frames; at++) await writer.write(picture(at))
  await writer.close()
  const stop = new AbortController()
  const spec: SourceSpec = { address: path, login: null, name: null, isLooped: false, rate: 'max' }
  const source = await libavSource.open(spec, stop.signal)
  const still = watchStillness(plane.width * plane.height, 8)
  let heldMs = 0
  let frozenAtS: number | null = null
  for await (const { pixels, tMs } of source.frames(stop.signal)) {
    const said = still.push(pixels, tMs, tMs)
    heldMs = Math.max(heldMs, tMs - still.lastNewMs())
    if (said !== null) frozenAtS ??= Math.round(tMs / 1000)
  }
  await source.close()
  return { heldMs, frozenAtS }
}

describe('a picture', () => {
  it('that stands still bit for bit is frozen after ten seconds, dated from its last life', () => {
    const held = alive(1).slice()
    expect(watch(16, 30, (at) => (at < 90 ? alive(1) : held)).said).toEqual({ 'picture-still': 20 })
  })

  it('that a shutter holds for three seconds is not frozen', () => {
    const held = alive(1).slice()
    expect(watch(16, 60, (at) => (at % 180 < 27 ? held : alive(1))).said).toEqual({})
  })

  it('of which one pixel changes now and then is not frozen: an empty scene is no broken camera', () => {
    const held = alive(0).slice()
    const change = (at: number) => {
      held[4711] = 100 + (Math.floor(at / 45) % 100)
      return held
    }
    expect(watch(16, 120, change).said).toEqual({})
  })

  it('that comes back in a loop of moving pictures is not frozen', () => {
    const loop = Array.from({ length: 60 }, () => alive(1).slice())
    expect(watch(8, 120, (at) => loop[at % loop.length] as Uint16Array).said).toEqual({})
  })

  it('whose stamp stands still is told by our clock', () => {
    expect(
      watch(
        16,
        30,
        () => alive(1),
        (at) => Math.min(at, 90) * 111,
      ).said,
    ).toEqual({ 'clock-still': 20 })
  })

  it('that lives again is not frozen any more', () => {
    const held = alive(1).slice()
    expect(watch(16, 40, (at) => (at > 90 && at < 270 ? held : alive(1))).last).toBeNull()
  })
})

describe('a still scene behind an encoder', () => {
  it.each([
    ['noise as cameras have it', 1.5, undefined],
    ['hardly any noise', 0.5, undefined],
    ['starved of bits', 1.5, 40_000],
  ] as const)('with %s is not frozen, key pictures 128 apart', async (_what, sigma, bitRate) => {
    const made = await encoded(`alive-${sigma}-${bitRate}`, 9 * 60, () => alive(sigma), {
      keyFrameEvery: 128,
      ...(bitRate ? { bitRate } : {}),
    })
    expect(made.frozenAtS).toBeNull()
  })

  it('of which the sensor is stuck is frozen, though each key picture draws it a little otherwise', async () => {
    const held = alive(1.5).slice()
    const made = await encoded('stuck', 9 * 120, (at) => (at < 360 ? alive(1.5) : held), { keyFrameEvery: 18 })
    expect(made.frozenAtS).not.toBeNull()
    expect(made.frozenAtS as number).toBeLessThan(85)
  })
})

it('prints of pictures differ by any one pixel, wherever the memory lies', () => {
  const one = alive(2).slice()
  const print = fingerprint(inPairs(one))
  for (const at of [0, 1, 4711, one.length - 1]) {
    one[at] = (one[at] as number) ^ 1
    expect(fingerprint(inPairs(one))).not.toBe(print)
    one[at] = (one[at] as number) ^ 1
  }
  expect(fingerprint(inPairs(one))).toBe(print)
  expect(inPairs(new Uint16Array(new ArrayBuffer(10), 2, 3)).length).toBe(3)
})
