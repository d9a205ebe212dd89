import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSlow, judgeHealth, type StreamState } from './health.ts'

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
