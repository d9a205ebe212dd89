import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { Fault } from '../../../../../base/outcome.ts'
import type { SourceSpec } from '../../../contract.ts'
import { cameraSourceTests } from '../../testing.ts'
import { type PictureToWrite, writeCptv } from '../testing.ts'
import { cptvSource } from './source.ts'

const CLIPS = '../shared/thermal'
const SIZE = { width: 4, height: 3 }
const plane = (value: number) => new Array(12).fill(value)

const aSpec = (address: string, more: Partial<SourceSpec> = {}): SourceSpec => ({
  address,
  login: null,
  name: null,
  isLooped: false,
  rate: 'max',
  ...more,
})

async function aFile(content: Uint8Array): Promise<string> {
  const path = join(await mkdtemp(join(tmpdir(), 'cptv-')), 'clip.cptv')
  await writeFile(path, content)
  return path
}

async function read(spec: SourceSpec, framesMax = 1000) {
  const stop = new AbortController()
  const seen: { index: number; tMs: number; shutterClosed: boolean; isBackground: boolean; first: number }[] = []
  let fault: string | null = null
  const source = await cptvSource.open(spec, stop.signal)
  try {
    for await (const { index, tMs, shutterClosed, isBackground, pixels } of source.frames(stop.signal)) {
      seen.push({ index, tMs, shutterClosed, isBackground, first: pixels[0]! })
      if (seen.length >= framesMax) break
    }
  } catch (error) {
    fault = error instanceof Fault ? error.code : String(error)
  }
  await source.close()
  await source.close()
  return { seen, fault, source }
}

const codeOf = (spec: SourceSpec) =>
  cptvSource.open(spec, new AbortController().signal).then(
    () => 'opened',
    (error) => (error instanceof Fault ? error.code : String(error)),
  )

const pictures: PictureToWrite[] = [
  { pixels: plane(10), on: 50, lastShutter: 1, isBackground: true },
  { pixels: plane(20), on: 100, lastShutter: 1 },
  { pixels: plane(30), on: 200, lastShutter: 1 },
  { pixels: plane(40), on: 300, lastShutter: 250 },
  { pixels: plane(50), on: 400, lastShutter: 250 },
]

test('a recording: times, background, shutter, end', async () => {
  const path = await aFile(gzipSync(writeCptv(SIZE, pictures)))
  const { seen, fault } = await read(aSpec(path))
  expect(fault).toBeNull()
  expect(seen.map((f) => f.first)).toEqual([10, 20, 30, 40, 50])
  expect(seen.map((f) => f.isBackground)).toEqual([true, false, false, false, false])
  expect(seen.map((f) => f.shutterClosed)).toEqual([false, false, false, true, false])
  expect(seen.slice(1).map((f) => f.tMs - seen[1]!.tMs)).toEqual([0, 100, 200, 300])
})

test('looped: index and time go on upward', async () => {
  const path = await aFile(gzipSync(writeCptv(SIZE, pictures)))
  const { seen } = await read(aSpec(path, { isLooped: true }), 12)
  expect(seen.map((f) => f.index)).toEqual([...seen.keys()])
  for (let i = 1; i < seen.length; i++) expect(seen[i]!.tMs).toBeGreaterThan(seen[i - 1]!.tMs)
  expect(seen[6]!.first).toBe(20)
})

test('at its own pace a recording takes as long as it is', async () => {
  const path = await aFile(gzipSync(writeCptv(SIZE, pictures.slice(1))))
  const startedAt = performance.now()
  await read(aSpec(path, { rate: 'real' }))
  expect(performance.now() - startedAt).toBeGreaterThan(250)
})

test('stopping ends a slow recording at once, without a fault', async () => {
  const path = await aFile(gzipSync(writeCptv(SIZE, [pictures[1]!, { pixels: plane(1), on: 9_000 }])))
  const stop = new AbortController()
  const source = await cptvSource.open(aSpec(path, { rate: 'real' }), stop.signal)
  const startedAt = performance.now()
  setTimeout(() => stop.abort(), 50)
  let frames = 0
  for await (const frame of source.frames(stop.signal)) frames += frame.width > 0 ? 1 : 0
  expect(frames).toBe(1)
  expect(performance.now() - startedAt).toBeLessThan(2000)
})

test('a jump and a wrap of the clock are bridged and noted', async () => {
  const path = await aFile(
    gzipSync(
      writeCptv(
        SIZE,
        [0, 100, 200, 90_000_000, 90_000_100, 50].map((on) => ({ pixels: plane(1), on })),
      ),
    ),
  )
  const { seen, source } = await read(aSpec(path))
  for (let i = 1; i < seen.length; i++) expect(seen[i]!.tMs - seen[i - 1]!.tMs).toBe(100)
  expect(source.timeJumps.map((jump) => jump.frameIndex)).toEqual([3, 5])
  const wrapping = await aFile(
    gzipSync(
      writeCptv(
        SIZE,
        [2 ** 32 - 150, 2 ** 32 - 50, 50].map((on) => ({ pixels: plane(1), on })),
      ),
    ),
  )
  expect((await read(aSpec(wrapping))).seen.at(-1)!.tMs).toBe(200)
})

test('cut in the middle: the good frames, then source.damaged', async () => {
  const many = Array.from({ length: 60 }, (_, i) => ({
    pixels: plane(0).map((_, k) => (i * 7919 + k * 104729) % 4096),
    on: i * 100,
  }))
  const packed = gzipSync(writeCptv(SIZE, many))
  const { seen, fault } = await read(aSpec(await aFile(packed.subarray(0, Math.floor(packed.length * 0.6)))))
  expect(fault).toBe('source.damaged')
  expect(seen.length).toBeGreaterThan(5)
  expect(seen.length).toBeLessThan(60)
})

test('what is no recording is named', async () => {
  expect(await codeOf(aSpec('no/such/file.cptv'))).toBe('source.not-found')
  expect(await codeOf(aSpec(tmpdir()))).toBe('source.not-readable')
  expect(await codeOf(aSpec(await aFile(new Uint8Array())))).toBe('source.empty')
  expect(await codeOf(aSpec(await aFile(Buffer.from('plain text'))))).toBe('source.unknown-format')
  expect(await codeOf(aSpec(await aFile(gzipSync('plain text'))))).toBe('source.unknown-format')
  expect(await codeOf(aSpec(await aFile(gzipSync(writeCptv({ ...SIZE, version: 9 }, pictures)))))).toBe('source.unsupported')
  expect((await read(aSpec(await aFile(gzipSync(writeCptv(SIZE, [])))))).fault).toBe('source.empty')
})

cameraSourceTests(async () => {
  const many = Array.from({ length: 20 }, (_, i) => ({ pixels: plane(100 + i), on: 1000 + i * 100 }))
  const address = await aFile(gzipSync(writeCptv(SIZE, many)))
  return { kind: cptvSource, spec: aSpec(address), frames: 20, faults: [{ address: 'no/such.cptv', code: 'source.not-found' }] }
})

const clips = existsSync(CLIPS) ? readdirSync(CLIPS).filter((name) => existsSync(join(CLIPS, name, `${name}.cptv`))) : []
if (clips.length === 0) console.log(`recordings absent (${CLIPS}): CPTV is checked on written files alone`)
describe('recordings agree with what was written down about them', () => {
  test('frames, size, background and shutter frames', async () => {
    for (const clip of clips) {
      const truth = JSON.parse(readFileSync(join(CLIPS, clip, `${clip}.truth.json`), 'utf8'))
      const { seen, fault, source } = await read(aSpec(join(CLIPS, clip, `${clip}.cptv`)))
      expect({ clip, fault, frames: seen.length }).toEqual({ clip, fault: null, frames: truth.frames })
      expect([source.info.width, source.info.height]).toEqual([truth.w, truth.h])
      expect(seen.filter((f) => f.isBackground).map((f) => f.index)).toEqual(truth.background_frames)
      expect(seen.filter((f) => f.shutterClosed).map((f) => f.index)).toEqual(truth.ffc_frames)
    }
  }, 60_000)
})
