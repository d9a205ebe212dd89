import fc from 'fast-check'
import { expect, test } from 'vitest'
import { StreamClock } from './stream-clock.ts'

test('even stamps give even times from 0', () => {
  const clock = new StreamClock(10)
  expect([5000, 5100, 5200, 5300].map((stamp) => clock.next(stamp))).toEqual([0, 100, 200, 300])
  expect(clock.jumps).toEqual([])
})

test('a 33-bit wrap is bridged by one frame and listed', () => {
  const clock = new StreamClock(10)
  const wrapMs = 2 ** 33 / 90
  const times = [wrapMs - 200, wrapMs - 100, 0, 100].map((stamp) => clock.next(stamp))
  expect(times).toEqual([0, 100, 200, 300])
  expect(clock.jumps).toHaveLength(1)
  expect(clock.jumps[0]?.frameIndex).toBe(2)
})

test('a leap forward is bridged, a pause of a few seconds is kept', () => {
  const clock = new StreamClock(10)
  expect(clock.next(0)).toBe(0)
  expect(clock.next(4000)).toBe(4000)
  expect(clock.next(3_604_000)).toBeCloseTo(4100, 6)
  expect(clock.jumps).toEqual([{ frameIndex: 2, byMs: 3_599_900 }])
})

test('frames without a stamp stand one interval apart, and stamps that come later are no jump', () => {
  const clock = new StreamClock(10)
  expect([null, null, 90_000, 90_100].map((stamp) => clock.next(stamp))).toEqual([0, 100, 200, 300])
  expect(clock.jumps).toEqual([])
})

test('starting again continues', () => {
  const clock = new StreamClock(10)
  clock.next(0)
  clock.next(100)
  clock.restart()
  expect(clock.next(0)).toBe(200)
  expect(clock.next(100)).toBe(300)
  expect(clock.jumps).toEqual([])
})

test('whatever the stamps are, time never falls and never leaps', () => {
  const stamps = fc.array(fc.option(fc.double({ min: -1e12, max: 1e12, noNaN: true })), { maxLength: 60 })
  fc.assert(
    fc.property(stamps, (some) => {
      const clock = new StreamClock(9)
      let last = 0
      for (const stamp of some) {
        const tMs = clock.next(stamp)
        expect(tMs).toBeGreaterThanOrEqual(last)
        expect(tMs - last).toBeLessThanOrEqual(10_000)
        last = tMs
      }
    }),
    { seed: 41 },
  )
})
