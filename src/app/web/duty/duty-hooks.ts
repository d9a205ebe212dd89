/** What the watch page does beside drawing: facts for the map. */
import { useMemo } from 'react'
import type { AlertView } from '../../../features/alerts/contract.ts'
import type { Seen } from '../../../features/cameras/web/health.ts'
import type { MapFacts } from './map/drawing.ts'

/** What the map draws of cameras and places; the same object until something that it shows has changed. */
export function useMapFacts(
  seen: readonly Seen[],
  seenKey: string,
  queue: readonly AlertView[],
  alarmCameraIds: ReadonlySet<string>,
  unwatchedKey: string,
  chosenId: string | null,
): MapFacts {
  // `seen` is new each second; its key says when the map must change.
  return useMemo(
    () => ({
      seen,
      alarmCameraIds,
      alarmPlaceIds: new Set(queue.filter((alert) => alert.kind === 'detection').flatMap((alert) => alert.placeIds)),
      unwatchedIds: new Set(unwatchedKey.split(',').filter((id) => id !== '')),
      chosenCameraId: chosenId,
    }),
    [seenKey, queue, alarmCameraIds, unwatchedKey, chosenId],
  )
}
