import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { breaksAfter, HELD_MS, pauseMs } from './reconnect.ts'

describe('coming back to a stream that broke', () => {
  test('pauses double from half a second to half a minute, each within a quarter', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 99].map((breaks) => pauseMs(breaks, 0.5))).toEqual([
      500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000,
    ])
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.double({ min: 0, max: 1, noNaN: true }), (breaks, chance) => {
        const pause = pauseMs(breaks, chance)
        const even = pauseMs(breaks, 0.5)
        expect(pause).toBeGreaterThanOrEqual(Math.floor(even * 0.75))
        expect(pause).toBeLessThanOrEqual(Math.ceil(even * 1.25))
      }),
      { seed: 61 },
    )
  })

  test('a camera that hangs up after two seconds, for an hour, is asked fewer than 150 times and not in step with another', () => {
    const askedAt = (seed: number) => {
      let state = seed
      const chance = () => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0
        return state / 4294967296
      }
      const times: number[] = []
      let breaks = 0
      for (let nowMs = 0; nowMs < 3_600_000; ) {
        times.push(nowMs)
        nowMs += 2000
        breaks = breaksAfter(breaks, 2000)
        nowMs += pauseMs(breaks, chance())
      }
      return times
    }
    const [one, two] = [askedAt(1), askedAt(2)]
    expect(one.length).toBeLessThan(150)
    expect(one.filter((atMs) => two.some((other) => Math.abs(other - atMs) < 20)).length).toBeLessThan(15)
  })

  test('a stream that held a minute begins anew', () => {
    expect(breaksAfter(9, HELD_MS)).toBe(1)
    expect(breaksAfter(9, HELD_MS - 1)).toBe(10)
  })
})
