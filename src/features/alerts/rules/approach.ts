import { fromPlane, type LatLon } from '../../../base/geo.ts'
import { type Line, signedDistanceM } from '../../places/contract.ts'
import type { TrackView } from '../../tracks/contract.ts'
import { hasTravelled, interval, likelyClass, originOf, type Rule } from './rule.ts'

/**
 * Somebody outside comes nearer to the line and may reach it soon. Reads the near edge of where the track may stand, so
 * that an officer knows before the line is crossed and not after.
 */
export const approach: Rule = {
  id: 'approach',
  version: 1,
  settings: {
    withinMin: { start: 15, least: 1, most: 120, unit: 'min' },
    minimumTravelM: { start: 15, least: 0, most: 500, unit: 'm' },
  },
  judge(track, values, scene) {
    const origin = originOf(track, scene)
    if (!origin || !track.velocity || !track.place?.position || !hasTravelled(track, values.minimumTravelM ?? 0)) return null
    const stands = interval(track, origin)
    for (const place of scene.places) {
      if (place.geometry.kind !== 'line' || !stands?.best) continue
      const line = place.geometry
      const away = distances(line, stands)
      const towardsMs = speedTowards(line, track.place.position, track.velocity)
      // Slower than a crawl is not coming nearer; a near edge already inside is for the crossing rule to say.
      if (away.best <= 0 || towardsMs < 0.2) continue
      const leastMin = Math.max(0, away.near) / towardsMs / 60
      if (leastMin > (values.withinMin ?? 0)) continue
      const mostMin = away.far === null ? null : away.far / towardsMs / 60
      return {
        ruleId: 'approach',
        ruleVersion: 1,
        ruleValues: values,
        priority: 'P2',
        title: { text: 'alert.title.mover-approach', values: { cls: likelyClass(track), n: 1, line: place.name } },
        reasons: [
          { text: 'alert.reason.speed-towards', values: { speed: Math.round(towardsMs * 10) / 10, line: place.name } },
          mostMin === null
            ? { text: 'alert.reason.time-to-line-open', values: { least: Math.floor(leastMin) } }
            : { text: 'alert.reason.time-to-line', values: { least: Math.floor(leastMin), most: Math.ceil(mostMin) } },
        ],
        placeIds: [place.id],
        distanceToLineM: { near: Math.max(0, Math.round(away.near)), far: away.far === null ? null : Math.round(away.far) },
      }
    }
    return null
  },
}

/** Least and greatest distance outside the line over the interval in which the track stands, metres. */
export function distances(
  line: Line,
  stands: NonNullable<ReturnType<typeof interval>>,
): { near: number; best: number; far: number | null } {
  const of = (point: LatLon) => signedDistanceM(line, point)
  const known = [stands.near, stands.best, stands.far].filter((point) => point !== null).map(of)
  return {
    near: Math.min(...known),
    best: of(stands.best ?? stands.near),
    far: stands.far === null ? null : Math.max(...known),
  }
}

/** How fast the distance to the line shrinks, metres a second: over the next ten seconds on a straight course. */
export function speedTowards(line: Line, position: LatLon, velocity: NonNullable<TrackView['velocity']>): number {
  const aheadS = 10
  const angle = (velocity.courseTrueDeg * Math.PI) / 180
  const step = velocity.speedMs * aheadS
  const ahead = fromPlane(position, { eastM: step * Math.sin(angle), northM: step * Math.cos(angle) })
  return (signedDistanceM(line, position) - signedDistanceM(line, ahead)) / aheadS
}
