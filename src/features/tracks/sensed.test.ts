import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { groundDistanceM, pointAt } from '../../base/geo.ts'
import type { SensorReport } from '../sensors/contract.ts'
import { type TrackView, trackView } from './contract.ts'
import { placeOfReport, sensedTrack } from './sensed.ts'

const origin = { lat: 20.5, lon: 50.5 }
const startMs = Date.UTC(2026, 10, 29, 18)
const report = (more: Partial<SensorReport> = {}): SensorReport => ({
  eventId: 'e1',
  sensed: 'mover',
  phase: 'update',
  atMs: startMs,
  likely: 'person',
  sureness: 0.7,
  at: null,
  velocity: null,
  box: null,
  named: '',
  ...more,
})
const made = (place: TrackView['place']) => ({
  id: 't',
  cameraId: 's',
  sensor: { id: 's', code: 'S01', kind: 'radar' as const, sensed: 'mover' as const, named: '', at: origin },
  place,
})
function walk(points: readonly { readonly lat: number; readonly lon: number }[], everyMs = 1000): TrackView {
  let track: TrackView | null = null
  points.forEach((position, at) => {
    const one = report({ at: { position, errorM: 8 }, atMs: startMs + at * everyMs })
    track = sensedTrack(track, one, made(placeOfReport(position, 8, origin)))
  })
  return track as unknown as TrackView
}

describe('a place that a sensor tells', () => {
  test('holds the circle: bearing and range as seen from the sensor, the true place within both', () => {
    const spot = fc.tuple(
      fc.double({ min: 0, max: 359.9, noNaN: true }),
      fc.double({ min: 30, max: 5000, noNaN: true }),
      fc.double({ min: 1, max: 25, noNaN: true }),
      fc.double({ min: 0, max: 359.9, noNaN: true }),
    )
    fc.assert(
      fc.property(spot, ([bearing, rangeM, errorM, off]) => {
        const told = pointAt(origin, bearing, rangeM)
        const place = placeOfReport(told, errorM, origin)
        const truth = pointAt(told, off, errorM * 0.99)
        const trueRange = groundDistanceM(origin, truth)
        expect(trueRange).toBeGreaterThanOrEqual(place.rangeM.near - 1)
        expect(trueRange).toBeLessThanOrEqual((place.rangeM.far ?? 0) + 1)
        expect(Math.abs(place.rangeM.best ?? 0) - rangeM).toBeLessThan(rangeM * 0.002 + 1)
        expect(place.ellipse).toMatchObject({ aM: errorM, bM: errorM })
      }),
    )
  })

  test('a sensor that only knows its reach may have it on any side', () => {
    expect(placeOfReport(origin, 80, origin)).toMatchObject({ bearingErrorDeg: 180, rangeM: { near: 0, best: 0, far: 80 } })
  })
})

describe('a track of a sensor', () => {
  test('is a track as every other: its schema, probabilities that sum to one, never surer than the sensor', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('person', 'vehicle', 'animal', 'other', 'unknown'),
        fc.double({ min: -1, max: 2, noNaN: true }),
        (likely, sureness) => {
          const track = sensedTrack(null, report({ likely: likely as SensorReport['likely'], sureness }), made(null))
          expect(trackView.parse(track)).toEqual(track)
          const sum = Object.values(track.classProbabilities).reduce((all, each) => all + each, 0)
          expect(sum).toBeCloseTo(1, 9)
          if (likely !== 'unknown') expect(track.classProbabilities[likely as 'person']).toBeLessThanOrEqual(0.95)
        },
      ),
    )
  })

  test('has a way, a length and a speed where the sensor tells positions', () => {
    const track = walk(Array.from({ length: 20 }, (_, at) => pointAt(pointAt(origin, 0, 500), 90, at * 5)))
    expect(track.travelM).toBeCloseTo(95, 0)
    expect(track.velocity?.speedMs).toBeCloseTo(5, 1)
    expect(track.velocity?.courseTrueDeg).toBeCloseTo(90, 0)
    expect(track.trail.length).toBe(track.trailMs?.length)
    expect(track.firstSeenAt).toBe(new Date(startMs).toISOString())
  })

  test('has no way where the sensor only says that something is there, however often', () => {
    let track = sensedTrack(null, report({ sensed: 'vibration' }), made(placeOfReport(origin, 80, origin)))
    for (let at = 1; at < 50; at++)
      track = sensedTrack(
        track,
        report({ sensed: 'vibration', atMs: startMs + at * 1000 }),
        made(placeOfReport(origin, 80, origin)),
      )
    expect([track.travelM, track.velocity, track.trail.length]).toEqual([null, null, 1])
  })

  test('does not go back for a word that comes late, and keeps its beginning however long it goes', () => {
    const long = walk(Array.from({ length: 400 }, (_, at) => pointAt(origin, 45, 100 + at * 10)))
    expect(long.trail.length).toBe(120)
    expect(long.trail[0]).toEqual(pointAt(origin, 45, 100))
    const late = sensedTrack(long, report({ atMs: startMs }), made(long.place))
    expect(late.lastSeenAt).toBe(long.lastSeenAt)
    expect(sensedTrack(long, report({ phase: 'end', atMs: startMs + 500_000 }), made(null)).state).toBe('ended')
  })
})
