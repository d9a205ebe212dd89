/**
 * Small shake of the camera: one shift of the whole picture against its background, found by least squares on the slopes of the
 * background (Lucas and Kanade, 1981), clipped so that movers do not pull. A few passes over a sample; no allocation a frame.
 */
import { select } from './noise.ts'
import { parameters } from './parameters.ts'

const { shake } = parameters

/** Estimates for one picture size. */
export interface Shake {
  /** Pixels by which the frame stands right of and below its background; 0, 0 where it stands still or nothing can be told. */
  readonly x: number
  readonly y: number
  /** Measures the shift of `now` against `background + offset + level`. */
  measure(now: Uint16Array, background: Float32Array, offset: number, level: number): void
  /** Writes `from` into `to`, moved back by the shift, bilinear; edges repeat. */
  undo(from: Uint16Array, to: Uint16Array): void
}

/** The stage for one picture size; `places` are sampled pixels of the true picture. */
export function createShake(width: number, height: number, stride: number, places: Int32Array): Shake {
  const margin = shake.mostPx + 2
  const within = places.filter((place) => {
    const y = Math.floor(place / stride)
    const x = place % stride
    return x >= margin && x < width - margin && y >= margin && y < height - margin
  })
  const inner = within.filter((_, n) => n % Math.max(1, Math.floor(within.length / shake.pixels)) === 0)
  const magnitudes = new Float32Array(inner.length)
  let shiftX = 0
  let shiftY = 0
  let sinceShake = 0

  /** Background at a fractional place. */
  function backgroundAt(background: Float32Array, i: number, x: number, y: number): number {
    const wholeX = Math.floor(x)
    const wholeY = Math.floor(y)
    const at = i + wholeY * stride + wholeX
    const shareX = x - wholeX
    const shareY = y - wholeY
    const above = background[at]! + shareX * (background[at + 1]! - background[at]!)
    const below = background[at + stride]! + shareX * (background[at + stride + 1]! - background[at + stride]!)
    return above + shareY * (below - above)
  }

  /** Magnitude of what the shift leaves, counts: high among the sampled pixels, because much of a picture is flat and shows no shift. */
  function rest(now: Uint16Array, background: Float32Array, base: number, x: number, y: number): number {
    for (let n = 0; n < inner.length; n++) {
      const i = inner[n]!
      magnitudes[n] = Math.abs(now[i]! - base - backgroundAt(background, i, -x, -y))
    }
    return select(magnitudes, inner.length, Math.floor(shake.rank * inner.length))
  }

  return {
    get x() {
      return shiftX
    },
    get y() {
      return shiftY
    },
    measure(now, background, offset, level) {
      shiftX = 0
      shiftY = 0
      // While the camera stands still, now and then is enough; once it shakes, every frame is measured.
      if (++sinceShake > shake.restFrames && sinceShake % shake.probeFrames !== 0) return
      if (inner.length < shake.pixels / 4) return
      const base = offset + level
      const before = rest(now, background, base, 0, 0)
      let x = 0
      let y = 0
      for (let round = 0; round < shake.rounds; round++) {
        const clip = 2 * rest(now, background, base, x, y)
        let xx = 0
        let xy = 0
        let yy = 0
        let xr = 0
        let yr = 0
        for (const i of inner) {
          const left = backgroundAt(background, i, -x - 1, -y)
          const right = backgroundAt(background, i, -x + 1, -y)
          const above = backgroundAt(background, i, -x, -y - 1)
          const below = backgroundAt(background, i, -x, -y + 1)
          const slopeX = (right - left) / 2
          const slopeY = (below - above) / 2
          const off = Math.max(-clip, Math.min(clip, now[i]! - base - backgroundAt(background, i, -x, -y)))
          xx += slopeX * slopeX
          xy += slopeX * slopeY
          yy += slopeY * slopeY
          xr += slopeX * off
          yr += slopeY * off
        }
        const determinant = xx * yy - xy * xy
        if (determinant <= 1e-6 * xx * yy) return
        // The frame at p is the background at p − shift: a step to the right makes it lower where the ground rises.
        x -= (yy * xr - xy * yr) / determinant
        y -= (xx * yr - xy * xr) / determinant
        const length = Math.hypot(x, y)
        if (length > shake.mostPx || length < shake.leastPx) return
      }
      if (rest(now, background, base, x, y) > shake.gain * before) return
      shiftX = x
      shiftY = y
      sinceShake = 0
    },
    undo(from, to) {
      const wholeX = Math.floor(shiftX)
      const wholeY = Math.floor(shiftY)
      const shareX = shiftX - wholeX
      const shareY = shiftY - wholeY
      for (let y = 0; y < height; y++) {
        const upper = Math.max(0, Math.min(height - 1, y + wholeY)) * stride
        const lower = Math.max(0, Math.min(height - 1, y + wholeY + 1)) * stride
        for (let x = 0; x < width; x++) {
          const left = Math.max(0, Math.min(width - 1, x + wholeX))
          const right = Math.max(0, Math.min(width - 1, x + wholeX + 1))
          const above = from[upper + left]! + shareX * (from[upper + right]! - from[upper + left]!)
          const below = from[lower + left]! + shareX * (from[lower + right]! - from[lower + left]!)
          to[y * stride + x] = Math.round(above + shareY * (below - above))
        }
      }
    },
  }
}
