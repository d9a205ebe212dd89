import fc from 'fast-check'
import { expect, test } from 'vitest'
import { median, medianAround, medianNear, medianOfWhole, samplePlaces, select } from './noise.ts'

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

test('the median around a guess is the selected one, whatever was guessed', () => {
  const values = fc.array(fc.float({ noNaN: true, min: -500, max: 500 }), { minLength: 1, maxLength: 400 })
  fc.assert(
    fc.property(values, fc.constantFrom(-600, -3, 0, 40), fc.constantFrom(0.01, 1, 60, 1e4), (list, guess, spread) => {
      const sorted = Float32Array.from(list).sort()
      expect(medianAround(Float32Array.from(list), list.length, guess, spread)).toBe(sorted[list.length >> 1])
    }),
  )
})

test('whole numbers stand for the unit around them', () => {
  expect(medianOfWhole(Float32Array.of(0, 0, 0, 0), 4)).toBeCloseTo(0.25)
  expect(medianOfWhole(Float32Array.of(0, 0, 0, 1, 1, 1, 1, 1), 8)).toBeCloseTo(0.7)
  expect(medianOfWhole(Float32Array.of(2, 2, 2, 2), 4)).toBeCloseTo(2)
  // So far up, half a unit is nothing.
  expect(medianOfWhole(Float32Array.of(9000, 9001, 7000), 3)).toBe(9000)
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

test('the counted median is the selected one, whatever was guessed', () => {
  const magnitudes = fc.array(fc.float({ noNaN: true, min: 0, max: 500 }), { minLength: 200, maxLength: 400 })
  fc.assert(
    fc.property(magnitudes, fc.constantFrom(0.001, 1, 30, 100, 400, 1e6), (list, guess) => {
      const values = Float32Array.from(list)
      const sorted = values.slice().sort()
      const found = medianNear(values, values.length, guess)
      const rank = values.length >> 1
      expect(found).toBeGreaterThanOrEqual(sorted[rank]! - guess / 100)
      expect(found).toBeLessThanOrEqual(sorted[rank]! + guess / 100)
    }),
  )
})
