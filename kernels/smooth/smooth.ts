/** Readable twins of `assembly/smooth.ts`: the same float32 operations in the same order. */
const f = Math.fround
const REACH = 4

/** See `Kernels.smooth`. Vertical first, into a line with four repeated pixels at both ends, then along the line. */
export function smooth(
  plane: Float32Array,
  out: Float32Array,
  taps: Float32Array,
  lines: Float32Array,
  width: number,
  height: number,
): void {
  const t0 = taps[0]!
  const t1 = taps[1]!
  const t2 = taps[2]!
  const t3 = taps[3]!
  const t4 = taps[4]!
  const last = (height - 1) * width
  for (let y = 0; y < height; y++) {
    const at = y * width
    const u1 = Math.max(0, at - width)
    const u2 = Math.max(0, at - 2 * width)
    const u3 = Math.max(0, at - 3 * width)
    const u4 = Math.max(0, at - 4 * width)
    const d1 = Math.min(last, at + width)
    const d2 = Math.min(last, at + 2 * width)
    const d3 = Math.min(last, at + 3 * width)
    const d4 = Math.min(last, at + 4 * width)
    for (let x = 0; x < width; x++) {
      const s1 = f(t1 * f(plane[u1 + x]! + plane[d1 + x]!))
      const s2 = f(t2 * f(plane[u2 + x]! + plane[d2 + x]!))
      const s3 = f(t3 * f(plane[u3 + x]! + plane[d3 + x]!))
      const s4 = f(t4 * f(plane[u4 + x]! + plane[d4 + x]!))
      lines[REACH + x] = f(f(f(t0 * plane[at + x]!) + f(s1 + s2)) + f(s3 + s4))
    }
    for (let i = 0; i < REACH; i++) {
      lines[i] = lines[REACH]!
      lines[REACH + width + i] = lines[REACH + width - 1]!
    }
    for (let x = 0; x < width; x++) {
      const m = x + REACH
      const s1 = f(t1 * f(lines[m - 1]! + lines[m + 1]!))
      const s2 = f(t2 * f(lines[m - 2]! + lines[m + 2]!))
      const s3 = f(t3 * f(lines[m - 3]! + lines[m + 3]!))
      const s4 = f(t4 * f(lines[m - 4]! + lines[m + 4]!))
      out[at + x] = f(f(f(t0 * lines[m]!) + f(s1 + s2)) + f(s3 + s4))
    }
  }
}

/** See `Kernels.halve`. */
export function halve(plane: Float32Array, out: Float32Array, width: number, height: number): void {
  const half = width >> 1
  for (let y = 0; y < height >> 1; y++) {
    const upper = 2 * y * width
    const lower = upper + width
    for (let x = 0; x < half; x++) {
      const left = f(plane[upper + 2 * x]! + plane[lower + 2 * x]!)
      const right = f(plane[upper + 2 * x + 1]! + plane[lower + 2 * x + 1]!)
      out[y * half + x] = f(f(left + right) * 0.25)
    }
  }
}
