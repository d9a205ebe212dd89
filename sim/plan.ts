/** The demo sector as the program takes it in: places, cameras, and the relief for its map. */
import { fromPlane } from '../src/base/geo.ts'
import { demoSector, patrolRoad, sectorOrigin } from './sector.ts'
import { Terrain } from './world/terrain.ts'

const gridStepM = 40
const gridHalf = { eastM: 8000, northM: 5000 }

export function demoPlan(seed: number) {
  const { area, outposts, cameras, line, zones } = demoSector
  return {
    area,
    places: [
      ...outposts.map(({ id, name, position }) => ({ key: id, name, geometry: { kind: 'outpost', position } })),
      { key: 'demo-line', name: line.name, geometry: { kind: 'line', coordinates: line.coordinates, inside: line.insideIs } },
      ...zones.map(({ id, name, ring }) => ({ key: id, name, geometry: { kind: 'zone', ring } })),
    ],
    cameras: cameras.map(({ name, outpostId, pose, address }) => ({ name, outpostKey: outpostId, pose, address })),
    terrain: relief(seed),
  }
}

/** Heights on a grid, rows from north to south, metres to a tenth. */
function relief(seed: number) {
  const terrain = new Terrain(seed, patrolRoad)
  const width = (2 * gridHalf.eastM) / gridStepM + 1
  const height = (2 * gridHalf.northM) / gridStepM + 1
  const heightsM: number[] = []
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      heightsM.push(
        Math.round(10 * terrain.heightM(-gridHalf.eastM + column * gridStepM, gridHalf.northM - row * gridStepM)) / 10,
      )
    }
  }
  const southWest = fromPlane(sectorOrigin, { eastM: -gridHalf.eastM, northM: -gridHalf.northM })
  const northEast = fromPlane(sectorOrigin, gridHalf)
  return { bounds: [southWest.lon, southWest.lat, northEast.lon, northEast.lat], width, height, heightsM }
}
