/** What alerts write to the journal. Old versions are lifted here, never edited. */
import type { z } from 'zod'
import type { Place } from '../cameras/contract.ts'
import type { TrackView } from '../tracks/contract.ts'
import type { AlertKind, Priority, said, turnedBackAnswers } from './contract.ts'

export type SaidText = z.infer<typeof said>

export interface VaultName {
  readonly vault: string
  readonly sha256: string
}

/** Everything the alert says stands here or can be computed again from what stands here. */
export interface AlertRaised {
  readonly number: string
  readonly kind: AlertKind
  readonly priority: Priority
  readonly ruleId: string
  readonly ruleVersion: number
  /** The rule's settings as they were. */
  readonly ruleValues: Readonly<Record<string, number | string | readonly string[]>>
  /** Who may be grouped with it: rule, class, and camera or place. */
  readonly groupClass: string
  readonly title: SaidText
  readonly reasons: readonly SaidText[]
  readonly unknowns: readonly SaidText[]
  readonly cameraIds: readonly string[]
  readonly trackIds: readonly string[]
  readonly placeIds: readonly string[]
  readonly place: Place | null
  readonly distanceToLineM: { readonly near: number; readonly far: number | null } | null
  /** The track at that moment, with the hash of its points so far. */
  readonly track: TrackView | null
  readonly pointsSha256: string | null
  readonly still: VaultName | null
  readonly stillAt: string | null
  readonly stillBox: readonly [number, number, number, number] | null
  readonly stillSize: readonly [number, number] | null
  readonly hops: {
    readonly h0FrameAt: string | null
    readonly h1DetectedAt: string | null
    readonly h2ConfirmedAt: string | null
  }
}

/** One more of the same: counted, and heard only when `sounds` says why. */
export interface AlertRepeated {
  readonly trackId: string | null
  readonly cameraId: string
  readonly place: Place | null
  readonly sounds: 'further-mover' | 'further-camera' | 'silence-over' | 'again' | null
}

/** The same mover did more: a higher priority, with the words for it. */
export interface AlertPriorityRaised {
  readonly from: Priority
  readonly to: Priority
  readonly ruleId: string
  readonly title: SaidText
  readonly reasons: readonly SaidText[]
  readonly place: Place | null
  readonly distanceToLineM: { readonly near: number; readonly far: number | null } | null
}

export interface AlertClosed {
  readonly reason: string
  readonly note: VaultName | null
  readonly turnedBack: z.infer<typeof turnedBackAnswers> | null
}

export interface AlertReopened {
  readonly note: VaultName | null
}
