/** What every kind of camera source must keep. Each source's own test calls `cameraSourceTests` with a way to make one. */
import { describe, expect, test } from 'vitest'
import { Fault } from '../../../base/outcome.ts'
import { type CameraSource, type Frame, type SourceKind, type SourceSpec, sourceFaults } from '../contract.ts'

export interface SourceUnderTest {
  readonly kind: SourceKind
  /** A good source. Recordings should be short (10 to 100 frames). */
  readonly spec: SourceSpec
  /** Frames in the recording; null for a live source. */
  readonly frames: number | null
  /** Addresses that must fail with a code of `sourceFaults`, and the code. */
  readonly faults?: readonly { readonly address: string; readonly code: (typeof sourceFaults)[number] }[]
  /** Takes away what was made for the test. */
  cleanUp?(): Promise<void>
}

const ENDS_WITHIN_MS = 3000
const never = new AbortController().signal

/** The acceptance tests of the port. `make` is called once for each test. */
export function cameraSourceTests(make: () => Promise<SourceUnderTest>): void {
  const withSource = async (use: (under: SourceUnderTest, open: OpenSource) => Promise<void>): Promise<void> => {
    const under = await make()
    const opened: CameraSource[] = []
    const open: OpenSource = async (some = {}) => {
      const source = await under.kind.open({ ...under.spec, rate: 'max', ...some }, never)
      opened.push(source)
      return source
    }
    try {
      await use(under, open)
    } finally {
      await Promise.all(opened.map((source) => source.close()))
      await under.cleanUp?.()
    }
  }

  describe('keeps the contract of a camera source', () => {
    test('says of itself that it is meant', () => withSource(async ({ kind, spec }) => expect(kind.matches(spec)).toBe(true)))

    test('frames: index without a gap from 0, time from 0 never falling, picture as announced', () =>
      withSource(async ({ frames }, open) => {
        const source = await open()
        const wanted = frames ?? 12
        let last = 0
        let seen = 0
        for await (const frame of source.frames(never)) {
          expect(frame.index).toBe(seen)
          if (seen === 0 && frames !== null) expect(frame.tMs).toBe(0)
          if (seen > 0) expect(frame.tMs).toBeGreaterThanOrEqual(last)
          expectPicture(source, frame)
          last = frame.tMs
          seen += 1
          if (seen === wanted && source.info.isLive) break
        }
        expect(seen).toBe(wanted)
        expect(source.info.isLive).toBe(frames === null)
      }))

    test('a loop goes on counting and never turns back', () =>
      withSource(async ({ frames }, open) => {
        if (frames === null) return
        const source = await open({ isLooped: true })
        let last = -1
        let seen = 0
        for await (const frame of source.frames(never)) {
          expect(frame.index).toBe(seen)
          expect(frame.tMs).toBeGreaterThan(last)
          last = frame.tMs
          seen += 1
          if (seen === frames * 2 + 3) break
        }
        expect(seen).toBe(frames * 2 + 3)
        expect(source.timeJumps).toEqual([])
      }))

    test('may be closed before, twice, and after', () =>
      withSource(async (_, open) => {
        const unread = await open()
        await Promise.all([unread.close(), unread.close()])
        await unread.close()
        const read = await open()
        expect((await take(read, 2, never)).length).toBe(2)
        await read.close()
        await read.close()
      }))

    test('closing while the next frame is awaited ends it quietly and soon', () =>
      withSource(async (_, open) => {
        const source = await open({ isLooped: true, rate: 'real' })
        const reading = take(source, Number.POSITIVE_INFINITY, never)
        await pause(150)
        await source.close()
        await soon(reading)
      }))

    test('the signal ends it quietly and soon; one that is already given lets nothing through', () =>
      withSource(async (_, open) => {
        const source = await open({ isLooped: true, rate: 'real' })
        const stop = new AbortController()
        const reading = take(source, Number.POSITIVE_INFINITY, stop.signal)
        await pause(150)
        stop.abort()
        await soon(reading)
        const late = await open()
        expect(await soon(take(late, 5, AbortSignal.abort()))).toEqual([])
      }))

    test('does not open for a signal that is already given', () =>
      withSource(async ({ kind, spec }) => {
        await expect(kind.open(spec, AbortSignal.abort(new Error('stopped')))).rejects.toThrow()
      }))

    test('a picture stays as it is until the next one is asked for, however slow the reader', () =>
      withSource(async (_, open) => {
        const source = await open()
        let seen = 0
        for await (const frame of source.frames(never)) {
          const before = Uint16Array.from(frame.pixels)
          await pause(60)
          expect(Buffer.compare(Buffer.from(before.buffer), Buffer.from(Uint16Array.from(frame.pixels).buffer))).toBe(0)
          expect(frame.index).toBe(seen)
          seen += 1
          if (seen === 5) break
        }
        expect(seen).toBe(5)
      }))

    test('can be opened again and again', () =>
      withSource(async (_, open) => {
        for (let round = 0; round < 4; round += 1) {
          const source = await open()
          expect((await take(source, 2, never)).length).toBe(2)
          await source.close()
        }
      }))

    test('what it cannot read is a fault with a code of the contract, and no crash', () =>
      withSource(async ({ kind, spec, faults = [] }) => {
        for (const { address, code } of faults) {
          const fault = await faultOf(kind, { ...spec, address, rate: 'max' })
          expect(sourceFaults).toContain(fault.code)
          expect(fault.code, `${address}: ${fault.message}`).toBe(code)
        }
      }))
  })
}

type OpenSource = (some?: Partial<SourceSpec>) => Promise<CameraSource>

/** The fault that opening or reading this to its end throws; fails when nothing or something else is thrown. */
export async function faultOf(kind: SourceKind, spec: SourceSpec): Promise<Fault> {
  let source: CameraSource | null = null
  try {
    source = await kind.open(spec, never)
    await take(source, Number.POSITIVE_INFINITY, never)
  } catch (error) {
    if (error instanceof Fault) return error
    throw error
  } finally {
    await source?.close()
  }
  throw new Error(`no fault from ${spec.address}`)
}

/** Reads at most `count` frames, with their pixels copied. */
export async function take(source: CameraSource, count: number, signal: AbortSignal): Promise<Frame[]> {
  const taken: Frame[] = []
  for await (const frame of source.frames(signal)) {
    taken.push({ ...frame, pixels: Uint16Array.from(frame.pixels) })
    if (taken.length >= count) break
  }
  return taken
}

function expectPicture(source: CameraSource, frame: Frame): void {
  const { width, height, bits } = source.info
  expect([frame.width, frame.height, frame.bits, frame.pixels.length]).toEqual([width, height, bits, width * height])
  if (bits === 8) expect(frame.pixels.every((level) => level <= 255)).toBe(true)
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

async function soon<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`did not end within ${ENDS_WITHIN_MS} ms`)), ENDS_WITHIN_MS)
  })
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearTimeout(timer)
  }
}
