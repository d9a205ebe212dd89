/**
 * What each place does by itself: a running 4-norm of the strongest response per block, entered late, so that plants and
 * cloud edges raise their own bar and a slow body does not (recipe, steps 5 and 6).
 */
import { edgeShares } from './edges.ts'
import { BLOCK_PX, type Kernels } from './kernels.ts'
import { median } from './noise.ts'
import { parameters } from './parameters.ts'
import type { Picture } from './picture.ts'

const { clutter, scales, bank } = parameters
const COUNT = scales.sigmaPx.length

/** The clutter stage. Weights turn a smoothed difference into z: one value a block and scale. */
export interface Clutter {
  readonly across: number
  readonly down: number
  /** z = smoothed difference × weight. */
  readonly weights: readonly Float32Array[]
  /** Greatest |z| of any scale per block of this frame. */
  readonly best: Float32Array
  /** What each block, or one on a way to it, has stood out by in the last seconds, sigmas a 9th of a second; the newest frame's. */
  readonly merit: Float32Array
  /** Measures the blocks of this frame and sets the weights from what is known by now. */
  weigh(picture: Picture, stepS: number): void
  /** Enters this frame, and takes late frames into the running norm. `exclude` sets blocks of bodies confirmed by now to 0. */
  learn(tMs: number, exclude: (tMs: number, open: Float32Array) => void): void
}

/** What the SIMD passes may touch beyond the last block. */
const ROOM = 4

/** The clutter stage for one picture size. */
export function createClutter(picture: Picture, kernels: Kernels): Clutter {
  const across = picture.stride / BLOCK_PX
  const down = picture.rows / BLOCK_PX
  const count = across * down
  const planes = () => scales.sigmaPx.map(() => kernels.floats(count + ROOM))
  const peaks = planes()
  const edges = planes()
  const norms = planes()
  const excesses = planes()
  const weights = planes()
  const best = kernels.floats(count + ROOM)
  let merit = kernels.floats(count + ROOM)
  let gathered = kernels.floats(count + ROOM)
  const open = kernels.floats(count + ROOM).fill(1)
  const line = kernels.floats(across + 2 * ROOM)
  const waitingMax = Math.ceil(clutter.latenessS * clutter.feedHz) + 4
  const waiting = Array.from({ length: waitingMax }, () => ({ tMs: 0, values: planes() }))
  const places = Math.max(1, count >> 11)
  const scratch = new Float32Array(Math.ceil(count / places))
  let head = 0
  let length = 0
  let startMs = -1
  let fedMs = Number.NEGATIVE_INFINITY
  let enteredMs = 0
  let entered = 0
  setEdges(picture, edges)

  /** What plain noise gives, in squares, from the picture's median block. */
  function plainLevel(norm: Float32Array): number {
    let n = 0
    for (let b = 0; b < count; b += places) scratch[n++] = norm[b]!
    return clutter.plainShare ** 2 * Math.sqrt(median(scratch, n))
  }

  return {
    across,
    down,
    weights,
    best,
    get merit() {
      return merit
    },
    weigh({ stride, rows, scales: smoothed }, stepS) {
      best.fill(0)
      const { values } = waiting[(head + length) % waitingMax]!
      for (let s = 0; s < COUNT; s++) {
        const { plane, shift, sigma } = smoothed[s]!
        kernels.peaks(plane, peaks[s]!, stride >> shift, rows >> shift, shift === 0 ? 4 : 2)
        kernels.weigh(
          peaks[s]!,
          edges[s]!,
          excesses[s]!,
          weights[s]!,
          best,
          values[s]!,
          count,
          1 / sigma,
          clutter.clipSigmas,
          clutter.gain ** 2,
        )
      }
      const share = Math.min(bank.stepMostS, stepS) * bank.perHz
      kernels.gather(merit, best, line, gathered, across, down, share, bank.baseSigmas, bank.capSigmas, bank.moveCost, bank.most)
      ;[merit, gathered] = [gathered, merit]
    },
    learn(tMs, exclude) {
      if (startMs < 0) startMs = tMs
      const ageS = (tMs - startMs) / 1000
      if (tMs - fedMs >= 900 / clutter.feedHz && length < waitingMax - 1) {
        waiting[(head + length) % waitingMax]!.tMs = tMs
        length++
        fedMs = tMs
      }
      const latenessS = Math.min(clutter.latenessS, Math.max(0, (ageS - clutter.latenessFromS) * clutter.latenessGrowth))
      let changed = false
      while (length > 0 && waiting[head]!.tMs <= tMs - latenessS * 1000) {
        const late = waiting[head]!
        open.fill(1)
        exclude(late.tMs, open)
        entered++
        const seconds = Math.min(1, (late.tMs - enteredMs) / 1000)
        const rate = Math.min(1, Math.max(seconds / clutter.runningS, 1 / entered))
        for (let s = 0; s < COUNT; s++) kernels.enter(norms[s]!, late.values[s]!, open, count, rate)
        enteredMs = late.tMs
        head = (head + 1) % waitingMax
        length--
        changed = true
      }
      if (!changed) return
      for (let s = 0; s < COUNT; s++) {
        const plain = plainLevel(norms[s]!)
        kernels.excess(norms[s]!, line, excesses[s]!, across, down, plain)
        restore(excesses[s]!, count, plain - clutter.plainShare ** 2 * clutter.plainMost * clutter.plainOf[s]!)
      }
    },
  }
}

/**
 * Where something stands out everywhere (rain), the median says little of what plain noise gives: places that do more than all others get
 * back what it took off them, and the others nothing.
 */
export function restore(excess: Float32Array, count: number, overPlain: number): void {
  if (overPlain <= 0) return
  for (let b = 0; b < count; b++) excess[b] = Math.min(excess[b]! + overPlain, clutter.restoreSlope * excess[b]!)
}

function setEdges({ width, height, stride, rows, taps }: Picture, edges: readonly Float32Array[]): void {
  const along = edgeShares(width, stride, BLOCK_PX, taps)
  const down = edgeShares(height, rows, BLOCK_PX, taps)
  const across = stride / BLOCK_PX
  for (const [s, plane] of edges.entries()) {
    for (let b = 0; b < across * (rows / BLOCK_PX); b++) plane[b] = along[s]![b % across]! * down[s]![Math.floor(b / across)]!
  }
}
