/** Half an hour without movers, in four kinds of weather. Bounds the nuisance rate for this weather only. */
import type { Frame } from '../../src/features/cameras/contract.ts'
import { poissonUpper } from '../../src/features/detection/evaluation/bounds.ts'
import { openDetector } from '../../src/features/detection/server/detector.ts'
import { drawGround, generator, noiseTable } from '../../src/features/detection/testing.ts'

const FRAMES_PER_SECOND = 9

interface Weather {
  readonly name: string
  readonly minutes: number
  readonly width: number
  readonly height: number
  readonly bits: 8 | 16
  /** Seconds between shutter events; 0 for none. Every second one is flagged by the camera. */
  readonly shutterS: number
  readonly bushes: number
  /** Slow broad clouds in the upper third. */
  readonly clouds: number
}

const weathers: readonly Weather[] = [
  { name: 'still, drift', minutes: 8, width: 640, height: 512, bits: 16, shutterS: 0, bushes: 0, clouds: 0 },
  { name: 'drift, shutter every 45 s', minutes: 8, width: 640, height: 512, bits: 16, shutterS: 45, bushes: 0, clouds: 0 },
  { name: 'wind in plants, shutter', minutes: 7, width: 640, height: 512, bits: 16, shutterS: 120, bushes: 30, clouds: 0 },
  { name: 'wind, clouds, 8 bit', minutes: 7, width: 320, height: 256, bits: 8, shutterS: 90, bushes: 10, clouds: 4 },
]

/** Prints false tracks per weather, and the bound over all. */
export async function benchQuiet(): Promise<void> {
  let falseTracks = 0
  let minutes = 0
  weathers.forEach((weather, i) => {
    const detector = openDetector({ ...weather, kernels: 'simd' })
    const ids = new Set<string>()
    let steps = 0
    for (const frame of blow(weather, 1000 + i)) {
      const { sightings, stepBridged } = detector.push(frame)
      if (stepBridged) steps++
      for (const { isConfirmed, trackId } of sightings) if (isConfirmed) ids.add(trackId)
    }
    falseTracks += ids.size
    minutes += weather.minutes
    console.log(
      `${weather.name.padEnd(28)} ${weather.width}×${weather.height}  ${weather.minutes} min  false ${ids.size}  steps bridged ${steps}`,
    )
  })
  const upper = poissonUpper(falseTracks) / minutes
  console.log(`all ${minutes} min: false ${falseTracks}, at most ${upper.toFixed(2)} a minute (95 %, Poisson, this weather only)`)
}

function* blow(weather: Weather, seed: number): Generator<Frame> {
  const { width, height, bits } = weather
  const noise = bits === 16 ? 5 : 1.2
  const ground = drawGround({ width, height, bits, framesPerSecond: FRAMES_PER_SECOND, noise, seed, walkers: [] })
  const normal = noiseTable(seed + 2)
  const draw = generator(seed + 3)
  const pixels = new Uint16Array(width * height)
  const picture = new Float32Array(width * height)
  const leaves = drawLeaves(weather, noise, draw)
  const clouds = Array.from({ length: weather.clouds }, () => ({
    x: draw() * width,
    y: (draw() * height) / 3,
    size: 25 + 30 * draw(),
    speed: 1 + 2 * draw(),
  }))
  const most = bits === 8 ? 255 : 65535
  const frames = weather.minutes * 60 * FRAMES_PER_SECOND
  let nextShutterS = weather.shutterS === 0 ? Number.POSITIVE_INFINITY : weather.shutterS
  let shutters = 0
  let level = 0
  for (let index = 0; index < frames; index++) {
    const tS = index / FRAMES_PER_SECOND
    let shutterClosed = false
    if (tS >= nextShutterS) {
      // The shutter stays closed for 0.6 s: the picture stands still, then columns and level have moved.
      nextShutterS += weather.shutterS
      shutters++
      shutterClosed = shutters % 2 === 0
      for (let x = 0; x < width; x++) {
        const column = noise * 1.5 * normal[Math.floor(draw() * normal.length)]!
        for (let y = 0; y < height; y++) ground[y * width + x] = ground[y * width + x]! + column
      }
      level += noise * 12 * (draw() - 0.5)
    }
    picture.set(ground)
    const drift = level + noise * (3 * Math.sin(tS / 40) + 0.02 * tS)
    const gust = 0.5 + 0.5 * Math.sin(tS / 7) * Math.sin(tS / 2.3)
    for (const leaf of leaves) leaf.draw(picture, tS, gust)
    for (const cloud of clouds) drawCloud(picture, width, height, cloud, tS, noise * 4)
    for (let y = 0; y < height; y++) {
      let n = Math.floor(draw() * normal.length)
      for (let i = y * width; i < (y + 1) * width; i++) {
        const value = Math.round(picture[i]! + drift + noise * normal[n]!)
        pixels[i] = value < 0 ? 0 : value > most ? most : value
        n = n + 1 === normal.length ? 0 : n + 1
      }
    }
    yield { index, tMs: tS * 1000, width, height, bits, pixels, isBackground: false, isDamaged: false, shutterClosed }
  }
}

interface Leaf {
  draw(picture: Float32Array, tS: number, gust: number): void
}

/** Warm and cold leaves that swing about their place, each in its own time. */
function drawLeaves({ width, height, bushes }: Weather, noise: number, draw: () => number): Leaf[] {
  const leaves: Leaf[] = []
  for (let bush = 0; bush < bushes; bush++) {
    const centreX = 20 + draw() * (width - 40)
    const centreY = height / 3 + draw() * ((2 * height) / 3 - 20)
    for (let i = 0; i < 14; i++) {
      const x = centreX + (draw() - 0.5) * 24
      const y = centreY + (draw() - 0.5) * 20
      const size = 1 + 2 * draw()
      const counts = noise * (4 + 10 * draw()) * (draw() < 0.6 ? 1 : -1)
      const swing = 1 + 3 * draw()
      const turns = 0.3 + 1.2 * draw()
      const phase = draw() * 6.28
      leaves.push({
        draw(picture, tS, gust) {
          const at = x + swing * gust * Math.sin(turns * 6.28 * tS + phase)
          const reach = 3 * size
          for (let v = Math.max(0, Math.floor(y - reach)); v <= Math.min(height - 1, y + reach); v++) {
            for (let u = Math.max(0, Math.floor(at - reach)); u <= Math.min(width - 1, at + reach); u++) {
              const square = ((u - at) ** 2 + (v - y) ** 2) / (2 * size * size)
              picture[v * width + u] = picture[v * width + u]! + counts * Math.exp(-square)
            }
          }
        },
      })
    }
  }
  return leaves
}

function drawCloud(
  picture: Float32Array,
  width: number,
  height: number,
  { x, y, size, speed }: { x: number; y: number; size: number; speed: number },
  tS: number,
  counts: number,
): void {
  const at = ((x + speed * tS) % (width + 6 * size)) - 3 * size
  for (let v = 0; v < Math.min(height, y + 3 * size); v++) {
    for (let u = Math.max(0, Math.floor(at - 3 * size)); u < Math.min(width, at + 3 * size); u++) {
      const square = ((u - at) ** 2 + (2 * (v - y)) ** 2) / (2 * size * size)
      picture[v * width + u] = picture[v * width + u]! + counts * Math.exp(-square)
    }
  }
}
