/** How well two edge fields lie on one another, and how far one has moved against the other. */

export interface Field {
  readonly width: number
  readonly height: number
  /** Two numbers a cell. */
  readonly values: Float32Array
}

/**
 * Correlation (−1…1) of two fields of one size, the first one moved by whole cells: `now[x + right, y + down]` against
 * `before[x, y]`, over the cells that both have within columns `fromX…toX` and rows `fromY…toY` of `before`. 0 where nothing is to compare.
 */
export function correlate(
  now: Field,
  before: Field,
  right: number,
  down: number,
  fromX = 0,
  toX = before.width,
  fromY = 0,
  toY = before.height,
): number {
  const { width, height } = before
  const left = Math.max(fromX, -right)
  const end = Math.min(toX, width - right)
  const top = Math.max(fromY, -down)
  const bottom = Math.min(toY, height - down)
  let aa = 0
  let bb = 0
  let ab = 0
  for (let y = top; y < bottom; y++) {
    let b = (y * width + left) * 2
    let a = ((y + down) * width + left + right) * 2
    for (let x = left; x < end; x++, a += 2, b += 2) {
      const a0 = now.values[a] as number
      const a1 = now.values[a + 1] as number
      const b0 = before.values[b] as number
      const b1 = before.values[b + 1] as number
      aa += a0 * a0 + a1 * a1
      bb += b0 * b0 + b1 * b1
      ab += a0 * b0 + a1 * b1
    }
  }
  return aa <= 1e-12 || bb <= 1e-12 ? 0 : ab / Math.sqrt(aa * bb)
}

/**
 * Writes the field without the mean of each row: what runs level through the whole picture (the horizon, the slope of the ground)
 * looks the same when a camera is panned and would hide it.
 */
export function withoutRows(field: Field, into: Float32Array): void {
  const { width, height, values } = field
  for (let y = 0; y < height; y++) {
    let c = 0
    let s = 0
    const from = y * width * 2
    for (let x = 0; x < width; x++) {
      c += values[from + x * 2] as number
      s += values[from + x * 2 + 1] as number
    }
    c /= width
    s /= width
    for (let x = 0; x < width; x++) {
      into[from + x * 2] = (values[from + x * 2] as number) - c
      into[from + x * 2 + 1] = (values[from + x * 2 + 1] as number) - s
    }
  }
}

/** Sum of squares of a field. */
export function energyOf(values: Float32Array): number {
  let sum = 0
  for (let at = 0; at < values.length; at++) sum += (values[at] as number) ** 2
  return sum
}

export interface Shift {
  /** Cells, in fractions; positive: the scene went right, down. */
  readonly right: number
  readonly down: number
  readonly match: number
}

/** The best shift within `reach` cells each way, refined between cells by a parabola. */
export function bestShift(now: Field, before: Field, reachX: number, reachY: number): Shift {
  let match = -1
  let right = 0
  let down = 0
  for (let dy = -reachY; dy <= reachY; dy++) {
    for (let dx = -reachX; dx <= reachX; dx++) {
      const value = correlate(now, before, dx, dy)
      if (value <= match) continue
      match = value
      right = dx
      down = dy
    }
  }
  const across = vertex(correlate(now, before, right - 1, down), match, correlate(now, before, right + 1, down))
  const along = vertex(correlate(now, before, right, down - 1), match, correlate(now, before, right, down + 1))
  return { right: right + across, down: down + along, match }
}

function vertex(before: number, at: number, after: number): number {
  const bend = before - 2 * at + after
  return bend >= -1e-9 ? 0 : Math.max(-0.5, Math.min(0.5, (0.5 * (before - after)) / bend))
}
