/** What a person sets on a camera, as it comes over HTTP, and what the set-up page is told beside the camera itself. */
import { z } from 'zod'
import { bilingual } from '../../base/shapes.ts'
import { cameraView, mask, pose, preset, serviceCauses } from './contract.ts'

/** Name and password of a camera. It goes into the vault at the door and comes back nowhere. */
export const cameraLogin = z.object({ user: z.string().max(128), password: z.string().max(256) })
export type CameraLogin = z.infer<typeof cameraLogin>

/** By which ONVIF service and profile a turning camera is turned. Without login. */
export const cameraControl = z.object({ address: z.string().max(512), profile: z.string().min(1).max(64) })
export type CameraControl = z.infer<typeof cameraControl>

/** Body of `POST /api/cameras`. `source` as on the command line; `login` stands beside it or in it. */
export const cameraAdd = z.object({
  commandId: z.uuid(),
  source: z.string().min(1).max(4096),
  name: bilingual.optional(),
  login: cameraLogin.optional(),
  /** The larger stream, to be recorded and shown; the login is the same. */
  recordSource: z.string().min(1).max(4096).nullable().optional(),
  control: cameraControl.nullable().optional(),
  presets: z.array(preset).max(64).optional(),
  /** A second camera on an address that is watched already is meant. */
  allowSame: z.boolean().optional(),
})
export type CameraAdd = z.infer<typeof cameraAdd>

/** Body of `POST /api/cameras/{id}`. What is absent stays as it is. */
export const cameraChange = z
  .object({
    commandId: z.uuid(),
    /** `version` of the camera that the person saw. */
    basedOn: z.number().int(),
    name: bilingual.optional(),
    pose: pose.nullable().optional(),
    masks: z.array(mask).max(20).optional(),
    recordAddress: z.string().min(1).max(4096).nullable().optional(),
    presets: z.array(preset).max(64).optional(),
    presetToken: z.string().min(1).max(64).nullable().optional(),
    /** The outpost it stands at, whose area it is then in; null: none, and it is in the site's own. */
    outpostId: z.uuid().nullable().optional(),
    /** Null takes the login away. */
    login: cameraLogin.nullable().optional(),
  })
  .refine(
    ({ commandId: _command, basedOn: _based, ...rest }) => Object.values(rest).some((each) => each !== undefined),
    'nothing to change',
  )
export type CameraChange = z.infer<typeof cameraChange>

/** Body of `POST /api/cameras/{id}/preset`: the one movement that is asked of a camera. */
export const goToPreset = z.object({ commandId: z.uuid(), token: z.string().min(1).max(64) })

/** Body of `POST /api/cameras/{id}/service`: out of service until then. */
export const beginCameraService = z.object({
  commandId: z.uuid(),
  until: z.iso.datetime(),
  cause: z.enum(serviceCauses),
  /** The number of the works order; no free text. */
  workOrder: z
    .string()
    .trim()
    .min(1)
    .max(30)
    .regex(/^[\p{L}\p{N} ./-]+$/u),
})
/** Body of `POST /api/cameras/{id}/service/end`. */
export const endCameraService = z.object({ commandId: z.uuid() })

/** Answer of `GET /api/cameras/{id}/setup`. */
export const cameraSetup = z.object({
  camera: cameraView,
  /** Whether a login is kept for it; never which. */
  hasLogin: z.boolean(),
  /** Whether it can be sent to its presets from here. */
  canTurn: z.boolean(),
  /** The preset it is on its way to. */
  movingTo: z.string().nullable(),
  changed: z.object({ at: z.string(), by: z.string().nullable() }),
  /** What its source last said, for the one who has to mend it. */
  healthFacts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
})
export type CameraSetup = z.infer<typeof cameraSetup>
