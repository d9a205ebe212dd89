import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromPlane, groundDistanceM } from '../../base/geo.ts'
import { chainageOf, formatChainage } from './chainage.ts'
import { crossingOf, faultOf, type placeFaults } from './check.ts'
import type { Line, PlaceGeometry } from './contract.ts'
import { areaM2, lengthM } from './measure.ts'
import { at, origin } from './testing.ts'

const line = (...points: [number, number][]): PlaceGeometry => ({ kind: 'line', coordinates: points, inside: 'right' })
const zone = (...points: [number, number][]): PlaceGeometry => ({ kind: 'zone', ring: [...points, points[0] ?? at(0, 0)] })
const codeOf = (geometry: PlaceGeometry, anchor: typeof origin | null = origin) => faultOf(geometry, anchor)?.code ?? null

describe('what is wrong with a drawing', () => {
  const cases: [string, PlaceGeometry, (typeof placeFaults)[number] | null][] = [
    ['a line', line(at(0, 0), at(500, 0), at(900, 300)), null],
    ['a square', zone(at(0, 0), at(200, 0), at(200, 200), at(0, 200)), null],
    ['a triangle', zone(at(0, 0), at(200, 0), at(200, 200)), null],
    ['one point of a line', line(at(0, 0)), 'place.too-few-points'],
    ['two points of a zone', zone(at(0, 0), at(100, 0)), 'place.too-few-points'],
    ['a ring that nobody closed', { kind: 'zone', ring: [at(0, 0), at(9, 0), at(9, 9), at(0, 9)] }, 'place.ring-open'],
    ['a point twice', line(at(0, 0), at(500, 0), at(500, 0), at(900, 0)), 'place.doubled-point'],
    ['a line over itself', line(at(0, 0), at(500, 0), at(500, 300), at(250, -300)), 'place.crosses-itself'],
    ['a line back over itself', line(at(0, 0), at(500, 0), at(200, 0)), 'place.crosses-itself'],
    ['a line that touches itself', line(at(0, 0), at(500, 0), at(500, 300), at(250, 0)), 'place.crosses-itself'],
    ['a bow tie', zone(at(0, 0), at(200, 200), at(200, 0), at(0, 200)), 'place.crosses-itself'],
    ['a ring without ground', zone(at(0, 0), at(200, 0), at(400, 0)), 'place.crosses-itself'],
    ['not on the Earth', { kind: 'outpost', position: { lat: 95, lon: 50 } }, 'place.coordinates'],
    ['swapped numbers', { kind: 'outpost', position: { lat: 50.5, lon: 20.5 } }, 'place.too-far'],
    ['quiet without an end', { ...zone(at(0, 0), at(9, 0), at(9, 9)), use: 'quiet_by_design' } as PlaceGeometry, 'place.window'],
  ]
  it.each(cases)('%s', (_name, geometry, code) => {
    expect(codeOf(geometry)).toBe(code)
  })

  it('a new site has no measure of far', () => {
    expect(codeOf({ kind: 'outpost', position: { lat: 50.5, lon: 20.5 } }, null)).toBeNull()
  })

  it('too many points of a line are refused, however far the request came', () => {
    expect(codeOf(line(...Array.from({ length: 2001 }, (_, n) => at(n, 0))))).toBe('place.too-many-points')
  })

  it('says where it crosses itself, to the decimetre, and by which pieces', () => {
    const fault = faultOf(zone(at(0, 0), at(200, 200), at(200, 0), at(0, 200)), origin)
    expect(fault?.at && groundDistanceM(fault.at, fromPlane(origin, { eastM: 100, northM: 100 }))).toBeLessThan(0.1)
    expect(fault?.facts).toMatchObject({ first: 1, second: 3 })
  })
})

describe('laws of crossing', () => {
  const metre = fc.integer({ min: -3000, max: 3000 })
  const way = fc.uniqueArray(fc.tuple(metre, metre), { minLength: 4, maxLength: 9, selector: ([x, y]) => `${x} ${y}` })
  const points = way.map((metres) => metres.map(([x, y]) => at(x, y)))

  it('a way walked the other way round crosses itself in the same case', () => {
    fc.assert(
      fc.property(points, fc.boolean(), (all, isRing) => {
        expect(crossingOf([...all].reverse(), isRing) === null).toBe(crossingOf(all, isRing) === null)
      }),
      { seed: 7 },
    )
  })

  it('a ring crosses itself in the same case from whichever point it is begun', () => {
    fc.assert(
      fc.property(points, fc.nat(8), (all, by) => {
        const turned = [...all.slice(by % all.length), ...all.slice(0, by % all.length)]
        expect(crossingOf(turned, true) === null).toBe(crossingOf(all, true) === null)
      }),
      { seed: 8 },
    )
  })

  it('points around a middle, in the order of their bearing, never cross', () => {
    const spokes = fc.array(fc.integer({ min: 50, max: 3000 }), { minLength: 3, maxLength: 40 })
    fc.assert(
      fc.property(spokes, (radii) => {
        const ring = radii.map((r, n) => {
          const angle = (2 * Math.PI * n) / radii.length
          return at(r * Math.sin(angle), r * Math.cos(angle))
        })
        expect(crossingOf(ring, true)).toBeNull()
      }),
      { seed: 9 },
    )
  })
})

describe('kilometres along the line', () => {
  const border: Line = { kind: 'line', coordinates: [at(0, 0), at(10_000, 0), at(10_000, 5000)], inside: 'right' }
  it('are counted from its first post and said to the hundred metres below', () => {
    const where = fromPlane(origin, { eastM: 10_150, northM: 2650 })
    expect(formatChainage(chainageOf(border, where))).toBe('K12.6')
    expect(formatChainage(chainageOf({ ...border, startKm: 30 }, where))).toBe('K42.6')
    expect(formatChainage(chainageOf(border, fromPlane(origin, { eastM: -500, northM: 0 })))).toBe('K0.0')
  })

  it('grow with the way, and end with its length', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 10_000, noNaN: true }), fc.double({ min: 0, max: 10_000, noNaN: true }), (a, b) => {
        const [near, far] = [Math.min(a, b), Math.max(a, b)]
        const km = (eastM: number) => chainageOf(border, fromPlane(origin, { eastM, northM: 40 }))
        expect(km(near)).toBeLessThanOrEqual(km(far) + 1e-9)
        expect(km(far)).toBeLessThanOrEqual(lengthM(border.coordinates) / 1000 + 1e-9)
      }),
      { seed: 10 },
    )
  })
})

it('a square kilometre is one, whichever way its ring is walked', () => {
  const square = [at(0, 0), at(1000, 0), at(1000, 1000), at(0, 1000)]
  expect(areaM2(square)).toBeGreaterThan(999_000)
  expect(areaM2([...square].reverse())).toBeCloseTo(areaM2(square), 6)
})
