import { expect, test } from 'vitest'
import { plainKernels } from '../../src/features/detection/server/kernels.ts'
import { expectTwins, fillFloats, fillFrame, sizes } from '../testing.ts'

test.each(sizes)('twins agree at $width × $height', ({ width, height }) => {
  expectTwins((kernels) => {
    const frame = fillFrame(kernels.words(width * height))
    const background = fillFloats(kernels.floats(width * height))
    const out = kernels.floats(width * height)
    const [rows, columns, cells] = [kernels.floats(height), kernels.floats(width), kernels.floats((width * height) / 64)] as const
    kernels.difference(frame, background, out, rows, columns, cells, kernels.floats(width), width, height, 27400.37, 150.5, 400)
    return [out, rows, columns, cells]
  })
})

test('sums are those of the clipped difference, and a body does not count', () => {
  const kernels = plainKernels()
  const frame = kernels.words(64).fill(10)
  frame[9] = 1000
  frame[18] = 20
  const [out, rows, columns, cells] = [kernels.floats(64), kernels.floats(8), kernels.floats(8), kernels.floats(1)] as const
  kernels.difference(frame, kernels.floats(64).fill(1), out, rows, columns, cells, kernels.floats(8), 8, 8, 8, 5, 20)
  expect(out[9]).toBe(991)
  expect([rows[0], rows[1], columns[0], columns[1], cells[0]]).toEqual([8, 7, 8, 7, 67])
})
