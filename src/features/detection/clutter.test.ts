import { expect, test } from 'vitest'
import { restore } from './clutter.ts'

test('where rain falls everywhere, what does more than all others keeps its own bar, and the others get none', () => {
  const excess = Float32Array.of(0, 0.5, 30)
  restore(excess, 3, 20)
  expect([...excess]).toEqual([0, 3, 50])
})

test('where it does not, nothing is changed', () => {
  const excess = Float32Array.of(0, 0.5, 30)
  restore(excess, 3, -2)
  expect([...excess]).toEqual([0, 0.5, 30])
})
