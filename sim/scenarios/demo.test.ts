import { describe, expect, test } from 'vitest'
import { toPlane } from '../../src/base/geo.ts'
import { bilingual } from '../../src/base/shapes.ts'
import { pose as poseSchema } from '../../src/features/cameras/contract.ts'
import { coverageRing } from '../../src/features/cameras/coverage-ring.ts'
import { bodyHeightPx, isInPicture, project } from '../../src/features/cameras/pose.ts'
import { placeGeometry } from '../../src/features/places/contract.ts'
import { demoPlan } from '../plan.ts'
import { demoSector, linePath, sectorOrigin } from '../sector.ts'
import type { GroundPoint } from '../world/bodies.ts'
import { mastOf, PICTURE, type World } from '../world/world.ts'
import { demoWorld } from './demo.ts'

/** Metres south of the line (our side positive), where the line passes. */
function insideM({ eastM, northM }: GroundPoint): number {
  for (let at = 1; at < linePath.length; at += 1) {
    const a = linePath[at - 1]
    const b = linePath[at]
    if (a === undefined || b === undefined || eastM < a.eastM || eastM > b.eastM) continue
    return a.northM + ((b.northM - a.northM) * (eastM - a.eastM)) / (b.eastM - a.eastM) - northM
  }
  return Number.NaN
}

interface Seen {
  readonly id: string
  readonly code: string
  readonly tMs: number
  readonly heightPx: number
  readonly point: GroundPoint
}

/** Who stands in which camera's picture, once a second. */
function seenIn(world: World, untilMs: number): Seen[] {
  const seen: Seen[] = []
  for (let tMs = 0; tMs < untilMs; tMs += 1000) {
    for (const body of world.bodiesAt(tMs)) {
      const state = body.at(tMs)
      if (state === null) continue
      for (const camera of world.cameras) {
        const mast = mastOf(world, camera)
        const offset = { eastM: state.eastM - mast.eastM, northM: state.northM - mast.northM }
        const pixel = project(camera.pose, PICTURE, { ...offset, upM: 0 })
        if (pixel === null || !isInPicture(PICTURE, pixel)) continue
        const heightPx = bodyHeightPx(camera.pose, PICTURE, Math.hypot(offset.eastM, offset.northM), body.heightM)
        seen.push({ id: body.id, code: camera.code, tMs, heightPx, point: state })
      }
    }
  }
  return seen
}

const eventOf = (id: string): string => id.split('-').slice(0, 2).join('-')

describe('the demo sector', () => {
  test('is valid, in both languages, and far from anywhere', () => {
    for (const { pose, name, outpostId } of demoSector.cameras) {
      expect(poseSchema.parse(pose)).toEqual(pose)
      expect(bilingual.safeParse(name).success).toBe(true)
      expect(demoSector.outposts.some(({ id }) => id === outpostId)).toBe(true)
      expect(coverageRing(pose, PICTURE)?.length ?? 0).toBeGreaterThan(10)
      const { eastM, northM } = toPlane(sectorOrigin, pose.position)
      expect(Math.hypot(eastM, northM)).toBeLessThan(6000)
      expect(insideM({ eastM, northM })).toBeGreaterThan(100)
    }
    expect(
      placeGeometry.safeParse({ kind: 'line', coordinates: demoSector.line.coordinates, inside: demoSector.line.insideIs })
        .success,
    ).toBe(true)
    for (const { ring } of demoSector.zones) expect(placeGeometry.safeParse({ kind: 'zone', ring }).success).toBe(true)
    expect(JSON.parse(JSON.stringify(demoSector))).toEqual(demoSector)
  })
})

describe('the plan of the sector', () => {
  test('names every place and camera in the words of the contracts, with ground for the map', () => {
    const { places, cameras, terrain } = demoPlan(7)
    for (const { geometry, name } of places) {
      expect(placeGeometry.parse(geometry)).toEqual(geometry)
      expect(bilingual.parse(name)).toEqual(name)
    }
    expect(places.map(({ geometry }) => geometry.kind).sort()).toEqual(['line', 'outpost', 'outpost', 'outpost', 'zone'])
    for (const { outpostKey } of cameras) expect(places.some(({ key }) => key === outpostKey)).toBe(true)
    expect(terrain.heightsM.length).toBe(terrain.width * terrain.height)
    expect(Math.max(...terrain.heightsM) - Math.min(...terrain.heightsM)).toBeGreaterThan(20)
    expect(demoPlan(7)).toEqual(demoPlan(7))
  })
})

describe('what happens in the demo', () => {
  test.each([1, 7, 123])('seed %i: somebody is seen within 10 s and is well over the line within 45 s', (seed) => {
    const seen = seenIn(demoWorld(seed), 45_000)
    expect(seen[0]?.tMs ?? Number.POSITIVE_INFINITY).toBeLessThan(10_000)
    expect(insideM(seen[0]?.point ?? linePath[0] ?? { eastM: 0, northM: 0 })).toBeLessThan(-10)
    expect(seen.some(({ point }) => insideM(point) > 10)).toBe(true)
  })

  test('about one event every five minutes, the next one kilometres away, and everybody is seen large enough', () => {
    const seen = seenIn(demoWorld(7), 3_000_000)
    const first = new Map<string, Seen>()
    for (const each of seen) if (!first.has(eventOf(each.id))) first.set(eventOf(each.id), each)
    const events = [...first.values()].sort((a, b) => a.tMs - b.tMs)
    expect(events.length).toBe(10)
    for (let at = 1; at < events.length; at += 1) {
      const [before, after] = [events[at - 1], events[at]]
      if (before === undefined || after === undefined) continue
      const apartS = (after.tMs - before.tMs) / 1000
      expect(apartS).toBeGreaterThan(180)
      expect(apartS).toBeLessThan(430)
      expect(Math.abs(after.point.eastM - before.point.eastM)).toBeGreaterThan(1500)
    }
    const people = seen.filter(({ id }) => id.startsWith('event'))
    expect(people.filter(({ heightPx }) => heightPx >= 5.8).length / people.length).toBeGreaterThan(0.95)
    for (const id of new Set(people.map((each) => each.id))) {
      const own = people.filter((each) => each.id === id)
      expect(own.length, `${id} is in view for long enough`).toBeGreaterThan(40)
      // The last ones are still on their way when this ends.
      if ((own[0]?.tMs ?? 0) < 2_400_000) expect(Math.max(...own.map(({ point }) => insideM(point))), id).toBeGreaterThan(20)
    }
  })

  test('the cameras C03 and C04 see the same walker', () => {
    const seen = seenIn(demoWorld(7), 3_000_000)
    const byBoth = seen.filter(
      ({ code, id, tMs }) => code === 'C03' && seen.some((other) => other.code === 'C04' && other.id === id && other.tMs === tMs),
    )
    expect(byBoth.length).toBeGreaterThan(30)
  })

  test('pace makes events more frequent and nobody faster', () => {
    const slow = demoWorld(7, 1)
    const fast = demoWorld(7, 10)
    const starts = (world: World): Set<string> => {
      const ids = new Set<string>()
      for (let tMs = 0; tMs < 300_000; tMs += 1000) for (const { id } of world.bodiesAt(tMs)) ids.add(eventOf(id))
      return ids
    }
    expect(starts(slow).size).toBe(1)
    expect(starts(fast).size).toBeGreaterThanOrEqual(9)
    for (const body of fast.bodiesAt(280_000)) {
      if (body.kind !== 'person') continue
      const [one, two] = [body.at(body.fromMs + 1000), body.at(body.fromMs + 11_000)]
      if (one === null || two === null) continue
      expect(Math.hypot(one.eastM - two.eastM, one.northM - two.northM) / 10).toBeLessThan(1.55)
    }
  })

  test('is a function of time: asked in another order, the same', () => {
    const [one, two] = [demoWorld(5, 4), demoWorld(5, 4)]
    const at = (world: World, tMs: number): unknown => world.bodiesAt(tMs).map((body) => ({ id: body.id, ...body.at(tMs) }))
    const late = at(one, 3_600_000)
    const early = at(one, 60_000)
    expect(at(two, 60_000)).toEqual(early)
    expect(at(two, 3_600_000)).toEqual(late)
  })
})
