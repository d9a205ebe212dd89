/** Readable twin of `assembly/background.ts`: the same float32 operations in the same order. */
const f = Math.fround

/** See `Kernels.follow`. */
export function follow(frame: Uint16Array, background: Float32Array, count: number, offset: number, rate: number): void {
  const shift = f(offset)
  const share = f(rate)
  for (let i = 0; i < count; i++) {
    const was = background[i]!
    background[i] = f(was + f(share * f(f(frame[i]! - shift) - was)))
  }
}
