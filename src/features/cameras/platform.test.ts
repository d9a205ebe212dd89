import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { judgeHealth } from './health.ts'
import type { LocalSet } from './klv/local-set.ts'
import { fixOf, MotionWatch, type PlatformFix, stillForMs } from './platform.ts'

const still: PlatformFix = {
  atMs: 0,
  ownAtMs: 0,
  label: '',
  position: { lat: 20.5, lon: 50.5 },
  altitudeM: 700,
  azimuthTrueDeg: 359.95,
  elevationDeg: -5,
  horizontalFovDeg: 12,
  frameCentre: null,
  footprint: null,
}
const setOf = (values: readonly (readonly [number, number | string | null])[]): LocalSet => ({
  state: 'good',
  values: new Map(values),
})

describe('what a set says', () => {
  test('the lowest value of a field means not known, never zero', () => {
    const fix = fixOf(
      setOf([
        [2, 1e15],
        [13, null],
        [14, 50.5],
        [23, 20.5],
        [24, 50.5],
        [19, null],
      ]),
      7,
    )
    expect(fix).toMatchObject({ position: null, elevationDeg: null, frameCentre: { lat: 20.5, lon: 50.5 }, atMs: 7 })
  })

  test('without a time, or without any place, it says nothing', () => {
    expect(
      fixOf(
        setOf([
          [13, 20],
          [14, 50],
        ]),
        0,
      ),
    ).toBeNull()
    expect(
      fixOf(
        setOf([
          [2, 1e15],
          [5, 90],
        ]),
        0,
      ),
    ).toBeNull()
  })

  test('the direction is heading plus turn, once around', () => {
    expect(
      fixOf(
        setOf([
          [2, 1e15],
          [13, 20],
          [14, 50],
          [5, 271],
          [18, 180],
        ]),
        0,
      )?.azimuthTrueDeg,
    ).toBeCloseTo(91)
  })

  test('full corners go before offsets; corners beyond the horizon are not believed', () => {
    const corners = (lat: number) =>
      [82, 84, 86, 88].flatMap((tag): [number, number][] => [
        [tag, lat],
        [tag + 1, 50.6],
      ])
    const offsets = Array.from({ length: 8 }, (_, at): [number, number] => [26 + at, 0.001])
    const base: [number, number][] = [
      [2, 1e15],
      [23, 20.5],
      [24, 50.5],
    ]
    expect(fixOf(setOf([...base, ...offsets, ...corners(20.6)]), 0)?.footprint?.[0]).toEqual([50.6, 20.6])
    expect(fixOf(setOf([...base, ...offsets, ...corners(60)]), 0)?.footprint?.[0]).toEqual([50.501, 20.501])
    expect(fixOf(setOf(base), 0)?.footprint).toBeNull()
  })
})

describe('standing still', () => {
  const run = (fixes: readonly Partial<PlatformFix>[], everyMs = 500) => {
    const watch = new MotionWatch()
    return fixes.map((fix, at) => watch.push({ ...still, ...fix }, at * everyMs))
  }
  const steady = (count: number, fix: Partial<PlatformFix> = {}) => Array.from({ length: count }, () => fix)

  test('counts after five seconds, and not one sooner', () => {
    expect(run(steady(11)).map((motion) => motion)).toEqual([...steady(10).map(() => 'unknown'), 'still'])
    expect(stillForMs).toBe(5000)
  })

  test('the wander of a receiver on a mast, north across zero, is no movement', () => {
    const wander = fc.array(
      fc.tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.double({ min: -0.09, max: 0.09, noNaN: true })),
      { minLength: 11, maxLength: 40 },
    )
    fc.assert(
      fc.property(wander, (steps) => {
        const told = run(
          steps.map(([metres, degrees]) => ({
            position: { lat: 20.5 + metres / 111_195, lon: 50.5 },
            azimuthTrueDeg: (359.95 + degrees + 360) % 360,
          })),
        )
        expect(told.includes('moving')).toBe(false)
        expect(told.at(-1)).toBe('still')
      }),
    )
  })

  test('slow flight, a slow turn and a zoom are movement, however small each step is', () => {
    const slow = (change: (at: number) => Partial<PlatformFix>) => run(Array.from({ length: 60 }, (_, at) => change(at)))
    expect(slow((at) => ({ position: { lat: 20.5 + at * 1e-5, lon: 50.5 } })).at(-1)).toBe('moving')
    expect(slow((at) => ({ azimuthTrueDeg: at * 0.05 })).at(-1)).toBe('moving')
    expect(slow((at) => ({ elevationDeg: -5 + at * 0.05 })).at(-1)).toBe('moving')
    expect(slow((at) => ({ horizontalFovDeg: 12 - at * 0.05 })).at(-1)).toBe('moving')
    expect(slow((at) => ({ azimuthTrueDeg: null, frameCentre: { lat: 20.5 + at * 1e-4, lon: 50.5 } })).at(-1)).toBe('moving')
  })

  test('after a move it has to stand for five seconds anew; a jump back of the stream is no proof of standing', () => {
    const told = run([...steady(12), ...steady(9, { azimuthTrueDeg: 20 }), ...steady(2, { azimuthTrueDeg: 20 })])
    expect(told[11]).toBe('still')
    expect(told[12]).toBe('moving')
    expect(told[20]).toBe('moving')
    expect(told[22]).toBe('still')
    const watch = new MotionWatch()
    watch.push(still, 60_000)
    expect(watch.push(still, 0)).not.toBe('still')
  })
})

describe('health', () => {
  const stream = {
    startedAtMs: 0,
    lastJudgedAtMs: 1000,
    usualFramesPerSecond: 9,
    framesPerSecond: 9,
    slowSinceMs: null,
    fault: null,
    isRecordingOver: false,
  }

  test('a moving camera watches none of its ground, whatever else is said; a standing one works', () => {
    expect(judgeHealth({ ...stream, platform: { isMoving: true, damagedShare: 0.9 } }, 1000)).toEqual({
      health: 'degraded',
      reason: 'platform-moving',
      facts: { detectShare: 0 },
    })
    expect(judgeHealth({ ...stream, platform: { isMoving: false, damagedShare: 0 } }, 1000).health).toBe('working')
  })

  test('metadata of which too much is damaged is a state of its own', () => {
    expect(judgeHealth({ ...stream, platform: { isMoving: false, damagedShare: 0.5 } }, 1000)).toMatchObject({
      health: 'degraded',
      reason: 'metadata-damaged',
    })
  })
})
