import { describe, expect, test } from 'vitest'
import type { FeedSignal, FeedView, SensorView } from '../contract.ts'
import { sensorShapes, standsOf } from './sensor-shapes.ts'

const sensor = (code: string, more: Partial<SensorView> = {}): SensorView => ({
  id: code,
  code,
  kind: 'seismic',
  name: { ar: 'الوادي', en: 'Wadi' },
  key: code,
  position: { lat: 20.5, lon: 50.5 },
  reachM: 80,
  cameraId: null,
  picture: null,
  poweredCameraIds: [],
  ...more,
})
const feed = (health: FeedView['health'], ...sensors: SensorView[]): FeedView => ({
  id: `feed ${health}`,
  version: 1,
  kind: 'mqtt',
  name: { ar: 'م', en: 'F' },
  area: 'a',
  address: 'mqtt://broker',
  topic: 'marsad/sensors',
  hasLogin: false,
  cameraId: null,
  sensors,
  health,
  healthReason: null,
  healthSince: '2027-03-03T20:00:00.000Z',
})
const signal = (...sensors: FeedSignal['sensors']): FeedSignal => ({
  feedId: 'f',
  heardAt: null,
  messages: 1,
  dropped: {},
  stripped: 0,
  sensors,
  strangers: [],
})
const said = (sensorId: string, isAlive: boolean | null = true, heardAt: string | null = '2027-03-03T20:46:00.000Z') => ({
  sensorId,
  heardAt,
  isAlive,
  power: null,
})

describe('where sensors stand', () => {
  test('only what has ground of its own stands on the map, in the order of codes over all feeds', () => {
    const feeds = [
      feed('working', sensor('S04'), sensor('S02', { kind: 'power', position: null, reachM: null })),
      feed('working', sensor('S01', { kind: 'radar', reachM: null }), sensor('S03', { kind: 'camera', position: null })),
    ]
    expect(standsOf(feeds, []).map(({ code, kind }) => `${code} ${kind}`)).toEqual(['S01 radar', 'S04 seismic'])
  })

  test.each([
    ['working', said('S01'), 'heard'],
    ['degraded', said('S01'), 'partly'],
    ['working', said('S01', false), 'off'],
    ['down', said('S01'), 'down'],
    ['down', said('S01', false), 'down'],
    ['unknown', said('S01'), 'waiting'],
    ['working', said('S01', null, null), 'waiting'],
    ['working', said('another'), 'waiting'],
  ] as const)('of a feed that is %s: %j is %s', (health, word, hearing) => {
    expect(standsOf([feed(health, sensor('S01'))], [signal(word)])[0]?.hearing).toBe(hearing)
  })

  test('shape tells the kind, reach is a circle on the ground, and ground of which nothing is heard is not known', () => {
    const feeds = [
      feed(
        'working',
        sensor('S01'),
        sensor('S02', { kind: 'radar', reachM: null }),
        sensor('S03', { kind: 'contact', reachM: 5 }),
      ),
    ]
    const stands = standsOf(feeds, [signal(said('S01'), said('S02'))])
    const { sensors, reaches } = sensorShapes(stands, false)
    expect(sensors.map(({ properties }) => properties)).toEqual([
      { code: 'S01', icon: 'seismic' },
      { code: 'S02', icon: 'radar' },
      { code: 'S03', icon: 'contact-blind' },
    ])
    expect(reaches.map(({ properties }) => properties.state)).toEqual(['heard', 'not-known'])
    const [ring = []] = (reaches[0]?.geometry.coordinates ?? []) as [number, number][][]
    // 80 m north of the middle, in degrees of latitude.
    expect(Math.max(...ring.map(([, lat]) => lat)) - 20.5).toBeCloseTo(80 / 111_195, 5)
  })

  test('while the link is cut none is shown as heard and none as failing', () => {
    const stands = standsOf([feed('down', sensor('S01'))], [])
    const { sensors, reaches } = sensorShapes(stands, true)
    expect([sensors[0]?.properties.icon, reaches[0]?.properties.state]).toEqual(['seismic', 'old'])
  })
})
