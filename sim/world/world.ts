/** One world for all cameras: ground, weather, what moves, and who looks at it from where. */

import type { LatLon } from '../../src/base/geo.ts'
import { toPlane } from '../../src/base/geo.ts'
import type { Pose } from '../../src/features/cameras/contract.ts'
import type { Body, GroundPoint } from './bodies.ts'
import { Chance, hashText } from './chance.ts'
import type { Terrain } from './terrain.ts'
import type { Weather } from './weather.ts'

export const FRAMES_PER_SECOND = 9
export const PICTURE = { width: 640, height: 512 } as const

export interface WorldCamera {
  readonly code: string
  /** As it was measured at set-up: what the program is told. */
  readonly pose: Pose
}

export interface World {
  readonly seed: number
  readonly origin: LatLon
  readonly terrain: Terrain
  readonly weather: Weather
  readonly cameras: readonly WorldCamera[]
  /** Everything that is in the world at that moment. Times may be asked for in any order. */
  bodiesAt(tMs: number): readonly Body[]
}

/** Where the camera truly stands and looks: off from what was measured by errors of the size that the pose admits. */
export function truePoseOf(world: World, camera: WorldCamera): Pose {
  const chance = new Chance(world.seed, hashText(camera.code), 71)
  const off = (error: number): number => error * Math.min(1.5, Math.max(-1.5, chance.normal()))
  const { pose } = camera
  return {
    ...pose,
    azimuthTrueDeg: (pose.azimuthTrueDeg + off(pose.errors.azimuthDeg) + 360) % 360,
    pitchDeg: pose.pitchDeg + off(pose.errors.pitchDeg),
    heightM: pose.heightM + off(pose.errors.heightM),
  }
}

/** The mast's foot in the world's metres. */
export function mastOf(world: World, camera: WorldCamera): GroundPoint {
  return toPlane(world.origin, camera.pose.position)
}

/** A world in which the given bodies come and go. */
export function bodiesOver(bodies: readonly Body[]): (tMs: number) => readonly Body[] {
  return (tMs) => bodies.filter((body) => tMs >= body.fromMs && tMs <= body.toMs)
}
