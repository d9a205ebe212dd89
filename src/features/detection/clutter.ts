/**
 * What each place does by itself: a running 4-norm of the strongest response per block, entered late, so that plants and
 * cloud edges raise their own bar and a slow body does not (recipe, steps 5 and 6).
 */
import { BLOCK_PX, type Kernels } from './kernels.ts'
import { median } from './noise.ts'
import { parameters } from './parameters.ts'
import type { Picture } from './picture.ts'

const { clutter, scales } = parameters
const COUNT = scales.sigmaPx.length

/** The clutter stage. Weights turn a smoothed difference into z: one value a block and scale. */
export interface Clutter {
  readonly across: number
  readonly down: number
  /** Greatest magnitude per block of this frame, per scale, counts. */
  readonly peaks: readonly Float32Array[]
  /** z = smoothed difference × weight. */
  readonly weights: readonly Float32Array[]
  /** Measures the blocks of this frame and sets the weights from what is known by now. */
  weigh(picture: Picture): void
  /** Enters this frame, and takes late frames into the running norm. `exclude` marks blocks of bodies confirmed by now. */
  learn(tMs: number, exclude: (tMs: number, marked: Uint8Array) => void): void
}

/** The clutter stage for one picture size. */
export function createClutter(picture: Picture, kernels: Kernels): Clutter {
  const across = picture.stride / BLOCK_PX
  const down = picture.rows / BLOCK_PX
  const count = across * down
  const peaks = scales.sigmaPx.map(() => kernels.floats(count))
  const norms = scales.sigmaPx.map(() => new Float32Array(count))
  const excesses = scales.sigmaPx.map(() => new Float32Array(count))
  const weights = scales.sigmaPx.map(() => new Float32Array(count))
  const waitingMax = Math.ceil(clutter.latenessS * clutter.feedHz) + 4
  const waiting = Array.from({ length: waitingMax }, () => ({ tMs: 0, values: new Float32Array(COUNT * count) }))
  const marked = new Uint8Array(count)
  const scratch = new Float32Array(count)
  let head = 0
  let length = 0
  let startMs = -1
  let fedMs = Number.NEGATIVE_INFINITY
  let enteredMs = 0
  let entered = 0

  function enter(values: Float32Array, seconds: number): void {
    entered++
    const rate = Math.min(1, Math.max(seconds / clutter.runningS, 1 / entered))
    for (let s = 0; s < COUNT; s++) {
      const norm = norms[s]!
      const base = s * count
      for (let b = 0; b < count; b++) {
        if (marked[b] === 1) continue
        norm[b] = norm[b]! + rate * (values[base + b]! - norm[b]!)
      }
    }
  }

  /** Squares above what plain noise gives, the most of 3 × 3 blocks. */
  function measureExcess(s: number): void {
    const norm = norms[s]!
    const excess = excesses[s]!
    const places = Math.max(1, count >> 11)
    let n = 0
    for (let b = 0; b < count; b += places) scratch[n++] = Math.sqrt(norm[b]!)
    const plain = clutter.plainShare ** 2 * median(scratch, n)
    for (let y = 0; y < down; y++) {
      for (let x = 0; x < across; x++) {
        const b = y * across + x
        const left = norm[x > 0 ? b - 1 : b]!
        const right = norm[x < across - 1 ? b + 1 : b]!
        const here = norm[b]!
        scratch[b] = left > right ? (left > here ? left : here) : right > here ? right : here
      }
    }
    for (let y = 0; y < down; y++) {
      for (let x = 0; x < across; x++) {
        const b = y * across + x
        const up = scratch[y > 0 ? b - across : b]!
        const below = scratch[y < down - 1 ? b + across : b]!
        const here = scratch[b]!
        const most = up > below ? (up > here ? up : here) : below > here ? below : here
        const over = Math.sqrt(most) - plain
        excess[b] = over > 0 ? over : 0
      }
    }
  }

  return {
    across,
    down,
    peaks,
    weights,
    weigh({ stride, rows, scales: planes }) {
      for (let s = 0; s < COUNT; s++) {
        const { plane, shift, sigma } = planes[s]!
        kernels.peaks(plane, peaks[s]!, stride >> shift, rows >> shift, shift === 0 ? 4 : 2)
        const excess = excesses[s]!
        const weight = weights[s]!
        const gain = clutter.gain ** 2
        for (let b = 0; b < count; b++) weight[b] = 1 / (sigma * Math.sqrt(1 + gain * excess[b]!))
        const waits = waiting[(head + length) % waitingMax]!
        const most = clutter.clipSigmas
        for (let b = 0; b < count; b++) {
          const ratio = peaks[s]![b]! / sigma
          const square = ratio > most ? most * most : ratio * ratio
          waits.values[s * count + b] = square * square
        }
      }
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
        marked.fill(0)
        exclude(late.tMs, marked)
        enter(late.values, Math.min(1, (late.tMs - enteredMs) / 1000))
        enteredMs = late.tMs
        head = (head + 1) % waitingMax
        length--
        changed = true
      }
      if (changed) for (let s = 0; s < COUNT; s++) measureExcess(s)
    },
  }
}
