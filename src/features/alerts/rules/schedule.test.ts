import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isWithin, localTime, type ScheduleWindow } from './schedule.ts'

const zones = ['Asia/Damascus', 'Asia/Riyadh', 'UTC', 'Asia/Tehran', 'Europe/Berlin', 'Asia/Kathmandu'] as const
const everyDay = [1, 2, 3, 4, 5, 6, 7]
const minute = fc.integer({ min: 0, max: 1439 })
const clock = (of: number) => `${String(Math.floor(of / 60)).padStart(2, '0')}:${String(of % 60).padStart(2, '0')}`
const instant = fc.integer({ min: Date.UTC(2024, 0, 1), max: Date.UTC(2028, 0, 1) })

describe('a night window', () => {
  const night: ScheduleWindow[] = [{ days: [1], from: '20:00', until: '05:00' }]
  // Monday 2026-11-23, 20:00 in Riyadh is 17:00 UTC.
  const mondayMs = Date.UTC(2026, 10, 23, 17)
  it('begins on its day, goes on over midnight, and ends on the next', () => {
    const at = (hours: number) => isWithin(night, mondayMs + hours * 3_600_000, 'Asia/Riyadh')
    expect([at(-0.01), at(0), at(4), at(8.99), at(9), at(24)]).toEqual([false, true, true, true, false, false])
  })
  it('that ends when it begins is a whole day', () => {
    const whole: ScheduleWindow[] = [{ days: [1], from: '20:00', until: '20:00' }]
    const at = (hours: number) => isWithin(whole, mondayMs + hours * 3_600_000, 'Asia/Riyadh')
    expect([at(-0.01), at(0), at(23.99), at(24)]).toEqual([false, true, true, false])
  })
})

describe('laws of windows', () => {
  it('the day cut at some times is told by exactly one of its pieces at every instant', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(minute, { minLength: 2, maxLength: 6 }),
        instant,
        fc.constantFrom(...zones),
        (cuts, atMs, zone) => {
          const sorted = cuts.toSorted((a, b) => a - b)
          const pieces = sorted.map((from, n) => ({
            days: everyDay,
            from: clock(from),
            until: clock(sorted[(n + 1) % sorted.length] ?? 0),
          }))
          expect(pieces.filter((piece) => isWithin([piece], atMs, zone))).toHaveLength(1)
        },
      ),
      { seed: 21 },
    )
  })

  it('seven windows of one day each tell every instant once', () => {
    fc.assert(
      fc.property(minute, instant, fc.constantFrom(...zones), (from, atMs, zone) => {
        const days = everyDay.map((day) => ({ days: [day], from: clock(from), until: clock(from) }))
        expect(days.filter((day) => isWithin([day], atMs, zone))).toHaveLength(1)
      }),
      { seed: 22 },
    )
  })

  it('the local time is what the calendar of that zone says', () => {
    fc.assert(
      fc.property(instant, fc.constantFrom(...zones), (atMs, zone) => {
        const said = new Intl.DateTimeFormat('en-GB', {
          timeZone: zone,
          weekday: 'short',
          hour: '2-digit',
          minute: '2-digit',
          hourCycle: 'h23',
        }).format(atMs)
        const { day, minute: at } = localTime(atMs, zone)
        expect(said.replace(',', '')).toBe(`${['', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][day]} ${clock(at)}`)
      }),
      { seed: 23 },
    )
  })
})
