/**
 * What stands still in a picture, told without its level: from a few neighbouring frames a small field of edges with the direction
 * of each, and how strong and how sharp they are against the noise. Direction is kept at twice its angle, so that an edge means
 * the same when warm and cold change sides (thermal crossover).
 */

/** Frames that are averaged for one sample. Even: their alternating sum is the noise. */
export const framesPerSample = 4

export interface Structure {
  /** Cells of the edge field, across and down. */
  readonly gridWidth: number
  readonly gridHeight: number
  /** Pixels of the picture that one cell of the field is wide and high. */
  readonly cellPx: number
  /** Edge field: per cell the cosine and sine part at twice the angle; length is the square root of the gradient left above the noise. */
  readonly field: Float32Array
  /** Adds one frame; true when a sample is complete and the figures below are of it. */
  add(pixels: Uint16Array): boolean
  /** Forgets the frames of a sample that was begun. */
  restart(): void
  /** Standard deviation of one fine cell of one frame, counts; with a floor. */
  noise(): number
  /**
   * Root mean square of the coarse plane's gradients with the noise taken off, counts: of all, of the upper part down to row `splitRow`
   * of the field, and of the rest.
   */
  contrast(splitRow: number): { readonly all: number; readonly upper: number; readonly lower: number }
  /** Second differences of the fine plane over gradients of the coarse one, root mean squares, noise taken off. Falls when the picture blurs. */
  sharpness(): number
  /** Standard deviation of the coarse plane: what is left of a scene when all edges are gone. */
  spread(): number
  /** Share of pixels at an end of what the sensor can say. */
  railShare(): number
}

/** Working memory for pictures of one size. Nothing is allocated per frame. */
export function measureStructure(width: number, height: number, bits: 8 | 16): Structure {
  const block = Math.max(1, Math.round(width / 160))
  const fineWidth = Math.floor(width / block) & ~3
  const fineHeight = Math.floor(height / block) & ~3
  const coarseWidth = fineWidth >> 1
  const coarseHeight = fineHeight >> 1
  const gridWidth = coarseWidth >> 1
  const gridHeight = coarseHeight >> 1
  const fine = new Float32Array(fineWidth * fineHeight)
  const alternating = new Float32Array(fineWidth * fineHeight)
  const coarse = new Float32Array(coarseWidth * coarseHeight)
  const cosines = new Float32Array(coarseWidth * coarseHeight)
  const sines = new Float32Array(coarseWidth * coarseHeight)
  const rowPower = new Float64Array(coarseHeight)
  const field = new Float32Array(gridWidth * gridHeight * 2)
  const sorted = new Float32Array(2048)
  // Rounding alone leaves this much: the detector's floors (0.35 of a grey level, 0.6 of a raw count), averaged over a block.
  const noiseFloor = (bits === 8 ? 0.35 : 0.6) / block
  let frames = 0
  let rails = 0
  let noise = noiseFloor
  let sharpness = 0
  let spread = 0

  function addFrame(pixels: Uint16Array): void {
    const sign = (frames & 1) === 0 ? 1 : -1
    const scale = 1 / (block * block)
    for (let y = 0, at = 0; y < fineHeight; y++) {
      for (let x = 0; x < fineWidth; x++, at++) {
        let sum = 0
        let from = y * block * width + x * block
        for (let row = 0; row < block; row++, from += width) {
          for (let column = 0; column < block; column++) sum += pixels[from + column] as number
        }
        const value = sum * scale
        if (value <= 3 || value >= 252) rails++
        fine[at] = (fine[at] as number) + value
        alternating[at] = (alternating[at] as number) + sign * value
      }
    }
  }

  /**
   * Noise of one frame from the alternating sum: four independent frames give it twice the deviation of one. Its third decile, not its
   * middle, is read, so that bodies moving over half of the picture are not taken for noise.
   */
  function measureNoise(): void {
    const stride = Math.max(1, Math.floor(alternating.length / sorted.length))
    const count = Math.min(sorted.length, Math.floor(alternating.length / stride))
    sorted.fill(Number.POSITIVE_INFINITY)
    let mean = 0
    for (let at = 0; at < count; at++) mean += alternating[at * stride] as number
    mean /= count
    for (let at = 0; at < count; at++) sorted[at] = Math.abs((alternating[at * stride] as number) - mean)
    sorted.sort()
    noise = Math.max(noiseFloor, (sorted[Math.floor(count * 0.3)] as number) / 0.3853 / Math.sqrt(framesPerSample))
  }

  /** Raw counts end where the sensor does, which no stream says: there neighbours are equal and have no noise. */
  function countFlat(): void {
    rails = 0
    for (let at = 1; at < fine.length; at++) if (alternating[at] === 0 && fine[at] === fine[at - 1]) rails += framesPerSample
  }

  function measureCoarse(): void {
    const share = 1 / (4 * framesPerSample)
    let sum = 0
    let squares = 0
    for (let y = 0, at = 0; y < coarseHeight; y++) {
      let from = y * 2 * fineWidth
      for (let x = 0; x < coarseWidth; x++, at++, from += 2) {
        const four =
          (fine[from] as number) +
          (fine[from + 1] as number) +
          (fine[from + fineWidth] as number) +
          (fine[from + fineWidth + 1] as number)
        const value = four * share
        coarse[at] = value
        sum += value
        squares += value * value
      }
    }
    const mean = sum / coarse.length
    spread = Math.sqrt(Math.max(0, squares / coarse.length - mean * mean))
  }

  /** Mean square of neighbouring differences of the coarse plane, each row, less what noise of this variance puts there. */
  function measureRows(variance: number): void {
    for (let y = 0; y < coarseHeight - 1; y++) {
      let power = 0
      for (let x = 0, at = y * coarseWidth; x < coarseWidth - 1; x++, at++) {
        const here = coarse[at] as number
        const right = (coarse[at + 1] as number) - here
        const below = (coarse[at + coarseWidth] as number) - here
        power += right * right + below * below
      }
      rowPower[y] = power / (coarseWidth - 1) - 4 * variance
    }
  }

  /** Root of the mean power of coarse rows `from` up to `to`, counts. */
  function contrastOf(from: number, to: number): number {
    let sum = 0
    for (let y = from; y < to; y++) sum += rowPower[y] as number
    return Math.sqrt(Math.max(0, sum / Math.max(1, to - from)))
  }

  /** The same of second differences: what is fine in a picture, and the first that a blur takes. */
  function bendPower(): number {
    let power = 0
    for (let y = 1; y < fineHeight - 1; y++) {
      for (let x = 1, at = y * fineWidth + 1; x < fineWidth - 1; x++, at++) {
        const twice = 2 * (fine[at] as number)
        const across = (fine[at - 1] as number) + (fine[at + 1] as number) - twice
        const down = (fine[at - fineWidth] as number) + (fine[at + fineWidth] as number) - twice
        power += across * across + down * down
      }
    }
    const perCell = power / (framesPerSample * framesPerSample * (fineWidth - 2) * (fineHeight - 2))
    return Math.max(0, perCell - (12 * noise * noise) / framesPerSample)
  }

  function measureEdges(): void {
    // A coarse cell averages four fine ones over all frames of the sample; a central difference has two of them.
    const gradientNoise = (noise / Math.sqrt(4 * framesPerSample)) * Math.SQRT2
    cosines.fill(0)
    sines.fill(0)
    for (let y = 1; y < coarseHeight - 1; y++) {
      for (let x = 1, at = y * coarseWidth + 1; x < coarseWidth - 1; x++, at++) {
        const gx = (coarse[at + 1] as number) - (coarse[at - 1] as number)
        const gy = (coarse[at + coarseWidth] as number) - (coarse[at - coarseWidth] as number)
        const length = Math.sqrt(gx * gx + gy * gy)
        if (length < 1e-9) continue
        cosines[at] = (gx * gx - gy * gy) / length
        sines[at] = (2 * gx * gy) / length
      }
    }
    for (let y = 0, cell = 0; y < gridHeight; y++) {
      let from = y * 2 * coarseWidth
      for (let x = 0; x < gridWidth; x++, cell++, from += 2) {
        const below = from + coarseWidth
        const c =
          (cosines[from] as number) + (cosines[from + 1] as number) + (cosines[below] as number) + (cosines[below + 1] as number)
        const s = (sines[from] as number) + (sines[from + 1] as number) + (sines[below] as number) + (sines[below + 1] as number)
        // Four gradients whose directions agree add up; four of noise mostly cancel and stay under this.
        const length = Math.max(0, Math.sqrt(c * c + s * s) / 4 - 1.5 * gradientNoise)
        const root = Math.sqrt(length)
        const scale = length === 0 ? 0 : root / Math.sqrt(c * c + s * s)
        field[cell * 2] = c * scale
        field[cell * 2 + 1] = s * scale
      }
    }
  }

  return {
    gridWidth,
    gridHeight,
    cellPx: block * 4,
    field,
    add(pixels) {
      if (frames === framesPerSample) this.restart()
      addFrame(pixels)
      frames++
      if (frames < framesPerSample) return false
      measureNoise()
      if (bits === 16) countFlat()
      measureCoarse()
      const variance = (noise * noise) / framesPerSample
      measureRows(variance / 4)
      const coarseContrast = contrastOf(0, coarseHeight - 1)
      sharpness = coarseContrast <= 1e-6 ? 0 : Math.sqrt(bendPower()) / coarseContrast
      measureEdges()
      return true
    },
    restart() {
      frames = 0
      rails = 0
      fine.fill(0)
      alternating.fill(0)
    },
    noise: () => noise,
    contrast(splitRow) {
      const last = coarseHeight - 1
      const split = Math.max(1, Math.min(last - 1, splitRow * 2))
      return { all: contrastOf(0, last), upper: contrastOf(0, split), lower: contrastOf(split, last) }
    },
    sharpness: () => sharpness,
    spread: () => spread,
    railShare: () => rails / (framesPerSample * fine.length),
  }
}
