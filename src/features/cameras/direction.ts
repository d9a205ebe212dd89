/** What a camera's present direction is: a fixed camera has one, a turning camera that of the preset it stands in. */
import type { Mask, Pose, Preset } from './contract.ts'

/** Pose and masks that hold now. */
export interface Direction {
  readonly pose: Pose | null
  readonly masks: readonly Mask[]
}

/** The settings that a direction follows from. For a fixed camera `presets` is empty. */
export interface DirectionSettings extends Direction {
  readonly presets: readonly Preset[]
  readonly presetToken: string | null
}

/** The direction, or null while a turning camera stands in none of its presets: then nothing is known of its ground. */
export function directionOf(settings: DirectionSettings): Direction | null {
  if (settings.presets.length === 0) return { pose: settings.pose, masks: settings.masks }
  const preset = settings.presets.find(({ token }) => token === settings.presetToken)
  return preset === undefined ? null : { pose: preset.pose, masks: preset.masks }
}

/** What protects people covers everything while nobody knows what the camera looks at. */
const everything: Mask = {
  id: 'between-presets',
  name: { ar: 'بين الأوضاع', en: 'between presets' },
  ring: [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ],
}

/**
 * The settings with pose and masks as they hold now. Between presets there is no pose, and where any preset has masks the
 * whole picture is masked: the house of one preset may stand anywhere in it.
 */
export function settled<T extends DirectionSettings>(settings: T): T {
  if (settings.presets.length === 0) return settings.presetToken === null ? settings : { ...settings, presetToken: null }
  const direction = directionOf(settings)
  if (direction !== null) return { ...settings, pose: direction.pose, masks: direction.masks }
  const isMasked = settings.presets.some(({ masks }) => masks.length > 0)
  return { ...settings, presetToken: null, pose: null, masks: isMasked ? [everything] : [] }
}

/** On a turning camera a new pose or new masks belong to the preset in which it stands; they are written there. */
export function intoPreset<T extends DirectionSettings>(
  settings: T,
  change: { readonly pose?: Pose | null; readonly masks?: readonly Mask[] },
): T {
  if (settings.presets.length === 0 || (change.pose === undefined && change.masks === undefined)) return settings
  const presets = settings.presets.map((preset) =>
    preset.token === settings.presetToken
      ? { ...preset, pose: change.pose === undefined ? preset.pose : change.pose, masks: [...(change.masks ?? preset.masks)] }
      : preset,
  )
  return { ...settings, presets }
}
