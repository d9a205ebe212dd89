import { expect, test } from 'vitest'
import { plainKernels } from '../../src/features/detection/server/kernels.ts'
import { expectTwins, fillFloats } from '../testing.ts'

const sizes = [
  { across: 2, down: 2 },
  { across: 6, down: 4 },
  { across: 40, down: 30 },
]

test.each(sizes)('twins agree at $across × $down blocks', ({ across, down }) => {
  const count = across * down
  expectTwins((kernels) => {
    const plane = (seed: number) => fillFloats(kernels.floats(count + 4), seed).map(Math.abs)
    const room = (values: Float32Array) => {
      const kept = kernels.floats(count + 4)
      kept.set(values)
      return kept
    }
    const [peaks, edges, norm] = [room(plane(1)), room(plane(2)), room(plane(3))]
    const [over, weights, best, fourth] = [0, 0, 0, 0].map(() => kernels.floats(count + 4)) as [
      Float32Array,
      Float32Array,
      Float32Array,
      Float32Array,
    ]
    kernels.excess(norm, kernels.floats(across + 8), over, across, down, 1.7)
    kernels.weigh(peaks, edges, over, weights, best, fourth, count, 0.37, 20, 1.96)
    const open = kernels.floats(count + 4).fill(1)
    open[1] = 0
    kernels.enter(norm, fourth, open, count, 0.011)
    const [merit, gathered] = [room(plane(4)), kernels.floats(count + 4)]
    kernels.gather(merit, best, kernels.floats(across + 8), gathered, across, down, 0.9, 0.3, 2, 0.4, 1.1)
    return [over, weights, best, fourth, norm, gathered].map((values) => values.subarray(0, count))
  })
})

test('a loud block raises the bar of its neighbours, and a closed one learns nothing', () => {
  const kernels = plainKernels()
  const norm = kernels.floats(16 + 4).fill(1)
  norm[5] = 81
  const over = kernels.floats(20)
  kernels.excess(norm, kernels.floats(12), over, 4, 4, 1)
  expect([over[0], over[3], over[5], over[10]]).toEqual([8, 0, 8, 8])
  const open = kernels.floats(20).fill(1)
  open[5] = 0
  kernels.enter(norm, kernels.floats(20), open, 16, 0.5)
  expect([norm[0], norm[5]]).toEqual([0.5, 81])
})

test('strength is gathered along a way over blocks, a move costs, and what stands out once is forgotten', () => {
  const kernels = plainKernels()
  let [merit, next] = [kernels.floats(68), kernels.floats(68)]
  const see = (at: number | null) => {
    const best = kernels.floats(68).fill(1)
    if (at !== null) best[at] = 4
    kernels.gather(merit, best, kernels.floats(16), next, 8, 8, 1, 2, 6, 0.5, 7.5)
    ;[merit, next] = [next, merit]
  }
  for (const at of [27, 27, 28, 37]) see(at)
  expect(merit[37]).toBe(7)
  see(37)
  expect(merit[37]).toBe(7.5)
  for (let frame = 0; frame < 8; frame++) see(null)
  expect(Math.max(...merit)).toBe(0)
  for (const at of [0, 63, 7, 56]) see(at)
  expect(Math.max(...merit)).toBe(2)
})
