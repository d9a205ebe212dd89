/** Simulated walkers of falling height and contrast: how small and how weak is still found. Proves sensitivity, no nuisance rate. */
import { existsSync } from 'node:fs'
import type { Frame } from '../../src/features/cameras/contract.ts'
import { openSource } from '../../src/features/cameras/sources/server/index.ts'
import type { Box, Detector } from '../../src/features/detection/contract.ts'
import { formatShare } from '../../src/features/detection/evaluation/bounds.ts'
import { openDetector } from '../../src/features/detection/server/detector.ts'
import { drawBody, generator, render, type Scene, type Walker } from '../../src/features/detection/testing.ts'

const TRIALS = 50
const REAL_TRIALS = 25
const FRAMES_PER_SECOND = 9
/** Walkers come into view here, stay so long, and must be found so soon, seconds. */
const FROM_S = 5.1
const STAY_S = 10
const FOUND_WITHIN_S = 5
/** A person walks 0.71 of the own height a second across the view. */
const HEIGHTS_PER_S = 0.71

interface Rung {
  readonly heightPx: number
  readonly sigmas: number
}

const rungs: readonly Rung[] = [
  { heightPx: 4, sigmas: 8 },
  { heightPx: 5, sigmas: 8 },
  { heightPx: 6, sigmas: 8 },
  { heightPx: 8, sigmas: 8 },
  { heightPx: 12, sigmas: 8 },
  { heightPx: 8, sigmas: 4 },
]

class Tally {
  readonly found = rungs.map(() => 0)
  readonly trials = rungs.map(() => 0)
  readonly delaysS: number[][] = rungs.map(() => [])
  falseTracks = 0

  print(title: string): void {
    console.log(`${title} (found within ${FOUND_WITHIN_S} s; false tracks ${this.falseTracks})`)
    rungs.forEach(({ heightPx, sigmas }, i) => {
      const delays = this.delaysS[i]!.sort((a, b) => a - b)
      const median = delays.length > 0 ? `${delays[delays.length >> 1]!.toFixed(1)} s` : '-'
      const mark = heightPx >= 8 && sigmas >= 8 ? '  ≥ 0.90 asked' : ''
      console.log(
        `  ${String(heightPx).padStart(2)} px, ${sigmas} sigma: ${formatShare(this.found[i]!, this.trials[i]!)}, median delay ${median}${mark}`,
      )
    })
  }
}

/** Prints the ladder on rendered ground and on real quiet footage. */
export async function benchLadder(): Promise<void> {
  const rendered = new Tally()
  for (let trial = 0; trial < TRIALS; trial++)
    await climb(rendered, trial, 640, 512, (walkers) => onRenderedGround(trial, walkers))
  rendered.print('rendered still ground, 640×512, 16 bit, 9 fps')
  for (const name of ['cptv-clutter-yard', 'cptv-clutter-edge']) {
    const path = `../shared/thermal/${name}/${name}.cptv`
    if (!existsSync(path)) {
      console.log(`${name}: recording absent, not run`)
      continue
    }
    const real = new Tally()
    const footage = await load(path)
    for (let trial = 0; trial < REAL_TRIALS; trial++) {
      // One walker at a time: there is room for no more.
      for (let i = 0; i < rungs.length; i++) {
        await climb(real, trial * 31 + i, footage.width, footage.height, (walkers) => onFootage(footage, walkers), [i])
      }
    }
    real.print(`${name}, played back and forth, 160×120`)
  }
}

/** One scene with one walker for each rung asked for; walkers keep out of each other's way. */
async function climb(
  tally: Tally,
  seed: number,
  width: number,
  height: number,
  frames: (walkers: readonly Walker[]) => Iterable<Frame>,
  which: readonly number[] = rungs.map((_, i) => i),
): Promise<void> {
  const draw = generator(seed * 7919 + 11)
  const lanes = which.map((_, i) => i)
  const laneHeight = height / which.length
  const walkers = which.map((rung, i): Walker => {
    const { heightPx, sigmas } = rungs[rung]!
    const speed = HEIGHTS_PER_S * heightPx
    const run = speed * STAY_S
    const heading = (draw() - 0.5) * 0.5 + (draw() < 0.5 ? Math.PI : 0)
    const margin = heightPx + 4
    const left = Math.cos(heading) < 0
    const roomX = Math.max(0, width - 2 * margin - run)
    const startX = margin + draw() * roomX
    const drop = run * Math.sin(heading)
    const roomY = Math.max(0, laneHeight - 2 * margin - Math.abs(drop))
    const startY = lanes[i]! * laneHeight + margin + draw() * roomY + Math.max(0, -drop)
    return {
      fromX: left ? startX + run : startX,
      fromY: startY,
      vxPxPerS: speed * Math.cos(heading),
      vyPxPerS: speed * Math.sin(heading),
      heightPx,
      sigmas: draw() < 0.5 ? sigmas : -sigmas,
      fromS: FROM_S,
      untilS: FROM_S + STAY_S,
    }
  })
  let detector: Detector | null = null
  const foundAtS = walkers.map(() => Number.POSITIVE_INFINITY)
  const falseIds = new Set<string>()
  const trueIds = new Set<string>()
  for (const frame of frames(walkers)) {
    detector ??= openDetector({ width: frame.width, height: frame.height, bits: frame.bits, kernels: 'simd' })
    const tS = frame.tMs / 1000
    for (const { box, isConfirmed, trackId } of detector.push(frame).sightings) {
      if (!isConfirmed) continue
      const hit = walkers.findIndex((walker) => isOn(box, walker, tS))
      if (hit < 0) falseIds.add(trackId)
      else {
        trueIds.add(trackId)
        foundAtS[hit] = Math.min(foundAtS[hit]!, tS)
      }
    }
  }
  which.forEach((rung, i) => {
    const delayS = foundAtS[i]! - FROM_S
    tally.trials[rung]!++
    if (delayS <= FOUND_WITHIN_S) {
      tally.found[rung]!++
      tally.delaysS[rung]!.push(delayS)
    }
  })
  for (const id of falseIds) if (!trueIds.has(id)) tally.falseTracks++
}

/** The scorer's rule: the centre lies in the true box grown by half, at least 8 px wide. */
function isOn([x, y, w, h]: Box, walker: Walker, tS: number): boolean {
  const sinceS = tS - walker.fromS
  if (sinceS < 0 || tS > walker.untilS + 1) return false
  const side = Math.max(8, 1.5 * walker.heightPx) / 2
  const offX = x + w / 2 - (walker.fromX + walker.vxPxPerS * sinceS)
  const offY = y + h / 2 - (walker.fromY + walker.vyPxPerS * sinceS)
  return Math.abs(offX) <= side && Math.abs(offY) <= side
}

const FRAMES = Math.ceil((FROM_S + STAY_S) * FRAMES_PER_SECOND)

function onRenderedGround(seed: number, walkers: readonly Walker[]): Iterable<Frame> {
  const scene: Scene = {
    width: 640,
    height: 512,
    bits: 16,
    framesPerSecond: FRAMES_PER_SECOND,
    noise: 5,
    seed: seed * 101 + 5,
    walkers,
  }
  return render(scene, FRAMES)
}

interface Footage {
  readonly width: number
  readonly height: number
  readonly pictures: readonly Uint16Array[]
  /** Median over the pixels of their standard deviation in time, counts. */
  readonly sigma: number
}

async function load(address: string): Promise<Footage> {
  const never = new AbortController().signal
  const source = await openSource({ address, login: null, name: null, isLooped: false, rate: 'max' }, never)
  const pictures: Uint16Array[] = []
  for await (const frame of source.frames(never)) if (!frame.isBackground) pictures.push(frame.pixels.slice())
  await source.close()
  const { width, height } = source.info
  const deviations: number[] = []
  for (let i = 0; i < width * height; i += 7) {
    let sum = 0
    let squares = 0
    for (const picture of pictures) {
      sum += picture[i]!
      squares += picture[i]! ** 2
    }
    deviations.push(Math.sqrt(Math.max(0, squares / pictures.length - (sum / pictures.length) ** 2)))
  }
  deviations.sort((a, b) => a - b)
  return { width, height, pictures, sigma: deviations[deviations.length >> 1]! }
}

function* onFootage({ width, height, pictures, sigma }: Footage, walkers: readonly Walker[]): Generator<Frame> {
  const picture = new Float32Array(width * height)
  const pixels = new Uint16Array(width * height)
  const turn = 2 * (pictures.length - 1)
  for (let index = 0; index < FRAMES; index++) {
    const at = index % turn
    const tS = index / FRAMES_PER_SECOND
    picture.set(pictures[at < pictures.length ? at : turn - at]!)
    for (const { fromX, fromY, vxPxPerS, vyPxPerS, heightPx, sigmas, fromS, untilS } of walkers) {
      if (tS < fromS || tS > untilS) continue
      drawBody(picture, width, height, fromX + vxPxPerS * (tS - fromS), fromY + vyPxPerS * (tS - fromS), heightPx, sigmas * sigma)
    }
    for (let i = 0; i < pixels.length; i++) pixels[i] = Math.round(picture[i]!)
    yield { index, tMs: tS * 1000, width, height, bits: 16, pixels, isBackground: false, isDamaged: false, shutterClosed: false }
  }
}
