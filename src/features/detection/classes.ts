/**
 * What a track is, as far as a few pixels allow without the pose of the camera: hardly anything. Size in metres and speed are
 * the business of the track on the ground; here only the shape of a body that is large enough speaks, and softly.
 */
import type { ClassProbabilities } from './contract.ts'

/** Below this height a box says nothing of shape, pixels: two pixels of error at each edge are then a third of it. */
const HEIGHT_PX_MIN = 12

const unknown: ClassProbabilities = { person: 0.1, vehicle: 0.05, animal: 0.1, other: 0.05, unknown: 0.7 }
const upright: ClassProbabilities = { person: 0.25, vehicle: 0.03, animal: 0.07, other: 0.05, unknown: 0.6 }
const lying: ClassProbabilities = { person: 0.05, vehicle: 0.15, animal: 0.15, other: 0.05, unknown: 0.6 }

/** Coarse and honest: mostly `unknown`; an upright shape leans to a person, a lying one to animal or vehicle. Sums to 1. */
export function classify(widthPx: number, heightPx: number): ClassProbabilities {
  if (heightPx < HEIGHT_PX_MIN && widthPx < HEIGHT_PX_MIN) return unknown
  if (heightPx >= 1.6 * widthPx) return upright
  if (widthPx >= 1.4 * heightPx) return lying
  return unknown
}
