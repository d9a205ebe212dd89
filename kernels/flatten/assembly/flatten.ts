/** SIMD form of `../flatten.ts`: the same float32 operations in the same order, four pixels at a time. */

// The surface of one row is worked out per cell into `line` (two cells a vector pair), then taken off with row and column.
export function flatten(plane: usize, rowOffsets: usize, columnOffsets: usize, wide: usize, width: i32, height: i32): void {
  const across = width >> 3
  const down = height >> 3
  // Weights of the eight pixels between two cell centres: 1/16, 3/16 … 15/16.
  const near = f32x4(0.0625, 0.1875, 0.3125, 0.4375)
  const far = f32x4(0.5625, 0.6875, 0.8125, 0.9375)
  for (let y = 0; y < height; y++) {
    const above = wide + ((<usize>(max<i32>(0, (y - 4) >> 3) * across)) << 2)
    const below = wide + ((<usize>(min<i32>(down - 1, (y + 4) >> 3) * across)) << 2)
    const weight = <f32>((((y + 4) & 7) * 2 + 1) as f32) / <f32>16
    const row = f32x4.splat(f32.load(rowOffsets + ((<usize>y) << 2)))
    let at = plane + ((<usize>(y * width)) << 2)
    let column = columnOffsets
    let right = between(f32.load(above), f32.load(below), weight)
    // Four pixels before the first centre: level.
    take(at, column, row, f32x4.splat(right))
    at += 16
    column += 16
    for (let c = 1; c < across; c++) {
      const left = right
      right = between(f32.load(above + ((<usize>c) << 2)), f32.load(below + ((<usize>c) << 2)), weight)
      const from = f32x4.splat(left)
      const rise = f32x4.splat(right - left)
      take(at, column, row, f32x4.add(from, f32x4.mul(rise, near)))
      take(at + 16, column + 16, row, f32x4.add(from, f32x4.mul(rise, far)))
      at += 32
      column += 32
    }
    take(at, column, row, f32x4.splat(right))
  }
}

// @ts-expect-error: decorator
function between(from: f32, to: f32, weight: f32): f32 {
  return from + (to - from) * weight
}

// @ts-expect-error: decorator
function take(at: usize, column: usize, row: v128, surface: v128): void {
  const level = f32x4.add(f32x4.add(v128.load(column), row), surface)
  v128.store(at, f32x4.sub(v128.load(at), level))
}
