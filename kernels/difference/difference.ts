/** Readable twin of `assembly/difference.ts`: the same float32 operations in the same order. */
const f = Math.fround

/** See `Kernels.difference`. Sums run down bands of 8 rows, so that a column is touched once a band. */
export function difference(
  frame: Uint16Array,
  background: Float32Array,
  out: Float32Array,
  rowSums: Float32Array,
  columnSums: Float32Array,
  cellSums: Float32Array,
  width: number,
  height: number,
  offset: number,
  clip: number,
): void {
  const shift = f(offset)
  const most = f(clip)
  const least = f(-clip)
  const cellsAcross = width >> 3
  for (let x = 0; x < width; x++) columnSums[x] = 0
  for (let band = 0; band < height; band += 8) {
    for (let c = 0; c < cellsAcross; c++) cellSums[(band >> 3) * cellsAcross + c] = 0
    for (let y = band; y < band + 8; y++) {
      const start = y * width
      let a = 0
      let b = 0
      let c = 0
      let d = 0
      for (let x = 0; x < width; x += 4) {
        const i = start + x
        const v0 = f(f(frame[i]! - shift) - background[i]!)
        const v1 = f(f(frame[i + 1]! - shift) - background[i + 1]!)
        const v2 = f(f(frame[i + 2]! - shift) - background[i + 2]!)
        const v3 = f(f(frame[i + 3]! - shift) - background[i + 3]!)
        out[i] = v0
        out[i + 1] = v1
        out[i + 2] = v2
        out[i + 3] = v3
        const c0 = Math.max(least, Math.min(most, v0))
        const c1 = Math.max(least, Math.min(most, v1))
        const c2 = Math.max(least, Math.min(most, v2))
        const c3 = Math.max(least, Math.min(most, v3))
        a = f(a + c0)
        b = f(b + c1)
        c = f(c + c2)
        d = f(d + c3)
        columnSums[x] = f(columnSums[x]! + c0)
        columnSums[x + 1] = f(columnSums[x + 1]! + c1)
        columnSums[x + 2] = f(columnSums[x + 2]! + c2)
        columnSums[x + 3] = f(columnSums[x + 3]! + c3)
        const cell = (band >> 3) * cellsAcross + (x >> 3)
        cellSums[cell] = f(cellSums[cell]! + f(f(c0 + c1) + f(c2 + c3)))
      }
      rowSums[y] = f(f(a + b) + f(c + d))
    }
  }
}
