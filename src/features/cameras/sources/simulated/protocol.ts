/**
 * The simulation's socket. The client sends one line of JSON, `{"camera":"demo/C01"}`; the answer is one line of JSON, either
 * `{"width","height","bits","fps"}` or `{"refused":"…"}`, then frames: a head of 20 bytes (u32 length of what follows the head,
 * u32 index in the world's time, f64 milliseconds of the world, u32 flags) and the pixels as u16; all little endian.
 */

export const FRAME_HEAD_BYTES = 20
/** The camera's shutter closed since the frame before. */
export const FLAG_SHUTTER = 1

export interface SimulationHeader {
  readonly width: number
  readonly height: number
  readonly bits: 8 | 16
  readonly fps: number
}

/** The answer line, or null when it is none. Never throws. */
export function parseSimulationHeader(line: string): SimulationHeader | { readonly refused: string } | null {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null) return null
  const { refused, width, height, bits, fps } = value as Record<string, unknown>
  if (typeof refused === 'string') return { refused }
  const isSize = (size: unknown): size is number => typeof size === 'number' && Number.isInteger(size) && size > 0 && size <= 8192
  if (!isSize(width) || !isSize(height) || (bits !== 8 && bits !== 16) || typeof fps !== 'number' || !(fps > 0)) return null
  return { width, height, bits, fps }
}

/** Writes the 20 bytes before a frame's pixels at the beginning of `into`. */
export function writeFrameHead(into: DataView, head: { bytes: number; index: number; tMs: number; flags: number }): void {
  into.setUint32(0, head.bytes, true)
  into.setUint32(4, head.index, true)
  into.setFloat64(8, head.tMs, true)
  into.setUint32(16, head.flags, true)
}

interface FrameSink {
  /** Where the next frame's pixels go; asked for once a frame. */
  buffer(): Uint16Array<ArrayBuffer>
  frame(head: { readonly index: number; readonly tMs: number; readonly shutterClosed: boolean }): void
}

/** Takes the bytes in whatever pieces they come and writes pixels straight to where they are wanted. */
export class FrameParser {
  readonly #pixelBytes: number
  readonly #sink: FrameSink
  readonly #head = new Uint8Array(FRAME_HEAD_BYTES)
  #headFilled = 0
  #pixels: Uint8Array | null = null
  #filled = 0

  constructor(pixels: number, sink: FrameSink) {
    this.#pixelBytes = pixels * 2
    this.#sink = sink
  }

  /** Throws when the stream is out of step: the connection is then of no more use. */
  push(bytes: Uint8Array): void {
    let at = 0
    while (at < bytes.length) {
      if (this.#headFilled < FRAME_HEAD_BYTES) {
        const part = bytes.subarray(at, at + FRAME_HEAD_BYTES - this.#headFilled)
        this.#head.set(part, this.#headFilled)
        this.#headFilled += part.length
        at += part.length
        continue
      }
      const view = new DataView(this.#head.buffer)
      if (view.getUint32(0, true) !== this.#pixelBytes) throw new Error('the simulation sent a picture of another size')
      this.#pixels ??= new Uint8Array(this.#sink.buffer().buffer)
      const part = bytes.subarray(at, at + this.#pixelBytes - this.#filled)
      this.#pixels.set(part, this.#filled)
      this.#filled += part.length
      at += part.length
      if (this.#filled < this.#pixelBytes) continue
      const flags = view.getUint32(16, true)
      this.#sink.frame({
        index: view.getUint32(4, true),
        tMs: view.getFloat64(8, true),
        shutterClosed: (flags & FLAG_SHUTTER) !== 0,
      })
      this.#headFilled = 0
      this.#filled = 0
      this.#pixels = null
    }
  }
}
