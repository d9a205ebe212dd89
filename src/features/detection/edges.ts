/**
 * How much more noise passes the filters at the edge of the picture than within it. Beyond the edge the last pixel is
 * repeated, so fewer independent pixels are averaged there, and plain noise would look like movers.
 */

/** Blocks from either edge that differ from the inside: the reach of all filters together is under 32 pixels. */
const EDGE_PX = 40

/**
 * Share (0…1) of the inside's noise to that of each block along one side of the picture, per scale.
 * `length` is the true, `padded` the working size; `taps` are those of the three filters, the third at half size.
 */
export function edgeShares(length: number, padded: number, blockPx: number, taps: readonly Float32Array[]): Float32Array[] {
  const short = Math.min(length, 2 * EDGE_PX + (length % 8))
  const cut = length - short
  const shortPadded = padded - cut
  const power = powers(short, shortPadded, taps)
  return power.map((values, s) => {
    const pxPerValue = s === 2 ? 2 : 1
    const inside = values[Math.floor(short / 2 / pxPerValue)]!
    return Float32Array.from({ length: padded / blockPx }, (_, block) => {
      const fromEnd = padded / blockPx - block
      const at = block * blockPx < short / 2 ? block * blockPx : shortPadded - fromEnd * blockPx
      if (block * blockPx >= short / 2 && fromEnd * blockPx > shortPadded / 2) return 1
      // Beyond the true picture nothing is looked for: only its own pixels count, the last of them at least.
      const from = Math.min(Math.floor(at / pxPerValue), Math.ceil(short / pxPerValue) - 1)
      let most = values[from]!
      for (let i = from; i < Math.min(at + blockPx, short) / pxPerValue; i++) most = Math.max(most, values[i]!)
      return Math.min(1, Math.sqrt(inside / most))
    })
  })
}

/** Power of unit white noise at each place of a line after each filter. */
function powers(length: number, padded: number, [first, second, third]: readonly Float32Array[]): Float32Array[] {
  const sums = [new Float32Array(padded), new Float32Array(padded), new Float32Array(padded / 2)]
  for (let source = 0; source < length; source++) {
    const line = new Float32Array(padded)
    line[source] = 1
    if (source === length - 1) line.fill(1, length)
    const fine = filter(line, first!)
    const middle = filter(fine, second!)
    const halved = Float32Array.from({ length: padded / 2 }, (_, i) => (middle[2 * i]! + middle[2 * i + 1]!) / 2)
    const coarse = filter(halved, third!)
    for (const [s, values] of [fine, middle, coarse].entries()) {
      for (let i = 0; i < values.length; i++) sums[s]![i] = sums[s]![i]! + values[i]! ** 2
    }
  }
  return sums
}

function filter(line: Float32Array, taps: Float32Array): Float32Array {
  const last = line.length - 1
  return line.map((value, i) => {
    let sum = taps[0]! * value
    for (let k = 1; k < taps.length; k++) sum += taps[k]! * (line[Math.max(0, i - k)]! + line[Math.min(last, i + k)]!)
    return sum
  })
}
