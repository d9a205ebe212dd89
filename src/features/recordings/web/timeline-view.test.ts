import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Timeline } from '../contract.ts'
import {
  alertBeside,
  clockOffsetMs,
  foundAt,
  nextPlayable,
  showing,
  ticksOf,
  timeAt,
  untilNow,
  xOf,
  ZOOMS,
  zoomed,
} from './timeline-view.ts'

const NOW = Date.parse('2026-11-22T18:00:00.000Z')
const iso = (ms: number) => new Date(ms).toISOString()
const view = fc
  .record({ from: fc.integer({ min: NOW - 1e10, max: NOW - 1e6 }), zoom: fc.constantFrom(...ZOOMS) })
  .map(({ from, zoom }) => ({ fromMs: from, toMs: from + zoom.spanMs }))

function line(spans: readonly (readonly [number, number, boolean?])[]): Timeline {
  return {
    cameraId: 'c',
    from: iso(NOW - 1e7),
    to: iso(NOW),
    oldest: null,
    spans: spans.map(([from, to, isOpen = false]) => ({
      from: iso(from),
      to: iso(to),
      mediaType: 'video/mp4',
      width: 1,
      height: 1,
      isOpen,
    })),
    gaps: [],
    holds: [],
    alerts: [],
    health: [],
  }
}

describe('the line of the past', () => {
  it('place and time are each other’s reverse, and earlier is left', () => {
    fc.assert(
      fc.property(view, fc.integer({ min: 0, max: 1400 }), (shown, x) => {
        expect(xOf(shown, timeAt(shown, x, 1400), 1400)).toBeCloseTo(x, 4)
        expect(timeAt(shown, x, 1400)).toBeLessThanOrEqual(timeAt(shown, x + 1, 1400))
      }),
    )
  })

  it('zooming keeps what the hand points at, unless that would show the future', () => {
    fc.assert(
      fc.property(view, fc.constantFrom(...ZOOMS), fc.double({ min: 0, max: 1, noNaN: true }), (shown, { spanMs }, share) => {
        const around = shown.fromMs + share * (shown.toMs - shown.fromMs)
        const next = zoomed(shown, spanMs, around, NOW)
        expect(next.toMs - next.fromMs).toBeCloseTo(spanMs, 0)
        expect(next.toMs).toBeLessThanOrEqual(NOW + spanMs * 0.03 + 1)
        if (next.toMs < NOW + spanMs * 0.03 - 1) expect(xOf(next, around, 1)).toBeCloseTo(share, 3)
      }),
    )
  })

  it('marks stand at round times, apart, and inside', () => {
    fc.assert(
      fc.property(view, (shown) => {
        const ticks = ticksOf(shown, 1200, 3 * 3_600_000)
        for (const [index, at] of ticks.entries()) {
          expect(at % 10_000).toBe(0)
          expect(at).toBeGreaterThanOrEqual(shown.fromMs)
          const before = ticks[index - 1]
          if (before !== undefined) expect(xOf(shown, at, 1200) - xOf(shown, before, 1200)).toBeGreaterThanOrEqual(83)
        }
      }),
    )
  })

  it('reads the offset of the site off its clock', () => {
    expect(clockOffsetMs('21:00:00', NOW)).toBe(3 * 3_600_000)
    expect(clockOffsetMs('13:00:00', NOW)).toBe(-5 * 3_600_000)
    expect(clockOffsetMs('03:30:00', NOW)).toBe(9.5 * 3_600_000)
  })

  it('an open span reaches to now; between spans there is a gap, and play goes on behind it', () => {
    const past = line([
      [NOW - 100_000, NOW - 60_000],
      [NOW - 30_000, NOW - 5_000, true],
    ])
    expect(foundAt(past, NOW - 1, NOW).kind).toBe('span')
    expect(foundAt(past, NOW - 40_000, NOW)).toEqual({ kind: 'gap', gap: null })
    expect(nextPlayable(past, NOW - 40_000, NOW)).toBe(NOW - 30_000)
    expect(nextPlayable(past, NOW - 90_000, NOW)).toBe(NOW - 90_000)
    expect(nextPlayable(past, NOW + 1, NOW)).toBeNull()
  })

  it('jumps from alert to alert and stops at the ends', () => {
    const alert = (at: number) => ({ id: String(at), number: '', priority: 'P1', kind: 'detection', from: iso(at), to: null })
    const past = { ...line([]), alerts: [alert(NOW - 50_000), alert(NOW - 10_000)] }
    expect(alertBeside(past, NOW, -1)?.id).toBe(String(NOW - 10_000))
    expect(alertBeside(past, NOW - 10_000, -1)?.id).toBe(String(NOW - 50_000))
    expect(alertBeside(past, NOW - 50_000, -1)).toBeNull()
    expect(alertBeside(past, NOW - 50_000, 1)?.id).toBe(String(NOW - 10_000))
  })

  it('follows what plays without moving while it is in view', () => {
    const shown = untilNow(600_000, NOW)
    expect(showing(shown, NOW - 1000, NOW)).toBe(shown)
    const other = showing(shown, NOW - 5_000_000, NOW)
    expect(other.fromMs).toBeLessThan(NOW - 5_000_000)
    expect(other.toMs).toBeGreaterThan(NOW - 5_000_000)
  })
})
