import fc from 'fast-check'
import { expect, it } from 'vitest'
import { metresPerPixel, scaleAt } from './scale.ts'

it('the bar is a round number of metres, fits, and is never shorter than two fifths of the room', () => {
  fc.assert(
    fc.property(fc.double({ min: -80, max: 80, noNaN: true }), fc.double({ min: 7, max: 18, noNaN: true }), (lat, zoom) => {
      const { metres, pixels } = scaleAt(lat, zoom)
      expect(pixels).toBeLessThanOrEqual(110.001)
      expect(pixels).toBeGreaterThan(43)
      expect(Number(String(metres.toExponential()).split('e')[0])).toSatisfy((first: number) => [1, 2, 5].includes(first))
      expect(metres / pixels).toBeCloseTo(metresPerPixel(lat, zoom), 6)
    }),
    { seed: 1 },
  )
})
