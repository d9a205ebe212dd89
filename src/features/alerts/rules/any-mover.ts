import { isWatchZone } from '../../places/contract.ts'
import type { Rule } from './rule.ts'
import { likelyClass } from './rule.ts'

/**
 * The rule of a camera that has no other: any confirmed mover in view. It also speaks where the other rules cannot judge,
 * because the track has a bearing but no place: what cannot be placed is shown, not dropped.
 */
export const anyMover: Rule = {
  id: 'any-mover',
  version: 1,
  settings: {},
  judge(track, values, scene) {
    // What a sensor says by itself has a rule of its own.
    if (track.sensor) return null
    const hasLineOrZone = scene.places.some(({ geometry }) => geometry.kind === 'line' || isWatchZone(geometry))
    if (track.place?.position && hasLineOrZone) return null
    return {
      ruleId: 'any-mover',
      ruleVersion: 1,
      ruleValues: values,
      priority: 'P2',
      title: {
        text: 'alert.title.mover',
        values: { cls: likelyClass(track), code: scene.camera.code, camera: scene.camera.name },
      },
      reasons:
        scene.camera.pose && hasLineOrZone ? [] : [{ text: 'alert.reason.default-rule', values: { code: scene.camera.code } }],
      placeIds: [],
      distanceToLineM: null,
    }
  },
}
