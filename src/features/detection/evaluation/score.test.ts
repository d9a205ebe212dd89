import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Fault } from '../../../base/outcome.ts'
import type { Box } from '../contract.ts'
import { poissonBounds, shareBounds } from './bounds.ts'
import { readDetections, readTruth } from './read.ts'
import { htmlReport } from './report.ts'
import { type DetectedBox, scoreClip, type Truth, totalsOf } from './score.ts'

const judge = '../shared/tools/score_detections.mjs'
const recordings = '../shared/thermal'

const boxes = (from: number, to: number, at: (frame: number) => Box) =>
  Object.fromEntries(Array.from({ length: to - from + 1 }, (_, i) => [String(from + i), at(from + i)]))

const truth: Truth = {
  clip: 'a',
  w: 160,
  h: 120,
  fps: 10,
  frames: 60,
  events: [
    { id: '1', class: 'person', first_frame: 10, last_frame: 40, boxes: boxes(10, 40, (frame) => [frame, 20, 6, 6]) },
    {
      id: '2',
      class: 'bird',
      required: false,
      first_frame: 50,
      last_frame: 55,
      boxes: { 50: [50, 90, 4, 4], 55: [50, 90, 4, 4] },
    },
  ],
  ignore: [{ box: [140, 0, 20, 20], first_frame: 0, last_frame: 59 }],
}
const line = (frame: number, track: string, box: Box, confirmed = true): DetectedBox => ({ frame, track, box, confirmed })
const run = (from: number, to: number, track: string, at: (frame: number) => Box, confirmed = true) =>
  Array.from({ length: to - from + 1 }, (_, i) => line(from + i, track, at(from + i), confirmed))

describe('a score', () => {
  it('finds, dates, counts boxes, changes of name and false tracks', () => {
    const score = scoreClip(truth, [
      ...run(15, 29, 'A', (frame) => [frame + 1, 20, 6, 6]),
      ...run(30, 40, 'B', (frame) => [frame, 21, 6, 6]),
      ...run(5, 12, 'X', () => [5, 100, 5, 5]),
      ...run(5, 12, 'U', () => [90, 5, 5, 5], false),
      ...run(50, 55, 'bird', () => [50, 90, 4, 4]),
      ...run(20, 30, 'lamp', () => [148, 6, 6, 6]),
    ])
    expect(score.events[0]).toMatchObject({ isFound: true, delayS: 0.5, boxes: 31, boxesHit: 26, identityChanges: 1 })
    expect(score.falseTracks).toEqual(['X'])
    expect(totalsOf([score])).toMatchObject({ events: 1, found: 1, falseTracks: { count: 1, perMinute: 10 } })
  })

  it('takes two hits of a track for nothing, and of two tracks for nothing either', () => {
    const two = scoreClip(
      truth,
      run(15, 16, 'A', (frame) => [frame, 20, 6, 6]),
    )
    expect(two.events[0]?.isFound).toBe(false)
    const split = scoreClip(truth, [
      ...run(15, 16, 'A', (frame) => [frame, 20, 6, 6]),
      ...run(17, 18, 'B', (frame) => [frame, 20, 6, 6]),
    ])
    expect(split.events[0]?.isFound).toBe(false)
  })

  it('has exact bounds', () => {
    expect(shareBounds(7, 7)[0]).toBeCloseTo(0.59038, 4)
    expect(shareBounds(5, 20)[0]).toBeCloseTo(0.08657, 4)
    expect(poissonBounds(0)[1]).toBeCloseTo(3.68888, 3)
    expect(poissonBounds(10)[0]).toBeCloseTo(4.79539, 3)
    expect(poissonBounds(10)[1]).toBeCloseTo(18.39036, 3)
  })

  it('agrees with the judge beside the project on real truths and any detections', async () => {
    if (!existsSync(judge) || !existsSync(recordings)) {
      console.log(`${judge} or ${recordings} absent: the score is checked by hand-worked cases alone`)
      return
    }
    const { scoreClip: judged } = (await import(join(process.cwd(), judge))) as {
      scoreClip(
        truth: unknown,
        lines: readonly DetectedBox[],
        minHits: number,
      ): {
        falseIds: string[]
        events: { found: boolean; delay: number | null; boxes: number; boxesHit: number; idChanges: number }[]
      }
    }
    const truths = readdirSync(recordings).flatMap((clip) => {
      const file = join(recordings, clip, `${clip}.truth.json`)
      return existsSync(file) ? [readTruth(readFileSync(file, 'utf8'), file)] : []
    })
    const anyTracks = fc.array(
      fc.record({
        from: fc.double({ min: 0, max: 0.9, noNaN: true }),
        span: fc.integer({ min: 1, max: 60 }),
        event: fc.nat(5),
        off: fc.integer({ min: -30, max: 30 }),
      }),
      { maxLength: 8 },
    )
    fc.assert(
      fc.property(fc.constantFrom(...truths), anyTracks, (of, tracks) => {
        const lines = tracks
          .flatMap(({ from, span, event, off }, n) => {
            const first = Math.floor(from * of.frames)
            const body = of.events[event % Math.max(1, of.events.length)]
            return run(first, Math.min(of.frames - 1, first + span), String(n), (frame) => {
              const keys = Object.keys(body?.boxes ?? {}).map(Number)
              const near = keys.reduce((best, key) => (Math.abs(key - frame) < Math.abs(best - frame) ? key : best), keys[0] ?? 0)
              const [x, y, w, h] = body?.boxes[String(near)] ?? [40, 40, 5, 5]
              return [x + off, y, w, h]
            })
          })
          .sort((a, b) => a.frame - b.frame)
        const ours = scoreClip(of, lines)
        const given = {
          ...of,
          ignore: of.ignore ?? [],
          background_frames: of.background_frames ?? [],
          events: of.events.map((event) => ({
            ...event,
            _keys: Object.keys(event.boxes)
              .map(Number)
              .sort((a, b) => a - b),
          })),
        }
        const theirs = judged(given, lines, 3)
        expect([...ours.falseTracks]).toEqual(theirs.falseIds)
        expect(
          ours.events.map(({ isFound, delayS, boxes, boxesHit, identityChanges }) => [
            isFound,
            delayS,
            boxes,
            boxesHit,
            identityChanges,
          ]),
        ).toEqual(theirs.events.map(({ found, delay, boxes, boxesHit, idChanges }) => [found, delay, boxes, boxesHit, idChanges]))
      }),
      { seed: 3, numRuns: 300 },
    )
  })
})

describe('what is read', () => {
  const text = (lines: readonly object[]) => lines.map((one) => JSON.stringify(one)).join('\n')
  const good = { frame: 1, t: 0.1, track: 'a', box: [1, 1, 2, 2], confirmed: true, score: 0.9, class: 'unknown' }
  const codeOf = (read: () => unknown) => {
    try {
      read()
    } catch (error) {
      return error instanceof Fault ? [error.code, error.facts.line ?? null] : error
    }
    return null
  }

  it('takes good lines, and names file and line of a bad one', () => {
    expect(readDetections(text([good]), 'f', truth).length).toBe(1)
    expect(readDetections('', 'f', truth)).toEqual([])
    for (const bad of [
      { ...good, frame: 60 },
      { ...good, frame: 0 },
      { ...good, score: 2 },
      { ...good, box: [1, 1, 0, 2] },
      { ...good, box: [400, 1, 2, 2] },
      { ...good, track: '' },
    ])
      expect(codeOf(() => readDetections(text([good, bad]), 'f', truth))).toEqual(['evaluation.detections-wrong', 2])
    expect(codeOf(() => readDetections('{', 'f', truth))).toEqual(['evaluation.detections-wrong', 1])
    expect(codeOf(() => readTruth('[]', 'f'))).toEqual(['evaluation.truth-wrong', null])
  })

  it('names of recordings are text in the report, never markup', () => {
    const score = scoreClip({ ...truth, clip: '<script>alert(1)</script>' }, [])
    const html = htmlReport([score], totalsOf([score]), [{ clip: '<b>', caption: '"', picture: null }], [], '<i>')
    expect(html).not.toMatch(/<script|<b>|<i>/)
  })
})
