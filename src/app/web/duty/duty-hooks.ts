/** What the duty screen does beside drawing: facts for the map, the title of the tab, a word when the link is back. */
import { useEffect, useMemo, useRef } from 'react'
import type { AlertView } from '../../../features/alerts/contract.ts'
import type { Seen } from '../../../features/cameras/web/health.ts'
import { spanInWords } from '../../../platform/web/parts/age.tsx'
import { useSpeaker } from '../../../platform/web/text.tsx'
import { sayHint } from './duty-state.ts'
import type { MapFacts } from './map/drawing.ts'

/** What the map draws of cameras and places; the same object until something that it shows has changed. */
export function useMapFacts(
  seen: readonly Seen[],
  seenKey: string,
  queue: readonly AlertView[],
  unwatchedKey: string,
  chosenId: string | null,
): MapFacts {
  // `seen` is new each second; its key says when the map must change.
  return useMemo(() => {
    const waiting = queue.filter((alert) => alert.ack === 'unacknowledged')
    return {
      seen,
      alarmCameraIds: new Set(waiting.filter((alert) => alert.kind === 'detection').flatMap((alert) => alert.cameraIds)),
      alarmPlaceIds: new Set(queue.filter((alert) => alert.kind === 'detection').flatMap((alert) => alert.placeIds)),
      unwatchedIds: new Set(unwatchedKey.split(',').filter((id) => id !== '')),
      chosenCameraId: chosenId,
    }
  }, [seenKey, queue, unwatchedKey, chosenId])
}

/** When the link is back, it is said once, with how long it was gone. */
export function useLinkBack(link: 'connecting' | 'up' | 'cut', silentMs: number): void {
  const { say } = useSpeaker()
  const goneMs = useRef(0)
  useEffect(() => {
    if (link === 'cut') goneMs.current = silentMs
    else if (link === 'up' && goneMs.current > 0) {
      sayHint('link.back', { span: spanInWords(goneMs.current, say) })
      goneMs.current = 0
    }
  }, [link, silentMs, say])
}

/** The number of waiting alerts stands in the title of the tab. */
export function useTitle(queue: readonly AlertView[]): void {
  const { say } = useSpeaker()
  const waiting = queue.filter((alert) => alert.ack === 'unacknowledged').length
  useEffect(() => {
    document.title = (waiting === 0 ? say('app.title') : say('app.title.alarms', { n: waiting })).replaceAll(
      /[\u2066-\u2069]/g,
      '',
    )
  }, [waiting, say])
}
