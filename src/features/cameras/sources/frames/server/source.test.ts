import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SourceSpec } from '../../../contract.ts'
import { cameraSourceTests, faultOf, take } from '../../testing.ts'
import { png16 } from './png16.testing.ts'
import { framesSource } from './source.ts'

const never = new AbortController().signal

let root = ''
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'marsad-frames-'))
})
afterAll(async () => {
  await rm(root, { recursive: true, force: true })
})

function aSpec(some: Partial<SourceSpec>): SourceSpec {
  return { address: 'unset', login: null, name: null, isLooped: false, rate: 'max', ...some }
}

const counts = (index: number): Uint16Array => Uint16Array.from({ length: 32 * 24 }, (_, at) => 28_000 + at * 3 + index * 17)

async function deepFolder(name: string, frames = 12): Promise<string> {
  const path = join(root, name)
  await mkdir(path, { recursive: true })
  // Names without leading zeros: order by number, not by letter.
  for (let index = 0; index < frames; index += 1) await writeFile(join(path, `frame-${index}.png`), png16(32, 24, counts(index)))
  return path
}

async function greyFolder(name: string): Promise<string> {
  const path = join(root, name)
  await mkdir(path, { recursive: true })
  for (let index = 0; index < 12; index += 1) {
    const raw = Buffer.alloc(32 * 24, 40 + index * 10)
    await sharp(raw, { raw: { width: 32, height: 24, channels: 1 } })
      .jpeg({ quality: 95 })
      .toFile(join(path, `${index}.jpg`))
  }
  return path
}

describe('16-bit PNG', () => {
  cameraSourceTests(async () => {
    const letters = join(root, 'letters')
    await mkdir(letters, { recursive: true })
    await writeFile(join(letters, 'note.txt'), 'no pictures here')
    const broken = await deepFolder('broken', 3)
    await writeFile(join(broken, 'frame-1.png'), png16(32, 24, counts(1)).subarray(0, 200))
    const hollow = await deepFolder('hollow', 3)
    await writeFile(join(hollow, 'frame-1.png'), '')
    const wide = await deepFolder('wide', 3)
    await writeFile(join(wide, 'frame-2.png'), png16(24, 32, counts(1)))
    return {
      kind: framesSource,
      spec: aSpec({ address: await deepFolder('deep') }),
      frames: 12,
      faults: [
        { address: letters, code: 'source.unknown-format' },
        { address: join(root, 'missing'), code: 'source.not-found' },
        { address: broken, code: 'source.damaged' },
        { address: hollow, code: 'source.empty' },
        { address: wide, code: 'source.changed' },
      ],
    }
  })

  test('counts are exact and in the order of the numbers', async () => {
    const source = await framesSource.open(aSpec({ address: await deepFolder('exact') }), never)
    for (const frame of await take(source, 100, never)) expect(frame.pixels).toEqual(counts(frame.index))
    expect(source.info).toEqual({ width: 32, height: 24, bits: 16, framesPerSecond: 9, isLive: false })
  })

  test('an 8-bit picture among 16-bit ones is a change, not a guess', async () => {
    const path = await deepFolder('mixed', 3)
    await sharp(Buffer.alloc(32 * 24, 90), { raw: { width: 32, height: 24, channels: 1 } })
      .png()
      .toFile(join(path, 'frame-2.png'))
    expect((await faultOf(framesSource, aSpec({ address: path }))).facts).toMatchObject({ from: '32x24x16', to: '32x24x8' })
  })
})

describe('8-bit JPEG', () => {
  cameraSourceTests(async () => ({ kind: framesSource, spec: aSpec({ address: await greyFolder('grey') }), frames: 12 }))
})

describe('frames.json', () => {
  test('says how fast', async () => {
    const path = await deepFolder('fast')
    await writeFile(join(path, 'frames.json'), '{"framesPerSecond": 25}')
    const source = await framesSource.open(aSpec({ address: path }), never)
    expect((await take(source, 3, never)).map((frame) => frame.tMs)).toEqual([0, 40, 80])
  })

  test('that makes no sense is a fault', async () => {
    const path = await deepFolder('odd')
    await writeFile(join(path, 'frames.json'), '{"framesPerSecond": "quick"}')
    expect((await faultOf(framesSource, aSpec({ address: path }))).code).toBe('source.damaged')
  })
})
