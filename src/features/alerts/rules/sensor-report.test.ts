import { describe, expect, test } from 'vitest'
import type { TrackView } from '../../tracks/contract.ts'
import { aTrack } from '../../tracks/testing.ts'
import { aLine, aScene, aZone } from '../testing.ts'
import { judge } from './index.ts'

const sensor = { id: 's', code: 'S01', kind: 'seismic', sensed: 'vibration', named: '', at: { lat: 20.5009, lon: 50.5 } } as const
const place = {
  method: 'sensor',
  bearingTrueDeg: 0,
  bearingErrorDeg: 180,
  rangeM: { near: 0, best: 0, far: 80 },
  position: { lat: 20.5009, lon: 50.5 },
  ellipse: { aM: 80, bM: 80, bearingTrueDeg: 0 },
} as const
const said = (more: Partial<TrackView> = {}) =>
  aTrack({ sensor, place, velocity: null, travelM: null, heightM: null, evidence: null, ...more })
const scene = aScene({ camera: { ...aScene().camera, pose: null } })

describe('what a sensor says', () => {
  test('is heard by itself where it can only say "here", also where a line is drawn', () => {
    expect(judge(said(), scene)).toMatchObject({ ruleId: 'sensor-report', priority: 'P2', title: { text: 'alert.title.sensor' } })
    expect(judge(said(), { ...scene, places: [] })).toMatchObject({ ruleId: 'sensor-report' })
  })

  test('inside a watched zone is said with the zone', () => {
    const inZone = { ...place, position: { lat: 20.498, lon: 50.5 } }
    expect(judge(said({ place: inZone }), { ...scene, places: [aZone()] })).toMatchObject({ ruleId: 'zone-enter' })
  })

  test('plain motion of a camera’s own analysis hurries nobody', () => {
    expect(judge(said({ sensor: { ...sensor, kind: 'camera', sensed: 'motion' }, place: null }), scene)?.priority).toBe('P3')
  })

  test('a radar’s mover is judged by the line: far away and leaving it is silent, coming nearer it is an approach', () => {
    const radar = { ...sensor, kind: 'radar', sensed: 'mover', at: { lat: 20.49, lon: 50.5 } } as const
    const seen = {
      ...place,
      bearingErrorDeg: 1,
      rangeM: { near: 1200, best: 1212, far: 1224 },
      ellipse: { aM: 12, bM: 12, bearingTrueDeg: 0 },
    }
    const mover = (courseTrueDeg: number) =>
      said({ sensor: radar, place: seen, travelM: 60, velocity: { speedMs: 1.3, courseTrueDeg } })
    expect(judge(mover(0), scene)).toBeNull()
    expect(judge(mover(180), { ...scene, places: [aLine()] })).toMatchObject({
      ruleId: 'approach',
      distanceToLineM: { near: expect.closeTo(88, -1) },
    })
  })
})
