/** What a tried rule would have done: how often, when, where, with a way to look at each. */
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import type { RuleTried } from '../../../features/alerts/rules/record.ts'
import { formatMgrs } from '../../../features/places/web/mgrs.ts'
import { Code, Text, useSpeaker } from '../../../platform/web/text.tsx'
import { addresses } from '../addresses.ts'
import { useWatch } from '../shell/watch.tsx'
import css from './rules.module.css'

/** Looked at from a little before, so that the mover is seen coming. */
const LEAD_MS = 8000

/** Null: nothing was tried yet, or the rule was changed since. */
export function Tried({ tried }: { readonly tried: RuleTried | null }): ReactNode {
  const { say, language } = useSpeaker()
  const { facts, timeZone } = useWatch()
  if (tried === null) return <p className={css.help}>{say('rule.try.none-yet')}</p>
  const format = new Intl.DateTimeFormat(language === 'ar' ? 'ar-IQ-u-nu-latn' : 'en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  })
  return (
    <>
      <p className={css.times3} data-times={tried.times}>
        <Text text="rule.try.times" values={{ n: tried.times }} />
      </p>
      <p className={css.help}>
        <Text text="rule.try.tracks" values={{ n: tried.tracks }} />{' '}
        <Text text="rule.try.given" values={{ all: tried.given.all, here: tried.given.here }} />{' '}
        {tried.withoutClass === 0 ? null : <Text text="rule.try.old" values={{ n: tried.withoutClass }} />}
      </p>
      <ol className={css.tried}>
        {tried.alerts.map((alert) => {
          const [track] = alert.tracks
          const grid = alert.position === null ? null : formatMgrs(alert.position)
          const at = new Date(Date.parse(alert.at) - LEAD_MS).toISOString()
          return (
            <li key={track?.id ?? alert.at}>
              <b>
                <bdi>{format.format(Date.parse(alert.at))}</bdi>
              </b>
              <span>
                <Code>{facts.cameras.get(alert.cameraId)?.code ?? ''}</Code> {grid === null ? null : <Code>{grid}</Code>}
              </span>
              <small>
                <Text text="rule.try.alert" values={{ cls: alert.class, n: alert.tracksInAll }} />
              </small>
              {alert.hasRecording ? (
                <Link className={css.link} href={`${addresses.camera(alert.cameraId)}?at=${encodeURIComponent(at)}`}>
                  {say('rule.try.look')}
                </Link>
              ) : (
                <small>{say('rule.try.no-recording')}</small>
              )}
            </li>
          )
        })}
      </ol>
    </>
  )
}
