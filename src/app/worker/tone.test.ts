import { expect, it } from 'vitest'
import { Tone } from './tone.ts'

const ramp = (from: number, step: number) => Uint16Array.from({ length: 4096 }, (_, at) => from + at * step)

it('passes eight-bit pictures on as they are', () => {
  const pixels = Uint16Array.from({ length: 256 }, (_, at) => at)
  expect([...new Tone(256, 8).grey(pixels, 0)]).toEqual([...pixels])
})

it('keeps the order of warmth and uses the whole range', () => {
  const grey = new Tone(4096, 16).grey(ramp(29_000, 1), 0)
  for (let at = 1; at < grey.length; at++) expect(grey[at]).toBeGreaterThanOrEqual(grey[at - 1] ?? 0)
  expect(grey[0]).toBeLessThan(5)
  expect(grey[4095]).toBeGreaterThan(250)
})

it('does not flicker: a scene that warms slowly moves the grey slowly', () => {
  const tone = new Tone(4096, 16)
  let before = [...tone.grey(ramp(29_000, 1), 0)]
  for (let second = 1; second < 20; second++) {
    const now = [...tone.grey(ramp(29_000 + second * 20, 1), second * 1000)]
    const steps = now.map((level, at) => Math.abs(level - (before[at] ?? 0)))
    expect(Math.max(...steps)).toBeLessThan(12)
    before = now
  }
})

it('takes a leap of the scene at once: after a shutter the picture is not white for seconds', () => {
  const tone = new Tone(4096, 16)
  tone.grey(ramp(29_000, 1), 0)
  const grey = tone.grey(ramp(42_000, 1), 1000)
  expect(grey[0]).toBeLessThan(5)
  expect(grey[2048]).toBeGreaterThan(40)
  expect(grey[2048]).toBeLessThan(200)
})
