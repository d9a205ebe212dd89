/** Readable twin of `assembly/flatten.ts`: the same float32 operations in the same order. */
const f = Math.fround

/** See `Kernels.flatten`. Cells are 8 × 8 pixels with their value in the middle; outside the outer centres it is constant. */
export function flatten(
  plane: Float32Array,
  rowOffsets: Float32Array,
  columnOffsets: Float32Array,
  wide: Float32Array,
  width: number,
  height: number,
): void {
  const across = width >> 3
  const down = height >> 3
  for (let y = 0; y < height; y++) {
    const row = rowOffsets[y]!
    const above = Math.max(0, (y - 4) >> 3)
    const below = Math.min(down - 1, (y + 4) >> 3)
    const weight = f(((((y + 4) & 7) * 2 + 1) as number) / 16)
    for (let x = 0; x < width; x++) {
      const left = Math.max(0, (x - 4) >> 3)
      const right = Math.min(across - 1, (x + 4) >> 3)
      const share = f((((x + 4) & 7) * 2 + 1) / 16)
      const a = surface(wide[above * across + left]!, wide[below * across + left]!, weight)
      const b = surface(wide[above * across + right]!, wide[below * across + right]!, weight)
      const level = f(f(columnOffsets[x]! + row) + surface(a, b, share))
      plane[y * width + x] = f(plane[y * width + x]! - level)
    }
  }
}

function surface(from: number, to: number, weight: number): number {
  return f(from + f(f(to - from) * weight))
}
