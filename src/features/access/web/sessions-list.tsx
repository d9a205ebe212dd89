/** Open screens: where, since when, last used; each can be ended. */
import type { ReactNode } from 'react'
import { Button } from '../../../platform/web/parts/button.tsx'
import { Icon } from '../../../platform/web/parts/icon.tsx'
import { Code, Text, useSpeaker } from '../../../platform/web/text.tsx'
import type { SessionLine } from '../contract.ts'
import css from './people.module.css'

export interface SessionsListProps {
  readonly sessions: readonly SessionLine[]
  readonly time: (at: string) => string
  readonly onEnd: (id: string) => void
}

/** One line a screen; this one is said and cannot be ended here. */
export function SessionsList({ sessions, time, onEnd }: SessionsListProps): ReactNode {
  const { say } = useSpeaker()
  if (sessions.length === 0) return <p className={css.quiet}>{say('sessions.none')}</p>
  return (
    <ul className={css.lines}>
      {sessions.map((line) => {
        const device = line.device === '' ? say('sessions.device.unknown') : line.device
        return (
          <li key={line.id}>
            <Icon name={line.isLocked ? 'lock' : 'watch'} />
            <div>
              <b>
                <bdi>{device}</bdi> <Code>{line.address}</Code>
              </b>
              <small>
                <Text text="sessions.since" values={{ since: time(line.since), seen: time(line.lastSeenAt) }} />
                {line.openedBy === 'pin' ? ` · ${say('sessions.by-pin')}` : ''}
                {line.isLocked ? ` · ${say('sessions.locked')}` : ''}
              </small>
            </div>
            {line.isThis ? (
              <span className={css.tag}>{say('sessions.this')}</span>
            ) : (
              <Button
                isSmall
                label={say('sessions.end.label', { name: line.person.name, device })}
                onPress={() => onEnd(line.id)}
              >
                {say('sessions.end')}
              </Button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
