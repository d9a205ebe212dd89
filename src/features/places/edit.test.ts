import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PlaceView, placeKinds } from './contract.ts'
import {
  addPoint,
  deletePoint,
  draftOf,
  faultOfDraft,
  firstStep,
  geometryOf,
  insertPoint,
  type LonLat,
  middlesOf,
  movePoint,
  newDraft,
  type PlaceDraft,
  redo,
  type Steps,
  snap,
  step,
  undo,
} from './edit.ts'
import { aSquare, at, origin } from './testing.ts'

const drawn = (kind: (typeof placeKinds)[number], ...points: LonLat[]) => points.reduce(addPoint, newDraft(kind))

describe('drawing', () => {
  it('a zone is closed by itself, a line has two sides, a post is one point that moves', () => {
    const zone = drawn('zone', at(0, 0), at(100, 0), at(100, 100))
    expect(faultOfDraft(zone, origin)).toBeNull()
    expect(geometryOf(zone)).toMatchObject({ kind: 'zone', use: 'watch' })
    expect((geometryOf(zone) as { ring: unknown[] }).ring).toHaveLength(4)
    expect(geometryOf(drawn('outpost', at(0, 0), at(50, 0)))).toEqual({
      kind: 'outpost',
      position: { lat: at(50, 0)[1], lon: at(50, 0)[0] },
    })
  })

  it('what is begun is not yet a place, and says how many points it lacks', () => {
    for (const kind of placeKinds) expect(faultOfDraft(newDraft(kind), null)?.code).toBe('place.too-few-points')
  })

  it('opened and not touched, a place is the same place', () => {
    const place: PlaceView = { id: 'a', version: 3, name: { ar: 'ب', en: 'b' }, area: 'x', geometry: aSquare(0, 0) }
    expect(geometryOf(draftOf(place))).toEqual(place.geometry)
    expect(draftOf(place)).toMatchObject({ id: 'a', basedOn: 3 })
  })

  it('the middle of each piece is where a point between goes', () => {
    const zone = drawn('zone', at(0, 0), at(100, 0), at(100, 100))
    expect(middlesOf(zone).map(({ after }) => after)).toEqual([0, 1, 2])
    expect(insertPoint(zone, 2, at(50, 50)).points.at(-1)).toEqual(at(50, 50))
    expect(middlesOf(drawn('line', at(0, 0), at(9, 0)))).toHaveLength(1)
  })
})

describe('laws of undo', () => {
  const point = fc.tuple(fc.integer({ min: 0, max: 999 }), fc.integer({ min: 0, max: 999 })).map(([x, y]): LonLat => at(x, y))
  const act = fc.oneof(
    point.map((to) => (draft: PlaceDraft) => addPoint(draft, to)),
    fc.tuple(fc.nat(9), point).map(
      ([n, to]) =>
        (draft: PlaceDraft) =>
          movePoint(draft, n, to),
    ),
    fc.nat(9).map((n) => (draft: PlaceDraft) => deletePoint(draft, n)),
    fc.tuple(fc.nat(9), point).map(
      ([n, to]) =>
        (draft: PlaceDraft) =>
          insertPoint(draft, n, to),
    ),
  )
  const run = (acts: readonly ((draft: PlaceDraft) => PlaceDraft)[]) =>
    acts.reduce((steps: Steps<PlaceDraft>, one) => step(steps, one(steps.now)), firstStep(newDraft('line')))

  it('undone to the end it is empty, and done again it is as it was', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 200 }), (acts) => {
        const end = run(acts)
        let steps = end
        while (steps.past.length > 0) steps = undo(steps)
        expect(steps.now).toEqual(newDraft('line'))
        while (steps.future.length > 0) steps = redo(steps)
        expect(steps.now).toEqual(end.now)
        expect(steps.past).toEqual(end.past)
      }),
      { seed: 51, numRuns: 50 },
    )
  })

  it('one hand that moves a point is one step; a new act forgets what was undone', () => {
    let steps = run([(draft) => addPoint(draft, at(0, 0))])
    for (let n = 1; n < 9; n++) steps = step(steps, movePoint(steps.now, 0, at(n, 0)), 'move 0')
    expect(undo(steps).now.points).toEqual([at(0, 0)])
    expect(step(undo(steps), addPoint(undo(steps).now, at(5, 5))).future).toEqual([])
  })
})

describe('snapping', () => {
  const way = [at(0, 0), at(100, 0)]
  const toPixel = ([lon, lat]: LonLat) => ({ x: (lon - origin.lon) * 1e6, y: (lat - origin.lat) * 1e6 })
  const near = (dLon: number, dLat: number): LonLat => [origin.lon + dLon / 1e6, origin.lat + dLat / 1e6]
  it('takes a corner before a line, a line before nothing', () => {
    expect(snap(near(4, 3), [way], toPixel)).toEqual(way[0])
    const onLine = snap(near(400, 8), [way], toPixel)
    expect(onLine?.[1]).toBeCloseTo(origin.lat, 9)
    expect(onLine?.[0]).toBeCloseTo(near(400, 0)[0], 9)
    expect(snap(near(400, 11), [way], toPixel)).toBeNull()
    expect(snap(near(0, 0), [], toPixel)).toBeNull()
  })
})
