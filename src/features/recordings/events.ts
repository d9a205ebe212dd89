/** What recordings write to the journal. The files are signals; their hashes, and what is missing, are facts. */
import type { GapCause } from './contract.ts'

/** Subject: the segment. */
export interface SegmentClosedFact {
  readonly cameraId: string
  readonly from: string
  readonly to: string
  readonly bytes: number
  readonly sha256: string
  /** It was found open after a kill or a power cut, and ends with its last whole fragment. */
  readonly isRecovered: boolean
}

/** Subject: the segment. Its file is gone from the disk, or is not what was written. */
export interface SegmentLostFact {
  readonly cameraId: string
  readonly from: string
  readonly to: string
  readonly why: 'file-lost' | 'file-altered'
}

/** Subject: the camera. The tombstone of what retention deleted. */
export interface SegmentsLetGoFact {
  readonly from: string
  readonly to: string
  readonly segments: number
  readonly bytes: number
  readonly law: 'quota' | 'age' | 'disk-reserve'
}

/** Subject: the gap. */
export interface GapFact {
  readonly cameraId: string
  readonly from: string
  readonly to: string
  readonly cause: GapCause
  readonly fault: string | null
}

/** Subject: the hold. */
export interface HeldFact {
  readonly cameraId: string
  readonly from: string
  readonly to: string
  readonly reason: string
}

export interface RecordingSettingsFact {
  readonly totalBytes: number | null
  readonly cameraBytes: number | null
}

export const recordingEntryTypes = [
  'recording.segment-closed',
  'recording.segment-lost',
  'recording.segments-let-go',
  'recording.gap',
  'recording.held',
  'recording.released',
  'recording.settings-changed',
] as const
export type RecordingEntryType = (typeof recordingEntryTypes)[number]
