/** A complete valid pose for tests; override what the test is about. */
import type { Pose } from './contract.ts'

/** 12 m mast, 12° wide, two degrees down; errors of a careful set-up. */
export function aPose(some: Partial<Pose> = {}): Pose {
  return {
    position: { lat: 20.5, lon: 50.5 },
    heightM: 12,
    azimuthTrueDeg: 10,
    pitchDeg: -2,
    rollDeg: 0,
    horizontalFovDeg: 12,
    radialK1: 0,
    errors: { azimuthDeg: 0.3, pitchDeg: 0.1, heightM: 0.2 },
    ...some,
  }
}
