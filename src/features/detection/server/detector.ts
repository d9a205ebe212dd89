/** Opens a detector with the kernels asked for: what a camera worker calls. */
import type { Detector, DetectorSettings } from '../contract.ts'
import { createDetector } from '../detector.ts'
import { loadKernels } from './kernels.ts'

/** One camera's detector. Throws when `simd` is asked for and the kernels were not built (`node kernels/build.ts`). */
export function openDetector(settings: DetectorSettings): Detector {
  return createDetector(settings, loadKernels(settings.kernels, settings.width, settings.height))
}
