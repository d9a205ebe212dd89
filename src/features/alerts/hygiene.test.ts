/** The figures of OPS 5 against nights worked out by hand: the night is the table, and the sum stands beside each number. */
import { describe, expect, it } from 'vitest'
import {
  binMs,
  floodsOf,
  type HygieneAlert,
  type HygieneInput,
  hygieneOf,
  percentileOf,
  percentiles,
  type Sounding,
} from './hygiene.ts'

const dusk = Date.UTC(2027, 1, 21, 15, 0, 0)
const minute = 60_000
const at = (minutes: number, seconds = 0) => dusk + minutes * minute + seconds * 1000

function anAlert(overrides: Partial<HygieneAlert>): HygieneAlert {
  return {
    raisedMs: dusk,
    clearedMs: null,
    priority: 'P2',
    source: 'approach C01',
    frameMs: null,
    shownMs: null,
    takenMs: null,
    closedMs: null,
    closedAs: null,
    cause: null,
    escalations: 0,
    cameras: [],
    outpost: 'O2',
    ...overrides,
  }
}

function aNight(minutes: number, overrides: Partial<HygieneInput>): HygieneInput {
  return {
    fromMs: dusk,
    toMs: at(minutes),
    nowMs: at(minutes),
    soundings: [],
    alerts: [],
    staffed: [{ fromMs: dusk, toMs: at(minutes) }],
    cameras: [],
    shelves: [],
    walks: null,
    ...overrides,
  }
}

describe('a calm hour', () => {
  /*
   * min | prio | source       | shown | taken | closed            | camera
   *   1 | P2   | approach C01 | +1 s  | +31 s | min 11, nuisance  | C01
   *  12 | P1   | crossing C01 | +1 s  | +50 s | min 30, real      | C01
   *  13 | P3   | poor C02     | +2 s  | +2.5 s| min 14, undeterm. | C02
   *  40 | P2   | approach C02 | –     | –     | –                 | C02
   * On watch for the whole hour: 6 bins of 10 min.
   */
  const night = aNight(60, {
    soundings: [
      { atMs: at(1), priority: 'P2', source: 'approach C01' },
      { atMs: at(12), priority: 'P1', source: 'crossing C01' },
      { atMs: at(13), priority: 'P3', source: 'poor C02' },
      { atMs: at(40), priority: 'P2', source: 'approach C02' },
    ],
    alerts: [
      anAlert({
        raisedMs: at(1),
        shownMs: at(1, 1),
        takenMs: at(1, 31),
        closedMs: at(11),
        closedAs: 'nuisance',
        cause: 'nuisance.animal',
        cameras: ['c1'],
      }),
      anAlert({
        raisedMs: at(12),
        priority: 'P1',
        source: 'crossing C01',
        shownMs: at(12, 1),
        takenMs: at(12, 50),
        closedMs: at(30),
        closedAs: 'real',
        cause: 'real.crossing',
        cameras: ['c1'],
      }),
      anAlert({
        raisedMs: at(13),
        priority: 'P3',
        source: 'poor C02',
        shownMs: at(13, 2),
        takenMs: at(13, 2.5),
        closedMs: at(14),
        closedAs: 'undetermined',
        cause: 'undetermined',
        cameras: ['c2'],
      }),
      anAlert({ raisedMs: at(40), source: 'approach C02', cameras: ['c2'] }),
    ],
    cameras: [
      { id: 'c1', code: 'C01', nights: 0.5, watchedS: 3600, outS: 0, unknownS: 0 },
      { id: 'c2', code: 'C02', nights: 0.25, watchedS: 1800, outS: 900, unknownS: 300 },
    ],
  })
  const told = hygieneOf(night)

  it('4 sounds in 6 staffed bins are 4 ÷ 6, and no bin is a flood', () => {
    expect(told.bins).toEqual({ staffed: 6, all: 6 })
    expect(told.rate).toEqual({ perBin: 4 / 6, sounds: 4, unstaffed: 0, counts: [1, 2, 0, 0, 1, 0] })
    expect(told.flood).toEqual({ share: 0, bins: 0, floods: [] })
    expect(told.mix).toEqual({ P1: 1, P2: 2, P3: 1 })
    expect(told.chattering).toEqual([])
  })

  it('1 real and 1 nuisance are one half, the undetermined apart; 1 nuisance in half a night of C01 is 2 a night', () => {
    expect(told.precision).toMatchObject({ share: 1 / 2, real: 1, nuisance: 1, undetermined: 1, open: 1 })
    expect(told.precision.causes.map(({ cause }) => cause)).toEqual(['nuisance.animal', 'real.crossing', 'undetermined'])
    expect(told.nuisance).toEqual([
      { code: 'C01', closes: 1, nights: 0.5, perNight: 2 },
      { code: 'C02', closes: 0, nights: 0.25, perNight: 0 },
    ])
  })

  it('both cameras were to see 3600 + (3600 − 900) s and saw 3600 + 1800 s', () => {
    expect(told.watched).toEqual({ share: 5400 / 6300, scheduledS: 6300, unknownS: 300 })
  })

  it('P1 in 50 of 60 s is in time; of two P2 one was taken and one waits for 20 of 3 min: one half; too few for percentiles', () => {
    expect(told.taken.P1).toMatchObject({ n: 1, inTime: 1, p50Ms: null, p95Ms: null })
    expect(told.taken.P2).toMatchObject({ n: 1, unknown: 1, inTime: 1 / 2 })
    expect(told.taken.P3).toMatchObject({ n: 1, inTime: 1 })
  })

  it('of three that were shown and taken one was taken half a second after it was shown', () => {
    expect(told.blindClicks).toEqual([{ outpost: 'O2', n: 1, of: 3, share: 1 / 3 }])
  })

  it('one that has just been raised is neither in time nor late', () => {
    expect(hygieneOf({ ...night, nowMs: at(41) }).taken.P2.inTime).toBe(1)
  })
})

describe('a night of wind', () => {
  /*
   * bin    0  1   2   3  4  5  6   7  8  9 10 11…15 16 17
   * sounds 2  3  11  12  6  4  2  11  5  5  4  0     0  0
   * On watch from bin 1 to the end of bin 15: 15 bins.
   * First flood: begins in bin 2 (11 > 10), goes on through bin 4 (6 ≥ 5), ends before bin 5 (4 < 5): 30 min, peak 12, 29 sounds.
   * Second: bin 7 (11), 8 and 9 (5 is not below 5), ends before bin 10 (4): 30 min, peak 11, 21 sounds.
   */
  const bins = [2, 3, 11, 12, 6, 4, 2, 11, 5, 5, 4, 0, 0, 0, 0, 0, 0, 0]
  let k = 0
  // Twelve bushes take turns, 45 s apart: none is heard again within a minute of itself.
  const soundings: Sounding[] = bins.flatMap((count, bin) =>
    Array.from({ length: count }, (_, n) => ({
      atMs: at(bin * 10, n * 45),
      priority: 'P2' as const,
      source: `bush ${k++ % 12}`,
    })),
  )
  const told = hygieneOf(aNight(180, { soundings, staffed: [{ fromMs: at(10), toMs: at(160) }] }))

  it('63 sounds in 15 staffed bins are 4.2 a bin; the 2 before anybody was on watch are told apart', () => {
    expect(told.bins).toEqual({ staffed: 15, all: 18 })
    expect(told.rate).toMatchObject({ perBin: 63 / 15, sounds: 63, unstaffed: 2 })
  })

  it('3 bins of 15 had more than ten; two floods of half an hour', () => {
    expect(told.flood.share).toBe(3 / 15)
    expect(told.flood.floods).toEqual([
      { fromMs: at(20), toMs: at(50), peak: 12, sounds: 29 },
      { fromMs: at(70), toMs: at(100), peak: 11, sounds: 21 },
    ])
  })

  it('65 sounds of 12 bushes: five of them 6 times, seven 5 times; the ten busiest have 5 × 6 + 5 × 5 = 55', () => {
    expect(told.top.share).toBe(55 / 65)
    expect(told.top.sources.map(({ n }) => n)).toEqual([6, 6, 6, 6, 6, 5, 5, 5, 5, 5])
  })

  it('a flood that has not ended lasts to the last bin; ten is none', () => {
    expect(floodsOf([10, 10, 10], 0)).toEqual([])
    expect(floodsOf([0, 40, 9], 0)).toEqual([{ fromMs: binMs, toMs: 3 * binMs, peak: 40, sounds: 49 }])
  })
})

describe('a long night of many hands', () => {
  /*
   * 24 alerts, shown 0.1, 0.2 … 2.4 s after their frame and taken 3, 4 … 26 s after they were shown, raised with their frame;
   * 3 more whose showing nobody proved. 24 values: P50 is the 12th, P95 the ⌈22.8⌉ = 23rd.
   */
  const alerts = Array.from({ length: 27 }, (_, n) => {
    const raisedMs = at(n)
    const shownMs = n < 24 ? raisedMs + (n + 1) * 100 : null
    const takenMs = n < 24 ? raisedMs + (n + 1) * 100 + (n + 3) * 1000 : raisedMs + 70_000
    return anAlert({ raisedMs, frameMs: raisedMs, shownMs, takenMs, priority: 'P1', escalations: n < 24 ? 0 : 1 })
  })
  const told = hygieneOf(
    aNight(60, {
      alerts,
      shelves: [
        // 10 of its 30 min lie before the night.
        { fromMs: at(-10), toMs: at(20), renewals: 2, hasUntil: true },
        // Still on: 30 min so far.
        { fromMs: at(30), toMs: null, renewals: 0, hasUntil: false },
      ],
      walks: { staged: 8, missed: 1 },
    }),
  )

  it('hops: 12th and 23rd of 24, and three that are not known', () => {
    expect(told.hops.system).toEqual({ n: 24, unknown: 3, p50Ms: 1200, p95Ms: 2300 })
    expect(told.hops.people).toEqual({ n: 24, unknown: 3, p50Ms: 14_000, p95Ms: 25_000 })
    expect(told.hops.closing).toEqual({ n: 0, unknown: 27, p50Ms: null, p95Ms: null })
  })

  it('24 of 27 P1 were taken within 60 s; three were passed up', () => {
    expect(told.taken.P1).toMatchObject({ n: 27, inTime: 24 / 27, escalations: 3 })
    expect(told.taken.P2).toEqual({ n: 0, unknown: 0, p50Ms: null, p95Ms: null, inTime: null, escalations: 0 })
  })

  it('20 and 30 min were shelved, renewed twice, one without an end; 1 of 8 walks was missed', () => {
    expect(told.shelving).toEqual({ minutes: 50, renewals: 2, withoutEnd: 1, n: 2 })
    expect(told.missed).toEqual({ share: 1 / 8, staged: 8 })
  })

  it('without alerts, cameras, walks or a watch nothing is zero: it is not known', () => {
    const none = hygieneOf(aNight(60, { staffed: [] }))
    expect(none.rate.perBin).toBeNull()
    expect(none.flood.share).toBeNull()
    expect(none.top.share).toBeNull()
    expect(none.precision.share).toBeNull()
    expect(none.missed.share).toBeNull()
    expect(none.watched.share).toBeNull()
    expect(none.stale.share).toBeNull()
  })
})

describe('each by itself', () => {
  it('a source that is heard three times in a minute chatters; twice, or in 61 s, it does not', () => {
    const three = (seconds: number): Sounding[] =>
      [0, 20, seconds].map((second) => ({ atMs: at(0, second), priority: 'P2', source: `${seconds}` }))
    const soundings = [...three(60), ...three(61), ...three(30).slice(0, 2)]
    expect(hygieneOf(aNight(10, { soundings })).chattering).toEqual(['60'])
  })

  it('an alert that was active for more than a day is stale, whether or not it has ended since', () => {
    const hour = 60
    const alerts = [
      anAlert({ clearedMs: at(23 * hour) }),
      anAlert({ clearedMs: at(25 * hour) }),
      anAlert({}),
      anAlert({ closedMs: at(2 * hour) }),
    ]
    expect(hygieneOf(aNight(30 * hour, { alerts })).stale).toEqual({ n: 2, share: 2 / 4 })
  })

  it('a percentile is the value of nearest rank and never a mean; nineteen values are too few', () => {
    expect([percentileOf([], 0.5), percentileOf([7], 0.95), percentileOf([1, 100], 0.5)]).toEqual([null, 7, 1])
    const values = (count: number) => Array.from({ length: count }, (_, n) => n)
    expect(percentiles(values(19))).toEqual({ n: 19, unknown: 0, p50Ms: null, p95Ms: null })
    expect(percentiles([...values(20), null])).toEqual({ n: 20, unknown: 1, p50Ms: 9, p95Ms: 18 })
  })

  it('a clock that says it was shown before its frame leaves the way not known', () => {
    expect(hygieneOf(aNight(10, { alerts: [anAlert({ frameMs: at(1), shownMs: at(0) })] })).hops.system).toMatchObject({
      n: 0,
      unknown: 1,
    })
  })
})
