import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromPlane, pointAt } from '../../base/geo.ts'
import { aTrack } from '../alerts/testing.ts'
import type { TrackView } from './contract.ts'
import { mayBeSame } from './join.ts'

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
    place: {
      method: 'ground_plane',
      bearingTrueDeg,
      bearingErrorDeg: 0.4,
      rangeM: { near: 500, best: 560, far: 640 },
      position,
      ellipse: { aM: 60, bM: 6, bearingTrueDeg },
    },
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
