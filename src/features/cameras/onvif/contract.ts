/** Finding cameras and asking them: what goes over HTTP, and what a device says of itself. */
import { z } from 'zod'
import { cameraLogin } from '../settings.ts'

/** Why a device could not be asked. Each has words. */
export const onvifRefusals = [
  'onvif.address',
  'onvif.not-reached',
  'onvif.silent',
  'onvif.login',
  'onvif.login-clock',
  'onvif.not-onvif',
  'onvif.too-large',
  'onvif.fault',
  'onvif.no-streams',
  'onvif.no-events',
  'onvif.busy',
] as const

/** A device that answered the search. */
export const foundDevice = z.object({
  /** Its own lasting name. */
  id: z.string(),
  /** Where its device service is. */
  address: z.string(),
  host: z.string(),
  name: z.string(),
  hardware: z.string(),
  /** Code of the camera that already reads from this host. */
  knownAs: z.string().nullable(),
})
export type FoundDevice = z.infer<typeof foundDevice>

/** Answer of `POST` and `GET /api/cameras/discover`: a search that runs, or the last one. */
export const searchState = z.object({
  state: z.enum(['none', 'searching', 'done', 'no-network']),
  elapsedMs: z.number(),
  ofMs: z.number(),
  devices: z.array(foundDevice),
})
export type SearchState = z.infer<typeof searchState>

/** One way in which the device sends its picture. */
export const deviceProfile = z.object({
  token: z.string(),
  name: z.string(),
  /** `H264`, `H265`, `JPEG`, … as the device says it; empty: it does not. */
  codec: z.string(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  framesPerSecond: z.number().nullable(),
  kilobitsPerSecond: z.number().nullable(),
  /** Without login. Null: the device gave none for it, or one on another host. */
  stream: z.string().nullable(),
  snapshot: z.string().nullable(),
  canTurn: z.boolean(),
})
export type DeviceProfile = z.infer<typeof deviceProfile>

/** A direction that the device was taught. */
export const devicePreset = z.object({ token: z.string(), name: z.string() })
export type DevicePreset = z.infer<typeof devicePreset>

/** What a device says of itself. */
export const deviceReport = z.object({
  address: z.string(),
  maker: z.string(),
  model: z.string(),
  /** Its clock minus ours; null: it does not tell the time. */
  skewMs: z.number().nullable(),
  profiles: z.array(deviceProfile),
  presets: z.array(devicePreset),
  /** The profile by which it is turned. */
  control: z.object({ address: z.string(), profile: z.string() }).nullable(),
})
export type DeviceReport = z.infer<typeof deviceReport>

/** Body of `POST /api/cameras/probe`. `address`: a host, `host:port`, or the address of the device service. */
export const probeDevice = z.object({ address: z.string().min(1).max(512), login: cameraLogin.optional() })

/** Body of `POST /api/cameras/try`: is there a picture at this address? */
export const trySource = z.object({ source: z.string().min(1).max(4096), login: cameraLogin.optional() })

/** Answer of `POST /api/cameras/try`: the first picture, or why there is none. */
export const tried = z.object({
  /** Code of a fault of sources; null: a picture came. */
  fault: z.string().nullable(),
  width: z.number().nullable(),
  height: z.number().nullable(),
  framesPerSecond: z.number().nullable(),
  /** JPEG in base64. */
  picture: z.string().nullable(),
  afterMs: z.number(),
})
export type Tried = z.infer<typeof tried>
