/** The newest picture of a chosen camera. A camera that does not see shows no picture, but why (interface.md 5). */
import { type ReactNode, useEffect, useState } from 'react'
import { clockOf } from '../../../platform/web/clock.ts'
import { Age } from '../../../platform/web/parts/age.tsx'
import { Button } from '../../../platform/web/parts/button.tsx'
import { Code, Text, useSpeaker } from '../../../platform/web/text.tsx'
import css from './camera-card.module.css'
import type { Seen } from './health.ts'

/** Stills first: one picture a second is enough to look at a place, and twelve do not choke a tablet. */
const PICTURE_EVERY_MS = 1000

export interface CameraCardProps {
  readonly seen: Seen
  readonly timeZone: string
  readonly framesPerSecond: number | null
  readonly isOld: boolean
  readonly onClose: () => void
}

/** Fetches a new still each second as long as it stands. */
export function CameraCard({ seen, timeZone, framesPerSecond, isOld, onClose }: CameraCardProps): ReactNode {
  const { say, pick } = useSpeaker()
  const { camera, health } = seen
  const [picture, setPicture] = useState<string | null>(null)
  const hasPicture = !isOld && (health === 'working' || health === 'degraded' || health === 'frozen')

  useEffect(() => {
    if (!hasPicture) return
    let isGone = false
    function fetchNext() {
      // A new address each time, so that no cache shows an old picture as new; shown only once it has arrived whole.
      const next = new Image()
      next.onload = () => isGone || setPicture(next.src)
      next.onerror = () => isGone || setPicture(null)
      next.src = `/api/cameras/${camera.id}/still.jpg?t=${Date.now()}`
    }
    fetchNext()
    const timer = setInterval(fetchNext, PICTURE_EVERY_MS)
    return () => {
      isGone = true
      clearInterval(timer)
      setPicture(null)
    }
  }, [hasPicture, camera.id])

  const word = isOld ? say('camera.health.unknown') : say(`camera.health.${health}`)
  const since = clockOf(timeZone).short(Date.parse(camera.healthSince))
  const tone = isOld || seen.sight === 'blind' ? css.blind : seen.sight === 'poor' ? css.poor : ''
  return (
    <section className={css.card} aria-label={say('camera.card', { code: camera.code, name: camera.name })}>
      <header className={css.head}>
        <Code>{camera.code}</Code>
        <span>{pick(camera.name)}</span>
        <Button look="quiet" isSmall onPress={onClose} keyName="Esc">
          {say('toast.close')}
        </Button>
      </header>
      <div className={`${css.picture} ${hasPicture ? '' : 'hatch'} ${health === 'frozen' ? css.frozen : ''}`}>
        {hasPicture && picture !== null ? (
          <img src={picture} alt={say('camera.card.picture', { code: camera.code })} />
        ) : (
          <span className={css.words}>
            {isOld ? (
              say('alert.stopped-by-link')
            ) : camera.healthReason !== null && !hasPicture ? (
              <Text text="camera.reason" values={{ code: camera.healthReason }} />
            ) : (
              say(health === 'unknown' ? 'camera.card.waiting' : 'camera.card.no-picture')
            )}
          </span>
        )}
      </div>
      <p className={tone}>
        <Text text="camera.card.since" values={{ health: word, time: since }} />
      </p>
      <p className={css.facts}>
        <span>
          {say('camera.card.judged')}: <Age ms={seen.ageMs} />
        </span>
        {framesPerSecond === null || isOld ? null : (
          <span>
            <Text text="camera.card.rate" values={{ n: framesPerSecond }} />
          </span>
        )}
        <span>
          {camera.pose === null ? (
            say('camera.card.unposed')
          ) : (
            <Text
              text="camera.card.azimuth"
              values={{ bearing: `${String(Math.round(camera.pose.azimuthTrueDeg) % 360).padStart(3, '0')}°` }}
            />
          )}
        </span>
        {camera.isRecording ? <span>{say('camera.card.recording')}</span> : null}
      </p>
    </section>
  )
}
