import { expect, test } from 'vitest'
import { plainKernels } from '../../src/features/detection/server/kernels.ts'
import { expectTwins, fillFloats, sizes } from '../testing.ts'

const TAPS = [0.28, 0.2, 0.1, 0.04, 0.02]

test.each(sizes)('twins agree at $width × $height', ({ width, height }) => {
  expectTwins((kernels) => {
    const plane = fillFloats(kernels.floats(width * height), 7)
    const out = kernels.floats(width * height)
    const half = kernels.floats((width * height) / 4)
    const taps = kernels.floats(5)
    taps.set(TAPS)
    kernels.smooth(plane, out, taps, kernels.floats(width + 8), width, height)
    kernels.halve(out, half, width, height)
    const short = kernels.floats(5)
    short.set([0.5, 0.2, 0.05, 0, 0])
    const fine = kernels.floats(width * height)
    kernels.smooth(plane, fine, short, kernels.floats(width + 8), width, height)
    return [out, half, fine]
  })
})

test('a point spreads to the product of the taps, and a level stays a level', () => {
  const kernels = plainKernels()
  const taps = kernels.floats(5)
  taps.set(TAPS)
  const plane = kernels.floats(256)
  plane[8 * 16 + 8] = 1
  const out = kernels.floats(256)
  kernels.smooth(plane, out, taps, kernels.floats(24), 16, 16)
  expect(out[7 * 16 + 10]).toBeCloseTo(0.2 * 0.1, 6)
  expect(out[4 * 16 + 12]).toBeCloseTo(0.02 * 0.02, 6)
  kernels.smooth(kernels.floats(256).fill(3), out, taps, kernels.floats(24), 16, 16)
  for (const value of out) expect(value).toBeCloseTo(3, 5)
})
