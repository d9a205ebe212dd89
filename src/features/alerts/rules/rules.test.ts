import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TrackView } from '../../tracks/contract.ts'
import { aPlace, aTrack } from '../../tracks/testing.ts'
import { composeDetection } from '../compose.ts'
import { aLine, aScene, aZone } from '../testing.ts'
import { judge, rules, startValues } from './index.ts'
import type { Scene } from './rule.ts'

describe('a walker near the line', () => {
  it('who may reach it within the limit is said before the line is crossed, by the near edge of where he may stand', () => {
    const finding = judge(aTrack(), aScene())
    expect(finding).toMatchObject({ ruleId: 'approach', priority: 'P2', distanceToLineM: { near: 40 } })
    const time = finding?.reasons.find(({ text }) => text === 'alert.reason.time-to-line')
    // 40 m at 1.2 m/s is half a minute, 180 m two and a half: rounded outwards.
    expect(time?.values).toEqual({ least: 0, most: 3 })
  })

  it('walking away, along, or too far off to arrive in time says nothing', () => {
    expect(judge(aTrack({ velocity: { speedMs: 1.2, courseTrueDeg: 0 } }), aScene())).toBeNull()
    expect(judge(aTrack({ velocity: { speedMs: 1.2, courseTrueDeg: 90 } }), aScene())).toBeNull()
    const far = aTrack({
      place: aPlace({ rangeM: { near: 2400, best: 2500, far: 2600 }, position: { lat: 20.518, lon: 50.5 } }),
      velocity: { speedMs: 0.9, courseTrueDeg: 180 },
    })
    expect(judge(far, aScene())).toBeNull()
  })

  it('who stands inside and was, or may have been, outside has crossed: P1', () => {
    const inside = aPlace({ rangeM: { near: 430, best: 460, far: 495 }, position: { lat: 20.4996, lon: 50.5 } })
    expect(judge(aTrack({ place: inside, trail: [{ lat: 20.5004, lon: 50.5 }] }), aScene())).toMatchObject({
      ruleId: 'line-crossing',
      priority: 'P1',
    })
    const nearTheLine = [{ lat: 20.4999, lon: 50.5 }]
    expect(judge(aTrack({ place: inside, trail: nearTheLine }), aScene())).toMatchObject({ ruleId: 'line-crossing' })
    // Well inside from the first look on: somebody of the country, not a crossing.
    expect(judge(aTrack({ place: inside, trail: [{ lat: 20.4985, lon: 50.5 }] }), aScene())).toBeNull()
  })

  it('what stays on the spot is no traveller, whatever stirs it', () => {
    expect(judge(aTrack({ travelM: 6 }), aScene())).toBeNull()
  })

  it('who enters a zone is said with its name', () => {
    const place = aPlace({ rangeM: { near: 250, best: 278, far: 310 }, position: { lat: 20.498, lon: 50.5 } })
    const track = aTrack({ place, trail: [{ lat: 20.498, lon: 50.497 }], velocity: { speedMs: 1, courseTrueDeg: 90 } })
    expect(judge(track, aScene({ places: [aLine(), aZone()] }))).toMatchObject({
      ruleId: 'zone-enter',
      title: { values: { zone: { en: 'The well' } } },
    })
  })

  it('a bearing without a place still raises an alert, and says that the distance is not known', () => {
    const bearingOnly: TrackView = aTrack({
      place: {
        method: 'bearing_only',
        bearingTrueDeg: 3,
        bearingErrorDeg: 0.5,
        rangeM: { near: 900, best: null, far: null },
        position: null,
        ellipse: null,
      },
      velocity: null,
      travelM: null,
      heightM: null,
    })
    const finding = judge(bearingOnly, aScene())
    expect(finding).toMatchObject({ ruleId: 'any-mover', priority: 'P2' })
    const alert = composeDetection(finding as NonNullable<typeof finding>, bearingOnly, aScene(), ['C01'])
    expect(alert.unknowns.map(({ text }) => text)).toContain('alert.unknown.distance')
  })

  it('a camera without line or zone has the default rule, and the alert says so', () => {
    const finding = judge(aTrack({ place: null, velocity: null, heightM: null, travelM: null }), aScene({ places: [] }))
    expect(finding?.reasons.map(({ text }) => text)).toContain('alert.reason.default-rule')
    // Without a pose not even the bearing is known, and it is not said to be.
    const bare = aTrack({ place: null, velocity: null, heightM: null, travelM: null })
    const unknowns = composeDetection(finding as NonNullable<typeof finding>, bare, aScene({ places: [] }), ['C01']).unknowns
    expect(unknowns.map(({ text }) => text)).toContain('alert.unknown.place')
    expect(unknowns.map(({ text }) => text)).not.toContain('alert.unknown.distance')
  })

  it('every alert has at least one reason with its number and at least one thing that is not known', () => {
    const finding = judge(aTrack(), aScene())
    const alert = composeDetection(finding as NonNullable<typeof finding>, aTrack(), aScene(), ['C01', 'C02'])
    expect(alert.reasons.length).toBeGreaterThanOrEqual(1)
    expect(alert.unknowns.length).toBeGreaterThanOrEqual(1)
    expect(alert.reasons.map(({ text }) => text)).toContain('alert.reason.joined')
  })
})

describe('laws of rules', () => {
  const tracks = fc
    .record({
      north: fc.double({ min: -0.01, max: 0.02, noNaN: true }),
      east: fc.double({ min: -0.02, max: 0.02, noNaN: true }),
      speed: fc.double({ min: 0, max: 5, noNaN: true }),
      course: fc.double({ min: 0, max: 359, noNaN: true }),
      travel: fc.double({ min: 0, max: 100, noNaN: true }),
    })
    .map(({ north, east, speed, course, travel }) =>
      aTrack({
        place: aPlace({ position: { lat: 20.5 + north, lon: 50.5 + east } }),
        velocity: { speedMs: speed, courseTrueDeg: course },
        travelM: travel,
        trail: [{ lat: 20.5 + north + 0.0003, lon: 50.5 + east }],
      }),
    )

  it('the same track and scene give the same finding, and none without a mover', () => {
    fc.assert(
      fc.property(tracks, (track) => {
        expect(judge(track, aScene())).toEqual(judge(structuredClone(track), structuredClone(aScene())))
      }),
      { seed: 3 },
    )
    for (const rule of rules)
      expect(
        rule.judge(
          aTrack({ place: null, velocity: null, travelM: null, trail: [] }),
          startValues(rule),
          aScene({ places: [aLine()] }),
        ) === null || rule.id === 'any-mover',
      ).toBe(true)
  })

  it('mirrored with the scene, a track gets the mirrored finding', () => {
    const mirror = (lon: number) => 101 - lon
    const mirroredScene: Scene = {
      ...aScene(),
      places: [
        {
          ...aLine(),
          geometry: {
            kind: 'line',
            coordinates: [
              [50.6, 20.5],
              [50.4, 20.5],
            ],
            inside: 'left',
          },
        },
      ],
    }
    fc.assert(
      fc.property(tracks, (track) => {
        const place = track.place as NonNullable<TrackView['place']>
        const mirrored = aTrack({
          ...track,
          place: { ...place, position: place.position && { lat: place.position.lat, lon: mirror(place.position.lon) } },
          velocity: track.velocity && { ...track.velocity, courseTrueDeg: (360 - track.velocity.courseTrueDeg) % 360 },
          trail: track.trail.map(({ lat, lon }) => ({ lat, lon: mirror(lon) })),
        })
        expect(judge(mirrored, mirroredScene)?.ruleId).toBe(judge(track, aScene())?.ruleId)
      }),
      { seed: 5 },
    )
  })
})
