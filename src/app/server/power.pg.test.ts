/** Power and link measured apart, end to end: cameras that fall silent on the real server, and monitors of their power on a real broker. */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBroker, type TestBroker } from '../../../test/eyes/broker.ts'
import { type FakeCamera, startFakeCamera } from '../../../test/fake-camera/camera.ts'
import { bootWithPeople } from '../../../test/setup/people.ts'
import { groundClip } from '../../../test/stories/clips.ts'
import type { AlertView } from '../../features/alerts/contract.ts'
import type { CameraView } from '../../features/cameras/contract.ts'
import type { FeedSignal, FeedView } from '../../features/sensors/contract.ts'
import { createSpeaker } from '../../platform/speak.ts'
import type { Signals } from '../live.ts'
import { texts } from '../texts.ts'

const folder = mkdtempSync(join(tmpdir(), 'marsad-power-'))
let site: Awaited<ReturnType<typeof bootWithPeople>>
let broker: TestBroker
let feed: FeedView
const masts = new Map<string, { device: FakeCamera; id: string }>()

beforeAll(async () => {
  broker = await startBroker()
  site = await bootWithPeople('standalone')
  // Ground on which nothing moves: nobody was seen before any of the losses.
  const clip = await groundClip(folder, 'watched')
  for (const name of ['good', 'lost', 'stale']) {
    const device = await startFakeCamera({ framesPerSecond: 9, clip })
    const { body } = await send<CameraView>('/api/cameras', { source: `${device.url}?name=${name}` }, 201)
    masts.set(name, { device, id: body.id })
  }
  const address = { kind: 'mqtt', name: { ar: 'كهرباء', en: 'Power' }, address: broker.url }
  feed = (await send<FeedView>('/api/feeds', address, 201)).body
}, 60_000)
afterAll(async () => {
  await site?.stop()
  await Promise.all([...masts.values()].map(({ device }) => device.close()))
  await broker?.close()
  rmSync(folder, { recursive: true, force: true })
})

async function get<T>(path: string): Promise<T> {
  return (await (await site.call(site.admin, 'GET', path)).json()) as T
}
async function send<T>(path: string, body: object, status = 200): Promise<{ body: T }> {
  const answer = await site.call(site.admin, 'POST', path, { commandId: randomUUID(), ...body })
  expect(answer.status, `${path}: ${await answer.clone().text()}`).toBe(status)
  return { body: (await answer.json()) as T }
}
const mast = (name: string) => masts.get(name) as { device: FakeCamera; id: string }
const health = async (name: string) => (await get<CameraView>(`/api/cameras/${mast(name).id}`)).health
const feeds = () => get<{ feeds: FeedView[]; signals: FeedSignal[] }>('/api/feeds')
const monitor = (key: string, poweredCameraIds: readonly string[]) => ({
  kind: 'power',
  name: { ar: `كهرباء ${key}`, en: `Mast ${key}` },
  key,
  position: null,
  reachM: null,
  cameraId: null,
  picture: null,
  poweredCameraIds,
})
const say = (name: string, power: 'good' | 'lost', agoMs = 0) =>
  broker.publish(`marsad/sensors/${name}`, { power, at: new Date(Date.now() - agoMs).toISOString() })
async function powers(): Promise<Record<string, string | null>> {
  const { feeds: known, signals } = await feeds()
  const states = signals.flatMap(({ sensors }) => sensors)
  return Object.fromEntries(
    known.flatMap(({ sensors }) =>
      sensors.map(({ id, key }) => [key, states.find(({ sensorId }) => sensorId === id)?.power ?? null]),
    ),
  )
}
/** The one alert of a camera that is lost. */
async function lossOf(name: string): Promise<AlertView> {
  const of = async () =>
    (await get<{ alerts: AlertView[] }>('/api/alerts?kind=camera')).alerts.filter(({ cameraIds }) =>
      cameraIds.includes(mast(name).id),
    )
  await expect.poll(async () => (await of()).length, { timeout: 30_000 }).toBe(1)
  return (await of())[0] as AlertView
}
const reasons = ({ reasons: all }: AlertView) => all.map(({ text }) => text.slice('alert.reason.'.length))

describe('a mast whose power is watched', () => {
  it('is set up with the cameras that hang on its power, and none that are not there', async () => {
    const sensor = monitor('good', [])
    const path = `/api/feeds/${feed.id}/sensors`
    const none = await send<{ code: string }>(path, { basedOn: feed.version, sensor }, 409)
    expect(none.body.code).toBe('sensor.powered')
    await send(path, { basedOn: feed.version, sensor: { ...sensor, poweredCameraIds: [randomUUID()] } }, 404)
    let { version } = feed
    for (const name of masts.keys()) {
      const content = monitor(name, [mast(name).id])
      const { body } = await send<FeedView>(path, { basedOn: version, sensor: content })
      version = body.version
      expect(body.sensors.find(({ key }) => key === name)).toMatchObject(content)
    }
    await expect.poll(async () => (await feeds()).feeds[0]?.health, { timeout: 10_000 }).toBe('working')
    for (const name of masts.keys()) await expect.poll(() => health(name), { timeout: 30_000 }).toBe('working')
    expect(await powers()).toEqual({ good: null, lost: null, stale: null })
  }, 60_000)

  it('power good, and the stream dies: immediate, and why; power lost: urgent, and that is said; an old word: urgent', async () => {
    // Some seconds old: on a busy machine the last picture may lie a moment before a word that is said now.
    await say('good', 'good', 10_000)
    await say('lost', 'good', 30_000)
    await say('lost', 'lost')
    await say('stale', 'good', 150_000)
    await expect.poll(powers).toEqual({ good: 'good', lost: 'lost', stale: null })
    const lane = await site.listen(site.admin)
    const { signals } = (await lane.snapshot()) as unknown as { signals: Signals }
    expect(signals.cameras?.map(({ power }) => power)).toEqual(['good', 'lost', undefined])
    lane.close()
    await Promise.all([...masts.values()].map(({ device }) => device.close()))

    const cut = await lossOf('good')
    expect(cut).toMatchObject({ priority: 'P1', ruleId: 'tamper-suspected', kind: 'camera' })
    expect(reasons(cut)[0]).toBe('tamper-link')
    expect(cut.reasons[0]?.values).toMatchObject({ code: 'S01', when: 'before' })
    expect(spoken(cut, 'en')).toMatch(/The link is gone while the power is good: S01 said so \d+ s before the last picture/)
    expect(spoken(cut, 'ar')).toMatch(/انقطعت الصلة والكهرباء سليمة: أخبر بذلك S01 قبل آخر صورة بمقدار \d+ ث/)

    const dark = await lossOf('lost')
    expect(dark).toMatchObject({ priority: 'P2', ruleId: 'camera-down' })
    expect(reasons(dark)).toContain('power-lost')
    expect(reasons(dark)).not.toContain('tamper-link')

    const old = await lossOf('stale')
    expect(old).toMatchObject({ priority: 'P2', ruleId: 'camera-down' })
    expect(reasons(old).filter((text) => /tamper|power/.test(text))).toEqual([])
  }, 60_000)

  it('a word that comes behind the loss: what was urgent becomes immediate; where power is lost it stays', async () => {
    const before = await lossOf('stale')
    await say('stale', 'good')
    await say('lost', 'good')
    await expect.poll(async () => (await lossOf('stale')).priority, { timeout: 10_000 }).toBe('P1')
    const after = await lossOf('stale')
    expect(reasons(after)[0]).toBe('tamper-link')
    expect(after.reasons[0]?.values).toMatchObject({ when: 'after' })
    expect(after.soundings).toBe(before.soundings + 1)
    expect(await lossOf('lost')).toMatchObject({ priority: 'P2' })
  }, 30_000)

  it('a broker that goes takes what it said with it', async () => {
    expect(await powers()).toMatchObject({ good: 'good' })
    await broker.close()
    await expect.poll(powers, { timeout: 10_000 }).toEqual({ good: null, lost: null, stale: null })
  }, 20_000)
})

function spoken({ reasons: all }: AlertView, language: 'ar' | 'en'): string {
  const speaker = createSpeaker(texts, language)
  return all.map(({ text, values }) => speaker.say(text, values as never).replaceAll(/[\u2066-\u2069]/g, '')).join(' · ')
}
