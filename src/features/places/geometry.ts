/** Geometry of lines and zones on the plane around a point of theirs. Pure; metres and degrees. */
import { type EastNorth, type LatLon, toPlane } from '../../base/geo.ts'
import type { PlaceGeometry } from './contract.ts'

export type Line = Extract<PlaceGeometry, { kind: 'line' }>
export type Zone = Extract<PlaceGeometry, { kind: 'zone' }>

/**
 * Signed distance of a point to a line in metres: positive outside (the far side), negative on our own ground.
 * Beyond the ends the side is that of the nearest segment prolonged.
 */
export function signedDistanceM(line: Line, point: LatLon): number {
  let best = { distance: Number.POSITIVE_INFINITY, side: 0 }
  for (let at = 1; at < line.coordinates.length; at++) {
    const a = plane(line, at - 1, point)
    const b = plane(line, at, point)
    const dx = b.eastM - a.eastM
    const dy = b.northM - a.northM
    const along = Math.max(0, Math.min(1, -(a.eastM * dx + a.northM * dy) / (dx * dx + dy * dy || 1)))
    const distance = Math.hypot(a.eastM + along * dx, a.northM + along * dy)
    // The point is the origin: left of a→b when the cross product is positive.
    const left = dx * -a.northM - dy * -a.eastM
    if (distance < best.distance - 1e-9) best = { distance, side: Math.sign(left) }
  }
  const isLeft = best.side >= 0
  return best.distance * (isLeft === (line.inside === 'left') ? -1 : 1)
}

/** Whether a point lies in a zone (even-odd rule; a point on the edge may fall either way). */
export function isInZone(zone: Zone, point: LatLon): boolean {
  let isInside = false
  for (let at = 0, before = zone.ring.length - 1; at < zone.ring.length; before = at++) {
    const [ax, ay] = zone.ring[at] as [number, number]
    const [bx, by] = zone.ring[before] as [number, number]
    if (ay > point.lat !== by > point.lat && point.lon < ((bx - ax) * (point.lat - ay)) / (by - ay) + ax) isInside = !isInside
  }
  return isInside
}

function plane(line: Line, at: number, origin: LatLon): EastNorth {
  const [lon, lat] = line.coordinates[at] as [number, number]
  return toPlane(origin, { lat, lon })
}
