import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Mask } from './contract.ts'
import { checkMasks, coveredShare, isInRing } from './mask-check.ts'

const aMask = (ring: Mask['ring'], id = 'm1'): Mask => ({ id, name: { ar: 'خيمة', en: 'tent' }, ring })
const box = (left: number, top: number, right: number, bottom: number): Mask['ring'] => [
  [left, top],
  [right, top],
  [right, bottom],
  [left, bottom],
]

describe('masks', () => {
  test('a house is masked; a mask may reach the edge; two masks may overlap', () => {
    expect(checkMasks([aMask(box(0.1, 0.4, 0.2, 0.6)), aMask(box(0.15, 0.5, 1, 1), 'm2')])).toEqual({ ok: true, value: null })
    expect(checkMasks([])).toMatchObject({ ok: true })
  })

  test.each([
    ['the whole picture', [aMask(box(0, 0, 1, 1))], 'camera.mask-covers-all'],
    ['two halves together', [aMask(box(0, 0, 0.5, 1)), aMask(box(0.5, 0, 0.95, 1), 'm2')], 'camera.mask-covers-all'],
    [
      'a line',
      [
        aMask([
          [0.1, 0.1],
          [0.5, 0.5],
          [0.9, 0.9],
        ]),
      ],
      'camera.mask-degenerate',
    ],
    ['a spot', [aMask(box(0.5, 0.5, 0.505, 0.505))], 'camera.mask-degenerate'],
    [
      'a bow tie',
      [
        aMask([
          [0.1, 0.1],
          [0.9, 0.9],
          [0.9, 0.1],
          [0.1, 0.9],
        ]),
      ],
      'camera.mask-crosses',
    ],
    [
      'an edge that comes back on itself',
      [
        aMask([
          [0.1, 0.1],
          [0.9, 0.1],
          [0.5, 0.1],
          [0.5, 0.9],
        ]),
      ],
      'camera.mask-crosses',
    ],
    ['one id twice', [aMask(box(0, 0, 0.1, 0.1)), aMask(box(0.2, 0.2, 0.3, 0.3))], 'camera.mask-twice'],
  ] as const)('%s is refused', (_, masks, code) => {
    expect(checkMasks(masks as never)).toMatchObject({ ok: false, refusal: { code } })
  })

  test('nine tenths are allowed, and the refusal says how much is covered', () => {
    expect(checkMasks([aMask(box(0, 0, 1, 0.9))])).toMatchObject({ ok: true })
    expect(checkMasks([aMask(box(0, 0, 1, 0.92))])).toMatchObject({ refusal: { facts: { percent: 92 } } })
  })

  test('the share of any box is its area', () => {
    const unit = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(unit, unit, unit, unit, (a, b, c, d) => {
        const [left, right, top, bottom] = [Math.min(a, b), Math.max(a, b), Math.min(c, d), Math.max(c, d)]
        const share = coveredShare([aMask(box(left, top, right, bottom))])
        expect(Math.abs(share - (right - left) * (bottom - top))).toBeLessThan(0.021)
        if (right - left > 1e-6 && bottom - top > 1e-6)
          expect(isInRing(box(left, top, right, bottom), [(left + right) / 2, (top + bottom) / 2])).toBe(true)
      }),
      { seed: 51, numRuns: 200 },
    )
  })
})
