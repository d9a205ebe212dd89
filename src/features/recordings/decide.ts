import { accept, refuse } from '../../base/outcome.ts'
import { body } from '../../journal/entry.ts'
import type { CommandDefinition } from '../../journal/feature.ts'
import type { GapFact, HeldFact, RecordingSettingsFact } from './events.ts'
import type { HoldRow } from './fold.ts'

/** Two segments at the usual rate of a thermal camera: a smaller limit would delete what it has just written. */
export const leastQuotaBytes = 50_000_000

interface Placed {
  readonly area: string
  readonly mode: 'live' | 'exercise'
}

/** A gap is written when it has ended, once. */
export const noteGap: CommandDefinition<GapFact, Placed & { id: string; gap: GapFact }> = {
  name: 'note-gap',
  view: 'recording-gaps',
  decide(row, { id, area, mode, gap }) {
    if (row) return accept([])
    return accept([
      { type: 'recording.gap', typeVersion: 1, subject: id, area, mode, observedAtMs: Date.parse(gap.from), body: body(gap) },
    ])
  },
}

/** Keeps a stretch from retention until somebody releases it. */
export const holdRecording: CommandDefinition<HoldRow, Placed & { id: string; hold: HeldFact }> = {
  name: 'hold-recording',
  view: 'recording-holds',
  decide(row, { id, area, mode, hold }, { nowMs }) {
    if (row) return accept([])
    if (!(Date.parse(hold.to) > Date.parse(hold.from))) return refuse('recording.interval', { hours: 24 })
    return accept([{ type: 'recording.held', typeVersion: 1, subject: id, area, mode, observedAtMs: nowMs, body: body(hold) }])
  },
}

export const releaseRecording: CommandDefinition<HoldRow, { id: string; area: string }> = {
  name: 'release-recording',
  view: 'recording-holds',
  decide(row, { id, area }, { nowMs }) {
    if (!row) return refuse('not-found')
    return accept([{ type: 'recording.released', typeVersion: 1, subject: id, area, observedAtMs: nowMs, body: {} }])
  },
}

export const setRecordingSettings: CommandDefinition<
  RecordingSettingsFact,
  { id: string; basedOn: number; settings: RecordingSettingsFact }
> = {
  name: 'set-recording-settings',
  view: 'recording-settings',
  decide(row, { id, basedOn, settings }, { nowMs }) {
    if ((row?.version ?? 0) !== basedOn) return refuse('recording.stale')
    const tooSmall = [settings.totalBytes, settings.cameraBytes].some((bytes) => bytes !== null && bytes < leastQuotaBytes)
    if (tooSmall) return refuse('recording.quota-too-small', { least: leastQuotaBytes / 1_000_000 })
    return accept([
      { type: 'recording.settings-changed', typeVersion: 1, subject: id, area: '', observedAtMs: nowMs, body: body(settings) },
    ])
  },
}
