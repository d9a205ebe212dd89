/** Repairs the clock of a stream: time since the first picture that never falls, with what was bridged written down. */
import type { TimeJump } from '../contract.ts'

/** A step forward of more than this is a jump of the clock (or a pause of the recording), not a slow camera. */
export const GAP_MAX_MS = 10_000
/** Pictures in a row with one and the same stamp before the stream counts as one without stamps. */
const EQUAL_STAMPS_MAX = 3
/** Packets that may have been read while the stream was opened. */
const OPENING_PACKETS = 300
/** A stamp without a decoding time may go back this far: pictures that are sent before those that they refer to. */
const REORDER_MAX_MS = 1000

/** Repaired times of one packet, milliseconds. */
export interface PacketTimes {
  readonly ptsMs: number
  readonly dtsMs: number
}

/** One stream's time. Ask it once a packet, in order of arrival. */
export class StreamClock {
  readonly jumps: TimeJump[] = []
  readonly #gapMaxMs: number
  #intervalMs: number
  #index = 0
  #lastStampMs: number | null = null
  #lastArrivalMs: number | null = null
  #equalStamps = 0
  #tMs = 0
  #firstPtsMs: number | null = null

  /** `framesPerSecond` as the source declares it; it only says how long a bridged step lasts. Unknown: 9. */
  constructor(framesPerSecond: number | null, gapMaxMs = GAP_MAX_MS) {
    this.#intervalMs = 1000 / (framesPerSecond ?? 9)
    this.#gapMaxMs = gapMaxMs
  }

  /**
   * Times of the next packet from its stamps (null: it has none). Presentation is counted from the first packet's; decoding may
   * begin before it. `arrivedMs` (steady clock, live streams only) is how time goes on where stamps are missing or stand still.
   */
  packet(ptsMs: number | null, dtsMs: number | null, arrivedMs: number | null = null): PacketTimes {
    const last = this.#lastStampMs
    const goesBack = last !== null && ptsMs !== null && ptsMs < last && last - ptsMs < REORDER_MAX_MS
    const stampMs = dtsMs ?? (goesBack ? null : ptsMs)
    const decodeMs = this.next(stampMs, arrivedMs)
    // A jump moves both stamps alike; presentation keeps its distance from decoding.
    const offsetMs = decodeMs - (stampMs ?? this.#lastStampMs ?? 0)
    const presentMs = ptsMs === null || this.#equalStamps > EQUAL_STAMPS_MAX ? decodeMs : ptsMs + offsetMs
    this.#firstPtsMs ??= presentMs
    return { ptsMs: Math.max(0, presentMs - this.#firstPtsMs), dtsMs: decodeMs - this.#firstPtsMs }
  }

  /**
   * Time of the next picture in milliseconds since the first, from the stream's own stamp (null: it gave none). A stamp that goes
   * back or leaps is bridged by one ordinary interval and listed in `jumps`.
   */
  next(stampMs: number | null, arrivedMs: number | null = null): number {
    const index = this.#index
    this.#index += 1
    const last = this.#lastStampMs
    const sinceArrivalMs = arrivedMs === null || this.#lastArrivalMs === null ? null : arrivedMs - this.#lastArrivalMs
    this.#lastArrivalMs = arrivedMs
    // What was looked at while the stream was opened comes all at once, and stood its ordinary time apart.
    const isOfOpening = index < OPENING_PACKETS && sinceArrivalMs !== null && sinceArrivalMs < this.#intervalMs / 2
    const intervalMs = sinceArrivalMs === null || isOfOpening ? this.#intervalMs : Math.min(2000, Math.max(1, sinceArrivalMs))
    if (index === 0) {
      this.#lastStampMs = stampMs
      return 0
    }
    if (stampMs === null || last === null) {
      // Without a stamp before it there is nothing to compare: the stream begins to tell the time here.
      this.#lastStampMs = stampMs ?? (last === null ? null : last + intervalMs)
      this.#tMs += intervalMs
      return this.#tMs
    }
    const stepMs = stampMs - last
    this.#lastStampMs = stampMs
    this.#equalStamps = stepMs === 0 ? this.#equalStamps + 1 : 0
    if (this.#equalStamps > EQUAL_STAMPS_MAX) {
      this.#tMs += intervalMs
    } else if (stepMs < 0 || stepMs > this.#gapMaxMs) {
      this.jumps.push({ frameIndex: index, byMs: stepMs - this.#intervalMs })
      this.#tMs += this.#intervalMs
    } else {
      this.#tMs += stepMs
      // Follows the real pace slowly, so that a bridge lasts as long as a frame of this stream does.
      if (stepMs > 0 && stepMs < 2000) this.#intervalMs += (stepMs - this.#intervalMs) / 8
    }
    return this.#tMs
  }

  /** The recording starts again at its beginning: meant, so no jump. The next frame stands one interval later. */
  restart(): void {
    this.#lastStampMs = null
  }
}
