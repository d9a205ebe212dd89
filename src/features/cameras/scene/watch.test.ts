import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as faults from './testing.ts'
import { aScene, chance, expose, look, type Plane } from './testing.ts'
import { createSceneWatch, detectShareOf, type SceneWatch } from './watch.ts'

const noise = 4
const planes: readonly Plane[] = [
  { width: 192, height: 160, bits: 16 },
  { width: 160, height: 120, bits: 8 },
]

/** A camera before a scene: learns for twenty seconds, then whatever `change` does to each frame happens. */
function camera(plane: Plane, seed = 1) {
  const scene = aScene(plane, seed)
  const draw = chance(seed + 90)
  const sigma = plane.bits === 8 ? 1.2 : noise
  const buffer = new Uint16Array(plane.width * plane.height)
  const watch = createSceneWatch(plane)
  let clockMs = 0
  const run = (seconds: number, change: (pixels: Uint16Array, sinceMs: number) => void = () => {}, of: SceneWatch = watch) => {
    const fromMs = clockMs
    clockMs += seconds * 1000
    return look(of, fromMs, clockMs, (tMs) => {
      expose(scene, plane, sigma, draw, buffer)
      change(buffer, tMs - fromMs)
      return buffer
    })
  }
  run(20)
  return { plane, watch, run, draw, sigma, scene, buffer }
}

const said = ({ states }: faults.Story) => states.map(({ state, reason }) => (reason ? `${state} ${reason}` : state))

describe.each(planes)('a camera of $width×$height, $bits bit', (plane) => {
  it('sees after a short look at its scene, and goes on seeing', () => {
    const { run } = camera(plane)
    expect(said(run(120))).toEqual(['good'])
  })

  it.each<[string, (p: Uint16Array, c: ReturnType<typeof camera>, sinceMs: number) => void, string]>([
    ['covered', (p, c) => faults.cover(p, c.plane, c.sigma, c.draw), 'blind covered'],
    ['out of focus', (p, c) => faults.defocus(p, c.plane, Math.round(c.plane.width / 40), c.sigma, c.draw), 'blind defocused'],
    ['panned by a tenth of its view', (p, c) => faults.shift(p, c.plane, Math.round(c.plane.width * 0.1), 0), 'blind turned'],
    ['panned by half of its view', (p, c) => faults.shift(p, c.plane, c.plane.width / 2, 0), 'blind turned'],
    ['tilted', (p, c) => faults.shift(p, c.plane, 0, Math.round(c.plane.height * 0.15)), 'blind turned'],
    [
      'in thick fog',
      (p, c, sinceMs) => faults.fade(p, c.plane, Math.max(0.01, 1 - sinceMs / 40_000), c.sigma, c.draw),
      'blind obscured',
    ],
    ['covered over its half', (p, c) => faults.cover(p, c.plane, c.sigma, c.draw, 0.55), 'poor covered'],
    ['at a third of its contrast', (p, c) => faults.fade(p, c.plane, 0.3, c.sigma, c.draw), 'poor contrast'],
    ['blinded by light', (p, c) => faults.saturate(p, c.plane), 'blind saturated'],
  ])('%s is told after half a minute, not before, and ends when it ends', (_what, fault, expected) => {
    const one = camera(plane)
    expect(said(one.run(28, (pixels, sinceMs) => fault(pixels, one, sinceMs)))).toEqual(['good'])
    const story = one.run(50, (pixels, sinceMs) => fault(pixels, one, sinceMs + 28_000))
    expect(said(story).at(-1)).toBe(expected)
    // Dated from its first sign (to within a few seconds), not from when it was told.
    expect(story.last.sinceMs).toBeGreaterThanOrEqual(20_000)
    expect(story.last.sinceMs).toBeLessThan(expected.includes('obscured') ? 62_000 : 29_000)
    expect(said(one.run(30)).at(-1)).toBe('good')
  })

  it.each<[string, (p: Uint16Array, c: ReturnType<typeof camera>, sinceMs: number) => void]>([
    [
      'a mast that sways by two pixels',
      (p, c, t) => faults.shift(p, c.plane, Math.round(2 * Math.sin(t / 300)), Math.round(2 * Math.cos(t / 400))),
    ],
    ['a step of gain', (p, c) => faults.regain(p, c.plane, 1.4, 6)],
    ['vehicles and a flock over a third of the view', (p, c, t) => faults.crowd(p, c.plane, 0.33, c.sigma * 12, t)],
  ])('%s is no fault', (_what, change) => {
    const one = camera(plane)
    expect(said(one.run(70, (pixels, sinceMs) => change(pixels, one, sinceMs)))).toEqual(['good'])
  })

  it('says by how much the scene moved', () => {
    const one = camera(plane)
    const { last } = one.run(40, (pixels) => faults.shift(pixels, plane, Math.round(plane.width * 0.1), 0))
    expect(Math.abs((last.facts.movedPx as number) - plane.width * 0.1)).toBeLessThan(plane.width * 0.02)
  })

  it('keeps what is usual over a restart: turned while the power was off is noticed', () => {
    const one = camera(plane)
    const text = one.watch.reference() as string
    expect(text.length).toBeLessThan(4000)
    const after = createSceneWatch(plane)
    expect(after.take(text)).toBe(true)
    expect(said(one.run(20, () => {}, after))).toEqual(['learning', 'good'])
    const turned = createSceneWatch(plane)
    turned.take(text)
    expect(said(one.run(40, (pixels) => faults.shift(pixels, plane, Math.round(plane.width * 0.2), 0), turned))).toEqual([
      'learning',
      'blind turned',
    ])
  })
})

describe('the usual scene', () => {
  const plane: Plane = { width: 160, height: 120, bits: 16 }

  it('follows warm and cold as they change sides, through the hour in which nothing stands out', () => {
    const one = camera(plane)
    const mean = one.scene.reduce((sum, value) => sum + value, 0) / one.scene.length
    const states = new Set<string>()
    for (let minute = 0; minute <= 16; minute++) {
      const share = 1 - minute / 8
      const story = one.run(60, (pixels) => {
        for (let at = 0; at < pixels.length; at++)
          pixels[at] = Math.round(mean + ((one.scene[at] as number) - mean) * share + one.sigma * one.draw())
      })
      for (const text of said(story)) states.add(text)
    }
    expect(one.run(30).last.state).toBe('good')
    expect([...states].filter((text) => /turned|covered|defocused|frozen/.test(text))).toEqual([])
    expect(states.has('poor contrast')).toBe(true)
  })

  it('does not become what hides it: a cover for a quarter of an hour is still a cover', () => {
    const one = camera({ width: 160, height: 120, bits: 16 })
    const { last } = one.run(900, (pixels) => faults.cover(pixels, one.plane, one.sigma, one.draw))
    expect(last).toMatchObject({ state: 'blind', reason: 'covered' })
  }, 60_000)

  it('is not made from nothing: before an empty view the watch says that it does not know', () => {
    const draw = chance(5)
    const buffer = new Uint16Array(160 * 120)
    const watch = createSceneWatch({ width: 160, height: 120, bits: 16 })
    const story = look(watch, 0, 90_000, () => {
      for (let at = 0; at < buffer.length; at++) buffer[at] = 3000 + Math.round(6 * draw())
      return buffer
    })
    expect(said(story)).toEqual(['learning'])
    expect(watch.reference()).toBeNull()
  })

  it('takes no reference of another size, form or with damage, and learns anew when told to', () => {
    const one = camera(plane)
    const text = one.watch.reference() as string
    for (const wrong of [
      '',
      'scene1',
      text.slice(0, -1),
      text.replace('scene1', 'scene9'),
      text.replace(/ \S+$/, (cells) => ` ${'*'.repeat(cells.length - 1)}`),
    ])
      expect(createSceneWatch(plane).take(wrong)).toBe(false)
    expect(createSceneWatch({ ...plane, bits: 8 }).take(text)).toBe(false)
    expect(one.watch.take(null)).toBe(true)
    expect(one.watch.reference()).toBeNull()
  })

  it('is read from any text without harm', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (junk) => {
        expect(createSceneWatch({ width: 16, height: 16, bits: 8 }).take(`scene1 ${junk}`)).toBe(false)
      }),
      { numRuns: 50 },
    )
  })

  it('damaged frames and shutter events are no samples of it', () => {
    const one = camera(plane)
    const before = one.watch.reference()
    for (let at = 0; at < 500; at++) {
      expose(one.scene, plane, one.sigma, one.draw, one.buffer)
      faults.cover(one.buffer, plane, one.sigma, one.draw)
      const tMs = 20_000 + at * 111
      const said = one.watch.push({
        pixels: one.buffer,
        tMs,
        arrivedMs: tMs,
        isDamaged: at % 2 === 0,
        shutterClosed: at % 2 === 1,
        stepBridged: false,
      })
      expect(said.state).toBe('good')
    }
    expect(one.watch.reference()).toBe(before)
  })
})

it('the range that is left never grows when contrast falls, and is what the formula says', () => {
  expect(detectShareOf(1.7)).toBe(1)
  expect(detectShareOf(0.5)).toBeCloseTo(1 / 1.6, 2)
  fc.assert(
    fc.property(fc.double({ min: 0, max: 2, noNaN: true }), fc.double({ min: 0, max: 2, noNaN: true }), (a, b) => {
      expect(detectShareOf(Math.min(a, b))).toBeLessThanOrEqual(detectShareOf(Math.max(a, b)))
    }),
  )
})
