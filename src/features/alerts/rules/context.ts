/** What an officer should know beside a finding: who is usually there, and who must be spared. It explains; it never takes away. */
import { groundDistanceM } from '../../../base/geo.ts'
import { chainageOf, formatChainage, isInZone, useOf, zonesAt } from '../../places/contract.ts'
import type { TrackView } from '../../tracks/contract.ts'
import type { SaidText } from '../events.ts'
import type { Scene } from './rule.ts'

/** Protected sites near where the track may stand, zones of civilian routine and of our own patrols, the kilometre of the line. */
export function contextOf(track: TrackView, { places }: Scene, lineId: string | null): SaidText[] {
  const position = track.place?.position
  if (!position) return []
  const atMs = Date.parse(track.lastSeenAt)
  // The far edge of where it may stand: a warning must not depend on a lucky middle.
  const errorM = track.place?.ellipse?.aM ?? 0
  const said: SaidText[] = []
  for (const { geometry, name } of places) {
    if (geometry.kind !== 'protected_site') continue
    const distanceM = groundDistanceM(geometry.position, position)
    if (distanceM - errorM <= geometry.bufferM)
      said.push({
        text: 'alert.reason.protected-near',
        values: { site: name, category: geometry.category, metres: Math.round(distanceM / 10) * 10 },
      })
  }
  for (const { geometry, name } of zonesAt(places, 'quiet_by_design', position, atMs))
    if (geometry.kind === 'zone') said.push({ text: 'alert.reason.quiet-zone', values: { zone: name } })
  for (const { geometry, name } of places) {
    if (geometry.kind !== 'zone' || !isInZone(geometry, position)) continue
    const use = useOf(geometry)
    if (use === 'civilian_routine')
      said.push({ text: 'alert.reason.routine-zone', values: { zone: name, routine: geometry.routine ?? 'other' } })
    else if (use === 'own_patrol_corridor') said.push({ text: 'alert.reason.corridor', values: { zone: name } })
  }
  const line = places.find(({ id }) => id === lineId)?.geometry
  if (line?.kind === 'line')
    said.push({ text: 'alert.reason.chainage', values: { k: formatChainage(chainageOf(line, position)) } })
  return said
}
