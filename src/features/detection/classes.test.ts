import fc from 'fast-check'
import { expect, test } from 'vitest'
import { classify } from './classes.ts'

test('sums to one, and unknown leads whatever the box', () => {
  const side = fc.double({ min: 0.1, max: 2000, noNaN: true })
  fc.assert(
    fc.property(side, side, (width, height) => {
      const { unknown, ...named } = classify(width, height)
      const sum = Object.values(named).reduce((total, share) => total + share, unknown)
      expect(sum).toBeCloseTo(1, 6)
      for (const share of Object.values(named)) expect(share).toBeLessThan(unknown)
    }),
  )
})

test('a few pixels say nothing', () => {
  expect(classify(2, 6)).toEqual(classify(6, 2))
})
