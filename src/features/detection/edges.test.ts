import { expect, test } from 'vitest'
import { edgeShares } from './edges.ts'

const tap = (sigma: number) => {
  const taps = Float32Array.from({ length: 5 }, (_, i) => Math.exp(-(i * i) / (2 * sigma * sigma)))
  const sum = taps.reduce((total, value, i) => total + (i === 0 ? value : 2 * value), 0)
  return taps.map((value) => value / sum)
}
const taps = [tap(0.8), tap(1.39), tap(1.26)]

test.each([
  [160, 160],
  [640, 640],
  [90, 96],
  [20, 24],
])('a side of %i in %i: less at the edges, alike on both sides, whole within', (length, padded) => {
  for (const shares of edgeShares(length, padded, 4, taps)) {
    expect(shares.length).toBe(padded / 4)
    expect(shares[0]).toBeLessThan(0.95)
    for (const share of shares) {
      expect(share).toBeGreaterThan(0.4)
      expect(share).toBeLessThanOrEqual(1)
    }
    if (length === padded)
      for (let i = 0; i < shares.length / 2; i++) expect(shares[i]).toBeCloseTo(shares[shares.length - 1 - i]!, 2)
    if (length > 80) expect(shares[Math.floor(shares.length / 2)]).toBeCloseTo(1, 5)
  }
})
