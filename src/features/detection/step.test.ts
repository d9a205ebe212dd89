import { expect, test } from 'vitest'
import { createStep } from './step.ts'

const SIZE = 32
const ramp = (add: (x: number, y: number) => number) =>
  Uint16Array.from({ length: SIZE * SIZE }, (_, i) => 3000 + (i % SIZE) + add(i % SIZE, Math.floor(i / SIZE)))

test('a step of the whole picture goes into the background, column by column', () => {
  const before = ramp(() => 0)
  const now = ramp((x) => 40 + (x % 3))
  const background = Float32Array.from(before)
  createStep(SIZE, SIZE, SIZE, SIZE).carry(now, before, background, new Int32Array(0), 0)
  expect([...background]).toEqual([...now])
})

test('what moved in the same moment does not go along, and under a body stands the step of the ground around', () => {
  const before = ramp(() => 0)
  const isBody = (x: number, y: number) => x >= 20 && x < 23 && y >= 8 && y < 14
  const now = ramp((x, y) => 40 + (isBody(x, y) ? 300 : 0))
  const known = 25 * SIZE + 5
  now[known] = now[known]! + 500
  const background = Float32Array.from(before)
  createStep(SIZE, SIZE, SIZE, SIZE).carry(now, before, background, Int32Array.of(known), 1)
  for (let i = 0; i < background.length; i++) expect(background[i]! - before[i]!).toBeCloseTo(40, 3)
})
