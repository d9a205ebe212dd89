import { isInZone } from '../../places/contract.ts'
import type { TrackView } from '../../tracks/contract.ts'
import { distances } from './approach.ts'
import { hasTravelled, interval, likelyClass, originOf, type Rule } from './rule.ts'

/** Somebody stays in a zone: for so long without leaving it, standing or walking. */
export const zoneDwell: Rule = {
  id: 'zone-dwell',
  version: 1,
  settings: {
    dwellS: { start: 60, least: 5, most: 3600, unit: 's' },
    minimumTravelM: { start: 5, least: 0, most: 500, unit: 'm' },
  },
  judge(track, values, scene) {
    const origin = originOf(track, scene)
    if (!origin || !track.place?.position || !hasTravelled(track, values.minimumTravelM ?? 0)) return null
    const stands = interval(track, origin)
    const line = scene.places.find(({ geometry }) => geometry.kind === 'line')
    for (const place of scene.places) {
      if (place.geometry.kind !== 'zone') continue
      const { geometry } = place
      const stayedMs = stayed(track, (point) => isInZone(geometry, point))
      if (stayedMs < (values.dwellS ?? 0) * 1000) continue
      const away = line?.geometry.kind === 'line' && stands ? distances(line.geometry, stands) : null
      return {
        ruleId: 'zone-dwell',
        ruleVersion: 1,
        ruleValues: values,
        priority: 'P2',
        title: { text: 'alert.title.mover-stays', values: { cls: likelyClass(track), zone: place.name } },
        reasons: [
          {
            text: 'alert.reason.stayed',
            values: { zone: place.name, seconds: Math.floor(stayedMs / 1000), limit: values.dwellS ?? 0 },
          },
        ],
        placeIds: [place.id],
        distanceToLineM:
          away && away.best > 0
            ? { near: Math.max(0, Math.round(away.near)), far: away.far === null ? null : Math.round(away.far) }
            : null,
      }
    }
    return null
  },
}

/** How long the track has been inside without a break, as far as its way tells; 0 where it is not inside now. */
export function stayed(track: TrackView, isInside: (point: { lat: number; lon: number }) => boolean): number {
  const position = track.place?.position
  if (!position || !isInside(position)) return 0
  const seenMs = Date.parse(track.lastSeenAt) - Date.parse(track.firstSeenAt)
  // Without times along the way only the present is known.
  if (track.trailMs === undefined) return 0
  let sinceMs = seenMs
  for (let at = track.trail.length - 1; at >= 0; at--) {
    const point = track.trail[at]
    if (point === undefined || !isInside(point)) break
    sinceMs = track.trailMs[at] ?? sinceMs
  }
  return Math.max(0, seenMs - sinceMs)
}
