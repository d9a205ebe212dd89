/** SIMD form of `../peaks.ts`. Magnitudes are never NaN nor −0: the pseudo maximum, one instruction, is the maximum. */

export function peaks(plane: usize, out: usize, width: i32, height: i32, side: i32): void {
  if (side === 4) peaks4(plane, out, (<usize>width) << 2, height)
  else peaks2(plane, out, (<usize>width) << 2, height)
}

function peaks4(plane: usize, out: usize, bytes: usize, height: i32): void {
  let to = out
  for (let y = 0; y < height; y += 4) {
    const row = plane + <usize>y * bytes
    for (let x: usize = 0; x < bytes; x += 16) {
      const at = row + x
      const a = f32x4.pmax(f32x4.abs(v128.load(at)), f32x4.abs(v128.load(at + bytes)))
      const b = f32x4.pmax(f32x4.abs(v128.load(at + 2 * bytes)), f32x4.abs(v128.load(at + 3 * bytes)))
      const c = f32x4.pmax(a, b)
      const d = f32x4.pmax(c, v128.shuffle<f32>(c, c, 2, 3, 0, 1))
      f32.store(to, f32x4.extract_lane(f32x4.pmax(d, v128.shuffle<f32>(d, d, 1, 0, 3, 2)), 0))
      to += 4
    }
  }
}

// Half-size planes have at least four columns, and a multiple of four.
function peaks2(plane: usize, out: usize, bytes: usize, height: i32): void {
  let to = out
  for (let y = 0; y < height; y += 2) {
    const row = plane + <usize>y * bytes
    for (let x: usize = 0; x < bytes; x += 16) {
      const at = row + x
      const c = f32x4.pmax(f32x4.abs(v128.load(at)), f32x4.abs(v128.load(at + bytes)))
      const d = f32x4.pmax(c, v128.shuffle<f32>(c, c, 1, 0, 3, 2))
      f32.store(to, f32x4.extract_lane(d, 0))
      f32.store(to, f32x4.extract_lane(d, 2), 4)
      to += 8
    }
  }
}
