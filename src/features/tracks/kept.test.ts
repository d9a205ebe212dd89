import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TrackView } from './contract.ts'
import { keepLook, type Look, lookOf, looksMax, readKept, writeKept } from './kept.ts'
import { aPlace, aTrack } from './testing.ts'

const firstMs = Date.UTC(2026, 10, 22)
const iso = (ms: number) => new Date(firstMs + ms).toISOString()

const aTrackAt = (ms: number, overrides: Partial<TrackView> = {}) =>
  aTrack({
    box: [300, 200, 10, 30],
    place: aPlace({ bearingTrueDeg: 3.25 }),
    evidence: null,
    firstSeenAt: iso(0),
    lastSeenAt: iso(ms),
    trailMs: [0],
    picture: [640, 512],
    ...overrides,
  })

describe('a kept track', () => {
  it('gives back each look as rules saw it, with the way as far as it had come', () => {
    const way = [0, 1000, 2000].map((ms) => ({ lat: 20.5 + ms / 1e6, lon: 50.5 }))
    const looks = [0, 1000, 2000].map((ms) => lookOf(aTrackAt(ms, ms === 1000 ? { place: null, velocity: null } : {})))
    const text = writeKept(aTrackAt(2000, { trail: way, trailMs: [0, 1000, 2000] }), looks)
    const states = [...(readKept(text)?.states() ?? [])].map((state) => state.lastSeenAt)
    expect(states).toEqual([iso(0), iso(1000), iso(2000)])
    const lengths: number[] = []
    for (const { trail, place } of readKept(text)?.states() ?? []) lengths.push(place === null ? -trail.length : trail.length)
    expect(lengths).toEqual([1, -2, 3])
    const [first] = readKept(text)?.states() ?? []
    expect(first).toMatchObject({ ...aTrackAt(0), trail: first?.trail, trailMs: first?.trailMs })
  })

  it.each(['person', 'vehicle', 'animal'] as const)(
    'keeps that it was %s-sized, because rules ask for it, and no reason',
    (sized) => {
      const verdict = { sized, boxPx: 9, rhythmHz: 1.7, words: [{ feature: 'height', speaksFor: sized, weight: 1 }] } as const
      const look = lookOf(aTrackAt(0, { verdict: { ...verdict, words: [...verdict.words] } }))
      const [state] = readKept(writeKept(aTrackAt(0), [look]))?.states() ?? []
      expect(state?.verdict).toEqual({ sized, boxPx: 30, rhythmHz: null, words: [] })
      // What was kept before sizes were said has no such number.
      const [older] = readKept(writeKept(aTrackAt(0), [look.slice(0, 24)]))?.states() ?? []
      expect(older?.verdict).toBeUndefined()
    },
  )

  it('knows whether it ever was somewhere, and what is not ours is not read', () => {
    const kept = readKept(writeKept(aTrackAt(0), [lookOf(aTrackAt(0))]))
    expect(kept?.isIn([50.4, 20.4, 50.6, 20.6])).toBe(true)
    expect(kept?.isIn([50.6, 20.4, 50.7, 20.6])).toBe(false)
    for (const text of ['', '{}', '[]', 'null', '{"v":2}', '[0,1,2]']) expect(readKept(text)).toBeNull()
  })

  it('never holds more looks than its room, keeps first and last, and stays in order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 20_000 }), { minLength: 1, maxLength: 400 }), (steps) => {
        const looks: Look[] = []
        let ms = 0
        keepLook(looks, aTrackAt(0))
        for (const step of steps) {
          ms += step
          keepLook(looks, aTrackAt(ms))
        }
        keepLook(looks, aTrackAt(ms), true)
        const times = looks.map(([at]) => at ?? -1)
        expect(looks.length).toBeLessThanOrEqual(looksMax)
        expect([times[0], times.at(-1)]).toEqual([0, ms])
        expect(times).toEqual(times.toSorted((a, b) => a - b))
      }),
      { seed: 41 },
    )
  })
})
