/** Rendered scenes for tests and the bench: still ground with fixed pattern and noise, and bodies that move over it. */
import type { Frame } from '../cameras/contract.ts'

/** A body that walks in a straight line; positions are of its centre, pixels. */
export interface Walker {
  readonly fromX: number
  readonly fromY: number
  readonly vxPxPerS: number
  readonly vyPxPerS: number
  readonly heightPx: number
  /** Contrast over the frame noise; negative is colder than the ground. */
  readonly sigmas: number
  /** In view from, until (seconds of the scene). */
  readonly fromS: number
  readonly untilS: number
}

/** A scene to be rendered frame by frame. All numbers are drawn from `seed`. */
export interface Scene {
  readonly width: number
  readonly height: number
  readonly bits: 8 | 16
  readonly framesPerSecond: number
  /** Standard deviation of the noise between frames, counts. */
  readonly noise: number
  readonly seed: number
  readonly walkers: readonly Walker[]
}

/** Numbers 0…1 from a seed (mulberry32: small, and good enough for noise). */
export function generator(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Standard normal numbers from a table that is read from a drawn place on: fast enough for whole pictures. */
export function noiseTable(seed: number, size = 2 ** 20): Float32Array {
  const draw = generator(seed)
  const table = new Float32Array(size)
  for (let i = 0; i < size; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - draw()))
    const angle = 2 * Math.PI * draw()
    table[i] = radius * Math.cos(angle)
    table[i + 1] = radius * Math.sin(angle)
  }
  return table
}

/** How much of a pixel a standing body covers, 0…1: an upright ellipse, 0.4 as wide as high, with soft edges of a pixel. */
export function coverage(x: number, y: number, heightPx: number): number {
  const halfHeight = heightPx / 2
  const halfWidth = Math.max(0.5, 0.2 * heightPx)
  const distance = Math.hypot(x / halfWidth, y / halfHeight)
  return Math.min(1, Math.max(0, (1 - distance) * halfWidth + 0.5))
}

/** Adds a body to a picture of counts. */
export function drawBody(
  picture: Float32Array,
  width: number,
  height: number,
  x: number,
  y: number,
  heightPx: number,
  counts: number,
): void {
  const reach = heightPx / 2 + 2
  for (let v = Math.max(0, Math.floor(y - reach)); v <= Math.min(height - 1, Math.ceil(y + reach)); v++) {
    for (let u = Math.max(0, Math.floor(x - reach)); u <= Math.min(width - 1, Math.ceil(x + reach)); u++) {
      picture[v * width + u] = picture[v * width + u]! + counts * coverage(u + 0.5 - x, v + 0.5 - y, heightPx)
    }
  }
}

/** Smooth ground with texture and a fixed pattern of columns and pixels, as an uncooled sensor shows it. */
export function drawGround(scene: Scene): Float32Array {
  const { width, height, noise, seed, bits } = scene
  const normal = noiseTable(seed + 1, 2 ** 16)
  const level = bits === 16 ? 3000 : 110
  const waves = Array.from({ length: 6 }, (_, i) => ({
    kx: normal[4 * i]! * 0.03,
    ky: normal[4 * i + 1]! * 0.06,
    at: normal[4 * i + 2]! * 3,
  }))
  const ground = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      let value = level + 8 * noise * (y / height)
      for (const { kx, ky, at } of waves) value += 2 * noise * Math.sin(kx * x + ky * y + at)
      const i = y * width + x
      ground[i] = value + noise * (1.5 * normal[(x * 7) & 0xffff]! + 1.5 * normal[(i * 13) & 0xffff]!)
    }
  }
  return ground
}

/** The frames of a scene. Each frame's pixels are the same array, filled anew. */
export function* render(scene: Scene, frameCount: number): Generator<Frame> {
  const { width, height, bits, framesPerSecond, noise, seed, walkers } = scene
  const ground = drawGround(scene)
  const normal = noiseTable(seed + 2)
  const draw = generator(seed + 3)
  const picture = new Float32Array(width * height)
  const pixels = new Uint16Array(width * height)
  const most = bits === 8 ? 255 : 65535
  for (let index = 0; index < frameCount; index++) {
    const tS = index / framesPerSecond
    picture.set(ground)
    for (const walker of walkers) {
      if (tS < walker.fromS || tS > walker.untilS) continue
      const sinceS = tS - walker.fromS
      const x = walker.fromX + walker.vxPxPerS * sinceS
      const y = walker.fromY + walker.vyPxPerS * sinceS
      drawBody(picture, width, height, x, y, walker.heightPx, walker.sigmas * noise)
    }
    for (let row = 0; row < height; row++) {
      let n = Math.floor(draw() * normal.length)
      for (let i = row * width; i < (row + 1) * width; i++) {
        const value = Math.round(picture[i]! + noise * normal[n]!)
        pixels[i] = value < 0 ? 0 : value > most ? most : value
        n = n + 1 === normal.length ? 0 : n + 1
      }
    }
    yield {
      index,
      tMs: tS * 1000,
      width,
      height,
      bits,
      pixels,
      isBackground: false,
      isDamaged: false,
      shutterClosed: false,
    }
  }
}

/** Where a body is at a second of the scene, and how it looks; null: out of view. */
export type Going = (
  tS: number,
) => { readonly x: number; readonly y: number; readonly heightPx: number; readonly sigmas: number } | null

/** Frames of bodies that go as they are told, over small still ground. Each frame's pixels are the same array, filled anew. */
export function* goings(
  bodies: readonly Going[],
  seconds: number,
  { width = 96, height = 72, seed = 5, framesPerSecond = 9, noise = 5 } = {},
): Generator<Frame> {
  const ground = drawGround({ width, height, bits: 16, framesPerSecond, noise, seed, walkers: [] })
  const normal = noiseTable(seed + 2)
  const draw = generator(seed + 3)
  const picture = new Float32Array(width * height)
  const pixels = new Uint16Array(width * height)
  for (let index = 0; index < seconds * framesPerSecond; index++) {
    const tS = index / framesPerSecond
    picture.set(ground)
    for (const body of bodies) {
      const at = body(tS)
      if (at) drawBody(picture, width, height, at.x, at.y, at.heightPx, at.sigmas * noise)
    }
    let n = Math.floor(draw() * normal.length)
    for (let i = 0; i < pixels.length; i++) {
      if (i % width === 0) n = Math.floor(draw() * normal.length)
      pixels[i] = Math.max(0, Math.min(65535, Math.round(picture[i]! + noise * normal[n]!)))
      n = n + 1 === normal.length ? 0 : n + 1
    }
    yield { index, tMs: tS * 1000, width, height, bits: 16, pixels, isBackground: false, isDamaged: false, shutterClosed: false }
  }
}

/** One walker over small still ground: frames with pixels of their own, so that they may be kept. */
export function* aWalk({
  frames = 60,
  sigmas = 10,
  width = 128,
  height = 96,
  seed = 7,
}: {
  frames?: number
  sigmas?: number
  width?: number
  height?: number
  seed?: number
} = {}): Generator<Frame> {
  const walkers: Walker[] = [{ fromX: 30, fromY: 48, vxPxPerS: 8, vyPxPerS: 0, heightPx: 10, sigmas, fromS: 1.5, untilS: 60 }]
  const scene: Scene = { width, height, bits: 16, framesPerSecond: 9, noise: 4, seed, walkers: sigmas === 0 ? [] : walkers }
  for (const frame of render(scene, frames)) yield { ...frame, pixels: frame.pixels.slice() }
}
