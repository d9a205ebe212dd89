/** SIMD form of `../clutter.ts`: the same float32 operations in the same order, four blocks at a time. */

export function weigh(
  peaks: usize,
  edges: usize,
  excess: usize,
  weights: usize,
  best: usize,
  fourth: usize,
  count: i32,
  inverseSigma: f32,
  clip: f32,
  gain: f32,
): void {
  const inverse = f32x4.splat(inverseSigma)
  const most = f32x4.splat(clip)
  const slope = f32x4.splat(gain)
  const one = f32x4.splat(1)
  const end = (<usize>count) << 2
  for (let b: usize = 0; b < end; b += 16) {
    const unit = f32x4.mul(v128.load(edges + b), inverse)
    const bar = f32x4.sqrt(f32x4.add(one, f32x4.mul(slope, v128.load(excess + b))))
    const weight = f32x4.div(unit, bar)
    v128.store(weights + b, weight)
    const peak = v128.load(peaks + b)
    v128.store(best + b, f32x4.pmax(v128.load(best + b), f32x4.mul(peak, weight)))
    const ratio = f32x4.pmin(f32x4.mul(peak, unit), most)
    const square = f32x4.mul(ratio, ratio)
    v128.store(fourth + b, f32x4.mul(square, square))
  }
}

export function enter(norm: usize, values: usize, open: usize, count: i32, rate: f32): void {
  const share = f32x4.splat(rate)
  const end = (<usize>count) << 2
  for (let b: usize = 0; b < end; b += 16) {
    const was = v128.load(norm + b)
    const step = f32x4.mul(f32x4.mul(share, v128.load(open + b)), f32x4.sub(v128.load(values + b), was))
    v128.store(norm + b, f32x4.add(was, step))
  }
}

// A row may end within four blocks: what is written beyond it is written over by the next row, and beyond the last row
// there is room for four.
export function excess(norm: usize, line: usize, out: usize, across: i32, down: i32, plain: f32): void {
  const level = f32x4.splat(plain)
  const zero = f32x4.splat(0)
  const bytes = (<usize>across) << 2
  for (let y = 0; y < down; y++) {
    const here = norm + <usize>y * bytes
    const above = y > 0 ? here - bytes : here
    const below = y < down - 1 ? here + bytes : here
    for (let x: usize = 0; x < bytes; x += 16) {
      const most = f32x4.pmax(f32x4.pmax(v128.load(here + x), v128.load(above + x)), v128.load(below + x))
      v128.store(line + x, most, 4)
    }
    f32.store(line, f32.load(line, 4))
    f32.store(line + bytes, f32.load(line + bytes), 4)
    const to = out + <usize>y * bytes
    for (let x: usize = 0; x < bytes; x += 16) {
      const most = f32x4.pmax(f32x4.pmax(v128.load(line + x), v128.load(line + x, 4)), v128.load(line + x, 8))
      v128.store(to + x, f32x4.pmax(zero, f32x4.sub(f32x4.sqrt(most), level)))
    }
  }
}

// Rows end as in `excess`.
export function gather(
  merit: usize,
  best: usize,
  line: usize,
  out: usize,
  across: i32,
  down: i32,
  share: f32,
  base: f32,
  most: f32,
  cost: f32,
  full: f32,
): void {
  const part = f32x4.splat(share)
  const level = f32x4.splat(base)
  const cap = f32x4.splat(most)
  const move = f32x4.splat(cost)
  const top = f32x4.splat(full)
  const zero = f32x4.splat(0)
  const bytes = (<usize>across) << 2
  for (let y = 0; y < down; y++) {
    const row = <usize>y * bytes
    const here = merit + row
    const above = y > 0 ? here - bytes : here
    const below = y < down - 1 ? here + bytes : here
    for (let x: usize = 0; x < bytes; x += 16) {
      const high = f32x4.pmax(f32x4.pmax(v128.load(here + x), v128.load(above + x)), v128.load(below + x))
      v128.store(line + x, high, 4)
    }
    f32.store(line, f32.load(line, 4))
    f32.store(line + bytes, f32.load(line + bytes), 4)
    for (let x: usize = 0; x < bytes; x += 16) {
      const high = f32x4.pmax(f32x4.pmax(v128.load(line + x), v128.load(line + x, 4)), v128.load(line + x, 8))
      const was = f32x4.pmax(v128.load(here + x), f32x4.sub(high, move))
      const gain = f32x4.mul(part, f32x4.sub(f32x4.pmin(v128.load(best + row + x), cap), level))
      v128.store(out + row + x, f32x4.pmin(top, f32x4.pmax(zero, f32x4.add(was, gain))))
    }
  }
}
