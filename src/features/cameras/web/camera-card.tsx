/** The newest picture of a chosen camera. A camera that does not see shows no picture, but why (interface.md 5). */
import type { ReactNode } from 'react'
import { clockOf } from '../../../platform/web/clock.ts'
import { Age } from '../../../platform/web/parts/age.tsx'
import { Button } from '../../../platform/web/parts/button.tsx'
import { Code, Text, useSpeaker } from '../../../platform/web/text.tsx'
import css from './camera-card.module.css'
import type { Seen } from './health.ts'

export interface CameraCardProps {
  readonly seen: Seen
  readonly timeZone: string
  readonly framesPerSecond: number | null
  /** What the monitors of its power say; null: not known. */
  readonly power: 'good' | 'lost' | null
  readonly isOld: boolean
  /** Its picture now: the app puts it there, because pictures are another feature's. */
  readonly picture: ReactNode
  /** The way to the camera's own page. */
  readonly link: ReactNode
  readonly onClose: () => void
}

/** Streams only while it stands and the camera sees. */
export function CameraCard({
  seen,
  timeZone,
  framesPerSecond,
  power,
  isOld,
  picture,
  link,
  onClose,
}: CameraCardProps): ReactNode {
  const { say, pick } = useSpeaker()
  const { camera, health } = seen
  const hasPicture = !isOld && (health === 'working' || health === 'degraded' || health === 'frozen')
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
      <div className={`${css.picture} ${hasPicture ? '' : 'hatch'}`}>
        {hasPicture ? (
          picture
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
        {power === null || isOld ? null : (
          <span className={power === 'lost' ? css.poor : ''}>{say('camera.power', { state: power })}</span>
        )}
        {camera.isRecording ? <span>{say('camera.card.recording')}</span> : null}
      </p>
      {link}
    </section>
  )
}
