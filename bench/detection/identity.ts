/** One body, one name: over three seconds behind something, where two cross, and from one camera's view into the next. */
import { fromPlane, pointAt } from '../../src/base/geo.ts'
import { shareBounds } from '../../src/features/detection/evaluation/bounds.ts'
import { openDetector } from '../../src/features/detection/server/detector.ts'
import { type Going, generator, goings } from '../../src/features/detection/testing.ts'
import { handOverDistance } from '../../src/features/tracks/join.ts'
import { aPlace, aTrack } from '../../src/features/tracks/testing.ts'

const TRIALS = 200
const [WIDTH, HEIGHT] = [160, 96]

/** Prints the share of trials in which the name was kept, with bounds. */
export async function benchIdentity(): Promise<void> {
  let kept = 0
  let crossed = 0
  for (let n = 0; n < TRIALS; n++) {
    if (keptBehind(n)) kept++
    if (keptCrossing(n)) crossed++
  }
  say('hidden for 3 s, comes out where it should', kept, TRIALS)
  say('two cross, 9 px high, both keep their names', crossed, TRIALS)
  const draw = generator(77)
  const over = Array.from({ length: 2000 }, () => handOver(draw, 0)).filter(
    (distance) => distance < Number.POSITIVE_INFINITY,
  ).length
  say('from one view into the next, 3 to 20 s between, places good to 5 m (one sigma)', over, 2000)
  const others = Array.from({ length: 2000 }, () => handOver(draw, 40)).filter(
    (distance) => distance < Number.POSITIVE_INFINITY,
  ).length
  console.log(`  … and somebody 40 m beside was taken for the same in ${others} of 2000`)
}

function say(what: string, kept: number, trials: number): void {
  const [low, high] = shareBounds(kept, trials)
  console.log(`${what.padEnd(82)} ${kept}/${trials} = ${(kept / trials).toFixed(3)} (${low.toFixed(3)}…${high.toFixed(3)})`)
}

function namesOf(bodies: readonly Going[], seconds: number, seed: number): Map<string, { x: number; tS: number }[]> {
  const detector = openDetector({ width: WIDTH, height: HEIGHT, bits: 16, kernels: 'simd' })
  const names = new Map<string, { x: number; tS: number }[]>()
  for (const frame of goings(bodies, seconds, { width: WIDTH, height: HEIGHT, seed })) {
    for (const { trackId, box, isConfirmed } of detector.push(frame).sightings) {
      if (isConfirmed) names.set(trackId, [...(names.get(trackId) ?? []), { x: box[0] + box[2] / 2, tS: frame.tMs / 1000 }])
    }
  }
  return names
}

function keptBehind(seed: number): boolean {
  const draw = generator(seed + 1)
  const speed = 4 + 5 * draw()
  const heightPx = 7 + 6 * draw()
  const sigmas = (draw() < 0.5 ? -1 : 1) * (7 + 6 * draw())
  const hiddenS = 7 + 2 * draw()
  const y = 30 + 30 * draw()
  const body: Going = (tS) =>
    tS < 2 || (tS > hiddenS && tS < hiddenS + 3) ? null : { x: 10 + speed * (tS - 2), y, heightPx, sigmas }
  const names = [...namesOf([body], 16, seed).values()]
  return names.length === 1 && (names[0]?.at(-1)?.tS ?? 0) > hiddenS + 4
}

function keptCrossing(seed: number): boolean {
  const draw = generator(seed + 5000)
  const [a, b] = [5 + 3 * draw(), 5 + 3 * draw()]
  const slope = 0.5 + draw()
  const bodies: Going[] = [
    (tS) => (tS < 2 ? null : { x: 20 + a * (tS - 2), y: 40 + slope * (tS - 8), heightPx: 9, sigmas: 8 + 0.01 * seed }),
    (tS) => (tS < 2 ? null : { x: 130 - b * (tS - 2), y: 44 - slope * (tS - 8), heightPx: 9, sigmas: 11 }),
  ]
  const names = [...namesOf(bodies, 15, seed).values()]
  if (names.length !== 2) return false
  return names.every((seen) => Math.abs((seen.at(-1)?.x ?? 0) - (seen[0]?.x ?? 0)) > 35)
}

function handOver(draw: () => number, besideM: number): number {
  const normal = () => Math.sqrt(-2 * Math.log(1 - draw())) * Math.cos(2 * Math.PI * draw())
  const here = { lat: 20.5, lon: 50.5 }
  const off = (position: typeof here) => fromPlane(position, { eastM: 5 * normal(), northM: 5 * normal() })
  const gapS = 3 + 17 * draw()
  const speedMs = 0.8 + 0.8 * draw()
  const course = 360 * draw()
  const went = pointAt(here, course, speedMs * gapS + 0.2 * gapS * normal())
  const there = pointAt(went, course + 90, besideM + 0.2 * gapS * normal())
  const ellipse = { aM: 12.2, bM: 12.2, bearingTrueDeg: 0 }
  const track = (cameraId: string, position: typeof here, atS: number, speed: number) => {
    const seenAt = new Date(atS * 1000).toISOString()
    const velocity = { speedMs: speed, courseTrueDeg: course }
    return aTrack({ cameraId, place: aPlace({ position, ellipse }), velocity, firstSeenAt: seenAt, lastSeenAt: seenAt })
  }
  return handOverDistance(track('a', off(here), 0, speedMs + 0.1 * normal()), track('b', off(there), gapS, speedMs))
}
