/** Grey levels out of a decoded picture: the luma plane as it is, no stretching (limited range 16…235 stays 16…235). */
import type { Frame } from 'node-av/lib'
import { avGetPixFmtName } from 'node-av/lib'
import { Fault } from '../../../../../base/outcome.ts'

export interface GreyLayout {
  readonly bits: 8 | 16
  readonly isBigEndian: boolean
}

/**
 * How the grey levels of a libav pixel format lie, or `source.unsupported`. Planar formats begin with luma; 9 to 16 bits come as
 * counts in 16. Colour pictures without a luma plane are refused: false colours carry no temperature order.
 */
export function greyLayoutOf(format: number): GreyLayout {
  const name = avGetPixFmtName(format as Parameters<typeof avGetPixFmtName>[0]) ?? 'none'
  if (/^(gray|nv12|nv21|nv16|nv24|yuvj?a?\d{3}p)$/.test(name)) return { bits: 8, isBigEndian: false }
  if (/^(gray|yuva?\d{3}p)(9|10|12|14|16)(le|be)$/.test(name)) return { bits: 16, isBigEndian: name.endsWith('be') }
  throw new Fault('source.unsupported', { reason: 'pixel-format', found: name })
}

/** Copies the luma of `frame` into `into`, row by row: decoders pad their rows. */
export function copyLuma(frame: Frame, layout: GreyLayout, into: Uint16Array): void {
  const plane = frame.data?.[0]
  const strideBytes = frame.linesize[0]
  if (plane === undefined || strideBytes === undefined) throw new Fault('source.damaged', { reason: 'no-picture' })
  const { width, height } = frame
  if (layout.bits === 8) {
    for (let row = 0; row < height; row += 1) {
      const from = row * strideBytes
      into.set(plane.subarray(from, from + width), row * width)
    }
    return
  }
  if (!layout.isBigEndian && plane.byteOffset % 2 === 0 && strideBytes % 2 === 0) {
    const counts = new Uint16Array(plane.buffer, plane.byteOffset, plane.byteLength >> 1)
    for (let row = 0; row < height; row += 1) {
      const from = (row * strideBytes) / 2
      into.set(counts.subarray(from, from + width), row * width)
    }
    return
  }
  const high = layout.isBigEndian ? 0 : 1
  for (let row = 0, to = 0; row < height; row += 1) {
    for (let column = 0, at = row * strideBytes; column < width; column += 1, at += 2, to += 1) {
      into[to] = ((plane[at + high] ?? 0) << 8) | (plane[at + 1 - high] ?? 0)
    }
  }
}
