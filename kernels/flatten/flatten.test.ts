import { expect, test } from 'vitest'
import { plainKernels } from '../../src/features/detection/server/kernels.ts'
import { expectTwins, fillFloats, sizes } from '../testing.ts'

test.each(sizes)('twins agree at $width × $height', ({ width, height }) => {
  expectTwins((kernels) => {
    const plane = fillFloats(kernels.floats(width * height), 3)
    const rows = fillFloats(kernels.floats(height), 4)
    const columns = fillFloats(kernels.floats(width), 5)
    const wide = fillFloats(kernels.floats((width * height) / 64), 6)
    kernels.flatten(plane, rows, columns, wide, width, height)
    return [plane]
  })
})

test('a slope that the cells describe is taken off wholly between their centres', () => {
  const kernels = plainKernels()
  const plane = kernels.floats(32 * 8)
  const wide = kernels.floats(4)
  for (let i = 0; i < plane.length; i++) plane[i] = (i % 32) + 0.5
  for (let c = 0; c < 4; c++) wide[c] = 8 * c + 4
  kernels.flatten(plane, kernels.floats(8), kernels.floats(32), wide, 32, 8)
  expect([...plane.subarray(4, 28)]).toEqual(new Array(24).fill(0))
})
