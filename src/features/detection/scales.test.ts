import { expect, test } from 'vitest'
import { parameters } from './parameters.ts'
import { coverage } from './testing.ts'

/** Response over noise that a standing body of this height gives in white noise through a Gaussian of this sigma, in its middle. */
function strength(heightPx: number, sigmaPx: number): number {
  const reach = Math.ceil(Math.max(4 * sigmaPx, heightPx)) + 2
  let response = 0
  let noise = 0
  for (let y = -reach; y <= reach; y++) {
    for (let x = -reach; x <= reach; x++) {
      const tap = Math.exp(-(x * x + y * y) / (2 * sigmaPx * sigmaPx))
      noise += tap * tap
      response += tap * coverage(x, y, heightPx)
    }
  }
  return response / Math.sqrt(noise)
}

test('whatever height a person has in a row, one of the three filters is within a tenth of the best one for it', () => {
  const every = Array.from({ length: 170 }, (_, i) => 0.3 * 1.025 ** i)
  for (const heightPx of [2, 3, 4, 5, 6, 8, 10, 12, 16, 20]) {
    const best = Math.max(...every.map((sigmaPx) => strength(heightPx, sigmaPx)))
    const ours = Math.max(...parameters.scales.sigmaPx.map((sigmaPx) => strength(heightPx, sigmaPx)))
    expect(ours / best, `${heightPx} px`).toBeGreaterThan(0.9)
  }
})
