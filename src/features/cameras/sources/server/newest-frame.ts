/**
 * Stands between a live camera and its reader: pictures come when they come, a slow reader gets the newest and loses the older
 * ones. Three buffers go round, so that nothing is allocated a frame and the reader's picture is never written into.
 */
import type { Frame } from '../../contract.ts'

/** What is known of a picture when it comes. */
export interface Arrival {
  readonly tMs: number
  readonly isDamaged: boolean
  readonly shutterClosed: boolean
}

type Pixels = Uint16Array<ArrayBuffer>

/** Room for one live camera of this size. One writer, one reader. */
export class NewestFrame {
  readonly #width: number
  readonly #height: number
  readonly #bits: 8 | 16
  readonly #free: Pixels[]
  #pending: { pixels: Pixels; arrival: Arrival } | null = null
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
    this.#free = [1, 2, 3].map(() => new Uint16Array(width * height))
  }

  /** Pictures that nobody read before the next one came. */
  get lost(): number {
    return this.#lost
  }

  /** A buffer to write the next picture into; give it to `put` (or to nobody: then it is handed out again). */
  buffer(): Pixels {
    // Kept apart until `put`: the reader gives its own buffer back at any moment in between.
    this.#writing ??= this.#free.pop() ?? null
    if (this.#writing === null) throw new Error('broken promise: one of three buffers is always free')
    return this.#writing
  }

  /** The buffer of `buffer()` now holds a picture. What was waiting is lost, except that its shutter and its damage are not. */
  put(arrival: Arrival): void {
    const pixels = this.buffer()
    this.#writing = null
    const lost = this.#pending
    if (lost !== null) {
      this.#free.push(lost.pixels)
      this.#lost += 1
    }
    this.#pending = {
      pixels,
      arrival: { ...arrival, shutterClosed: arrival.shutterClosed || (lost?.arrival.shutterClosed ?? false) },
    }
    this.#wakeReader()
  }

  /** No more pictures: null when that was asked for, else what went wrong. The picture that waits is still read. */
  end(error: unknown): void {
    this.#ended ??= { error }
    this.#wakeReader()
  }

  /** The next frame, or null at an end that was asked for. Throws what `end` was given. */
  async next(): Promise<Frame | null> {
    for (;;) {
      if (this.#read !== null) this.#free.push(this.#read)
      this.#read = null
      const arrived = this.#pending
      if (arrived !== null) {
        this.#pending = null
        this.#read = arrived.pixels
        const index = this.#index
        this.#index += 1
        const { tMs, isDamaged, shutterClosed } = arrived.arrival
        const picture = { width: this.#width, height: this.#height, bits: this.#bits, pixels: arrived.pixels }
        return { index, tMs, ...picture, isBackground: false, isDamaged, shutterClosed }
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
