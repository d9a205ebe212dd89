import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromPlane, groundDistanceM, toPlane } from '../../base/geo.ts'
import { isInZone, type Line, signedDistanceM } from './geometry.ts'

const origin = { lat: 20.5, lon: 50.5 }
const at = (eastM: number, northM: number) => fromPlane(origin, { eastM, northM })
const lonLat = (eastM: number, northM: number): [number, number] => [at(eastM, northM).lon, at(eastM, northM).lat]
const line: Line = { kind: 'line', coordinates: [lonLat(-1000, 0), lonLat(0, 0), lonLat(1000, 300)], inside: 'right' }
const metres = fc.double({ min: -900, max: 900, noNaN: true })

describe('a line', () => {
  it('has its own ground on the side that it names: positive outside, negative inside', () => {
    expect(signedDistanceM(line, at(-500, 120))).toBeCloseTo(120, 0)
    expect(signedDistanceM(line, at(-500, -80))).toBeCloseTo(-80, 0)
    expect(signedDistanceM({ ...line, inside: 'left' }, at(-500, 120))).toBeCloseTo(-120, 0)
  })

  it('turned round with its side swapped is the same line', () => {
    const turned: Line = { ...line, coordinates: [...line.coordinates].reverse(), inside: 'left' }
    fc.assert(
      fc.property(metres, metres, (east, north) => {
        expect(signedDistanceM(turned, at(east, north))).toBeCloseTo(signedDistanceM(line, at(east, north)), 3)
      }),
      { seed: 2 },
    )
  })

  it('is never further off than the distance to any point of it', () => {
    fc.assert(
      fc.property(metres, metres, fc.double({ min: 0, max: 1, noNaN: true }), (east, north, share) => {
        const point = at(east, north)
        expect(Math.abs(signedDistanceM(line, point))).toBeLessThanOrEqual(
          groundDistanceM(point, at(-1000 + 1000 * share, 0)) + 0.01,
        )
      }),
      { seed: 3 },
    )
  })
})

describe('a zone', () => {
  const ring = [lonLat(0, 0), lonLat(200, 0), lonLat(200, 100), lonLat(0, 100), lonLat(0, 0)]
  // Half metres: a point on the edge may fall either way.
  const halves = fc.integer({ min: -900, max: 900 }).map((metre) => metre + 0.5)
  it('holds what is in it and nothing else', () => {
    fc.assert(
      fc.property(halves, halves, (east, north) => {
        const isInside = east > 0 && east < 200 && north > 0 && north < 100
        expect(isInZone({ kind: 'zone', ring }, at(east, north))).toBe(isInside)
      }),
      { seed: 4 },
    )
  })
})

describe('the plane', () => {
  it('goes there and back', () => {
    fc.assert(
      fc.property(metres, metres, (eastM, northM) => {
        const back = toPlane(origin, fromPlane(origin, { eastM, northM }))
        expect(back.eastM).toBeCloseTo(eastM, 6)
        expect(back.northM).toBeCloseTo(northM, 6)
      }),
    )
  })
})
