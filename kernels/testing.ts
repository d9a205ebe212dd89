/** What the tests of the kernels share: filled planes in both memories, and the claim that twins agree to the bit. */
import { expect } from 'vitest'
import type { Kernels } from '../src/features/detection/kernels.ts'
import { plainKernels, simdKernels } from '../src/features/detection/server/kernels.ts'
import { buildKernels } from './build.ts'

await buildKernels()

export interface Size {
  readonly width: number
  readonly height: number
}

/** Sizes that meet every edge: the smallest, odd counts of cells, wide and high. */
export const sizes: readonly Size[] = [
  { width: 8, height: 8 },
  { width: 24, height: 8 },
  { width: 16, height: 56 },
  { width: 160, height: 120 },
]

/** Runs the same work on both and compares all planes that it returns, bit by bit. */
export function expectTwins(work: (kernels: Kernels) => readonly Float32Array[]): void {
  const plain = work(plainKernels())
  const simd = work(simdKernels(2 ** 22))
  plain.forEach((plane, i) => {
    expect(bitsOf(simd[i]!)).toEqual(bitsOf(plane))
  })
}

const bitsOf = (plane: Float32Array) => Array.from(new Uint32Array(plane.slice().buffer))

/** Counts like a 16-bit camera's, the same for the same seed, with the extremes among them. */
export function fillFrame(plane: Uint16Array, seed = 1): Uint16Array {
  const draw = generator(seed)
  for (let i = 0; i < plane.length; i++) plane[i] = draw() < 0.01 ? (draw() < 0.5 ? 0 : 65535) : 27000 + Math.floor(draw() * 900)
  return plane
}

/** Differences of both signs over several powers of ten. */
export function fillFloats(plane: Float32Array, seed = 2): Float32Array {
  const draw = generator(seed)
  for (let i = 0; i < plane.length; i++) plane[i] = (draw() - 0.5) * 10 ** Math.floor(draw() * 6 - 2)
  return plane
}

function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}
