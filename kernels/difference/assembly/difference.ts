/** SIMD form of `../difference.ts`: the same float32 operations in the same order, four pixels at a time. */

// Addresses of planes; the memory is the caller's. `bandSums` is scratch of one row.
export function difference(
  frame: usize,
  background: usize,
  out: usize,
  rowSums: usize,
  columnSums: usize,
  cellSums: usize,
  bandSums: usize,
  width: i32,
  height: i32,
  offset: f32,
  clip: f32,
  bodyLevel: f32,
): void {
  const shift = f32x4.splat(offset)
  const most = f32x4.splat(clip)
  const least = f32x4.splat(-clip)
  const body = f32x4.splat(bodyLevel)
  const rowBytes: usize = (<usize>width) << 2
  memory.fill(columnSums, 0, rowBytes)
  let pixels = frame
  let at: usize = 0
  let cell = cellSums
  for (let band = 0; band < height; band += 8) {
    memory.fill(bandSums, 0, rowBytes)
    for (let y = band; y < band + 8; y++) {
      let sums = f32x4.splat(0)
      for (let x: usize = 0; x < rowBytes; x += 32) {
        const words = v128.load(pixels)
        const low = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(words))
        const high = f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(words))
        const a = f32x4.sub(f32x4.sub(low, shift), v128.load(background + at))
        const b = f32x4.sub(f32x4.sub(high, shift), v128.load(background + at, 16))
        v128.store(out + at, a)
        v128.store(out + at, b, 16)
        const ca = v128.and(f32x4.pmax(f32x4.pmin(a, most), least), f32x4.le(f32x4.abs(a), body))
        const cb = v128.and(f32x4.pmax(f32x4.pmin(b, most), least), f32x4.le(f32x4.abs(b), body))
        sums = f32x4.add(f32x4.add(sums, ca), cb)
        const column = bandSums + x
        v128.store(column, f32x4.add(v128.load(column), ca))
        v128.store(column, f32x4.add(v128.load(column, 16), cb), 16)
        pixels += 16
        at += 32
      }
      f32.store(rowSums + ((<usize>y) << 2), across(sums))
    }
    for (let x: usize = 0; x < rowBytes; x += 32) {
      const a = v128.load(bandSums + x)
      const b = v128.load(bandSums + x, 16)
      const column = columnSums + x
      v128.store(column, f32x4.add(v128.load(column), a))
      v128.store(column, f32x4.add(v128.load(column, 16), b), 16)
      f32.store(cell, across(f32x4.add(a, b)))
      cell += 4
    }
  }
}

function across(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
}
