/** Privacy masks laid over pictures: which pixels they cover. Pure. */
import type { Mask } from './contract.ts'

/**
 * Indices (row-major) of all pixels whose square a mask touches, rising. A pixel is covered when its middle lies in a ring, or within
 * one pixel of a ring's edge: what stands on the edge is not shown either. Even-odd rule.
 */
export function maskedPixels(masks: readonly Pick<Mask, 'ring'>[], width: number, height: number): Uint32Array {
  const covered = new Uint8Array(width * height)
  for (const { ring } of masks) {
    const points = ring.map(([x, y]) => [x * width, y * height] as const)
    fill(covered, points, width, height)
    for (let at = 0; at < points.length; at++) {
      const from = points[at] as readonly [number, number]
      const to = points[(at + 1) % points.length] as readonly [number, number]
      edge(covered, from, to, width, height)
    }
  }
  const indices: number[] = []
  for (let at = 0; at < covered.length; at++) if (covered[at] === 1) indices.push(at)
  return Uint32Array.from(indices)
}

/** The share of a picture that masks cover, 0…1, on a raster of 160 × 128. */
export function maskedShare(masks: readonly Pick<Mask, 'ring'>[]): number {
  return maskedPixels(masks, 160, 128).length / (160 * 128)
}

type Point = readonly [number, number]

function fill(covered: Uint8Array, points: readonly Point[], width: number, height: number): void {
  for (let row = 0; row < height; row++) {
    const y = row + 0.5
    const crossings: number[] = []
    for (let at = 0; at < points.length; at++) {
      const [x1, y1] = points[at] as Point
      const [x2, y2] = points[(at + 1) % points.length] as Point
      if (y1 <= y !== y2 <= y) crossings.push(x1 + ((y - y1) / (y2 - y1)) * (x2 - x1))
    }
    crossings.sort((a, b) => a - b)
    for (let at = 0; at + 1 < crossings.length; at += 2) {
      const from = Math.max(0, Math.ceil((crossings[at] as number) - 0.5))
      const to = Math.min(width - 1, Math.floor((crossings[at + 1] as number) - 0.5))
      for (let column = from; column <= to; column++) covered[row * width + column] = 1
    }
  }
}

function edge(covered: Uint8Array, [x1, y1]: Point, [x2, y2]: Point, width: number, height: number): void {
  const steps = Math.max(1, Math.ceil(Math.hypot(x2 - x1, y2 - y1) * 2))
  for (let step = 0; step <= steps; step++) {
    const x = x1 + ((x2 - x1) * step) / steps
    const y = y1 + ((y2 - y1) * step) / steps
    for (let row = Math.max(0, Math.floor(y - 1)); row <= Math.min(height - 1, Math.floor(y + 1)); row++)
      for (let column = Math.max(0, Math.floor(x - 1)); column <= Math.min(width - 1, Math.floor(x + 1)); column++)
        covered[row * width + column] = 1
  }
}
