/** Cameras that change, stall, lie and lose, in the real program: each costs its own footage only, and the gap is known. */
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { AlertView } from '../../src/features/alerts/contract.ts'
import type { CameraView } from '../../src/features/cameras/contract.ts'
import type { Timeline } from '../../src/features/recordings/contract.ts'
import { scanSegment } from '../../src/features/recordings/server/segment-reader.ts'
import { type FakeCamera, type FakeCameraOptions, startFakeCamera } from '../fake-camera/camera.ts'
import { picturesOf } from '../recordings/streams.ts'
import { freshFolder, type Program, removeFolder, signIn, startProgram, until } from './program.ts'
import { watchLive } from './watch-live.ts'

const kinds = {
  sound: {},
  grows: { mode: 'grows', after: 60 },
  stalls: { mode: 'stalls', after: 60 },
  timeless: { mode: 'no-times' },
  frozen: { mode: 'frozen-times', after: 30 },
  damaged: { mode: 'damaged', after: 40 },
  recodes: { mode: 'recodes', after: 60 },
  leaps: { mode: 'leaps', after: 60 },
  slow: { mode: 'slow', after: 60 },
  pair: {},
  pairOfHevc: { codec: 'hevc' },
  large: { width: 320, height: 240 },
  largeHevc: { width: 320, height: 240, codec: 'hevc' },
} as const satisfies Record<string, FakeCameraOptions>
type Kind = keyof typeof kinds
const isLarge = (kind: Kind) => kind === 'large' || kind === 'largeHevc'

const path = freshFolder()
let program: Program
let api: Awaited<ReturnType<typeof signIn>>
const sources = new Map<Kind, FakeCamera>()
const cameras = new Map<Kind, CameraView>()
let startedAtMs = 0

beforeAll(async () => {
  await Promise.all(
    Object.entries(kinds).map(async ([kind, options]) =>
      sources.set(kind as Kind, await startFakeCamera({ framesPerSecond: 10, ...options })),
    ),
  )
  const watched = (Object.keys(kinds) as Kind[]).filter((kind) => !isLarge(kind))
  program = await startProgram(path, [
    '--no-demo',
    ...watched.flatMap((kind) => ['--camera', `${sources.get(kind)?.url}?name=${kind}`]),
  ])
  api = await signIn(program.url)
  const found = (await api.json<{ cameras: CameraView[] }>('/api/cameras')).cameras
  for (const camera of found) cameras.set(camera.name.en as Kind, camera)
  startedAtMs = Date.now()
}, 60_000)
afterAll(async () => {
  await program?.kill()
  for (const camera of sources.values()) await camera.close()
  removeFolder(path)
})

const iso = (ms: number) => new Date(ms).toISOString()
const idOf = (kind: Kind) => cameras.get(kind)?.id ?? ''
const timeline = (kind: Kind) =>
  api.json<Timeline>(`/api/cameras/${idOf(kind)}/timeline?from=${iso(startedAtMs)}&to=${iso(Date.now() + 60_000)}`)
const film = (kind: Kind, fromMs: number, toMs: number) =>
  api.get(`/api/cameras/${idOf(kind)}/video.mp4?from=${iso(fromMs)}&to=${iso(toMs)}`)

it('one that changes its size in the middle is taken up anew, and recorded on', async () => {
  const timelineNow = await until(async () => {
    const now = await timeline('grows')
    const last = now.spans.at(-1)
    return last && Date.parse(last.to) - startedAtMs > 20_000 ? now : null
  }, 60_000)
  expect(timelineNow.spans[0]).toMatchObject({ width: 160, height: 120 })
  // Each time it grows, the worker that was opened for the other size ends and another begins.
  expect(sources.get('grows')?.connectedAtMs.length).toBeGreaterThan(1)
})

it('one that stalls is down with its reason, and its gap carries it', async () => {
  const { gaps } = await until(async () => {
    const now = await timeline('stalls')
    return now.gaps.some(({ to }) => to !== null) ? now : null
  }, 40_000)
  expect(gaps[0]).toMatchObject({ cause: 'source', fault: 'source.silent' })
})

it('one that changes its codec in the middle is taken up anew, its gap says so, and what was recorded plays', async () => {
  const { gaps, spans } = await until(async () => {
    const now = await timeline('recodes')
    return now.spans.length > 1 && now.gaps.some(({ to }) => to !== null) ? now : null
  }, 60_000)
  for (const { cause, fault } of gaps) expect([cause, fault]).toEqual(['source', expect.stringMatching(/^source\./)])
  expect(new Set(spans.map(({ mediaType }) => mediaType)).size).toBe(1)
  const [first] = spans
  const answer = await film('recodes', Date.parse(first?.from ?? ''), Date.parse(first?.to ?? ''))
  expect(answer.status).toBe(200)
  const at = join(path, 'recodes.mp4')
  writeFileSync(at, Buffer.from(await answer.arrayBuffer()))
  // Sixty are of the codec that it began with.
  expect((await picturesOf(at)).length).toBeGreaterThan(50)
})

it('one that gives every second picture only is recorded with the times that they have, and has no gap', async () => {
  const { gaps, spans } = await until(async () => {
    const now = await timeline('slow')
    const last = now.spans.at(-1)
    return last && Date.parse(last.to) - startedAtMs > 25_000 ? now : null
  }, 60_000)
  expect([gaps, spans.length]).toEqual([[], 1])
  const endMs = Date.parse(spans[0]?.to ?? '')
  const answer = await film('slow', endMs - 8000, endMs)
  const at = join(path, 'slow.mp4')
  writeFileSync(at, Buffer.from(await answer.arrayBuffer()))
  const scanned = await scanSegment(at)
  const perSecond = (scanned?.pictures ?? 0) / ((scanned?.durationMs ?? 0) / 1000)
  expect(perSecond).toBeGreaterThan(4)
  expect(perSecond).toBeLessThan(6)
})

it.each(['timeless', 'frozen', 'leaps'] as const)(
  'one whose time stamps are no good (%s) is recorded as long as it lasted',
  async (kind) => {
    const { spans } = await until(async () => {
      const now = await timeline(kind)
      const [span] = now.spans
      // Behind the sixtieth picture, at which the clock of one leaps by an hour.
      return span && Date.parse(span.to) - Date.parse(span.from) > 8000 ? now : null
    }, 40_000)
    const fromMs = Date.parse(spans[0]?.from ?? '')
    const answer = await film(kind, fromMs, fromMs + 8000)
    expect(answer.status).toBe(200)
    const at = join(path, `${kind}.mp4`)
    writeFileSync(at, Buffer.from(await answer.arrayBuffer()))
    const scanned = await scanSegment(at)
    // Ten pictures a second, by the clock of their arrival.
    expect((scanned?.pictures ?? 0) / ((scanned?.durationMs ?? 0) / 1000)).toBeGreaterThan(8)
    expect((scanned?.pictures ?? 0) / ((scanned?.durationMs ?? 0) / 1000)).toBeLessThan(12)
    expect((await picturesOf(at)).length).toBe(scanned?.pictures)
  },
)

it('damaged pictures never raise an alarm alone; the camera is recorded on and said to be poor', async () => {
  await until(async () => {
    const { spans } = await timeline('damaged')
    return spans.some(({ from, to }) => Date.parse(to) - Date.parse(from) > 15_000)
  }, 60_000)
  const healthOf = async () => await api.json<CameraView>(`/api/cameras/${idOf('damaged')}`)
  await until(async () => (await healthOf()).healthReason === 'damaged', 90_000)
  expect((await healthOf()).health).toBe('degraded')
  const { alerts } = await api.json<{ alerts: AlertView[] }>('/api/alerts?state=all&limit=200')
  // The bar of the fake camera wanders for everybody: what is held against damage is only what damage alone would raise.
  const bySound = alerts.filter(({ kind, cameraIds }) => kind === 'detection' && cameraIds.includes(idOf('sound'))).length
  const byDamaged = alerts.filter(({ kind, cameraIds }) => kind === 'detection' && cameraIds.includes(idOf('damaged'))).length
  expect(byDamaged).toBeLessThanOrEqual(bySound)
}, 180_000)

it('the larger of two streams is recorded and shown while the smaller one is analysed', async () => {
  const camera = (await api.json<CameraView>(`/api/cameras/${idOf('sound')}`)) as CameraView
  const set = await api.post(`/api/cameras/${camera.id}`, {
    commandId: randomUUID(),
    basedOn: camera.version,
    recordAddress: sources.get('large')?.url,
  })
  expect(set.status).toBe(200)
  const { spans } = await until(async () => {
    const now = await timeline('sound')
    const last = now.spans.at(-1)
    return last?.width === 320 && Date.parse(last.to) - Date.parse(last.from) > 2000 ? now : null
  }, 40_000)
  expect(spans.at(-1)).toMatchObject({ width: 320, height: 240 })
  // A try that was given up on a busy machine says goodbye late.
  for (const kind of ['large', 'sound'] as const)
    await expect.poll(() => sources.get(kind)?.playing(), { timeout: 10_000 }).toBe(1)
  // One film cannot hold both sizes, and says where it changes.
  const both = await film('sound', Date.parse(spans[0]?.from ?? ''), Date.now())
  expect(both.status).toBe(409)
  expect(await both.json()).toMatchObject({ code: 'recording.codec-changes', facts: { at: spans.at(-1)?.from } })
  const one = await film('sound', Date.parse(spans[0]?.from ?? ''), Date.parse(spans[0]?.to ?? ''))
  expect(one.status).toBe(200)
  await one.arrayBuffer()
})

it.each([
  ['pair', false],
  ['pairOfHevc', true],
] as const)(
  'where browsers cannot play the larger stream the analysed one is shown (%s: encoded anew %s)',
  async (kind, isReencoded) => {
    const camera = (await api.json<CameraView>(`/api/cameras/${idOf(kind)}`)) as CameraView
    const set = await api.post(`/api/cameras/${camera.id}`, {
      commandId: randomUUID(),
      basedOn: camera.version,
      recordAddress: sources.get('largeHevc')?.url,
    })
    expect(await set.text()).toContain(camera.id)
    const { spans } = await until(async () => {
      const now = await timeline(kind)
      const last = now.spans.at(-1)
      return last?.width === 320 && Date.parse(last.to) - Date.parse(last.from) > 2000 ? now : null
    }, 40_000)
    expect(spans.at(-1)?.mediaType).toMatch(/codecs="hvc1\./)
    const seen = await watchLive(program.url, api, camera.id, 2000)
    expect(seen).toMatchObject({ mediaType: expect.stringMatching(/codecs="avc1\./), width: 160, height: 120, isReencoded })
    const at = join(path, `${kind}.mp4`)
    writeFileSync(at, Buffer.concat(seen.pieces))
    expect((await picturesOf(at)).length).toBeGreaterThan(10)
  },
)

it('the sound one has no gap through all of it', async () => {
  const { gaps } = await timeline('sound')
  // Its own settings were changed: that pause is ours, and short.
  expect(gaps.filter(({ cause }) => cause !== 'stopped').map((gap) => JSON.stringify(gap))).toEqual([])
})
