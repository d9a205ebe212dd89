/** Readable twin of `assembly/difference.ts`: the same float32 operations in the same order. */
const f = Math.fround

/** See `Kernels.difference`. Columns are summed in bands of 8 rows first: a band gives its row of cells. */
export function difference(
  frame: Uint16Array,
  background: Float32Array,
  out: Float32Array,
  rowSums: Float32Array,
  columnSums: Float32Array,
  cellSums: Float32Array,
  bandSums: Float32Array,
  width: number,
  height: number,
  offset: number,
  clip: number,
  bodyLevel: number,
): void {
  const shift = f(offset)
  const most = f(clip)
  const least = f(-clip)
  const body = f(bodyLevel)
  // Four sums side by side, as SIMD has them: x modulo 4 says which.
  const sums = new Float32Array(4)
  for (let x = 0; x < width; x++) columnSums[x] = 0
  for (let band = 0; band < height; band += 8) {
    for (let x = 0; x < width; x++) bandSums[x] = 0
    for (let y = band; y < band + 8; y++) {
      sums.fill(0)
      for (let x = 0; x < width; x++) {
        const i = y * width + x
        const value = f(f(frame[i]! - shift) - background[i]!)
        out[i] = value
        const counted = Math.abs(value) <= body ? Math.max(least, Math.min(most, value)) : 0
        sums[x & 3] = f(sums[x & 3]! + counted)
        bandSums[x] = f(bandSums[x]! + counted)
      }
      rowSums[y] = across(sums[0]!, sums[1]!, sums[2]!, sums[3]!)
    }
    for (let x = 0; x < width; x++) columnSums[x] = f(columnSums[x]! + bandSums[x]!)
    for (let x = 0; x < width; x += 8) {
      const pair = (k: number): number => f(bandSums[x + k]! + bandSums[x + k + 4]!)
      cellSums[((band >> 3) * width + x) >> 3] = across(pair(0), pair(1), pair(2), pair(3))
    }
  }
}

function across(a: number, b: number, c: number, d: number): number {
  return f(f(a + b) + f(c + d))
}
