import { expect, test } from 'vitest'
import { formatMgrs } from './mgrs.ts'

test('the reference is that of the square the point lies in, never of its neighbour', () => {
  // UTM 38S 757649.66 4023265.99 by an independent calculation (dependencies paper, section 6): truncated, not rounded.
  expect(formatMgrs({ lat: 36.32, lon: 41.87 })).toBe('37S GA 5764 2326')
})

test('near the poles there is none', () => {
  expect(formatMgrs({ lat: 86, lon: 10 })).toBeNull()
})
