/** An invented site for looking at screens: empty desert near 20.5° N 50.5° E. Every name, place and number is made up. */

import type { LogLine, Rows, Signals } from '../../../src/app/live.ts'
import { type LatLon, pointAt } from '../../../src/base/geo.ts'
import type { SessionView } from '../../../src/features/access/contract.ts'
import type { AlertView, AnnouncementView } from '../../../src/features/alerts/contract.ts'
import type { CameraView, Place } from '../../../src/features/cameras/contract.ts'
import type { PlaceView } from '../../../src/features/places/contract.ts'
import type { TrackView } from '../../../src/features/tracks/contract.ts'
import { moverOf } from '../../../src/features/tracks/mover.ts'
import { balloonState } from './fixture-eyes.ts'

export const scenes = [
  'alert',
  'quiet',
  'storm',
  'cut',
  'camera',
  'unsaved',
  'clock',
  'empty',
  'bearing',
  'wall',
  'sixteen',
  'many',
  'works',
  'balloon',
] as const
export type Scene = (typeof scenes)[number]

const ORIGIN: LatLon = { lat: 20.5, lon: 50.5 }
const at = (eastM: number, northM: number): LatLon => pointAt(pointAt(ORIGIN, 90, eastM), 0, northM)
/** Ids of places as the program makes them: rules name them, and their shape is checked. */
export const placeIds = {
  line: '01900000-0000-7000-8000-000000000001',
  wadi: '01900000-0000-7000-8000-000000000002',
  plain: '01900000-0000-7000-8000-000000000003',
} as const
const ago = (now: number, seconds: number) => new Date(now - seconds * 1000).toISOString()
export const OFFICER = { id: 'person-1', name: 'ملازم أول حيدر ك.' }

export const sessionView: SessionView = {
  id: 'session-1',
  person: OFFICER,
  roles: ['administrator', 'watch_officer'],
  rights: [
    { role: 'administrator', area: '' },
    { role: 'watch_officer', area: '' },
  ],
  csrf: 'fixture',
  site: {
    id: 'site-1',
    name: { ar: 'المخفر 7 · تل الرماد', en: 'Outpost 7 · Tell al-Rimad' },
    timeZone: 'Asia/Baghdad',
    isSimulation: true,
  },
  expiresAt: '2099-01-01T00:00:00.000Z',
  isLocked: false,
  mustChangePassword: false,
  hasPin: true,
}

const outposts = [
  { id: 'post-6', at: at(400, 3700), ar: 'المخفر 6', en: 'OP 6' },
  { id: 'post-7', at: at(700, 0), ar: 'المخفر 7', en: 'OP 7' },
  { id: 'post-8', at: at(300, -3700), ar: 'المخفر 8', en: 'OP 8' },
]
const names: readonly (readonly [string, string, number, number, number, number])[] = [
  ['المدخل', 'Gate', 1, 90, 40, 900],
  ['البرج الشمالي', 'North tower', 0, 20, 50, 1500],
  ['الساتر 1', 'Berm 1', 0, 180, 40, 1400],
  ['المخفر 6 غرب', 'OP 6 west', 0, 283, 52, 2600],
  ['وادي العاقول', 'Wadi al-Aqul', 0, 232, 44, 2700],
  ['الدرب الشمالي', 'North track', 0, 337, 50, 2400],
  ['وادي السدر', 'Wadi al-Sidr', 1, 258, 46, 3300],
  ['الساتر 2', 'Berm 2', 1, 207, 46, 2500],
  ['التل الأسود', 'Black hill', 1, 312, 54, 2600],
  ['المخفر 8 غرب', 'OP 8 west', 2, 300, 50, 2700],
  ['السهل الجنوبي', 'South plain', 2, 246, 50, 2700],
  ['درب القوافل', 'Caravan track', 2, 190, 48, 2400],
]

function cameras(now: number, scene: Scene): CameraView[] {
  const all = scene === 'sixteen' ? [...names, ...names.slice(0, 4)] : names
  return all.map(([ar, en, post, azimuth, fov, range], index) => {
    const code = `C${String(index + 1).padStart(2, '0')}`
    const position = outposts[post]!.at
    const arc = Array.from({ length: 13 }, (_, step) => pointAt(position, azimuth - fov / 2 + (fov * step) / 12, range))
    const isDown = code === 'C11' && scene !== 'quiet' && scene !== 'cut' && scene !== 'unsaved' && scene !== 'sixteen'
    const isPoor = code === 'C09' && scene !== 'quiet' && scene !== 'cut' && scene !== 'sixteen'
    const isNew = code === 'C02' && (scene === 'camera' || scene === 'wall')
    // The scene "wall" has every state of health at once.
    const isFrozen = code === 'C04' && scene === 'wall'
    const isOut = code === 'C12' && (scene === 'wall' || scene === 'works')
    const isCovered = code === 'C06' && scene === 'wall'
    return {
      id: `camera-${index + 1}`,
      version: 1,
      code,
      name: { ar, en },
      area: 'outpost-7',
      outpostId: outposts[post]!.id,
      address: `rtsp://192.0.2.${index + 10}/stream`,
      isRecording: false,
      pose: {
        position,
        heightM: 14,
        azimuthTrueDeg: azimuth,
        pitchDeg: -1.2,
        rollDeg: 0,
        horizontalFovDeg: fov,
        radialK1: 0,
        errors: { azimuthDeg: 0.3, pitchDeg: 0.1, heightM: 0.3 },
      },
      masks: [],
      recordAddress: null,
      presets: [],
      presetToken: null,
      coverage: [position, ...arc, position].map(({ lon, lat }): [number, number] => [lon, lat]),
      health: isDown
        ? 'down'
        : isPoor
          ? 'degraded'
          : isNew
            ? 'unknown'
            : isFrozen
              ? 'frozen'
              : isOut
                ? 'out_of_service'
                : isCovered
                  ? 'blind'
                  : 'working',
      healthSince: ago(now, isDown ? 372 : isPoor ? 1140 : isNew ? 9 : 7200),
      healthReason: isDown ? 'source.silent' : isPoor ? 'slow' : null,
      service: isOut
        ? { until: ago(now, -5400), cause: 'maintenance', workOrder: 'WO-118', by: { id: 'person-2', name: 'رائد سلوى ع.' } }
        : null,
      walkTest:
        index === 6
          ? { at: ago(now, 21_000), tracks: 2, farthestM: 1380 }
          : index === 2
            ? { at: ago(now, 90_000), tracks: 0, farthestM: null }
            : null,
      isRemoved: false,
    }
  })
}

function places(): PlaceView[] {
  const line: [number, number][] = []
  for (let north = -9000; north <= 9000; north += 400) {
    const point = at(-900 + 520 * Math.sin(north / 2300) + 160 * Math.sin(north / 760), north)
    line.push([point.lon, point.lat])
  }
  const ring = [
    at(-3300, -300),
    at(-2400, -120),
    at(-1400, -260),
    at(-900, -500),
    at(-1000, -1250),
    at(-2300, -1350),
    at(-3300, -1200),
    at(-3300, -300),
  ]
  const far = [at(-1900, -3300), at(-700, -3200), at(-600, -4500), at(-1900, -4600), at(-1900, -3300)]
  const lonLat = (points: readonly LatLon[]) => points.map(({ lon, lat }): [number, number] => [lon, lat])
  return [
    {
      id: placeIds.line,
      version: 1,
      area: 'outpost-7',
      name: { ar: 'الخط الحدودي', en: 'Border line' },
      geometry: { kind: 'line', coordinates: line, inside: 'right' },
    },
    {
      id: placeIds.wadi,
      version: 1,
      area: 'outpost-7',
      name: { ar: 'وادي السدر', en: 'Wadi al-Sidr' },
      geometry: { kind: 'zone', ring: lonLat(ring) },
    },
    {
      id: placeIds.plain,
      version: 1,
      area: 'outpost-7',
      name: { ar: 'السهل الجنوبي', en: 'South plain' },
      geometry: { kind: 'zone', ring: lonLat(far) },
    },
    ...outposts.map(
      (post): PlaceView => ({
        id: post.id,
        version: 1,
        area: 'outpost-7',
        name: { ar: post.ar, en: post.en },
        geometry: { kind: 'outpost', position: post.at },
      }),
    ),
  ]
}

const noHops: AlertView['hops'] = {
  h0FrameAt: null,
  h1DetectedAt: null,
  h2ConfirmedAt: null,
  h3RaisedAt: null,
  h4ShownAt: null,
  h5AcknowledgedAt: null,
  h11ClosedAt: null,
}
const groundPlace: Place = {
  method: 'ground_plane',
  bearingTrueDeg: 254,
  bearingErrorDeg: 0.3,
  rangeM: { near: 1110, best: 1480, far: 1920 },
  position: at(-1650, -560),
  ellipse: { aM: 240, bM: 40, bearingTrueDeg: 254 },
}
const bearingPlace: Place = {
  method: 'bearing_only',
  bearingTrueDeg: 262,
  bearingErrorDeg: 0.6,
  rangeM: { near: 1900, best: null, far: null },
  position: null,
  ellipse: null,
}

export function moverAlert(now: number, more: Partial<AlertView> = {}): AlertView {
  return {
    id: 'alert-1',
    version: 1,
    number: 'A-2214',
    kind: 'detection',
    priority: 'P1',
    condition: 'active',
    ack: 'unacknowledged',
    mode: 'live',
    suppression: { kind: 'none' },
    escalation: null,
    transfer: null,
    notes: [],
    disposition: 'open',
    area: 'outpost-7',
    ruleId: 'approach',
    ruleVersion: 1,
    title: {
      text: 'alert.title.mover-approach',
      values: { cls: 'person', n: 3, place: { ar: 'وادي السدر', en: 'Wadi al-Sidr' } },
    },
    reasons: [
      { text: 'alert.reason.seen', values: { code: 'C07', seconds: 14, hits: 112, frames: 126, sigma: 7.4 } },
      { text: 'alert.reason.speed-towards', values: { speed: 1.1, line: { ar: 'الخط الحدودي', en: 'Border line' } } },
      { text: 'alert.reason.time-to-line', values: { least: 4, most: 11 } },
    ],
    unknowns: [
      { text: 'alert.unknown.carry', values: { pixels: 14 } },
      { text: 'alert.unknown.one-camera', values: {} },
    ],
    cameraIds: ['camera-7'],
    trackIds: ['track-1'],
    placeIds: [placeIds.wadi, placeIds.line],
    place: groundPlace,
    distanceToLineM: { near: 420, far: 760 },
    occurrences: 1,
    soundings: 1,
    firstAt: ago(now, 42),
    lastAt: ago(now, 2),
    owner: null,
    withdrawableUntil: null,
    closed: null,
    hasStill: true,
    stillAt: null,
    stillBox: [292, 236, 62, 56],
    stillSize: [640, 512],
    hops: { ...noHops, h0FrameAt: ago(now, 42), h3RaisedAt: ago(now, 41) },
    notSavedSince: null,
    log: [],
    ...more,
  }
}

function cameraAlert(now: number, more: Partial<AlertView> = {}): AlertView {
  return moverAlert(now, {
    id: 'alert-2',
    number: 'A-2213',
    kind: 'camera',
    priority: 'P2',
    title: { text: 'alert.title.camera-down', values: { code: 'C11', name: { ar: 'السهل الجنوبي', en: 'South plain' } } },
    reasons: [
      { text: 'alert.reason.no-frames', values: { seconds: 372, limit: 10 } },
      { text: 'alert.reason.fault', values: { fault: 'source.silent' } },
      { text: 'alert.reason.not-watched', values: { places: { ar: 'السهل الجنوبي', en: 'South plain' } } },
    ],
    unknowns: [
      { text: 'alert.unknown.cause', values: {} },
      { text: 'alert.unknown.meanwhile', values: {} },
    ],
    cameraIds: ['camera-11'],
    trackIds: [],
    placeIds: [placeIds.plain],
    place: null,
    distanceToLineM: null,
    firstAt: ago(now, 362),
    hasStill: false,
    stillAt: null,
    stillBox: null,
    stillSize: null,
    ...more,
  })
}

function alerts(now: number, scene: Scene): AlertView[] {
  const taken = { ack: 'acknowledged' as const, owner: OFFICER, version: 2 }
  const camera = cameraAlert(now, { ...taken, hops: { ...noHops, h5AcknowledgedAt: ago(now, 318) } })
  switch (scene) {
    case 'alert':
    case 'wall':
      return [moverAlert(now), camera]
    case 'bearing':
      return [
        moverAlert(now, {
          priority: 'P2',
          title: { text: 'alert.title.mover', values: { code: 'C04', camera: { ar: 'المخفر 6 غرب', en: 'OP 6 west' } } },
          reasons: [
            { text: 'alert.reason.seen', values: { code: 'C04', seconds: 9, hits: 60, frames: 81, sigma: 6.1 } },
            { text: 'alert.reason.moved', values: { bodies: 4.2, pixels: 38 } },
            { text: 'alert.reason.range-open', values: { near: 1900 } },
            { text: 'alert.reason.default-rule', values: {} },
          ],
          unknowns: [
            { text: 'alert.unknown.kind', values: {} },
            { text: 'alert.unknown.distance', values: {} },
          ],
          cameraIds: ['camera-4'],
          placeIds: [],
          place: bearingPlace,
          distanceToLineM: null,
          occurrences: 3,
        }),
      ]
    case 'camera':
    case 'clock':
      return [cameraAlert(now)]
    case 'unsaved':
      return [
        moverAlert(now, {
          id: 'alert-9',
          number: 'A-2215',
          kind: 'system',
          priority: 'P1',
          title: { text: 'alert.title.system-journal', values: {} },
          reasons: [{ text: 'alert.reason.fault', values: { fault: 'database-down' } }],
          unknowns: [{ text: 'alert.unknown.cause', values: {} }],
          cameraIds: [],
          place: null,
          distanceToLineM: null,
          hasStill: false,
          notSavedSince: ago(now, 31),
        }),
      ]
    case 'many':
      return Array.from({ length: 200 }, (_, index) =>
        moverAlert(now, {
          id: `alert-${index + 1000}`,
          number: `A-${3000 + index}`,
          priority: index % 20 === 0 ? 'P1' : index % 3 === 0 ? 'P3' : 'P2',
          ack: index % 4 === 0 ? 'unacknowledged' : 'acknowledged',
          owner: index % 4 === 0 ? null : OFFICER,
          firstAt: ago(now, 30 + index * 200),
          cameraIds: [`camera-${(index % 12) + 1}`],
        }),
      )
    case 'storm':
      return Array.from({ length: 12 }, (_, index) =>
        moverAlert(now, {
          id: `alert-${index + 20}`,
          number: `A-${2230 + index}`,
          priority: index < 2 ? 'P1' : index < 8 ? 'P2' : 'P3',
          title: {
            text: 'alert.title.mover-zone',
            values: {
              cls: (['person', 'animal', 'vehicle', 'other'] as const)[index % 4]!,
              n: index + 1,
              zone: { ar: 'وادي السدر', en: 'Wadi al-Sidr' },
            },
          },
          firstAt: ago(now, 30 + index * 23),
          cameraIds: [`camera-${(index % 10) + 1}`],
          ...(index > 9 ? { ...taken, hops: { ...noHops, h5AcknowledgedAt: ago(now, 12) } } : {}),
        }),
      )
    case 'quiet':
    case 'balloon':
      return [
        moverAlert(now, {
          ...taken,
          disposition: 'closed',
          firstAt: ago(now, 2150),
          hops: { ...noHops, h5AcknowledgedAt: ago(now, 2141), h11ClosedAt: ago(now, 2000) },
          closed: { reason: 'real.lawful_presence', cause: null, by: OFFICER, at: ago(now, 2000), note: null, turnedBack: null },
        }),
      ]
    case 'works':
      return works(now)
    case 'cut':
    case 'empty':
    case 'sixteen':
      return []
  }
}

/** What people do beside taking and closing: passed up, put off, handed on, tried, told by hand, announced. */
function works(now: number): AlertView[] {
  const commander = { id: 'person-2', name: 'رائد سلوى ع.' }
  const taken = { ack: 'acknowledged' as const, owner: OFFICER, hops: { ...noHops, h5AcknowledgedAt: ago(now, 500) } }
  const nobody = { kind: 'none' as const }
  const scope = { ruleId: 'approach', groupClass: 'animal', cameraIds: ['camera-5'], region: null }
  const one = (index: number, more: Partial<AlertView>) =>
    moverAlert(now, { id: `alert-${index + 40}`, number: `A-${2240 + index}`, firstAt: ago(now, 40 + index * 95), ...more })
  return [
    one(1, {
      firstAt: ago(now, 171),
      occurrences: 4,
      escalation: { why: 'untaken', level: 2, at: ago(now, 51) },
      notes: [{ at: ago(now, 20), by: commander, text: 'أنا في الطريق إلى غرفة الحركات.' }],
    }),
    one(2, {
      ...taken,
      priority: 'P2',
      owner: commander,
      transfer: { to: OFFICER, by: commander, at: ago(now, 30) },
    }),
    one(3, {
      priority: 'P2',
      mode: 'test',
      kind: 'system',
      title: { text: 'alert.title.test', values: {} },
      reasons: [{ text: 'alert.reason.test', values: { by: OFFICER.name } }],
      unknowns: [{ text: 'alert.unknown.test', values: {} }],
      cameraIds: [],
      place: null,
      distanceToLineM: null,
      hasStill: false,
    }),
    one(4, {
      ...taken,
      priority: 'P3',
      suppression: {
        kind: 'shelved',
        until: ago(now, -1500),
        by: OFFICER,
        reason: 'animal',
        scope,
        renewals: 1,
      },
      cameraIds: ['camera-5'],
    }),
    one(5, {
      priority: 'P3',
      suppression: { kind: 'by_design', until: ago(now, -2400), announcementId: 'announcement-1', what: 'own_patrol' },
      cameraIds: ['camera-1'],
    }),
    one(6, { ...taken, priority: 'P2', suppression: nobody, condition: 'cleared' }),
  ]
}

/** An own movement that is going on. */
export function announced(now: number): AnnouncementView {
  return {
    id: 'announcement-1',
    version: 1,
    what: 'own_patrol',
    name: 'SAQR-3',
    cameraIds: ['camera-1', 'camera-7'],
    placeId: placeIds.wadi,
    from: ago(now, 600),
    until: ago(now, -2400),
    area: 'outpost-7',
    by: OFFICER,
    endedAt: null,
  }
}

function log(now: number, scene: Scene): LogLine[] {
  if (scene === 'empty')
    return [
      {
        pos: 1,
        at: ago(now, 120),
        type: 'site.opened',
        subject: 'site',
        area: '',
        text: 'log.site.opened',
        values: { epoch: 1 },
      },
    ]
  const lines: (readonly [number, string, string, LogLine['values']])[] = [
    [7300, 'log.site.opened', 'site', { epoch: 1 }],
    [7200, 'log.session.opened', 'person-1', { by: OFFICER.name }],
    [3100, 'log.track.confirmed', 'camera-3', { code: 'C03' }],
    [2900, 'log.camera.health-changed', 'camera-5', { code: 'C05', health: 'blind' }],
    [2700, 'log.camera.health-changed', 'camera-5', { code: 'C05', health: 'working' }],
    [2160, 'log.track.confirmed', 'camera-7', { code: 'C07' }],
    [
      2150,
      'log.alert.raised',
      'alert-old',
      { number: 'A-2212', title: { ar: 'جسم يتحرك أمام C07', en: 'Something is moving in view of C07' } },
    ],
    [2141, 'log.alert.acknowledged', 'alert-old', { number: 'A-2212', by: OFFICER.name }],
    [2000, 'log.alert.closed', 'alert-old', { number: 'A-2212', by: OFFICER.name, reason: 'real.lawful_presence' }],
    [1400, 'log.track.confirmed', 'camera-4', { code: 'C04' }],
    [1140, 'log.camera.health-changed', 'camera-9', { code: 'C09', health: 'degraded' }],
  ]
  if (scene === 'alert' || scene === 'storm' || scene === 'camera') {
    lines.push([372, 'log.camera.health-changed', 'camera-11', { code: 'C11', health: 'down' }])
    lines.push([362, 'log.alert.raised', 'alert-2', { number: 'A-2213' }])
  }
  if (scene === 'alert') {
    lines.push([318, 'log.alert.acknowledged', 'alert-2', { number: 'A-2213', by: OFFICER.name }])
    lines.push([56, 'log.track.confirmed', 'camera-7', { code: 'C07' }])
    lines.push([
      42,
      'log.alert.raised',
      'alert-1',
      { number: 'A-2214', title: { ar: 'ثلاثة أشخاص يسيرون نحو الخط', en: 'Three people moving towards the line' } },
    ])
  }
  return lines.map(([seconds, text, subject, values], index) => ({
    pos: index + 1,
    at: ago(now, seconds),
    type: text.slice(4),
    subject,
    area: '',
    text,
    values,
  }))
}

function tracks(now: number, scene: Scene): TrackView[] {
  if (scene !== 'alert' && scene !== 'bearing' && scene !== 'storm' && scene !== 'cut' && scene !== 'many' && scene !== 'works')
    return []
  const step = (now / 1000) % 60
  const trail = Array.from({ length: 14 }, (_, index) => at(-2500 + 70 * index, -640 + 45 * Math.sin(index * 0.9)))
  const here = at(-1600 + step, -580)
  const base: TrackView = {
    id: 'track-1',
    cameraId: 'camera-7',
    joinedWith: [],
    state: 'confirmed',
    classProbabilities: { person: 0.82, vehicle: 0.02, animal: 0.1, other: 0.02, unknown: 0.04 },
    contrast: 'warm',
    box: [292, 236, 62, 56],
    place: { ...groundPlace, position: here },
    velocity: { speedMs: 1.1, courseTrueDeg: 84 },
    heightM: { least: 1.5, most: 2 },
    travelM: 900,
    evidence: null,
    firstSeenAt: ago(now, 56),
    lastSeenAt: ago(now, 0.4),
    trail: [...trail, here],
  }
  const wedge: TrackView = {
    ...base,
    id: 'track-2',
    cameraId: 'camera-4',
    classProbabilities: { person: 0.3, vehicle: 0.1, animal: 0.2, other: 0.1, unknown: 0.3 },
    place: bearingPlace,
    velocity: null,
    state: 'coasting',
    lastSeenAt: ago(now, 7),
    trail: [],
  }
  if (scene === 'many') return Array.from({ length: 500 }, (_, index) => manyth(base, index, now))
  return scene === 'bearing' ? [wedge] : [base, wedge]
}

/** One of very many movers, each on its own way. */
function manyth(base: TrackView, index: number, now: number): TrackView {
  const turn = index * 2.4 + now / 20_000
  const here = at(-3000 + 12 * index + 60 * Math.cos(turn), -2500 + 9 * (index % 500) + 60 * Math.sin(turn))
  const trail = Array.from({ length: 14 }, (_, back) =>
    at(-3000 + 12 * index + 60 * Math.cos(turn - back / 8), -2500 + 9 * (index % 500) + 60 * Math.sin(turn - back / 8)),
  )
  return {
    ...base,
    id: `track-${index}`,
    cameraId: `camera-${(index % 12) + 1}`,
    place: { ...groundPlace, position: here },
    trail: trail.reverse(),
  }
}

/** The rows of a scene as they stand at `now`. */
export function rowsOf(now: number, scene: Scene): Rows & { log: LogLine[] } {
  if (scene === 'empty') return { alerts: [], cameras: [], places: [], announcements: [], log: log(now, scene) }
  const all = alerts(now, scene)
  return {
    alerts: scene === 'unsaved' ? [] : all,
    cameras: cameras(now, scene),
    places: places(),
    announcements: scene === 'works' ? [announced(now)] : [],
    log: log(now, scene),
  }
}

/** The signals of a scene as they stand at `now`. */
export function signalsOf(now: number, scene: Scene): Signals {
  const good = { state: 'good' as const, since: ago(now, 6000) }
  const rows = scene === 'empty' ? [] : cameras(now, scene)
  const bad = { state: 'bad' as const, since: ago(now, 31), provedAt: ago(now, 33) }
  return {
    tracks: tracks(now, scene).map(moverOf),
    cameras: rows.map((camera, index) => ({
      cameraId: camera.id,
      framesPerSecond: camera.health === 'down' || camera.health === 'unknown' ? null : 9,
      lastFrameAt: camera.health === 'unknown' ? null : ago(now, camera.health === 'down' ? 372 : 0.2),
      lastJudgedAt: camera.health === 'unknown' ? null : ago(now, camera.health === 'down' ? 372 : 0.2 + ((index * 7) % 8) / 10),
      noise: 3.1,
      ...(camera.code === 'C11' && camera.health === 'down' ? { power: 'lost' as const } : {}),
      ...(camera.code === 'C07' ? { power: 'good' as const } : {}),
    })),
    ...(scene === 'balloon' ? { platforms: [balloonState(now)] } : {}),
    assurance: {
      seen: scene === 'empty' ? { state: 'unknown', since: ago(now, 100), provedAt: null } : { ...good, provedAt: ago(now, 0.4) },
      shown: { ...good, provedAt: ago(now, 3) },
      saved: scene === 'unsaved' ? bad : { ...good, provedAt: ago(now, 2) },
      clock: scene === 'clock' ? bad : { ...good, provedAt: ago(now, 8) },
      reachable: { state: 'unknown', since: ago(now, 6000), provedAt: null },
    },
    watched:
      scene === 'empty'
        ? []
        : [
            { placeId: placeIds.wadi, isWatched: true, since: ago(now, 6000), cameraIds: ['camera-7'] },
            {
              placeId: placeIds.plain,
              isWatched: scene === 'quiet' || scene === 'cut' || scene === 'unsaved',
              since: ago(now, 372),
              cameraIds: [],
            },
          ],
    unsaved:
      scene === 'unsaved'
        ? [...alerts(now, 'unsaved'), moverAlert(now, { notSavedSince: ago(now, 12), firstAt: ago(now, 12) })]
        : [],
  }
}

/** Invented heights around the site. */
export function terrain(): { bounds: number[]; width: number; height: number; heightsM: number[] } {
  const width = 180
  const height = 220
  const southWest = at(-9000, -11000)
  const northEast = at(9000, 11000)
  const heightsM: number[] = []
  const wave = (x: number, y: number) =>
    40 * Math.sin(x * 0.9 + 1.7 * Math.sin(y * 0.4)) +
    26 * Math.sin(y * 1.3 + 1.1 * Math.cos(x * 0.7)) +
    11 * Math.sin(x * 2.9 + y * 1.7) +
    6 * Math.sin(x * 5.3 - y * 4.1) +
    3 * Math.sin(x * 11.3 + y * 9.1)
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++) {
      const x = (column / width) * 18 - 9
      const y = 11 - (row / height) * 22
      const wadi = 60 * Math.exp(-(((y + 0.6 + 0.35 * Math.sin(x * 0.8)) / 0.33) ** 2))
      heightsM.push(Math.round(300 + wave(x, y) - wadi))
    }
  return { bounds: [southWest.lon, southWest.lat, northEast.lon, northEast.lat], width, height, heightsM }
}
