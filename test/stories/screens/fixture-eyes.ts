/** Other eyes of the invented site: feeds of sensors, and a camera on a balloon. */
import type { PlatformFix, PlatformState } from '../../../src/features/cameras/contract.ts'
import type { FeedSignal, FeedView, SensorView } from '../../../src/features/sensors/contract.ts'

const ago = (now: number, seconds: number) => new Date(now - seconds * 1000).toISOString()
const sensor = (id: number, more: Pick<SensorView, 'kind' | 'name' | 'key'> & Partial<SensorView>): SensorView => ({
  id: `sensor-${id}`,
  code: `S${String(id).padStart(2, '0')}`,
  position: { lat: 20.51, lon: 50.52 },
  reachM: 80,
  cameraId: null,
  picture: null,
  poweredCameraIds: [],
  ...more,
})
const feed = (now: number, more: Partial<FeedView> & Pick<FeedView, 'id' | 'kind' | 'name'>): FeedView => ({
  version: 3,
  area: 'sector',
  address: 'mqtt://192.0.2.40:1883',
  topic: 'marsad/sensors',
  hasLogin: true,
  cameraId: null,
  sensors: [],
  health: 'working',
  healthReason: null,
  healthSince: ago(now, 7200),
  ...more,
})

/** Four feeds: one that works, one that floods, one that is gone, one of a camera. */
export function feedsOf(now: number): { feeds: FeedView[]; signals: FeedSignal[] } {
  const wadi = sensor(1, {
    kind: 'seismic',
    name: { ar: 'مجس وادي السدر', en: 'Wadi al-Sidr geophone' },
    key: 'wadi-1',
    position: { lat: 20.4935, lon: 50.4905 },
  })
  const gate = sensor(2, {
    kind: 'contact',
    name: { ar: 'باب السياج الغربي', en: 'West fence gate' },
    key: 'gate-west',
    position: { lat: 20.5025, lon: 50.5035 },
    reachM: 5,
  })
  const radar = sensor(3, {
    kind: 'radar',
    name: { ar: 'رادار السارية', en: 'Mast radar' },
    key: 'radar',
    position: { lat: 20.5122, lon: 50.5008 },
    reachM: null,
  })
  const yard = sensor(4, {
    kind: 'camera',
    name: { ar: 'ساحة المخفر', en: 'Post yard' },
    key: 'op12_cam2',
    position: null,
    reachM: null,
    cameraId: 'camera-7',
  })
  const mast = sensor(5, {
    kind: 'power',
    name: { ar: 'كهرباء سارية الوادي', en: 'Power of the wadi mast' },
    key: 'ups-mast-7',
    position: null,
    reachM: null,
    poweredCameraIds: ['camera-11', 'camera-12'],
  })
  const far = sensor(6, {
    kind: 'seismic',
    name: { ar: 'مجس السهل الجنوبي', en: 'South plain geophone' },
    key: 'plain-1',
    position: { lat: 20.4745, lon: 50.4885 },
    reachM: 250,
  })
  const feeds = [
    feed(now, {
      id: 'feed-1',
      kind: 'mqtt',
      name: { ar: 'بوابة المجسات', en: 'Sensor gateway' },
      sensors: [wadi, gate, radar, mast],
    }),
    feed(now, {
      id: 'feed-2',
      kind: 'frigate',
      name: { ar: 'Frigate في المخفر', en: 'Frigate at the post' },
      topic: 'frigate',
      sensors: [yard],
      health: 'degraded',
      healthReason: 'flood',
      healthSince: ago(now, 45),
    }),
    feed(now, {
      id: 'feed-3',
      kind: 'mqtt',
      name: { ar: 'وسيط القاطع الشرقي', en: 'Eastern sector broker' },
      address: 'mqtts://192.0.2.77:8883',
      sensors: [far],
      health: 'down',
      healthReason: 'broker.not-reached',
      healthSince: ago(now, 900),
    }),
    feed(now, {
      id: 'feed-4',
      kind: 'onvif',
      name: { ar: 'أحداث كاميرا الوادي', en: 'Events of the wadi camera' },
      address: '',
      topic: '',
      hasLogin: false,
      cameraId: 'camera-7',
    }),
  ]
  const heard = (id: string, seconds: number | null, isAlive: boolean | null = true, power: 'good' | 'lost' | null = null) => ({
    sensorId: id,
    heardAt: seconds === null ? null : ago(now, seconds),
    isAlive,
    power,
  })
  const signals: FeedSignal[] = [
    {
      feedId: 'feed-1',
      heardAt: ago(now, 4),
      messages: 18_204,
      dropped: { repeat: 31, malformed: 2, 'no-sensor': 6 },
      stripped: 0,
      sensors: [heard(wadi.id, 4), heard(gate.id, 3600, false), heard(radar.id, null, null), heard(mast.id, 21, true, 'lost')],
      strangers: ['wadi-2'],
    },
    {
      feedId: 'feed-2',
      heardAt: ago(now, 0.3),
      messages: 90_211,
      dropped: { flood: 70_530, identity: 4 },
      stripped: 212,
      sensors: [heard(yard.id, 0.3)],
      strangers: [],
    },
    {
      feedId: 'feed-3',
      heardAt: null,
      messages: 0,
      dropped: {},
      stripped: 0,
      sensors: [heard(far.id, null, null)],
      strangers: [],
    },
    {
      feedId: 'feed-4',
      heardAt: ago(now, 71),
      messages: 640,
      dropped: { 'not-wanted': 12, identity: 3 },
      stripped: 0,
      sensors: [],
      strangers: [],
    },
  ]
  return { feeds, signals }
}

/** Where the balloon is at an instant: it drifts east. */
export function balloonAt(atMs: number): PlatformFix {
  const drift = ((atMs / 1000) % 600) * 0.00002
  const [lat, lon] = [20.505, 50.49 + drift]
  return {
    atMs,
    ownAtMs: atMs,
    label: 'Balloon 1',
    position: { lat, lon },
    altitudeM: 742,
    azimuthTrueDeg: 34,
    elevationDeg: -9,
    horizontalFovDeg: 12,
    frameCentre: { lat: lat + 0.011, lon: lon + 0.008 },
    footprint: [
      [lon + 0.006, lat + 0.016],
      [lon + 0.014, lat + 0.013],
      [lon + 0.009, lat + 0.0075],
      [lon + 0.0055, lat + 0.009],
    ],
  }
}

/** What the live lane says of it. */
export function balloonState(now: number): PlatformState {
  return { cameraId: 'camera-7', motion: 'moving', fix: balloonAt(now - 120), sets: 4120, damaged: 7 }
}
