/** Readable twin of `assembly/peaks.ts`. */

/** See `Kernels.peaks`. */
export function peaks(plane: Float32Array, out: Float32Array, width: number, height: number, side: 2 | 4): void {
  const across = width / side
  for (let by = 0; by < height / side; by++) {
    for (let bx = 0; bx < across; bx++) {
      let most = 0
      for (let y = by * side; y < (by + 1) * side; y++) {
        for (let x = bx * side; x < (bx + 1) * side; x++) {
          const size = Math.abs(plane[y * width + x]!)
          if (size > most) most = size
        }
      }
      out[by * across + bx] = most
    }
  }
}
