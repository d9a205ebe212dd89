import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Pose } from './contract.ts'
import { coverageRing } from './coverage-ring.ts'
import { aPose } from './pose.testing.ts'
import { bodyHeightPx, isInPicture, project, ray, worldPoint } from './pose.ts'

const size = { width: 640, height: 512 }

const anyPose: fc.Arbitrary<Pose> = fc
  .record({
    heightM: fc.double({ min: 2, max: 60, noNaN: true }),
    azimuthTrueDeg: fc.double({ min: 0, max: 359.99, noNaN: true }),
    pitchDeg: fc.double({ min: -40, max: 5, noNaN: true }),
    rollDeg: fc.double({ min: -20, max: 20, noNaN: true }),
    horizontalFovDeg: fc.double({ min: 2, max: 90, noNaN: true }),
    radialK1: fc.double({ min: -0.12, max: 0.3, noNaN: true }),
  })
  .map((some) => aPose(some))

const anyPixel = fc.record({ x: fc.double({ min: 0, max: 640, noNaN: true }), y: fc.double({ min: 0, max: 512, noNaN: true }) })

describe('pixel and world', () => {
  test('a pixel seen on the ground projects back to itself within 0.1 px', () => {
    fc.assert(
      fc.property(anyPose, anyPixel, (pose, pixel) => {
        const sight = ray(pose, size, pixel)
        fc.pre(sight !== null && sight.depressionDeg > 0.05)
        if (sight === null) return
        const rangeM = pose.heightM / Math.tan((sight.depressionDeg * Math.PI) / 180)
        const bearing = (sight.bearingTrueDeg * Math.PI) / 180
        const back = project(pose, size, { eastM: rangeM * Math.sin(bearing), northM: rangeM * Math.cos(bearing), upM: 0 })
        expect(back).not.toBeNull()
        expect(Math.hypot((back?.x ?? 0) - pixel.x, (back?.y ?? 0) - pixel.y)).toBeLessThan(0.1)
      }),
      { seed: 21, numRuns: 1000 },
    )
  })

  test('a point in the air that is in the picture is seen in its own direction', () => {
    const anyPoint = fc.record({
      eastM: fc.double({ min: -900, max: 900, noNaN: true }),
      northM: fc.double({ min: -900, max: 900, noNaN: true }),
      upM: fc.double({ min: 0, max: 80, noNaN: true }),
    })
    fc.assert(
      fc.property(anyPose, anyPoint, (pose, point) => {
        const pixel = project(pose, size, point)
        const sight = pixel === null || !isInPicture(size, pixel) ? null : ray(pose, size, pixel)
        if (sight === null) return
        const away = Math.hypot(point.eastM, point.northM)
        const depressionDeg = (Math.atan2(pose.heightM - point.upM, away) * 180) / Math.PI
        expect(sight.depressionDeg).toBeCloseTo(depressionDeg, 6)
      }),
      { seed: 22, numRuns: 1000 },
    )
  })

  test('the optical axis goes through the middle, right is clockwise, down is nearer', () => {
    const pose = aPose({ azimuthTrueDeg: 350, pitchDeg: -2 })
    expect(ray(pose, size, { x: 320, y: 256 })?.bearingTrueDeg).toBeCloseTo(350, 9)
    expect(ray(pose, size, { x: 320, y: 256 })?.depressionDeg).toBeCloseTo(2, 9)
    expect(ray(pose, size, { x: 640, y: 256 })?.bearingTrueDeg).toBeCloseTo(356, 1)
    expect(ray(pose, size, { x: 320, y: 500 })?.depressionDeg ?? 0).toBeGreaterThan(5)
  })

  test('a positive roll turns the picture clockwise: what was right of the middle moves down', () => {
    const pose = aPose({ azimuthTrueDeg: 0, pitchDeg: 0, rollDeg: 10 })
    const right = project(pose, size, { eastM: 50, northM: 1000, upM: pose.heightM })
    expect(right?.y ?? 0).toBeGreaterThan(256)
  })

  test('what lies behind the camera has no pixel', () => {
    expect(project(aPose({ azimuthTrueDeg: 0 }), size, { eastM: 0, northM: -100, upM: 0 })).toBeNull()
  })

  test('a person of 1.7 m has the height of detection.md 1 (12 µm pitch)', () => {
    // 640 pixels of 12 µm behind 50 mm: 8.79° wide.
    const pose = aPose({ horizontalFovDeg: (2 * Math.atan((640 * 0.012) / 2 / 50) * 180) / Math.PI })
    expect(bodyHeightPx(pose, size, 250, 1.7)).toBeCloseTo(28.3, 0)
    expect(bodyHeightPx(pose, size, 1000, 1.7)).toBeCloseTo(7.1, 1)
    expect(bodyHeightPx(pose, size, 3000, 1.7)).toBeCloseTo(2.4, 1)
  })
})

describe('the ring of watched ground', () => {
  test('closes, holds the ground in the middle of the picture, and ends where a person is three pixels high', () => {
    const pose = aPose({ horizontalFovDeg: 20, pitchDeg: -2 })
    const ring = coverageRing(pose, size) ?? []
    expect(ring.length).toBeGreaterThan(10)
    expect(ring[0]).toEqual(ring.at(-1))
    const ranges = ring.map(([lon, lat]) => {
      const { eastM, northM } = worldPoint(pose, { lat, lon })
      return Math.hypot(eastM, northM)
    })
    expect(bodyHeightPx(pose, size, Math.max(...ranges), 1.7)).toBeCloseTo(3, 1)
    expect(Math.min(...ranges)).toBeLessThan(pose.heightM / Math.tan((5 * Math.PI) / 180))
  })

  test('never goes beyond 4 km, and is null for a picture of the sky', () => {
    const ring = coverageRing(aPose({ horizontalFovDeg: 1, pitchDeg: -0.3, heightM: 30 }), size) ?? []
    for (const [lon, lat] of ring) {
      const { eastM, northM } = worldPoint(aPose({}), { lat, lon })
      expect(Math.hypot(eastM, northM)).toBeLessThan(4001)
    }
    expect(coverageRing(aPose({ pitchDeg: 25, horizontalFovDeg: 20 }), size)).toBeNull()
  })
})
