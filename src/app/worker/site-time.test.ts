import { expect, it } from 'vitest'
import { siteTime } from './site-time.ts'

const begin = Date.UTC(2026, 10, 22)

it('takes the least delay as none: jitter of the network moves no picture in time', () => {
  const time = siteTime(true)
  for (let frame = 0; frame < 200; frame++) {
    const delayMs = frame % 7 === 0 ? 40 : 40 + ((frame * 37) % 300)
    expect(Math.abs(time.of(frame * 100, begin + frame * 100 + delayMs) - (begin + 40 + frame * 100))).toBeLessThan(15)
  }
})

it('a pause that is not made up for is noticed: pictures after it are not old for ever', () => {
  const time = siteTime(true)
  for (let frame = 0; frame < 50; frame++) time.of(frame * 100, begin + frame * 100)
  let last = 0
  for (let frame = 50; frame < 120; frame++) last = begin + frame * 100 + 3000 - time.of(frame * 100, begin + frame * 100 + 3000)
  expect(last).toBeLessThan(20)
})

it('a burst after a pause that is made up for moves nothing', () => {
  const time = siteTime(true)
  for (let frame = 0; frame < 50; frame++) time.of(frame * 100, begin + frame * 100)
  for (let frame = 50; frame < 70; frame++) time.of(frame * 100, begin + 7000)
  expect(time.of(7100, begin + 7100)).toBeCloseTo(begin + 7100, -1)
})

it('what is read as fast as possible gets the time of its arrival', () => {
  expect(siteTime(false).of(60_000, begin)).toBe(begin)
})
