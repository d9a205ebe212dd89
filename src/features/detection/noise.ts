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

/**
 * Median of magnitudes that are whole numbers, as if each stood for the unit around it: grey levels are coarse against
 * their noise, and a median of 0 or 1 alone says too little.
 */
export function medianOfWhole(values: Float32Array, count: number): number {
  if (count === 0) return 0
  const middle = select(values, count, count >> 1)
  let below = 0
  let equal = 0
  for (let i = 0; i < count; i++) {
    if (values[i]! < middle) below++
    else if (values[i] === middle) equal++
  }
  const share = (count / 2 - below) / equal
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
