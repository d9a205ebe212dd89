import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Seen } from '../../../features/cameras/web/health.ts'
import { cellOf, gridOf } from './cell.ts'

const seen = (sight: Seen['sight'], health: Seen['health']): Seen =>
  ({ camera: { id: 'a' }, sight, health, ageMs: 0, sinceMs: 0 }) as never

describe('cells of the wall', () => {
  it('there is one for every camera up to twenty, and no empty row', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), (count) => {
        const { columns, rows } = gridOf(count)
        expect(columns * rows).toBeGreaterThanOrEqual(count)
        expect(columns * (rows - 1)).toBeLessThan(count)
      }),
    )
    expect([gridOf(12), gridOf(16)]).toEqual([
      { columns: 4, rows: 3 },
      { columns: 4, rows: 4 },
    ])
  })

  it('a camera that does not see never shows a picture, not even under an alarm', () => {
    for (const health of ['blind', 'down', 'out_of_service', 'unknown'] as const)
      for (const isAlarm of [true, false])
        expect(cellOf(seen(health === 'out_of_service' ? 'out' : 'blind', health), isAlarm, false).hasPicture).toBe(false)
    expect(cellOf(seen('sees', 'working'), true, true).hasPicture).toBe(false)
  })

  it('a frozen picture is shown as frozen, an alarm marks its cell', () => {
    expect(cellOf(seen('blind', 'frozen'), false, false)).toMatchObject({ look: 'blind', hasPicture: true, isFrozen: true })
    expect(cellOf(seen('poor', 'degraded'), true, false)).toMatchObject({ look: 'alarm', icon: 'alarm', hasPicture: true })
  })
})
