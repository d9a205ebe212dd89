/**
 * Long runs without anybody, in seeded pieces of ten minutes that are added up: `quiet [--pieces N] [--part 1/2] [--large] [--sum]`. Each
 * piece is written to `build/bench/quiet.ndjson` with the detector it was run with (a hash of its sources), so that a run can be stopped and
 * gone on with, and several machines' files put together. It bounds the nuisance rate for the simulated weather, and for nothing else.
 */
import { createHash } from 'node:crypto'
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { minifySync } from 'vite'
import type { Frame } from '../../src/features/cameras/contract.ts'
import { poissonBounds } from '../../src/features/detection/evaluation/bounds.ts'
import { openDetector } from '../../src/features/detection/server/detector.ts'
import { drawBody, drawGround, generator, noiseTable } from '../../src/features/detection/testing.ts'

const FRAMES_PER_SECOND = 9
const PIECE_MIN = 10
const FILE = 'build/bench/quiet.ndjson'
const SOURCES = ['src/features/detection', 'kernels']

interface Weather {
  readonly name: string
  readonly bits: 8 | 16
  /** Seconds between shutter events; 0 for none. Every second one is flagged by the camera. */
  readonly shutterS: number
  /** Seconds between key frames that code the picture anew in blocks; 0 for none. */
  readonly keyS: number
  readonly bushes: number
  /** Slow broad clouds in the upper third. */
  readonly clouds: number
  /** Specks a frame that are nowhere twice: rain, or insects before the lens. */
  readonly specks: number
  /** Insects that cross close to the lens within a quarter of a second, a minute. */
  readonly insectsPerMin: number
}

const calm = { bits: 16, shutterS: 0, keyS: 0, bushes: 0, clouds: 0, specks: 0, insectsPerMin: 0 } as const
const weathers: readonly Weather[] = [
  { ...calm, name: 'still, drift' },
  { ...calm, name: 'shutter every 45 s', shutterS: 45 },
  { ...calm, name: 'wind in plants, shutter', bushes: 12, shutterS: 120 },
  { ...calm, name: 'storm in plants', bushes: 25, shutterS: 180 },
  { ...calm, name: 'wind and clouds, 8 bit', bits: 8, bushes: 5, clouds: 3, shutterS: 90 },
  { ...calm, name: 'video with key frames, clouds, 8 bit', bits: 8, keyS: 4.3, clouds: 2, bushes: 3 },
  { ...calm, name: 'rain', specks: 12, bushes: 4 },
  { ...calm, name: 'insects', insectsPerMin: 12, bushes: 4, shutterS: 300 },
]

interface Piece {
  readonly detector: string
  readonly size: string
  readonly weather: string
  readonly seed: number
  readonly minutes: number
  readonly wrong: number
  /** Animals that walked through, and of them found: they are movers, and tracks on them are no nuisance. */
  readonly animals: number
  readonly animalsFound: number
}

/** Runs pieces that are not in the file yet, and prints the sum of all that this very detector has run. */
export async function benchQuiet(args: readonly string[] = []): Promise<void> {
  const asked = args.indexOf('--pieces')
  const pieces = args.includes('--sum') ? 0 : asked < 0 ? 8 : Math.max(0, Number(args[asked + 1]) || 0)
  // Several processes share the pieces: part 1/2 takes every second seed, and part 2/2 the others.
  const [part = 1, parts = 1] = args.includes('--part') ? (args[args.indexOf('--part') + 1] ?? '').split('/').map(Number) : []
  if (!(part >= 1 && part <= parts && Number.isInteger(part + parts))) throw new Error('--part K/N: whole numbers, K from 1 to N')
  const isOurs = (seed: number) => seed % parts === part - 1
  const [width, height] = args.includes('--large') ? [640, 512] : [160, 120]
  const size = `${width}×${height}`
  const detector = hashOfSources()
  const done = readPieces().filter((piece) => piece.detector === detector)
  const key = (piece: { size: string; weather: string; seed: number }) => `${piece.size} ${piece.weather} ${piece.seed}`
  const known = new Set(done.map(key))
  mkdirSync(dirname(FILE), { recursive: true })
  for (let n = 0, ran = 0; ran < pieces; n++) {
    const weather = weathers[n % weathers.length] as Weather
    const seed = 1 + Math.floor(n / weathers.length)
    if (!isOurs(seed) || known.has(key({ size, weather: weather.name, seed }))) continue
    const piece: Piece = { detector, size, weather: weather.name, seed, minutes: PIECE_MIN, ...run(weather, width, height, seed) }
    appendFileSync(FILE, `${JSON.stringify(piece)}\n`)
    done.push(piece)
    ran++
  }
  for (const each of [...new Set(done.map((piece) => piece.size))].sort())
    print(
      each,
      done.filter((piece) => piece.size === each),
    )
}

function print(size: string, pieces: readonly Piece[]): void {
  console.log(`${size}, detector ${pieces[0]?.detector}`)
  for (const { name } of weathers)
    line(
      name,
      pieces.filter(({ weather }) => weather === name),
    )
  line('all', pieces)
}

function line(name: string, pieces: readonly Piece[]): void {
  const days = pieces.reduce((sum, { minutes }) => sum + minutes, 0) / 1440
  if (days === 0) return
  const wrong = pieces.reduce((sum, piece) => sum + piece.wrong, 0)
  const [low, high] = poissonBounds(wrong)
  const animals = pieces.reduce((sum, piece) => sum + piece.animals, 0)
  const found = pieces.reduce((sum, piece) => sum + piece.animalsFound, 0)
  console.log(
    `${name.padEnd(38)} ${days.toFixed(3)} camera-days  nuisance ${wrong} = ${(wrong / days).toFixed(2)} a day (${(low / days).toFixed(2)}…${(high / days).toFixed(2)})  animals found ${found}/${animals}`,
  )
}

function readPieces(): Piece[] {
  if (!existsSync(FILE)) return []
  return readFileSync(FILE, 'utf8')
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => JSON.parse(text) as Piece)
}

/**
 * Tells detectors apart: pieces of another one do not count. Tests, evaluation and comments have no say in what is found: a night of
 * pieces is not thrown away for a word.
 */
function hashOfSources(): string {
  const hash = createHash('sha256')
  for (const folder of SOURCES) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      if (!name.endsWith('.ts') || /test|evaluation|classes/.test(name)) continue
      const source = readFileSync(join(folder, name), 'utf8')
      const { code, errors } = minifySync(name, source, { compress: false, mangle: false })
      if (errors.length > 0) throw new Error(`${join(folder, name)}: ${errors[0]?.message}`)
      hash.update(name).update(code)
    }
  }
  return hash.digest('hex').slice(0, 10)
}

function run(weather: Weather, width: number, height: number, seed: number): Pick<Piece, 'wrong' | 'animals' | 'animalsFound'> {
  const detector = openDetector({ width, height, bits: weather.bits, kernels: 'simd' })
  const draw = generator(seed * 31 + 7)
  // One fox or goat crosses within the piece.
  const animal = {
    fromS: 120 + 300 * draw(),
    y: height * (0.5 + 0.3 * draw()),
    speedPx: width / (8 + 6 * draw()),
    heightPx: 5 + 4 * draw(),
  }
  const animalX = (tS: number) => (tS - animal.fromS) * animal.speedPx
  const onAnimal = new Set<string>()
  const elsewhere = new Set<string>()
  for (const frame of blow(weather, width, height, seed, (tS) => {
    const x = animalX(tS)
    return x > 0 && x < width ? { x, y: animal.y, heightPx: animal.heightPx } : null
  })) {
    const tS = frame.tMs / 1000
    for (const { isConfirmed, trackId, box } of detector.push(frame).sightings) {
      if (!isConfirmed) continue
      const isOn = Math.abs(box[0] + box[2] / 2 - animalX(tS)) < 12 && Math.abs(box[1] + box[3] / 2 - animal.y) < 12
      ;(isOn ? onAnimal : elsewhere).add(trackId)
    }
  }
  for (const id of onAnimal) elsewhere.delete(id)
  return { wrong: elsewhere.size, animals: 1, animalsFound: onAnimal.size > 0 ? 1 : 0 }
}

function* blow(
  weather: Weather,
  width: number,
  height: number,
  seed: number,
  animalAt: (tS: number) => { x: number; y: number; heightPx: number } | null,
): Generator<Frame> {
  const { bits } = weather
  const noise = bits === 16 ? 5 : 1.2
  const ground = drawGround({ width, height, bits, framesPerSecond: FRAMES_PER_SECOND, noise, seed, walkers: [] })
  const normal = noiseTable(seed + 2)
  const draw = generator(seed + 3)
  const pixels = new Uint16Array(width * height)
  const picture = new Float32Array(width * height)
  const leaves = drawLeaves(weather, width, height, noise, draw)
  const clouds = Array.from({ length: weather.clouds }, () => ({
    x: draw() * width,
    y: (draw() * height) / 3,
    size: (25 + 30 * draw()) * (width / 320),
    speed: (1 + 2 * draw()) * (width / 320),
  }))
  const most = bits === 8 ? 255 : 65535
  const frames = PIECE_MIN * 60 * FRAMES_PER_SECOND
  let nextShutterS = weather.shutterS === 0 ? Number.POSITIVE_INFINITY : weather.shutterS
  let nextKeyS = weather.keyS === 0 ? Number.POSITIVE_INFINITY : weather.keyS
  let shutters = 0
  let level = 0
  let insect = { untilS: -1, x: 0, y: 0, vx: 0, vy: 0, size: 3 }
  for (let index = 0; index < frames; index++) {
    const tS = index / FRAMES_PER_SECOND
    let shutterClosed = false
    if (tS >= nextShutterS) {
      // The shutter closes: columns and level have moved afterwards.
      nextShutterS += weather.shutterS
      shutters++
      shutterClosed = shutters % 2 === 0
      for (let x = 0; x < width; x++) {
        const column = noise * 1.5 * normal[Math.floor(draw() * normal.length)]!
        for (let y = 0; y < height; y++) ground[y * width + x] = ground[y * width + x]! + column
      }
      level += noise * 12 * (draw() - 0.5)
    }
    if (tS >= nextKeyS) {
      // A key frame codes every block anew.
      nextKeyS += weather.keyS
      for (let by = 0; by < height; by += 16) {
        for (let bx = 0; bx < width; bx += 16) {
          const step = noise * (1.5 + 0.8 * (draw() - 0.5)) * (index % 2 === 0 ? 1 : -1)
          for (let y = by; y < Math.min(height, by + 16); y++)
            for (let x = bx; x < Math.min(width, bx + 16); x++) ground[y * width + x] = ground[y * width + x]! + step
        }
      }
    }
    picture.set(ground)
    const drift = level + noise * (3 * Math.sin(tS / 40) + 3 * Math.sin(tS / 170))
    const gust = 0.5 + 0.5 * Math.sin(tS / 7) * Math.sin(tS / 2.3)
    for (const leaf of leaves) leaf.draw(picture, tS, gust)
    for (const cloud of clouds) drawCloud(picture, width, height, cloud, tS, noise * 4)
    for (let n = 0; n < weather.specks; n++)
      drawBody(picture, width, height, draw() * width, draw() * height, 2 + 3 * draw(), noise * (6 + 10 * draw()))
    if (draw() < weather.insectsPerMin / 60 / FRAMES_PER_SECOND) {
      const angle = draw() * 6.28
      const speed = width * (0.8 + draw())
      insect = {
        untilS: tS + 0.35,
        x: draw() * width,
        y: draw() * height,
        vx: speed * Math.cos(angle),
        vy: speed * Math.sin(angle),
        size: 3 + 6 * draw(),
      }
    }
    if (tS < insect.untilS) {
      const sinceS = tS - (insect.untilS - 0.35)
      drawBody(picture, width, height, insect.x + insect.vx * sinceS, insect.y + insect.vy * sinceS, insect.size, noise * 14)
    }
    const animal = animalAt(tS)
    if (animal) drawBody(picture, width, height, animal.x, animal.y, animal.heightPx, noise * 12)
    for (let y = 0; y < height; y++) {
      const row = y * width
      addNoise(picture, pixels, row, row + width, drift, noise, normal, Math.floor(draw() * normal.length), most)
    }
    yield { index, tMs: tS * 1000, width, height, bits, pixels, isBackground: false, isDamaged: false, shutterClosed }
  }
}

/** Turns picture elements into counts; `normal` is a power of two long. A function of its own, as the engine does not make a generator's loops fast. */
function addNoise(
  picture: Float32Array,
  pixels: Uint16Array,
  from: number,
  to: number,
  drift: number,
  noise: number,
  normal: Float32Array,
  first: number,
  most: number,
): void {
  const mask = normal.length - 1
  for (let i = from, n = first; i < to; i++, n++) {
    const value = (picture[i]! + drift + noise * normal[n & mask]! + 0.5) | 0
    pixels[i] = value < 0 ? 0 : value > most ? most : value
  }
}

/** Adds a bell that is given by its shares along rows and columns. */
function addBell(
  picture: Float32Array,
  width: number,
  left: number,
  top: number,
  across: Float64Array,
  down: Float64Array,
): void {
  for (let v = 0; v < down.length; v++) {
    const share = down[v]!
    let i = (top + v) * width + left
    for (let u = 0; u < across.length; u++, i++) picture[i] = picture[i]! + share * across[u]!
  }
}

/** `height` times the bell of this size around `middle`, at whole places from `from` to below `to`. */
function bell(from: number, to: number, middle: number, size: number, height: number): Float64Array {
  const shares = new Float64Array(Math.max(0, to - from))
  for (let i = 0; i < shares.length; i++) shares[i] = height * Math.exp(-((from + i - middle) ** 2) / (2 * size * size))
  return shares
}

interface Leaf {
  draw(picture: Float32Array, tS: number, gust: number): void
}

/** Warm and cold leaves that swing about their place, each in its own time. */
function drawLeaves({ bushes }: Weather, width: number, height: number, noise: number, draw: () => number): Leaf[] {
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
      const reach = 3 * size
      const top = Math.max(0, Math.floor(y - reach))
      const down = bell(top, Math.floor(Math.min(height - 1, y + reach)) + 1, y, size, counts)
      leaves.push({
        draw(picture, tS, gust) {
          const at = x + swing * gust * Math.sin(turns * 6.28 * tS + phase)
          const left = Math.max(0, Math.floor(at - reach))
          const across = bell(left, Math.floor(Math.min(width - 1, at + reach)) + 1, at, size, 1)
          addBell(picture, width, left, top, across, down)
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
  const left = Math.max(0, Math.floor(at - 3 * size))
  const across = bell(left, Math.ceil(Math.min(width, at + 3 * size)), at, size, 1)
  addBell(picture, width, left, 0, across, bell(0, Math.ceil(Math.min(height, y + 3 * size)), y, size / 2, counts))
}
