/** Connected places above the bar: candidates of one frame (recipe, step 7). */
import type { Clutter } from './clutter.ts'
import { BLOCK_PX } from './kernels.ts'
import { parameters } from './parameters.ts'
import type { Picture } from './picture.ts'

const { blobs: limits, restless, scales, bank } = parameters
const COUNT = scales.sigmaPx.length

/** One candidate. Reused from frame to frame: read it before the next `find`. */
export interface Blob {
  sign: 1 | -1
  /** Much was gathered on the way to where it was found: it may found a track though it is weak. */
  isLikely: boolean
  /** Strongest |z| of any scale. */
  peak: number
  /** Centre, weighted by |z|, pixels. */
  x: number
  y: number
  /** Box of the body, pixels. */
  left: number
  top: number
  width: number
  height: number
  area: number
  /** Change since the frame before inside the box, in what noise alone gives; 1 for bodies too small to have an inside. */
  stir: number
  /** `Picture.presence` of its box. */
  presence: number
}

/** The blobs stage: `list[0 … count)` after `find`, strongest first; `bodies[0 … bodyCount)` are all their pixels. */
export interface Blobs {
  readonly list: readonly Blob[]
  readonly count: number
  readonly bodies: Int32Array
  readonly bodyCount: number
  /** More places stood out than are kept: rain, insects, a storm of leaves. */
  readonly isCrowded: boolean
  find(picture: Picture, clutter: Clutter): void
}

const emptyBlob = (): Blob => ({
  sign: 1,
  isLikely: false,
  peak: 0,
  x: 0,
  y: 0,
  left: 0,
  top: 0,
  width: 1,
  height: 1,
  area: 0,
  stir: 1,
  presence: 1,
})

/** The blobs stage for one picture size. */
export function createBlobs(picture: Picture): Blobs {
  const { width, height, stride, rows } = picture
  const seenIn = new Int32Array(stride * rows)
  const bodies = new Int32Array(stride * rows)
  const pool = Array.from({ length: limits.countMax + 1 }, emptyBlob)
  const scalePeaks = new Float32Array(COUNT)
  const blocks = (stride * rows) / BLOCK_PX ** 2
  const flagged = new Float64Array(blocks)
  const areaMax = limits.areaShareMax * width * height
  let frame = 0
  let count = 0
  let bodyCount = 0
  let isCrowded = false
  /** From so much on a block may hold a weak body; it rises while too many have it. */
  let likelyFrom: number = bank.least
  let planes = picture.scales
  let weights: readonly Float32Array[] = []
  let across = 0
  let down = 0
  let [topLeft, topRight, bottomLeft, bottomRight] = [0, 0, 0, 0]
  /**
   * Shares of the right and of the lower blocks, and z of the place looked at last. In an array: a number with a fraction that a closure
   * keeps or a function returns takes new memory each time, and this happens thousands of times a frame.
   */
  const at = new Float64Array(3)

  /**
   * The weights at a place: bilinear between the middles of blocks, as a bar with steps would cut boxes off at the borders of blocks.
   * Found once for all scales.
   */
  function weighAt(x: number, y: number): void {
    const left = x < 2 ? 0 : (x - 2) >> 2
    const right = left + 1 < across && x >= 2 ? left + 1 : left
    const top = y < 2 ? 0 : (y - 2) >> 2
    const bottom = top + 1 < down && y >= 2 ? top + 1 : top
    topLeft = top * across + left
    topRight = top * across + right
    bottomLeft = bottom * across + left
    bottomRight = bottom * across + right
    at[0] = (((x + 2) & 3) + 0.5) / 4
    at[1] = (((y + 2) & 3) + 0.5) / 4
  }

  /** z of one scale at the place that `weighAt` was last told. */
  function zAt(s: number, x: number, y: number): number {
    const { plane, shift, stride: line } = planes[s]!
    const weight = weights[s]!
    const shareX = at[0]!
    const shareY = at[1]!
    const above = weight[topLeft]! * (1 - shareX) + weight[topRight]! * shareX
    const below = weight[bottomLeft]! * (1 - shareX) + weight[bottomRight]! * shareX
    return plane[(y >> shift) * line + (x >> shift)]! * (above * (1 - shareY) + below * shareY)
  }

  /** The scale with the strongest response decides, sign and all: z into `at[2]`. */
  function lookAt(x: number, y: number): void {
    weighAt(x, y)
    let z = zAt(0, x, y)
    for (let s = 1; s < COUNT; s++) {
      const other = zAt(s, x, y)
      if (Math.abs(other) > Math.abs(z)) z = other
    }
    at[2] = z
  }

  /** Grows one blob from its seed, and measures it. False when it is no body. */
  function grow(seedX: number, seedY: number, sign: 1 | -1, blob: Blob): boolean {
    const first = bodyCount
    let read = first
    bodies[bodyCount++] = seedY * stride + seedX
    seenIn[seedY * stride + seedX] = frame
    blob.peak = 0
    scalePeaks.fill(0)
    while (read < bodyCount) {
      const place = bodies[read++]!
      const y = Math.floor(place / stride)
      const x = place - y * stride
      weighAt(x, y)
      for (let s = 0; s < COUNT; s++) {
        const z = sign * zAt(s, x, y)
        if (z > scalePeaks[s]!) scalePeaks[s] = z
      }
      for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
        for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
          const next = v * stride + u
          if (seenIn[next] === frame) continue
          lookAt(u, v)
          if (sign * at[2]! <= limits.growSigmas) continue
          seenIn[next] = frame
          bodies[bodyCount++] = next
        }
      }
    }
    for (let s = 0; s < COUNT; s++) if (scalePeaks[s]! > blob.peak) blob.peak = scalePeaks[s]!
    blob.sign = sign
    blob.area = bodyCount - first
    if (blob.area > areaMax) return false
    measure(blob, first, sign)
    return true
  }

  /** Box and centre from the finest scale that sees the body well: coarse scales spread it. */
  function measure(blob: Blob, first: number, sign: 1 | -1): void {
    let scale = 0
    while (scale < COUNT - 1 && scalePeaks[scale]! < limits.fineSigmas && scalePeaks[scale]! < blob.peak) scale++
    const cut = Math.max(limits.growSigmas, limits.boxPeakShare * scalePeaks[scale]!)
    let left = width
    let right = 0
    let top = height
    let bottom = 0
    let sum = 0
    let sumX = 0
    let sumY = 0
    for (let i = first; i < bodyCount; i++) {
      const y = Math.floor(bodies[i]! / stride)
      const x = bodies[i]! - y * stride
      weighAt(x, y)
      const z = sign * zAt(scale, x, y)
      if (z < Math.min(cut, scalePeaks[scale]!)) continue
      const weight = Math.min(z, 2 * cut)
      sum += weight
      sumX += weight * x
      sumY += weight * y
      if (x < left) left = x
      if (x > right) right = x
      if (y < top) top = y
      if (y > bottom) bottom = y
    }
    blob.x = sumX / sum + 0.5
    blob.y = sumY / sum + 0.5
    blob.left = left
    blob.top = top
    blob.width = right - left + 1
    blob.height = bottom - top + 1
    blob.presence = picture.presence(left, top, blob.width, blob.height)
    blob.stir = blob.width * blob.height < restless.bodyPx ** 2 ? 1 : picture.stir(left, top, blob.width, blob.height)
  }

  return {
    list: pool,
    get count() {
      return count
    },
    bodies,
    get bodyCount() {
      return bodyCount
    },
    get isCrowded() {
      return isCrowded
    },
    find(current, clutter) {
      frame++
      count = 0
      bodyCount = 0
      isCrowded = false
      planes = current.scales
      weights = clutter.weights
      across = clutter.across
      down = clutter.down
      const standing = flag(clutter)
      for (let i = 0; i < standing && !isCrowded; i++) {
        const b = flagged[i]! - Math.floor(flagged[i]! / blocks) * blocks
        const top = Math.floor(b / across) * BLOCK_PX
        const left = (b % across) * BLOCK_PX
        const isLikely = clutter.merit[b]! > likelyFrom
        const keepSigmas = isLikely ? limits.weakKeepSigmas : limits.keepSigmas
        for (let y = top; y < Math.min(height, top + BLOCK_PX); y++) {
          for (let x = left; x < Math.min(width, left + BLOCK_PX); x++) {
            if (seenIn[y * stride + x] === frame) continue
            lookAt(x, y)
            const z = at[2]!
            if (Math.abs(z) <= keepSigmas) continue
            pool[count]!.isLikely = isLikely
            if (grow(x, y, z > 0 ? 1 : -1, pool[count]!)) keep()
          }
        }
      }
    },
  }

  /**
   * Finds the blocks that stand out, the strongest first. Where more blobs stand out than are kept, the weakest are then not looked
   * into: they would be thrown away again. Strength and number go into one key, which sorts without a comparison of ours.
   */
  function flag({ best, merit }: Clutter): number {
    let n = 0
    let weak = 0
    for (let b = 0; b < blocks; b++) {
      if (best[b]! <= limits.weakKeepSigmas) continue
      const isStrong = best[b]! > limits.keepSigmas
      if (!isStrong && merit[b]! <= likelyFrom) continue
      if (!isStrong) weak++
      flagged[n++] = b - blocks * Math.round(best[b]! * 256)
    }
    likelyFrom =
      weak > bank.blocksMost
        ? Math.min(bank.most, likelyFrom + bank.least / 8)
        : Math.max(bank.least, likelyFrom - bank.least / 32)
    flagged.subarray(0, n).sort()
    return n
  }

  /** Keeps the list sorted by strength and within its size. */
  function keep(): void {
    let at = count
    const blob = pool[count]!
    while (at > 0 && pool[at - 1]!.peak < blob.peak) {
      pool[at] = pool[at - 1]!
      at--
    }
    pool[at] = blob
    if (count < limits.countMax) count++
    else isCrowded = true
  }
}
