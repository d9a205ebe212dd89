/** All cameras with their state and the age of what they show. Camera n is always in place n. */
import type { ReactNode } from 'react'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { Age } from '../../../platform/web/parts/age.tsx'
import { Icon } from '../../../platform/web/parts/icon.tsx'
import { Code, useSpeaker } from '../../../platform/web/text.tsx'
import css from './camera-list.module.css'
import { OLD_PICTURE_MS, type Seen } from './health.ts'

export interface CameraListProps {
  readonly seen: readonly Seen[]
  /** Cameras of alerts that nobody has taken. */
  readonly alarmIds: ReadonlySet<string>
  readonly chosenId: string | null
  /** The link is cut: whatever was known is old now. */
  readonly isOld: boolean
  /** One line of codes instead of a list. */
  readonly isStrip?: boolean
  readonly onChoose: (id: string) => void
}

/** A row is a switch: it shows the camera and puts it away again. */
export function CameraList({ seen, alarmIds, chosenId, isOld, isStrip = false, onChoose }: CameraListProps): ReactNode {
  const { say, pick } = useSpeaker()
  if (seen.length === 0)
    return isStrip ? <span>{say('camera.none')}</span> : <p className={css.empty}>{say('camera.none.help')}</p>
  return (
    <ul className={isStrip ? css.strip : css.list} aria-label={say('camera.list')}>
      {seen.map((one) => {
        const { camera } = one
        const isAlarm = alarmIds.has(camera.id) && !isOld
        const word = isOld ? say('camera.health.unknown') : say(`camera.health.${one.health}`)
        const classes = [css.row, chosenId === camera.id && css.chosen, isAlarm && css.alarm]
        if (isOld) classes.push(css.old)
        else classes.push(css[one.sight])
        return (
          <li key={camera.id}>
            <ToggleButton
              className={classes.filter(Boolean).join(' ')}
              isSelected={chosenId === camera.id}
              onChange={() => onChoose(camera.id)}
            >
              <StateMark seen={one} isAlarm={isAlarm} isOld={isOld} />
              <Code>{camera.code}</Code>
              {isStrip || one.sight === 'sees' || isOld ? (
                <span className="only-spoken">{isStrip ? `${pick(camera.name)} · ${word}` : word}</span>
              ) : null}
              {isStrip ? null : (
                <>
                  <span>
                    {pick(camera.name)}
                    {isAlarm ? ` · ${say('camera.alarm')}` : one.sight === 'sees' || isOld ? '' : ` · ${word}`}
                  </span>
                  <span className={`${css.age} ${(one.ageMs ?? 0) > OLD_PICTURE_MS ? css.isOld : ''}`}>
                    <Age ms={one.sight === 'blind' || one.sight === 'out' ? one.sinceMs : one.ageMs} />
                  </span>
                </>
              )}
            </ToggleButton>
          </li>
        )
      })}
    </ul>
  )
}

function StateMark({
  seen,
  isAlarm,
  isOld,
}: {
  readonly seen: Seen
  readonly isAlarm: boolean
  readonly isOld: boolean
}): ReactNode {
  if (isOld) return <span className={css.ring} />
  if (isAlarm) return <Icon name="alarmOutline" />
  switch (seen.sight) {
    case 'blind':
      return <Icon name={seen.health === 'frozen' ? 'clock' : 'blind'} />
    case 'poor':
      return <Icon name="warn" />
    case 'out':
      return <Icon name="lock" />
    case 'unknown':
    case 'sees':
      return <span className={css.ring} />
  }
}
