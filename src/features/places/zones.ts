/** What a zone is for, and which zones hold a point. Pure. */
import type { LatLon } from '../../base/geo.ts'
import type { PlaceGeometry, PlaceView, ZoneUse } from './contract.ts'
import { isInZone, type Zone } from './geometry.ts'

/** A zone of before zones had uses is watched. */
export function useOf(zone: Pick<Zone, 'use'>): ZoneUse {
  return zone.use ?? 'watch'
}

/** Whether who is there is an alert without any rule of the site. */
export function isWatchZone(geometry: PlaceGeometry): geometry is Zone {
  return geometry.kind === 'zone' && useOf(geometry) === 'watch'
}

/** The zones of a use that hold the point. A quiet zone is quiet only within its window, `atMs` UTC. */
export function zonesAt(places: readonly PlaceView[], use: ZoneUse, point: LatLon, atMs: number): PlaceView[] {
  return places.filter(({ geometry }) => {
    if (geometry.kind !== 'zone' || useOf(geometry) !== use || !isInZone(geometry, point)) return false
    if (use !== 'quiet_by_design') return true
    const { window } = geometry
    return window !== undefined && Date.parse(window.from) <= atMs && atMs < Date.parse(window.until)
  })
}
