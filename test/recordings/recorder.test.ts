/** Recording without re-encoding: what comes out of the files is, picture for picture, what the camera sent. */
import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type IndexedSegment, planInterval } from '../../src/features/recordings/plan.ts'
import { footage } from '../../src/features/recordings/server/footage.ts'
import { keysOf, readThumbnail, scanSegment } from '../../src/features/recordings/server/segment-reader.ts'
import { aRecorder, barClip, packetsOf, picturesOf, startMs } from './streams.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marsad-recorder-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function record(path: string, into: string, repeats = 1) {
  const { format, packets, framesPerSecond } = await packetsOf(path)
  const { recorder, said } = aRecorder(format, into, { framesPerSecond })
  const lengthMs = (packets.at(-1)?.ptsMs ?? 0) + 1000 / (framesPerSecond ?? 9)
  for (let turn = 0; turn < repeats; turn++)
    for (const packet of packets)
      recorder.push({ ...packet, ptsMs: packet.ptsMs + turn * lengthMs, dtsMs: packet.dtsMs + turn * lengthMs })
  await recorder.close()
  const segments: IndexedSegment[] = said.opened.map((opened) => {
    const closed = said.closed.find(({ id }) => id === opened.id)
    if (!closed) throw new Error('a segment was not closed')
    return { ...opened, toMs: closed.toMs, bytes: closed.bytes, keys: closed.keys, sha256: closed.sha256 }
  })
  return { said, segments, packets }
}

describe('a recorded stream', () => {
  it.each([
    ['H.264', 'h264.mp4', 'libx264', /^video\/mp4; codecs="avc1\.[0-9a-f]{6}"$/],
    ['H.265', 'hevc.mp4', 'libx265', /^video\/mp4; codecs="hvc1\.1\.6\.L/],
  ])('of %s gives back the very pictures at the very times', async (_codec, name, encoder, mediaType) => {
    const clip = await barClip(folder, name, { seconds: 5, encoder })
    const into = join(folder, `of-${name}`)
    const { said, segments } = await record(clip, into)
    expect(said.failures).toEqual([])
    expect(segments).toHaveLength(1)
    expect(said.opened[0]?.mediaType).toMatch(mediaType)
    const [sent, kept] = [await picturesOf(clip), await picturesOf(join(into, segments[0]?.file ?? ''))]
    expect(kept.length).toBe(sent.length)
    for (const [at, picture] of kept.entries()) {
      expect(picture.tMs).toBeCloseTo(sent[at]?.tMs ?? -1, 1)
      expect(picture.pixels).toEqual(sent[at]?.pixels)
    }
  })

  it('is cut at key pictures after a minute, each file plays by itself, and its hash is that of the file', async () => {
    const clip = await barClip(folder, 'minute.mp4', { seconds: 14, keyFrameEvery: 36 })
    const into = join(folder, 'minutes')
    const { segments, packets } = await record(clip, into, 10)
    expect(segments.length).toBe(3)
    let pictures = 0
    for (const segment of segments) {
      const bytes = await readFile(join(into, segment.file))
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(segment.sha256)
      pictures += (await picturesOf(join(into, segment.file))).length
      const scanned = await scanSegment(join(into, segment.file))
      expect(scanned).toMatchObject({ bytes: segment.bytes, strayBytes: 0, width: 64, height: 48 })
      expect(scanned && keysOf(scanned)).toEqual(segment.keys)
    }
    expect(pictures).toBe(packets.length * 10)
    // Not one tick is lost between the files.
    for (const [at, segment] of segments.slice(1).entries()) expect(segment.fromMs).toBeCloseTo(segments[at]?.toMs ?? 0, 0)
  })

  it('gives pieces of at most 200 ms to viewers, the first of them a key picture', async () => {
    for (const framesPerSecond of [9, 25, 30]) {
      const clip = await barClip(folder, `pieces-${framesPerSecond}.mp4`, { seconds: 3, framesPerSecond, keyFrameEvery: 128 })
      const { said } = await record(clip, join(folder, `pieces-${framesPerSecond}`))
      expect(said.inits).toHaveLength(1)
      expect(said.fragments[0]?.isKey).toBe(true)
      expect(Math.max(...said.fragments.map(({ durationMs }) => durationMs))).toBeLessThanOrEqual(200)
      expect(said.fragments.reduce((sum, { pictures }) => sum + pictures, 0)).toBe(Math.round(3 * framesPerSecond))
    }
  })
})

describe('a cut file', () => {
  it('is good up to its last whole fragment, wherever the cut is', async () => {
    const clip = await barClip(folder, 'cut.mp4', { seconds: 6 })
    const into = join(folder, 'cut')
    const { segments, said } = await record(clip, into)
    const path = join(into, segments[0]?.file ?? '')
    const whole = await readFile(path)
    const ends = said.fragments.reduce<number[]>(
      (list, { bytes }) => [...list, (list.at(-1) ?? segments[0]?.initBytes ?? 0) + bytes.length],
      [],
    )
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: whole.length }), async (length) => {
        await writeFile(path, whole)
        await truncate(path, length)
        const scanned = await scanSegment(path)
        const good = ends.filter((end) => end <= length)
        if (good.length === 0) expect(scanned).toBeNull()
        else expect(scanned).toMatchObject({ bytes: good.at(-1), strayBytes: length - (good.at(-1) ?? 0) })
      }),
      { seed: 7, numRuns: 60 },
    )
  })

  it('whose bytes are of something else is no segment', async () => {
    const path = join(folder, 'letter.mp4')
    for (const bytes of [Buffer.alloc(0), Buffer.from('a letter, not a film'), Buffer.alloc(5000, 7)]) {
      await writeFile(path, bytes)
      expect(await scanSegment(path)).toBeNull()
    }
  })
})

describe('an interval', () => {
  it('of several files and a gap is one mp4 whose times are those of the site, and any range of it is a part of the whole', async () => {
    const clip = await barClip(folder, 'long.mp4', { seconds: 14, keyFrameEvery: 18 })
    const into = join(folder, 'interval')
    const before = await record(clip, into, 6)
    // Half a minute later the camera is there again, in another run of its worker.
    const second = join(folder, 'interval-2')
    const after = await record(clip, second, 2)
    const endMs = before.segments.at(-1)?.toMs ?? 0
    const moved = after.segments.map((one) => ({
      ...one,
      run: 'another',
      file: `../interval-2/${one.file}`,
      fromMs: one.fromMs - startMs + endMs + 30_000,
      toMs: one.toMs - startMs + endMs + 30_000,
    }))
    const [fromMs, toMs] = [startMs + 41_300, endMs + 45_000]
    const planned = planInterval([...before.segments, ...moved], fromMs, toMs)
    if (!planned.ok) throw new Error(planned.refusal.code)
    const plan = planned.value
    expect(plan.startMs).toBeLessThanOrEqual(fromMs)
    expect(fromMs - plan.startMs).toBeLessThanOrEqual(2000)
    const whole = await bytesOf(footage(into, plan, 0, plan.bytes))
    expect(whole.length).toBe(plan.bytes)
    const path = join(folder, 'whole.mp4')
    await writeFile(path, whole)
    const scanned = await scanSegment(path)
    expect(scanned).toMatchObject({ startMs: 0, strayBytes: 0 })
    const starts = scanned?.fragments.map(({ startMs: at }) => at) ?? []
    for (const [at, start] of starts.slice(1).entries()) expect(start).toBeGreaterThan(starts[at] ?? 0)
    // The gap stands where it was.
    const [last, first] = [
      starts.filter((at) => plan.startMs + at < endMs).at(-1) ?? 0,
      starts.find((at) => plan.startMs + at >= endMs) ?? 0,
    ]
    expect(plan.startMs + first).toBeCloseTo(endMs + 30_000, -1)
    expect(first - last).toBeGreaterThan(29_000)
    await fc.assert(
      fc.asyncProperty(fc.nat(plan.bytes - 1), fc.nat(200_000), async (from, length) => {
        const to = Math.min(plan.bytes, from + length + 1)
        expect(await bytesOf(footage(into, plan, from, to))).toEqual(whole.subarray(from, to))
      }),
      { seed: 11, numRuns: 40 },
    )
  })
})

describe('a disk that cannot be written', () => {
  it('ends the segment and is said once; viewers see on, and recording begins again by itself', async () => {
    const clip = await barClip(folder, 'refused.mp4', { seconds: 4, keyFrameEvery: 9 })
    const { format, packets } = await packetsOf(clip)
    // A file stands where the camera's folder has to be made.
    const into = join(folder, 'refused')
    await writeFile(into, 'in the way')
    const { recorder, said } = aRecorder(format, into, { retryMs: 0 })
    const half = packets.length / 2
    for (const packet of packets.slice(0, half)) recorder.push(packet)
    await expect.poll(() => said.fragments.length).toBeGreaterThanOrEqual(half - 1)
    await expect.poll(() => said.missing).toHaveLength(1)
    expect(said.missing[0]?.cause).toBe('write-failed')
    expect(said.opened).toEqual([])
    await rm(into)
    for (const packet of packets.slice(half)) recorder.push(packet)
    await recorder.close()
    expect(said.fragments.reduce((sum, { pictures }) => sum + pictures, 0)).toBe(packets.length)
    expect(said.opened).toHaveLength(1)
    expect(said.closed).toHaveLength(1)
    expect(said.failures).toEqual([])
  })

  it('of which only the reserve is left is not written on, until there is room', async () => {
    const { format, packets } = await packetsOf(await barClip(folder, 'reserve.mp4', { seconds: 6, keyFrameEvery: 9 }))
    const { recorder, said } = aRecorder(format, join(folder, 'reserve'))
    const third = packets.length / 3
    for (const packet of packets.slice(0, third)) recorder.push(packet)
    await expect.poll(() => said.opened.length).toBe(1)
    recorder.allow(false)
    for (const packet of packets.slice(third, third * 2)) recorder.push(packet)
    await expect.poll(() => said.missing.map(({ cause }) => cause)).toEqual(['disk-reserve'])
    await expect.poll(() => said.fragments.length).toBeGreaterThan(third * 2 - 2)
    recorder.allow(true)
    for (const packet of packets.slice(third * 2)) recorder.push(packet)
    await recorder.close()
    expect(said.closed).toHaveLength(2)
  })
})

it('small pictures are found by the time before them', async () => {
  const clip = await barClip(folder, 'thumbs.mp4', { seconds: 30 })
  const { format, packets } = await packetsOf(clip)
  const into = join(folder, 'thumbs')
  const { recorder, said } = aRecorder(format, into)
  for (const packet of packets) {
    recorder.push(packet)
    await expect.poll(() => recorder.mediaMs(0)).not.toBeNull()
    if (packet.ptsMs < 500) await expect.poll(() => said.opened.length).toBe(1)
    if (recorder.wantsThumbnail(packet.ptsMs))
      recorder.thumbnail(packet.ptsMs, Buffer.from(`picture of ${Math.round(packet.ptsMs / 10_000)}`))
  }
  await recorder.close()
  const file = said.opened[0]?.file ?? ''
  const at = async (mediaMs: number) => Buffer.from((await readThumbnail(into, file, mediaMs))?.jpeg ?? []).toString()
  expect(await at(5000)).toBe('picture of 0')
  expect(await at(15_000)).toBe('picture of 1')
  expect(await at(29_000)).toBe('picture of 2')
  expect(await readThumbnail(into, 'no-such-camera/2026-11-22/1-2.mp4', 0)).toBeNull()
})

async function bytesOf(pieces: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = []
  for await (const piece of pieces) all.push(Buffer.from(piece))
  return Buffer.concat(all)
}
