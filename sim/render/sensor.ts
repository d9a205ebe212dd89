/** What the sensor adds: noise, a pattern that stands still, creep, and the shutter that takes it away again. */
import { Chance, hash } from '../world/chance.ts'
import type { Weather } from '../world/weather.ts'
import { FRAMES_PER_SECOND, PICTURE } from '../world/world.ts'

/** The shutter stands before the sensor for this many frames; the camera repeats its last picture meanwhile. */
const SHUTTER_FRAMES = 4
const TABLE = 1 << 20
/** Of noise that is the same over a whole row, against the noise of a pixel. */
const ROW_SHARE = 0.12

export interface Shutter {
  /** How many times the shutter has closed before this picture: the pattern belongs to it. */
  readonly count: number
  readonly framesSince: number
  /** The picture is a repetition of the last one before the shutter closed, which is that of this frame. */
  readonly frozenAt: number | null
}

export class Sensor {
  readonly #seed: number
  readonly #weather: Weather
  readonly #noise: Int8Array
  readonly #everyFrames: number
  readonly #firstShutter: number

  constructor(seed: number, weather: Weather) {
    this.#seed = seed
    this.#weather = weather
    this.#noise = noiseTable(weather.noiseK * 100)
    this.#everyFrames = Math.round(weather.shutterEveryS * FRAMES_PER_SECOND)
    // Never in the first minute of a long run: a real camera does that while it starts.
    const least = Math.round(Math.min(60, weather.shutterEveryS / 2) * FRAMES_PER_SECOND)
    this.#firstShutter = least + (hash(seed, 41) % Math.max(1, this.#everyFrames - least))
  }

  shutterAt(frame: number): Shutter {
    if (frame < this.#firstShutter) return { count: 0, framesSince: frame, frozenAt: null }
    const passed = frame - this.#firstShutter
    const count = Math.floor(passed / this.#everyFrames) + 1
    const framesSince = passed % this.#everyFrames
    const frozenAt = framesSince < SHUTTER_FRAMES ? frame - framesSince - 1 : null
    return { count, framesSince, frozenAt }
  }

  /** The still picture with the pattern that the last flat-field correction left. */
  addPattern(counts: Float32Array, shutterCount: number, into: Uint16Array): void {
    const share = this.#weather.patternK / this.#weather.noiseK
    const chance = new Chance(this.#seed, 42, shutterCount)
    const columns = Float32Array.from({ length: PICTURE.width }, () => chance.normal() * this.#weather.patternK * 60)
    const start = hash(this.#seed, 43, shutterCount) & (TABLE / 2 - 1)
    for (let at = 0, x = 0; at < into.length; at += 1) {
      into[at] = Math.round((counts[at] ?? 0) + (this.#noise[(start + at) & (TABLE - 1)] ?? 0) * share + (columns[x] ?? 0))
      x = x + 1 === PICTURE.width ? 0 : x + 1
    }
  }

  /** One frame: still picture, noise of its own, noise of its rows, and how far the whole has crept since the shutter. */
  addNoise(still: Uint16Array, frame: number, { count, framesSince }: Shutter, into: Uint16Array): void {
    const noise = this.#noise
    const { width, height } = PICTURE
    const towards = hash(this.#seed, 44, count) % 2 === 0 ? 1 : -1
    const creep = towards * 100 * this.#weather.driftK * (1 - Math.exp(-framesSince / (90 * FRAMES_PER_SECOND)))
    for (let y = 0, at = 0; y < height; y += 1) {
      const mixed = hash(this.#seed, frame, y)
      let from = mixed & (TABLE - 1)
      const shift = Math.round(creep + ROW_SHARE * (noise[(mixed >>> 12) & (TABLE - 1)] ?? 0))
      for (const end = at + width; at < end; at += 1, from += 1) into[at] = (still[at] ?? 0) + (noise[from] ?? 0) + shift
    }
  }
}

const tables = new Map<number, Int8Array>()

/** Normal deviates of the given size, rounded, with a row's length more so that a row never wraps. */
function noiseTable(sigma: number): Int8Array {
  const known = tables.get(sigma)
  if (known !== undefined) return known
  const chance = new Chance(4711)
  const table = new Int8Array(TABLE + PICTURE.width)
  for (let at = 0; at < table.length; at += 1) table[at] = Math.max(-127, Math.min(127, Math.round(chance.normal() * sigma)))
  tables.set(sigma, table)
  return table
}
