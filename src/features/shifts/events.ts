/** What shifts and the log book write to the journal. The subject of `shift.*` is the watch of an area; that of `log.*` the entry itself. */
import type { CallMeans, ReliefReason, SoundAnswer } from './contract.ts'

export interface VaultName {
  readonly vault: string
  readonly sha256: string
}

export interface ShiftPlanned {
  readonly shiftId: string
  readonly byId: string
  readonly fromAt: string
  readonly untilAt: string
}

/** The first owner of an area, or the first after nobody ever was. */
export interface ShiftOpened {
  readonly shiftId: string
  readonly secondId: string | null
  readonly sound: SoundAnswer
  readonly untilAt: string | null
}

export interface HandOverStarted {
  readonly shiftId: string
  readonly note: VaultName | null
  /** Items as they stood when the outgoing signed, and the hash of their text. */
  readonly itemIds: readonly string[]
  readonly itemsSha256: string
}

/** Who takes over, proved by the own password, PIN or session. */
export interface HandOverJoined {
  readonly shiftId: string
  readonly incomingId: string
  /** The session of the desk at which the incoming stands. */
  readonly session: string | null
  readonly provedBy: 'secret' | 'session'
}

export interface ItemOpened {
  readonly shiftId: string
  readonly itemId: string
  readonly mark: string
}

/** Both have signed: in this one entry the area passes from the one to the other. */
export interface HandOverSigned {
  readonly shiftId: string
  readonly nextShiftId: string
  readonly outgoingId: string
  readonly incomingId: string
  readonly secondId: string | null
  readonly sound: SoundAnswer
  readonly note: VaultName | null
  readonly itemIds: readonly string[]
  readonly itemsSha256: string
  /** Open alerts that pass with the area. */
  readonly alertIds: readonly string[]
  readonly untilAt: string | null
}

/** A commander takes over from somebody who cannot hand over. Why stands in the vault. */
export interface ShiftRelieved {
  readonly shiftId: string
  readonly nextShiftId: string
  readonly outgoingId: string
  readonly sound: SoundAnswer
  readonly note: VaultName
  readonly itemIds: readonly string[]
}

export interface ReliefNoted {
  readonly shiftId: string
  readonly dueAt: string
  readonly reason: ReliefReason | null
  readonly note: VaultName | null
}

/** A note, a call or the correction of one; what was said lies in the vault. */
export interface LogWritten {
  readonly shiftId: string | null
  /** JSON `{text, who}`. */
  readonly content: VaultName
  readonly call: { readonly means: CallMeans; readonly isAnswered: boolean } | null
  readonly corrects: string | null
  readonly alertId: string | null
}
