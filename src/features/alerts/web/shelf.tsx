/** What is not heard now, and until when: nothing may be put off and forgotten. */
import type { ReactNode } from 'react'
import { clockOf } from '../../../platform/web/clock.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import { Icon } from '../../../platform/web/parts/icon.tsx'
import { Code, spoken, Text, useSpeaker } from '../../../platform/web/text.tsx'
import type { AlertView, AnnouncementView } from '../contract.ts'
import css from './shelf.module.css'

export interface ShelfProps {
  /** Open alerts that are not heard, the first to come back first. */
  readonly alerts: readonly AlertView[]
  /** Movements that are announced now. */
  readonly announcements: readonly AnnouncementView[]
  readonly timeZone: string
  readonly onShow: (id: string) => void
  /** Null: it is not this reader's to do. */
  readonly onUnshelve: ((alert: AlertView) => void) | null
  readonly onEnd: (announcement: AnnouncementView) => void
}

/** Empty, it is not there: the quiet screen stays quiet. */
export function Shelf({ alerts, announcements, timeZone, onShow, onUnshelve, onEnd }: ShelfProps): ReactNode {
  const { say, saySaid } = useSpeaker()
  const clock = clockOf(timeZone)
  if (alerts.length === 0 && announcements.length === 0) return null
  return (
    <section className={css.shelf} aria-label={say('alert.shelf.title')}>
      <h3>{say('alert.shelf.title')}</h3>
      <ul>
        {alerts.map((alert) => (
          <li key={alert.id} data-alert={alert.id}>
            <Icon name="clock" />
            <button type="button" onClick={() => onShow(alert.id)}>
              <Code>{alert.number}</Code> {spoken(saySaid(alert.title))}
              <small>
                <WhyNotHeard alert={alert} clock={clock} />
                {alert.occurrences > 1 ? (
                  <>
                    {' · '}
                    <Text text="alert.occurrences.short" values={{ n: alert.occurrences }} />
                  </>
                ) : null}
              </small>
            </button>
            {alert.suppression.kind === 'shelved' && onUnshelve !== null ? (
              <Button isSmall look="quiet" onPress={() => onUnshelve(alert)}>
                {say('alert.unshelve')}
              </Button>
            ) : null}
          </li>
        ))}
        {announcements.map((each) => (
          <li key={each.id} data-announcement={each.id}>
            <Icon name="clock" />
            <span>
              <Text
                text="announce.row"
                values={{ what: say(`announce.what.${each.what}`), name: each.name, time: clock.short(Date.parse(each.until)) }}
              />
            </span>
            <Button isSmall look="quiet" onPress={() => onEnd(each)}>
              {say('announce.end')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Why an alert is not heard, in words. */
export function WhyNotHeard({
  alert,
  clock,
}: {
  readonly alert: AlertView
  readonly clock: ReturnType<typeof clockOf>
}): ReactNode {
  const { say } = useSpeaker()
  const { suppression } = alert
  switch (suppression.kind) {
    case 'none':
      return null
    case 'shelved':
      return (
        <>
          <Text text="alert.shelved" values={{ time: clock.short(Date.parse(suppression.until)), name: suppression.by.name }} />
          {suppression.renewals > 0 ? (
            <>
              {' · '}
              <Text text="alert.shelved.renewals" values={{ n: suppression.renewals }} />
            </>
          ) : null}
        </>
      )
    case 'by_design':
      return (
        <Text
          text="alert.by-design"
          values={{ what: say(`announce.what.${suppression.what}`), time: clock.short(Date.parse(suppression.until)) }}
        />
      )
    case 'out_of_service':
      return say('alert.out-of-service')
  }
}
