/** All cameras with their state and the age of what they show. Camera n is always in place n. */
import { memo, type ReactNode, useCallback, useRef } from 'react'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { useNow } from '../../../platform/web/clock.ts'
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
  const { say } = useSpeaker()
  const newest = useRef(seen)
  newest.current = seen
  const ageOf = useCallback((id: string) => {
    const one = newest.current.find(({ camera }) => camera.id === id)
    if (one === undefined) return null
    return one.sight === 'blind' || one.sight === 'out' ? one.sinceMs : one.ageMs
  }, [])
  if (seen.length === 0)
    return isStrip ? <span>{say('camera.none')}</span> : <p className={css.empty}>{say('camera.none.help')}</p>
  return (
    <ul className={isStrip ? css.strip : css.list} aria-label={say('camera.list')}>
      {seen.map((one) => (
        <li key={one.camera.id}>
          <Row
            camera={one.camera}
            health={one.health}
            sight={one.sight}
            isOldPicture={(one.ageMs ?? 0) > OLD_PICTURE_MS}
            isAlarm={alarmIds.has(one.camera.id) && !isOld}
            isChosen={chosenId === one.camera.id}
            isOld={isOld}
            isStrip={isStrip}
            ageOf={ageOf}
            onChoose={onChoose}
          />
        </li>
      ))}
    </ul>
  )
}

interface RowProps extends Pick<Seen, 'camera' | 'health' | 'sight'> {
  readonly isOldPicture: boolean
  readonly isAlarm: boolean
  readonly isChosen: boolean
  readonly isOld: boolean
  readonly isStrip: boolean
  readonly ageOf: (id: string) => number | null
  readonly onChoose: (id: string) => void
}

/** Drawn anew when its state changes; its age goes on by itself, and nothing else of it with it. */
const Row = memo(function Row(props: RowProps): ReactNode {
  const { camera, health, sight, isOldPicture, isAlarm, isChosen, isOld, isStrip, ageOf, onChoose } = props
  const { say, pick } = useSpeaker()
  const word = isOld ? say('camera.health.unknown') : say(`camera.health.${health}`)
  const classes = [css.row, isChosen && css.chosen, isAlarm && css.alarm, isOld ? css.old : css[sight]]
  return (
    <ToggleButton className={classes.filter(Boolean).join(' ')} isSelected={isChosen} onChange={() => onChoose(camera.id)}>
      <StateMark health={health} sight={sight} isAlarm={isAlarm} isOld={isOld} />
      <Code>{camera.code}</Code>
      {isStrip || sight === 'sees' || isOld ? (
        <span className="only-spoken">{isStrip ? `${pick(camera.name)} · ${word}` : word}</span>
      ) : null}
      {isStrip ? null : (
        <>
          <span>
            {pick(camera.name)}
            {isAlarm ? ` · ${say('camera.alarm')}` : sight === 'sees' || isOld ? '' : ` · ${word}`}
          </span>
          <span className={`${css.age} ${isOldPicture ? css.isOld : ''}`}>
            <RowAge id={camera.id} ageOf={ageOf} />
          </span>
        </>
      )}
    </ToggleButton>
  )
})

function RowAge({ id, ageOf }: Pick<RowProps, 'ageOf'> & { readonly id: string }): ReactNode {
  useNow()
  return <Age ms={ageOf(id)} />
}

function StateMark({ health, sight, isAlarm, isOld }: Pick<RowProps, 'health' | 'sight' | 'isAlarm' | 'isOld'>): ReactNode {
  if (isOld) return <span className={css.ring} />
  if (isAlarm) return <Icon name="alarmOutline" />
  switch (sight) {
    case 'blind':
      return <Icon name={health === 'frozen' ? 'clock' : 'blind'} />
    case 'poor':
      return <Icon name="warn" />
    case 'out':
      return <Icon name="lock" />
    case 'unknown':
    case 'sees':
      return <span className={css.ring} />
  }
}
