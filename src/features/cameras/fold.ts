import { hlcMs } from '../../journal/clock.ts'
import { type Entry, isoTime } from '../../journal/entry.ts'
import type { ViewDefinition } from '../../journal/feature.ts'
import type { CameraHealth, CameraView, Mask, Pose, Preset } from './contract.ts'
import { coverageRing, detectRangeM } from './coverage-ring.ts'
import { intoPreset, settled } from './direction.ts'
import type {
  CameraAdded,
  CameraChanged,
  CameraHealthChanged,
  CameraPresetMoved,
  CameraServiceBegan,
  CameraWalkTested,
} from './events.ts'
import { detectShareOf } from './health.ts'
import type { CameraControl } from './settings.ts'

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
  /** The preset it is on its way to. */
  readonly movingTo: string | null
  /** Where it is turned from; null where it cannot be. */
  readonly control: CameraControl | null
  readonly health: CameraHealth
  readonly healthSince: string
  readonly healthReason: string | null
  readonly healthFacts: CameraHealthChanged['facts']
  /** Planned work that goes on now; no machine judges it meanwhile. */
  readonly service: (CameraServiceBegan & { readonly byId: string }) | null
  readonly walkTest: { readonly at: string; readonly tracks: number; readonly farthestM: number | null } | null
  readonly isRemoved: boolean
  /** The version that last changed what a person sets: health comes and goes without making a change stale. */
  readonly settingsVersion: number
  /** When and by whom settings were last changed; a machine is null. */
  readonly changedAt: string
  readonly changedById: string | null
}

export const cameras: ViewDefinition<CameraRow> = {
  name: 'cameras',
  foldVersion: 6,
  folds: (entry) => entry.type.startsWith('camera.'),
  fold(row, entry) {
    const at = isoTime(hlcMs(entry.hlc))
    const body = entry.body as unknown
    if (entry.type === 'camera.added') {
      const added = body as CameraAdded
      return settled<CameraRow>({
        masks: [],
        recordAddress: null,
        presets: [],
        control: null,
        ...added,
        presetToken: null,
        movingTo: null,
        area: entry.area,
        health: 'unknown',
        healthSince: at,
        healthReason: null,
        healthFacts: {},
        service: null,
        walkTest: null,
        isRemoved: false,
        settingsVersion: 1,
        changedAt: at,
        changedById: personOf(entry),
      })
    }
    if (!row) return null
    switch (entry.type) {
      case 'camera.changed':
        return { ...changed(row, body as CameraChanged, { at, byId: personOf(entry) }), area: entry.area }
      case 'camera.removed':
        return { ...row, isRemoved: true }
      case 'camera.health-changed': {
        const { health, reason, facts } = body as CameraHealthChanged
        // How far it still sees may change within a state: that state began before.
        const isOn = row.health === health && row.healthReason === reason
        return {
          ...row,
          health,
          healthReason: reason,
          healthFacts: facts,
          healthSince: isOn ? row.healthSince : entry.observedAt,
        }
      }
      // A pose that was set for one preset must not be saved on the next: a move makes what was read before it stale.
      case 'camera.preset-asked': {
        const { token } = body as CameraPresetMoved
        return settled({ ...row, ...moved(row, entry, at), presetToken: null, movingTo: token })
      }
      case 'camera.preset-reached': {
        const { token } = body as CameraPresetMoved
        return settled({ ...row, settingsVersion: row.version + 1, presetToken: token, movingTo: null })
      }
      case 'camera.preset-failed':
        return settled({ ...row, settingsVersion: row.version + 1, presetToken: null, movingTo: null })
      case 'camera.service-began':
        return {
          ...row,
          service: { ...(body as CameraServiceBegan), byId: entry.actor.id },
          health: 'out_of_service',
          healthReason: 'planned',
          healthFacts: {},
          healthSince: at,
        }
      // What it sees is judged anew, from nothing that was said before.
      case 'camera.service-ended':
        return { ...row, service: null, health: 'unknown', healthReason: null, healthFacts: {}, healthSince: at }
      case 'camera.walk-tested': {
        const { until, tracks, farthestM } = body as CameraWalkTested
        return { ...row, walkTest: { at: until, tracks, farthestM } }
      }
      default:
        return row
    }
  },
}

function changed(
  row: CameraRow & { version: number },
  change: CameraChanged,
  who: { at: string; byId: string | null },
): CameraRow {
  const next = { ...row, ...change, settingsVersion: row.version + 1, changedAt: who.at, changedById: who.byId }
  return settled(intoPreset(next, change))
}

function moved(row: { version: number }, entry: Entry, at: string) {
  return { settingsVersion: row.version + 1, changedAt: at, changedById: personOf(entry) }
}

function personOf({ actor }: Entry): string | null {
  return actor.kind === 'person' ? actor.id : null
}

/** A picture's shape is not known before the first frame: the cone of a still unopened camera assumes five to four. */
const usualShape = { width: 640, height: 512 }

/** A camera as a page may see it: without login, with the ground it watches, with names of people in place of ids. */
export function presentCamera(
  row: CameraRow & { id: string; version: number },
  nameOf: (personId: string) => string = () => '',
  shape = usualShape,
): CameraView {
  const {
    login: _,
    isLooped: _loop,
    rate: _rate,
    settingsVersion: _settings,
    control: _control,
    movingTo: _moving,
    service,
    healthFacts,
    changedAt: _at,
    changedById: _by,
    ...shown
  } = row
  const { pose, health } = row
  const detectShare = detectShareOf({ health, reason: null, facts: healthFacts })
  // A camera that sees nothing keeps its ground on the map, as ground that nobody watches.
  const isShort = health === 'degraded' && detectShare !== null && detectShare < 1
  const usual = pose ? coverageRing(pose, shape) : null
  return {
    ...shown,
    service: service && {
      until: service.until,
      cause: service.cause,
      workOrder: service.workOrder,
      by: { id: service.byId, name: nameOf(service.byId) },
    },
    masks: [...shown.masks],
    presets: [...shown.presets],
    isRecording: !/^(rtsps?|udp|simulated):/.test(row.address),
    coverage: isShort && pose ? coverageRing(pose, shape, detectShare) : usual,
    ...(isShort ? { usualCoverage: usual } : {}),
    detectShare,
    detectRangeM: pose && detectShare !== null ? detectRangeM(pose, shape, detectShare) : null,
  }
}
