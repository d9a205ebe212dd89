import { afterEach, describe, expect, test } from 'vitest'
import type { SensorReport, SensorView } from '../../src/features/sensors/contract.ts'
import { listenToFeed, type MqttFeedOptions } from '../../src/features/sensors/server/mqtt-feed.ts'
import { machinePorts } from '../../src/platform/server/ports.ts'
import { startBroker, type TestBroker } from './broker.ts'

const ports = machinePorts()
const undo: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})
async function broker(options: Parameters<typeof startBroker>[0] = {}): Promise<TestBroker> {
  const started = await startBroker(options)
  undo.push(() => started.close())
  return started
}

const seismic: SensorView = {
  id: 'sensor-1',
  code: 'S01',
  kind: 'seismic',
  name: { ar: 'الوادي', en: 'Wadi' },
  key: 'wadi',
  position: { lat: 20.5, lon: 50.5 },
  reachM: 80,
  cameraId: null,
  picture: null,
  poweredCameraIds: [],
}

function listen(address: string, more: Partial<MqttFeedOptions> = {}) {
  const reports: SensorReport[] = []
  const states: string[] = []
  const power: string[] = []
  const feed = listenToFeed(
    { kind: 'mqtt', address, topic: 'marsad/sensors', login: null, ports, sensors: () => [seismic], ...more },
    {
      report: (_sensor, report) => reports.push(report),
      power: (_id, { state }) => power.push(state),
      health: (health, reason) => states.push(`${health} ${reason}`),
    },
  )
  undo.push(() => feed.stop())
  return { feed, reports, states, power }
}
const now = () => new Date().toISOString()
const heard = (states: readonly string[]) => expect.poll(() => states.at(-1), { timeout: 5000 }).toBe('working null')

describe('a feed of a real broker', () => {
  test('hears what its sensors say, and asks for nothing else', async () => {
    const real = await broker()
    const { reports, states, feed } = listen(real.url)
    await heard(states)
    await real.publish('marsad/sensors/wadi', { id: 'e1', at: now(), class: 'person', confidence: 0.6 })
    await real.publish('elsewhere/wadi', { id: 'e2', at: now() })
    await real.publish('marsad/sensors/other', { id: 'e3', at: now() })
    await expect.poll(() => feed.signal().dropped['no-sensor']).toBe(1)
    expect(reports).toMatchObject([{ eventId: 'e1', sensed: 'vibration', likely: 'person' }])
    expect(real.subscribed).toEqual(['marsad/sensors/+'])
    expect(feed.signal()).toMatchObject({ messages: 2, strangers: ['other'], sensors: [{ sensorId: 'sensor-1', isAlive: true }] })
  })

  test('a broker that repeats is heard once; what it kept from before is no news', async () => {
    const real = await broker()
    await real.publish('marsad/sensors/wadi', { id: 'kept', at: now() }, { retain: true })
    const { reports, states, feed } = listen(real.url)
    await heard(states)
    const said = { id: 'e1', at: now() }
    for (let count = 0; count < 50; count++) await real.publish('marsad/sensors/wadi', said)
    await real.publish('marsad/sensors/wadi', { id: 'late', at: new Date(Date.now() - 3_600_000).toISOString() })
    await expect.poll(() => feed.signal().dropped).toEqual({ old: 2, repeat: 49 })
    expect(reports.map(({ eventId }) => eventId)).toEqual(['e1'])
  })

  test('a broker that floods becomes one state, and what it says of new movers is held to a few', async () => {
    const real = await broker()
    const { reports, states, feed } = listen(real.url)
    await heard(states)
    for (let count = 0; count < 3000; count++)
      await real.publish('marsad/sensors/wadi', { id: `e${count}`, at: now() }, { qos: 0 })
    await expect.poll(() => feed.signal().messages, { timeout: 20_000 }).toBe(3000)
    await expect.poll(() => states.at(-1)).toBe('degraded flood')
    expect(states.filter((state) => state === 'degraded flood')).toHaveLength(1)
    expect(reports.length).toBeLessThanOrEqual(25)
    expect(reports.length).toBeGreaterThan(0)
  })

  test('a broker that disappears is down, and is heard again when it comes back', async () => {
    const first = await startBroker()
    const { reports, states } = listen(first.url)
    await heard(states)
    await first.close()
    await expect.poll(() => states.at(-1), { timeout: 5000 }).toMatch(/^down broker\.(ended|not-reached)$/)
    const second = await broker({ port: first.port })
    await expect.poll(() => states.at(-1), { timeout: 20_000 }).toBe('working null')
    await second.publish('marsad/sensors/wadi', { id: 'again', at: now() })
    await expect.poll(() => reports.length).toBe(1)
  })

  test('a wrong password, a port where nobody is, and one that is no broker are told apart', async () => {
    const locked = await broker({ login: { user: 'u', password: 'right' } })
    const wrong = listen(locked.url, { login: { user: 'u', password: 'wrong' } })
    await expect.poll(() => wrong.states[0], { timeout: 5000 }).toBe('down broker.login')
    const right = listen(locked.url, { login: { user: 'u', password: 'right' } })
    await heard(right.states)
    const nobody = listen('mqtt://127.0.0.1:1')
    await expect.poll(() => nobody.states[0], { timeout: 5000 }).toBe('down broker.not-reached')
    const { createServer } = await import('node:net')
    const web = createServer((socket) =>
      socket
        .on('error', () => socket.destroy())
        .resume()
        .end('HTTP/1.1 400 Bad Request\r\n\r\n'),
    )
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve))
    undo.push(() => new Promise((resolve) => web.close(() => resolve())))
    const { port } = web.address() as { port: number }
    const strange = listen(`mqtt://127.0.0.1:${port}`)
    await expect.poll(() => strange.states[0], { timeout: 5000 }).toMatch(/^down broker\.(broken|ended)$/)
  })

  test('most of it unreadable is a state; the few that can be read are heard', async () => {
    const real = await broker()
    const { reports, states, feed } = listen(real.url)
    await heard(states)
    for (let count = 0; count < 40; count++)
      await real.publish('marsad/sensors/wadi', count % 10 === 0 ? { id: `e${count}`, at: now() } : 'no json')
    await expect.poll(() => states.at(-1), { timeout: 5000 }).toBe('degraded malformed')
    expect(feed.signal().dropped.malformed).toBe(36)
    expect(reports).toHaveLength(4)
  })

  test('a power monitor: what it says now is known, what the broker kept is not, and nothing when it is not heard', async () => {
    const first = await startBroker()
    await first.publish('marsad/sensors/ups', { power: 'good', at: now() }, { retain: true })
    const monitor: SensorView = { ...seismic, kind: 'power', key: 'ups', reachM: null, position: null, poweredCameraIds: ['c1'] }
    const { feed, reports, states, power } = listen(first.url, { sensors: () => [monitor] })
    const known = () => feed.signal().sensors[0]?.power
    await heard(states)
    await expect.poll(() => feed.signal().dropped).toEqual({ old: 1 })
    expect([power, known()]).toEqual([[], null])
    const said = { power: 'good', at: now() }
    for (let count = 0; count < 3; count++) await first.publish('marsad/sensors/ups', said)
    await expect.poll(known).toBe('good')
    await first.publish('marsad/sensors/ups', { power: 'lost', at: new Date(Date.now() - 3_600_000).toISOString() })
    await expect.poll(() => feed.signal().dropped).toEqual({ old: 2, repeat: 2 })
    await first.publish('marsad/sensors/ups', { power: 'lost', at: now() })
    await expect.poll(known).toBe('lost')
    await first.publish('marsad/sensors/ups', { alive: false })
    await expect.poll(known).toBeNull()
    // Two hours ahead: dated when it is heard, or it would be believed for two hours.
    await first.publish('marsad/sensors/ups', { power: 'good', at: new Date(Date.now() + 7_200_000).toISOString() })
    await expect.poll(known).toBe('good')
    await first.close()
    await expect.poll(known).toBeNull()
    expect(power).toEqual(['good', 'lost', 'unknown', 'good', 'unknown'])
    expect(reports).toEqual([])
  })

  test('a flood hides whether power was lost meanwhile, so that it is not known', async () => {
    const real = await broker()
    const monitor: SensorView = { ...seismic, kind: 'power', key: 'ups', reachM: null, position: null, poweredCameraIds: ['c1'] }
    const { feed, states } = listen(real.url, { sensors: () => [seismic, monitor] })
    await heard(states)
    await real.publish('marsad/sensors/ups', { power: 'good', at: now() })
    await expect.poll(() => feed.signal().sensors[1]?.power).toBe('good')
    for (let count = 0; count < 600; count++) await real.publish('marsad/sensors/wadi', { alive: true }, { qos: 0 })
    await expect.poll(() => feed.signal().dropped.flood ?? 0, { timeout: 5000 }).toBeGreaterThan(0)
    expect(feed.signal().sensors[1]?.power).toBeNull()
  })

  test('Frigate: its events and its state are asked for, and no topic that carries names', async () => {
    const real = await broker()
    const camera: SensorView = { ...seismic, kind: 'camera', key: 'op12_cam2' }
    const { reports, states, feed } = listen(real.url, { kind: 'frigate', topic: 'frigate', sensors: () => [camera] })
    await heard(states)
    expect(real.subscribed).toEqual(['frigate/events', 'frigate/available'])
    const after = {
      id: 'f1',
      camera: 'op12_cam2',
      label: 'person',
      frame_time: Date.now() / 1000,
      score: 0.8,
      sub_label: ['EXAMPLE NAME', 0.8],
    }
    await real.publish('frigate/tracked_object_update', { type: 'face', id: 'f1', name: 'EXAMPLE NAME' })
    await real.publish('frigate/events', { type: 'new', before: {}, after })
    await expect.poll(() => reports.length).toBe(1)
    expect(JSON.stringify([reports, feed.signal()])).not.toContain('EXAMPLE')
    expect(feed.signal()).toMatchObject({ messages: 1, stripped: 1 })
    expect(real.published).toEqual([])
  })
})
