import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CptvReader, parseCptv } from './parse.ts'
import { writeCptv } from './testing.ts'

const SIZE = { width: 5, height: 4 }
const gradient = (base: number) => Array.from({ length: 20 }, (_, i) => base + i * 3)

function open(bytes: Uint8Array): CptvReader {
  const parsed = parseCptv(bytes)
  if (!parsed.ok) throw new Error(parsed.refusal.code)
  return parsed.value
}

function readAll(reader: CptvReader): { pictures: number[][]; last: string } {
  const pictures: number[][] = []
  for (;;) {
    const step = reader.next()
    if (step.kind !== 'picture') return { pictures, last: step.kind }
    pictures.push([...step.picture.pixels])
  }
}

test('pictures come back as they were written, at every width of delta', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(1, 2),
      fc.integer({ min: 18, max: 32 }),
      fc.array(fc.array(fc.integer({ min: 0, max: 65535 }), { minLength: 20, maxLength: 20 }), { minLength: 1, maxLength: 4 }),
      (version, bits, planes) => {
        const reader = open(
          writeCptv(
            { ...SIZE, version, bits },
            planes.map((pixels) => ({ pixels })),
          ),
        )
        expect(readAll(reader)).toEqual({ pictures: planes, last: 'end' })
        reader.rewind()
        expect(readAll(reader)).toEqual({ pictures: planes, last: 'end' })
      },
    ),
  )
})

test('narrow deltas, times, shutter and background flag are read', () => {
  const reader = open(
    writeCptv({ ...SIZE, bits: 6, framesPerSecond: 9 }, [
      { pixels: gradient(3000), on: 1000, lastShutter: 7, isBackground: true },
      { pixels: gradient(3001), on: 1114, lastShutter: 9 },
    ]),
  )
  expect(reader.header).toEqual({ version: 2, width: 5, height: 4, framesPerSecond: 9 })
  const first = reader.next()
  expect(first.kind === 'picture' && first.picture).toMatchObject({ onMs: 1000, lastShutterMs: 7, isBackground: true })
  const second = reader.next()
  expect(second.kind === 'picture' && second.picture).toMatchObject({ onMs: 1114, lastShutterMs: 9, isBackground: false })
  expect(second.kind === 'picture' && [...second.picture.pixels]).toEqual(gradient(3001))
})

test('version 1 counts microseconds', () => {
  const step = open(writeCptv({ ...SIZE, version: 1 }, [{ pixels: gradient(5), on: 250_000 }])).next()
  expect(step.kind === 'picture' && step.picture.onMs).toBe(250)
})

test('cut anywhere: the whole pictures before the cut are good, then it says damaged (or ends between pictures)', () => {
  const planes = [gradient(100), gradient(120), gradient(90)]
  const bytes = writeCptv(
    SIZE,
    planes.map((pixels) => ({ pixels })),
  )
  for (let length = 0; length < bytes.length; length++) {
    const parsed = parseCptv(bytes.subarray(0, length))
    if (!parsed.ok) continue
    const { pictures, last } = readAll(parsed.value)
    expect(pictures).toEqual(planes.slice(0, pictures.length))
    expect(pictures.length).toBeLessThan(3)
    expect(['end', 'damaged']).toContain(last)
  }
})

test('never throws on noise, on changed bytes, or on lying headers, and always comes to an end', () => {
  const good = writeCptv(SIZE, [
    { pixels: gradient(100), on: 5 },
    { pixels: gradient(101), on: 120 },
  ])
  const noise = fc.uint8Array({ maxLength: 400 })
  const headed = noise.map((rest) => Uint8Array.from([...good.subarray(0, 5), ...rest]))
  const changed = fc.tuple(fc.nat(good.length - 1), fc.nat(255)).map(([at, value]) => {
    const copy = good.slice()
    copy[at] = value
    return copy
  })
  fc.assert(
    fc.property(fc.oneof(noise, headed, changed), (bytes) => {
      const parsed = parseCptv(bytes)
      if (!parsed.ok) return
      parsed.value.usualStepMs()
      expect(['end', 'damaged']).toContain(readAll(parsed.value).last)
    }),
    { numRuns: 2000 },
  )
})

test('other versions and empty bytes are refused by name', () => {
  expect(parseCptv(writeCptv({ ...SIZE, version: 3 }, []))).toMatchObject({ ok: false, refusal: { code: 'cptv.version' } })
  expect(parseCptv(new Uint8Array())).toMatchObject({ ok: false, refusal: { code: 'cptv.not-cptv' } })
  expect(parseCptv(writeCptv({ width: 60000, height: 60000 }, []))).toMatchObject({ ok: false, refusal: { code: 'cptv.header' } })
})
