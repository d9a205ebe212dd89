/** Opens the kernels of `kernels/`: the TypeScript twins, or their SIMD builds. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { follow } from '../../../../kernels/background/background.ts'
import { enter, excess, gather, weigh } from '../../../../kernels/clutter/clutter.ts'
import { difference } from '../../../../kernels/difference/difference.ts'
import { flatten } from '../../../../kernels/flatten/flatten.ts'
import { peaks } from '../../../../kernels/peaks/peaks.ts'
import { halve, smooth } from '../../../../kernels/smooth/smooth.ts'
import { assert } from '../../../base/assert.ts'
import { CELL_PX, type Kernels } from '../kernels.ts'

const BUILT = join(dirname(fileURLToPath(import.meta.url)), '../../../../build/kernels')
const PAGE_BYTES = 65_536
const modules = new Map<string, WebAssembly.Module>()

/** Planes of `createPicture` take 22.1 bytes a pixel, those of `createClutter` 1/16 of 4 × (15 + 4 + 24 × 3); and some over. */
const BYTES_A_PIXEL = 46
const BYTES_OVER = 2 ** 18

/** The kernels for one detector of this size. Throws when `simd` is asked for and was not built (`node kernels/build.ts`). */
export function loadKernels(form: 'simd' | 'plain', width: number, height: number): Kernels {
  return form === 'plain' ? plainKernels() : simdKernels(BYTES_A_PIXEL * (width + CELL_PX) * (height + CELL_PX) + BYTES_OVER)
}

/** The readable twins, in ordinary memory. */
export function plainKernels(): Kernels {
  return {
    floats: (count) => new Float32Array(count),
    words: (count) => new Uint16Array(count),
    difference,
    flatten,
    smooth,
    halve,
    peaks,
    weigh,
    enter,
    excess,
    gather,
    follow,
  }
}

/**
 * The SIMD builds, in a memory of their own of `sizeBytes`: it never grows, because growing takes away the planes in use.
 * Throws when the kernels were not built.
 */
export function simdKernels(sizeBytes: number): Kernels {
  const pages = Math.ceil(sizeBytes / PAGE_BYTES)
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages })
  let usedBytes = 0
  const take = (bytes: number): number => {
    const at = usedBytes
    usedBytes = Math.ceil((at + bytes) / 16) * 16
    assert(usedBytes <= memory.buffer.byteLength, 'the planes fit into the memory reserved for them')
    return at
  }
  /** A kernel takes addresses where its twin takes arrays, and numbers as they are. */
  const open = (name: string, exported = name) => {
    const run = new WebAssembly.Instance(moduleOf(name), { env: { memory } }).exports[exported] as (...args: number[]) => void
    return run
  }
  const differenceOf = open('difference')
  const flattenOf = open('flatten')
  const smoothOf = open('smooth')
  const halveOf = open('smooth', 'halve')
  const peaksOf = open('peaks')
  const weighOf = open('clutter', 'weigh')
  const enterOf = open('clutter', 'enter')
  const excessOf = open('clutter', 'excess')
  const gatherOf = open('clutter', 'gather')
  const followOf = open('background', 'follow')
  return {
    floats: (count) => new Float32Array(memory.buffer, take(4 * count), count),
    words: (count) => new Uint16Array(memory.buffer, take(2 * count), count),
    difference: (frame, background, out, rowSums, columnSums, cellSums, bandSums, width, height, offset, clip, bodyLevel) =>
      differenceOf(
        frame.byteOffset,
        background.byteOffset,
        out.byteOffset,
        rowSums.byteOffset,
        columnSums.byteOffset,
        cellSums.byteOffset,
        bandSums.byteOffset,
        width,
        height,
        offset,
        clip,
        bodyLevel,
      ),
    flatten: (plane, rowOffsets, columnOffsets, wide, width, height) =>
      flattenOf(plane.byteOffset, rowOffsets.byteOffset, columnOffsets.byteOffset, wide.byteOffset, width, height),
    smooth: (plane, out, taps, lines, width, height) =>
      smoothOf(plane.byteOffset, out.byteOffset, taps.byteOffset, lines.byteOffset, width, height),
    halve: (plane, out, width, height) => halveOf(plane.byteOffset, out.byteOffset, width, height),
    peaks: (plane, out, width, height, side) => peaksOf(plane.byteOffset, out.byteOffset, width, height, side),
    weigh: (peaks, edges, over, weights, best, fourth, count, inverseSigma, clip, gain) =>
      weighOf(
        peaks.byteOffset,
        edges.byteOffset,
        over.byteOffset,
        weights.byteOffset,
        best.byteOffset,
        fourth.byteOffset,
        count,
        inverseSigma,
        clip,
        gain,
      ),
    enter: (norm, values, free, count, rate) => enterOf(norm.byteOffset, values.byteOffset, free.byteOffset, count, rate),
    excess: (norm, line, out, across, down, plain) =>
      excessOf(norm.byteOffset, line.byteOffset, out.byteOffset, across, down, plain),
    gather: (merit, best, line, out, across, down, share, base, most, cost, full) =>
      gatherOf(merit.byteOffset, best.byteOffset, line.byteOffset, out.byteOffset, across, down, share, base, most, cost, full),
    follow: (frame, background, count, offset, rate) => followOf(frame.byteOffset, background.byteOffset, count, offset, rate),
  }
}

function moduleOf(name: string): WebAssembly.Module {
  let module = modules.get(name)
  if (!module) {
    const path = join(BUILT, `${name}.wasm`)
    assert(existsSync(path), `kernel ${name} is built (node kernels/build.ts)`)
    module = new WebAssembly.Module(readFileSync(path))
    modules.set(name, module)
  }
  return module
}
