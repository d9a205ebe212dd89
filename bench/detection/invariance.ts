/** The same recordings seen otherwise: results should stay within one event and one false track (rules against overfitting, 5). */
import type { Frame } from '../../src/features/cameras/contract.ts'
import type { Box } from '../../src/features/detection/contract.ts'
import { scoreClip, type Truth, totalsOf } from '../../src/features/detection/evaluation/score.ts'
import { generator } from '../../src/features/detection/testing.ts'
import { detectIn, type Footage, hasRecordings, loadFootage } from './footage.ts'

type Change = (footage: Footage) => Footage | null

const pixels = (of: Footage, map: (frame: Frame) => Uint16Array): Footage => ({
  ...of,
  frames: of.frames.map((frame) => ({ ...frame, pixels: map(frame) })),
})
const boxes = (truth: Truth, map: (box: Box) => Box): Truth => ({
  ...truth,
  events: truth.events.map((event) => ({
    ...event,
    boxes: Object.fromEntries(Object.entries(event.boxes).map(([frame, box]) => [frame, map(box)])),
  })),
  ignore: (truth.ignore ?? []).map((one) => ({ ...one, box: map(one.box) })),
})
const most = (bits: 8 | 16) => (bits === 8 ? 255 : 65535)

const changes: Readonly<Record<string, Change>> = {
  'as it is': (of) => of,
  mirrored: (of) => ({
    ...pixels(of, ({ pixels: from, width }) => from.map((_, i) => from[i - (i % width) + width - 1 - (i % width)]!)),
    truth: boxes(of.truth, ([x, y, w, h]) => [of.truth.w - x - w, y, w, h]),
  }),
  'upside down': (of) => ({
    ...pixels(of, ({ pixels: from, width, height }) =>
      from.map((_, i) => from[(height - 1 - Math.floor(i / width)) * width + (i % width)]!),
    ),
    truth: boxes(of.truth, ([x, y, w, h]) => [x, of.truth.h - y - h, w, h]),
  }),
  'warm for cold': (of) => pixels(of, ({ pixels: from, bits }) => from.map((value) => (bits === 8 ? 255 : 60_000) - value)),
  'gain 1.5 and an offset (16 bit)': (of) =>
    of.frames[0]?.bits === 8 ? null : pixels(of, ({ pixels: from }) => from.map((value) => Math.round(1.5 * value + 100))),
  'half the frames': (of) => ({ ...of, frames: of.frames.filter((_, i) => i % 2 === 0) }),
  '8-bit AGC of the 16-bit ones': throughAgc,
  'a key-frame step in the middle': (of) => {
    const middle = of.frames.length >> 1
    let n = 0
    return pixels(of, (frame) => (n++ < middle ? frame.pixels : keyed(frame)))
  },
}

/** Levels of a camera that follows the first and last percent of its picture slowly. */
function throughAgc(of: Footage): Footage | null {
  if (of.frames[0]?.bits === 8) return null
  let low: number | null = null
  let high = 0
  return {
    ...of,
    frames: of.frames.map((frame): Frame => {
      const sorted = Float64Array.from(frame.pixels).sort()
      const [from, to] = [sorted[Math.floor(sorted.length * 0.01)]!, sorted[Math.floor(sorted.length * 0.99)]!]
      if (low === null || frame.isBackground) [low, high] = [from, to]
      low += 0.05 * (from - low)
      high += 0.05 * (to - high)
      const base = low
      const gain = 204 / Math.max(20, high - base)
      return {
        ...frame,
        bits: 8,
        pixels: frame.pixels.map((value) => Math.max(0, Math.min(255, Math.round(25 + (value - base) * gain)))),
      }
    }),
  }
}

/** A step in blocks of 16 pixels, each by its own amount, as a picture that is coded anew shows. */
function keyed({ pixels: from, width, bits }: Frame): Uint16Array {
  const draw = generator(99)
  const step = bits === 8 ? 2 : 12
  const across = Math.ceil(width / 16)
  const offsets = Array.from({ length: across * Math.ceil(from.length / width / 16) }, () => step * (0.7 + 0.6 * draw()))
  return from.map((value, i) =>
    Math.max(0, Math.min(most(bits), value + Math.round(offsets[(Math.floor(i / width) >> 4) * across + ((i % width) >> 4)]!))),
  )
}

/** Prints found and false for each way of seeing. */
export async function benchInvariance(): Promise<void> {
  if (!hasRecordings()) return
  const all = await loadFootage()
  console.log('way of seeing                     found   people, vehicles  false  quiet  delay median / P90')
  for (const [name, change] of Object.entries(changes)) {
    const clips = all.flatMap((of) => {
      const seen = change(of)
      return seen === null ? [] : [scoreClip(seen.truth, detectIn(seen.frames))]
    })
    const { found, events, byClass, falseTracks, falseOnQuiet, delayMedianS, delayP90S } = totalsOf(clips)
    const people = [byClass.person, byClass.vehicle].flatMap((of) => of ?? [])
    const cells = [
      `${found}/${events}`.padStart(6),
      `${people.reduce((sum, of) => sum + of.found, 0)}/${people.reduce((sum, of) => sum + of.events, 0)}`.padStart(16),
      String(falseTracks.count).padStart(6),
      String(falseOnQuiet.count).padStart(5),
      `${delayMedianS?.toFixed(2)} / ${delayP90S?.toFixed(2)} s`,
    ]
    console.log(`${name.padEnd(32)} ${cells.join('  ')}`)
  }
}
