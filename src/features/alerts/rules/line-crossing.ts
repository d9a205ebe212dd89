import { signedDistanceM } from '../../places/contract.ts'
import { distances } from './approach.ts'
import { hasTravelled, interval, likelyClass, originOf, type Rule } from './rule.ts'

/**
 * Somebody who was outside the line, or may have been for all that the first look can tell, now stands inside and goes on
 * inwards. One direction: who leaves is not reported, and who walks along the line inside it is not either.
 */
export const lineCrossing: Rule = {
  id: 'line-crossing',
  version: 1,
  settings: {
    minimumTravelM: { start: 15, least: 0, most: 500, unit: 'm' },
  },
  judge(track, values, scene) {
    const origin = originOf(track, scene)
    const [first] = track.trail
    if (!origin || !first || !track.place?.position || !hasTravelled(track, values.minimumTravelM ?? 0)) return null
    const stands = interval(track, origin)
    for (const place of scene.places) {
      if (place.geometry.kind !== 'line' || !stands) continue
      const line = place.geometry
      const began = signedDistanceM(line, first)
      const now = signedDistanceM(line, track.place.position)
      const away = distances(line, stands)
      const uncertainM = (away.far ?? away.best) - away.best
      if (began + uncertainM <= 0 || now >= 0 || began - now < (values.minimumTravelM ?? 0)) continue
      return {
        ruleId: 'line-crossing',
        ruleVersion: 1,
        ruleValues: values,
        priority: 'P1',
        title: { text: 'alert.title.mover-line', values: { cls: likelyClass(track), n: 1, line: place.name } },
        reasons: [{ text: 'alert.reason.crossed-line', values: { line: place.name } }],
        placeIds: [place.id],
        distanceToLineM: {
          near: Math.max(0, Math.round(-Math.max(away.near, away.far ?? away.near))),
          far: Math.round(-away.near),
        },
      }
    }
    return null
  },
}
