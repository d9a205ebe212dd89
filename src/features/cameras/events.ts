/** What cameras write to the journal. Old versions are lifted here, never edited. */
import type { Bilingual } from './../../base/shapes.ts'
import type { CameraHealth, Mask, Pose, Preset, serviceCauses } from './contract.ts'
import type { CameraControl } from './settings.ts'

/** `login` names a vault item: no entry, log or answer holds a password. */
export interface CameraAdded {
  readonly code: string
  readonly name: Bilingual
  readonly address: string
  readonly login: { readonly vault: string; readonly sha256: string } | null
  readonly isLooped: boolean
  readonly rate: 'real' | 'max'
  readonly outpostId: string | null
  readonly pose: Pose | null
  /** Absent in entries of before there were any. */
  readonly masks?: readonly Mask[]
  readonly recordAddress?: string | null
  readonly presets?: readonly Preset[]
  readonly control?: CameraControl | null
}

export interface CameraChanged {
  readonly name?: Bilingual
  readonly pose?: Pose | null
  readonly outpostId?: string | null
  readonly masks?: readonly Mask[]
  readonly recordAddress?: string | null
  readonly presets?: readonly Preset[]
  readonly presetToken?: string | null
  readonly login?: { readonly vault: string; readonly sha256: string } | null
}

/** `preset-asked` is of the person who sent it there; the camera arrives, or does not, by itself. */
export interface CameraPresetMoved {
  readonly token: string
  readonly name: string
}

export interface CameraPresetFailed extends CameraPresetMoved {
  /** A code of `onvifRefusals`, or `interrupted`: the program ended while it turned. */
  readonly code: string
}

export interface CameraHealthChanged {
  readonly health: CameraHealth
  readonly reason: string | null
  /** What the source said, for the one who has to mend it; never a login. */
  readonly facts: Readonly<Record<string, string | number | boolean | null>>
}

export interface CameraTimeJumped {
  readonly byMs: number
  readonly frameIndex: number
}

/** OPS 2.1: a person, a work order, an end. The order is a number of the works, not a text. */
export interface CameraServiceBegan {
  readonly until: string
  readonly cause: (typeof serviceCauses)[number]
  readonly workOrder: string
}

export interface CameraServiceEnded {
  readonly because: 'person' | 'timer'
  /** How late the timer was, seconds: the program was off. */
  readonly lateByS: number
}

/** Counted by the machine when an announced walk is over. */
export interface CameraWalkTested {
  readonly announcementId: string
  readonly from: string
  readonly until: string
  readonly byId: string
  readonly tracks: number
  readonly farthestM: number | null
}

export const cameraEntryTypes = [
  'camera.added',
  'camera.changed',
  'camera.removed',
  'camera.health-changed',
  'camera.time-jumped',
  'camera.preset-asked',
  'camera.preset-reached',
  'camera.preset-failed',
  'camera.service-began',
  'camera.service-ended',
  'camera.walk-tested',
] as const
export type CameraEntryType = (typeof cameraEntryTypes)[number]
