import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exposureOf, type HealthFact, sumOf } from './exposure.ts'

const minute = 60_000
const hour = 60 * minute
const fact = (atMs: number, health: HealthFact['health'], more: Partial<HealthFact> = {}): HealthFact => ({
  atMs,
  health,
  reason: null,
  detectShare: null,
  ...more,
})
const marks = (from: number, to: number) =>
  Array.from({ length: Math.max(0, Math.floor((to - from) / minute)) }, (_, at) => from + (at + 1) * minute)
const said = (...given: Parameters<typeof exposureOf>) =>
  exposureOf(...given).map(({ fromMs, toMs, health }) => [fromMs / minute, toMs / minute, health])

describe('the log of exposure', () => {
  it('says of an hour when the camera saw, poorly, and not at all', () => {
    const facts = [
      fact(0, 'working'),
      fact(20 * minute, 'degraded', { reason: 'contrast', detectShare: 0.5 }),
      fact(30 * minute, 'blind', { reason: 'covered' }),
    ]
    const intervals = exposureOf(facts, marks(0, 30 * minute), 0, hour, 2 * hour)
    expect(intervals.map(({ health, detectShare }) => [health, detectShare])).toEqual([
      ['working', 1],
      ['degraded', 0.5],
      ['blind', 0],
    ])
    expect(sumOf(intervals)).toEqual({ watchedHours: 0.5, weightedHours: 20 / 60 + 5 / 60, blindHours: 0.5, unknownHours: 0 })
  })

  it('knows nothing from the last alive mark of a power cut to the first word after it', () => {
    const facts = [fact(0, 'working'), fact(50 * minute, 'working')]
    expect(said(facts, [...marks(0, 20 * minute), ...marks(50 * minute, hour)], 0, hour, hour)).toEqual([
      [0, 20, 'working'],
      [20, 50, 'unknown'],
      [50, 60, 'working'],
    ])
  })

  it('knows nothing before the first fact, and nothing of the future', () => {
    expect(said([fact(10 * minute, 'working')], marks(10 * minute, 30 * minute), 0, hour, 30 * minute)).toEqual([
      [0, 10, 'unknown'],
      [10, 30, 'working'],
      [30, 60, 'unknown'],
    ])
  })

  it('starts with what held when the interval began', () => {
    expect(said([fact(0, 'down')], [], 10 * minute, 20 * minute, hour)).toEqual([[10, 20, 'down']])
  })

  it('partitions any interval without gap or overlap, and its hours add up to it', () => {
    const health = fc.constantFrom('working', 'degraded', 'blind', 'frozen', 'down', 'out_of_service', 'unknown')
    const facts = fc.array(
      fc.record({
        atMs: fc.nat(3 * hour),
        health,
        reason: fc.constant(null),
        detectShare: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      }),
      { maxLength: 12 },
    )
    fc.assert(
      fc.property(
        facts,
        fc.array(fc.nat(3 * hour), { maxLength: 200 }),
        fc.nat(3 * hour),
        fc.nat(3 * hour),
        fc.nat(4 * hour),
        (all, alive, a, b, nowMs) => {
          const [from, to] = [Math.min(a, b), Math.max(a, b)]
          const intervals = exposureOf(all, alive, from, to, nowMs)
          let at = from
          for (const { fromMs, toMs } of intervals) {
            expect(fromMs).toBe(at)
            expect(toMs).toBeGreaterThan(fromMs)
            at = toMs
          }
          if (to > from) expect(at).toBe(to)
          const { watchedHours, blindHours, unknownHours } = sumOf(intervals)
          expect(watchedHours + blindHours + unknownHours).toBeCloseTo((to - from) / hour, 9)
        },
      ),
    )
  })

  it('never says that a camera saw when nothing showed that it lived', () => {
    fc.assert(
      fc.property(fc.nat(2 * hour), (at) => {
        const seen = exposureOf([fact(0, 'working')], [at], 0, 3 * hour, 3 * hour).filter(({ health }) => health === 'working')
        // At most from the fact to a mark soon after it, and never past the end by more than a mark's time.
        for (const { fromMs, toMs } of seen) expect(toMs - fromMs).toBeLessThanOrEqual(75_000)
      }),
    )
  })
})
