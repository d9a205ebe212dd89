import type { ViewDefinition } from '../../journal/feature.ts'
import type { GapFact, HeldFact, RecordingSettingsFact } from './events.ts'

/** What is missing of a camera's recording; one row a gap. */
export const recordingGaps: ViewDefinition<GapFact> = {
  name: 'recording-gaps',
  foldVersion: 1,
  folds: (entry) => entry.type === 'recording.gap',
  fold: (_row, entry) => entry.body as unknown as GapFact,
}

export interface HoldRow extends HeldFact {
  readonly byId: string
  readonly at: string
}

/** Stretches that retention leaves alone; a released one ends. */
export const recordingHolds: ViewDefinition<HoldRow> = {
  name: 'recording-holds',
  foldVersion: 1,
  folds: (entry) => entry.type === 'recording.held' || entry.type === 'recording.released',
  fold: (_row, entry) =>
    entry.type === 'recording.released'
      ? null
      : { ...(entry.body as unknown as HeldFact), byId: entry.actor.id, at: entry.observedAt },
}

/** Quotas; one row, that of the site. */
export const recordingSettingsView: ViewDefinition<RecordingSettingsFact> = {
  name: 'recording-settings',
  foldVersion: 1,
  folds: (entry) => entry.type === 'recording.settings-changed',
  fold: (_row, entry) => entry.body as unknown as RecordingSettingsFact,
}
