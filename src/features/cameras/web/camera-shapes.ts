/** Cameras as the map draws them: the ground they watch, and where they stand. Pure. */
import { type Feature, lonLat, pointFeature, ringFeature } from '../../../platform/web/map/shapes.ts'
import type { Seen } from './health.ts'

export interface CameraShapes {
  readonly cones: readonly Feature[]
  readonly masts: readonly Feature[]
}

/** `alarmIds`: cameras of alerts that nobody has taken. While the link is cut nothing is known, so nothing is shown as seen. */
export function cameraShapes(
  seen: readonly Seen[],
  alarmIds: ReadonlySet<string>,
  chosenId: string | null,
  isOld: boolean,
): CameraShapes {
  const cones: Feature[] = []
  const masts = new Map<string, { codes: string[]; isBlind: boolean; at: readonly [number, number] }>()
  for (const { camera, sight } of seen) {
    const isBlind = sight === 'blind' || sight === 'unknown'
    const state = isOld ? 'old' : isBlind ? 'blind' : sight === 'out' ? 'out' : 'sees'
    if (camera.coverage !== null)
      cones.push(
        ringFeature(camera.coverage, {
          state,
          code: camera.code,
          isAlarm: alarmIds.has(camera.id) && !isOld,
          isChosen: camera.id === chosenId,
        }),
      )
    if (camera.pose !== null) {
      // Several cameras stand on one mast: one mark with all their codes.
      const at = lonLat(camera.pose.position)
      const key = at.map((degrees) => degrees.toFixed(4)).join()
      const mast = masts.get(key) ?? { codes: [], isBlind: false, at }
      mast.codes.push(camera.code)
      mast.isBlind ||= isBlind && !isOld
      masts.set(key, mast)
    }
  }
  return {
    cones,
    masts: [...masts.values()].map(({ codes, isBlind, at }) => pointFeature(at, { codes: codes.join(' '), isBlind })),
  }
}
