/** Kilometres along the line: how officers say where on it something is. Pure. */
import { groundDistanceM, type LatLon, toPlane } from '../../base/geo.ts'
import type { Line } from './geometry.ts'

/** Kilometres along the line, from what its first post says, to the point of it that is nearest. */
export function chainageOf(line: Line, point: LatLon): number {
  let walkedM = 0
  let best = { distanceM: Number.POSITIVE_INFINITY, alongM: 0 }
  for (let at = 1; at < line.coordinates.length; at++) {
    const [from, to] = [vertex(line, at - 1), vertex(line, at)]
    const lengthM = groundDistanceM(from, to)
    const [a, b] = [toPlane(point, from), toPlane(point, to)]
    const [dx, dy] = [b.eastM - a.eastM, b.northM - a.northM]
    const share = Math.max(0, Math.min(1, -(a.eastM * dx + a.northM * dy) / (dx * dx + dy * dy || 1)))
    const distanceM = Math.hypot(a.eastM + share * dx, a.northM + share * dy)
    if (distanceM < best.distanceM) best = { distanceM, alongM: walkedM + share * lengthM }
    walkedM += lengthM
  }
  return (line.startKm ?? 0) + best.alongM / 1000
}

/** `K12.6`: the way it is said over radio, to the hundred metres below. */
export function formatChainage(km: number): string {
  return `K${(Math.floor(km * 10 + 1e-6) / 10).toFixed(1)}`
}

function vertex({ coordinates }: Line, at: number): LatLon {
  const [lon, lat] = coordinates[at] as [number, number]
  return { lat, lon }
}
