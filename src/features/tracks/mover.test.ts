import { describe, expect, it } from 'vitest'
import { groundDistanceM, pointAt } from '../../base/geo.ts'
import type { TrackView } from './contract.ts'
import { moverOf, pointsOf } from './mover.ts'

const start = { lat: 20.477274123456, lon: 50.470682987654 }
const track: TrackView = {
  id: 'track-1',
  cameraId: 'camera-7',
  joinedWith: ['track-2'],
  state: 'confirmed',
  classProbabilities: { person: 0.82, vehicle: 0.02, animal: 0.1, other: 0.02, unknown: 0.04 },
  contrast: 'warm',
  box: [292, 236, 62, 56],
  place: {
    method: 'ground_plane',
    bearingTrueDeg: 254.123456,
    bearingErrorDeg: 0.3123,
    rangeM: { near: 1110.123, best: 1480.456, far: null },
    position: start,
    ellipse: { aM: 240.123, bM: 40.456, bearingTrueDeg: 254.123456 },
  },
  velocity: { speedMs: 1.1234, courseTrueDeg: 84 },
  heightM: { least: 1.5, most: 2 },
  travelM: 900,
  evidence: null,
  firstSeenAt: '2027-02-14T23:11:04.000Z',
  lastSeenAt: '2027-02-14T23:12:04.000Z',
  trail: Array.from({ length: 120 }, (_, step) => pointAt(start, 84 + 3 * Math.sin(step), 4 * step)),
}

describe('a mover on the lane', () => {
  it('has its way back within a tenth of a metre, however long it is', () => {
    const points = pointsOf(moverOf(track).way)
    expect(points).toHaveLength(120)
    for (const [at, [lon, lat]] of points.entries()) {
      const truth = track.trail[at]
      expect(truth && groundDistanceM(truth, { lat, lon })).toBeLessThan(0.1)
    }
  })

  it('keeps what is not known unknown', () => {
    const { place, speedMs, way } = moverOf({ ...track, place: null, velocity: null, trail: [] })
    expect({ place, speedMs, way }).toEqual({ place: null, speedMs: null, way: [] })
    expect(moverOf(track).place).toMatchObject({ rangeM: { near: 1110.12, best: 1480.46, far: null } })
  })

  it('takes a fifth of the room of its track', () => {
    expect(JSON.stringify(moverOf(track)).length * 5).toBeLessThan(JSON.stringify(track).length)
  })
})
