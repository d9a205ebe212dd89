import { accept, refuse } from '../../base/outcome.ts'
import { body } from '../../journal/entry.ts'
import type { CommandDefinition } from '../../journal/feature.ts'
import type { CameraAdded, CameraChanged, CameraHealthChanged, CameraTimeJumped } from './events.ts'
import type { CameraRow } from './fold.ts'

export const addCamera: CommandDefinition<CameraRow, { id: string; area: string; camera: CameraAdded }> = {
  name: 'add-camera',
  view: 'cameras',
  decide(row, { id, area, camera }, { nowMs }) {
    if (row) return refuse('camera.exists', { code: row.code })
    return accept([
      { type: 'camera.added', typeVersion: 1, subject: id, area, observedAtMs: nowMs, body: body(camera), mode: modeOf(camera) },
    ])
  },
}

export const changeCamera: CommandDefinition<CameraRow, { id: string; basedOn: number; change: CameraChanged }> = {
  name: 'change-camera',
  view: 'cameras',
  decide(row, { id, basedOn, change }, { nowMs }) {
    if (!row || row.isRemoved) return refuse('not-found')
    if (basedOn < row.settingsVersion || basedOn > row.version) return refuse('camera.stale')
    return accept([
      {
        type: 'camera.changed',
        typeVersion: 1,
        subject: id,
        area: row.area,
        observedAtMs: nowMs,
        body: body(change),
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
    if (!row || row.isRemoved || (row.health === change.health && row.healthReason === change.reason)) return accept([])
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
