import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groundDistanceM, pointAt } from '../../base/geo.ts'
import { aPose } from '../cameras/pose.testing.ts'
import { project, worldPoint } from '../cameras/pose.ts'
import { followGround } from './ground.ts'

const size = { width: 640, height: 512 }
const errors = { azimuthDeg: 0.2, pitchDeg: 0.05, heightM: 0.2 }
const pose = aPose({ heightM: 15, azimuthTrueDeg: 0, pitchDeg: -2.4, horizontalFovDeg: 14, errors })

/** Boxes of a person of 1.7 m who walks from a place on a course, nine times a second. */
function walk(rangeM: number, courseTrueDeg: number, speedMs: number, seconds: number) {
  const start = pointAt(pose.position, 0, rangeM)
  return Array.from({ length: seconds * 9 }, (_, n) => {
    const here = pointAt(start, courseTrueDeg, (speedMs * n) / 9)
    const foot = project(pose, size, worldPoint(pose, here))
    const head = project(pose, size, worldPoint(pose, here, 1.7))
    if (!foot || !head) throw new Error('out of the picture')
    return { tMs: (n * 1000) / 9, here, box: [foot.x - 2, head.y, 4, foot.y - head.y] as const }
  })
}

describe('a walker on the ground', () => {
  it('gets place, course, speed and height as they are', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 260, max: 480, noNaN: true }),
        fc.integer({ min: 0, max: 359 }),
        fc.double({ min: 0.8, max: 2, noNaN: true }),
        (rangeM, course, speed) => {
          const follow = followGround(pose, size)
          const steps = walk(rangeM, course, speed, 8)
          for (const { box, tMs } of steps) follow.see(box, tMs)
          const { place, velocity, heightM, travelM } = follow.state
          expect(groundDistanceM(place?.position as never, steps.at(-1)?.here as never)).toBeLessThan(2)
          expect(velocity?.speedMs).toBeCloseTo(speed, 1)
          expect(Math.abs((((velocity?.courseTrueDeg ?? 0) - course + 540) % 360) - 180)).toBeLessThan(3)
          expect(heightM?.least).toBeLessThan(1.7)
          expect(heightM?.most).toBeGreaterThan(1.7)
          expect(travelM).toBeGreaterThan(speed * 8 - 8)
        },
      ),
      { seed: 4, numRuns: 40 },
    )
  })

  it('far off there is a bearing and no point, and no speed is made up', () => {
    const follow = followGround({ ...pose, errors: { ...pose.errors, pitchDeg: 0.4 } }, size)
    for (const { box, tMs } of walk(900, 270, 1.2, 4)) follow.see(box, tMs)
    expect(follow.state).toMatchObject({
      place: { method: 'bearing_only', position: null },
      velocity: null,
      heightM: null,
      travelM: null,
    })
  })

  it('without a pose says nothing of the ground', () => {
    expect(followGround(null, size).see([1, 1, 2, 2], 0)).toMatchObject({ place: null, velocity: null })
  })
})
