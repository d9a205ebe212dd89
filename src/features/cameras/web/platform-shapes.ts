/** Cameras that say themselves where they are, as the map draws them: the platform, the ground in its picture, the way it looks. Pure. */
import { type Feature, lineFeature, lonLat, pointFeature, ringFeature } from '../../../platform/web/map/shapes.ts'
import type { PlatformFix, PlatformState } from '../platform.ts'

export interface PlatformShapes {
  readonly platforms: readonly Feature[]
  readonly footprints: readonly Feature[]
  readonly looks: readonly Feature[]
}

/** What was said longer ago is drawn as old: the platform has gone on since. */
const OLD_MS = 5000

/** Shapes of the newest words of all platforms at `nowMs`. `codeOf`: the code of a camera; empty: it is not known here. */
export function platformShapes(
  states: readonly PlatformState[],
  codeOf: (cameraId: string) => string,
  nowMs: number,
  isOld: boolean,
): PlatformShapes {
  const shapes = { platforms: [] as Feature[], footprints: [] as Feature[], looks: [] as Feature[] }
  for (const { cameraId, fix, motion } of states) {
    const code = codeOf(cameraId)
    if (fix === null || code === '') continue
    const state = isOld || nowMs - fix.atMs > OLD_MS ? 'old' : motion
    const { position, frameCentre, footprint } = fix
    if (footprint) shapes.footprints.push(ringFeature(footprint, { state }))
    if (position && frameCentre) shapes.looks.push(lineFeature([lonLat(position), lonLat(frameCentre)], { state }))
    if (position)
      shapes.platforms.push(pointFeature(lonLat(position), { state, code: fix.label ? `${code} ${fix.label}` : code }))
  }
  return shapes
}

/** The fix that belongs to the picture of an instant: the newest that is not later, and not older than two seconds. */
export function fixAt(fixes: readonly PlatformFix[], atMs: number): PlatformFix | null {
  const found = fixes.findLast((fix) => fix.atMs <= atMs)
  return found !== undefined && atMs - found.atMs <= FIX_HOLDS_MS ? found : null
}
const FIX_HOLDS_MS = 2000
