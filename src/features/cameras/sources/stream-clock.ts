/** Repairs the clock of a stream: time since the first frame that never falls, with what was bridged written down. */
import type { TimeJump } from '../contract.ts'

/** A step forward of more than this is a jump of the clock (or a pause of the recording), not a slow camera. */
export const GAP_MAX_MS = 10_000

/** One stream's time. Ask it once a frame, in order. */
export class StreamClock {
  readonly jumps: TimeJump[] = []
  readonly #gapMaxMs: number
  #intervalMs: number
  #frameIndex = 0
  #lastStampMs: number | null = null
  #tMs = 0

  /** `framesPerSecond` as the source declares it; it only says how long a bridged step lasts. Unknown: 9. */
  constructor(framesPerSecond: number | null, gapMaxMs = GAP_MAX_MS) {
    this.#intervalMs = 1000 / (framesPerSecond ?? 9)
    this.#gapMaxMs = gapMaxMs
  }

  /**
   * Time of the next frame in milliseconds since the first, from the stream's own stamp (null: it gave none). A stamp that goes
   * back or leaps is bridged by one ordinary interval and listed in `jumps`.
   */
  next(stampMs: number | null): number {
    const index = this.#frameIndex
    this.#frameIndex += 1
    const last = this.#lastStampMs
    if (index === 0) {
      this.#lastStampMs = stampMs
      return 0
    }
    if (stampMs === null || last === null) {
      // Without a stamp before it there is nothing to compare: the stream begins to tell the time here.
      this.#lastStampMs = stampMs ?? (last === null ? null : last + this.#intervalMs)
      this.#tMs += this.#intervalMs
      return this.#tMs
    }
    const stepMs = stampMs - last
    this.#lastStampMs = stampMs
    if (stepMs < 0 || stepMs > this.#gapMaxMs) {
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
