import { signedDistanceM } from '../../places/geometry.ts'
import { distances } from './approach.ts'
import { hasTravelled, interval, likelyClass, type Rule } from './rule.ts'

/** Somebody who was outside the line now stands inside. One direction: who leaves is not reported. */
export const lineCrossing: Rule = {
  id: 'line-crossing',
  version: 1,
  settings: {
    minimumTravelM: { start: 15, least: 0, most: 500, unit: 'm' },
  },
  judge(track, values, scene) {
    const { pose } = scene.camera
    const [first] = track.trail
    if (!pose || !first || !track.place?.position || !hasTravelled(track, values.minimumTravelM ?? 0)) return null
    const stands = interval(track, pose)
    for (const place of scene.places) {
      if (place.geometry.kind !== 'line' || !stands) continue
      const line = place.geometry
      const began = signedDistanceM(line, first)
      const now = signedDistanceM(line, track.place.position)
      if (began <= 0 || now >= 0) continue
      const away = distances(line, stands)
      return {
        ruleId: 'line-crossing',
        ruleVersion: 1,
        ruleValues: values,
        priority: 'P1',
        title: { text: 'alert.title.mover-line', values: { cls: likelyClass(track), n: 1, line: place.name } },
        reasons: [{ text: 'alert.reason.crossed-line', values: { line: place.name } }],
        placeIds: [place.id],
        distanceToLineM: { near: Math.max(0, Math.round(-Math.max(away.near, away.far ?? away.near))), far: Math.round(-away.near) },
      }
    }
    return null
  },
}
