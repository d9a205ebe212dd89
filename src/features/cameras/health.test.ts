import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  detectShareOf,
  gravity,
  isSameHealth,
  isSlow,
  judgeHealth,
  type SceneSeen,
  type StreamState,
  watchShare,
} from './health.ts'

const stream = (overrides: Partial<StreamState> = {}): StreamState => ({
  startedAtMs: 0,
  lastJudgedAtMs: null,
  usualFramesPerSecond: 9,
  framesPerSecond: 9,
  slowSinceMs: null,
  fault: null,
  isRecordingOver: false,
  ...overrides,
})

describe('the health of a camera', () => {
  it.each([
    ['before the first judged frame', stream(), 59_000, 'unknown', null],
    ['silent from the start for a minute', stream(), 61_000, 'down', 'source.silent'],
    ['refused at once', stream({ fault: 'source.refused' }), 1000, 'down', 'source.refused'],
    ['fresh', stream({ lastJudgedAtMs: 100_000 }), 109_000, 'working', null],
    ['no frame for more than ten seconds', stream({ lastJudgedAtMs: 100_000 }), 110_001, 'down', 'source.silent'],
    ['dead worker, not yet ten seconds', stream({ lastJudgedAtMs: 100_000, fault: 'worker-died' }), 105_000, 'working', null],
    ['dead worker', stream({ lastJudgedAtMs: 100_000, fault: 'worker-died' }), 110_001, 'down', 'worker-died'],
    ['slow for a minute', stream({ lastJudgedAtMs: 100_000, slowSinceMs: 39_000 }), 100_000, 'degraded', 'slow'],
    [
      'a recording at its end',
      stream({ lastJudgedAtMs: 100, isRecordingOver: true }),
      900_000,
      'out_of_service',
      'recording-ended',
    ],
  ] as const)('%s', (_when, state, nowMs, health, reason) => {
    expect(judgeHealth(state, nowMs)).toEqual({ health, reason })
  })

  it('is never good on evidence older than ten seconds', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), fc.integer({ min: 10_001, max: 1_000_000 }), (lastJudgedAtMs, age) => {
        expect(judgeHealth(stream({ lastJudgedAtMs }), lastJudgedAtMs + age).health).toBe('down')
      }),
    )
  })

  it('is slow below half of the usual rate, and never where no rate is usual', () => {
    expect([isSlow(4.4, 9), isSlow(4.6, 9), isSlow(0.1, null)]).toEqual([true, false, false])
  })
})

const facts = { contrastShare: 0.2, sharpnessShare: 1, matchShare: 1, lostShare: 0, detectShare: 0.4, movedPx: null }
const fresh = { lastJudgedAtMs: 100_000 }
const scene = (state: SceneSeen['state'], reason: string | null): SceneSeen => ({ state, reason, facts })

describe('the health of a camera whose picture is watched', () => {
  it.each([
    ['covered', stream({ ...fresh, scene: scene('blind', 'covered') }), 'blind', 'covered'],
    ['frozen', stream({ ...fresh, scene: scene('frozen', 'picture-still') }), 'frozen', 'picture-still'],
    ['poor at thermal crossover', stream({ ...fresh, scene: scene('poor', 'contrast') }), 'degraded', 'contrast'],
    ['still learning its scene', stream({ ...fresh, scene: scene('learning', null) }), 'working', null],
    ['more in two frames of three than can be followed', stream({ ...fresh, crowdedShare: 0.66 }), 'degraded', 'crowded'],
    ['a gust that passes', stream({ ...fresh, crowdedShare: 0.3 }), 'working', null],
    ['a machine that judges four pictures of five', stream({ ...fresh, shedShare: 0.2 }), 'degraded', 'shed'],
    ['one frame in ten damaged', stream({ ...fresh, damagedShare: 0.1 }), 'degraded', 'damaged'],
    ['one frame in thirty damaged', stream({ ...fresh, damagedShare: 0.033 }), 'working', null],
    ['three seconds off', stream({ ...fresh, clockOffsetMs: -3000 }), 'degraded', 'clock-off'],
    ['a jump of its stream', stream({ ...fresh, clockJump: { atMs: 60_000, byMs: 5000 } }), 'degraded', 'clock-jumped'],
    ['a jump long ago', stream({ ...fresh, clockJump: { atMs: 30_000, byMs: 5000 } }), 'working', null],
    ['covered and slow', stream({ ...fresh, scene: scene('blind', 'covered'), slowSinceMs: 0 }), 'blind', 'covered'],
    [
      'frozen, and then silent',
      stream({ lastJudgedAtMs: 80_000, scene: scene('frozen', 'clock-still') }),
      'down',
      'source.silent',
    ],
  ] as const)('%s', (_when, state, health, reason) => {
    expect(judgeHealth(state, 100_000)).toMatchObject({ health, reason })
  })

  it('says the figures with a poor picture, and the range that is left', () => {
    const poor = judgeHealth(stream({ ...fresh, scene: scene('poor', 'contrast') }), 100_000)
    expect(poor.facts).toEqual(facts)
    expect(
      [
        poor,
        judgeHealth(stream(fresh), 100_000),
        { health: 'down', reason: null } as const,
        { health: 'unknown', reason: null } as const,
      ].map(detectShareOf),
    ).toEqual([0.4, 1, 0, null])
  })

  it('whatever is so, exactly one health is said, and one more fault never makes it better', () => {
    const states = fc.constantFrom<SceneSeen['state']>('learning', 'good', 'poor', 'blind', 'frozen')
    const any = fc.record({
      lastJudgedAtMs: fc.integer({ min: 0, max: 100_000 }),
      slowSinceMs: fc.option(fc.integer({ min: 0, max: 100_000 })),
      damagedShare: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
      clockOffsetMs: fc.option(fc.integer({ min: -9000, max: 9000 })),
      scene: states.map((state) => scene(state, state === 'good' || state === 'learning' ? null : 'contrast')),
    })
    fc.assert(
      fc.property(any, fc.integer({ min: 100_000, max: 120_000 }), states, (state, nowMs, next) => {
        const before = judgeHealth(stream(state), nowMs)
        const order = ['learning', 'good', 'poor', 'blind', 'frozen']
        if (order.indexOf(next) < order.indexOf(state.scene.state)) return
        const after = judgeHealth(
          stream({ ...state, scene: scene(next, next === 'good' || next === 'learning' ? null : 'contrast') }),
          nowMs,
        )
        expect(gravity.indexOf(after.health)).toBeLessThanOrEqual(gravity.indexOf(before.health))
        expect(gravity).toContain(before.health)
      }),
    )
  })

  it('counts damage over a minute, through a worker that counts anew', () => {
    const damage = watchShare()
    let share: number | null = null
    for (let second = 0; second <= 90; second++)
      share = damage.note(second * 1000, second * 9, second < 30 ? 0 : (second - 30) * 0.9)
    expect(share).toBeCloseTo(0.1, 2)
    expect(damage.note(91_000, 9, 0)).toBeNull()
  })
})

it('a fog that thickens within one state is said anew, a flicker of it is not', () => {
  const poor = (detectShare: number) => ({ health: 'degraded' as const, reason: 'contrast', facts: { detectShare } })
  expect(isSameHealth(poor(0.6), poor(0.55))).toBe(true)
  expect(isSameHealth(poor(0.6), poor(0.45))).toBe(false)
  expect(isSameHealth(poor(0.6), { ...poor(0.6), reason: 'obscured' })).toBe(false)
})
