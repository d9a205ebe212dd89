/** What others may know of sensors: feeds (how they are heard), sensors (what they are and where), and what they say. */
import { z } from 'zod'
import { bilingual, latLon } from '../../base/shapes.ts'
import { droppedBecause, sensorKinds } from './report.ts'

export type { PowerWord } from './power.ts'
export { powerBelievedMs } from './power.ts'
export type { Sensed, SensedClass, SensingKind, SensorKind, SensorReport } from './report.ts'
export { sensedThings, sensingKinds, sensorKinds } from './report.ts'

/** `mqtt`: our own JSON contract. `frigate`: its events, over MQTT too. `onvif`: what a camera of ours says of its own accord. */
export const feedKinds = ['mqtt', 'frigate', 'onvif'] as const
export type FeedKind = (typeof feedKinds)[number]

/** `degraded`: heard, but too much, or of what is not understood. `down`: nothing can be heard: of its ground nothing is known. */
export const feedHealth = z.enum(['unknown', 'working', 'degraded', 'down'])
export type FeedHealth = z.infer<typeof feedHealth>

/** A sensor of a feed. Positions are where it stands. */
export const sensorView = z.object({
  id: z.string(),
  /** S01, S02, … in the order of adding. */
  code: z.string(),
  kind: z.enum(sensorKinds),
  name: bilingual,
  /** Its name on the feed: the end of its topic, or Frigate's name of the camera. */
  key: z.string(),
  position: latLon.nullable(),
  /** How far it senses, metres; null where it tells positions itself. */
  reachM: z.number().nullable(),
  /** The camera of ours that looks at the same ground. */
  cameraId: z.string().nullable(),
  /** Width and height of the picture that its boxes are told in; null: boxes are not placed on the ground. */
  picture: z.tuple([z.number(), z.number()]).nullable(),
  /** The cameras of ours that hang on the supply it watches; empty where it is no power monitor. */
  poweredCameraIds: z.array(z.string()),
})
export type SensorView = z.infer<typeof sensorView>

export const feedView = z.object({
  id: z.string(),
  version: z.number().int(),
  kind: z.enum(feedKinds),
  name: bilingual,
  area: z.string(),
  /** `mqtt://host:1883`, without login; empty for a camera of ours. */
  address: z.string(),
  /** Root of its topics; empty for a camera of ours. */
  topic: z.string(),
  hasLogin: z.boolean(),
  cameraId: z.string().nullable(),
  sensors: z.array(sensorView),
  health: feedHealth,
  healthReason: z.string().nullable(),
  healthSince: z.string(),
})
export type FeedView = z.infer<typeof feedView>

/** What moves: when anything was heard, and what was not used and why. Since the program began. */
export const feedSignal = z.object({
  feedId: z.string(),
  heardAt: z.string().nullable(),
  messages: z.number().int(),
  dropped: z.partialRecord(z.enum(droppedBecause), z.number().int()),
  /** Messages out of which an identity was left, unread. */
  stripped: z.number().int(),
  sensors: z.array(
    z.object({
      sensorId: z.string(),
      heardAt: z.string().nullable(),
      isAlive: z.boolean().nullable(),
      /** What a power monitor says of its supply; null: not known, or another kind of sensor. */
      power: z.enum(['good', 'lost']).nullable(),
    }),
  ),
  /** Names that were heard and are not set up. */
  strangers: z.array(z.string()),
})
export type FeedSignal = z.infer<typeof feedSignal>

/** Answer of `GET /api/sensors`. */
export const feedList = z.object({ feeds: z.array(feedView), signals: z.array(feedSignal) })

const login = z.object({ user: z.string().min(1).max(128), password: z.string().max(256) })

/** Body of `POST /api/sensors/feeds`. */
export const feedAdd = z.discriminatedUnion('kind', [
  z.object({
    commandId: z.uuid(),
    kind: z.enum(['mqtt', 'frigate']),
    name: bilingual,
    address: z.string().min(1).max(300),
    topic: z.string().max(120).optional(),
    login: login.optional(),
  }),
  z.object({ commandId: z.uuid(), kind: z.literal('onvif'), name: bilingual, cameraId: z.uuid() }),
])
export type FeedAdd = z.infer<typeof feedAdd>

/** What a person sets of a sensor. */
export const sensorContent = z.object({
  kind: z.enum(sensorKinds),
  name: bilingual,
  key: z.string().trim().min(1).max(80),
  position: latLon.nullable(),
  reachM: z.number().min(1).max(5000).nullable(),
  cameraId: z.uuid().nullable(),
  picture: z.tuple([z.number().int().min(16).max(10_000), z.number().int().min(16).max(10_000)]).nullable(),
  poweredCameraIds: z.array(z.uuid()).max(64).default([]),
})
export type SensorContent = z.infer<typeof sensorContent>

/** Body of `POST /api/sensors/feeds/{id}/sensors`. Without an id it is a new one. */
export const sensorSet = z.object({
  commandId: z.uuid(),
  basedOn: z.number().int(),
  sensorId: z.uuid().nullable().default(null),
  sensor: sensorContent,
})
export const sensorRemove = z.object({ commandId: z.uuid(), basedOn: z.number().int(), sensorId: z.uuid() })
export const feedRemove = z.object({ commandId: z.uuid(), basedOn: z.number().int() })

/** Every no of these commands. */
export const sensorRefusals = [
  'feed.exists',
  'feed.not-found',
  'feed.stale',
  'feed.address',
  'feed.topic',
  'feed.camera',
  'feed.camera-taken',
  'feed.no-sensors',
  'sensor.key-taken',
  'sensor.not-found',
  'sensor.position',
  'sensor.camera',
  'sensor.powered',
  'sensor.kind',
] as const

/** Why a feed is not as it should be. */
export const feedReasons = [
  'broker.not-reached',
  'broker.login',
  'broker.refused',
  'broker.silent',
  'broker.ended',
  'broker.broken',
  'camera.not-reached',
  'camera.login',
  'camera.no-events',
  'camera.fault',
  'flood',
  'malformed',
  'source-offline',
] as const
