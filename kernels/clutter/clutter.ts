/** Readable twins of `assembly/clutter.ts`: the same float32 operations in the same order. */
const f = Math.fround

/** See `Kernels.weigh`. */
export function weigh(
  peaks: Float32Array,
  edges: Float32Array,
  excess: Float32Array,
  weights: Float32Array,
  best: Float32Array,
  fourth: Float32Array,
  count: number,
  inverseSigma: number,
  clip: number,
  gain: number,
): void {
  const inverse = f(inverseSigma)
  const most = f(clip)
  const slope = f(gain)
  for (let b = 0; b < count; b++) {
    const unit = f(edges[b]! * inverse)
    const weight = f(unit / f(Math.sqrt(f(1 + f(slope * excess[b]!)))))
    weights[b] = weight
    best[b] = Math.max(best[b]!, f(peaks[b]! * weight))
    const ratio = Math.min(f(peaks[b]! * unit), most)
    const square = f(ratio * ratio)
    fourth[b] = f(square * square)
  }
}

/** See `Kernels.enter`. */
export function enter(norm: Float32Array, values: Float32Array, open: Float32Array, count: number, rate: number): void {
  const share = f(rate)
  for (let b = 0; b < count; b++) {
    norm[b] = f(norm[b]! + f(f(share * open[b]!) * f(values[b]! - norm[b]!)))
  }
}

/** See `Kernels.excess`. The most of three rows first, then of three columns. */
export function excess(
  norm: Float32Array,
  line: Float32Array,
  out: Float32Array,
  across: number,
  down: number,
  plain: number,
): void {
  const level = f(plain)
  for (let y = 0; y < down; y++) {
    const here = y * across
    const above = Math.max(0, y - 1) * across
    const below = Math.min(down - 1, y + 1) * across
    for (let x = 0; x < across; x++) line[1 + x] = Math.max(norm[here + x]!, norm[above + x]!, norm[below + x]!)
    line[0] = line[1]!
    line[1 + across] = line[across]!
    for (let x = 0; x < across; x++) {
      const most = Math.max(line[x]!, line[x + 1]!, line[x + 2]!)
      out[here + x] = Math.max(0, f(f(Math.sqrt(most)) - level))
    }
  }
}

/** See `Kernels.gather`. The most of three rows first, then of three columns. */
export function gather(
  merit: Float32Array,
  best: Float32Array,
  line: Float32Array,
  out: Float32Array,
  across: number,
  down: number,
  share: number,
  base: number,
  most: number,
  cost: number,
  full: number,
): void {
  const [part, level, cap, move, top] = [f(share), f(base), f(most), f(cost), f(full)]
  for (let y = 0; y < down; y++) {
    const here = y * across
    const above = Math.max(0, y - 1) * across
    const below = Math.min(down - 1, y + 1) * across
    for (let x = 0; x < across; x++) line[1 + x] = Math.max(merit[here + x]!, merit[above + x]!, merit[below + x]!)
    line[0] = line[1]!
    line[1 + across] = line[across]!
    for (let x = 0; x < across; x++) {
      const near = f(Math.max(line[x]!, line[x + 1]!, line[x + 2]!) - move)
      const gain = f(part * f(Math.min(best[here + x]!, cap) - level))
      out[here + x] = Math.min(top, Math.max(0, f(Math.max(merit[here + x]!, near) + gain)))
    }
  }
}
