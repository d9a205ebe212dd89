/** Opens a detector with the kernels asked for: what a camera worker calls. */
import type { Detector, DetectorSettings } from '../contract.ts'
import { createDetector } from '../detector.ts'
import { CELL_PX } from '../kernels.ts'
import { plainKernels, simdKernels } from './kernels.ts'

/** All planes of `createPicture` and `createClutter` take 23 bytes a pixel; some over for lines and small things. */
const BYTES_A_PIXEL = 26
const BYTES_OVER = 2 ** 18

/** One camera's detector. Throws when `simd` is asked for and the kernels were not built (`node kernels/build.ts`). */
export function openDetector(settings: DetectorSettings): Detector {
  const { width, height, kernels } = settings
  if (kernels === 'plain') return createDetector(settings, plainKernels())
  const pixels = (width + CELL_PX) * (height + CELL_PX)
  return createDetector(settings, simdKernels(BYTES_A_PIXEL * pixels + BYTES_OVER))
}
