/** The rest of the queue: one line each with priority word and age. Notices are never here. */
import { memo, type ReactNode } from 'react'
import { Button } from 'react-aria-components/Button'
import { clockOf } from '../../../platform/web/clock.ts'
import { AgeSince } from '../../../platform/web/parts/age.tsx'
import { Icon } from '../../../platform/web/parts/icon.tsx'
import { Code, spoken, Text, useSpeaker } from '../../../platform/web/text.tsx'
import type { AlertView } from '../contract.ts'
import css from './alert-queue.module.css'
import { faceOf } from './queue.ts'
import { type Fold, foldQueue, type Storm } from './storm.ts'

export interface AlertQueueProps {
  readonly alerts: readonly AlertView[]
  readonly timeZone: string
  /** A flood: the list is folded to one line for each place and cause; nothing is dropped. */
  readonly storm: Storm | null
  readonly onShow: (id: string) => void
  /** Stands at the end of the heading. */
  readonly aside?: ReactNode
}

/** A line is a button that puts its alert onto the card. */
export function AlertQueue({ alerts, timeZone, storm, onShow, aside }: AlertQueueProps): ReactNode {
  const { say } = useSpeaker()
  const folds = storm === null ? alerts.map((alert) => foldOf(alert)) : foldQueue(alerts)
  if (alerts.length === 0) return null
  return (
    <>
      {storm === null ? null : (
        <p className={css.storm} role="status">
          <Icon name="warn" />
          <span>
            <b>{say('alert.storm')}</b> <Text text="alert.storm.counts" values={{ n: storm.inTenMin, untaken: storm.untaken }} />
          </span>
        </p>
      )}
      <h3 className={css.title}>
        <span>
          <Text text="alert.queue.more" values={{ n: alerts.length }} />
        </span>
        <kbd>↑</kbd>
        <kbd>↓</kbd>
        {aside === undefined ? null : <span className={css.aside}>{aside}</span>}
      </h3>
      <ul className={css.queue} aria-label={say('alert.queue')} data-scrolls>
        {folds.map(({ key, first, alerts: alike, occurrences }) => (
          <li key={key} data-alert={first.id}>
            <Row alert={first} alike={alike.length} occurrences={occurrences} timeZone={timeZone} onShow={onShow} />
          </li>
        ))}
      </ul>
    </>
  )
}

function foldOf(alert: AlertView): Fold {
  return { key: alert.id, first: alert, alerts: [alert], occurrences: alert.occurrences }
}

interface RowProps {
  readonly alert: AlertView
  /** How many stand behind this line. */
  readonly alike: number
  readonly occurrences: number
  readonly timeZone: string
  readonly onShow: (id: string) => void
}

const Row = memo(function Row({ alert, alike, occurrences, timeZone, onShow }: RowProps): ReactNode {
  const { say, saySaid } = useSpeaker()
  const clock = clockOf(timeZone)
  const face = faceOf(alert)
  const isTaken = alert.ack === 'acknowledged'
  const takenAt = alert.hops.h5AcknowledgedAt
  return (
    <Button className={`${css.row} ${css[face.tone]} ${isTaken ? '' : css.untaken}`} onPress={() => onShow(alert.id)}>
      <Icon name={face.icon} />
      <span>
        {spoken(saySaid(alert.title))} <span className={css.tag}>{say(`alert.priority.${alert.priority}`)}</span>
      </span>
      <span className={css.age}>
        <AgeSince atMs={Date.parse(alert.firstAt)} />
      </span>
      {alike > 1 ? (
        <span className={css.fold}>
          <Text text="alert.storm.fold" values={{ n: alike, times: occurrences }} />
        </span>
      ) : null}
      <span className={css.meta}>
        <Code>{alert.number}</Code>{' '}
        {isTaken ? (
          <Text
            text={takenAt === null ? 'alert.taken-by' : 'alert.taken-by-at'}
            values={{ name: alert.owner?.name ?? '—', time: takenAt === null ? '' : clock.short(Date.parse(takenAt)) }}
          />
        ) : (
          say('alert.untaken')
        )}
        {alert.notSavedSince === null ? null : <> · {say('alert.not-saved.short')}</>}
      </span>
    </Button>
  )
})
