/** Whether masks can be meant: rings with an area that do not cross themselves, and something left to watch. */
import { accept, type Outcome, refuse } from '../../base/outcome.ts'
import type { Mask } from './contract.ts'

export const maskRefusals = [
  'camera.mask-covers-all',
  'camera.mask-degenerate',
  'camera.mask-crosses',
  'camera.mask-twice',
] as const

/** A camera of which less than a tenth is left watches nothing, and would still say that it sees. */
export const COVERED_MOST = 0.9
/** A square of 8 pixels in a picture of 640 × 512: smaller rings are a slip of the hand. */
const AREA_LEAST = 64 / (640 * 512)
/** The picture is looked at in this many cells each way. */
const CELLS = 100

type Point = readonly [number, number]

/** Accepts the masks, or refuses with a code of `maskRefusals` and the mask's name. */
export function checkMasks(masks: readonly Mask[]): Outcome<null> {
  const ids = new Set<string>()
  for (const { id, name, ring } of masks) {
    const facts = { name: name.ar, nameEn: name.en }
    if (ids.has(id)) return refuse('camera.mask-twice', facts)
    ids.add(id)
    if (crossesItself(ring)) return refuse('camera.mask-crosses', facts)
    if (areaOf(ring) < AREA_LEAST) return refuse('camera.mask-degenerate', facts)
  }
  const covered = coveredShare(masks)
  if (covered > COVERED_MOST) return refuse('camera.mask-covers-all', { percent: Math.round(covered * 100) })
  return accept(null)
}

/** Share of the picture under at least one mask, 0…1, counted on a raster of 100 × 100 cells. */
export function coveredShare(masks: readonly Mask[]): number {
  if (masks.length === 0) return 0
  let covered = 0
  for (let row = 0; row < CELLS; row += 1) {
    for (let column = 0; column < CELLS; column += 1) {
      const point: Point = [(column + 0.5) / CELLS, (row + 0.5) / CELLS]
      if (masks.some(({ ring }) => isInRing(ring, point))) covered += 1
    }
  }
  return covered / (CELLS * CELLS)
}

/** Whether a picture point lies in a ring that is not closed; even-odd. */
export function isInRing(ring: readonly Point[], [x, y]: Point): boolean {
  let isInside = false
  for (let at = 0, before = ring.length - 1; at < ring.length; before = at, at += 1) {
    const [ax, ay] = ring[at] as Point
    const [bx, by] = ring[before] as Point
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isInside = !isInside
  }
  return isInside
}

function areaOf(ring: readonly Point[]): number {
  let twice = 0
  ring.forEach(([ax, ay], at) => {
    const [bx, by] = ring[(at + 1) % ring.length] as Point
    twice += ax * by - bx * ay
  })
  return Math.abs(twice) / 2
}

function crossesItself(ring: readonly Point[]): boolean {
  const count = ring.length
  for (let at = 0; at < count; at += 1) {
    for (let other = at + 1; other < count; other += 1) {
      const isNeighbour = other === at + 1 || (at === 0 && other === count - 1)
      if (isNeighbour) continue
      if (meet(ring[at] as Point, ring[(at + 1) % count] as Point, ring[other] as Point, ring[(other + 1) % count] as Point))
        return true
    }
  }
  return false
}

/** Whether two edges touch or cross. */
function meet(a: Point, b: Point, c: Point, d: Point): boolean {
  const [abc, abd, cda, cdb] = [sideOf(a, b, c), sideOf(a, b, d), sideOf(c, d, a), sideOf(c, d, b)]
  if (abc !== abd && cda !== cdb) return true
  return (
    (abc === 0 && isBetween(a, b, c)) ||
    (abd === 0 && isBetween(a, b, d)) ||
    (cda === 0 && isBetween(c, d, a)) ||
    (cdb === 0 && isBetween(c, d, b))
  )
}

function sideOf(a: Point, b: Point, c: Point): number {
  return Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))
}

function isBetween(a: Point, b: Point, c: Point): boolean {
  return (
    Math.min(a[0], b[0]) <= c[0] && c[0] <= Math.max(a[0], b[0]) && Math.min(a[1], b[1]) <= c[1] && c[1] <= Math.max(a[1], b[1])
  )
}
