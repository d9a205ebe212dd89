import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Deletable, type IndexedSegment, letGo, planInterval, spansOf } from './plan.ts'

const minute = 60_000

/** A minute of film with a key picture every 10 s, 1000 bytes a second after 500 bytes of beginning. */
function segment(at: number, more: Partial<IndexedSegment> = {}): IndexedSegment {
  const fromMs = at * minute
  return {
    id: `s${at}`,
    file: `s${at}.mp4`,
    run: 'a',
    fromMs,
    toMs: fromMs + minute,
    mediaMs: fromMs,
    mediaType: 'video/mp4; codecs="avc1.4d0020"',
    width: 640,
    height: 512,
    initBytes: 500,
    bytes: 60_500,
    keys: [0, 1, 2, 3, 4, 5].map((key) => [500 + key * 10_000, fromMs + key * 10_000] as const),
    sha256: 'x',
    ...more,
  }
}

function plan(...given: Parameters<typeof planInterval>) {
  const planned = planInterval(...given)
  if (!planned.ok) throw new Error(planned.refusal.code)
  return planned.value
}

describe('an interval', () => {
  it('begins with the key picture at or before it and ends with the one after it', () => {
    const { startMs, endMs, pieces, bytes } = plan([segment(0), segment(1)], 25_000, 72_000)
    expect(startMs).toBe(20_000)
    expect(endMs).toBe(80_000)
    expect(pieces.map(({ offset, bytes: length }) => [offset, length])).toEqual([
      [20_500, 40_000],
      [500, 20_000],
    ])
    expect(bytes).toBe(500 + 60_000)
  })

  it('that begins before anything was recorded begins with what there is', () => {
    expect(plan([segment(5)], 0, 10 * minute).startMs).toBe(5 * minute)
  })

  it('of which nothing is recorded is refused', () => {
    expect(planInterval([segment(5)], 0, minute)).toMatchObject({ ok: false, refusal: { code: 'recording.none' } })
    expect(planInterval([segment(0, { keys: [] })], 0, minute)).toMatchObject({ refusal: { code: 'recording.none' } })
  })

  it('in which the picture changes its size or codec is refused with the instant', () => {
    for (const change of [{ width: 320 }, { mediaType: 'video/mp4; codecs="hvc1.1.6.L93.B0"' }])
      expect(planInterval([segment(0), segment(1, change)], 0, 2 * minute)).toMatchObject({
        refusal: { code: 'recording.codec-changes', facts: { at: '1970-01-01T00:01:00.000Z' } },
      })
  })

  it('keeps the stream’s own distances within a run, and the site’s time between runs', () => {
    const late = segment(2, { run: 'b', mediaMs: 0, keys: [[500, 0]], fromMs: 2 * minute + 700 })
    const { pieces } = plan([segment(0), segment(1, { fromMs: minute + 15 }), late], 0, 3 * minute)
    expect(pieces.map(({ shiftTicks }) => shiftTicks)).toEqual([0, 0, (2 * minute + 700) * 90])
  })

  it('never asks for bytes that a file does not have, and is in order of time', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 * minute }), fc.integer({ min: 1, max: 5 * minute }), (fromMs, lengthMs) => {
        const segments = [0, 1, 2, 5, 6].map((at) => segment(at))
        const planned = planInterval(segments, fromMs, fromMs + lengthMs)
        if (!planned.ok) {
          expect(segments.some((one) => one.toMs > fromMs && one.fromMs < fromMs + lengthMs)).toBe(false)
          return
        }
        for (const { segment: one, offset, bytes } of planned.value.pieces) {
          expect(offset).toBeGreaterThanOrEqual(one.initBytes)
          expect(offset + bytes).toBeLessThanOrEqual(one.bytes)
          expect(bytes).toBeGreaterThan(0)
        }
        const starts = planned.value.pieces.map(({ segment: one }) => one.fromMs)
        expect(starts).toEqual([...starts].sort((a, b) => a - b))
      }),
      { seed: 3 },
    )
  })
})

it('neighbours are one span until the picture changes or time is missing', () => {
  const spans = spansOf([segment(0), segment(1), segment(2, { width: 320 }), segment(5, { width: 320, sha256: null })], 2000)
  expect(spans.map(({ fromMs, toMs, isOpen }) => [fromMs / minute, toMs / minute, isOpen])).toEqual([
    [0, 2, false],
    [2, 3, false],
    [5, 6, true],
  ])
})

describe('letting go', () => {
  const closed = (cameraId: string, at: number, bytes: number): Deletable => ({
    id: `${cameraId}${at}`,
    cameraId,
    fromMs: at,
    toMs: at + 1,
    bytes,
  })
  const none = { totalBytes: null, cameraBytes: null, mustFree: 0, oldestMs: null }

  it('takes the oldest first, per camera and in all', () => {
    const all = [closed('a', 1, 10), closed('a', 2, 10), closed('b', 3, 10), closed('a', 4, 10)]
    const ids = (limits: object) => letGo(all, [], { ...none, ...limits }).gone.map(({ id }) => id)
    expect(ids({})).toEqual([])
    expect(ids({ cameraBytes: 20 })).toEqual(['a1'])
    expect(ids({ totalBytes: 20 })).toEqual(['a1', 'a2'])
    expect(ids({ mustFree: 5 })).toEqual(['a1'])
    expect(ids({ oldestMs: 3 })).toEqual(['a1'])
  })

  it('leaves what an alert or a hold keeps, and says what could not be freed', () => {
    const all = [closed('a', 1, 10), closed('a', 2, 10)]
    const kept = [{ cameraId: 'a', fromMs: 0, toMs: 1.5 }]
    expect(letGo(all, kept, { ...none, totalBytes: 5 })).toEqual({ gone: [all[1]], missing: 5 })
    expect(letGo(all, [{ cameraId: 'b', fromMs: 0, toMs: 9 }], { ...none, totalBytes: 5 }).gone).toHaveLength(2)
  })

  it('never takes a kept one, never more than needed, and meets the limits where it can', () => {
    const segments = fc.array(
      fc.record({ cameraId: fc.constantFrom('a', 'b'), at: fc.nat(100), bytes: fc.integer({ min: 1, max: 50 }) }),
      { maxLength: 30 },
    )
    const keeps = fc.array(fc.record({ cameraId: fc.constantFrom('a', 'b'), fromMs: fc.nat(100), toMs: fc.nat(120) }), {
      maxLength: 4,
    })
    fc.assert(
      fc.property(segments, keeps, fc.nat(500), (given, kept, totalBytes) => {
        const all = given.map(({ cameraId, at, bytes }, index) => ({ ...closed(cameraId, at, bytes), id: `${index}` }))
        const { gone, missing } = letGo(all, kept, { ...none, totalBytes })
        const left = all.filter((one) => !gone.includes(one)).reduce((sum, { bytes }) => sum + bytes, 0)
        for (const one of gone)
          expect(kept.some((k) => k.cameraId === one.cameraId && one.toMs > k.fromMs && one.fromMs < k.toMs)).toBe(false)
        expect(missing).toBe(Math.max(0, left - totalBytes))
        const last = gone.at(-1)
        if (last) expect(left + last.bytes).toBeGreaterThan(totalBytes)
      }),
      { seed: 5 },
    )
  })
})
