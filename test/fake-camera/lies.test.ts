/** What real cameras do and do not say: rates, sizes, codecs, times, losses. Each is met by the source that reads them all. */
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Frame, SourceSpec } from '../../src/features/cameras/contract.ts'
import { ClipWriter } from '../../src/features/cameras/sources/libav/server/clip-writer.ts'
import { libavSourceWith } from '../../src/features/cameras/sources/libav/server/source.ts'
import { faultOf, take } from '../../src/features/cameras/sources/testing.ts'
import { sharedThermal } from '../stories/program.ts'
import { type FakeCameraOptions, startFakeCamera } from './camera.ts'

const kind = libavSourceWith({ silentAfterMs: 3000, openWithinMs: 8000, analyseMs: 300 })
const never = new AbortController().signal

function aSpec(address: string): SourceSpec {
  return { address, login: null, name: null, isLooped: false, rate: 'real' }
}

/** What a reader of such a camera gets, and how long it took. */
async function seenOf(options: FakeCameraOptions, count: number) {
  const camera = await startFakeCamera(options)
  const source = await kind.open(aSpec(camera.url), never)
  const startMs = performance.now()
  const frames: Pick<Frame, 'tMs' | 'isDamaged' | 'index'>[] = []
  for await (const { tMs, isDamaged, index } of source.frames(never)) {
    frames.push({ tMs, isDamaged, index })
    if (frames.length >= count) break
  }
  const { info, timeJumps, encoded } = source
  const tookMs = performance.now() - startMs
  await source.close()
  await camera.close()
  return { frames, info, timeJumps, codec: encoded?.format.codec ?? null, tookMs }
}

const neverFalls = (frames: readonly { tMs: number }[]) =>
  frames.every((frame, at) => at === 0 || frame.tMs >= (frames[at - 1]?.tMs ?? 0))

describe('a camera that lies', () => {
  test('says 25 a second and gives 9: frames carry the time they have', async () => {
    const { frames, tookMs } = await seenOf({ framesPerSecond: 9, saysFramesPerSecond: 25 }, 18)
    const spanMs = (frames.at(-1)?.tMs ?? 0) - (frames[0]?.tMs ?? 0)
    expect(spanMs).toBeGreaterThan(17 * 111 * 0.9)
    expect(spanMs).toBeLessThan(17 * 111 * 1.1)
    expect(tookMs).toBeGreaterThan(500)
  })

  test('a narrow network: half the pictures, and their times say so', async () => {
    const { frames } = await seenOf({ mode: 'slow', after: 20, codec: 'h264' }, 60)
    expect(neverFalls(frames)).toBe(true)
    const late = frames.slice(-20)
    const stepMs = ((late.at(-1)?.tMs ?? 0) - (late[0]?.tMs ?? 0)) / (late.length - 1)
    expect(stepMs).toBeGreaterThan(60)
  })

  test.each(['damaged', 'loses'] as const)(
    '%s packets: pictures that were hurt are flagged, and those after the next key are not',
    async (mode) => {
      const { frames } = await seenOf({ mode, after: 24, width: 320, height: 240 }, 60)
      expect(frames.slice(0, 10).some(({ isDamaged }) => isDamaged)).toBe(false)
      expect(frames.slice(24).some(({ isDamaged }) => isDamaged)).toBe(true)
      expect(neverFalls(frames)).toBe(true)
    },
  )

  test('another size in the middle ends the source as changed', async () => {
    const camera = await startFakeCamera({ mode: 'grows', after: 40 })
    expect((await faultOf(kind, aSpec(camera.url))).code).toBe('source.changed')
    await camera.close()
  })

  test('another codec in the middle is no picture: the source ends with a fault, and does not hang', async () => {
    const camera = await startFakeCamera({ mode: 'recodes', after: 40 })
    const startMs = performance.now()
    expect(['source.silent', 'source.damaged', 'source.changed', 'source.ended']).toContain(
      (await faultOf(kind, aSpec(camera.url))).code,
    )
    expect(performance.now() - startMs).toBeLessThan(20_000)
    await camera.close()
  })

  test.each([
    ['no times at all', { mode: 'no-times' }],
    ['times that stand still', { mode: 'frozen-times', after: 30 }],
    ['a leap of an hour back', { mode: 'leaps', after: 30, leapMs: -3_600_000 }],
  ] as const)('%s: pictures go on in order', async (_, options) => {
    const { frames } = await seenOf(options, 60)
    expect(frames).toHaveLength(60)
    expect(neverFalls(frames)).toBe(true)
    expect(frames.map(({ index }) => index)).toEqual(frames.map((__, at) => at))
  })
})

describe('streams of all kinds', () => {
  test('H.265 is read, and its packets are offered as they are', async () => {
    const { frames, info, codec } = await seenOf({ codec: 'hevc', width: 320, height: 240 }, 20)
    expect(info).toMatchObject({ width: 320, height: 240, bits: 8 })
    expect(codec).toBe('hevc')
    expect(frames.filter(({ isDamaged }) => isDamaged)).toEqual([])
  })

  test('a key picture only every 128: who comes in the middle has flagged pictures until the next key, and good ones from then on', async () => {
    const { frames } = await seenOf({ keyFrameEvery: 128, joinsMidway: true, framesPerSecond: 50 }, 130)
    const good = frames.findIndex(({ isDamaged }) => !isDamaged)
    expect(good).toBeLessThan(128)
    expect(frames.slice(good).every(({ isDamaged }) => !isDamaged)).toBe(true)
  })

  test('two clients on one address are both served; where only one is taken the second is refused', async () => {
    const shared = await startFakeCamera()
    const both = await Promise.all([kind.open(aSpec(shared.url), never), kind.open(aSpec(shared.url), never)])
    expect(await Promise.all(both.map(async (source) => (await take(source, 10, never)).length))).toEqual([10, 10])
    for (const source of both) await source.close()
    await expect.poll(() => shared.playing(), { timeout: 5000 }).toBe(0)
    await shared.close()

    const single = await startFakeCamera({ clientsMax: 1 })
    const first = await kind.open(aSpec(single.url), never)
    expect((await faultOf(kind, aSpec(single.url))).code).toBe('source.refused')
    expect((await take(first, 5, never)).length).toBe(5)
    await first.close()
    await single.close()
  })

  test('a recording is its picture: sizes and grey levels arrive', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'marsad-fake-clip-'))
    const real = join(sharedThermal, 'cptv-person/cptv-person.cptv')
    let clip = real
    if (!existsSync(real)) {
      clip = join(folder, 'clip.mp4')
      const writer = await ClipWriter.open(clip, { width: 96, height: 64, bits: 8, framesPerSecond: 10 })
      const pixels = new Uint16Array(96 * 64)
      for (let frame = 0; frame < 20; frame += 1) await writer.write(pixels.map((_, at) => (at % 96 < 30 + frame ? 40 : 200)))
      await writer.close()
    }
    const camera = await startFakeCamera({ clip, clipFrames: 40, framesPerSecond: 9 })
    const source = await kind.open(aSpec(camera.url), never)
    expect([source.info.width, source.info.height]).toEqual([camera.width, camera.height])
    const [frame] = await take(source, 1, never)
    const levels = [...(frame?.pixels ?? [])]
    expect(Math.max(...levels) - Math.min(...levels)).toBeGreaterThan(60)
    await source.close()
    await camera.close()
    await rm(folder, { recursive: true, force: true })
  })
})
