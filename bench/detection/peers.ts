/**
 * A peer on the same recordings in the same run: OpenCV's MOG2 with components and a nearest-neighbour tracker, sensitive and quiet
 * (variance threshold 16 with 5 of 8 sightings, 80 with 8 of 12). What surrounds MOG2 here, levels, blur and tracker, is our own reading of
 * it and not tuned: a published run of the same thresholds on these recordings had fewer false tracks (78 and 1.0 a minute). Runs where `python3` has `cv2`; else one line says that it is absent.
 */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { type DetectedBox, scoreClip, totalsOf } from '../../src/features/detection/evaluation/score.ts'
import { detectIn, type Footage, hasRecordings, loadFootage } from './footage.ts'

/** The first one on the path, and the distribution's own, which has its packages. */
const pythons = ['python3', '/usr/bin/python3']

/** Prints found, false and changes of name, ours and the peer's. */
export async function benchPeers(): Promise<void> {
  if (!hasRecordings()) return
  const all = await loadFootage()
  print(
    'Marsad',
    all.map((of) => scoreClip(of.truth, detectIn(of.frames))),
  )
  const found = pythons
    .map((python) => ({ python, ...spawnSync(python, ['-c', 'import cv2; print(cv2.__version__)'], { encoding: 'utf8' }) }))
    .find(({ status }) => status === 0)
  if (!found) {
    console.log("OpenCV absent (python3 without cv2; Debian's python3-opencv has it): MOG2 not run")
    return
  }
  for (const [name, ...settings] of [
    ['sensitive', '16', '5', '8'],
    ['quiet', '80', '8', '12'],
  ] as const) {
    print(
      `MOG2 ${name} (OpenCV ${found.stdout.trim()})`,
      all.map((of) => scoreClip(of.truth, mog2(of, found.python, settings))),
    )
  }
}

function print(name: string, clips: ReturnType<typeof scoreClip>[]): void {
  const { found, events, falseTracks, falseOnQuiet, identityChanges, boxes, boxesHit, delayMedianS, delayP90S } = totalsOf(clips)
  console.log(
    `${name.padEnd(34)} found ${found}/${events}  false ${falseTracks.count} = ${falseTracks.perMinute.toFixed(1)} a minute, on quiet ones ${falseOnQuiet.count}  delay ${delayMedianS?.toFixed(1)} / ${delayP90S?.toFixed(1)} s  boxes ${(boxesHit / boxes).toFixed(2)}  changes of name ${identityChanges}`,
  )
}

/** The peer sees pictures of 8 bit: those of 16 bit through levels that follow the first and last percent, as a camera's would. */
function mog2({ truth, frames }: Footage, python: string, settings: readonly string[]): DetectedBox[] {
  const grey = Buffer.alloc(frames.length * truth.w * truth.h)
  let low: number | null = null
  let high = 0
  frames.forEach(({ pixels, bits }, n) => {
    let [base, gain] = [0, 1]
    if (bits === 16) {
      const sorted = Float64Array.from(pixels).sort()
      const [from, to] = [sorted[Math.floor(sorted.length * 0.01)]!, sorted[Math.floor(sorted.length * 0.99)]!]
      if (low === null) [low, high] = [from, to]
      low += 0.05 * (from - low)
      high += 0.05 * (to - high)
      base = low - 25 / (204 / Math.max(20, high - low))
      gain = 204 / Math.max(20, high - low)
    }
    for (let i = 0; i < pixels.length; i++)
      grey[n * pixels.length + i] = Math.max(0, Math.min(255, Math.round((pixels[i]! - base) * gain)))
  })
  const run = spawnSync(python, [join(import.meta.dirname, 'mog2.py'), String(truth.w), String(truth.h), ...settings], {
    input: grey,
    maxBuffer: 2 ** 30,
    encoding: 'buffer',
  })
  if (run.status !== 0) throw new Error(`MOG2: ${run.stderr.toString()}`)
  return run.stdout
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as DetectedBox)
    .map((line) => ({ ...line, frame: frames[line.frame]?.index ?? line.frame }))
}
