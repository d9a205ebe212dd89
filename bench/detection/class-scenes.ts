/** People, vehicles and animals of known kind at known ranges, through renderer, detector, ground and measures: one scene a seed. */

import { CameraRenderer } from '../../sim/render/renderer.ts'
import { sectorOrigin } from '../../sim/sector.ts'
import { type Body, walking } from '../../sim/world/bodies.ts'
import { Chance } from '../../sim/world/chance.ts'
import { Terrain } from '../../sim/world/terrain.ts'
import { weathers } from '../../sim/world/weather.ts'
import { bodiesOver, FRAMES_PER_SECOND, PICTURE, type World } from '../../sim/world/world.ts'
import { pointAt, toPlane } from '../../src/base/geo.ts'
import type { Frame, Pose } from '../../src/features/cameras/contract.ts'
import type { ClassProbabilities } from '../../src/features/detection/contract.ts'
import { hits } from '../../src/features/detection/evaluation/score.ts'
import { openDetector } from '../../src/features/detection/server/detector.ts'
import { type Measures, measureTrack } from '../../src/features/tracks/measures.ts'
import { type BodyClass, bodyClasses } from '../../src/features/tracks/verify.ts'

/** The background is learnt before anything moves, seconds; then everything has so long. */
const SETTLE_S = 4
const MOVES_S = 20
const EACH = 3
/** A body stands so high, pixels: from beyond shape to near, a goat as often as a camel. */
const bodyPx = { least: 8, most: 45 }

/** One track of known kind: what was measured some seconds after its confirmation, and at its end. */
export interface Sample {
  readonly scene: number
  readonly kind: BodyClass
  readonly rangeM: number
  readonly at: 'early' | 'end'
  readonly measures: Measures
  readonly picture: ClassProbabilities
}

/** `early` is so long after the confirmation, or the track's end where that is sooner. */
const EARLY_MS = 2000

/** Renders the scene of a seed and measures what the detector confirms in it. About three seconds of work. */
export function samplesOf(seed: number): Sample[] {
  const world = worldOf(seed)
  const camera = world.cameras[0]!
  const renderer = new CameraRenderer(world, camera)
  const detector = openDetector({ ...PICTURE, bits: 16, kernels: 'simd' })
  const pixels = new Uint16Array(PICTURE.width * PICTURE.height)
  const tracks = new Map<string, Followed>()
  for (let index = 0; index < (SETTLE_S + MOVES_S) * FRAMES_PER_SECOND; index++) {
    const { sightings: truth } = renderer.render(index, pixels)
    const tMs = CameraRenderer.timeOf(index)
    const frame: Frame = { index, tMs, ...PICTURE, bits: 16, pixels, isBackground: false, isDamaged: false, shutterClosed: false }
    for (const sighting of detector.push(frame).sightings) {
      const track = tracks.get(sighting.trackId) ?? newTrack(camera.pose)
      tracks.set(sighting.trackId, track)
      track.measuring.see(sighting)
      track.picture = sighting.classProbabilities
      const on = truth.find(({ box }) => hits(sighting.box, box))
      if (on) track.on.set(on.kind, [...(track.on.get(on.kind) ?? []), on.rangeM])
      track.seen++
      if (!sighting.isConfirmed) continue
      track.confirmedMs ??= tMs
      if (tMs - track.confirmedMs <= EARLY_MS) track.early = track.measuring.now
    }
  }
  return [...tracks.values()].flatMap(({ on, seen, early, measuring, picture }) => {
    const [most] = [...on].sort(([, a], [, b]) => b.length - a.length)
    // A track that went from one body to another has no one kind.
    if (!early || !most || most[1].length < 0.8 * seen) return []
    const [kind, ranges] = most
    const rangeM = ranges[ranges.length >> 1] as number
    const of = (at: Sample['at'], measures: Measures): Sample => ({ scene: seed, kind, rangeM, at, measures, picture })
    return [of('early', early), of('end', measuring.now)]
  })
}

interface Followed {
  readonly measuring: ReturnType<typeof measureTrack>
  readonly on: Map<BodyClass, number[]>
  picture: ClassProbabilities
  seen: number
  confirmedMs: number | null
  early: Measures | null
}

function newTrack(pose: Pose): Followed {
  const picture = { person: 0, vehicle: 0, animal: 0, other: 0, unknown: 1 }
  return { measuring: measureTrack(pose, PICTURE), on: new Map(), picture, seen: 0, confirmedMs: null, early: null }
}

/** Another mast, lens, weather and other bodies for every seed. */
function worldOf(seed: number): World {
  const chance = new Chance(seed, 91)
  const horizontalFovDeg = chance.between(8, 24)
  const heightM = chance.between(10, 25)
  const pose: Pose = {
    position: sectorOrigin,
    heightM,
    azimuthTrueDeg: chance.between(0, 360),
    pitchDeg: -(Math.atan(heightM / 300) * 180) / Math.PI,
    rollDeg: 0,
    horizontalFovDeg,
    radialK1: 0,
    errors: { azimuthDeg: 0.25, pitchDeg: 0.08, heightM: 0.3 },
  }
  const bodies = bodyClasses.flatMap((kind) => Array.from({ length: EACH }, (_, n) => bodyOf(kind, n, pose, chance)))
  const weather = Object.values(weathers)[seed % 3]!
  return {
    seed,
    origin: sectorOrigin,
    terrain: new Terrain(seed),
    weather,
    cameras: [{ code: 'C01', pose }],
    bodiesAt: bodiesOver(bodies),
  }
}

function bodyOf(kind: BodyClass, n: number, pose: Pose, chance: Chance): Body {
  const focalPx = PICTURE.width / 2 / Math.tan((pose.horizontalFovDeg * Math.PI) / 360)
  const px = bodyPx.least * (bodyPx.most / bodyPx.least) ** chance.uniform()
  const heightM = tallM(kind, chance)
  const rangeM = Math.max(2.5 * pose.heightM, (focalPx * heightM) / px)
  const speedMs = { person: chance.between(0.5, 2), vehicle: chance.between(2, 14), animal: chance.between(0.4, 2.5) }[kind]
  const turnDeg = chance.between(-0.3, 0.3) * pose.horizontalFovDeg
  const middle = toPlane(sectorOrigin, pointAt(pose.position, (pose.azimuthTrueDeg + turnDeg + 360) % 360, rangeM))
  // Mostly across, sometimes towards or away; a fast one starts outside the picture and passes through.
  const heading = ((pose.azimuthTrueDeg + (chance.uniform() < 0.5 ? 90 : -90) + chance.between(-60, 60)) * Math.PI) / 180
  const half = Math.min((speedMs * MOVES_S) / 2, 0.35 * rangeM)
  const end = (sign: number) => ({
    eastM: middle.eastM + sign * half * Math.sin(heading),
    northM: middle.northM + sign * half * Math.cos(heading),
  })
  const startMs = 1000 * (SETTLE_S + chance.between(0, Math.max(0.5, MOVES_S - (2 * half) / speedMs)))
  return walking({ id: `${kind}-${n}`, kind, heightM, speedMs, startMs, path: [end(-1), end(1)] })
}

/** Children to tall men; foxes, goats and dogs, and every fifth a donkey or camel. The renderer draws one car. */
function tallM(kind: BodyClass, chance: Chance): number {
  if (kind === 'person') return chance.between(1.2, 1.9)
  if (kind === 'vehicle') return 1.85
  return chance.uniform() < 0.2 ? chance.between(1.2, 2) : chance.between(0.4, 1)
}
