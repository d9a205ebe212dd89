import { describe, expect, test } from 'vitest'
import { horizonM } from './place.ts'
import { aPose } from './pose.testing.ts'
import { bodyHeightPx, ray } from './pose.ts'
import { bearingMarks, horizonLine, PIXELS_TO, placeErrorAt, rangeLine, rangeOfPixels } from './sight-lines.ts'

const size = { width: 640, height: 512 }
const pose = aPose({ horizontalFovDeg: 46, pitchDeg: -2.1, azimuthTrueDeg: 258.4, heightM: 16, rollDeg: 3 })

describe('what a pose means in the picture', () => {
  test('a person at the said range fills just the said pixels', () => {
    for (const pixels of Object.values(PIXELS_TO)) {
      const rangeM = rangeOfPixels(pose, size, pixels)
      expect(bodyHeightPx(pose, size, rangeM, 1.7)).toBeCloseTo(pixels, 6)
    }
    expect(rangeOfPixels(pose, size, 100_000)).toBe(0)
    expect(rangeOfPixels(aPose({ horizontalFovDeg: 0.5, heightM: 2 }), size, 1)).toBeCloseTo(horizonM(2), 6)
  })

  test('every pixel of a range line looks down as far as that range asks, rolled or not', () => {
    for (const rangeM of [100, 500, 2000]) {
      const line = rangeLine(pose, size, rangeM)
      expect(line.length).toBeGreaterThan(20)
      for (const pixel of line)
        expect(ray(pose, size, pixel)?.depressionDeg).toBeCloseTo((Math.atan(16 / rangeM) * 180) / Math.PI, 6)
    }
  })

  test('the horizon dips by the height of the mast, and is not drawn when it is not in view', () => {
    for (const pixel of horizonLine(pose, size)) expect(ray(pose, size, pixel)?.depressionDeg).toBeCloseTo(0.1284, 3)
    expect(horizonLine(aPose({ pitchDeg: -60 }), size)).toEqual([])
    expect(rangeLine(aPose({ pitchDeg: 20 }), size, 50)).toEqual([])
  })

  test('bearings are whole degrees in their order, also across north', () => {
    const marks = bearingMarks(pose, size)
    expect(marks.map(({ bearingTrueDeg }) => bearingTrueDeg)).toContain(260)
    for (const { bearingTrueDeg, pixel } of marks) expect(ray(pose, size, pixel)?.bearingTrueDeg).toBeCloseTo(bearingTrueDeg, 6)
    const north = bearingMarks(aPose({ azimuthTrueDeg: 0, horizontalFovDeg: 20 }), size).map(
      ({ bearingTrueDeg }) => bearingTrueDeg,
    )
    expect(north).toContain(358)
    expect(north).toContain(0)
    expect(north).toContain(2)
  })

  test('the error of a place grows with range until no point is claimed', () => {
    const near = placeErrorAt(pose, size, 200)
    const far = placeErrorAt(pose, size, 1000)
    expect(near?.isPoint).toBe(true)
    expect(far?.isPoint).toBe(true)
    expect(placeErrorAt(pose, size, 2000)?.isPoint).toBe(false)
    expect((far?.acrossM ?? 0) / (near?.acrossM ?? 1)).toBeCloseTo(5, 0)
    expect(placeErrorAt(aPose({ pitchDeg: 20 }), size, 200)).toBeNull()
  })
})
