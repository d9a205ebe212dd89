/**
 * Stands between a live camera and its reader: pictures come when they come. A reader that is held up for a moment loses none; one
 * that falls further behind gets the newest and loses what waited, so that nobody ever looks at the past. Buffers go round, so that
 * nothing is allocated a frame and the reader's picture is never written into.
 */
import type { Frame } from '../../contract.ts'

/** What is known of a picture when it comes. */
export interface Arrival {
  readonly tMs: number
  readonly isDamaged: boolean
  readonly shutterClosed: boolean
}

type Pixels = Uint16Array<ArrayBuffer>

/** Pictures that may wait: a third of a second of a thermal camera. */
const room = 3

/** Room for one live camera of this size. One writer, one reader. */
export class Arrivals {
  readonly #width: number
  readonly #height: number
  readonly #bits: 8 | 16
  readonly #free: Pixels[] = []
  readonly #waiting: { pixels: Pixels; arrival: Arrival }[] = []
  #read: Pixels | null = null
  #writing: Pixels | null = null
  #index = 0
  #lost = 0
  #ended: { error: unknown } | null = null
  #wake: (() => void) | null = null

  constructor(width: number, height: number, bits: 8 | 16) {
    this.#width = width
    this.#height = height
    this.#bits = bits
  }

  /** Pictures that nobody read before too many others came. */
  get lost(): number {
    return this.#lost
  }

  /** A buffer to write the next picture into; give it to `put` (or to nobody: then it is handed out again). */
  buffer(): Pixels {
    // Kept apart until `put`: the reader gives its own buffer back at any moment in between. At most `room + 2` are ever made.
    this.#writing ??= this.#free.pop() ?? new Uint16Array(this.#width * this.#height)
    return this.#writing
  }

  /** The buffer of `buffer()` now holds a picture. Where no more can wait, what waited is lost, except that its shutter is not. */
  put(arrival: Arrival): void {
    const pixels = this.buffer()
    this.#writing = null
    let { shutterClosed } = arrival
    if (this.#waiting.length === room) {
      for (const lost of this.#waiting.splice(0)) {
        this.#free.push(lost.pixels)
        this.#lost += 1
        shutterClosed ||= lost.arrival.shutterClosed
      }
    }
    this.#waiting.push({ pixels, arrival: { ...arrival, shutterClosed } })
    this.#wakeReader()
  }

  /** No more pictures: null when that was asked for, else what went wrong. Pictures that wait are still read. */
  end(error: unknown): void {
    this.#ended ??= { error }
    this.#wakeReader()
  }

  /** The next frame, or null at an end that was asked for. Throws what `end` was given. */
  async next(): Promise<Frame | null> {
    for (;;) {
      if (this.#read !== null) this.#free.push(this.#read)
      this.#read = null
      const arrived = this.#waiting.shift()
      if (arrived !== undefined) {
        this.#read = arrived.pixels
        const index = this.#index
        this.#index += 1
        const { tMs, isDamaged, shutterClosed } = arrived.arrival
        const picture = {
          width: this.#width,
          height: this.#height,
          bits: this.#bits,
          pixels: arrived.pixels,
        }
        return {
          index,
          tMs,
          ...picture,
          isBackground: false,
          isDamaged,
          shutterClosed,
        }
      }
      if (this.#ended !== null) {
        if (this.#ended.error !== null) throw this.#ended.error
        return null
      }
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  #wakeReader(): void {
    this.#wake?.()
    this.#wake = null
  }
}
