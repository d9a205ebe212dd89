import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
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

describe('packets', () => {
  const run = (stamps: readonly (readonly [number | null, number | null, number?])[]) => {
    const clock = new StreamClock(10)
    return { times: stamps.map(([pts, dts, arrived]) => clock.packet(pts, dts, arrived ?? null)), clock }
  }

  test('sent before those that they refer to keep their own times, and decoding never falls', () => {
    const { times, clock } = run([
      [200, 0],
      [500, 100],
      [300, 200],
      [400, 300],
    ])
    expect(times.map(({ ptsMs }) => ptsMs)).toEqual([0, 300, 100, 200])
    expect(times.map(({ dtsMs }) => dtsMs)).toEqual([-200, -100, 0, 100])
    expect(clock.jumps).toEqual([])
  })

  test('that leap with both stamps stay as far apart as they were', () => {
    const { times, clock } = run([
      [0, 0],
      [100, 100],
      [3_600_200, 3_600_200],
      [3_600_300, 3_600_300],
    ])
    expect(times.map(({ ptsMs }) => ptsMs)).toEqual([0, 100, 200, 300])
    expect(clock.jumps).toHaveLength(1)
  })

  test('without stamps, or with one and the same, go by the clock of their arrival', () => {
    for (const stamp of [null, 0]) {
      // What came while the stream was opened came at once; then one every 200 ms.
      const stamps = Array.from({ length: 40 }, (_, at) => [stamp, stamp, at < 10 ? 1000 : 1000 + (at - 9) * 200] as const)
      const { times } = run(stamps)
      const late = times.slice(20).map(({ ptsMs }) => ptsMs)
      for (const [at, time] of late.slice(1).entries()) expect(time - (late[at] ?? 0)).toBeCloseTo(200, 5)
      expect(times[10]?.ptsMs).toBeGreaterThan(500)
    }
  })
})
