import { hlcMs } from '../../journal/clock.ts'
import { isoTime } from '../../journal/entry.ts'
import type { ViewDefinition } from '../../journal/feature.ts'
import type { CameraHealth, CameraView, Mask, Pose, Preset } from './contract.ts'
import { coverageRing } from './coverage-ring.ts'
import type { CameraAdded, CameraChanged, CameraHealthChanged } from './events.ts'

/** A camera as it lies in the database; what a page sees is `presentCamera`. */
export interface CameraRow {
  readonly code: string
  readonly name: { readonly ar: string; readonly en: string }
  readonly area: string
  readonly address: string
  readonly login: { readonly vault: string; readonly sha256: string } | null
  readonly isLooped: boolean
  readonly rate: 'real' | 'max'
  readonly outpostId: string | null
  readonly pose: Pose | null
  readonly masks: readonly Mask[]
  readonly recordAddress: string | null
  readonly presets: readonly Preset[]
  readonly presetToken: string | null
  readonly health: CameraHealth
  readonly healthSince: string
  readonly healthReason: string | null
  readonly isRemoved: boolean
  /** The version that last changed what a person sets: health comes and goes without making a change stale. */
  readonly settingsVersion: number
}

export const cameras: ViewDefinition<CameraRow> = {
  name: 'cameras',
  foldVersion: 2,
  folds: (entry) => entry.type.startsWith('camera.'),
  fold(row, entry) {
    const at = isoTime(hlcMs(entry.hlc))
    const body = entry.body as unknown
    if (entry.type === 'camera.added') {
      const added = body as CameraAdded
      return {
        masks: [],
        recordAddress: null,
        presets: [],
        presetToken: null,
        ...added,
        area: entry.area,
        health: 'unknown',
        healthSince: at,
        healthReason: null,
        isRemoved: false,
        settingsVersion: 1,
      }
    }
    if (!row) return null
    switch (entry.type) {
      case 'camera.changed':
        return { ...row, ...(body as CameraChanged), settingsVersion: row.version + 1 }
      case 'camera.removed':
        return { ...row, isRemoved: true }
      case 'camera.health-changed': {
        const { health, reason } = body as CameraHealthChanged
        return { ...row, health, healthReason: reason, healthSince: entry.observedAt }
      }
      default:
        return row
    }
  },
}

/** A picture's shape is not known before the first frame: the cone of a still unopened camera assumes five to four. */
const usualShape = { width: 640, height: 512 }

/** A camera as a page may see it: without login, with the ground it watches. */
export function presentCamera(row: CameraRow & { id: string; version: number }, shape = usualShape): CameraView {
  const { login: _, isLooped: _loop, rate: _rate, settingsVersion: _settings, ...shown } = row
  return {
    ...shown,
    masks: [...shown.masks],
    presets: [...shown.presets],
    isRecording: !/^(rtsp|simulated):/.test(row.address),
    coverage: row.pose ? coverageRing(row.pose, shape) : null,
  }
}
