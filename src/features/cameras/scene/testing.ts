/** Scripted faults for pictures: what may happen before a lens, in it and behind it. Each changes a picture in place or answers with another. */
import type { SceneJudgement, SceneWatch } from './watch.ts'

export interface Plane {
  readonly width: number
  readonly height: number
  readonly bits: 8 | 16
}

/** Normal deviates, the same each time: a long table, entered anew at a place of its own every few hundred draws. */
export function chance(seed: number): () => number {
  let at = 0
  let left = 0
  let state = Math.imul(seed + 1, 0x9e3779b1)
  return () => {
    if (left === 0) {
      state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5
      at = (state >>> 8) & (deviates.length - 1)
      left = 301
    }
    left--
    at = (at + 1) & (deviates.length - 1)
    return deviates[at] as number
  }
}

const deviates = Float32Array.from({ length: 1 << 17 }, uniformSum(4711))

function uniformSum(seed: number): () => number {
  let state = seed
  const draw = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  return () => (draw() + draw() + draw() + draw() - 2) * Math.sqrt(3)
}

/** The mean of a picture, counts. */
export function meanOf(pixels: Uint16Array): number {
  let sum = 0
  for (const value of pixels) sum += value
  return sum / pixels.length
}

const kept = (value: number, bits: 8 | 16) => Math.max(0, Math.min(bits === 8 ? 255 : 65_535, Math.round(value)))

/** Something close before the lens: one warm level with a slow slope over it, and the sensor's own noise. */
export function cover(pixels: Uint16Array, { width, height, bits }: Plane, noise: number, draw: () => number, part = 1): void {
  const level = meanOf(pixels) + noise * 20
  const columns = Math.round(width * part)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < columns; x++)
      pixels[y * width + x] = kept(level + (noise * 6 * x) / width + (noise * 4 * y) / height + noise * draw(), bits)
}

/** Out of focus: a box blur twice, of that half width in pixels; the sensor's noise comes after the lens. */
export function defocus(pixels: Uint16Array, plane: Plane, halfPx: number, noise: number, draw: () => number): void {
  const { width, height, bits } = plane
  let from = Float32Array.from(pixels)
  let into = new Float32Array(pixels.length)
  const run = (step: number, length: number, start: number) => {
    let sum = 0
    for (let at = -halfPx; at <= halfPx; at++) sum += from[start + Math.max(0, Math.min(length - 1, at)) * step] as number
    for (let at = 0; at < length; at++) {
      into[start + at * step] = sum / (2 * halfPx + 1)
      const gone = Math.max(0, at - halfPx)
      const come = Math.min(length - 1, at + halfPx + 1)
      sum += (from[start + come * step] as number) - (from[start + gone * step] as number)
    }
  }
  for (let pass = 0; pass < 2; pass++) {
    for (let y = 0; y < height; y++) run(1, width, y * width)
    ;[from, into] = [into, from]
    for (let x = 0; x < width; x++) run(width, height, x)
    ;[from, into] = [into, from]
  }
  for (let at = 0; at < pixels.length; at++) pixels[at] = kept((from[at] as number) + noise * draw(), bits)
}

/** The scene moves in the picture by so many pixels, right and down; what comes in at the edge is the mirrored rest. */
export function shift(pixels: Uint16Array, { width, height }: Plane, right: number, down: number): void {
  const before = pixels.slice()
  const mirror = (at: number, length: number) => {
    const period = 2 * length
    const within = ((at % period) + period) % period
    return within < length ? within : period - 1 - within
  }
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      pixels[y * width + x] = before[mirror(y - down, height) * width + mirror(x - right, width)] as number
}

/** The contrast of the scene against its mean becomes this share; the sensor's noise stays. Fog, dust, thermal crossover. */
export function fade(pixels: Uint16Array, { bits }: Plane, share: number, noise: number, draw: () => number): void {
  const mean = meanOf(pixels)
  // What noise the picture had fades with it: it is filled up to what the sensor has.
  const added = noise * Math.sqrt(Math.max(0, 1 - share * share))
  for (let at = 0; at < pixels.length; at++)
    pixels[at] = kept(mean + ((pixels[at] as number) - mean) * share + added * draw(), bits)
}

/** More light than the sensor can say, over a share of the picture's rows from the top. */
export function saturate(pixels: Uint16Array, { width, height, bits }: Plane, share = 1): void {
  pixels.fill(bits === 8 ? 255 : 16_383, 0, Math.round(height * share) * width)
}

/** Another gain and offset of the camera, as its automatic control may choose. */
export function regain(pixels: Uint16Array, { bits }: Plane, gain: number, offset: number): void {
  const mean = meanOf(pixels)
  for (let at = 0; at < pixels.length; at++) pixels[at] = kept(mean + offset + ((pixels[at] as number) - mean) * gain, bits)
}

/** Large warm bodies over a share of the picture, that move: vehicles near by, a flock. */
export function crowd(pixels: Uint16Array, { width, height, bits }: Plane, share: number, warmth: number, atMs: number): void {
  const bodies = 12
  const side = Math.sqrt((width * height * share) / bodies)
  for (let body = 0; body < bodies; body++) {
    const left = (((body * 0.618 * width + (atMs / 1000) * (4 + body) * (width / 320)) % (width + side)) - side) | 0
    const top = ((body * 0.377 * height) % (height - side)) | 0
    for (let y = Math.max(0, top); y < Math.min(height, top + side); y++)
      for (let x = Math.max(0, left); x < Math.min(width, left + side); x++) {
        const texture = ((x >> 2) + (y >> 3) + body) % 3
        pixels[y * width + x] = kept(
          (pixels[y * width + x] as number) * 0.2 + 0.8 * (meanOfCorner(pixels) + warmth * (1 + texture * 0.3)),
          bits,
        )
      }
  }
}

function meanOfCorner(pixels: Uint16Array): number {
  return pixels[0] as number
}

/** A piece of ground as a picture: stones, tracks, a skyline, drawn by chance but the same each time. Without noise. */
export function aScene({ width, height, bits }: Plane, seed = 1, contrast = 1): Float32Array {
  const draw = chance(seed)
  const scene = new Float32Array(width * height)
  const level = bits === 8 ? 110 : 29_000
  const unit = (bits === 8 ? 8 : 30) * contrast
  const skyline = Math.round(height * 0.2)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      scene[y * width + x] = level + (y < skyline + 3 * Math.sin(x / 17 + seed) ? -2 * unit : (unit * y) / height)
  for (let stone = 0; stone < 260; stone++) {
    const middleX = Math.abs(Math.round(draw() * width)) % width
    const middleY = skyline + (Math.abs(Math.round(draw() * height)) % (height - skyline))
    const radius = 1 + Math.abs(draw()) * (width / 50)
    const warmth = unit * draw()
    for (let y = Math.max(skyline, Math.floor(middleY - radius)); y < Math.min(height, middleY + radius); y++)
      for (let x = Math.max(0, Math.floor(middleX - radius)); x < Math.min(width, middleX + radius); x++)
        if ((x - middleX) ** 2 + (y - middleY) ** 2 < radius * radius)
          scene[y * width + x] = (scene[y * width + x] as number) + warmth
  }
  return scene
}

/** A frame of that scene with fresh noise, into `into`. */
export function expose(scene: Float32Array, { bits }: Plane, noise: number, draw: () => number, into: Uint16Array): void {
  for (let at = 0; at < into.length; at++) into[at] = kept((scene[at] as number) + noise * draw(), bits)
}

/** What a watch said over a time: each state with the second in which it began. */
export interface Story {
  readonly states: readonly { readonly atS: number; readonly state: string; readonly reason: string | null }[]
  readonly last: SceneJudgement
}

/** Lets a watch look at pictures of nine frames a second from one instant to another; milliseconds. */
export function look(watch: SceneWatch, fromMs: number, toMs: number, frame: (tMs: number) => Uint16Array): Story {
  const states: { atS: number; state: string; reason: string | null }[] = []
  let last: SceneJudgement | null = null
  for (let tMs = fromMs; last === null || tMs < toMs; tMs += 1000 / 9) {
    const said: SceneJudgement = watch.push({
      pixels: frame(tMs),
      tMs,
      arrivedMs: tMs,
      isDamaged: false,
      shutterClosed: false,
      stepBridged: false,
    })
    if (last === null || said.state !== last.state || said.reason !== last.reason)
      states.push({ atS: Math.round(tMs / 1000), state: said.state, reason: said.reason })
    last = said
  }
  return { states, last }
}
