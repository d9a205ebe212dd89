import { accept, type Outcome, refuse } from '../../base/outcome.ts'
import { body, isoTime } from '../../journal/entry.ts'
import type { CommandDefinition } from '../../journal/feature.ts'
import type {
  CameraAdded,
  CameraChanged,
  CameraHealthChanged,
  CameraPresetFailed,
  CameraPresetMoved,
  CameraServiceBegan,
  CameraServiceEnded,
  CameraTimeJumped,
  CameraWalkTested,
} from './events.ts'
import type { CameraRow } from './fold.ts'
import { isSameHealth } from './health.ts'
import { checkMasks } from './mask-check.ts'

export const addCamera: CommandDefinition<CameraRow, { id: string; area: string; camera: CameraAdded }> = {
  name: 'add-camera',
  view: 'cameras',
  decide(row, { id, area, camera }, { nowMs }) {
    if (row) return refuse('camera.exists', { code: row.code })
    const masks = checkMasks(camera.masks ?? [])
    if (!masks.ok) return masks
    return accept([
      { type: 'camera.added', typeVersion: 1, subject: id, area, observedAtMs: nowMs, body: body(camera), mode: modeOf(camera) },
    ])
  },
}

/** `area`: where it lies from now on, when it goes to another outpost. */
export const changeCamera: CommandDefinition<CameraRow, { id: string; basedOn: number; change: CameraChanged; area?: string }> = {
  name: 'change-camera',
  view: 'cameras',
  decide(row, { id, basedOn, change, area }, { nowMs }) {
    if (!row || row.isRemoved) return refuse('not-found')
    if (basedOn < row.settingsVersion || basedOn > row.version)
      return refuse('camera.stale', { byId: row.changedById, at: row.changedAt })
    const fits = changeFits(row, change)
    if (!fits.ok) return fits
    return accept([
      {
        type: 'camera.changed',
        typeVersion: 1,
        subject: id,
        area: area ?? row.area,
        observedAtMs: nowMs,
        body: body(change),
        mode: modeOf(row),
      },
    ])
  },
}

/** What a change must hold whoever asks for it. */
function changeFits(row: CameraRow, change: CameraChanged): Outcome<null> {
  const presets = change.presets ?? row.presets
  const token = change.presetToken === undefined ? row.presetToken : change.presetToken
  if (new Set(presets.map((preset) => preset.token)).size < presets.length) return refuse('camera.preset-twice')
  if (presets.length > 0 && token !== null && !presets.some((preset) => preset.token === token))
    return refuse('camera.preset-unknown', { token })
  // Pose and masks of a turning camera belong to a preset; between presets they would belong to nothing.
  if (presets.length > 0 && token === null && (change.pose !== undefined || change.masks !== undefined))
    return refuse('camera.between-presets')
  for (const masks of [change.masks ?? [], ...(change.presets ?? []).map((preset) => preset.masks)]) {
    const checked = checkMasks(masks)
    if (!checked.ok) return checked
  }
  return accept(null)
}

/** Sends a turning camera to a preset: from now on, until it has arrived, it stands in none. */
export const askPreset: CommandDefinition<CameraRow, { id: string; token: string }> = {
  name: 'ask-camera-preset',
  view: 'cameras',
  decide(row, { id, token }, { nowMs }) {
    if (!row || row.isRemoved) return refuse('not-found')
    if (row.control === null) return refuse('camera.cannot-turn')
    if (row.movingTo !== null) return refuse('camera.moving')
    const preset = row.presets.find((each) => each.token === token)
    if (preset === undefined) return refuse('camera.preset-unknown', { token })
    const moved: CameraPresetMoved = { token, name: preset.name }
    return accept([
      {
        type: 'camera.preset-asked',
        typeVersion: 1,
        subject: id,
        area: row.area,
        observedAtMs: nowMs,
        body: body(moved),
        mode: modeOf(row),
      },
    ])
  },
}

/** The camera stands still in the preset that it was sent to, or will not get there. Says nothing when it was not on its way. */
export const endPresetMove: CommandDefinition<CameraRow, { id: string; token: string; failed: string | null }> = {
  name: 'end-camera-preset-move',
  view: 'cameras',
  decide(row, { id, token, failed }, { nowMs }) {
    if (!row || row.isRemoved || row.movingTo !== token) return accept([])
    const name = row.presets.find((each) => each.token === token)?.name ?? ''
    const moved: CameraPresetMoved | CameraPresetFailed = failed === null ? { token, name } : { token, name, code: failed }
    return accept([
      {
        type: failed === null ? 'camera.preset-reached' : 'camera.preset-failed',
        typeVersion: 1,
        subject: id,
        area: row.area,
        observedAtMs: nowMs,
        body: body(moved),
        mode: modeOf(row),
      },
    ])
  },
}

export const removeCamera: CommandDefinition<CameraRow, { id: string }> = {
  name: 'remove-camera',
  view: 'cameras',
  decide(row, { id }, { nowMs }) {
    if (!row || row.isRemoved) return refuse('not-found')
    return accept([
      { type: 'camera.removed', typeVersion: 1, subject: id, area: row.area, observedAtMs: nowMs, body: {}, mode: modeOf(row) },
    ])
  },
}

/** Health is a fact when it changes; saying the same again changes nothing. */
export const setCameraHealth: CommandDefinition<CameraRow, { id: string; observedAtMs: number; change: CameraHealthChanged }> = {
  name: 'set-camera-health',
  view: 'cameras',
  decide(row, { id, observedAtMs, change }) {
    if (!row || row.isRemoved || row.service !== null) return accept([])
    const before = { health: row.health, reason: row.healthReason, facts: row.healthFacts }
    if (isSameHealth(before, change)) return accept([])
    return accept([
      {
        type: 'camera.health-changed',
        typeVersion: 1,
        subject: id,
        area: row.area,
        observedAtMs,
        body: body(change),
        mode: modeOf(row),
      },
    ])
  },
}

/** Nobody plans further ahead than a month: what stands longer is taken down and put up again. */
const serviceMostMs = 31 * 86_400_000

/** Planned work. A person says it, with an order and an end; until then no machine judges the camera, and its ground is not watched. */
export const beginService: CommandDefinition<
  CameraRow,
  { id: string; untilMs: number; cause: CameraServiceBegan['cause']; workOrder: string }
> = {
  name: 'begin-camera-service',
  view: 'cameras',
  decide(row, { id, untilMs, cause, workOrder }, { nowMs, actor }) {
    if (actor.kind !== 'person') return refuse('not-allowed')
    if (!row || row.isRemoved) return refuse('not-found')
    if (untilMs <= nowMs || untilMs - nowMs > serviceMostMs)
      return refuse('camera.service-until', { days: serviceMostMs / 86_400_000 })
    const began: CameraServiceBegan = { until: isoTime(untilMs), cause, workOrder }
    return accept([serviceFact(row, id, 'camera.service-began', nowMs, began)])
  },
}

/** The work is done, or its time is over. By the clock only where the time that it knew of still holds. */
export const endService: CommandDefinition<CameraRow, { id: string; untilAt: string | null }> = {
  name: 'end-camera-service',
  view: 'cameras',
  decide(row, { id, untilAt }, { nowMs, actor }) {
    if (!row || row.isRemoved) return refuse('not-found')
    if (actor.kind === 'person') {
      if (row.service === null) return refuse('camera.not-in-service')
      return accept([serviceFact(row, id, 'camera.service-ended', nowMs, { because: 'person', lateByS: 0 })])
    }
    if (row.service === null || row.service.until !== untilAt) return accept([])
    const lateByS = Math.max(0, Math.round((nowMs - Date.parse(row.service.until)) / 1000))
    return accept([serviceFact(row, id, 'camera.service-ended', nowMs, { because: 'timer', lateByS })])
  },
}

function serviceFact(
  row: CameraRow,
  id: string,
  type: string,
  observedAtMs: number,
  content: CameraServiceBegan | CameraServiceEnded,
) {
  return { type, typeVersion: 1, subject: id, area: row.area, observedAtMs, body: body(content), mode: modeOf(row) }
}

/** The result of a walk, counted once. */
export const noteWalkTest: CommandDefinition<CameraRow, { id: string; result: CameraWalkTested }> = {
  name: 'note-walk-test',
  view: 'cameras',
  decide(row, { id, result }, { nowMs }) {
    if (!row || row.isRemoved || row.walkTest?.at === result.until) return accept([])
    return accept([
      {
        type: 'camera.walk-tested',
        typeVersion: 1,
        subject: id,
        area: row.area,
        observedAtMs: nowMs,
        body: body(result),
        mode: modeOf(row),
      },
    ])
  },
}

export const noteTimeJump: CommandDefinition<CameraRow, { id: string; observedAtMs: number; jump: CameraTimeJumped }> = {
  name: 'note-time-jump',
  view: 'cameras',
  decide(row, { id, observedAtMs, jump }) {
    if (!row || row.isRemoved) return accept([])
    return accept([
      {
        type: 'camera.time-jumped',
        typeVersion: 1,
        subject: id,
        area: row.area,
        observedAtMs,
        body: body(jump),
        mode: modeOf(row),
      },
    ])
  },
}

/** What a simulated camera says is an exercise, and stays one. */
export function modeOf({ address }: { readonly address: string }): 'live' | 'exercise' {
  return address.startsWith('simulated:') ? 'exercise' : 'live'
}
