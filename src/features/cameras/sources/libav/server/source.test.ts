import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SourceSpec } from '../../../contract.ts'
import { cameraSourceTests, faultOf, take } from '../../testing.ts'
import { type ClipFormat, ClipWriter } from './clip-writer.ts'
import { libavSource } from './source.ts'

const never = new AbortController().signal
const aClip: ClipFormat = { width: 64, height: 48, bits: 16, framesPerSecond: 9 }

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marsad-libav-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

function aSpec(some: Partial<SourceSpec>): SourceSpec {
  return { address: 'unset', login: null, name: null, isLooped: false, rate: 'max', ...some }
}

/** A spot that wanders over a slope: 16-bit counts near 29,000, or 8-bit levels. */
function picture(format: ClipFormat, index: number): Uint16Array {
  const pixels = new Uint16Array(format.width * format.height)
  for (let at = 0; at < pixels.length; at += 1) {
    const x = at % format.width
    const isSpot = Math.abs(x - index * 2) < 3
    pixels[at] = format.bits === 16 ? 29_000 + x * 3 + (isSpot ? 900 : 0) : 60 + x + (isSpot ? 60 : 0)
  }
  return pixels
}

async function clip(
  name: string,
  some: Partial<ClipFormat> = {},
  frames = 20,
  tMs = (index: number) => (index * 1000) / 9,
): Promise<string> {
  const path = join(folder, name)
  const format = { ...aClip, ...some }
  const writer = await ClipWriter.open(path, format)
  for (let index = 0; index < frames; index += 1) await writer.write(picture(format, index), { tMs: tMs(index) })
  await writer.close()
  return path
}

describe('16-bit Matroska', () => {
  cameraSourceTests(async () => {
    const path = await clip('deep.mkv')
    const empty = join(folder, 'empty.mkv')
    const text = join(folder, 'text.mp4')
    const noise = join(folder, 'noise.mp4')
    await writeFile(empty, '')
    await writeFile(text, 'this is no video, it is a letter\n'.repeat(50))
    await writeFile(
      noise,
      Uint8Array.from({ length: 9000 }, (_, index) => (index * 7919 + (index >> 3) * 31) % 251),
    )
    return {
      kind: libavSource,
      spec: aSpec({ address: path }),
      frames: 20,
      faults: [
        { address: empty, code: 'source.empty' },
        { address: text, code: 'source.unknown-format' },
        { address: noise, code: 'source.unknown-format' },
        { address: join(folder, 'missing.mp4'), code: 'source.not-found' },
        { address: folder, code: 'source.unknown-format' },
      ],
    }
  })

  test('counts come out as they went in', async () => {
    const source = await libavSource.open(aSpec({ address: await clip('exact.mkv') }), never)
    const frames = await take(source, 20, never)
    expect(source.info).toEqual({ width: 64, height: 48, bits: 16, framesPerSecond: 9, isLive: false })
    for (const frame of frames) expect(frame.pixels).toEqual(picture(aClip, frame.index))
    expect(frames.some((frame) => frame.isDamaged)).toBe(false)
    await source.close()
  })
})

describe('8-bit MP4 (H.264)', () => {
  cameraSourceTests(async () => ({
    kind: libavSource,
    spec: aSpec({ address: await clip('grey.mp4', { bits: 8 }) }),
    frames: 20,
  }))

  test('luma comes out unstretched, to within what the codec loses', async () => {
    const source = await libavSource.open(aSpec({ address: await clip('luma.mp4', { bits: 8 }) }), never)
    const [first] = await take(source, 1, never)
    const sent = picture({ ...aClip, bits: 8 }, 0)
    const errors = sent.map((level, at) => Math.abs(level - (first?.pixels[at] ?? 0)))
    expect(Math.max(...errors)).toBeLessThan(30)
    expect(errors.reduce((sum, each) => sum + each, 0) / errors.length).toBeLessThan(3)
    await source.close()
  })
})

describe('MPEG-TS and MPEG-4 part 2', () => {
  test.each([
    ['stream.ts', undefined],
    ['part2.mp4', 'mpeg4'],
  ])('%s plays to its end', async (name, encoder) => {
    const address = await clip(name, { bits: 8, ...(encoder === undefined ? {} : { encoder }) })
    const source = await libavSource.open(aSpec({ address }), never)
    expect((await take(source, 100, never)).length).toBe(20)
    await source.close()
  })
})

describe('time', () => {
  test('a pause is kept, a leap of an hour is bridged and listed', async () => {
    const stamps = (index: number): number => index * 100 + (index >= 5 ? 2000 : 0) + (index >= 10 ? 3_600_000 : 0)
    const source = await libavSource.open(aSpec({ address: await clip('leap.mkv', {}, 15, stamps) }), never)
    const times = (await take(source, 100, never)).map((frame) => frame.tMs)
    expect((times[5] ?? 0) - (times[4] ?? 0)).toBe(2100)
    expect((times[10] ?? 0) - (times[9] ?? 0)).toBeLessThan(1000)
    expect(source.timeJumps).toHaveLength(1)
    expect(source.timeJumps[0]?.frameIndex).toBe(10)
    await source.close()
  })

  test('a recording at its own pace takes its own time', async () => {
    const source = await libavSource.open(aSpec({ address: await clip('paced.mkv', {}, 10), rate: 'real' }), never)
    const startMs = performance.now()
    const cpu = process.cpuUsage()
    expect((await take(source, 100, never)).length).toBe(10)
    const tookMs = performance.now() - startMs
    expect(tookMs).toBeGreaterThan(900)
    expect(tookMs).toBeLessThan(2500)
    const used = process.cpuUsage(cpu)
    // Waiting must not burn a core.
    expect((used.user + used.system) / 1000).toBeLessThan(tookMs / 2)
    await source.close()
  })
})

describe('what is wrong with a file is said', () => {
  test('an MP4 without its index', async () => {
    const path = await clip('headless.mp4', { bits: 8 })
    await truncate(path, 1500)
    const fault = await faultOf(libavSource, aSpec({ address: path }))
    expect(fault.code).toBe('source.damaged')
    expect(fault.facts.path).toBe(path)
  })

  test('a recording cut in the middle: the frames before it are good, then it says so', async () => {
    const path = await clip('cut.mp4', { bits: 8, width: 320, height: 240 }, 60)
    // The index is put in front, so that the file opens although its end is missing.
    const whole = await readFile(path)
    const cut = join(folder, 'cut-front.mp4')
    await writeFile(cut, withIndexInFront(whole).subarray(0, Math.floor(whole.length * 0.7)))
    const source = await libavSource.open(aSpec({ address: cut }), never)
    let seen = 0
    const reading = (async () => {
      for await (const _ of source.frames(never)) seen += 1
    })()
    await expect(reading).rejects.toMatchObject({ code: 'source.damaged' })
    expect(seen).toBeGreaterThan(3)
    await source.close()
  })

  test('a looped recording whose file is taken away meanwhile', async () => {
    const address = await clip('taken.mkv', {}, 5)
    const source = await libavSource.open(aSpec({ address, isLooped: true }), never)
    await rm(address)
    await expect(take(source, 20, never)).rejects.toMatchObject({ code: 'source.not-found' })
    await source.close()
  })

  test('a file with sound and no picture', async () => {
    const path = join(folder, 'tone.avi')
    await writeFile(path, silentWave())
    expect(await faultOf(libavSource, aSpec({ address: path }))).toMatchObject({
      code: 'source.unsupported',
      facts: { reason: 'no-video' },
    })
  })

  test('a codec that nobody knows', async () => {
    const path = await clip('odd.mp4', { bits: 8, encoder: 'mpeg4' })
    const bytes = await readFile(path)
    bytes.write('zz9z', bytes.indexOf('mp4v', 0, 'latin1'), 'latin1')
    bytes[bytes.indexOf('esds', 0, 'latin1')] = 0x78
    await writeFile(path, bytes)
    expect((await faultOf(libavSource, aSpec({ address: path }))).code).toBe('source.unsupported')
  })

  test('damage inside the stream: frames are flagged or it is called damaged, and it never crashes', async () => {
    const path = await clip('bent.ts', { bits: 8, width: 320, height: 240, keyFrameEvery: 10 }, 60)
    const bytes = await readFile(path)
    for (let at = 8000; at < bytes.length - 8000; at += 997) bytes[at] = (bytes[at] ?? 0) ^ 0xff
    await writeFile(path, bytes)
    const source = await libavSource.open(aSpec({ address: path }), never)
    let damaged = 0
    try {
      for await (const frame of source.frames(never)) if (frame.isDamaged) damaged += 1
      expect(damaged).toBeGreaterThan(0)
    } catch (error) {
      expect(error).toMatchObject({ code: 'source.damaged' })
    }
    await source.close()
  })

  test('pictures of another size in mid-stream', async () => {
    const small = await readFile(await clip('small.ts', { bits: 8 }, 10))
    const large = await readFile(await clip('large.ts', { bits: 8, width: 96, height: 64 }, 10))
    const path = join(folder, 'both.ts')
    await writeFile(path, Buffer.concat([small, large]))
    const fault = await faultOf(libavSource, aSpec({ address: path }))
    expect(fault).toMatchObject({ code: 'source.changed', facts: { from: '64x48x8', to: '96x64x8' } })
  })
})

/** Moves `moov` before `mdat` and shifts its chunk offsets: what "fast start" does. */
function withIndexInFront(bytes: Buffer): Buffer {
  const boxes: { type: string; body: Buffer }[] = []
  for (let at = 0; at < bytes.length; ) {
    const size = bytes.readUInt32BE(at)
    boxes.push({ type: bytes.toString('latin1', at + 4, at + 8), body: Buffer.from(bytes.subarray(at, at + size)) })
    at += size
  }
  const moov = boxes.find(({ type }) => type === 'moov')?.body ?? Buffer.alloc(0)
  const table = moov.indexOf('stco', 0, 'latin1')
  const entries = moov.readUInt32BE(table + 8)
  for (let entry = 0; entry < entries; entry += 1) {
    const at = table + 12 + entry * 4
    moov.writeUInt32BE(moov.readUInt32BE(at) + moov.length, at)
  }
  const [first, ...others] = boxes.filter(({ type }) => type !== 'moov').map(({ body }) => body)
  return Buffer.concat([first ?? Buffer.alloc(0), moov, ...others])
}

function silentWave(): Buffer {
  const samples = Buffer.alloc(8000)
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + samples.length, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(8000, 24)
  head.writeUInt32LE(8000, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36)
  head.writeUInt32LE(samples.length, 40)
  return Buffer.concat([head, samples])
}
