import { describe, expect, test } from 'vitest'
import type { PlatformFix, PlatformState } from '../platform.ts'
import { fixAt, platformShapes } from './platform-shapes.ts'

const fix: PlatformFix = {
  atMs: 10_000,
  ownAtMs: null,
  label: 'Balloon 1',
  position: { lat: 20.5, lon: 50.5 },
  altitudeM: 700,
  azimuthTrueDeg: 0,
  elevationDeg: -5,
  horizontalFovDeg: 12,
  frameCentre: { lat: 20.51, lon: 50.5 },
  footprint: [
    [50.49, 20.52],
    [50.51, 20.52],
    [50.505, 20.505],
    [50.495, 20.505],
  ],
}
const state: PlatformState = { cameraId: 'c', motion: 'moving', fix, sets: 1, damaged: 0 }

describe('a platform on the map', () => {
  test('is a mark with its code, the ground in its picture, and the line between them', () => {
    const shapes = platformShapes([state], () => 'C02', 10_500, false)
    expect(shapes.platforms).toMatchObject([
      { geometry: { coordinates: [50.5, 20.5] }, properties: { code: 'C02 Balloon 1', state: 'moving' } },
    ])
    expect(shapes.looks).toMatchObject([
      {
        geometry: {
          coordinates: [
            [50.5, 20.5],
            [50.5, 20.51],
          ],
        },
      },
    ])
    expect(shapes.footprints[0]?.geometry.coordinates[0]).toHaveLength(5)
  })

  test('is old when it said nothing for a while or the link is cut, and is not drawn where the camera is not known', () => {
    expect(platformShapes([state], () => 'C02', 16_000, false).platforms[0]?.properties.state).toBe('old')
    expect(platformShapes([state], () => 'C02', 10_000, true).platforms[0]?.properties.state).toBe('old')
    expect(platformShapes([state], () => '', 10_000, false).platforms).toEqual([])
    expect(platformShapes([{ ...state, fix: { ...fix, position: null, footprint: null } }], () => 'C02', 10_000, false)).toEqual({
      platforms: [],
      footprints: [],
      looks: [],
    })
  })

  test('a picture has the word of its own instant: never a later one, never one of long before', () => {
    const fixes = [0, 250, 500].map((atMs) => ({ ...fix, atMs }))
    expect(fixAt(fixes, 499)?.atMs).toBe(250)
    expect(fixAt(fixes, 500)?.atMs).toBe(500)
    expect(fixAt(fixes, 2600)).toBeNull()
    expect(fixAt(fixes, -1)).toBeNull()
  })
})
