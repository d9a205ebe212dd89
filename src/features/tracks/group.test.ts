import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupCounts, type Member } from './group.ts'

const person = { person: 0.9, vehicle: 0.02, animal: 0.03, other: 0.02, unknown: 0.03 }
const vehicle = { person: 0.02, vehicle: 0.9, animal: 0.03, other: 0.02, unknown: 0.03 }

function aMember(id: string, x: number, overrides: Partial<Member> = {}): Member {
  return { id, box: [x, 300, 8, 20], velocity: { speedMs: 1.2, courseTrueDeg: 180 }, classProbabilities: person, ...overrides }
}

const count = (members: readonly Member[], id = 'a') => groupCounts(members).get(id)

describe('who goes together', () => {
  it('one alone is one', () => {
    expect(count([aMember('a', 100)])).toEqual({ min: 1, best: 1, max: 1 })
  })

  it('three in a file with some paces between them are three, told by each of them', () => {
    const file = [aMember('a', 100), aMember('b', 150), aMember('c', 200)]
    for (const id of ['a', 'b', 'c']) expect(count(file, id)).toEqual({ min: 3, best: 3, max: 3 })
  })

  it('two boxes that nearly touch may be pieces of one body', () => {
    expect(count([aMember('a', 100), aMember('b', 110)])).toEqual({ min: 1, best: 2, max: 2 })
  })

  it('a blob as wide as it is high, of the height of a person, may be several; one of a vehicle is one', () => {
    expect(count([aMember('a', 100, { box: [100, 300, 32, 20] })])).toEqual({ min: 1, best: 2, max: 4 })
    expect(count([aMember('a', 100, { box: [100, 300, 13, 20] })])).toEqual({ min: 1, best: 1, max: 2 })
    expect(count([aMember('a', 100, { box: [100, 300, 60, 20], classProbabilities: vehicle })])?.max).toBe(1)
  })

  it.each([
    ['who is far off', aMember('b', 400)],
    ['who stands behind', aMember('b', 130, { box: [130, 240, 8, 20] })],
    ['who goes the other way', aMember('b', 130, { velocity: { speedMs: 1.2, courseTrueDeg: 0 } })],
    ['what is of another kind', aMember('b', 130, { classProbabilities: vehicle })],
  ])('%s does not belong', (_what, other) => {
    expect(count([aMember('a', 100), other])?.max).toBe(1)
  })

  const anyMembers = fc
    .array(
      fc.record({
        x: fc.integer({ min: 0, max: 300 }),
        y: fc.integer({ min: 200, max: 260 }),
        width: fc.integer({ min: 2, max: 60 }),
        height: fc.integer({ min: 3, max: 40 }),
        speedMs: fc.option(fc.double({ min: 0, max: 3, noNaN: true })),
        isPerson: fc.boolean(),
      }),
      { minLength: 1, maxLength: 9 },
    )
    .map((all) =>
      all.map(({ x, y, width, height, speedMs, isPerson }, at) =>
        aMember(`m${at}`, x, {
          box: [x, y, width, height],
          velocity: speedMs === null ? null : { speedMs, courseTrueDeg: 90 },
          classProbabilities: isPerson ? person : { person: 0.1, vehicle: 0.1, animal: 0.1, other: 0.1, unknown: 0.6 },
        }),
      ),
    )

  it('the order does not matter, the range is one, and one more never lowers the greatest', () => {
    fc.assert(
      fc.property(anyMembers, fc.integer(), (members, seed) => {
        const counts = groupCounts(members)
        const turned = groupCounts(
          [...members].sort((a, b) => ((a.id.charCodeAt(1) * 7 + seed) % 5) - ((b.id.charCodeAt(1) * 7 + seed) % 5)),
        )
        const fewer = groupCounts(members.slice(0, -1))
        for (const { id } of members) {
          const of = counts.get(id)!
          expect(turned.get(id)).toEqual(of)
          expect(of.min).toBeGreaterThanOrEqual(1)
          expect(of.best).toBeGreaterThanOrEqual(of.min)
          expect(of.max).toBeGreaterThanOrEqual(of.best)
          expect(of.max).toBeGreaterThanOrEqual(fewer.get(id)?.max ?? 1)
        }
      }),
    )
  })
})
