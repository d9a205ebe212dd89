/** Scenarios before one camera, for recordings: short, with all that matters in view. */
import { pointAt, toPlane } from '../../src/base/geo.ts'
import type { Pose } from '../../src/features/cameras/contract.ts'
import { sectorOrigin } from '../sector.ts'
import { type Body, type GroundPoint, walking } from '../world/bodies.ts'
import { Chance } from '../world/chance.ts'
import { Terrain } from '../world/terrain.ts'
import { type Weather, weathers } from '../world/weather.ts'
import { bodiesOver, type World } from '../world/world.ts'
import { partyOf } from './approach.ts'

const pose: Pose = {
  position: sectorOrigin,
  heightM: 15,
  azimuthTrueDeg: 10,
  pitchDeg: -2.1,
  rollDeg: 0,
  horizontalFovDeg: 12,
  radialK1: 0,
  errors: { azimuthDeg: 0.25, pitchDeg: 0.08, heightM: 0.3 },
}

function point(turnDeg: number, rangeM: number): GroundPoint {
  return toPlane(sectorOrigin, pointAt(pose.position, pose.azimuthTrueDeg + turnDeg, rangeM))
}

function worldWith(seed: number, bodies: readonly Body[], weather: Weather): World {
  const terrain = new Terrain(seed)
  return { seed, origin: sectorOrigin, terrain, weather, cameras: [{ code: 'C01', pose }], bodiesAt: bodiesOver(bodies) }
}

/** Nothing moves. Any confirmed track is false. */
export function quietWorld(seed: number, weather: Weather = weathers.night): World {
  return worldWith(seed, [], { ...weather, shutterEveryS: 45 })
}

/** People one by one at 300 to 900 m, across the picture, towards the camera and aslant. */
export function walkersWorld(seed: number, weather: Weather = weathers.night): World {
  const chance = new Chance(seed, 81)
  const ranges = [320, 430, 560, 700, 860]
  const bodies = ranges.map((rangeM, index) => {
    const side = index % 2 === 0 ? -1 : 1
    // Starts where its walk of about 75 m a minute keeps it in the picture.
    const acrossDeg = ((35 / rangeM) * 180) / Math.PI
    const nearerM = index === 2 ? 70 : index === 3 ? 45 : 8
    const middleDeg = chance.between(-1.5, 1.5)
    const path = [
      point(middleDeg + side * acrossDeg * (index === 2 ? 0.1 : 1), rangeM + nearerM),
      point(middleDeg - side * acrossDeg, rangeM - nearerM),
    ]
    const heightM = chance.between(1.62, 1.84)
    return walking({
      id: `walker-${index + 1}`,
      kind: 'person',
      heightM,
      speedMs: chance.between(1.05, 1.45),
      startMs: 6000 + index * 2500,
      path,
    })
  })
  return worldWith(seed, bodies, weather)
}

/** A group of three comes over the ground, an own vehicle crosses before the camera. */
export function crossingWorld(seed: number, weather: Weather = weathers.night): World {
  const chance = new Chance(seed, 82)
  const group = partyOf(
    { id: 'group', kind: 'person', count: 3, startMs: 4000, path: [point(-4, 620), point(1, 480), point(4, 400)] },
    chance,
  )
  const vehicle = walking({
    id: 'patrol',
    kind: 'vehicle',
    heightM: 1.85,
    speedMs: 5,
    startMs: 20_000,
    path: [point(7, 330), point(-7, 300)],
  })
  return worldWith(seed, [...group, vehicle], weather)
}

/** Goats graze about; nobody else is there. */
export function goatsWorld(seed: number, weather: Weather = weathers.night): World {
  const chance = new Chance(seed, 83)
  const path = [point(-3, 390), point(-1, 405), point(1.5, 392), point(3.5, 410)]
  return worldWith(seed, partyOf({ id: 'goat', kind: 'animal', count: 6, startMs: 3000, path }, chance), weather)
}
