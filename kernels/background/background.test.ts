import { expect, test } from 'vitest'
import { plainKernels } from '../../src/features/detection/server/kernels.ts'
import { expectTwins, fillFloats, fillFrame, sizes } from '../testing.ts'

test.each(sizes)('twins agree at $width × $height', ({ width, height }) => {
  expectTwins((kernels) => {
    const background = fillFloats(kernels.floats(width * height), 9)
    for (let n = 1; n <= 5; n++) {
      kernels.follow(fillFrame(kernels.words(width * height), n), background, width * height, 27400, 1 / n)
    }
    return [background]
  })
})

test('a still scene is reached at once at rate 1 and by the share otherwise', () => {
  const kernels = plainKernels()
  const background = kernels.floats(8)
  const frame = kernels.words(8).fill(120)
  kernels.follow(frame, background, 8, 100, 0.25)
  expect(background[0]).toBe(5)
  kernels.follow(frame, background, 8, 100, 1)
  expect(background[0]).toBe(20)
})
