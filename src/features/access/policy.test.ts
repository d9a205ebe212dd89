/** The policy: role ∧ area ∧ time, and nothing beside it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isArea, isWithin, pathTo } from './areas.ts'
import { type Action, actions, type Role, roles } from './contract.ts'
import { mayDo, mayManage, openActions, policy, policyClass, type Right } from './policy.ts'

const segment = fc.constantFrom('a', 'b', 'ab', 'c-1')
const area = fc.array(segment, { maxLength: 4 }).map((parts) => parts.join('/'))
const role = fc.constantFrom(...roles)
const action = fc.constantFrom(...actions)
const instant = fc.integer({ min: 0, max: 1000 })
const right: fc.Arbitrary<Right> = fc.record({ role, area, fromMs: instant, untilMs: fc.option(instant, { nil: null }) })
const rights = fc.array(right, { maxLength: 5 })
const inherited: readonly Action[] = ['place.read', 'rule.read']

describe('areas', () => {
  it('lie below the whole site and below themselves, and a name that only begins alike is another', () => {
    expect(isWithin('demo/arfaj', '')).toBe(true)
    expect(isWithin('demo/arfaj', 'demo')).toBe(true)
    expect(isWithin('demo/arfaj', 'demo/arf')).toBe(false)
    expect(isWithin('demo', 'demo/arfaj')).toBe(false)
    expect(pathTo('demo/arfaj')).toEqual(['', 'demo', 'demo/arfaj'])
    for (const wrong of ['/', 'a/', '/a', 'a//b', 'A', 'a b', '%', 'a_b', '../a']) expect(isArea(wrong), wrong).toBe(false)
  })

  it('one lies in another exactly when the other is on its way up', () => {
    fc.assert(
      fc.property(area, area, (one, other) => {
        expect(isWithin(one, other)).toBe(pathTo(one).includes(other))
        expect(isArea(one)).toBe(true)
      }),
      { seed: 1 },
    )
  })
})

describe('the policy', () => {
  it('refuses everything that no right allows here and now', () => {
    fc.assert(
      fc.property(rights, action, area, instant, (held, asked, where, nowMs) => {
        const expected =
          openActions.includes(asked) ||
          held.some(
            ({ role: of, area: at, fromMs = 0, untilMs = null }) =>
              policy[of].includes(asked) &&
              fromMs <= nowMs &&
              (untilMs === null || nowMs < untilMs) &&
              (pathTo(where).includes(at) || (inherited.includes(asked) && pathTo(at).includes(where))),
          )
        expect(mayDo(held, asked, where, nowMs)).toBe(expected)
      }),
      { seed: 2, numRuns: 2000 },
    )
  })

  it('more rights never allow less, and a wider area never less than a part of it', () => {
    fc.assert(
      fc.property(rights, right, action, area, instant, (held, more, asked, where, nowMs) => {
        if (mayDo(held, asked, where, nowMs)) {
          expect(mayDo([...held, more], asked, where, nowMs)).toBe(true)
          const wider = held.map((each) => ({ ...each, area: pathTo(each.area)[0] ?? '' }))
          expect(mayDo(wider, asked, where, nowMs)).toBe(true)
          expect(mayDo(held, asked, undefined, nowMs)).toBe(true)
        }
      }),
      { seed: 3, numRuns: 2000 },
    )
  })

  it('readers of one class may do exactly the same', () => {
    fc.assert(
      fc.property(rights, rights, action, area, instant, (one, other, asked, where, nowMs) => {
        const shuffled = [...one].reverse()
        expect(policyClass(shuffled, nowMs)).toBe(policyClass(one, nowMs))
        if (policyClass(one, nowMs) !== policyClass(other, nowMs)) return
        expect(mayDo(one, asked, where, nowMs)).toBe(mayDo(other, asked, where, nowMs))
      }),
      { seed: 4, numRuns: 2000 },
    )
  })

  it('keeps content from who only runs the machine, and movers from who only mends it', () => {
    const of = (...held: Role[]) => held.map((each) => ({ role: each, area: '' }))
    for (const content of ['watch.read', 'alert.close', 'journal.read', 'camera.look', 'shift.read'] as const)
      expect(mayDo(of('administrator'), content, 'demo'), content).toBe(false)
    for (const content of ['watch.read', 'alert.acknowledge', 'journal.read', 'people.read'] as const)
      expect(mayDo(of('engineer'), content, 'demo'), content).toBe(false)
    expect(mayDo(of('engineer'), 'health.read', 'demo')).toBe(true)
    // Content comes from the other role alone.
    expect(mayDo(of('administrator', 'watch_officer'), 'watch.read', 'demo')).toBe(true)
  })

  it('lets people be managed only where all of their areas are', () => {
    const part: Right[] = [{ role: 'administrator', area: 'demo/a' }]
    expect(mayManage(part, ['demo/a', 'demo/a/x'], 0)).toBe(true)
    expect(mayManage(part, ['demo/a', 'demo/b'], 0)).toBe(false)
    expect(mayManage(part, [], 0)).toBe(false)
    expect(mayManage([{ role: 'administrator', area: '' }], [], 0)).toBe(true)
  })
})
