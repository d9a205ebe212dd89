import fc from 'fast-check'
import { expect, test } from 'vitest'
import { median, medianOfWhole, samplePlaces, select } from './noise.ts'

test('select gives the value of a rank, as sorting would', () => {
  const values = fc.array(fc.float({ noNaN: true, min: -1000, max: 1000 }), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(values, fc.nat(), (list, n) => {
      const rank = n % list.length
      const sorted = Float32Array.from(list).sort()
      expect(select(Float32Array.from(list), list.length, rank)).toBe(sorted[rank])
    }),
  )
})

test('medians', () => {
  expect(median(Float32Array.of(5, 1, 3), 3)).toBe(3)
  expect(median(new Float32Array(0), 0)).toBe(0)
})

test('whole numbers stand for the unit around them', () => {
  expect(medianOfWhole(Float32Array.of(0, 0, 0, 0), 4)).toBeCloseTo(0.25)
  expect(medianOfWhole(Float32Array.of(0, 0, 0, 1, 1, 1, 1, 1), 8)).toBeCloseTo(0.7)
  expect(medianOfWhole(Float32Array.of(2, 2, 2, 2), 4)).toBeCloseTo(2)
})

test('sampled places lie in the true picture and meet every column', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 200 }), (width, height) => {
      const stride = Math.ceil(width / 8) * 8
      const places = samplePlaces(width, height, stride, 500)
      for (const place of places) {
        expect(place % stride).toBeLessThan(width)
        expect(Math.floor(place / stride)).toBeLessThan(height)
      }
      if (height >= 40 && width <= 100)
        expect(new Set(Array.from(places, (place) => place % stride)).size).toBe(Math.min(width, places.length))
    }),
  )
})
