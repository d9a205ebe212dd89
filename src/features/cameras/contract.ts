/** What others may know of cameras: frames, the source port, pose, health, the view that pages show. */
import { z } from 'zod'
import { bilingual, latLon } from '../../base/shapes.ts'
import { serviceCauses } from './lists.ts'

export type { DeviceNotice, NoticeKind } from './onvif/events.ts'
export { placeOf } from './place.ts'
export {
  type PlatformFix,
  type PlatformMotion,
  type PlatformState,
  platformFix,
  platformMotion,
  platformState,
} from './platform.ts'
export type { PictureSize } from './pose.ts'

/**
 * One picture of a source. `pixels` belongs to the source and is valid until the next frame is asked for;
 * whoever keeps it copies it.
 */
export interface Frame {
  /** 0-based index in the source; stored background frames count too. */
  readonly index: number
  /** Milliseconds from the first picture of the stream, by its own clock. Never goes back: the source repairs jumps. */
  readonly tMs: number
  readonly width: number
  readonly height: number
  /** 8: camera-made grey levels 0…255. 16: raw counts or hundredths of a kelvin; the unit is never assumed. */
  readonly bits: 8 | 16
  /** Row-major, `width × height`; 8-bit pictures are widened. */
  readonly pixels: Uint16Array
  /** A stored background picture, not a live one (CPTV): counted, never judged. */
  readonly isBackground: boolean
  /** The decoder flagged errors: shown, never allowed to start an alarm by itself. */
  readonly isDamaged: boolean
  /** The camera itself says that its shutter closed since the previous frame. */
  readonly shutterClosed: boolean
}

/** One compressed picture as the camera sent it. `data` is valid only while the listener runs. */
export interface EncodedPacket {
  readonly data: Uint8Array
  /** Milliseconds on the clock of `Frame.tMs`: the picture decoded from this packet has `tMs === ptsMs`. */
  readonly ptsMs: number
  /** Order of decoding; never falls. Equal to `ptsMs` in streams without B-pictures. */
  readonly dtsMs: number
  readonly isKey: boolean
  readonly isDamaged: boolean
}

/** How the packets of a stream are to be read. */
export interface EncodedFormat {
  readonly codec: 'h264' | 'hevc'
  readonly width: number
  readonly height: number
  /** Parameter sets as libav has them (Annex B, or avcC/hvcC); null when they only come with the key pictures. */
  readonly extradata: Uint8Array | null
}

/** The compressed side of a source whose packets can be kept as they are. */
export interface EncodedStream {
  readonly format: EncodedFormat
  /** Packets in order of decoding, each before the frame that it becomes. One listener; null ends it. */
  listen(onPacket: ((packet: EncodedPacket) => void) | null): void
}

/** One piece of metadata as the stream carries it. `data` is valid only while the listener runs. */
export interface MetadataPacket {
  readonly data: Uint8Array
  /** Milliseconds on the clock of `Frame.tMs`: it belongs to the first picture that is not earlier. */
  readonly ptsMs: number
}

/** What a source carries beside its pictures (MISB ST 0601 in MPEG-TS). One listener; null ends it. */
export interface MetadataStream {
  listen(onPacket: ((packet: MetadataPacket) => void) | null): void
}

/** What is known of a source once it is open. A change of size or depth ends it with a fault `source.changed`. */
export interface SourceInfo {
  readonly width: number
  readonly height: number
  readonly bits: 8 | 16
  /** Frames a second as the source declares them; null when it does not say. */
  readonly framesPerSecond: number | null
  /** A live source has no end of its own: its end is a fault. A recording ends, and that is no fault. */
  readonly isLive: boolean
}

/** A remark of a source about its own time: noted as a fact, never hidden. */
export interface TimeJump {
  readonly frameIndex: number
  readonly byMs: number
}

/**
 * The port every kind of camera enters by. Contract:
 * - `frames()` is asked for once; it yields frames in order, `index` gapless from 0, `tMs` never falling.
 * - The source paces itself: a live source as pictures come, a recording as `rate` says.
 * - What is wrong is thrown as a `Fault` with a code of `sourceFaults`; the frames before it are good.
 * - `close()` may be called at any time, any number of times, and lets go of everything.
 */
export interface CameraSource {
  readonly info: SourceInfo
  frames(signal: AbortSignal): AsyncIterable<Frame>
  /** Null where there are no packets that a browser or an mp4 file could take: pictures, CPTV, 16-bit video, MJPEG, the simulation. */
  readonly encoded: EncodedStream | null
  /** Null or absent where the source carries none. Each packet is told before the picture that it belongs to. */
  readonly metadata?: MetadataStream | null
  /** Pictures of a live camera that came while the reader was still busy with one before, and were given up. */
  readonly framesLost: number
  /** Jumps and wraps of the stream's clock that were bridged so far. */
  readonly timeJumps: readonly TimeJump[]
  close(): Promise<void>
}

export const sourceFaults = [
  'source.not-found',
  'source.not-readable',
  'source.empty',
  'source.unknown-format',
  'source.damaged',
  'source.unsupported',
  'source.changed',
  'source.refused',
  'source.login',
  'source.silent',
  'source.ended',
] as const

/** How a camera is named on the command line and in settings: `SOURCE?name=…&loop=1&rate=real|max`. */
export interface SourceSpec {
  /** `rtsp://…`, `udp://…` (MPEG-TS), a path, or `simulated:SCENE`, without options and without login. */
  readonly address: string
  readonly login: { readonly user: string; readonly password: string } | null
  readonly name: string | null
  /** Start again at the end (recordings only). */
  readonly isLooped: boolean
  /** `real`: at the recording's own pace. `max`: as fast as it is read. */
  readonly rate: 'real' | 'max'
}

/** One kind of source. Adding one is a folder below `sources/`, its line in `sources/server/index.ts`, and `cameraSourceTests`. */
export interface SourceKind {
  readonly id: string
  /** Whether this kind is meant by the address (looks at the address only). */
  matches(spec: SourceSpec): boolean
  /** Opens it or throws a `Fault` with a code of `sourceFaults`. */
  open(spec: SourceSpec, signal: AbortSignal): Promise<CameraSource>
}

// ---------------------------------------------------------------------------------------------- pose

/**
 * Where a camera stands and looks. The ground is the plane through the mast's foot.
 * Angles in degrees; `pitchDeg` is negative when the camera looks down; `rollDeg` is positive clockwise as seen in the picture.
 * `radialK1` bends the picture: r' = r (1 + k1 r²), r in half widths of the picture.
 */
export const pose = z.object({
  position: latLon,
  heightM: z.number().min(0.5).max(500),
  azimuthTrueDeg: z.number().min(0).lt(360),
  pitchDeg: z.number().min(-90).max(30),
  rollDeg: z.number().min(-45).max(45),
  horizontalFovDeg: z.number().min(0.5).max(150),
  radialK1: z.number().min(-0.5).max(0.5),
  /** Standard deviations of what was measured when the camera was set up. */
  errors: z.object({
    azimuthDeg: z.number().min(0.01).max(20),
    pitchDeg: z.number().min(0.01).max(20),
    heightM: z.number().min(0).max(50),
  }),
})
export type Pose = z.infer<typeof pose>

/** 95 % ellipse; `a ≥ b` are half axes; the bearing is that of `a`. */
export const ellipse = z.object({ aM: z.number(), bM: z.number(), bearingTrueDeg: z.number() })

/**
 * Where a thing stands as far as geometry earns it: always a bearing and a range interval (95 %; `farM` is null where the
 * far end lies beyond the horizon of the error), and a point with its ellipse only where the depression angle is at least
 * four times its own error.
 */
export const place = z.object({
  /** `hand`: a person said where; bearing and range then say nothing. `sensor`: a sensor did, seen from where it stands. */
  method: z.enum(['ground_plane', 'bearing_only', 'hand', 'sensor']),
  bearingTrueDeg: z.number(),
  bearingErrorDeg: z.number(),
  rangeM: z.object({ near: z.number(), best: z.number().nullable(), far: z.number().nullable() }),
  position: latLon.nullable(),
  ellipse: ellipse.nullable(),
})
export type Place = z.infer<typeof place>

// ------------------------------------------------------------------------------------ masks, presets

/**
 * Ground that is never recorded, shown or analysed: a ring of picture points, each 0…1 of width and height from the top left,
 * not closed (the last point joins the first).
 */
export const mask = z.object({
  id: z.string().min(1).max(40),
  name: bilingual,
  ring: z
    .array(z.tuple([z.number().min(0).max(1), z.number().min(0).max(1)]))
    .min(3)
    .max(40),
})
export type Mask = z.infer<typeof mask>

/** A direction that a turning camera was taught: pose and masks belong to it. `token` is the camera's own name of it. */
export const preset = z.object({
  token: z.string().min(1).max(64),
  name: z.string().max(80),
  pose: pose.nullable(),
  masks: z.array(mask).max(20),
})
export type Preset = z.infer<typeof preset>

// -------------------------------------------------------------------------------------------- health

/** OPS 2.1. `frozen` and `blind` come with the watch over the watcher. */
export const cameraHealth = z.enum(['working', 'degraded', 'blind', 'frozen', 'down', 'out_of_service', 'unknown'])
export type CameraHealth = z.infer<typeof cameraHealth>

export { serviceCauses } from './lists.ts'

export const serviceView = z.object({
  until: z.string(),
  cause: z.enum(serviceCauses),
  workOrder: z.string(),
  by: z.object({ id: z.string(), name: z.string() }),
})

/** What a camera told when one of our own walked before it: the proof that it finds a person, and how far. */
export const walkTest = z.object({
  at: z.string(),
  /** Tracks confirmed during the walk; 0: the walk was not seen. */
  tracks: z.number().int(),
  farthestM: z.number().nullable(),
})

/** What a page knows of a camera. Never a login, never a password. */
export const cameraView = z.object({
  id: z.string(),
  version: z.number().int(),
  /** Short code on screen and radio: C01, C02, … in the order of adding. */
  code: z.string(),
  name: bilingual,
  area: z.string(),
  outpostId: z.string().nullable(),
  /** The address without login. */
  address: z.string(),
  isRecording: z.boolean(),
  pose: pose.nullable(),
  /** Privacy masks of the present direction. */
  masks: z.array(mask),
  /** A second, larger stream that is recorded and shown instead of the analysed one; without login. */
  recordAddress: z.string().nullable(),
  /** What a turning camera was taught; empty for a fixed one. */
  presets: z.array(preset),
  /** The preset it stands in; null for a fixed camera, and for one that is between presets or was turned by hand. */
  presetToken: z.string().nullable(),
  /** Ground seen now, as a ring of lon/lat; null without pose. Shorter while the camera sees poorly; where it sees nothing, its usual ground. */
  coverage: z.array(z.tuple([z.number(), z.number()])).nullable(),
  /** Ground seen on a good day; absent where it is `coverage`. */
  usualCoverage: z
    .array(z.tuple([z.number(), z.number()]))
    .nullable()
    .optional(),
  /** Share of the usual detection range that is left, 0…1; null or absent: not known. */
  detectShare: z.number().min(0).max(1).nullable().optional(),
  /** Metres to which a standing person is found, now and usually; null or absent without a pose. */
  detectRangeM: z.object({ now: z.number(), usual: z.number() }).nullable().optional(),
  health: cameraHealth,
  healthSince: z.string(),
  /** Code of the fault or state behind the health: a `sourceFaults` code, `recording-ended`, `worker-died`, `slow`, … */
  healthReason: z.string().nullable(),
  /** Planned work: whose word, which order, until when it is judged by nobody. Null or absent: none. */
  service: serviceView.nullable().optional(),
  /** The last walk test; null or absent: none was made. */
  walkTest: walkTest.nullable().optional(),
  isRemoved: z.boolean(),
})
export type CameraView = z.infer<typeof cameraView>
