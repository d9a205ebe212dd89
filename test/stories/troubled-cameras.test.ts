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
import { type Api, freshFolder, type Program, removeFolder, signIn, startProgram, until } from './program.ts'

const kinds = {
  sound: {},
  grows: { mode: 'grows', after: 60 },
  stalls: { mode: 'stalls', after: 60 },
  timeless: { mode: 'no-times' },
  frozen: { mode: 'frozen-times', after: 30 },
  damaged: { mode: 'damaged', after: 40 },
  large: { width: 320, height: 240 },
} as const satisfies Record<string, FakeCameraOptions>
type Kind = keyof typeof kinds

const path = freshFolder()
let program: Program
let api: Api
const sources = new Map<Kind, FakeCamera>()
const cameras = new Map<Kind, CameraView>()
const startedAtMs = Date.now()

beforeAll(async () => {
  for (const [kind, options] of Object.entries(kinds))
    sources.set(kind as Kind, await startFakeCamera({ framesPerSecond: 10, ...options }))
  const watched = (Object.keys(kinds) as Kind[]).filter((kind) => kind !== 'large')
  program = await startProgram(path, [
    '--no-demo',
    ...watched.flatMap((kind) => ['--camera', `${sources.get(kind)?.url}?name=${kind}`]),
  ])
  api = await signIn(program.url)
  const found = (await api.json<{ cameras: CameraView[] }>('/api/cameras')).cameras
  for (const camera of found) cameras.set(camera.name.en as Kind, camera)
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

it.each(['timeless', 'frozen'] as const)('one whose time stamps are %s is recorded as long as it lasted', async (kind) => {
  const { spans } = await until(async () => {
    const now = await timeline(kind)
    const [span] = now.spans
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
})

it('damaged pictures never raise an alarm alone; the camera is recorded on and said to be poor', async () => {
  await until(async () => {
    const { spans } = await timeline('damaged')
    return spans.some(({ from, to }) => Date.parse(to) - Date.parse(from) > 15_000)
  }, 60_000)
  const { alerts } = await api.json<{ alerts: AlertView[] }>('/api/alerts?state=all&limit=200')
  // The bar of the fake camera wanders for everybody: what is held against damage is only what damage alone would raise.
  const bySound = alerts.filter(({ kind, cameraIds }) => kind === 'detection' && cameraIds.includes(idOf('sound'))).length
  const byDamaged = alerts.filter(({ kind, cameraIds }) => kind === 'detection' && cameraIds.includes(idOf('damaged'))).length
  expect(byDamaged).toBeLessThanOrEqual(bySound)
})

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
  expect(sources.get('large')?.playing()).toBe(1)
  expect(sources.get('sound')?.playing()).toBe(1)
  // One film cannot hold both sizes, and says where it changes.
  const both = await film('sound', Date.parse(spans[0]?.from ?? ''), Date.now())
  expect(both.status).toBe(409)
  expect(await both.json()).toMatchObject({ code: 'recording.codec-changes', facts: { at: spans.at(-1)?.from } })
  const one = await film('sound', Date.parse(spans[0]?.from ?? ''), Date.parse(spans[0]?.to ?? ''))
  expect(one.status).toBe(200)
  await one.arrayBuffer()
})

it('the sound one has no gap through all of it', async () => {
  const { gaps } = await timeline('sound')
  // Its own settings were changed: that pause is ours, and short.
  expect(gaps.filter(({ cause }) => cause !== 'stopped')).toEqual([])
})
