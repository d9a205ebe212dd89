import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BOXES_STAND_MS, BoxShelf, FrameInterval, fitted } from './boxes.ts'

const picture = (mediaMs: number) => ({ mediaMs, boxes: [] })
const times = fc.uniqueArray(fc.integer({ min: 0, max: 19_000 }), { maxLength: 60 })

describe('boxes of the picture on the screen', () => {
  it('are those of the very picture when it was judged, in whatever order they came', () => {
    fc.assert(
      fc.property(times, fc.nat(), (all, pick) => {
        const shelf = new BoxShelf()
        for (const at of all) shelf.add(picture(at))
        const at = all[pick % Math.max(1, all.length)]
        if (at === undefined) return
        expect(shelf.at(at, 40)).toEqual({ picture: picture(at), isExact: true })
      }),
    )
  })

  it('are never from further than half an interval when said to be exact, and else never from the future or too old', () => {
    fc.assert(
      fc.property(times, fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 10, max: 400 }), (all, now, frameMs) => {
        const shelf = new BoxShelf()
        for (const at of all) shelf.add(picture(at))
        const found = shelf.at(now, frameMs)
        const nearest = Math.min(...all.map((at) => Math.abs(at - now)), Infinity)
        if (nearest <= frameMs / 2) {
          expect(found?.isExact).toBe(true)
          expect(Math.abs((found?.picture.mediaMs ?? Infinity) - now)).toBe(nearest)
        } else if (found === null) {
          expect(all.filter((at) => at <= now && now - at <= BOXES_STAND_MS)).toEqual([])
        } else {
          expect(found.isExact).toBe(false)
          expect(found.picture.mediaMs).toBe(Math.max(...all.filter((at) => at <= now)))
          expect(now - found.picture.mediaMs).toBeLessThanOrEqual(BOXES_STAND_MS)
        }
      }),
    )
  })

  it('forget what no player can show any more', () => {
    const shelf = new BoxShelf()
    shelf.add(picture(0))
    shelf.add(picture(60_000))
    expect(shelf.at(0, 40)).toBeNull()
  })
})

describe('the interval of pictures', () => {
  it('is learnt although a busy page skips pictures', () => {
    const interval = new FrameInterval()
    for (const at of [0, 40, 120, 160, 280]) interval.shown(at)
    expect(interval.ms).toBe(40)
  })
})

describe('a picture in its place', () => {
  it('is whole, in the middle, and keeps its shape', () => {
    const size = fc.record({ width: fc.integer({ min: 1, max: 2000 }), height: fc.integer({ min: 1, max: 2000 }) })
    fc.assert(
      fc.property(size, size, (place, shape) => {
        const at = fitted(place, shape)
        expect(at.width / at.height).toBeCloseTo(shape.width / shape.height, 6)
        expect(at.x).toBeGreaterThanOrEqual(-1e-6)
        expect(at.y).toBeGreaterThanOrEqual(-1e-6)
        expect(at.x * 2 + at.width).toBeCloseTo(place.width, 6)
        expect(at.y * 2 + at.height).toBeCloseTo(place.height, 6)
      }),
    )
  })
})
