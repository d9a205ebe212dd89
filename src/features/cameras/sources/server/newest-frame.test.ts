import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NewestFrame } from './newest-frame.ts'

const plain = { tMs: 0, isDamaged: false, shutterClosed: false }

test('a slow reader gets the newest picture, counted without a gap, and hears of the shutter that it missed', async () => {
  const newest = new NewestFrame(2, 1, 16)
  newest.buffer().fill(1)
  newest.put({ ...plain, shutterClosed: true })
  newest.buffer().fill(2)
  newest.put({ ...plain, tMs: 100 })
  expect(await newest.next()).toMatchObject({ index: 0, tMs: 100, pixels: Uint16Array.of(2, 2), shutterClosed: true })
  newest.buffer().fill(3)
  newest.put({ ...plain, tMs: 200 })
  expect(await newest.next()).toMatchObject({ index: 1, pixels: Uint16Array.of(3, 3), shutterClosed: false })
})

test('the waiting picture is still read after the end, then the end is told', async () => {
  const newest = new NewestFrame(1, 1, 16)
  newest.put(plain)
  newest.end(new Error('gone'))
  expect((await newest.next())?.index).toBe(0)
  await expect(newest.next()).rejects.toThrow('gone')
})

test('whatever the order of writing and reading, a picture that is read is whole and is not written into', async () => {
  const steps = fc.array(fc.constantFrom('begin', 'put', 'read'), { maxLength: 60 })
  await fc.assert(
    fc.asyncProperty(steps, async (order) => {
      const newest = new NewestFrame(1, 1, 16)
      let written = 0
      let waiting = false
      let held: { pixels: Uint16Array; value: number } | null = null
      for (const step of order) {
        if (step === 'begin') newest.buffer()[0] = written + 1
        if (step === 'put') {
          newest.buffer()[0] = written + 1
          written += 1
          newest.put(plain)
          waiting = true
        }
        if (step === 'read' && waiting) {
          const frame = await newest.next()
          held = { pixels: frame?.pixels ?? new Uint16Array(1), value: written }
          waiting = false
        }
        if (held !== null) expect(held.pixels[0]).toBe(held.value)
      }
    }),
    { seed: 51, numRuns: 500 },
  )
})
