/** A whole-picture step (shutter, video key frame, gain): the step itself goes into the background (recipe, step 2). */
import { MAD_SIGMA, median } from './noise.ts'
import { parameters } from './parameters.ts'

/** Blocks of this side carry the blurred step that stands in under bodies, pixels. */
const BLOCK = 8
/** Bodies are grown by this much to every side: 7 × 7. */
const GROW_PX = 3

/** Carries one step over. Made once for a size; a step is rare, so this is plain code. */
export interface Step {
  /** Adds `now − before` to the background; under bodies, and where something else moved, the step of the ground around. */
  carry(now: Uint16Array, before: Uint16Array, background: Float32Array, bodies: Int32Array, bodyCount: number): void
}

/** Scratch for one picture size. */
export function createStep(width: number, height: number, stride: number, rows: number): Step {
  const across = stride / BLOCK
  const down = rows / BLOCK
  const masked = new Uint8Array(stride * rows)
  const sums = new Float32Array(across * down)
  const counts = new Float32Array(across * down)
  const scratch = new Float32Array(stride * rows)

  function growMask(bodies: Int32Array, bodyCount: number): void {
    masked.fill(0)
    for (let i = 0; i < bodyCount; i++) {
      const y = Math.floor(bodies[i]! / stride)
      const x = bodies[i]! % stride
      for (let v = Math.max(0, y - GROW_PX); v <= Math.min(height - 1, y + GROW_PX); v++) {
        masked.fill(1, v * stride + Math.max(0, x - GROW_PX), v * stride + Math.min(width - 1, x + GROW_PX) + 1)
      }
    }
  }

  /** Mean step of the unmasked ground around each block, wider where there is none nearby. */
  function measureAround(now: Uint16Array, before: Uint16Array): void {
    sums.fill(0)
    counts.fill(0)
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < stride; x++) {
        const i = y * stride + x
        if (masked[i] === 1) continue
        const block = (y >> 3) * across + (x >> 3)
        sums[block] = sums[block]! + now[i]! - before[i]!
        counts[block] = counts[block]! + 1
      }
    }
  }

  function stepAround(bx: number, by: number): number {
    for (let reach = 1; reach <= Math.max(across, down); reach *= 2) {
      let sum = 0
      let count = 0
      for (let v = Math.max(0, by - reach); v <= Math.min(down - 1, by + reach); v++) {
        for (let u = Math.max(0, bx - reach); u <= Math.min(across - 1, bx + reach); u++) {
          sum += sums[v * across + u]!
          count += counts[v * across + u]!
        }
      }
      if (count >= BLOCK * BLOCK) return sum / count
    }
    return 0
  }

  const around = new Float32Array(across * down)

  function measureGround(now: Uint16Array, before: Uint16Array): void {
    measureAround(now, before)
    for (let by = 0; by < down; by++) for (let bx = 0; bx < across; bx++) around[by * across + bx] = stepAround(bx, by)
  }

  const groundAt = (i: number): number => around[(Math.floor(i / stride) >> 3) * across + ((i % stride) >> 3)]!

  return {
    carry(now, before, background, bodies, bodyCount) {
      growMask(bodies, bodyCount)
      measureGround(now, before)
      for (let i = 0; i < stride * rows; i++) scratch[i] = Math.abs(now[i]! - before[i]! - groundAt(i))
      const usual = median(scratch, stride * rows) / MAD_SIGMA
      const most = parameters.step.moverSigmas * Math.max(usual, 0.5)
      // What moved in this moment is masked as well, and the ground measured again without it.
      for (let i = 0; i < stride * rows; i++) if (Math.abs(now[i]! - before[i]! - groundAt(i)) > most) masked[i] = 1
      measureGround(now, before)
      for (let i = 0; i < stride * rows; i++) {
        background[i] = background[i]! + (masked[i] === 1 ? groundAt(i) : now[i]! - before[i]!)
      }
    },
  }
}
