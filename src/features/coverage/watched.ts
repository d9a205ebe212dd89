/** Whether the ground of a zone is watched now. A zone whose cameras do not see is "not watched", never "quiet". */
import type { CameraView } from '../cameras/contract.ts'
import { isInZone, type PlaceView } from '../places/contract.ts'

const samplesAcross = 8

export interface Watch {
  readonly isWatched: boolean
  /** Cameras in whose cone some of the zone lies, seeing or not. */
  readonly cameraIds: readonly string[]
}

/** A zone is watched when every sampled piece of it that cameras were set up to watch is seen by one of them now. */
export function watchOf(place: PlaceView, cameras: readonly CameraView[]): Watch {
  const points = samplePoints(place)
  const able = cameras.filter((camera) => (camera.usualCoverage ?? camera.coverage) && !camera.isRemoved)
  const cameraIds = new Set<string>()
  let covered = 0
  let seen = 0
  for (const [lon, lat] of points) {
    const sees = (ring: CameraView['coverage']) => ring !== null && isInZone({ kind: 'zone', ring }, { lat, lon })
    const over = able.filter((camera) => sees(camera.usualCoverage ?? camera.coverage))
    for (const camera of over) cameraIds.add(camera.id)
    if (over.length > 0) covered++
    // Of a camera that sees poorly only the near part of its ground counts.
    if (over.some(({ health, coverage }) => health === 'working' || (health === 'degraded' && sees(coverage)))) seen++
  }
  return { isWatched: covered > 0 && seen === covered, cameraIds: [...cameraIds].sort() }
}

function samplePoints({ geometry }: PlaceView): [number, number][] {
  if (geometry.kind === 'line') return geometry.coordinates
  if (geometry.kind !== 'zone') return []
  const lons = geometry.ring.map(([lon]) => lon)
  const lats = geometry.ring.map(([, lat]) => lat)
  const [west, east, south, north] = [Math.min(...lons), Math.max(...lons), Math.min(...lats), Math.max(...lats)]
  const points: [number, number][] = []
  for (let column = 0; column < samplesAcross; column++) {
    for (let row = 0; row < samplesAcross; row++) {
      const lon = west + ((east - west) * (column + 0.5)) / samplesAcross
      const lat = south + ((north - south) * (row + 0.5)) / samplesAcross
      if (isInZone(geometry, { lat, lon })) points.push([lon, lat])
    }
  }
  return points
}
