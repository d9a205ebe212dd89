import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromPlane, pointAt } from '../../base/geo.ts'
import type { TrackView } from './contract.ts'
import { handOverDistance, mayBeSame } from './join.ts'
import { aPlace, aTrack } from './testing.ts'

const here = { lat: 20.5, lon: 50.5 }

/** A track of a camera that looks along a bearing, with an error ten times as long along the sight as across. */
function seenBy(
  cameraId: string,
  bearingTrueDeg: number,
  position = here,
  velocity = { speedMs: 1.2, courseTrueDeg: 180 },
): TrackView {
  return aTrack({
    id: `${cameraId}-track`,
    cameraId,
    place: aPlace({
      bearingTrueDeg,
      rangeM: { near: 500, best: 560, far: 640 },
      position,
      ellipse: { aM: 60, bM: 6, bearingTrueDeg },
    }),
    velocity,
  })
}

describe('one mover seen by two cameras', () => {
  it('is one: places within the sum of their errors, and alike in motion', () => {
    expect(mayBeSame(seenBy('a', 30), seenBy('b', 330, pointAt(here, 30, 40)))).toBe(true)
  })

  it('is two when the places, the ways, the times or the contrasts do not fit, or when one camera sees both', () => {
    const first = seenBy('a', 30)
    expect(mayBeSame(first, seenBy('b', 330, pointAt(here, 90, 150)))).toBe(false)
    expect(mayBeSame(first, seenBy('b', 330, here, { speedMs: 1.2, courseTrueDeg: 0 }))).toBe(false)
    expect(
      mayBeSame(first, { ...seenBy('b', 330), lastSeenAt: new Date(Date.parse(first.lastSeenAt) + 5000).toISOString() }),
    ).toBe(false)
    expect(mayBeSame(first, { ...seenBy('b', 330), contrast: 'cold' })).toBe(false)
    expect(mayBeSame(first, seenBy('a', 30))).toBe(false)
    expect(mayBeSame(first, { ...seenBy('b', 330), place: null })).toBe(false)
  })

  it('is judged the same from either side', () => {
    const offset = fc.double({ min: -120, max: 120, noNaN: true })
    fc.assert(
      fc.property(offset, offset, fc.double({ min: 0, max: 359, noNaN: true }), (eastM, northM, bearing) => {
        const [a, b] = [seenBy('a', bearing), seenBy('b', (bearing + 70) % 360, fromPlane(here, { eastM, northM }))]
        expect(mayBeSame(a, b)).toBe(mayBeSame(b, a))
      }),
      { seed: 11 },
    )
  })
})

describe('who goes out of one view and into the next', () => {
  /** A walker of one second after another, seen by two cameras that do not overlap; places and pace are off as stated. */
  function handOver(draw: () => number, lateralM: number): number {
    const normal = () => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw())
    const gapS = 3 + 17 * draw()
    const speedMs = 0.8 + 0.8 * draw()
    const course = 360 * draw()
    const off = (position: typeof here) => fromPlane(position, { eastM: 5 * normal(), northM: 5 * normal() })
    const ellipse = { aM: 5 * 2.45, bM: 5 * 2.45, bearingTrueDeg: 0 }
    const gone = seenBy('a', 30, off(here), { speedMs: speedMs + 0.1 * normal(), courseTrueDeg: course })
    const wentM = speedMs * gapS + 0.2 * gapS * normal()
    const there = pointAt(pointAt(here, course, wentM), course + 90, lateralM + 0.2 * gapS * normal())
    const at = new Date(Date.parse(gone.lastSeenAt) + gapS * 1000).toISOString()
    const fresh = { ...seenBy('b', 330, off(there), { speedMs, courseTrueDeg: course }), firstSeenAt: at, lastSeenAt: at }
    const placed = (track: TrackView) => ({ ...track, place: { ...(track.place as NonNullable<TrackView['place']>), ellipse } })
    return handOverDistance(placed(gone), placed(fresh))
  }
  const random = (seed: number) => () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
    return seed / 2 ** 32
  }

  it('is the same in at least 99 of a hundred, and somebody 80 m beside is not in 99', () => {
    const draw = random(9)
    const nights = Array.from({ length: 1000 }, () => handOver(draw, 0))
    expect(nights.filter((distance) => distance < Number.POSITIVE_INFINITY).length).toBeGreaterThanOrEqual(990)
    const others = Array.from({ length: 1000 }, () => handOver(draw, 80))
    expect(others.filter((distance) => distance < Number.POSITIVE_INFINITY).length).toBeLessThanOrEqual(10)
  })

  it('is nobody known without a way, with the other contrast, the other course, or after a minute', () => {
    const gone = seenBy('a', 30)
    const later = (ms: number, overrides: Partial<TrackView> = {}) => {
      const at = new Date(Date.parse(gone.lastSeenAt) + ms).toISOString()
      return { ...seenBy('b', 330, pointAt(here, 180, (1.2 * ms) / 1000)), firstSeenAt: at, lastSeenAt: at, ...overrides }
    }
    expect(handOverDistance(gone, later(10_000))).toBeLessThan(6)
    expect(handOverDistance({ ...gone, velocity: null }, later(10_000))).toBe(Number.POSITIVE_INFINITY)
    expect(handOverDistance(gone, later(10_000, { contrast: 'cold' }))).toBe(Number.POSITIVE_INFINITY)
    expect(handOverDistance(gone, later(10_000, { velocity: { speedMs: 1.2, courseTrueDeg: 0 } }))).toBe(Number.POSITIVE_INFINITY)
    expect(handOverDistance(gone, later(61_000))).toBe(Number.POSITIVE_INFINITY)
  })
})
