/**
 * A 16-bit picture made grey for eyes: plateau equalisation, the usual way of thermal cameras. A value's step in grey grows
 * with how many pixels have it, up to a plateau, so that a cold sky does not use up the range that the ground needs.
 */

const bins = 2048
/** A bin counts for at most this many times its even share. */
const plateau = 3
/** How much of the straight scale stays in, so that warm things stay brighter than the eye expects of a mere ranking. */
const straightShare = 0.35

/** Grey levels 0…255 of the picture, warm bright. Eight-bit pictures are passed on as they are. */
export function greyOf(pixels: Uint16Array, bits: 8 | 16): Uint8Array {
  if (bits === 8) return Uint8Array.from(pixels)
  const sample = new Uint16Array(Math.ceil(pixels.length / 7))
  for (let at = 0; at < sample.length; at++) sample[at] = pixels[at * 7] as number
  sample.sort()
  const low = sample[Math.floor(sample.length * 0.001)] as number
  const high = Math.max(
    low + 1,
    pixels.reduce((most, value) => Math.max(most, value), 0),
  )
  const scale = (bins - 1) / (high - low)
  const counts = new Float64Array(bins)
  const binOf = (value: number) => Math.max(0, Math.min(bins - 1, Math.floor((value - low) * scale)))
  for (const value of sample) counts[binOf(value)]! += 1
  const cap = (plateau * sample.length) / bins
  const grey = new Float64Array(bins)
  let sum = 0
  for (let bin = 0; bin < bins; bin++) {
    sum += Math.min(cap, counts[bin] as number)
    grey[bin] = sum
  }
  const levels = new Uint8Array(bins)
  for (let bin = 0; bin < bins; bin++)
    levels[bin] = 255 * (((1 - straightShare) * (grey[bin] as number)) / sum + (straightShare * bin) / (bins - 1))
  const out = new Uint8Array(pixels.length)
  for (let at = 0; at < out.length; at++) out[at] = levels[binOf(pixels[at] as number)] as number
  return out
}
