import { likelyClass, type Rule } from './rule.ts'

/** Somebody's feet are inside an outline drawn in the picture: for cameras of which it is not known where they look. */
export const pictureZone: Rule = {
  id: 'picture-zone',
  version: 1,
  settings: {
    leastHeightPx: { start: 0, least: 0, most: 500, unit: 'px' },
  },
  judge(track, values, scene) {
    const { ring } = scene
    if (ring === undefined || track.picture === undefined || track.box[3] < (values.leastHeightPx ?? 0)) return null
    const [x, y, width, height] = track.box
    const foot = { x: (x + width / 2) / track.picture[0], y: (y + height) / track.picture[1] }
    if (!isInRing(ring, foot)) return null
    return {
      ruleId: 'picture-zone',
      ruleVersion: 1,
      ruleValues: values,
      priority: 'P2',
      title: {
        text: 'alert.title.mover',
        values: { cls: likelyClass(track), code: scene.camera.code, camera: scene.camera.name },
      },
      reasons: [{ text: 'alert.reason.in-picture-zone', values: { code: scene.camera.code } }],
      placeIds: [],
      distanceToLineM: null,
    }
  },
}

/** Even-odd rule. */
export function isInRing(ring: readonly (readonly [number, number])[], { x, y }: { x: number; y: number }): boolean {
  let isInside = false
  for (let at = 0, before = ring.length - 1; at < ring.length; before = at++) {
    const [ax, ay] = ring[at] as readonly [number, number]
    const [bx, by] = ring[before] as readonly [number, number]
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) isInside = !isInside
  }
  return isInside
}
