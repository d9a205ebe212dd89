import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bearingDifferenceDeg, pointAt } from '../../base/geo.ts'
import type { Pose } from './contract.ts'
import { aPose } from './pose.testing.ts'
import { isInPicture, project, ray, worldPoint } from './pose.ts'
import { fitPose, type PointPair } from './pose-fit.ts'

const size = { width: 640, height: 512 }
const direction = { roll: false, field: false, height: false }

/** Standard normal deviates that are the same on every run. */
function deviates(seed: number): () => number {
  let state = seed >>> 0 || 1
  const uniform = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state + 0.5) / 4294967296
  }
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
}

/** Things on the ground at these shares of the picture's width and at these ranges, as a perfect hand marks them. */
function marked(pose: Pose, at: readonly (readonly [number, number])[]): PointPair[] {
  return at.flatMap(([share, rangeM]) => {
    const sight = ray(pose, size, { x: share * size.width, y: size.height / 2 })
    if (sight === null) return []
    const position = pointAt(pose.position, sight.bearingTrueDeg, rangeM)
    const pixel = project(pose, size, worldPoint(pose, position))
    return pixel !== null && isInPicture(size, pixel) ? [{ pixel, position }] : []
  })
}

const truePose: fc.Arbitrary<Pose> = fc
  .record({
    heightM: fc.double({ min: 8, max: 40, noNaN: true }),
    azimuthTrueDeg: fc.double({ min: 0, max: 359.99, noNaN: true }),
    pitchDeg: fc.double({ min: -6, max: -0.5, noNaN: true }),
    horizontalFovDeg: fc.double({ min: 12, max: 60, noNaN: true }),
    radialK1: fc.double({ min: -0.1, max: 0.1, noNaN: true }),
  })
  .map((some) => aPose(some))

const places = [
  [0.12, 900],
  [0.35, 420],
  [0.6, 1500],
  [0.88, 700],
  [0.5, 260],
] as const

describe('a pose from matched points', () => {
  test('perfect marks give the very direction, from any compass bearing to start with', () => {
    fc.assert(
      fc.property(truePose, fc.double({ min: 0, max: 359, noNaN: true }), (truth, wrong) => {
        const pairs = marked(truth, places)
        fc.pre(pairs.length >= 2)
        const found = fitPose({ ...truth, azimuthTrueDeg: wrong, pitchDeg: 0 }, size, pairs, direction)
        expect(found.ok).toBe(true)
        if (!found.ok) return
        expect(Math.abs(bearingDifferenceDeg(found.value.pose.azimuthTrueDeg, truth.azimuthTrueDeg))).toBeLessThan(1e-4)
        expect(found.value.pose.pitchDeg).toBeCloseTo(truth.pitchDeg, 4)
        expect(found.value.rmsDeg).toBeLessThan(1e-4)
        expect(found.value.without).toBeNull()
      }),
      { seed: 31, numRuns: 300 },
    )
  })

  test('roll, field of view and height come out where enough points hold them', () => {
    fc.assert(
      fc.property(
        truePose,
        fc.double({ min: -6, max: 6, noNaN: true }),
        fc.double({ min: -0.15, max: 0.15, noNaN: true }),
        (some, rollDeg, wrongField) => {
          const truth = { ...some, rollDeg }
          const pairs = marked(truth, places)
          fc.pre(pairs.length === 5)
          const start = { ...truth, rollDeg: 0, horizontalFovDeg: truth.horizontalFovDeg * (1 + wrongField), azimuthTrueDeg: 0 }
          const found = fitPose(start, size, pairs, { roll: true, field: true, height: false })
          if (!found.ok) throw new Error(JSON.stringify(found.refusal))
          expect(found.value.pose.rollDeg).toBeCloseTo(rollDeg, 3)
          expect(found.value.pose.horizontalFovDeg).toBeCloseTo(truth.horizontalFovDeg, 2)
        },
      ),
      { seed: 32, numRuns: 200 },
    )
    const truth = aPose({ heightM: 30, pitchDeg: -6, horizontalFovDeg: 40 })
    const pairs = marked(truth, [
      [0.1, 120],
      [0.9, 180],
      [0.4, 600],
      [0.7, 1500],
      [0.5, 250],
    ])
    const found = fitPose({ ...truth, heightM: 22 }, size, pairs, { ...direction, height: true })
    expect(found).toMatchObject({ ok: true, value: { pose: { heightM: expect.closeTo(30, 2) } } })
  })

  test('with the marks of a human hand the truth lies within the errors that are said', () => {
    // 400 set-ups with 1.5 px in the picture and 4 m on the map: 95 % of truths must lie within about two of the said errors.
    const normal = deviates(5)
    let [within, all] = [0, 0]
    for (let run = 0; run < 400; run += 1) {
      const truth = aPose({
        azimuthTrueDeg: (run * 37) % 360,
        pitchDeg: -1 - (run % 5),
        heightM: 10 + (run % 20),
        horizontalFovDeg: 20 + (run % 30),
      })
      const pairs = marked(truth, places).map((pair) => ({
        pixel: { x: pair.pixel.x + 1.5 * normal(), y: pair.pixel.y + 1.5 * normal() },
        position: pointAt(pointAt(pair.position, 90, 4 * normal()), 0, 4 * normal()),
        upM: normal(),
      }))
      if (pairs.length < 2) continue
      const found = fitPose(
        { ...truth, azimuthTrueDeg: 0, pitchDeg: 0 },
        size,
        pairs.map(({ pixel, position }) => ({ pixel, position })),
        direction,
      )
      if (!found.ok) throw new Error(JSON.stringify(found.refusal))
      const { pose } = found.value
      all += 2
      within += Math.abs(bearingDifferenceDeg(pose.azimuthTrueDeg, truth.azimuthTrueDeg)) < 2 * pose.errors.azimuthDeg ? 1 : 0
      within += Math.abs(pose.pitchDeg - truth.pitchDeg) < 2 * pose.errors.pitchDeg ? 1 : 0
    }
    expect(all).toBeGreaterThan(600)
    expect(within / all).toBeGreaterThan(0.9)
    expect(within / all).toBeLessThan(0.995)
  })

  test('the one wrong point is named, and without it the rest agrees', () => {
    const truth = aPose({ horizontalFovDeg: 46, pitchDeg: -2 })
    const pairs = marked(truth, places)
    const wrong = pairs.map((pair, at) => (at === 3 ? { ...pair, position: pointAt(pair.position, 45, 60) } : pair))
    const found = fitPose({ ...truth, azimuthTrueDeg: 200 }, size, wrong, direction)
    expect(found).toMatchObject({ ok: true, value: { without: { index: 3 } } })
    if (!found.ok) return
    expect(found.value.residuals[3]?.isSuspicious).toBe(true)
    expect(found.value.without?.rmsDeg).toBeLessThan(found.value.rmsDeg / 10)
    // Points that disagree make the direction less certain.
    const good = fitPose(truth, size, pairs, direction)
    expect(good.ok && good.value.pose.errors.azimuthDeg < found.value.pose.errors.azimuthDeg).toBe(true)
  })

  test('a residual in metres is its angle at the range of the point', () => {
    const truth = aPose({ horizontalFovDeg: 40 })
    const pairs = marked(truth, places)
    const off = pairs.map((pair, at) => (at === 0 ? { ...pair, pixel: { ...pair.pixel, x: pair.pixel.x + 30 } } : pair))
    const found = fitPose(truth, size, off, direction)
    if (!found.ok) throw new Error(found.refusal.code)
    for (const { deg, metres, rangeM } of found.value.residuals)
      expect(metres).toBeCloseTo(Math.hypot(rangeM, truth.heightM) * Math.tan((deg * Math.PI) / 180), 6)
  })

  test.each([
    ['one point', marked(aPose(), [[0.5, 400]]), direction, 'pose-fit.too-few'],
    [
      'two points and the roll',
      marked(aPose(), [
        [0.2, 400],
        [0.8, 700],
      ]),
      { ...direction, roll: true },
      'pose-fit.too-few',
    ],
    ['three points and the height', marked(aPose(), places.slice(0, 3)), { ...direction, height: true }, 'pose-fit.too-few'],
    [
      'three marks on one spot hold no roll',
      marked(aPose(), [
        [0.5, 400],
        [0.5, 400],
        [0.5, 400],
      ]),
      { roll: true, field: false, height: false },
      'pose-fit.geometry',
    ],
    [
      'far points on one level hold no height',
      marked(aPose({ horizontalFovDeg: 40 }), [
        [0.1, 2000],
        [0.4, 2000],
        [0.6, 2000],
        [0.9, 2000],
      ]),
      { ...direction, height: true },
      'pose-fit.geometry',
    ],
  ] as const)('%s', (_, pairs, free, code) => {
    expect(fitPose(aPose({ horizontalFovDeg: 40 }), size, pairs, free)).toMatchObject({ ok: false, refusal: { code } })
  })

  test('a point on the mast itself is refused by its number', () => {
    const [first] = marked(aPose(), [[0.5, 400]])
    const pairs = [first as PointPair, { pixel: { x: 1, y: 1 }, position: pointAt(aPose().position, 0, 2) }]
    expect(fitPose(aPose(), size, pairs, direction)).toMatchObject({
      ok: false,
      refusal: { code: 'pose-fit.at-mast', facts: { point: 2 } },
    })
  })
})
