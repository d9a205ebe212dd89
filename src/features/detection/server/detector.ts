/** Opens a detector with the kernels asked for: what a camera worker calls. */
import type { Detector, DetectorSettings } from '../contract.ts'
import { createDetector } from '../detector.ts'
import { CELL_PX } from '../kernels.ts'
import { plainKernels, simdKernels } from './kernels.ts'

/** Planes of `createPicture` take 22.1 bytes a pixel, those of `createClutter` 1/16 of 4 × (15 + 2 + 24 × 3); and some over. */
const BYTES_A_PIXEL = 46
const BYTES_OVER = 2 ** 18

/** One camera's detector. Throws when `simd` is asked for and the kernels were not built (`node kernels/build.ts`). */
export function openDetector(settings: DetectorSettings): Detector {
  const { width, height, kernels } = settings
  if (kernels === 'plain') return createDetector(settings, plainKernels())
  const pixels = (width + CELL_PX) * (height + CELL_PX)
  return createDetector(settings, simdKernels(BYTES_A_PIXEL * pixels + BYTES_OVER))
}
