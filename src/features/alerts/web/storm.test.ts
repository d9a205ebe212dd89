import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { moverAlert } from '../../../../test/stories/screens/fixture.ts'
import { foldQueue, stormOf } from './storm.ts'

const NOW = Date.parse('2026-11-22T00:14:49.000Z')
const minute = 60_000
const alert = (id: string, more = {}) => moverAlert(NOW, { id, number: id, priority: 'P2', ...more })
const untaken = (count: number) => Array.from({ length: count }, (_, at) => alert(`a${at}`))
/** `count` raises, the newest `endMin` minutes ago, one every ten seconds. */
const burst = (count: number, endMin: number) => Array.from({ length: count }, (_, at) => NOW - endMin * minute - at * 10_000)

describe('a flood', () => {
  it('begins with the eleventh raise in ten minutes', () => {
    expect(stormOf(burst(10, 0), [], NOW)).toBeNull()
    expect(stormOf(burst(11, 0), [], NOW)).toMatchObject({ inTenMin: 11 })
  })

  it('ends below five in ten minutes, not before', () => {
    expect(stormOf(burst(11, 9), [], NOW)).toMatchObject({ inTenMin: 6 })
    expect(stormOf(burst(11, 9.2), [], NOW)).toMatchObject({ inTenMin: 5 })
    expect(stormOf(burst(11, 9.4), [], NOW)).toBeNull()
    // Five in ten minutes without a flood before are no flood.
    expect(stormOf(burst(5, 0), [], NOW)).toBeNull()
  })

  it('is there above twenty that nobody has taken, however old', () => {
    expect(stormOf([], untaken(20), NOW)).toBeNull()
    expect(stormOf([], untaken(21), NOW)).toMatchObject({ untaken: 21 })
  })

  it('law: the order in which raises are told changes nothing', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 60 * minute }), { maxLength: 60 }), (ages) => {
        const times = ages.map((age) => NOW - age)
        expect(stormOf(times, [], NOW)).toEqual(stormOf([...times].reverse(), [], NOW))
      }),
    )
  })
})

describe('the folded list', () => {
  it('has one line for a place and cause, every immediate alert alone, and drops nothing', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            priority: fc.constantFrom('P1' as const, 'P2' as const, 'P3' as const),
            ruleId: fc.constantFrom('approach', 'zone-enter'),
            place: fc.constantFrom('z1', 'z2'),
            occurrences: fc.integer({ min: 1, max: 9 }),
          }),
          { maxLength: 40 },
        ),
        (made) => {
          const queue = made.map(({ place, ...more }, at) => alert(`a${at}`, { ...more, placeIds: [place] }))
          const folds = foldQueue(queue)
          expect(folds.flatMap(({ alerts }) => alerts).length).toBe(queue.length)
          expect(folds.filter(({ first }) => first.priority === 'P1').every(({ alerts }) => alerts.length === 1)).toBe(true)
          expect(folds.reduce((sum, { occurrences }) => sum + occurrences, 0)).toBe(
            queue.reduce((sum, each) => sum + each.occurrences, 0),
          )
          expect(folds.map(({ first }) => queue.indexOf(first))).toEqual(
            [...folds.map(({ first }) => queue.indexOf(first))].sort((a, b) => a - b),
          )
        },
      ),
    )
  })
})
