/** SIMD form of `../background.ts`: the same float32 operations in the same order, eight pixels at a time. */

export function follow(frame: usize, background: usize, count: i32, offset: f32, rate: f32): void {
  const shift = f32x4.splat(offset)
  const share = f32x4.splat(rate)
  let at = background
  for (let i = 0; i < count; i += 8) {
    const words = v128.load(frame + ((<usize>i) << 1))
    const low = f32x4.convert_i32x4_u(i32x4.extend_low_i16x8_u(words))
    const high = f32x4.convert_i32x4_u(i32x4.extend_high_i16x8_u(words))
    const a = v128.load(at)
    const b = v128.load(at, 16)
    v128.store(at, f32x4.add(a, f32x4.mul(share, f32x4.sub(f32x4.sub(low, shift), a))))
    v128.store(at, f32x4.add(b, f32x4.mul(share, f32x4.sub(f32x4.sub(high, shift), b))), 16)
    at += 32
  }
}
