import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { binsOf, brierOf, reliabilityDiagram } from './reliability.ts'
import { htmlReport } from './report.ts'
import { scoreClip, statedClasses, type Truth, totalsOf } from './score.ts'

const stated = fc.array(fc.record({ share: fc.double({ min: 0, max: 1, noNaN: true }), isRight: fc.boolean() }), {
  maxLength: 60,
})

describe('reliability', () => {
  it('every statement is in one bin, and the bin of its probability', () => {
    fc.assert(
      fc.property(stated, (all) => {
        const bins = binsOf(all)
        expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(all.length)
        for (const { from, to, count, stated: mean, right, bounds } of bins) {
          if (count === 0) continue
          expect(mean).toBeGreaterThanOrEqual(from - 1e-9)
          expect(mean).toBeLessThanOrEqual(to + 1e-9)
          expect(right).toBeGreaterThanOrEqual(bounds[0] - 1e-6)
          expect(right).toBeLessThanOrEqual(bounds[1] + 1e-6)
        }
      }),
    )
    expect(binsOf([{ share: 1, isRight: true }]).at(-1)?.count).toBe(1)
  })

  it('the Brier score is 0 of what is certain and right, 2 of what is certain and wrong, two thirds of three alike', () => {
    expect(brierOf([{ kind: 'person', shares: { person: 1, animal: 0 } }])).toBe(0)
    expect(brierOf([{ kind: 'animal', shares: { person: 1, animal: 0 } }])).toBe(2)
    const third = 1 / 3
    expect(brierOf([{ kind: 'person', shares: { person: third, vehicle: third, animal: third } }])).toBeCloseTo(2 / 3)
  })

  it('the diagram has a dot where a bin has statements, and no other', () => {
    const bins = binsOf([
      { share: 0.95, isRight: true },
      { share: 0.92, isRight: true },
      { share: 0.3, isRight: false },
    ])
    const svg = reliabilityDiagram(bins)
    expect(svg.match(/<circle/g)?.length).toBe(2)
    expect(svg).toContain('2 stated at 0.94: 1.00 right')
  })
})

describe('what was said of kinds, against truth', () => {
  const box = [10, 10, 6, 12] as const
  const boxes = { 0: box, 1: box, 2: box, 3: box }
  const truth: Truth = {
    clip: 'one',
    w: 160,
    h: 120,
    fps: 9,
    frames: 4,
    events: [{ id: 'e', class: 'drone', first_frame: 0, last_frame: 3, boxes }],
  }
  const line = (frame: number, track: string, kind: string, share: number, at: typeof box = box) =>
    ({ frame, track, box: at, confirmed: true, told: { kind, share } }) as const

  it('the last word of a track counts, on what it was on most; what is none of the bodies is other', () => {
    expect(statedClasses(truth, [line(0, 'a', 'person', 0.9), line(1, 'a', 'other', 0.6)])).toEqual([
      { share: 0.6, isRight: true },
    ])
    expect(statedClasses(truth, [line(0, 'a', 'person', 0.9)])).toEqual([{ share: 0.9, isRight: false }])
  })

  it('who says unknown states nothing, and a track on nothing true is not judged by its kind', () => {
    expect(statedClasses(truth, [line(0, 'a', 'unknown', 0.7)])).toEqual([])
    expect(statedClasses(truth, [line(0, 'b', 'person', 0.9, [120, 90, 6, 12] as never)])).toEqual([])
  })

  it('the report draws it, with its table', () => {
    const lines = [line(0, 'a', 'other', 0.85), line(1, 'a', 'other', 0.85)]
    const clips = [scoreClip(truth, lines)]
    const html = htmlReport(clips, totalsOf(clips), [], [], 'made', statedClasses(truth, lines))
    expect(html).toContain('<svg role="img"')
    expect(html).toContain('<td>0.8…0.9</td><td class="n">1</td><td class="n">0.85</td>')
    expect(htmlReport(clips, totalsOf(clips), [], [], 'made')).not.toContain('<svg')
  })
})
