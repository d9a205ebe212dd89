/**
 * The passes over whole pictures, as a port: the readable TypeScript twins and the SIMD builds of `kernels/` both fill it,
 * bit for bit alike. All arithmetic is in float32, in the order that the twins show.
 *
 * Planes are row-major with the working width and height, both multiples of `CELL_PX`. They are made by `floats` and `words`
 * of the same object (SIMD works in its own memory) and live as long as it does.
 */
export interface Kernels {
  floats(count: number): Float32Array
  words(count: number): Uint16Array
  /**
   * `out = frame − offset − background`, and the sums of `out` clipped to ±`clip`, without what lies beyond ±`bodyLevel`: per row, per column and per cell of
   * `CELL_PX × CELL_PX`. `bandSums` is scratch of one row.
   */
  difference(
    frame: Uint16Array,
    background: Float32Array,
    out: Float32Array,
    rowSums: Float32Array,
    columnSums: Float32Array,
    cellSums: Float32Array,
    bandSums: Float32Array,
    width: number,
    height: number,
    offset: number,
    clip: number,
    bodyLevel: number,
  ): void
  /** Takes row and column offsets and the wide surface (one value a cell, bilinear between cell centres) off `plane`. */
  flatten(
    plane: Float32Array,
    rowOffsets: Float32Array,
    columnOffsets: Float32Array,
    wide: Float32Array,
    width: number,
    height: number,
  ): void
  /** Separable symmetric filter: `taps[0]` in the middle, to `taps[4]` on both sides; edges repeat. `lines` is scratch. */
  smooth(plane: Float32Array, out: Float32Array, taps: Float32Array, lines: Float32Array, width: number, height: number): void
  /** Every 2 × 2 pixels become their mean. */
  halve(plane: Float32Array, out: Float32Array, width: number, height: number): void
  /** Greatest magnitude in blocks of `side × side` pixels, `side` 2 or 4. */
  peaks(plane: Float32Array, out: Float32Array, width: number, height: number, side: 2 | 4): void
  /**
   * Per block: `unit = edge × inverseSigma`, `weight = unit / √(1 + gain × excess)`, `best = max(best, peak × weight)` and
   * `fourth = min(peak × unit, clip)⁴`. Planes of blocks have room for four more than `count`.
   */
  weigh(
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
  ): void
  /** `norm += rate × open × (values − norm)`, `open` 0 or 1. */
  enter(norm: Float32Array, values: Float32Array, open: Float32Array, count: number, rate: number): void
  /** `out = max(0, √(most of 3 × 3 blocks) − plain)`; `line` is scratch of `across + 8`. */
  excess(norm: Float32Array, line: Float32Array, out: Float32Array, across: number, down: number, plain: number): void
  /**
   * Strength gathered along ways, a block: `out = min(full, max(0, max(merit, (most of 3 × 3 of
   * merit) − cost) + share × (min(best, most) − base)))`; `line` as in `excess`.
   */
  gather(
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
  ): void
  /** `background += rate × (frame − offset − background)`. */
  follow(frame: Uint16Array, background: Float32Array, count: number, offset: number, rate: number): void
}

/** Side of the cells that the wide surface is measured in, pixels; working sizes are multiples of it. */
export const CELL_PX = 8
/** Side of the blocks that clutter is measured in, pixels. */
export const BLOCK_PX = 4
/** Taps to one side of the middle in `smooth`. */
export const TAP_REACH = 4
