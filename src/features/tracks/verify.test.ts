import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aPose } from '../cameras/pose.testing.ts'
import { project } from '../cameras/pose.ts'
import { trackClasses } from '../detection/contract.ts'
import { type Measures, measureTrack } from './measures.ts'
import { isShapeTold, verdictView, verify } from './verify.ts'

const size = { width: 640, height: 512 }
const pose = aPose({ heightM: 15, azimuthTrueDeg: 0, pitchDeg: -3, errors: { azimuthDeg: 0.2, pitchDeg: 0.05, heightM: 0.3 } })
const picture = { person: 0.25, vehicle: 0.03, animal: 0.07, other: 0.05, unknown: 0.6 }

const walker: Measures = {
  heightM: 1.7,
  widthPerHeight: 0.4,
  speedMs: 1.2,
  speedSpread: 0.02,
  straightness: 0.95,
  rhythm: 0.8,
  rhythmHz: 1.7,
  contrastSpread: 0.05,
  intervalM: { least: 1.5, most: 1.9 },
  boxPx: 20,
  sightings: 40,
}
const far: Measures = { ...walker, boxPx: 7, widthPerHeight: 1, rhythm: 0.1 }

/** A body of this height and width, metres, walking across at 300 m, at 9 pictures a second. `swing`: of its width, `hz` a second. */
function measured(heightM: number, widthM: number, speedMs: number, swing = 0, hz = 1.7, seconds = 5): Measures {
  const measuring = measureTrack(pose, size)
  for (let n = 0; n < seconds * 9; n++) {
    const tMs = (n * 1000) / 9
    const eastM = (speedMs * (tMs - seconds * 500)) / 1000
    const foot = project(pose, size, { eastM, northM: 300, upM: 0 })
    const crown = project(pose, size, { eastM, northM: 300, upM: heightM })
    if (!foot || !crown) throw new Error('not in the picture')
    const height = foot.y - crown.y
    const width = (height / heightM) * widthM * (1 + swing * Math.sin((2 * Math.PI * hz * tMs) / 1000))
    measuring.see({ box: [foot.x - width / 2, crown.y, width, height], tMs, peakSigma: 12 })
  }
  return measuring.now
}

const likeliest = (measures: Measures) =>
  Object.entries(verify(picture, measures).classProbabilities).sort(([, a], [, b]) => b - a)[0]

describe('what is measured of a body', () => {
  it('its height, its speed and its straight way are those that it has', () => {
    const { heightM, speedMs, straightness, intervalM } = measured(1.7, 0.6, 1.2)
    expect(heightM).toBeCloseTo(1.7, 1)
    expect(speedMs).toBeCloseTo(1.2, 1)
    expect(straightness).toBeGreaterThan(0.98)
    expect(intervalM?.least).toBeLessThan(1.7)
    expect(intervalM?.most).toBeGreaterThan(1.7)
  })

  it.each([1.2, 1.7, 2.4])('a rhythm of %f a second is found, and one that is not there is not', (hz) => {
    const stepping = measured(1.7, 0.6, 1.2, 0.3, hz)
    expect(stepping.rhythm).toBeGreaterThan(0.8)
    expect(stepping.rhythmHz).toBeCloseTo(hz, 0)
    expect(Math.abs((stepping.rhythmHz ?? 0) - hz)).toBeLessThan(0.15)
    expect(measured(1.7, 0.6, 1.2).rhythm ?? 0).toBeLessThan(0.3)
  })

  it('a faster rhythm than half the rate of pictures is not told as a slower one', () => {
    const measuring = measureTrack(pose, size)
    // Three a second at two pictures a second: all that is seen of it would be a lie.
    for (let n = 0; n < 30; n++)
      measuring.see({ box: [100, 300, 6 + 2 * Math.sin(n * 3 * Math.PI), 20], tMs: n * 500, peakSigma: 9 })
    expect(measuring.now.rhythm ?? 0).toBe(0)
  })

  it('holds a bounded number of numbers, and without a pose says nothing of metres', () => {
    const measuring = measureTrack(null, size)
    for (let n = 0; n < 5000; n++) measuring.see({ box: [n / 10, 9, 8, 20], tMs: n * 111, peakSigma: 9 })
    expect(measuring.now).toMatchObject({ heightM: null, speedMs: null, straightness: null, intervalM: null, sightings: 64 })
  })
})

describe('what a mover is', () => {
  it.each([
    ['a walker', walker, 'person'],
    ['a walker who was measured', measured(1.7, 0.65, 1.2, 0.3), 'person'],
    ['a goat', { ...walker, heightM: 0.7, intervalM: { least: 0.6, most: 0.8 }, widthPerHeight: 1.3, rhythm: 0.2 }, 'animal'],
    ['a car', { ...walker, widthPerHeight: 2.6, speedMs: 9, rhythm: 0.1 }, 'vehicle'],
  ] as const)('%s', (_what, measures, expected) => {
    expect(likeliest(measures)?.[0]).toBe(expected)
    expect(likeliest(measures)?.[1]).toBeGreaterThan(0.5)
  })

  it('beyond the range where shape says anything the class stays unknown, and the words say its size', () => {
    const verdict = verify(picture, far)
    expect(verdict.sized).toBe('person')
    expect(verdict.classProbabilities.unknown).toBeGreaterThan(0.5)
    expect(verify(picture, { ...far, intervalM: { least: 0.5, most: 4 } }).sized).toBeNull()
    expect(verify(picture, walker).sized).toBeNull()
  })

  it('far away only size and speed are heard: no shape and no rhythm changes what is said', () => {
    const heard = (measures: Measures) => verify(picture, measures)
    expect(heard({ ...far, widthPerHeight: 3, rhythm: 1, straightness: 0, contrastSpread: 1 })).toEqual(heard(far))
  })

  it('without geometry what the picture said stays, and no reason is given', () => {
    const verdict = verify(picture, { ...walker, heightM: null, intervalM: null })
    expect(verdict).toEqual({ classProbabilities: picture, sized: null, words: [] })
    expect(verdictView(verdict, walker)).toBeUndefined()
  })

  it('a crawling person is not said to be surely an animal', () => {
    const crawling = {
      ...walker,
      heightM: 0.45,
      intervalM: { least: 0.4, most: 0.5 },
      widthPerHeight: 2.6,
      speedMs: 0.3,
      rhythm: 0.2,
    }
    expect(verify(picture, crawling).classProbabilities.animal).toBeLessThan(0.95)
  })

  const anyMeasures: fc.Arbitrary<Measures> = fc
    .record({
      heightM: fc.double({ min: 0.01, max: 40, noNaN: true }),
      wide: fc.double({ min: 1, max: 6, noNaN: true }),
      widthPerHeight: fc.option(fc.double({ min: 0.02, max: 50, noNaN: true })),
      speedMs: fc.option(fc.double({ min: 0, max: 400, noNaN: true })),
      speedSpread: fc.option(fc.double({ min: 0, max: 50, noNaN: true })),
      straightness: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      rhythm: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      contrastSpread: fc.option(fc.double({ min: 0, max: 30, noNaN: true })),
      boxPx: fc.double({ min: 1, max: 400, noNaN: true }),
      sightings: fc.integer({ min: 1, max: 64 }),
    })
    .map(({ wide, ...rest }) => ({
      ...rest,
      rhythmHz: 1.5,
      intervalM: { least: rest.heightM / wide, most: rest.heightM * wide },
    }))

  it('whatever is measured, the shares sum to one, none is certain, and a class is said only where shape is told', () => {
    fc.assert(
      fc.property(anyMeasures, (measures) => {
        const { classProbabilities, sized } = verify(picture, measures)
        const shares = trackClasses.map((name) => classProbabilities[name])
        expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 6)
        for (const share of shares) {
          expect(share).toBeGreaterThanOrEqual(0)
          expect(share).toBeLessThanOrEqual(0.97)
        }
        const isSaid = trackClasses.some((name) => name !== 'unknown' && classProbabilities[name] > 0.5)
        if (isSaid) expect(isShapeTold(measures)).toBe(true)
        if (sized !== null) expect(isShapeTold(measures)).toBe(false)
      }),
    )
  })
})
