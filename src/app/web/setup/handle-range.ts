/** Where the handle of a camera's direction stands on the map. */
import { type LatLon, pointAt } from '../../../base/geo.ts'
import type { Pose } from '../../../features/cameras/contract.ts'
import type { PictureSize } from '../../../features/cameras/pose.ts'
import { PIXELS_TO, rangeOfPixels } from '../../../features/cameras/sight-lines.ts'

/** Metres from the mast: far enough to turn finely, near enough to be in view. */
export function handleRangeM(pose: Pose, size: PictureSize): number {
  return Math.max(150, Math.min(3000, rangeOfPixels(pose, size, PIXELS_TO.tell)))
}

/** The place itself. */
export function handleRange(pose: Pose, size: PictureSize): LatLon {
  return pointAt(pose.position, pose.azimuthTrueDeg, handleRangeM(pose, size))
}
