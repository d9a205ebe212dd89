import fc from 'fast-check'
import { expect, it } from 'vitest'
import { maskedPixels, maskedShare } from './mask.ts'

const square = (left: number, top: number, right: number, bottom: number): { ring: [number, number][] } => ({
  ring: [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ],
})

it('covers what its ring holds, and what stands on its edge', () => {
  const covered = new Set(maskedPixels([square(0.25, 0.25, 0.75, 0.75)], 16, 16))
  for (let row = 0; row < 16; row++)
    for (let column = 0; column < 16; column++) {
      const isWellInside = row >= 4 && row < 12 && column >= 4 && column < 12
      const isWellOutside = row < 2 || row > 13 || column < 2 || column > 13
      if (isWellInside) expect(covered.has(row * 16 + column)).toBe(true)
      if (isWellOutside) expect(covered.has(row * 16 + column)).toBe(false)
    }
})

it('never forgets a pixel whose middle lies in the ring, whatever the shape', () => {
  const points = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })), {
    minLength: 3,
    maxLength: 8,
  })
  fc.assert(
    fc.property(points, (ring) => {
      const covered = new Set(maskedPixels([{ ring }], 24, 20))
      for (let row = 0; row < 20; row++)
        for (let column = 0; column < 24; column++)
          if (isInside(ring, (column + 0.5) / 24, (row + 0.5) / 20)) expect(covered.has(row * 24 + column)).toBe(true)
    }),
    { seed: 9 },
  )
})

it('says its share of the picture', () => {
  expect(maskedShare([])).toBe(0)
  expect(maskedShare([square(0, 0, 1, 1)])).toBe(1)
  expect(maskedShare([square(0, 0, 0.5, 1)])).toBeCloseTo(0.5, 1)
})

/** The even-odd rule by a ray to the right, written apart from what it tests. */
function isInside(ring: readonly (readonly [number, number])[], x: number, y: number): boolean {
  let inside = false
  for (let at = 0, before = ring.length - 1; at < ring.length; before = at++) {
    const [x1, y1] = ring[at] as [number, number]
    const [x2, y2] = ring[before] as [number, number]
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside
  }
  return inside
}
