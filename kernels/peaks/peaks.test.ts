import { expect, test } from 'vitest'
import { plainKernels } from '../../src/features/detection/server/kernels.ts'
import { expectTwins, fillFloats, sizes } from '../testing.ts'

test.each(sizes)('twins agree at $width × $height, in blocks of 4 and of 2', ({ width, height }) => {
  expectTwins((kernels) => {
    const plane = fillFloats(kernels.floats(width * height), 8)
    const wide = kernels.floats((width * height) / 16)
    const fine = kernels.floats((width * height) / 4)
    kernels.peaks(plane, wide, width, height, 4)
    kernels.peaks(plane, fine, width, height, 2)
    return [wide, fine]
  })
})

test('a block gives its greatest magnitude, whatever the sign', () => {
  const kernels = plainKernels()
  const plane = kernels.floats(64)
  plane[3] = 2
  plane[8] = -7
  const out = kernels.floats(4)
  kernels.peaks(plane, out, 8, 8, 4)
  expect([...out]).toEqual([7, 0, 0, 0])
})
