import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Box, stillView } from './still-view.ts'

test('the mover is always inside what is shown, and nothing beyond the picture is', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 160, max: 1280 }),
      fc.double({ min: 0.5, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 0.95, noNaN: true }),
      fc.double({ min: 0, max: 0.95, noNaN: true }),
      fc.double({ min: 0.004, max: 0.4, noNaN: true }),
      (width, shape, left, top, size) => {
        const height = Math.round(width * shape)
        const box: Box = [
          left * width,
          top * height,
          Math.min(size * width, width * (1 - left)),
          Math.min(size * height, height * (1 - top)),
        ]
        const { crop, enlarged } = stillView(box, width, height)
        const [middleX, middleY] = [box[0] + box[2] / 2, box[1] + box[3] / 2]
        expect(crop[0]).toBeLessThanOrEqual(middleX)
        expect(crop[0] + crop[2]).toBeGreaterThanOrEqual(middleX)
        expect(crop[1]).toBeLessThanOrEqual(middleY)
        expect(crop[1] + crop[3]).toBeGreaterThanOrEqual(middleY)
        expect(crop[1]).toBeGreaterThanOrEqual(0)
        expect(crop[1] + crop[3]).toBeLessThanOrEqual(height + 1e-6)
        expect(enlarged).toBeLessThanOrEqual(4.001)
      },
    ),
  )
})

test('a picture without a mover is shown whole', () => {
  const { crop, enlarged, brackets } = stillView(null, 640, 512)
  expect(enlarged).toBe(1)
  expect(brackets).toBe('')
  expect(crop[3]).toBeGreaterThanOrEqual(512)
})
