/** Milliseconds a frame at 640×512: SIMD against its plain twin, in one run, turn and turn about. */
import { type HeapProfiler, Session } from 'node:inspector/promises'
import type { Detector } from '../../src/features/detection/contract.ts'
import { openDetector } from '../../src/features/detection/server/detector.ts'
import { render, type Walker } from '../../src/features/detection/testing.ts'

const FRAMES = 160
const WARM_UP = 40
/** Code that the engine has not made fast yet takes memory at every turn; it is not what runs all night. */
const FRAMES_TAKEN = 200
const WARM_UP_TAKEN = 1200
const WIDTH = 640
const HEIGHT = 512

/** Prints medians (robust against other work on the machine), means, the ratio, and a copy of the same bytes as yardstick. */
export async function benchSpeed(): Promise<void> {
  const walkers = [0, 1, 2, 3, 4].map((i): Walker => {
    const isLeft = i % 2 === 0
    return {
      fromX: isLeft ? 60 : 580,
      fromY: 60 + 90 * i,
      vxPxPerS: isLeft ? 9 : -9,
      vyPxPerS: 0,
      heightPx: 12,
      sigmas: 10,
      fromS: 2,
      untilS: 99,
    }
  })
  // Before the plain twin has run: the engine then knows one kind of planes only, as in a worker.
  const taken = await takenAFrame(walkers)
  const open = (kernels: 'simd' | 'plain'): Detector => openDetector({ width: WIDTH, height: HEIGHT, bits: 16, kernels })
  const simd = { detector: open('simd'), times: [] as number[], said: '' }
  const plain = { detector: open('plain'), times: [] as number[], said: '' }
  const copies: number[] = []
  const copied = new Uint16Array(WIDTH * HEIGHT)
  let tracks = 0
  let differ = 0
  for (const frame of render(sceneOf(walkers), FRAMES)) {
    for (const form of frame.index % 2 === 0 ? [simd, plain] : [plain, simd]) {
      const startedAt = performance.now()
      const { sightings } = form.detector.push(frame)
      if (frame.index >= WARM_UP) form.times.push(performance.now() - startedAt)
      form.said = JSON.stringify(sightings)
      tracks = Math.max(tracks, sightings.filter(({ isConfirmed }) => isConfirmed).length)
    }
    if (simd.said !== plain.said) differ++
    const startedAt = performance.now()
    copied.set(frame.pixels)
    copies.push(performance.now() - startedAt)
  }
  const line = (name: string, times: number[]) => {
    const sorted = times.toSorted((a, b) => a - b)
    const mean = times.reduce((sum, time) => sum + time, 0) / times.length
    const median = sorted[sorted.length >> 1]!
    console.log(
      `${name.padEnd(26)} median ${median.toFixed(2)} ms  mean ${mean.toFixed(2)} ms  P95 ${sorted[Math.floor(sorted.length * 0.95)]!.toFixed(2)} ms`,
    )
    return median
  }
  console.log(
    `${WIDTH}×${HEIGHT}, 16 bit, ${walkers.length} walkers, ${FRAMES - WARM_UP} frames after ${WARM_UP}; detection with tracking`,
  )
  const fast = line('SIMD', simd.times)
  const slow = line('plain TypeScript', plain.times)
  line('copy of the same bytes', copies)
  console.log(`SIMD is ${(slow / fast).toFixed(1)} times as fast (≥ 3 asked); ${fast.toFixed(2)} ms a frame (≤ 3 asked)`)
  console.log(`answers that differ: ${differ} of ${FRAMES} frames; confirmed at once: ${tracks}`)
  console.log(`memory taken anew a frame, the answer included: ${(taken / 1024).toFixed(1)} kB`)
}

/** Bytes that detection and tracking take anew a frame, by the sampling profiler of the engine. */
async function takenAFrame(walkers: readonly Walker[]): Promise<number> {
  const detector = openDetector({ width: WIDTH, height: HEIGHT, bits: 16, kernels: 'simd' })
  const session = new Session()
  session.connect()
  // So slow that all are still in view at the end.
  const slow = walkers.map((walker) => ({ ...walker, vxPxPerS: walker.vxPxPerS / 4 }))
  for (const frame of render(sceneOf(slow), FRAMES_TAKEN + WARM_UP_TAKEN)) {
    if (frame.index === WARM_UP_TAKEN) {
      const includeAll = { includeObjectsCollectedByMajorGC: true, includeObjectsCollectedByMinorGC: true }
      await session.post('HeapProfiler.startSampling', { samplingInterval: 256, ...includeAll })
    }
    detector.push(frame)
  }
  const { profile } = await session.post('HeapProfiler.stopSampling')
  session.disconnect()
  const within = (node: HeapProfiler.SamplingHeapProfileNode, isOurs: boolean): number => {
    const counts = isOurs || node.callFrame.functionName === 'push'
    return node.children.reduce((sum, child) => sum + within(child, counts), counts ? node.selfSize : 0)
  }
  return within(profile.head, false) / FRAMES_TAKEN
}

const sceneOf = (walkers: readonly Walker[]) =>
  ({ width: WIDTH, height: HEIGHT, bits: 16, framesPerSecond: 9, noise: 5, seed: 3, walkers }) as const
