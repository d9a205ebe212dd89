/** `marsad detect`: one recording through the very detector of a camera worker, as fast as possible. */
import { closeSync, openSync, writeSync } from 'node:fs'
import type { CameraSource, Frame, Pose, SourceSpec } from '../../features/cameras/contract.ts'
import { type ClassProbabilities, type TrackClass, type TrackSighting, trackClasses } from '../../features/detection/contract.ts'
import { openDetector } from '../../features/detection/server/detector.ts'
import { type Measuring, measureTrack } from '../../features/tracks/measures.ts'
import { verify } from '../../features/tracks/verify.ts'

/** Lines are written once so much has gathered, characters. */
const WRITE_AT = 65_536

/** What a run cost: milliseconds of CPU a frame, detection with tracking. */
export interface DetectCost {
  readonly frames: number
  readonly msDecode: number
  readonly msDetect: number
}

/**
 * Reads `input` to its end and writes one NDJSON line per confirmed track and frame to `out`, in frame order, as the stream
 * runs. Tracks that are not confirmed would not alarm, and are left out.
 * With a `pose` the class is that of the verifier, as in a camera worker, and stands with its probability `p`.
 * A recording without movers gives an empty file. A fault of the source is thrown on after the lines before it are written.
 */
export async function runDetect(
  { input, out, pose = null }: { input: string; out: string; pose?: Pose | null },
  openSource: (spec: SourceSpec, signal: AbortSignal) => Promise<CameraSource>,
  kernels: 'simd' | 'plain' = 'simd',
): Promise<DetectCost> {
  const stop = new AbortController()
  const source = await openSource({ address: input, login: null, name: null, isLooped: false, rate: 'max' }, stop.signal)
  const file = openSync(out, 'w')
  let waiting = ''
  const flush = (): void => {
    if (waiting.length > 0) writeSync(file, waiting)
    waiting = ''
  }
  try {
    const { width, height, bits } = source.info
    const detector = openDetector({ width, height, bits, kernels })
    const frames = source.frames(stop.signal)[Symbol.asyncIterator]()
    const measuring = new Map<string, Measuring>()
    let count = 0
    let decodeUs = 0
    let detectUs = 0
    let firstMs: number | null = null
    for (;;) {
      const beforeUs = cpuUs()
      const next = await frames.next()
      const decodedUs = cpuUs()
      decodeUs += decodedUs - beforeUs
      if (next.done) break
      const frame: Frame = next.value
      firstMs ??= frame.tMs
      const { sightings, ended } = detector.push(frame)
      detectUs += cpuUs() - decodedUs
      count++
      for (const sighting of sightings) {
        const measured = pose && (measuring.get(sighting.trackId) ?? measureTrack(pose, { width, height }))
        if (measured) measuring.set(sighting.trackId, measured)
        measured?.see(sighting)
        if (!sighting.isConfirmed) continue
        const told = measured && verify(sighting.classProbabilities, measured.now).classProbabilities
        waiting += formatSighting(sighting, firstMs, told)
      }
      for (const { trackId } of ended) measuring.delete(trackId)
      if (waiting.length > WRITE_AT) flush()
    }
    const perFrame = (us: number): number => (count === 0 ? 0 : Math.round(us / count) / 1000)
    return { frames: count, msDecode: perFrame(decodeUs), msDetect: perFrame(detectUs) }
  } finally {
    flush()
    closeSync(file)
    await source.close()
  }
}

/** One line of the detections file, with its line end. Times are seconds from the first frame. `told`: what a verifier says. */
export function formatSighting(sighting: TrackSighting, firstMs: number, told: ClassProbabilities | null = null): string {
  const kind = likeliest(told ?? sighting.classProbabilities)
  const line = {
    frame: sighting.frameIndex,
    t: round((sighting.tMs - firstMs) / 1000),
    track: sighting.trackId,
    box: sighting.box.map(round),
    confirmed: sighting.isConfirmed,
    score: round(sighting.score),
    class: kind,
    ...(told ? { p: round(told[kind]) } : {}),
  }
  return `${JSON.stringify(line)}\n`
}

function likeliest(probabilities: ClassProbabilities): TrackClass {
  return trackClasses.reduce((best, one) => (probabilities[one] > probabilities[best] ? one : best), 'unknown')
}

const round = (value: number): number => Math.round(value * 1000) / 1000

function cpuUs(): number {
  const { user, system } = process.cpuUsage()
  return user + system
}
