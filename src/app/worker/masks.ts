/** A source behind privacy masks: nothing after this has ever seen what they cover, and the camera's own packets are not for keeping. */
import type { CameraSource, Frame, Mask } from '../../features/cameras/contract.ts'
import { maskedPixels } from '../../features/cameras/mask.ts'

/** The same source when there is no mask. */
export function behindMasks(source: CameraSource, masks: readonly Mask[]): CameraSource {
  if (masks.length === 0) return source
  const { width, height } = source.info
  const covered = maskedPixels(masks, width, height)
  return {
    info: source.info,
    encoded: null,
    // What the platform says of itself is no picture: a mask covers nothing of it.
    metadata: source.metadata ?? null,
    get framesLost() {
      return source.framesLost
    },
    get timeJumps() {
      return source.timeJumps
    },
    async *frames(signal) {
      // A copy: a source may work on with its own pixels.
      const pixels = new Uint16Array(width * height)
      let level: number | null = null
      for await (const frame of source.frames(signal)) {
        pixels.set(frame.pixels)
        // One level for good: an even, still patch shows that something is hidden, and never looks like a mover.
        level ??= middleOf(frame)
        for (let at = 0; at < covered.length; at++) pixels[covered[at] as number] = level
        yield { ...frame, pixels }
      }
    },
    close: () => source.close(),
  }
}

/** The median of every 31st pixel. */
function middleOf({ pixels }: Frame): number {
  const sample = pixels.filter((_, at) => at % 31 === 0).sort()
  return sample[sample.length >> 1] ?? 0
}
