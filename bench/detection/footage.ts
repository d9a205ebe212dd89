/** Recordings held in memory, so that one decoding serves many runs; and what is done to them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Frame } from '../../src/features/cameras/contract.ts'
import { openSource } from '../../src/features/cameras/sources/server/index.ts'
import type { Detector } from '../../src/features/detection/contract.ts'
import { readTruth } from '../../src/features/detection/evaluation/read.ts'
import type { DetectedBox, Truth } from '../../src/features/detection/evaluation/score.ts'
import { openDetector } from '../../src/features/detection/server/detector.ts'

export const RECORDINGS = '../shared/thermal'

/** A recording with its truth. */
export interface Footage {
  readonly truth: Truth
  readonly frames: readonly Frame[]
}

/** Whether the recordings beside the project are there; says so in one line when not. */
export function hasRecordings(): boolean {
  if (existsSync(RECORDINGS)) return true
  console.log(`recordings absent (${RECORDINGS}): nothing scored`)
  return false
}

/** All recordings, or the named ones. */
export async function loadFootage(names?: readonly string[]): Promise<Footage[]> {
  const all: Footage[] = []
  for (const name of names ?? readdirSync(RECORDINGS).sort()) {
    const truthFile = join(RECORDINGS, name, `${name}.truth.json`)
    if (!existsSync(truthFile)) continue
    const truth = readTruth(readFileSync(truthFile, 'utf8'), truthFile)
    const never = new AbortController().signal
    const address = join(RECORDINGS, name, truth.file ?? `${name}.cptv`)
    const source = await openSource({ address, login: null, name: null, isLooped: false, rate: 'max' }, never)
    const frames: Frame[] = []
    for await (const frame of source.frames(never)) frames.push({ ...frame, pixels: frame.pixels.slice() })
    await source.close()
    all.push({ truth, frames })
  }
  return all
}

/** The confirmed boxes of a run of the detector over frames. */
export function detectIn(frames: Iterable<Frame>): DetectedBox[] {
  let detector: Detector | null = null
  const lines: DetectedBox[] = []
  for (const frame of frames) {
    detector ??= openDetector({ width: frame.width, height: frame.height, bits: frame.bits, kernels: 'simd' })
    for (const { trackId, box, isConfirmed } of detector.push(frame).sightings)
      if (isConfirmed) lines.push({ frame: frame.index, track: trackId, box, confirmed: true })
  }
  return lines
}
