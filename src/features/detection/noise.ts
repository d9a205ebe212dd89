/** Robust figures of a whole picture, from a fixed sample of its pixels. */

/** Median absolute deviation of a Gaussian, in sigmas. */
export const MAD_SIGMA = 0.6745

/**
 * The value of rank `rank` (0-based) among the first `count` values, which are reordered (Hoare's selection).
 * Takes a few microseconds a thousand values; no allocation.
 */
export function select(values: Float32Array, count: number, rank: number): number {
  let low = 0
  let high = count - 1
  while (low < high) {
    const pivot = values[(low + high) >> 1]!
    let i = low
    let j = high
    while (i <= j) {
      while (values[i]! < pivot) i++
      while (values[j]! > pivot) j--
      if (i <= j) {
        const swap = values[i]!
        values[i] = values[j]!
        values[j] = swap
        i++
        j--
      }
    }
    if (rank <= j) high = j
    else if (rank >= i) low = i
    else break
  }
  return values[rank]!
}

/** Median of the first `count` values, which are reordered; 0 of none. */
export function median(values: Float32Array, count: number): number {
  return count === 0 ? 0 : select(values, count, count >> 1)
}

const BINS = 1024
const bins = new Int32Array(BINS)

/**
 * Median of magnitudes near `guess`, to a 128th of it: counted into bins, several times as fast as selecting.
 * Where the guess is far off, it is selected after all (and the values reordered).
 */
export function medianNear(values: Float32Array, count: number, guess: number): number {
  if (count === 0) return 0
  const perUnit = BINS / 8 / guess
  bins.fill(0)
  for (let i = 0; i < count; i++) {
    const bin = (values[i]! * perUnit) | 0
    if (bin >= 0 && bin < BINS) bins[bin] = bins[bin]! + 1
  }
  const rank = count >> 1
  let below = 0
  let bin = 0
  while (bin < BINS && below + bins[bin]! <= rank) below += bins[bin++]!
  // Under ten bins the steps of the bins would show; beyond the last there is no answer.
  if (bin < 10 || bin === BINS) return median(values, count)
  return (bin + (rank - below + 0.5) / bins[bin]!) / perUnit
}

let near = new Float32Array(0)

/**
 * The median of values most of which lie within four `spread` of `guess`: exactly as selected, and several times as fast. Counted into
 * bins, and selected from the one bin that holds it. Where the guess is far off, it is selected from all (and the values reordered).
 */
export function medianAround(values: Float32Array, count: number, guess: number, spread: number): number {
  if (count === 0) return 0
  const from = guess - 4 * spread
  const perUnit = BINS / 8 / spread
  bins.fill(0)
  let below = 0
  for (let i = 0; i < count; i++) {
    const at = (values[i]! - from) * perUnit
    if (at < 0) below++
    else if (at < BINS) bins[at | 0] = bins[at | 0]! + 1
  }
  const rank = count >> 1
  if (rank < below) return median(values, count)
  let bin = 0
  while (bin < BINS && below + bins[bin]! <= rank) below += bins[bin++]!
  if (bin === BINS) return median(values, count)
  if (near.length < count) near = new Float32Array(count)
  let n = 0
  for (let i = 0; i < count; i++) {
    const at = (values[i]! - from) * perUnit
    if (at >= bin && at < bin + 1) near[n++] = values[i]!
  }
  return select(near, n, rank - below)
}

/**
 * Median of magnitudes that are whole numbers, as if each stood for the unit around it: grey levels are coarse against
 * their noise, and a median of 0 or 1 alone says too little. The values may be reordered.
 */
export function medianOfWhole(values: Float32Array, count: number): number {
  if (count === 0) return 0
  bins.fill(0)
  for (let i = 0; i < count; i++) if (values[i]! < BINS) bins[values[i]!] = bins[values[i]!]! + 1
  const rank = count >> 1
  let below = 0
  let middle = 0
  while (middle < BINS && below + bins[middle]! <= rank) below += bins[middle++]!
  if (middle === BINS) return select(values, count, rank)
  const share = (count / 2 - below) / bins[middle]!
  return middle === 0 ? share / 2 : middle - 0.5 + share
}

/** Indices of about `pixels` pixels, spread over all rows and columns of the true (not the padded) picture. */
export function samplePlaces(width: number, height: number, stride: number, pixels: number): Int32Array {
  const count = width * height
  let step = Math.max(1, Math.floor(count / pixels)) | 1
  while (step > 1 && greatestDivisor(step, width) > 1) step += 2
  const places = new Int32Array(Math.ceil(count / step))
  for (let n = 0, i = 0; n < count; n += step, i++) places[i] = Math.floor(n / width) * stride + (n % width)
  return places
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b)
}
