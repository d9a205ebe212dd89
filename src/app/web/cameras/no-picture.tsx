/** What stands where a camera shows no picture: the state, why, and since when; never an old picture. */
import type { ReactNode } from 'react'
import type { CameraView } from '../../../features/cameras/contract.ts'
import type { SiteClock } from '../../../platform/web/clock.ts'
import { useStore } from '../../../platform/web/store.ts'
import { Text, useSpeaker } from '../../../platform/web/text.tsx'
import { signals } from '../live/world.ts'

export interface NoPictureProps {
  readonly camera: CameraView
  /** The state in one or two words. */
  readonly word: string
  /** The line to the server is cut: nothing is known now. */
  readonly isOld: boolean
  readonly clock: SiteClock
  readonly className: string
  readonly children?: ReactNode
}

/** `children` stand last, where something is known. */
export function NoPicture({ camera, word, isOld, clock, className, children }: NoPictureProps): ReactNode {
  const { say } = useSpeaker()
  const power = useStore(signals).cameras.get(camera.id)?.power
  return (
    <div className={className}>
      <b>{word}</b>
      {isOld ? (
        <span>{say('alert.stopped-by-link')}</span>
      ) : (
        <>
          {camera.healthReason === null ? null : (
            <span>
              <Text text="camera.reason" values={{ code: camera.healthReason }} />
            </span>
          )}
          {power === undefined ? null : <span>{say('camera.power', { state: power })}</span>}
          <span>
            <Text text="camera.wall.since" values={{ time: clock.long(Date.parse(camera.healthSince)) }} />
          </span>
          {children}
        </>
      )}
    </div>
  )
}
