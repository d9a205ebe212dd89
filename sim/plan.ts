/** What the program is told of the demo sector when it starts for the first time: places, cameras, and the ground for its map. */
import { fromPlane } from '../src/base/geo.ts'
import type { Bilingual } from '../src/base/shapes.ts'
import type { Pose } from '../src/features/cameras/contract.ts'
import type { PlaceGeometry } from '../src/features/places/contract.ts'
import { demoSector, linePath, patrolRoad, sectorOrigin } from './sector.ts'
import { Chance } from './world/chance.ts'
import { Terrain } from './world/terrain.ts'

export interface SectorPlan {
  readonly area: string
  readonly places: readonly {
    readonly key: string
    readonly name: Bilingual
    readonly geometry: PlaceGeometry
    /** The sector's own where it is absent. */
    readonly area?: string
  }[]
  readonly cameras: readonly {
    readonly name: Bilingual
    readonly outpostKey: string
    readonly pose: Pose
    readonly address: string
  }[]
  readonly terrain: TerrainGrid
}

/** Heights on a grid, for the page's map. */
export interface TerrainGrid {
  /** West, south, east, north in degrees. */
  readonly bounds: readonly [number, number, number, number]
  readonly width: number
  readonly height: number
  /** Row-major from the north-west corner, metres. */
  readonly heightsM: readonly number[]
}

const GRID = { west: -7000, south: -3600, east: 7000, north: 5200, stepM: 80 }

export function demoPlan(seed: number): SectorPlan {
  const { area, outposts, cameras, line, zones } = demoSector
  const open = (ring: readonly (readonly [number, number])[]): [number, number][] => ring.map(([lon, lat]) => [lon, lat])
  return {
    area,
    places: [
      {
        key: 'demo-line',
        name: line.name,
        geometry: { kind: 'line', coordinates: open(line.coordinates), inside: line.insideIs },
      },
      ...outposts.map(({ id, name, area: own, position }) => ({
        key: id,
        name,
        area: own,
        geometry: { kind: 'outpost' as const, position },
      })),
      ...zones.map(({ id, name, area: own, ring }) => ({
        key: id,
        name,
        area: own,
        geometry: { kind: 'zone' as const, ring: open(ring) },
      })),
    ],
    cameras: cameras.map(({ name, outpostId, pose, address }) => ({ name, outpostKey: outpostId, pose, address })),
    terrain: terrainGrid(seed),
  }
}

function terrainGrid(seed: number): TerrainGrid {
  const terrain = new Terrain(seed, patrolRoad)
  const dunes = new Dunes(seed)
  const { west, south, east, north, stepM } = GRID
  const [width, height] = [(east - west) / stepM + 1, (north - south) / stepM + 1]
  const heightsM: number[] = []
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const [eastM, northM] = [west + column * stepM, north - row * stepM]
      heightsM.push(Math.round(10 * (terrain.heightM(eastM, northM) + dunes.heightM(eastM, northM))) / 10)
    }
  }
  const low = fromPlane(sectorOrigin, { eastM: west, northM: south })
  const high = fromPlane(sectorOrigin, { eastM: east, northM: north })
  return { bounds: [low.lon, low.lat, high.lon, high.lat], width, height, heightsM }
}

/** Long dunes that begin well beyond what the cameras judge: in pictures they are the hills on the horizon. */
class Dunes {
  readonly #waves: readonly {
    readonly turn: number
    readonly lengthM: number
    readonly phase: number
    readonly heightM: number
  }[]

  constructor(seed: number) {
    const chance = new Chance(seed, 91)
    this.#waves = [2600, 1500, 900, 520].map((lengthM) => ({
      turn: chance.between(0.2, 0.9),
      lengthM,
      phase: chance.between(0, 2 * Math.PI),
      heightM: lengthM / 75,
    }))
  }

  heightM(eastM: number, northM: number): number {
    const lineM = linePath[2]?.northM ?? 0
    const farNorth = ramp((northM - lineM - 1300) / 1800)
    const farSouth = 0.6 * ramp((lineM - northM - 1200) / 1800)
    let heightM = 0
    for (const wave of this.#waves) {
      const along = (eastM * Math.sin(wave.turn) + northM * Math.cos(wave.turn)) / wave.lengthM
      const bend = Math.sin((eastM * Math.cos(wave.turn) - northM * Math.sin(wave.turn)) / (wave.lengthM * 1.7) + wave.phase)
      // Gentle on the side of the wind, steep in the lee.
      const share = (((along + 0.35 * bend + wave.phase) % 1) + 1) % 1
      heightM += wave.heightM * (share < 0.72 ? share / 0.72 : (1 - share) / 0.28)
    }
    return heightM * Math.max(farNorth, farSouth)
  }
}

function ramp(share: number): number {
  const held = Math.min(1, Math.max(0, share))
  return held * held * (3 - 2 * held)
}
