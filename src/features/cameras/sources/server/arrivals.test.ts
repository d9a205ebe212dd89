import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Arrivals } from './arrivals.ts'

const plain = { tMs: 0, isDamaged: false, shutterClosed: false }

function put(arrivals: Arrivals, value: number, shutterClosed = false): void {
  arrivals.buffer().fill(value)
  arrivals.put({ ...plain, tMs: value * 100, shutterClosed })
}

test('a reader that is held up for a moment loses nothing', async () => {
  const arrivals = new Arrivals(2, 1, 16)
  for (const value of [1, 2, 3]) put(arrivals, value)
  for (const value of [1, 2, 3])
    expect(await arrivals.next()).toMatchObject({
      index: value - 1,
      pixels: Uint16Array.of(value, value),
    })
  expect(arrivals.lost).toBe(0)
})

test('one that falls further behind gets the newest, counted without a gap, and hears of the shutter that it missed', async () => {
  const arrivals = new Arrivals(2, 1, 16)
  for (const value of [1, 2, 3, 4]) put(arrivals, value, value === 2)
  expect(arrivals.lost).toBe(3)
  expect(await arrivals.next()).toMatchObject({
    index: 0,
    tMs: 400,
    pixels: Uint16Array.of(4, 4),
    shutterClosed: true,
  })
  put(arrivals, 5)
  expect(await arrivals.next()).toMatchObject({
    index: 1,
    pixels: Uint16Array.of(5, 5),
    shutterClosed: false,
  })
})

test('the waiting picture is still read after the end, then the end is told', async () => {
  const arrivals = new Arrivals(1, 1, 16)
  put(arrivals, 1)
  arrivals.end(new Error('gone'))
  expect((await arrivals.next())?.index).toBe(0)
  await expect(arrivals.next()).rejects.toThrow('gone')
})

test('whatever the order of writing and reading, a picture is read whole, in order, and is not written into; few buffers do', async () => {
  const steps = fc.array(fc.constantFrom('begin', 'put', 'read'), {
    maxLength: 80,
  })
  await fc.assert(
    fc.asyncProperty(steps, async (order) => {
      const arrivals = new Arrivals(1, 1, 16)
      const buffers = new Set<Uint16Array>()
      let written = 0
      let waiting = 0
      let held: { pixels: Uint16Array; value: number } | null = null
      for (const step of order) {
        if (step === 'begin') arrivals.buffer()[0] = written + 1
        if (step === 'put') {
          buffers.add(arrivals.buffer())
          written += 1
          put(arrivals, written)
          waiting = waiting === 3 ? 1 : waiting + 1
        }
        if (step === 'read' && waiting > 0) {
          const frame = await arrivals.next()
          held = {
            pixels: frame?.pixels ?? new Uint16Array(1),
            value: written - waiting + 1,
          }
          waiting -= 1
        }
        if (held !== null) expect(held.pixels[0]).toBe(held.value)
      }
      expect(buffers.size).toBeLessThanOrEqual(5)
    }),
    { seed: 51, numRuns: 500 },
  )
})
