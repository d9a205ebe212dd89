/** What cameras write to the journal. Old versions are lifted here, never edited. */
import type { Bilingual } from './../../base/shapes.ts'
import type { CameraHealth, Mask, Pose, Preset } from './contract.ts'

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
}

export interface CameraChanged {
  readonly name?: Bilingual
  readonly pose?: Pose | null
  readonly outpostId?: string | null
  readonly masks?: readonly Mask[]
  readonly recordAddress?: string | null
  readonly presets?: readonly Preset[]
  readonly presetToken?: string | null
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

export const cameraEntryTypes = [
  'camera.added',
  'camera.changed',
  'camera.removed',
  'camera.health-changed',
  'camera.time-jumped',
] as const
