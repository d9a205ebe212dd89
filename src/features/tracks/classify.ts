/** What a mover may be, once its size and speed over ground are known. Size and speed only: never who, never what is carried. */
import type { ClassProbabilities } from '../detection/contract.ts'

/** Standing people of 12 years and over are 1.3 to 2.0 m; a walk or run is 0.3 to 4 m/s. */
const personM = { least: 1.2, most: 2.2 }
const personMs = { least: 0.3, most: 4 }
/** Sheep, goats, dogs and foxes stand below this at the back. */
const smallM = 0.95
/** Faster than anybody runs over open ground for seconds. */
const fastMs = 7

/**
 * Sharpens the picture's own probabilities by the height interval (metres, 95 %) and the speed. Where the interval is too
 * wide to tell, the picture's answer stays. Sums to 1.
 */
export function classifyOnGround(
  picture: ClassProbabilities,
  heightM: { readonly least: number; readonly most: number } | null,
  speedMs: number | null,
): ClassProbabilities {
  if (heightM === null || speedMs === null) return picture
  const middle = (heightM.least + heightM.most) / 2
  const isTold = heightM.most / Math.max(0.1, heightM.least) <= 2
  if (!isTold) return picture
  if (speedMs > fastMs) return { person: 0.02, vehicle: 0.8, animal: 0.08, other: 0.05, unknown: 0.05 }
  if (middle < smallM) return { person: 0.1, vehicle: 0.01, animal: 0.65, other: 0.04, unknown: 0.2 }
  if (middle >= personM.least && middle <= personM.most && speedMs >= personMs.least && speedMs <= personMs.most) {
    return { person: 0.7, vehicle: 0.04, animal: 0.1, other: 0.02, unknown: 0.14 }
  }
  return picture
}
