/**
 * Walkers of falling height and contrast, put into real quiet footage and rendered ground: how small and how weak is still found.
 * Proves sensitivity, no nuisance rate. `ladder [--trials N] [across|towards|stop-and-go …]`; by default 50 trials a point.
 */
import type { Frame } from '../../src/features/cameras/contract.ts'
import { shareBounds } from '../../src/features/detection/evaluation/bounds.ts'
import { openDetector } from '../../src/features/detection/server/detector.ts'
import { drawBody, drawGround, generator, noiseTable } from '../../src/features/detection/testing.ts'
import { hasRecordings, loadFootage } from './footage.ts'

const FRAMES_PER_SECOND = 9
/** Walkers come into view here and stay so long, seconds. */
const FROM_S = 5.1
const STAY_S = 12
/** A person walks 0.71 of the own height a second across the view at any range. */
const HEIGHTS_PER_S = 0.71
const heightsPx = [2, 3, 4, 5, 6, 8, 12, 16]
const contrasts = [8, 6, 4, 3]

/** Way walked after so many seconds, in seconds of walking; and the height, as a share of that at the start. */
const gaits: Readonly<Record<string, (s: number) => { readonly walkedS: number; readonly grown: number }>> = {
  across: (s) => ({ walkedS: s, grown: 1 }),
  // Straight at the camera from 600 m: hardly anything moves, and the body grows by 0.2 % a second.
  towards: (s) => ({ walkedS: 0.06 * s, grown: 600 / (600 - 1.2 * s) }),
  // Three seconds of walking, two of standing.
  'stop-and-go': (s) => ({ walkedS: 3 * Math.floor(s / 5) + Math.min(3, s % 5), grown: 1 }),
}

/** Pictures to play back and forth; `sigma` is the median over the pixels of their standard deviation in time, counts. */
interface Ground {
  readonly name: string
  readonly width: number
  readonly height: number
  readonly sigma: number
  picture(index: number, into: Float32Array): void
}

/** Prints the ladder for every gait and ground. */
export async function benchLadder(args: readonly string[] = []): Promise<void> {
  const asked = args.indexOf('--trials')
  const trials = asked < 0 ? 50 : Math.max(1, Number(args[asked + 1]) || 50)
  const chosen = Object.keys(gaits).filter((gait) => args.includes(gait))
  const grounds = await openGrounds()
  for (const gait of chosen.length > 0 ? chosen : Object.keys(gaits)) {
    for (const [kind, of] of grounds) {
      console.log(
        `\n${gait} · ${kind} · ${trials} trials a point, found while in view (${STAY_S} s): share, 95 % bounds, median delay`,
      )
      console.log(`        ${heightsPx.map((height) => `${height} px`.padStart(22)).join('')}`)
      let wrong = 0
      let all = 0
      for (const sigmas of contrasts) {
        const cells = heightsPx.map((heightPx) => {
          const delays: number[] = []
          for (let n = 0; n < trials; n++) {
            const { delayS, falseTracks } = climb(of[n % of.length] as Ground, heightPx, sigmas, gait, n + 1)
            if (delayS !== null) delays.push(delayS)
            wrong += falseTracks
            all++
          }
          delays.sort((a, b) => a - b)
          const [low, high] = shareBounds(delays.length, trials)
          const share = `${(delays.length / trials).toFixed(2)} ${low.toFixed(2)}…${high.toFixed(2)}`
          return `${share} ${(delays[delays.length >> 1]?.toFixed(1) ?? '–').padStart(4)} s`.padStart(22)
        })
        console.log(`${String(sigmas).padStart(2)} sigma${cells.join('')}`)
      }
      console.log(`false tracks ${wrong} in ${all} trials`)
    }
  }
}

function climb(
  ground: Ground,
  heightPx: number,
  sigmas: number,
  gait: string,
  seed: number,
): { delayS: number | null; falseTracks: number } {
  const { width, height, sigma } = ground
  const draw = generator(seed * 7919 + heightPx * 131 + sigmas * 17 + 11)
  const go = gaits[gait] as (typeof gaits)[string]
  const margin = heightPx + 4
  const speed = HEIGHTS_PER_S * heightPx
  const room = width - 2 * margin
  // A tall walker has left a small picture sooner.
  const staysS = gait === 'across' ? Math.min(STAY_S, room / speed) : STAY_S
  const run = Math.min(room, speed * go(staysS).walkedS)
  const heading = (draw() - 0.5) * 0.5 + (draw() < 0.5 ? Math.PI : 0)
  const isLeft = Math.cos(heading) < 0
  const fromX = margin + draw() * Math.max(0, room - run) + (isLeft ? run : 0)
  const drop = run * Math.sin(heading)
  const fromY = margin + draw() * Math.max(0, height - 2 * margin - Math.abs(drop)) + Math.max(0, -drop)
  const counts = (draw() < 0.5 ? 1 : -1) * sigmas * sigma
  const offset = Math.floor(draw() * 1000)
  const detector = openDetector({ width, height, bits: 16, kernels: 'simd' })
  const picture = new Float32Array(width * height)
  const pixels = new Uint16Array(width * height)
  let delayS: number | null = null
  const right = new Set<string>()
  const wrong = new Set<string>()
  for (let index = 0; index < Math.ceil((FROM_S + STAY_S + 1) * FRAMES_PER_SECOND); index++) {
    const sinceS = index / FRAMES_PER_SECOND - FROM_S
    ground.picture(index + offset, picture)
    const { walkedS, grown } = go(Math.max(0, sinceS))
    const x = fromX + speed * walkedS * Math.cos(heading)
    const y = fromY + speed * walkedS * Math.sin(heading)
    if (sinceS >= 0 && sinceS <= staysS) drawBody(picture, width, height, x, y, heightPx * grown, counts)
    for (let i = 0; i < pixels.length; i++) pixels[i] = Math.max(0, Math.min(65535, Math.round(picture[i]!)))
    const tMs = (index * 1000) / FRAMES_PER_SECOND
    const frame: Frame = {
      index,
      tMs,
      width,
      height,
      bits: 16,
      pixels,
      isBackground: false,
      isDamaged: false,
      shutterClosed: false,
    }
    for (const { box, isConfirmed, trackId } of detector.push(frame).sightings) {
      if (!isConfirmed) continue
      // The judge's rule: the middle lies in the true box grown by half, at least 8 px wide.
      const side = Math.max(8, 1.5 * heightPx) / 2
      const isOn = Math.abs(box[0] + box[2] / 2 - x) <= side && Math.abs(box[1] + box[3] / 2 - y) <= side
      if (isOn && sinceS >= 0 && sinceS <= staysS + 1) {
        right.add(trackId)
        delayS ??= sinceS
      } else wrong.add(trackId)
    }
  }
  return { delayS, falseTracks: [...wrong].filter((id) => !right.has(id)).length }
}

async function openGrounds(): Promise<[string, readonly Ground[]][]> {
  const rendered: [string, readonly Ground[]][] = [
    ['rendered still ground 160×120', [renderedGround(1), renderedGround(2)]],
    ['rendered noisy ground 160×120 (lines, drift, flicker)', [noisyGround(3), noisyGround(4)]],
  ]
  if (!hasRecordings()) return rendered
  return [
    ['still: real quiet footage, yard and edge', await real('cptv-clutter-yard', 'cptv-clutter-edge')],
    ['swaying: real quiet footage, noise2 and noise3', await real('cptv-clutter-noise2', 'cptv-clutter-noise3')],
    ...rendered,
  ]
}

async function real(...names: string[]): Promise<Ground[]> {
  return (await loadFootage(names)).map(({ truth, frames }) => {
    const pictures = frames.filter(({ isBackground }) => !isBackground).map(({ pixels }) => pixels)
    const turn = 2 * (pictures.length - 1)
    const picture = (index: number, into: Float32Array) => {
      const at = index % turn
      into.set(pictures[at < pictures.length ? at : turn - at] as Uint16Array)
    }
    return { name: truth.clip, width: truth.w, height: truth.h, sigma: sigmaOf(pictures), picture }
  })
}

function sigmaOf(pictures: readonly Uint16Array[]): number {
  const deviations: number[] = []
  for (let i = 0; i < (pictures[0]?.length ?? 0); i += 7) {
    let sum = 0
    let squares = 0
    for (const picture of pictures) {
      sum += picture[i]!
      squares += picture[i]! ** 2
    }
    deviations.push(Math.sqrt(Math.max(0, squares / pictures.length - (sum / pictures.length) ** 2)))
  }
  deviations.sort((a, b) => a - b)
  return deviations[deviations.length >> 1] as number
}

const renderedNoise = 5

function renderedGround(seed: number): Ground {
  const [width, height] = [160, 120]
  const still = drawGround({
    width,
    height,
    bits: 16,
    framesPerSecond: FRAMES_PER_SECOND,
    noise: renderedNoise,
    seed,
    walkers: [],
  })
  const normal = noiseTable(seed + 7)
  const draw = generator(seed + 8)
  const picture = (_: number, into: Float32Array) => {
    for (let row = 0; row < height; row++) {
      let n = Math.floor(draw() * normal.length)
      for (let i = row * width; i < (row + 1) * width; i++) {
        into[i] = still[i]! + renderedNoise * normal[n]!
        n = n + 1 === normal.length ? 0 : n + 1
      }
    }
  }
  return { name: 'still', width, height, sigma: renderedNoise, picture }
}

/** As the still one, with what uncooled sensors add: rows and columns that wander, a level that drifts, pixels that flicker. */
function noisyGround(seed: number): Ground {
  const plain = renderedGround(seed)
  const { width, height } = plain
  const draw = generator(seed + 9)
  const normal = noiseTable(seed + 10, 2 ** 14)
  const columns = new Float32Array(width)
  const flickers = Array.from({ length: 30 }, () => [Math.floor(draw() * width * height), 4 + 8 * draw()] as const)
  const picture = (index: number, into: Float32Array) => {
    plain.picture(index, into)
    const next = () => normal[Math.floor(draw() * normal.length)]!
    for (let x = 0; x < width; x++) columns[x] = 0.95 * columns[x]! + 0.3 * renderedNoise * next()
    const level = 6 * renderedNoise * Math.sin(index / 300)
    for (let y = 0; y < height; y++) {
      const row = level + 0.5 * renderedNoise * next()
      for (let x = 0; x < width; x++) into[y * width + x] = into[y * width + x]! + row + columns[x]!
    }
    for (const [place, sigmas] of flickers) if (draw() < 0.3) into[place] = into[place]! + renderedNoise * sigmas
  }
  return { ...plain, name: 'noisy', picture }
}
