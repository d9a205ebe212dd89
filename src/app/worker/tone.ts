/**
 * Pictures made grey for eyes and for the recording. 16-bit pictures by plateau equalisation, the usual way of thermal cameras: a
 * value's step in grey grows with how many pixels have it, up to a plateau, so that a cold sky does not use up the range that the
 * ground needs. The curve follows the scene slowly, so that pictures do not flicker. 8-bit pictures are passed on as they are.
 */

const bins = 2048
/** A bin counts for at most this many times its even share. */
const plateau = 3
/** How much of the straight scale stays in, so that warm things stay brighter than the eye expects of a mere ranking. */
const straightShare = 0.35
/** Darkens the middle: ground fills the picture at night, and what is warm must stand out from it without glare. */
const gamma = 1.7
const renewEveryMs = 1000
/** Share of a new curve that is taken over at each renewal. */
const follow = 0.3
/** A scene whose darkest and brightest lie this far outside the curve (share of its span) gets a new one at once. */
const jumpShare = 0.5

/** The tone of one camera's pictures; keeps one picture's worth of memory. */
export class Tone {
  readonly #bits: 8 | 16
  readonly #out: Uint8Array
  readonly #levels: Uint8Array | null
  readonly #curve: Float32Array | null
  readonly #sample: Uint16Array
  #renewedMs = Number.NEGATIVE_INFINITY
  #span: { low: number; high: number } | null = null

  constructor(pixels: number, bits: 8 | 16) {
    this.#bits = bits
    this.#out = new Uint8Array(pixels)
    this.#levels = bits === 16 ? new Uint8Array(65_536) : null
    this.#curve = bits === 16 ? new Float32Array(65_536) : null
    this.#sample = new Uint16Array(Math.ceil(pixels / 7))
  }

  /** Grey levels 0…255, warm bright. The array is used again by the next call. `tMs` is the time of the picture. */
  grey(pixels: Uint16Array, tMs: number): Uint8Array {
    const out = this.#out
    const levels = this.#levels
    if (this.#bits === 8 || levels === null) {
      for (let at = 0; at < out.length; at++) out[at] = pixels[at] as number
      return out
    }
    if (Math.abs(tMs - this.#renewedMs) >= renewEveryMs) {
      this.#renewedMs = tMs
      this.#renew(pixels, levels)
    }
    for (let at = 0; at < out.length; at++) out[at] = levels[pixels[at] as number] as number
    return out
  }

  #renew(pixels: Uint16Array, levels: Uint8Array): void {
    const sample = this.#sample
    for (let at = 0; at < sample.length; at++) sample[at] = pixels[at * 7] as number
    sample.sort()
    const low = sample[Math.floor(sample.length * 0.001)] as number
    let high = low + 1
    for (let at = 0; at < pixels.length; at++) if ((pixels[at] as number) > high) high = pixels[at] as number
    const before = this.#span
    const isNew = before === null || isFar(before, { low, high })
    this.#span = { low, high }
    const scale = (bins - 1) / (high - low)
    const counts = new Float64Array(bins)
    const binOf = (value: number) => Math.max(0, Math.min(bins - 1, Math.floor((value - low) * scale)))
    for (const value of sample) counts[binOf(value)] = (counts[binOf(value)] as number) + 1
    const cap = (plateau * sample.length) / bins
    let sum = 0
    for (let bin = 0; bin < bins; bin++) {
      sum += Math.min(cap, counts[bin] as number)
      counts[bin] = sum
    }
    const curve = this.#curve as Float32Array
    for (let value = 0; value < curve.length; value++) {
      const bin = binOf(value)
      const share = ((1 - straightShare) * (counts[bin] as number)) / sum + (straightShare * bin) / (bins - 1)
      const wanted = 255 * share ** gamma
      const now = isNew ? wanted : (curve[value] as number) + (wanted - (curve[value] as number)) * follow
      curve[value] = now
      levels[value] = now
    }
  }
}

function isFar(before: { low: number; high: number }, now: { low: number; high: number }): boolean {
  const span = before.high - before.low
  return now.low < before.low - span * jumpShare || now.low > before.high || now.high > before.high + span * 2
}
