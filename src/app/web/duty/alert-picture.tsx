/** The picture on the alert card: what is seen now, the first picture, or the clip. Video only for the alert on the card. */
import { memo, type ReactNode, useEffect, useState } from 'react'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import type { AlertView } from '../../../features/alerts/contract.ts'
import { Still } from '../../../features/alerts/web/still.tsx'
import type { CameraView } from '../../../features/cameras/contract.ts'
import { ClipPlayer } from '../../../features/recordings/web/clip-player.tsx'
import { LivePicture } from '../../../features/recordings/web/live-picture.tsx'
import { nowMs, type SiteClock } from '../../../platform/web/clock.ts'
import { createStore, useStore } from '../../../platform/web/store.ts'
import { useSpeaker } from '../../../platform/web/text.tsx'
import { pictureLane } from '../live/picture-lane.ts'
import css from './alert-picture.module.css'

type Shown = 'live' | 'still' | 'clip'

/** What a hand chose for which alert; another alert begins with its own. */
const chosen = createStore<{ readonly alertId: string; readonly shown: Shown } | null>(null)

// Ten seconds before and after, as the server cuts it. The contract itself would bring its schemas into the page.
const LEAD_MS = 10_000
const REPLAY_MS = 20_000

/** `L`: the last twenty seconds again, and back to now. False: this alert has no pictures. */
export function replayShown(alert: AlertView | null): boolean {
  if (alert === null || alert.kind !== 'detection') return false
  const now = chosen.get()
  const isClip = now?.alertId === alert.id && now.shown === 'clip'
  chosen.set({ alertId: alert.id, shown: isClip ? (alert.condition === 'active' ? 'live' : 'still') : 'clip' })
  return true
}

export interface AlertPictureProps {
  readonly alert: AlertView
  readonly camera: CameraView | null
  readonly clock: SiteClock
  readonly isCut: boolean
}

/** While the alert is active its camera's live picture stands there; the first picture and the clip are one press away. */
export const AlertPicture = memo(function AlertPicture({ alert, camera, clock, isCut }: AlertPictureProps): ReactNode {
  const { say } = useSpeaker()
  const choice = useStore(chosen)
  const isActive = alert.condition === 'active'
  const sees = camera !== null && (camera.health === 'working' || camera.health === 'degraded')
  const canLive = isActive && sees && !isCut
  const wanted = choice?.alertId === alert.id ? choice.shown : canLive ? 'live' : 'still'
  const shown = (wanted === 'live' && !canLive) || (wanted === 'clip' && (camera === null || isCut)) ? 'still' : wanted
  const [startMs, setStartMs] = useState(0)
  const firstMs = Date.parse(alert.hops.h0FrameAt ?? alert.firstAt) - LEAD_MS
  const toMs = isActive ? null : Date.parse(alert.lastAt) + LEAD_MS
  useEffect(() => {
    // An active alert is replayed from twenty seconds ago, one that has ended from its beginning.
    if (shown === 'clip') setStartMs(toMs === null ? Math.max(firstMs, nowMs() - REPLAY_MS) : firstMs)
  }, [shown === 'clip', alert.id])
  if (alert.kind !== 'detection') return null
  const tab = (one: Shown, key: string | null) => (
    <ToggleButton
      className={css.tab ?? ''}
      isSelected={shown === one}
      onChange={() => chosen.set({ alertId: alert.id, shown: one })}
    >
      {say(`alert.picture.${one}`)}
      {key === null ? null : <kbd>{key}</kbd>}
    </ToggleButton>
  )
  return (
    <div className={css.picture}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields, and here are none */}
      <div className={css.tabs} role="group" aria-label={say('alert.picture')}>
        {canLive ? tab('live', shown === 'clip' ? 'L' : null) : null}
        {tab('still', shown === 'clip' && !canLive ? 'L' : null)}
        {camera === null || isCut ? null : tab('clip', shown === 'clip' ? null : 'L')}
      </div>
      {shown === 'still' || camera === null ? (
        <Still alert={alert} camera={camera} clock={clock} />
      ) : shown === 'live' ? (
        <div className={css.stage}>
          <LivePicture cameraId={camera.id} lane={pictureLane} label={say('picture.live', { code: camera.code })} />
        </div>
      ) : startMs === 0 ? null : (
        <div className={`${css.stage} ${css.clip}`}>
          <ClipPlayer
            key={alert.id}
            cameraId={camera.id}
            label={say('past.picture', { code: camera.code })}
            fromMs={firstMs}
            toMs={toMs}
            startMs={startMs}
            downloadFrom={`/api/alerts/${alert.id}/clip.mp4?camera=${camera.id}&download=1`}
            clock={clock}
          />
        </div>
      )}
    </div>
  )
})
