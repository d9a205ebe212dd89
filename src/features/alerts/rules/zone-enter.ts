import { isInZone } from '../../places/contract.ts'
import { distances } from './approach.ts'
import { hasTravelled, interval, likelyClass, originOf, type Rule } from './rule.ts'

/** Somebody stands in a watched zone: came into it, or came into view inside it. */
export const zoneEnter: Rule = {
  id: 'zone-enter',
  version: 1,
  settings: {
    minimumTravelM: { start: 10, least: 0, most: 500, unit: 'm' },
  },
  judge(track, values, scene) {
    const origin = originOf(track, scene)
    if (!origin || !track.place?.position || !hasTravelled(track, values.minimumTravelM ?? 0)) return null
    const { position } = track.place
    const stands = interval(track, origin)
    const line = scene.places.find(({ geometry }) => geometry.kind === 'line')
    for (const place of scene.places) {
      if (place.geometry.kind !== 'zone' || !isInZone(place.geometry, position)) continue
      const away = line?.geometry.kind === 'line' && stands ? distances(line.geometry, stands) : null
      return {
        ruleId: 'zone-enter',
        ruleVersion: 1,
        ruleValues: values,
        priority: 'P2',
        title: { text: 'alert.title.mover-zone', values: { cls: likelyClass(track), n: 1, zone: place.name } },
        reasons: [{ text: 'alert.reason.entered-zone', values: { zone: place.name } }],
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
