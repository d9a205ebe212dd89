/** What alerts write to the journal. Old versions are lifted here, never edited. */
import type { z } from 'zod'
import type { Place } from '../cameras/contract.ts'
import type { TrackView } from '../tracks/contract.ts'
import type { AlertKind, Priority, ShelfScope, said, turnedBackAnswers } from './contract.ts'

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
  /** The rule of the site that spoke, as it was then; absent: a built-in one. */
  readonly rule?: { readonly id: string; readonly version: number }
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
  /** An own movement was announced here; it is counted and not sounded until then. */
  readonly byDesign?: { readonly announcementId: string; readonly what: string; readonly until: string }
  /** Officers ended the like of it here so often, last for this reason: it comes without sound (ADR 0031). */
  readonly familiar?: { readonly n: number; readonly reason: string }
  /** What a person said who raised it by hand. */
  readonly note?: VaultName
}

/** One more of the same: counted, and heard only when `sounds` says why. */
export interface AlertRepeated {
  readonly trackId: string | null
  /** Null: no camera has to do with it. */
  readonly cameraId: string | null
  readonly place: Place | null
  readonly sounds: 'further-mover' | 'further-camera' | 'silence-over' | 'again' | 'unfamiliar' | null
  /** More go together than the alert says: its title anew. */
  readonly title?: SaidText
}

/** What came without sound is not, or not any more, what officers ended here: it is heard now. */
export interface AlertWoken {
  readonly because: 'unfamiliar'
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
  readonly cause?: string | null
  readonly note: VaultName | null
  readonly turnedBack: z.infer<typeof turnedBackAnswers> | null
}

export interface AlertReopened {
  readonly note: VaultName | null
}

export interface AlertShelved {
  readonly until: string
  readonly reason: string
  readonly scope: ShelfScope
  readonly renewals: number
  readonly note: VaultName | null
}

/** `timer`: its time is over. `window`: the announced movement is over. */
export interface AlertUnshelved {
  readonly because: 'person' | 'timer' | 'window'
  /** How late the timer was, seconds: the program was off (OPS G9). */
  readonly lateByS: number
}

export interface AlertEscalated {
  readonly why: 'untaken' | 'undecided'
  readonly level: number
  readonly dueAt: string
  readonly lateByS: number
}

export interface AlertPrioritySet {
  readonly from: Priority
  readonly to: Priority
  readonly note: VaultName | null
}

export interface AlertNoted {
  readonly note: VaultName
}

export interface AlertTransferAsked {
  readonly toId: string
}

export interface AlertTransferAnswered {
  readonly isAccepted: boolean
}

/** By a hand-over of the shift: whoever comes takes what the one who goes had. */
export interface AlertOwnerChanged {
  readonly toId: string
  readonly shiftId: string
}

/** All its cameras are planned out of service, or one is back. */
export interface AlertServiceChanged {
  readonly isOut: boolean
}
