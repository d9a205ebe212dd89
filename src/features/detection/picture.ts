/**
 * From a frame to three smoothed, flattened differences with their noise: steps 1 to 4 of the recipe.
 * Holds the background, the frame before, and all planes; nothing is allocated after `createPicture`.
 */
import type { Frame } from '../cameras/contract.ts'
import { CELL_PX, type Kernels, TAP_REACH } from './kernels.ts'
import { MAD_SIGMA, median, medianAround, medianNear, medianOfWhole, samplePlaces } from './noise.ts'
import { parameters } from './parameters.ts'
import { createShake } from './shake.ts'
import { createStep } from './step.ts'

const { noise, step, background: slow, flat, ghost, scales } = parameters

/** The edges of a body lie around its box: so far out they are looked for, pixels. */
const RING_PX = 2
/** Of larger boxes only so many pixels are looked at. */
const PRESENCE_PIXELS = 400

/** One smoothed difference. `shift` 1: at half size. */
export interface Scale {
  readonly plane: Float32Array
  readonly shift: 0 | 1
  readonly stride: number
  /** Robust sigma over the whole picture in this frame, counts. */
  sigma: number
}

/** What the later stages see of a picture. */
export interface Picture {
  readonly width: number
  readonly height: number
  /** Working size, both multiples of 8; the pixels beyond the true size repeat its edge. */
  readonly stride: number
  readonly rows: number
  readonly scales: readonly Scale[]
  /** The filters of the three scales, the third at half size. */
  readonly taps: readonly Float32Array[]
  /** Noise of a pixel between frames, counts. */
  readonly noise: number
  /** Mean change since the frame before inside a box of the true picture, in what noise alone gives (1 is nothing but noise). */
  stir(left: number, top: number, width: number, height: number): number
  /**
   * How much of a body's edges stands in the frame rather than in the background, about 0…1: near 1 something is there that
   * was not, near 0 something has gone that was (a ghost). The steps between neighbours of the frame are fitted to those of
   * the difference; ground that slopes or is textured falls out. 1 where noise leaves nothing to be said.
   */
  presence(left: number, top: number, width: number, height: number): number
  /** Gives the background up inside a box: what has gone is forgotten with a time constant of `ghost.healS`. */
  heal(left: number, top: number, width: number, height: number, seconds: number): void
  /** Takes a frame in. True when a whole-picture step was bridged. `bodies` are pixel indices seen as bodies before, `held` as in `follow`. */
  take(frame: Frame, bodies: Int32Array, bodyCount: number, held: Uint8Array): boolean
  /** Lets the background follow the frame taken last; slower where `bodies` stand, slowest where `held` is 1. */
  follow(bodies: Int32Array, bodyCount: number, held: Uint8Array, seconds: number): void
}

/** The picture stage for one size and depth. */
export function createPicture(width: number, height: number, bits: 8 | 16, kernels: Kernels): Picture {
  const stride = Math.ceil(width / CELL_PX) * CELL_PX
  const rows = Math.ceil(height / CELL_PX) * CELL_PX
  const count = stride * rows
  const floor = bits === 8 ? noise.floor8BitCounts : noise.floor16BitCounts
  let now = kernels.words(count)
  const steady = kernels.words(count)
  let before = kernels.words(count)
  const background = kernels.floats(count)
  const raw = kernels.floats(count)
  const planes = [kernels.floats(count), kernels.floats(count), kernels.floats(count / 4)] as const
  const half = kernels.floats(count / 4)
  const lines = kernels.floats(stride + 2 * TAP_REACH)
  const rowSums = kernels.floats(rows)
  const columnSums = kernels.floats(stride)
  const bandSums = kernels.floats(stride)
  const rowCounts = new Uint16Array(rows)
  const columnCounts = new Uint16Array(stride)
  const wide = kernels.floats(count / (CELL_PX * CELL_PX))
  const wideScratch = new Float32Array(wide.length)
  const cellColumns = new Float64Array(stride / CELL_PX)
  const taps = filterTaps(scales.sigmaPx).map((values) => {
    const kept = kernels.floats(TAP_REACH + 1).fill(0)
    kept.set(values)
    return kept
  })
  const places = samplePlaces(width, height, stride, noise.samplePixels)
  const halfPlaces = places.map((place) => (Math.floor(place / stride) >> 1) * (stride / 2) + ((place % stride) >> 1))
  const sample = new Float32Array(places.length)
  const wideTaps = gaussianTaps(flat.wideSigmaPx / CELL_PX, Math.ceil((3 * flat.wideSigmaPx) / CELL_PX))
  const shake = createShake(width, height, stride, places)
  const bridge = createStep(width, height, stride, rows)
  const seen: Scale[] = [
    { plane: planes[0], shift: 0, stride, sigma: 1 },
    { plane: planes[1], shift: 0, stride, sigma: 1 },
    { plane: planes[2], shift: 1, stride: stride / 2, sigma: 1 },
  ]
  const kept = new Float32Array(count)
  let offset = 0
  let frames = 0
  let frameDifference = floor * MAD_SIGMA
  let backgroundDifference = 0
  let level = 0
  let lastMs = 0
  let startMs = 0

  function copyIn(frame: Frame): void {
    const swap = before
    before = now
    now = swap
    if (stride === width) now.set(frame.pixels)
    else {
      for (let y = 0; y < height; y++) {
        now.set(frame.pixels.subarray(y * width, (y + 1) * width), y * stride)
        now.fill(frame.pixels[(y + 1) * width - 1]!, y * stride + width, (y + 1) * stride)
      }
    }
    for (let y = height; y < rows; y++) now.copyWithin(y * stride, (height - 1) * stride, height * stride)
  }

  function start(): void {
    for (let i = 0; i < places.length; i++) sample[i] = now[places[i]!]!
    // Differences are small numbers in float32 only if the level of the scene is taken off first.
    offset = Math.round(median(sample, places.length))
    for (let i = 0; i < count; i++) background[i] = now[i]! - offset
    before.set(now)
  }

  /** Median absolute frame difference, and the level and spread of the difference to the background. */
  function measure(): number {
    for (let i = 0; i < places.length; i++) sample[i] = Math.abs(now[places[i]!]! - before[places[i]!]!)
    return medianOfWhole(sample, places.length)
  }

  function measureBackground(): void {
    for (let i = 0; i < places.length; i++) sample[i] = now[places[i]!]! - offset - background[places[i]!]!
    level = medianAround(sample, places.length, level, Math.max(floor, backgroundDifference))
    for (let i = 0; i < places.length; i++) sample[i] = Math.abs(sample[i]! - level)
    backgroundDifference = medianNear(sample, places.length, Math.max(floor, backgroundDifference))
  }

  /** Undoes a small shake of the camera; what is measured against the background is measured anew. */
  function steadyOut(): void {
    shake.measure(now, background, offset, level)
    if (shake.x === 0 && shake.y === 0) return
    shake.undo(now, steady)
    now.set(steady)
    measureBackground()
  }

  /**
   * Bodies known as such count for no row and no column: a tall one draws a streak of the other sign along its columns, which goes
   * with it. Gives the number of pixels that count.
   */
  function leaveOut(bodies: Int32Array, bodyCount: number, held: Uint8Array, clip: number, bodyLevel: number): number {
    rowCounts.fill(stride)
    columnCounts.fill(rows)
    let left = count
    for (let n = 0; n < bodyCount; n++) {
      const place = bodies[n]!
      if (held[place] !== 1) continue
      const y = Math.floor(place / stride)
      const x = place - y * stride
      const value = raw[place]!
      const counted = Math.abs(value) <= bodyLevel ? Math.max(-clip, Math.min(clip, value)) : 0
      rowSums[y] = rowSums[y]! - counted
      columnSums[x] = columnSums[x]! - counted
      rowCounts[y] = rowCounts[y]! - 1
      columnCounts[x] = columnCounts[x]! - 1
      left--
    }
    return left
  }

  function flattenOut(bodies: Int32Array, bodyCount: number, held: Uint8Array): void {
    const spread = Math.max(floor, backgroundDifference / MAD_SIGMA)
    const clip = flat.clipSigmas * spread
    const bodyLevel = flat.bodySigmas * spread
    kernels.difference(now, background, raw, rowSums, columnSums, wide, bandSums, stride, rows, offset + level, clip, bodyLevel)
    const counted = leaveOut(bodies, bodyCount, held, clip, bodyLevel)
    // The level has moved the clip's middle only; what is left of it goes with the rows.
    let total = 0
    for (let y = 0; y < rows; y++) total += rowSums[y]!
    const mean = total / Math.max(1, counted)
    for (let y = 0; y < rows; y++) rowSums[y] = rowSums[y]! / Math.max(1, rowCounts[y]!)
    for (let x = 0; x < stride; x++) columnSums[x] = columnSums[x]! / Math.max(1, columnCounts[x]!) - mean
    levelCells(wide, cellColumns, rowSums, columnSums, stride, rows)
    blurCells(wide, wideScratch, wideTaps, stride / CELL_PX, rows / CELL_PX)
    kernels.flatten(raw, rowSums, columnSums, wide, stride, rows)
  }

  function smoothOut(): void {
    kernels.smooth(raw, planes[0], taps[0]!, lines, stride, rows)
    kernels.smooth(planes[0], planes[1], taps[1]!, lines, stride, rows)
    kernels.halve(planes[1], half, stride, rows)
    kernels.smooth(half, planes[2], taps[2]!, lines, stride / 2, rows / 2)
    for (let s = 0; s < seen.length; s++) {
      const { plane, shift, sigma } = seen[s]!
      const where = shift === 0 ? places : halfPlaces
      for (let i = 0; i < where.length; i++) sample[i] = Math.abs(plane[where[i]!]!)
      const least = floor * Math.max(noiseGain(scales.sigmaPx[s]!), bits === 8 ? noise.floor8BitShare : 0)
      seen[s]!.sigma = Math.max(medianNear(sample, where.length, sigma * MAD_SIGMA) / MAD_SIGMA, least)
    }
  }

  return {
    width,
    height,
    stride,
    rows,
    scales: seen,
    taps,
    get noise() {
      return Math.max(floor, frameDifference / MAD_SIGMA)
    },
    stir(left, top, across, down) {
      let sum = 0
      for (let y = top; y < top + down; y++) {
        for (let i = y * stride + left; i < y * stride + left + across; i++) sum += Math.abs(now[i]! - before[i]!)
      }
      // The mean magnitude of Gaussian noise is √(2/π) of its sigma.
      return sum / (across * down) / (Math.sqrt(2 / Math.PI) * this.noise)
    },
    presence(left, top, across, down) {
      const step = Math.max(1, Math.floor(Math.sqrt((across * down) / PRESENCE_PIXELS)))
      const fromX = Math.max(0, left - RING_PX)
      const toX = Math.min(width - 1, left + across + RING_PX)
      const toY = Math.min(height - 1, top + down + RING_PX)
      let together = 0
      let squares = 0
      let count = 0
      for (let y = Math.max(0, top - RING_PX); y < toY; y += step) {
        for (let x = fromX; x < toX; x += step) {
          const i = y * stride + x
          for (let next = i + 1; next <= i + stride; next += stride - 1) {
            const ofFrame = now[next]! - now[i]!
            const ofDifference = ofFrame - (background[next]! - background[i]!)
            together += ofFrame * ofDifference
            squares += ofDifference * ofDifference
            count++
          }
        }
      }
      // Noise of two neighbours is in both, and says nothing; what is left must stand out of its own spread.
      const ofNoise = count * this.noise ** 2
      const rest = squares - ofNoise
      return rest < 4 * this.noise ** 2 * Math.sqrt(2 * count) ? 1 : (together - ofNoise) / rest
    },
    heal(left, top, across, down, seconds) {
      const share = Math.min(1, seconds / ghost.healS)
      for (let y = Math.max(0, top - 1); y < Math.min(height, top + down + 1); y++) {
        for (let i = y * stride + Math.max(0, left - 1); i < y * stride + Math.min(width, left + across + 1); i++) {
          background[i] = background[i]! + share * (now[i]! - offset - background[i]!)
        }
      }
    },
    take(frame, bodies, bodyCount, held) {
      copyIn(frame)
      const seconds = frames === 0 ? 0 : (frame.tMs - lastMs) / 1000
      lastMs = frame.tMs
      if (frames === 0) {
        startMs = frame.tMs
        start()
      }
      frames++
      const moved = measure()
      const isStep =
        frames > 2 &&
        (frame.shutterClosed ||
          (moved > step.overRunning * Math.max(frameDifference, floor * MAD_SIGMA * 0.5) &&
            moved > step.overBackground * backgroundDifference))
      if (isStep) bridge.carry(now, before, background, bodies, bodyCount)
      if (frames > 1) {
        // A step counts no more than what makes one: a picture that steps for ever becomes the usual one within seconds.
        const usual = Math.max(frameDifference, floor * MAD_SIGMA * 0.5)
        const counted = isStep ? Math.min(moved, step.overRunning * usual) : moved
        frameDifference += Math.min(1, Math.max(seconds / noise.runningS, 1 / frames)) * (counted - frameDifference)
      }
      measureBackground()
      if (frames > 2 && !isStep) steadyOut()
      flattenOut(bodies, bodyCount, held)
      smoothOut()
      return isStep
    },
    follow(bodies, bodyCount, held, seconds) {
      const rate = Math.min(1, Math.max(seconds / slow.runningS, 1 / frames))
      // A young background holds what stood there at the start, and must be free to give it up.
      const isYoung = lastMs - startMs < slow.youngS * 1000
      const most = isYoung
        ? Number.POSITIVE_INFINITY
        : slow.foregroundSigmasMax * Math.max(floor, backgroundDifference / MAD_SIGMA)
      for (let i = 0; i < bodyCount; i++) kept[i] = background[bodies[i]!]!
      kernels.follow(now, background, count, offset, rate)
      for (let i = 0; i < bodyCount; i++) {
        const place = bodies[i]!
        const share = rate * (held[place] === 1 ? slow.confirmedShare : slow.foregroundShare)
        const off = now[place]! - offset - kept[i]!
        background[place] = kept[i]! + share * Math.max(-most, Math.min(most, off))
      }
    },
  }
}

/** White noise through a Gaussian of this sigma keeps this share of its own sigma: 1 / (2 σ √π), at most all of it. */
function noiseGain(sigmaPx: number): number {
  return Math.min(1, 1 / (2 * sigmaPx * Math.sqrt(Math.PI)))
}

/** Beyond two pixels the finest Gaussian is under 0.1 % of its middle. */
const FINE_REACH = 2

/** Each filter adds to the one before; the last works on 2 × 2 means, which are a little blurred already (variance ¼ px²). */
function filterTaps([fine, middle, coarse]: readonly [number, number, number]): Float32Array[] {
  const second = Math.sqrt(middle ** 2 - fine ** 2)
  const third = Math.sqrt(coarse ** 2 - middle ** 2 - 0.25) / 2
  return [gaussianTaps(fine, FINE_REACH), gaussianTaps(second, TAP_REACH), gaussianTaps(third, TAP_REACH)]
}

function gaussianTaps(sigma: number, reach: number): Float32Array {
  const taps = Float32Array.from({ length: reach + 1 }, (_, i) => Math.exp(-(i * i) / (2 * sigma * sigma)))
  const sum = taps.reduce((total, tap, i) => total + (i === 0 ? tap : 2 * tap), 0)
  return taps.map((tap) => tap / sum)
}

/** Turns cell sums into cell means without their rows' and columns' own offsets; `columns` is scratch, one a column of cells. */
function levelCells(
  cells: Float32Array,
  columns: Float64Array,
  rowMeans: Float32Array,
  columnMeans: Float32Array,
  stride: number,
  rows: number,
): void {
  const across = stride / CELL_PX
  for (let cx = 0; cx < across; cx++) {
    let column = 0
    for (let i = 0; i < CELL_PX; i++) column += columnMeans[cx * CELL_PX + i]!
    columns[cx] = column
  }
  for (let cy = 0; cy < rows / CELL_PX; cy++) {
    let row = 0
    for (let i = 0; i < CELL_PX; i++) row += rowMeans[cy * CELL_PX + i]!
    for (let cx = 0; cx < across; cx++) {
      cells[cy * across + cx] = cells[cy * across + cx]! / (CELL_PX * CELL_PX) - (row + columns[cx]!) / CELL_PX
    }
  }
}

/** Separable blur of the cells; beyond the edge the outermost cell goes on. */
function blurCells(cells: Float32Array, scratch: Float32Array, taps: Float32Array, across: number, down: number): void {
  const reach = taps.length - 1
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      let sum = taps[0]! * cells[y * across + x]!
      for (let i = 1; i <= reach; i++) {
        sum += taps[i]! * (cells[y * across + Math.max(0, x - i)]! + cells[y * across + Math.min(across - 1, x + i)]!)
      }
      scratch[y * across + x] = sum
    }
  }
  for (let y = 0; y < down; y++) {
    for (let x = 0; x < across; x++) {
      let sum = taps[0]! * scratch[y * across + x]!
      for (let i = 1; i <= reach; i++) {
        sum += taps[i]! * (scratch[Math.max(0, y - i) * across + x]! + scratch[Math.min(down - 1, y + i) * across + x]!)
      }
      cells[y * across + x] = sum
    }
  }
}
