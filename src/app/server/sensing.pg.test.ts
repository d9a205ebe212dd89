/** Other eyes, end to end on the real server: a real broker and a camera that speaks, to alerts with their reasons. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startBroker, type TestBroker } from '../../../test/eyes/broker.ts'
import { onvifNotice } from '../../../test/eyes/notices.ts'
import { type Double, startOnvifDouble } from '../../../test/onvif/double.ts'
import { barClip } from '../../../test/recordings/streams.ts'
import { bootWithPeople } from '../../../test/setup/people.ts'
import type { AlertView } from '../../features/alerts/contract.ts'
import type { CameraView } from '../../features/cameras/contract.ts'
import type { FeedSignal, FeedView } from '../../features/sensors/contract.ts'
import { connect, type Sql } from '../../platform/server/database.ts'
import { createSpeaker } from '../../platform/speak.ts'
import { texts } from '../texts.ts'

const secret = 'a-secret-of-the-broker'
let site: Awaited<ReturnType<typeof bootWithPeople>>
let sql: Sql
let broker: TestBroker
let device: Double

beforeAll(async () => {
  broker = await startBroker({ login: { user: 'marsad', password: secret } })
  device = await startOnvifDouble({ events: 'any' })
  site = await bootWithPeople('standalone')
  sql = connect(site.running.database, 1)
})
afterAll(async () => {
  await sql?.end()
  await site?.stop()
  await device.close()
  await broker.close()
})

const get = <T>(path: string) => site.get<T>(path)
const send = <T>(path: string, body: object) => site.send<T>(path, body)
const list = () => get<{ feeds: FeedView[]; signals: FeedSignal[] }>('/api/feeds')
const feedOf = async (id: string) => (await list()).feeds.find((feed) => feed.id === id) as FeedView
const alerts = async () => (await get<{ alerts: AlertView[] }>('/api/alerts')).alerts
const ofSensor = async (code: string) =>
  (await alerts()).filter(({ reasons }) => reasons.some(({ values }) => values.code === code))
const said = (alert: AlertView, language: 'ar' | 'en') => {
  const speaker = createSpeaker(texts, language)
  return [alert.title, ...alert.reasons].map(({ text, values }) => speaker.say(text, values as never)).join(' · ')
}
const name = (en: string) => ({ ar: `م ${en}`, en })
const position = { lat: 20.5, lon: 50.5 }
const now = () => new Date().toISOString()
let mqtt: FeedView

async function sensor(feed: string, content: object): Promise<FeedView> {
  const whole = { position: null, reachM: null, cameraId: null, picture: null, ...content }
  const set = await send<FeedView>(`/api/feeds/${feed}/sensors`, { basedOn: (await feedOf(feed)).version, sensor: whole })
  expect(set).toMatchObject({ status: 200 })
  return set.body
}

describe('a broker of sensors', () => {
  it('is set up over HTTP; its password lies in the vault and nowhere else', async () => {
    const wrong = await send<{ code: string }>('/api/feeds', { kind: 'mqtt', name: name('x'), address: 'mqtt://u:p@host' })
    expect(wrong).toMatchObject({ status: 409, body: { code: 'feed.address' } })
    const added = await send<FeedView>('/api/feeds', {
      kind: 'mqtt',
      name: name('Gateway'),
      address: broker.url,
      login: { user: 'marsad', password: secret },
    })
    expect(added).toMatchObject({ status: 201, body: { hasLogin: true, topic: 'marsad/sensors', sensors: [] } })
    mqtt = added.body
    await expect.poll(async () => (await feedOf(mqtt.id)).health, { timeout: 10_000 }).toBe('working')
    const written = () => sql`select text from journal.entry where type like 'feed.%'`
    await expect.poll(async () => (await written()).length, { timeout: 10_000 }).toBeGreaterThanOrEqual(2)
    expect(JSON.stringify([await written(), await list()])).not.toContain(secret)
  })

  it('a seismic sensor raises an alert with its reasons in both languages, and the place as far as it is known', async () => {
    await sensor(mqtt.id, { kind: 'seismic', name: name('Wadi'), key: 'wadi', position, reachM: 80 })
    await broker.publish('marsad/sensors/wadi', { id: 'e1', at: now(), class: 'person', confidence: 0.8 })
    const [alert] = await expect
      .poll(() => ofSensor('S01'), { timeout: 10_000 })
      .not.toEqual([])
      .then(() => ofSensor('S01'))
    expect(alert).toMatchObject({
      kind: 'detection',
      priority: 'P2',
      ruleId: 'sensor-report',
      hasStill: false,
      condition: 'active',
    })
    expect(alert?.place).toMatchObject({ method: 'sensor', position, ellipse: { aM: 80 }, rangeM: { near: 0, far: 80 } })
    expect(said(alert as AlertView, 'en').replaceAll(/[\u2066-\u2069]/g, '')).toContain(
      'Seismic sensor S01, Wadi, told: ground vibration',
    )
    expect(said(alert as AlertView, 'ar')).toContain('اهتزاز في الأرض')
    const { tracks } = await get<{ tracks: { sensor?: { code: string } }[] }>('/api/tracks')
    expect(tracks).toMatchObject([{ sensor: { code: 'S01', kind: 'seismic' } }])
  })

  it('the same said again and again is one mover; a flood is one state and no storm', async () => {
    const repeated = { id: 'e2', at: now() }
    for (let count = 0; count < 20; count++) await broker.publish('marsad/sensors/wadi', repeated)
    for (let count = 0; count < 2000; count++)
      await broker.publish('marsad/sensors/wadi', { id: `f${count}`, at: now() }, { qos: 0 })
    await expect.poll(async () => (await feedOf(mqtt.id)).healthReason, { timeout: 20_000 }).toBe('flood')
    await expect.poll(async () => (await list()).signals[0]?.messages, { timeout: 20_000 }).toBe(2021)
    const mine = await ofSensor('S01')
    expect(mine.length).toBeLessThanOrEqual(2)
    expect(mine.reduce((sum, { occurrences }) => sum + occurrences, 0)).toBeLessThanOrEqual(30)
    expect((await list()).signals[0]?.dropped.repeat).toBe(19)
  }, 60_000)

  it('a radar whose mover crosses the line is judged by the line, as a camera’s would be', async () => {
    const coordinates = [
      [50.4, 20.6],
      [50.6, 20.6],
    ]
    const line = { kind: 'line', coordinates, inside: 'right' }
    expect((await send('/api/places', { id: null, basedOn: 0, name: name('Line'), geometry: line })).status).toBeLessThan(300)
    await sensor(mqtt.id, { kind: 'radar', name: name('Mast radar'), key: 'radar', position: { lat: 20.59, lon: 50.5 } })
    const startMs = Date.now() - 60_000
    for (let step = 0; step <= 12; step++) {
      const lat = 20.6009 - step * 0.00015
      await broker.publish('marsad/sensors/radar', {
        id: 7,
        at: new Date(startMs + step * 5000).toISOString(),
        position: { lat, lon: 50.5 },
        errorM: 8,
        class: 'person',
        confidence: 0.7,
      })
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
    // It came nearer first, and the same alert became graver when it crossed.
    await expect.poll(async () => (await ofSensor('S02')).map(({ priority }) => priority), { timeout: 10_000 }).toEqual(['P1'])
    const [alert] = await ofSensor('S02')
    expect(said(alert as AlertView, 'en').replaceAll(/[\u2066-\u2069]/g, '')).toMatch(
      /Radar S02, Mast radar, told: something moving.*It crossed/,
    )
  }, 60_000)

  it('Frigate: the event is a mover before our camera with our picture, and the name is in no table', async () => {
    const clip = await barClip(site.folder, 'yard.mp4', { seconds: 20 })
    const camera = await send<CameraView>('/api/cameras', { source: `${clip}?loop=1&name=yard` })
    const frigate = await send<FeedView>('/api/feeds', {
      kind: 'frigate',
      name: name('Frigate'),
      address: broker.url,
      login: { user: 'marsad', password: secret },
    })
    const set = await sensor(frigate.body.id, { kind: 'camera', name: name('Yard'), key: 'yard', cameraId: camera.body.id })
    const code = set.sensors[0]?.code ?? ''
    await expect
      .poll(async () => (await get<CameraView>(`/api/cameras/${camera.body.id}`)).health, { timeout: 30_000 })
      .toBe('working')
    await broker.publish('frigate/events', {
      type: 'new',
      before: {},
      after: {
        id: 'f1',
        camera: 'yard',
        label: 'person',
        frame_time: Date.now() / 1000,
        score: 0.8,
        sub_label: ['EXAMPLE NAME', 0.9],
        recognized_license_plate: 'EXAMPLE 1',
      },
    })
    await expect.poll(async () => (await ofSensor(code)).length, { timeout: 10_000 }).toBe(1)
    const [alert] = await ofSensor(code)
    expect(alert).toMatchObject({ cameraIds: [camera.body.id], hasStill: true, stillBox: null })
    const tables = await sql<
      { name: string }[]
    >`select table_schema || '.' || table_name as name from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema')`
    for (const { name: table } of tables) {
      const found = await sql.unsafe(`select count(*)::int as n from ${table} t where t::text like '%EXAMPLE%'`)
      expect([table, found[0]?.n]).toEqual([table, 0])
    }
    expect((await list()).signals.find(({ feedId }) => feedId === frigate.body.id)?.stripped).toBe(1)
  }, 90_000)

  it('a camera of ours that speaks: a line crossed is an alert, its scene changed is tampering, and a face is nowhere', async () => {
    const clip = await barClip(site.folder, 'gate.mp4', { seconds: 20 })
    const control = { address: device.url, profile: '1' }
    const camera = await send<CameraView>('/api/cameras', { source: `${clip}?loop=1&name=gate`, control, allowSame: true })
    const { id, code } = camera.body
    await expect.poll(async () => (await get<CameraView>(`/api/cameras/${id}`)).health, { timeout: 30_000 }).toBe('working')
    const feed = await send<FeedView>('/api/feeds', { kind: 'onvif', name: name('Gate'), cameraId: id })
    expect(await send('/api/feeds', { kind: 'onvif', name: name('Gate'), cameraId: id })).toMatchObject({
      body: { code: 'feed.camera-taken' },
    })
    await expect.poll(async () => (await feedOf(feed.body.id)).health, { timeout: 10_000 }).toBe('working')
    device.notify(
      onvifNotice('RuleEngine/LineDetector/Crossed', { ObjectId: '417' }, { rule: 'line-west' }),
      onvifNotice('RuleEngine/Recognition/Face', { Likelihood: '0.9', Name: 'EXAMPLE NAME' }),
      onvifNotice('RuleEngine/LineDetector/Crossed', { ObjectId: '9' }, { rule: 'line-old', operation: 'Initialized' }),
    )
    await expect
      .poll(async () => (await ofSensor(code)).filter(({ kind }) => kind === 'detection').length, { timeout: 15_000 })
      .toBe(1)
    const [alert] = (await ofSensor(code)).filter(({ kind }) => kind === 'detection')
    expect(alert).toMatchObject({ priority: 'P2', cameraIds: [id], hasStill: true, occurrences: 1 })
    expect(said(alert as AlertView, 'en').replaceAll(/[\u2066-\u2069]/g, '')).toContain('a line crossed (line-west)')
    device.notify(onvifNotice('VideoSource/GlobalSceneChange/ImagingService', { State: 'true' }))
    await expect
      .poll(async () => (await get<CameraView>(`/api/cameras/${id}`)).healthReason, { timeout: 15_000 })
      .toBe('told-scene-changed')
    const tamper = await expect
      .poll(async () => (await alerts()).filter(({ ruleId }) => ruleId === 'tamper-suspected').length, { timeout: 10_000 })
      .toBe(1)
      .then(async () => (await alerts()).find(({ ruleId }) => ruleId === 'tamper-suspected') as AlertView)
    expect(tamper).toMatchObject({ priority: 'P1', cameraIds: [id] })
    expect(said(tamper, 'en')).toContain('The camera itself says that its scene changed')
    device.notify(onvifNotice('VideoSource/GlobalSceneChange/ImagingService', { State: 'false' }))
    await expect.poll(async () => (await get<CameraView>(`/api/cameras/${id}`)).health, { timeout: 15_000 }).toBe('working')
    const leaked = await sql`select count(*)::int as n from journal.entry where text like '%EXAMPLE%' or text like '%line-old%'`
    expect(leaked[0]?.n).toBe(0)
    expect((await list()).signals.find(({ feedId }) => feedId === feed.body.id)?.dropped).toMatchObject({ identity: 1 })
    // The camera goes: its feed is heard no more, and says so.
    await send(`/api/cameras/${id}/remove`, {})
    await expect.poll(async () => (await feedOf(feed.body.id)).healthReason, { timeout: 10_000 }).toBe('camera.not-reached')
    await send(`/api/feeds/${feed.body.id}/remove`, { basedOn: (await feedOf(feed.body.id)).version })
    await expect.poll(() => device.subscriptions.size, { timeout: 10_000 }).toBe(0)
  }, 120_000)

  it('a camera that says its scene changed when our own people have turned it has not been tampered with', async () => {
    const head = await startOnvifDouble({ events: 'any', turnsMs: 300, presets: [{ token: '1', name: 'Wadi' }] })
    try {
      const clip = await barClip(site.folder, 'turning.mp4', { seconds: 20 })
      const camera = await send<CameraView>('/api/cameras', {
        source: `${clip}?loop=1&name=turning`,
        control: { address: head.url, profile: '01' },
        presets: [{ token: '1', name: 'Wadi', pose: null, masks: [] }],
        allowSame: true,
      })
      const { id } = camera.body
      const now = () => get<CameraView>(`/api/cameras/${id}`)
      const feed = await send<FeedView>('/api/feeds', { kind: 'onvif', name: name('Turning'), cameraId: id })
      await expect.poll(async () => (await feedOf(feed.body.id)).health, { timeout: 10_000 }).toBe('working')
      expect(await send(`/api/cameras/${id}/preset`, { token: '1' })).toMatchObject({ status: 200 })
      await expect.poll(async () => (await now()).presetToken, { timeout: 10_000 }).toBe('1')
      await expect.poll(async () => (await now()).health, { timeout: 30_000 }).toBe('working')
      head.notify(onvifNotice('VideoSource/GlobalSceneChange/ImagingService', { State: 'true' }))
      await expect.poll(async () => (await now()).healthReason, { timeout: 15_000 }).toBe('told-scene-changed')
      const raised = await expect
        .poll(async () => (await alerts()).filter(({ cameraIds }) => cameraIds.includes(id)).length, { timeout: 10_000 })
        .toBeGreaterThan(0)
        .then(async () => (await alerts()).filter(({ cameraIds }) => cameraIds.includes(id)))
      expect(raised.map(({ ruleId, priority }) => [ruleId, priority])).toEqual([['camera-blind', 'P2']])
      await send(`/api/cameras/${id}/remove`, {})
    } finally {
      await head.close()
    }
  }, 120_000)

  it('a broker that is gone is a state of its feed and an entry; a change on an old version is refused', async () => {
    const stale = await send<{ code: string }>(`/api/feeds/${mqtt.id}/remove`, { basedOn: 1 })
    expect(stale).toMatchObject({ status: 409, body: { code: 'feed.stale' } })
    await broker.close()
    await expect.poll(async () => (await feedOf(mqtt.id)).health, { timeout: 20_000 }).toBe('down')
    await expect
      .poll(
        async () =>
          (await sql`select text from journal.entry where type = 'feed.health-changed' and text like '%"down"%'`).length,
        { timeout: 10_000 },
      )
      .toBeGreaterThan(0)
    broker = await startBroker({ port: broker.port, login: { user: 'marsad', password: secret } })
    await expect.poll(async () => (await feedOf(mqtt.id)).health, { timeout: 45_000 }).toMatch(/working|degraded/)
    const removed = await send<FeedView>(`/api/feeds/${mqtt.id}/remove`, { basedOn: (await feedOf(mqtt.id)).version })
    expect(removed.status).toBe(200)
    expect((await list()).feeds.some(({ id }) => id === mqtt.id)).toBe(false)
    await expect
      .poll(
        async () =>
          (await sql`select count(*)::int as n from vault.key k join vault.item i on i.id = k.item where i.kind = 'secret'`)[0]
            ?.n,
      )
      .toBe(1)
  }, 120_000)
})
