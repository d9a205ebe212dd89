/** Paths through the view of a camera, so that whoever is sent can be seen. */
import { pointAt, toPlane } from '../../src/base/geo.ts'
import type { Pose } from '../../src/features/cameras/contract.ts'
import { linePath, sectorOrigin } from '../sector.ts'
import { type Body, type BodyKind, type GroundPoint, walking } from '../world/bodies.ts'
import type { Chance } from '../world/chance.ts'

/** The point that a camera sees `turnDeg` right of its middle, `rangeM` away, in the world's metres. */
export function seenAt(pose: Pose, turnDeg: number, rangeM: number): GroundPoint {
  return toPlane(sectorOrigin, pointAt(pose.position, (pose.azimuthTrueDeg + turnDeg + 360) % 360, rangeM))
}

/** How far from the mast the line runs, along the middle of the picture turned by `turnDeg`. Null when it does not meet it. */
export function lineRangeM(pose: Pose, turnDeg: number): number | null {
  const mast = toPlane(sectorOrigin, pose.position)
  const angle = ((pose.azimuthTrueDeg + turnDeg) * Math.PI) / 180
  const [dirE, dirN] = [Math.sin(angle), Math.cos(angle)]
  for (let at = 1; at < linePath.length; at += 1) {
    const a = linePath[at - 1]
    const b = linePath[at]
    if (a === undefined || b === undefined) continue
    const [alongE, alongN] = [b.eastM - a.eastM, b.northM - a.northM]
    const cross = dirE * alongN - dirN * alongE
    if (Math.abs(cross) < 1e-9) continue
    const [toE, toN] = [a.eastM - mast.eastM, a.northM - mast.northM]
    const rangeM = (toE * alongN - toN * alongE) / cross
    const share = (toE * dirN - toN * dirE) / cross
    if (rangeM > 0 && share >= 0 && share <= 1) return rangeM
  }
  return null
}

export interface Approach {
  /** From which edge of the picture: −1 left, 1 right. */
  readonly side: -1 | 1
  readonly fromRangeM: number
}

/** Enters at one edge of the picture, comes nearer, crosses the line and leaves at the other edge on our side. */
export function crossingPath(pose: Pose, { side, fromRangeM }: Approach): GroundPoint[] {
  const half = pose.horizontalFovDeg / 2
  const lineM = lineRangeM(pose, 0) ?? 350
  return [
    seenAt(pose, side * (half + 0.25), fromRangeM),
    seenAt(pose, side * half * 0.1, lineM + Math.max(60, (fromRangeM - lineM) * 0.55)),
    seenAt(pose, -side * half * 0.45, lineM),
    seenAt(pose, -side * (half + 2), Math.max(170, lineM - 110)),
  ]
}

/** The very first visitor: enters close to the line and is over it within half a minute. */
export function shortCrossingPath(pose: Pose, side: -1 | 1): GroundPoint[] {
  const half = pose.horizontalFovDeg / 2
  const beyondLine = (turnDeg: number, byM: number): GroundPoint =>
    seenAt(pose, turnDeg, Math.max(170, (lineRangeM(pose, turnDeg) ?? 350) + byM))
  return [
    beyondLine(side * (half + 0.05), 22),
    beyondLine(side * half * 0.62, -14),
    beyondLine(-side * half * 0.5, -90),
    beyondLine(-side * (half + 2), -110),
  ]
}

export interface Party {
  readonly id: string
  readonly kind: BodyKind
  readonly count: number
  readonly startMs: number
  readonly path: readonly GroundPoint[]
}

/** People (or animals) who go together: one behind the other, loosely, at one speed. */
export function partyOf({ id, kind, count, startMs, path }: Party, chance: Chance): Body[] {
  const speedMs = kind === 'vehicle' ? 5 : kind === 'animal' ? chance.between(0.6, 0.9) : chance.between(1.05, 1.45)
  return Array.from({ length: count }, (_, index) =>
    walking({
      id: `${id}-${index + 1}`,
      kind,
      heightM: kind === 'vehicle' ? 1.85 : kind === 'animal' ? chance.between(0.7, 0.9) : chance.between(1.6, 1.85),
      speedMs,
      startMs,
      path,
      besideM: index === 0 ? 0 : chance.between(-1.5, 1.5),
      behindM: index === 0 ? 0 : index * chance.between(2.2, 3.6),
    }),
  )
}
