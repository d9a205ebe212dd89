/** The ground that a camera watches, as a ring for the map. */
import type { Pose } from './contract.ts'
import { type Lens, lensOf, type PictureSize, positionOf, rayWith } from './pose.ts'

/** A standing person, the fewest pixels at which one is still looked for, and where the map stops caring. */
const PERSON_M = 1.7
const PERSON_HEIGHT_MIN_PX = 3
const RANGE_MAX_M = 4000
const COLUMNS = 24
const ROWS = 96

const RADIANS = Math.PI / 180

/**
 * Closed ring of [longitude, latitude] around the ground in the picture, out to where a person of 1.7 m is still 3 pixels high
 * (at most 4 km). Null when no ground is in the picture. Exact to a 96th of the picture's height. `share` (0…1) of that range is
 * left to a camera that sees poorly: the ring ends there.
 */
export function coverageRing(pose: Pose, size: PictureSize, share = 1): [number, number][] | null {
  const lens = lensOf(pose, size)
  const limitM = share < 1 ? share * usualRangeM(lens, pose, size) : personLimitM(lens)
  const far: [number, number][] = []
  const near: [number, number][] = []
  for (let column = 0; column <= COLUMNS; column += 1) {
    const x = (column / COLUMNS) * size.width
    let nearest: { rangeM: number; bearingDeg: number } | null = null
    let farthest: { rangeM: number; bearingDeg: number } | null = null
    for (let row = ROWS; row >= 0; row -= 1) {
      const sight = rayWith(lens, { x, y: (row / ROWS) * size.height })
      if (sight === null) continue
      const rangeM = sight.depressionDeg <= 0 ? Number.POSITIVE_INFINITY : pose.heightM / Math.tan(sight.depressionDeg * RADIANS)
      const bearingDeg = sight.bearingTrueDeg
      if (nearest === null && rangeM < limitM) nearest = { rangeM, bearingDeg }
      if (nearest !== null) farthest = { rangeM: Math.min(rangeM, limitM), bearingDeg }
      if (rangeM >= limitM) break
    }
    if (nearest === null || farthest === null) continue
    far.push(corner(pose, farthest))
    near.push(corner(pose, nearest))
  }
  const first = far[0]
  if (far.length < 2 || first === undefined) return null
  return [...far, ...near.reverse(), first]
}

/** Metres to which a standing person is found, now that `share` of the usual range is left, and usually. Null: no ground in the picture. */
export function detectRangeM(pose: Pose, size: PictureSize, share: number): { now: number; usual: number } | null {
  const usual = usualRangeM(lensOf(pose, size), pose, size)
  return usual > 0 ? { now: Math.round(usual * share), usual: Math.round(usual) } : null
}

function personLimitM(lens: Lens): number {
  return Math.min(RANGE_MAX_M, (PERSON_M * lens.focalPx) / PERSON_HEIGHT_MIN_PX)
}

/** How far a person is found on a good day: where three pixels are left, or where the ground in the picture ends; 0 without ground. */
function usualRangeM(lens: Lens, pose: Pose, size: PictureSize): number {
  const limitM = personLimitM(lens)
  const top = rayWith(lens, { x: size.width / 2, y: 0 })
  const bottom = rayWith(lens, { x: size.width / 2, y: size.height })
  if (bottom === null || bottom.depressionDeg <= 0) return 0
  if (top === null || top.depressionDeg <= 0) return limitM
  return Math.min(limitM, pose.heightM / Math.tan(top.depressionDeg * RADIANS))
}

function corner(pose: Pose, { rangeM, bearingDeg }: { rangeM: number; bearingDeg: number }): [number, number] {
  const angle = bearingDeg * RADIANS
  const { lat, lon } = positionOf(pose, { eastM: rangeM * Math.sin(angle), northM: rangeM * Math.cos(angle) })
  return [lon, lat]
}
