/** What stands behind the pages of people, cameras, rules and files: invented accounts, rules, devices and answers. */
import type { PersonView, Role, SessionLine } from '../../../src/features/access/contract.ts'
import type { NuisanceLine, NuisanceView } from '../../../src/features/alerts/nuisance/contract.ts'
import type { RuleTried, RuleView } from '../../../src/features/alerts/rules/record.ts'
import type { CameraView } from '../../../src/features/cameras/contract.ts'
import type { DeviceReport, SearchState, Tried } from '../../../src/features/cameras/onvif/contract.ts'
import type { CameraSetup } from '../../../src/features/cameras/settings.ts'
import type { PlaceVersion, PlaceView } from '../../../src/features/places/contract.ts'
import type { ImportPreview } from '../../../src/features/places/exchange/contract.ts'
import type { RecordingState } from '../../../src/features/recordings/contract.ts'
import { OFFICER, placeIds } from './fixture.ts'
import { COMMANDER, RELIEF } from './fixture-night.ts'

const ago = (now: number, seconds: number) => new Date(now - seconds * 1000).toISOString()
const day = 86_400

/** `GET /api/areas`. */
export const areas = [
  { area: '', name: { ar: 'الموقع كله', en: 'The whole site' } },
  { area: 'outpost-6', name: { ar: 'المخفر 6', en: 'OP 6' } },
  { area: 'outpost-7', name: { ar: 'المخفر 7', en: 'OP 7' } },
]

/** `GET /api/people`: one in each state. */
export function peopleOf(now: number): PersonView[] {
  const one = (who: { id: string; name: string }, login: string, roles: readonly Role[], more: Partial<PersonView> = {}) => ({
    id: who.id,
    version: 3,
    name: who.name,
    login,
    isActive: true,
    hasPin: true,
    mustChangePassword: false,
    grants: roles.map((role, index) => ({
      id: `grant-${login}-${index}`,
      role,
      area: role === 'administrator' ? '' : 'outpost-7',
      from: ago(now, 40 * day),
      until: null,
      isNow: true,
    })),
    sessions: 1,
    changed: { at: ago(now, 9 * day), by: COMMANDER.name },
    ...more,
  })
  return [
    one(OFFICER, 'haidar', ['administrator', 'watch_officer']),
    one(COMMANDER, 'salwa', ['commander']),
    one(RELIEF, 'zaynab', ['watch_officer'], { sessions: 0, hasPin: false }),
    one({ id: 'person-4', name: 'مهندس ياسر ح.' }, 'yasir', ['engineer'], {
      sessions: 0,
      mustChangePassword: true,
      changed: { at: ago(now, 3600), by: OFFICER.name },
    }),
    one({ id: 'person-5', name: 'عريف مصطفى ن.' }, 'mustafa', ['watch_officer'], { isActive: false, sessions: 0 }),
  ]
}

/** `GET /api/sessions`. */
export function sessionsOf(now: number, isAll: boolean): SessionLine[] {
  const one = (id: string, person: { id: string; name: string }, more: Partial<SessionLine> = {}): SessionLine => ({
    id,
    person,
    device: 'Chromium, Linux',
    address: '192.0.2.20',
    openedBy: 'password',
    since: ago(now, 30_000),
    lastSeenAt: ago(now, 5),
    expiresAt: ago(now, -20_000),
    isLocked: false,
    isThis: id === 'session-1',
    ...more,
  })
  const own = [
    one('session-1', OFFICER),
    one('session-2', OFFICER, {
      device: 'Firefox, Android',
      address: '192.0.2.44',
      openedBy: 'pin',
      isLocked: true,
      lastSeenAt: ago(now, 5200),
    }),
  ]
  return isAll ? [...own, one('session-3', COMMANDER, { address: '192.0.2.21' })] : own
}

/** `GET /api/rules`: every kind that a person meets, one of them off. */
export function rulesOf(now: number): RuleView[] {
  const one = (id: string, more: Partial<RuleView>): RuleView => ({
    id,
    version: 2,
    area: 'outpost-7',
    isRetired: false,
    changed: { at: ago(now, 3 * day), by: COMMANDER.name },
    kind: 'zone-enter',
    name: { ar: 'دخول الوادي ليلاً', en: 'Entering the wadi at night' },
    where: { on: 'place', placeId: placeIds.wadi },
    values: { minimumTravelM: 10 },
    classes: null,
    schedule: [{ days: [1, 2, 3, 4, 5, 6, 7], from: '18:00', until: '06:00' }],
    priority: 'P2',
    isOn: true,
    validFrom: null,
    validUntil: null,
    ...more,
  })
  return [
    one('rule-1', {
      kind: 'line-crossing',
      name: { ar: 'عبور الخط', en: 'Crossing the line' },
      where: { on: 'place', placeId: placeIds.line },
      values: { minimumTravelM: 15 },
      schedule: null,
      priority: 'P1',
    }),
    one('rule-2', {}),
    one('rule-3', {
      kind: 'zone-dwell',
      name: { ar: 'مكث في السهل', en: 'Staying in the plain' },
      where: { on: 'place', placeId: placeIds.plain },
      values: { dwellS: 60, minimumTravelM: 5 },
      classes: ['person', 'vehicle'],
      isOn: false,
    }),
    one('rule-4', {
      kind: 'picture-zone',
      name: { ar: 'أمام البوابة', en: 'Before the gate' },
      where: {
        on: 'picture',
        cameraId: '01900000-0000-7000-8000-000000000011',
        ring: [
          [0.2, 0.5],
          [0.8, 0.5],
          [0.9, 0.95],
          [0.1, 0.95],
        ],
      },
      values: { leastHeightPx: 8 },
      schedule: null,
      priority: 'P3',
    }),
  ]
}

/** `GET /api/nuisance`: one on the ground, one in a picture. */
export function nuisanceOf(isEmpty: boolean, now: number): NuisanceView {
  const one = (id: string, more: Partial<NuisanceLine>): NuisanceLine => ({
    id,
    area: 'outpost-7',
    mode: 'live',
    where: {
      on: 'ground',
      ring: [
        [50.5, 20.5],
        [50.5005, 20.5],
        [50.5005, 20.5005],
        [50.5, 20.5005],
        [50.5, 20.5],
      ],
    },
    cameraId: 'camera-7',
    rule: 'approach',
    class: 'unknown',
    n: 4,
    reason: 'nuisance.vegetation',
    firstAt: ago(now, 6 * day),
    lastAt: ago(now, 7200),
    untilAt: ago(now, -9 * day),
    ...more,
  })
  const picture = { on: 'picture', cameraId: 'camera-4', region: [0.25, 0.5, 0.375, 0.625] } as const
  const animal = { rule: 'any-mover', class: 'animal', n: 3, reason: 'nuisance.animal' } as const
  const lines = [
    one('nuisance-1', {}),
    one('nuisance-2', { where: { ...picture, region: [...picture.region] }, cameraId: 'camera-4', ...animal }),
  ]
  return { lines: isEmpty ? [] : lines, limits: { leastCloses: 3, days: 14, siteMost: 200, groundMost: 42 } }
}

/** `POST /api/rules/try`. */
export function triedOf(now: number): RuleTried {
  return {
    from: ago(now, day),
    until: ago(now, 0),
    tracks: 214,
    withoutClass: 9,
    times: 3,
    alerts: [900, 16_000, 41_000].map((seconds, index) => ({
      at: ago(now, seconds),
      until: ago(now, seconds - 80),
      priority: 'P2',
      cameraId: 'camera-7',
      position: index === 1 ? null : { lat: 20.495, lon: 50.484 },
      class: (['person', 'unknown', 'animal'] as const)[index] ?? 'unknown',
      tracks: [{ id: `track-${index}`, cameraId: 'camera-7', at: ago(now, seconds) }],
      tracksInAll: index + 1,
      hasRecording: index !== 2,
    })),
    given: { all: 11, here: 2 },
  }
}

/** `GET /api/places/{id}/history`. */
export function versionsOf(now: number, place: PlaceView): PlaceVersion[] {
  const { name, geometry } = place
  return [
    { version: 1, at: ago(now, 40 * day), by: COMMANDER.name, what: 'set', name, geometry },
    { version: 2, at: ago(now, 6 * day), by: OFFICER.name, what: 'set', name, geometry },
  ]
}

/** `POST /api/places/import`: one thing of each state. */
export function previewOf(places: readonly PlaceView[]): ImportPreview {
  const [first, second] = places
  const states = ['new', 'changed', 'same', 'unreadable'] as const
  return {
    format: 'kml',
    items: states.map((state, index) => ({
      n: index + 1,
      state,
      id: state === 'new' || state === 'unreadable' ? null : ((index === 1 ? first : second)?.id ?? null),
      basedOn: state === 'new' || state === 'unreadable' ? 0 : 1,
      name: state === 'unreadable' ? null : { ar: `مكان ${index + 1}`, en: `Place ${index + 1}` },
      geometry: state === 'unreadable' ? null : ((index === 0 ? second : first)?.geometry ?? null),
      why: state === 'unreadable' ? 'This polygon has holes; a place cannot have them.' : null,
    })),
  }
}

/** `GET /api/cameras/{id}/setup`. */
export function setupOf(now: number, camera: CameraView): CameraSetup {
  return {
    camera,
    hasLogin: true,
    canTurn: false,
    movingTo: null,
    changed: { at: ago(now, 12 * day), by: OFFICER.name },
    healthFacts: {},
  }
}

/** `GET|POST /api/cameras/discover`. */
export const found: SearchState = {
  state: 'done',
  elapsedMs: 4000,
  ofMs: 4000,
  devices: [
    {
      id: 'device-1',
      address: 'http://192.0.2.61/onvif/device_service',
      host: '192.0.2.61',
      name: 'Thermal 640',
      hardware: 'T640-25',
      knownAs: null,
    },
    {
      id: 'device-2',
      address: 'http://192.0.2.12/onvif/device_service',
      host: '192.0.2.12',
      name: 'Thermal 384',
      hardware: 'T384-19',
      knownAs: 'C03',
    },
  ],
}

/** `POST /api/cameras/probe`. */
export const device: DeviceReport = {
  address: 'http://192.0.2.61/onvif/device_service',
  maker: 'Invented',
  model: 'T640-25',
  skewMs: 95_000,
  profiles: [
    {
      token: 'main',
      name: 'Main',
      codec: 'H264',
      width: 640,
      height: 512,
      framesPerSecond: 25,
      kilobitsPerSecond: 2048,
      stream: 'rtsp://192.0.2.61/main',
      snapshot: null,
      canTurn: false,
    },
    {
      token: 'sub',
      name: 'Sub',
      codec: 'H264',
      width: 320,
      height: 256,
      framesPerSecond: 9,
      kilobitsPerSecond: 512,
      stream: 'rtsp://192.0.2.61/sub',
      snapshot: null,
      canTurn: false,
    },
  ],
  presets: [],
  control: null,
}

/** `POST /api/cameras/try`. */
export const firstPicture = (jpeg: Buffer): Tried => ({
  fault: null,
  width: 640,
  height: 512,
  framesPerSecond: 9,
  picture: jpeg.toString('base64'),
  afterMs: 812,
})

/** `GET /api/recordings`. */
export function storageOf(now: number, cameras: readonly CameraView[]): RecordingState {
  return {
    settings: { totalBytes: 400_000_000_000, cameraBytes: null },
    version: 1,
    usedBytes: 212_400_000_000,
    freeBytes: 88_000_000_000,
    reserveBytes: 20_000_000_000,
    state: 'recording',
    cameras: cameras.map(({ id }, index) => ({
      cameraId: id,
      bytes: 17_000_000_000 + index * 400_000_000,
      oldest: ago(now, 6 * day),
      isRecording: index !== 10,
      bytesPerDay: index === 3 ? null : 2_900_000_000,
    })),
  }
}

/** `GET /api/alerts/{id}/takers`. */
export const takers = [OFFICER, COMMANDER, RELIEF]
