/** Small rendered recordings for stories: noise, and one body that walks across. 16 bit, 160×120, 9 frames a second. */
import { join } from 'node:path'
import { aScene, expose, chance as noiseOf, shift } from '../../src/features/cameras/scene/testing.ts'
import { ClipWriter } from '../../src/features/cameras/sources/libav/server/clip-writer.ts'

const width = 160
const height = 120
const framesPerSecond = 9
const bodyPx = { width: 4, height: 9 }
const pixelsPerSecond = 6

/** Writes a clip in which a body appears at the left edge after `quietS` seconds and walks for 18 s. Returns its path. */
export async function walkerClip(folder: string, quietS = 2): Promise<string> {
  const path = join(folder, `walker-${quietS}.mkv`)
  const writer = await ClipWriter.open(path, { width, height, bits: 16, framesPerSecond, keyFrameEvery: 1 })
  const pixels = new Uint16Array(width * height)
  const draw = chance(7)
  for (let frame = 0; frame < (quietS + 18) * framesPerSecond; frame++) {
    for (let at = 0; at < pixels.length; at++) pixels[at] = 3000 + Math.round(6 * (draw() + draw() + draw() - 1.5))
    const walkedS = frame / framesPerSecond - quietS
    if (walkedS >= 0) paint(pixels, 10 + walkedS * pixelsPerSecond, 60)
    await writer.write(pixels, { tMs: (frame * 1000) / framesPerSecond })
  }
  await writer.close()
  return path
}

/**
 * H.264 as a camera sends it: 8 bit, 320×256, 25 pictures a second, a key picture only every 128. A warm body comes in after
 * `quietS` seconds and walks from left to right, 30 pixels a second, until it leaves.
 */
export async function h264Clip(folder: string, quietS = 3): Promise<string> {
  const [wide, high, perSecond] = [320, 256, 25]
  const path = join(folder, `h264-${quietS}.mp4`)
  const writer = await ClipWriter.open(path, {
    width: wide,
    height: high,
    bits: 8,
    framesPerSecond: perSecond,
    keyFrameEvery: 128,
    bitRate: 1_500_000,
  })
  const pixels = new Uint16Array(wide * high)
  const draw = chance(11)
  for (let frame = 0; frame < (quietS + 9) * perSecond; frame++) {
    for (let at = 0; at < pixels.length; at++) pixels[at] = 84 + Math.round(3 * (draw() + draw() - 1))
    const walkedS = frame / perSecond - quietS
    if (walkedS >= 0) {
      const left = 10 + walkedS * 30
      for (let y = 140; y < 164; y++)
        for (let x = 0; x < 10; x++) {
          const column = Math.round(left) + x
          if (column < wide) pixels[y * wide + column] = 225
        }
    }
    await writer.write(pixels)
  }
  await writer.close()
  return path
}

/** Stony ground with nobody on it for 14 s; `turned`: what the same camera shows when it looks a quarter of its picture further to the side. */
export async function groundClip(folder: string, look: 'watched' | 'turned'): Promise<string> {
  const path = join(folder, `ground-${look}.mkv`)
  const plane = { width, height, bits: 16 } as const
  const writer = await ClipWriter.open(path, { ...plane, framesPerSecond, keyFrameEvery: 1 })
  const scene = aScene(plane, 4)
  const draw = noiseOf(8)
  const pixels = new Uint16Array(width * height)
  for (let frame = 0; frame < 14 * framesPerSecond; frame++) {
    expose(scene, plane, 5, draw, pixels)
    if (look === 'turned') shift(pixels, plane, width / 4, 3)
    await writer.write(pixels, { tMs: (frame * 1000) / framesPerSecond })
  }
  await writer.close()
  return path
}

function paint(pixels: Uint16Array, left: number, top: number): void {
  for (let y = 0; y < bodyPx.height; y++) {
    for (let x = 0; x < bodyPx.width; x++) {
      const column = Math.round(left) + x
      if (column < width) pixels[(top + y) * width + column]! += 60
    }
  }
}

/** Mulberry32: the same numbers each time. */
function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
