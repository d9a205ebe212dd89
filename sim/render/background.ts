/** What stands still in a camera's picture: sky, horizon, ground, stones. Rendered once a camera; a picture costs about 0.3 s. */
import type { Pose } from '../../src/features/cameras/contract.ts'
import { type Lens, lensOf, projectWith, rayWith } from '../../src/features/cameras/pose.ts'
import type { GroundPoint } from '../world/bodies.ts'
import { uniformAt } from '../world/chance.ts'
import type { Weather } from '../world/weather.ts'
import { PICTURE, type World } from '../world/world.ts'

/** Range of the sky, and of all that is farther than the ground that is worked out. */
export const FAR_M = 65_535

const GROUND_RANGE_MAX_M = 6000
const CLUMP_RANGE_MAX_M = 2400
const RADIANS = Math.PI / 180

export interface Background {
  /** Apparent temperature, hundredths of a kelvin. */
  readonly counts: Float32Array
  /** Distance of the ground in each pixel, whole metres. */
  readonly rangeM: Uint16Array
}

/** Degrees Celsius as the camera tells them. */
export function countsOf(celsius: number): number {
  return (celsius + 273.15) * 100
}

/** What is left of a temperature after `rangeM` of air. */
export function throughAirC(celsius: number, rangeM: number, weather: Weather): number {
  return weather.airC + (celsius - weather.airC) * (1 - weather.lossPerKm) ** (rangeM / 1000)
}

/** Renders the still picture of a camera that truly looks as `pose` says from `mast`. */
export function renderBackground(world: World, pose: Pose, mast: GroundPoint): Background {
  const { width, height } = PICTURE
  const lens = lensOf(pose, PICTURE)
  const sharp = new Float32Array(width * height)
  const rangeM = new Uint16Array(width * height)
  for (let y = 0, at = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1, at += 1) {
      const sight = rayWith(lens, { x: x + 0.5, y: y + 0.5 })
      const found = sight === null ? null : groundAt(world, pose, mast, sight.bearingTrueDeg, sight.depressionDeg)
      rangeM[at] = found?.rangeM ?? FAR_M
      sharp[at] = countsOf(found?.celsius ?? farC(world, sight?.bearingTrueDeg ?? 0, -(sight?.depressionDeg ?? -30)))
    }
  }
  paintClumps(world, mast, lens, sharp, rangeM)
  return { counts: blurred(sharp, width, height), rangeM }
}

function groundAt(
  world: World,
  pose: Pose,
  mast: GroundPoint,
  bearingDeg: number,
  depressionDeg: number,
): { rangeM: number; celsius: number } | null {
  if (depressionDeg <= 0.02) return null
  const { terrain, weather } = world
  const fall = Math.tan(depressionDeg * RADIANS)
  const [sin, cos] = [Math.sin(bearingDeg * RADIANS), Math.cos(bearingDeg * RADIANS)]
  const eyeM = terrain.heightM(mast.eastM, mast.northM) + pose.heightM
  let rangeM = Math.min(GROUND_RANGE_MAX_M, pose.heightM / fall)
  // Relief is gentle against the mast, so the ray settles on it within a few steps; at grazing angles it is held back.
  for (let step = 0; step < 4; step += 1) {
    const groundM = terrain.heightM(mast.eastM + sin * rangeM, mast.northM + cos * rangeM)
    const next = (eyeM - groundM) / fall
    rangeM = Math.min(GROUND_RANGE_MAX_M, Math.max(1, rangeM + 0.8 * (next - rangeM)))
  }
  if (rangeM >= GROUND_RANGE_MAX_M) return null
  const alongM = (rangeM * rangeM * pixelRad(pose)) / pose.heightM
  const celsius = weather.groundC + terrain.warmerK(mast.eastM + sin * rangeM, mast.northM + cos * rangeM, alongM)
  return { rangeM, celsius: throughAirC(celsius, rangeM, weather) }
}

function pixelRad(pose: Pose): number {
  return (pose.horizontalFovDeg * RADIANS) / PICTURE.width
}

/** Low hills on the horizon and the sky above them. */
function farC({ seed, weather }: World, bearingDeg: number, elevationDeg: number): number {
  let hillsDeg = -0.14
  for (const [channel, waveDeg, amountDeg] of [
    [31, 6.5, 0.46],
    [32, 1.9, 0.14],
    [33, 0.5, 0.035],
  ] as const) {
    hillsDeg += amountDeg * wave(seed, channel, bearingDeg / waveDeg)
  }
  const skyC = weather.airC - 3 - (weather.airC - 3 - weather.skyC) * (1 - Math.exp(-Math.max(0, elevationDeg) / 10))
  if (elevationDeg >= hillsDeg) return skyC
  // Slopes have cooled more than the plain at their foot.
  const celsius =
    weather.groundC - 0.5 - 2.2 * Math.max(0, elevationDeg) + 0.4 * wave(seed, 34, bearingDeg * 1.3 + elevationDeg * 6)
  return throughAirC(celsius, GROUND_RANGE_MAX_M, weather)
}

function wave(seed: number, channel: number, x: number): number {
  const step = Math.floor(x)
  const share = (x - step) ** 2 * (3 - 2 * (x - step))
  return uniformAt(seed, channel, step) * (1 - share) + uniformAt(seed, channel, step + 1) * share
}

function paintClumps(world: World, mast: GroundPoint, lens: Lens, counts: Float32Array, rangeM: Uint16Array): void {
  const { terrain } = world
  const mastM = terrain.heightM(mast.eastM, mast.northM)
  const { eastM, northM } = mast
  const clumps = terrain.clumps(
    eastM - CLUMP_RANGE_MAX_M,
    northM - CLUMP_RANGE_MAX_M,
    eastM + CLUMP_RANGE_MAX_M,
    northM + CLUMP_RANGE_MAX_M,
  )
  for (const clump of clumps) {
    const awayM = Math.hypot(clump.eastM - eastM, clump.northM - northM)
    if (awayM > CLUMP_RANGE_MAX_M || awayM < 40) continue
    const upM = terrain.heightM(clump.eastM, clump.northM) - mastM
    const foot = projectWith(lens, { eastM: clump.eastM - eastM, northM: clump.northM - northM, upM })
    if (foot === null || foot.x < -20 || foot.x > PICTURE.width + 20 || foot.y < 0 || foot.y > PICTURE.height + 40) continue
    const scale = lens.focalPx / awayM
    // Towards the end of the range they fade, so that the ground shows no edge.
    const warmer =
      100 * clump.warmerK * Math.min(1, 2.5 * (1 - awayM / CLUMP_RANGE_MAX_M)) * (1 - world.weather.lossPerKm) ** (awayM / 1000)
    paintClump(counts, rangeM, foot, clump.radiusM * scale, clump.heightM * scale, awayM, warmer)
  }
}

function paintClump(
  counts: Float32Array,
  rangeM: Uint16Array,
  foot: { x: number; y: number },
  radiusPx: number,
  heightPx: number,
  awayM: number,
  warmer: number,
): void {
  const halfHeight = heightPx / 2
  const [top, bottom] = [Math.floor(foot.y - heightPx - 1), Math.ceil(foot.y + 1)]
  for (let y = Math.max(0, top); y <= Math.min(PICTURE.height - 1, bottom); y += 1) {
    for (
      let x = Math.max(0, Math.floor(foot.x - radiusPx - 1));
      x <= Math.min(PICTURE.width - 1, Math.ceil(foot.x + radiusPx + 1));
      x += 1
    ) {
      const outside = Math.hypot((x + 0.5 - foot.x) / (radiusPx + 0.5), (y + 0.5 - foot.y + halfHeight) / (halfHeight + 0.5))
      const cover = Math.min(1, Math.max(0, (1.2 - outside) * Math.min(1, radiusPx + 0.3)))
      const at = y * PICTURE.width + x
      const ground = rangeM[at] ?? 0
      if (cover <= 0 || ground < awayM - 25) continue
      counts[at] = (counts[at] ?? 0) + cover * warmer
    }
  }
}

/** The lens is not perfect: [1 2 1] in both directions. */
function blurred(sharp: Float32Array, width: number, height: number): Float32Array {
  const rows = new Float32Array(sharp.length)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x
      const left = sharp[x > 0 ? at - 1 : at] ?? 0
      const right = sharp[x < width - 1 ? at + 1 : at] ?? 0
      rows[at] = (left + 2 * (sharp[at] ?? 0) + right) / 4
    }
  }
  const both = new Float32Array(sharp.length)
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const at = y * width + x
      const above = rows[y > 0 ? at - width : at] ?? 0
      const below = rows[y < height - 1 ? at + width : at] ?? 0
      both[at] = (above + 2 * (rows[at] ?? 0) + below) / 4
    }
  }
  return both
}
