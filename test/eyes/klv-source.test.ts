import { createSocket } from 'node:dgram'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { followPlatform } from '../../src/app/worker/platform.ts'
import type { PlatformFix } from '../../src/features/cameras/contract.ts'
import { libavSource, libavSourceWith } from '../../src/features/cameras/sources/libav/server/source.ts'
import { barClip, startMs } from '../recordings/streams.ts'
import { type Fixed, localSet, withMetadata } from './transport-stream.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'marsad-klv-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Twelve seconds: it flies east for four, then stands. */
const way = (tMs: number): Fixed => {
  const flownMs = Math.min(tMs, 4000)
  return { tMs, lat: 20.5, lon: 50.5 + (flownMs / 1000) * 0.0005, headingDeg: 0 }
}
const instants = Array.from({ length: 48 }, (_, at) => at * 250)

async function followed(name: string, sets: readonly { tMs: number; bytes: Uint8Array }[], isLooped = false) {
  const video = await barClip(folder, `${name}.mp4`, { seconds: 12 })
  const path = join(folder, `${name}.ts`)
  await withMetadata(video, path, sets)
  const stop = new AbortController()
  const source = await libavSource.open({ address: path, login: null, name: null, isLooped, rate: 'max' }, stop.signal)
  const kept: PlatformFix[] = []
  const platform = followPlatform({
    cameraId: 'c',
    source,
    siteMs: (streamMs) => startMs + streamMs,
    keep: (fixes) => kept.push(...fixes),
  })
  const seen: { tMs: number; fix: PlatformFix | null; isMoving: boolean }[] = []
  for await (const { tMs } of source.frames(stop.signal)) {
    seen.push({ tMs, fix: platform.at(tMs), isMoving: platform.isMoving })
    if (seen.length >= 160) break
  }
  platform.flush()
  const state = platform.state()
  await source.close()
  return { seen, kept, state }
}

describe('ST 0601 in an MPEG-TS source', () => {
  test('each picture has the metadata of its own instant, whatever is between them', async () => {
    const { seen, kept, state } = await followed(
      'good',
      instants.map((tMs) => ({ tMs, bytes: localSet(way(tMs), startMs) })),
    )
    expect(seen.length).toBeGreaterThan(100)
    for (const { tMs, fix } of seen.slice(2)) {
      // In step: the newest that is not later than the picture, so at most a set's distance old.
      expect(tMs - ((fix?.atMs ?? 0) - startMs)).toBeGreaterThanOrEqual(0)
      expect(tMs - ((fix?.atMs ?? 0) - startMs)).toBeLessThan(260)
      expect(fix?.position?.lon).toBeCloseTo(way((fix?.ownAtMs ?? 0) - startMs).lon, 6)
      expect(Math.abs((fix?.atMs ?? 0) - (fix?.ownAtMs ?? 0))).toBeLessThan(2)
    }
    const fix = seen.at(-1)?.fix
    expect(fix).toMatchObject({ label: 'Balloon 1', azimuthTrueDeg: 0 })
    expect(fix?.frameCentre?.lat).toBeCloseTo(20.51, 6)
    expect(fix?.elevationDeg).toBeCloseTo(-5, 5)
    expect(fix?.footprint?.[0]?.[1]).toBeCloseTo(20.511, 5)
    expect(fix?.footprint?.[0]?.[0]).toBeCloseTo((fix?.position?.lon ?? 0) - 0.001, 5)
    expect(JSON.stringify(seen)).not.toContain('1688')
    // Kept once, in order.
    expect(kept.length).toBe(48)
    expect(kept.map(({ atMs }) => atMs)).toEqual([...kept.map(({ atMs }) => atMs)].sort((a, b) => a - b))
    expect(state).toMatchObject({ motion: 'still', sets: 48, damaged: 0 })
  })

  test('while it moves nothing is judged; five seconds after it stood it is a camera like any other', async () => {
    const { seen } = await followed(
      'moves',
      instants.map((tMs) => ({ tMs, bytes: localSet(way(tMs), startMs) })),
    )
    for (const { tMs, isMoving } of seen) {
      if (tMs < 8900) expect([tMs, isMoving]).toEqual([tMs, true])
      if (tMs > 9400) expect([tMs, isMoving]).toEqual([tMs, false])
    }
  })

  test('sets with wrong sums are counted and never used', async () => {
    const { seen, state } = await followed(
      'spoilt',
      instants.map((tMs, at) => ({ tMs, bytes: localSet({ ...way(0), tMs, lat: at % 2 ? 20.5 : 70 }, startMs, at % 2 === 0) })),
    )
    expect(state).toMatchObject({ sets: 48, damaged: 24 })
    expect(seen.every(({ fix }) => fix === null || Math.abs((fix.position?.lat ?? 0) - 20.5) < 1e-6)).toBe(true)
  })

  test('noise in place of metadata: pictures come, nothing is known, and after ten seconds detection works as without it', async () => {
    let seed = 1
    const noise = () =>
      Uint8Array.from({ length: 150 }, () => {
        seed = (Math.imul(seed, 1103515245) + 12345) >>> 0
        return seed >>> 24
      })
    const { seen, state } = await followed(
      'noise',
      instants.map((tMs) => ({ tMs, bytes: noise() })),
    )
    expect(state).toMatchObject({ motion: 'unknown', fix: null })
    expect(seen.length).toBeGreaterThan(100)
    expect(seen.find(({ tMs }) => tMs > 5000)?.isMoving).toBe(true)
    expect(seen.at(-1)?.isMoving).toBe(false)
  })

  test('live, as it is sent over the net: the same, and silence is a fault and not an old word', async () => {
    const video = await barClip(folder, 'live.mp4', { seconds: 12 })
    const path = join(folder, 'live.ts')
    await withMetadata(
      video,
      path,
      instants.map((tMs) => ({ tMs, bytes: localSet(way(tMs), startMs) })),
    )
    const port = 20_000 + (process.pid % 20_000)
    const sender = createSocket('udp4')
    const bytes = readFileSync(path)
    let at = 0
    // Seven packets of 188 bytes a datagram, as senders do; about as fast as twelve seconds are long.
    const everyMs = 12_000 / Math.ceil(bytes.length / 1316)
    const startedMs = performance.now()
    const sending = setInterval(() => {
      while (at < bytes.length && (at / 1316) * everyMs < performance.now() - startedMs) {
        sender.send(bytes.subarray(at, at + 1316), port, '127.0.0.1')
        at += 1316
      }
    }, 20)
    const limits = { silentAfterMs: 2000, openWithinMs: 8000, analyseMs: 1000 }
    const stop = new AbortController()
    const spec = { address: `udp://127.0.0.1:${port}`, login: null, name: null, isLooped: false, rate: 'real' as const }
    const source = await libavSourceWith(limits).open(spec, stop.signal)
    expect(source.info.isLive).toBe(true)
    const platform = followPlatform({ cameraId: 'c', source, siteMs: (ms) => ms, keep: () => undefined })
    const fixes: PlatformFix[] = []
    const read = async () => {
      for await (const { tMs } of source.frames(stop.signal)) {
        const fix = platform.at(tMs)
        if (fix) fixes.push(fix)
      }
    }
    await expect(read()).rejects.toMatchObject({ code: 'source.silent' })
    clearInterval(sending)
    sender.close()
    await source.close()
    expect(fixes.length).toBeGreaterThan(30)
    expect(fixes.at(-1)?.label).toBe('Balloon 1')
    expect(platform.state()?.damaged).toBe(0)
  }, 60_000)

  test('a source without metadata has none, and never counts as moving', async () => {
    const path = await barClip(folder, 'plain.mp4', { seconds: 1 })
    const stop = new AbortController()
    const source = await libavSource.open({ address: path, login: null, name: null, isLooped: false, rate: 'max' }, stop.signal)
    const platform = followPlatform({ cameraId: 'c', source, siteMs: (ms) => ms, keep: () => undefined })
    expect([platform.state(), platform.isMoving, source.metadata]).toEqual([null, false, null])
    await source.close()
  })
})
