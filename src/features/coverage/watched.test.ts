import { describe, expect, it } from 'vitest'
import { pointAt } from '../../base/geo.ts'
import type { CameraHealth } from '../cameras/contract.ts'
import { presentCamera } from '../cameras/fold.ts'
import { aPose } from '../cameras/pose.testing.ts'
import type { PlaceView } from '../places/contract.ts'
import { watchOf } from './watched.ts'

const mast = { lat: 20.5, lon: 50.5 }

function camera(id: string, health: CameraHealth, azimuthTrueDeg = 0, healthFacts: { detectShare?: number } = {}) {
  const errors = { azimuthDeg: 0.2, pitchDeg: 0.1, heightM: 0.2 }
  const pose = aPose({ position: mast, heightM: 15, azimuthTrueDeg, pitchDeg: -2.4, horizontalFovDeg: 20, errors })
  return presentCamera({
    id,
    version: 1,
    code: id,
    name: { ar: id, en: id },
    area: 'a',
    address: 'x',
    login: null,
    isLooped: false,
    rate: 'real',
    outpostId: null,
    masks: [],
    recordAddress: null,
    presets: [],
    presetToken: null,
    pose,
    health,
    healthSince: '',
    healthReason: null,
    service: null,
    walkTest: null,
    isRemoved: false,
    settingsVersion: 1,
    movingTo: null,
    control: null,
    healthFacts: healthFacts as Record<string, number>,
    changedAt: '2026-11-22T00:00:00.000Z',
    changedById: null,
  })
}

/** A square of 40 m, 400 m away in a direction. */
function zone(bearingTrueDeg: number): PlaceView {
  const middle = pointAt(mast, bearingTrueDeg, 400)
  const corner = (east: number, north: number): [number, number] => [middle.lon + east * 0.0002, middle.lat + north * 0.0002]
  const ring = [corner(-1, -1), corner(1, -1), corner(1, 1), corner(-1, 1), corner(-1, -1)]
  return { id: 'z', version: 1, name: { ar: 'ز', en: 'Z' }, area: 'a', geometry: { kind: 'zone', ring } }
}

describe('a zone', () => {
  it.each([
    ['working', true],
    ['degraded', true],
    ['unknown', false],
    ['down', false],
    ['out_of_service', false],
    ['frozen', false],
    ['blind', false],
  ] as const)('whose only camera is %s is watched: %s', (health, isWatched) => {
    expect(watchOf(zone(0), [camera('C01', health)])).toEqual({ isWatched, cameraIds: ['C01'] })
  })

  it('stays watched when another camera sees the same ground', () => {
    expect(watchOf(zone(0), [camera('C01', 'down'), camera('C02', 'working')])).toEqual({
      isWatched: true,
      cameraIds: ['C01', 'C02'],
    })
  })

  it('is not watched while its only camera sees poorly and not so far', () => {
    const near = camera('C01', 'degraded', 0, { detectShare: 0.95 })
    const far = camera('C01', 'degraded', 0, { detectShare: 0.3 })
    expect(watchOf(zone(0), [near])).toEqual({ isWatched: true, cameraIds: ['C01'] })
    expect(watchOf(zone(0), [far])).toEqual({ isWatched: false, cameraIds: ['C01'] })
    expect(watchOf(zone(0), [far, camera('C02', 'working')]).isWatched).toBe(true)
    expect(far.detectRangeM?.now).toBeCloseTo(0.3 * (far.detectRangeM?.usual ?? 0), -1)
    expect((far.coverage ?? []).length).toBeGreaterThan(2)
    expect(far.usualCoverage).toEqual(camera('C01', 'working').coverage)
  })

  it('that no camera was set up to see is not watched, and never called quiet', () => {
    expect(watchOf(zone(180), [camera('C01', 'working')])).toEqual({ isWatched: false, cameraIds: [] })
  })
})
