/** The first alert of the queue, whole: what, where, the picture, why, what is not known, and what may be done. */
import { memo, type ReactNode } from 'react'
import { clockOf, formatSpan, type SiteClock } from '../../../platform/web/clock.ts'
import { spanInWords } from '../../../platform/web/parts/age.tsx'
import { Button } from '../../../platform/web/parts/button.tsx'
import { Icon } from '../../../platform/web/parts/icon.tsx'
import { Code, spoken, Text, useSpeaker } from '../../../platform/web/text.tsx'
import type { CameraView } from '../../cameras/contract.ts'
import type { AlertView } from '../contract.ts'
import css from './alert-card.module.css'
import { PlaceLine } from './place-line.tsx'
import { faceOf, TAKE_WITHIN_MS } from './queue.ts'
import { WhyNotHeard } from './shelf.tsx'

export interface AlertCardProps {
  readonly alert: AlertView
  /** The cameras that saw it. */
  readonly cameras: readonly CameraView[]
  readonly nowMs: number
  readonly timeZone: string
  /** How long I may still withdraw; 0: not. */
  readonly withdrawableMs: number
  readonly isLinkCut: boolean
  readonly isBusy: boolean
  /** What is seen of it: the app puts it there, because pictures are another feature's. */
  readonly picture: ReactNode
  /** Null: it is not this reader's to do. */
  readonly onTake: (() => void) | null
  readonly onWithdraw: () => void
  readonly onClose: (() => void) | null
  readonly onRuleOut: (() => void) | null
  /** What else may be done with it; an act that does not fit has none. */
  readonly acts: Readonly<Partial<Record<'shelve' | 'unshelve' | 'transfer' | 'priority' | 'note', () => void>>>
  /** I was asked to take it over, or asked somebody: the answers that are mine to give. */
  readonly onTransfer: { readonly accept: (() => void) | null; readonly decline: () => void } | null
}

/** One alert, whole. What is read scrolls where the screen is low; what is done is always in view. */
export function AlertCard(props: AlertCardProps): ReactNode {
  const { alert, cameras, nowMs, timeZone } = props
  const { say } = useSpeaker()
  const clock = clockOf(timeZone)
  const face = faceOf(alert)
  const isTaken = alert.ack === 'acknowledged'
  const waitedMs = nowMs - Date.parse(alert.firstAt)
  const withinMs = TAKE_WITHIN_MS[alert.priority]
  const isLate = !isTaken && waitedMs > withinMs
  const classes = [css.card, css[face.tone], isTaken ? css.taken : css.untaken, isLate && css.late]
  if (alert.notSavedSince !== null) classes.push(css.notSaved)
  const titleId = `alert-${alert.id}`
  return (
    <article className={classes.filter(Boolean).join(' ')} aria-labelledby={titleId} data-alert={alert.id}>
      <header className={css.head}>
        <Icon name={face.icon} size={18} />
        <span>{say(`alert.word.${alert.kind}.${alert.priority}`)}</span>
        <Code>{alert.number}</Code>
        {alert.mode === 'live' ? null : <b className={css.mode}>{say(`alert.mode.${alert.mode}`)}</b>}
        <time dateTime={alert.firstAt}>
          <Code>{clock.long(Date.parse(alert.firstAt))}</Code>
        </time>
      </header>
      {/* What is read scrolls; what is done never does. */}
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields, and here are none */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls must be reachable by keyboard */}
      <div className={css.body} tabIndex={0} role="group" aria-labelledby={titleId}>
        <What alert={alert} camera={cameras[0] ?? null} clock={clock} titleId={titleId} />
        {alert.kind === 'camera' && cameras.length > 1 ? <CamerasNow cameras={cameras} /> : null}
        {props.picture}
        <Why alert={alert} clock={clock} />
      </div>
      {props.onTransfer === null || alert.transfer === null ? null : (
        <div className={css.transfer}>
          <Text text="alert.transfer.asked" values={{ to: alert.transfer.to.name, by: alert.transfer.by.name }} />
          {props.onTransfer.accept === null ? null : (
            <Button isSmall look="primary" onPress={props.onTransfer.accept}>
              {say('alert.transfer.accept')}
            </Button>
          )}
          <Button isSmall onPress={props.onTransfer.decline}>
            {say(props.onTransfer.accept === null ? 'alert.transfer.take-back' : 'alert.transfer.decline')}
          </Button>
        </div>
      )}
      <Actions {...props} isTaken={isTaken} />
      <footer className={css.state}>
        {isTaken ? (
          <TakenLine alert={alert} clock={clock} />
        ) : (
          <>
            <Text
              text={isLate ? 'alert.overdue' : 'alert.due'}
              values={{
                span: spanInWords(withinMs, say),
                left: formatSpan(withinMs - waitedMs),
                past: spanInWords(waitedMs, say),
              }}
            />
            <span className={css.bar}>
              <i style={{ inlineSize: `${Math.min(100, (100 * waitedMs) / withinMs)}%` }} />
            </span>
          </>
        )}
        {alert.condition === 'cleared' ? <div>{say('alert.cleared')}</div> : null}
        {alert.occurrences > 1 ? (
          <div>
            <Text text="alert.occurrences" values={{ n: alert.occurrences, time: clock.short(Date.parse(alert.lastAt)) }} />
          </div>
        ) : null}
      </footer>
    </article>
  )
}

/** What and where. It and the reasons are said anew when the alert changes, not each second with the times around them. */
const What = memo(function What(props: {
  readonly alert: AlertView
  readonly camera: CameraView | null
  readonly clock: SiteClock
  readonly titleId: string
}): ReactNode {
  const { alert, camera, clock, titleId } = props
  const { saySaid } = useSpeaker()
  return (
    <>
      {alert.notSavedSince === null ? null : (
        <p className={css.notSavedLine}>
          <Icon name="warn" />
          <span>
            <Text text="alert.not-saved" values={{ time: clock.long(Date.parse(alert.notSavedSince)) }} />
          </span>
        </p>
      )}
      <Attention alert={alert} clock={clock} />
      <h2 id={titleId}>{spoken(saySaid(alert.title))}</h2>
      <PlaceLine alert={alert} camera={camera} />
    </>
  )
})

/** Reasons are those of the moment of the raise, and of the first camera: what ails those that joined is told as it is now. */
function CamerasNow({ cameras }: { readonly cameras: readonly CameraView[] }): ReactNode {
  const { say, pick } = useSpeaker()
  return (
    <section className={css.why}>
      <h3>{say('alert.cameras-now')}</h3>
      <ul>
        {cameras.map(({ id, code, name, health, healthReason }) => (
          <li key={id}>
            <Code>{code}</Code> <bdi>{pick(name)}</bdi> · {say(`camera.health.${health}`)}
            {healthReason === null ? null : (
              <>
                {' · '}
                <Text text="camera.reason" values={{ code: healthReason }} />
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Why it was raised, what nobody knows of it, and what people noted. */
const Why = memo(function Why({ alert, clock }: { readonly alert: AlertView; readonly clock: SiteClock }): ReactNode {
  const { say, saySaid } = useSpeaker()
  return (
    <>
      <section className={css.why}>
        <h3>{say('alert.why')}</h3>
        <ul>
          {alert.reasons.map((reason) => (
            <li key={reason.text}>{spoken(saySaid(reason))}</li>
          ))}
        </ul>
      </section>
      <section className={`${css.why} ${css.unknowns}`}>
        <h3>{say('alert.unknowns')}</h3>
        <ul>
          {alert.unknowns.map((unknown) => (
            <li key={unknown.text}>{spoken(saySaid(unknown))}</li>
          ))}
        </ul>
      </section>
      {alert.notes.length === 0 ? null : (
        <section className={css.why}>
          <h3>{say('alert.notes')}</h3>
          <ul>
            {alert.notes.map((note) => (
              <li key={note.at}>
                <bdi>{note.text}</bdi>{' '}
                <small>
                  <bdi>{note.by.name}</bdi> <Code>{clock.short(Date.parse(note.at))}</Code>
                </small>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
})

function Actions(props: AlertCardProps & { readonly isTaken: boolean }): ReactNode {
  const { alert, withdrawableMs, isLinkCut, isBusy, isTaken } = props
  const { say } = useSpeaker()
  const stopped = isLinkCut ? say('alert.stopped-by-link') : null
  const closeText = say('alert.close')
  return (
    <div className={css.actions}>
      {isTaken || props.onTake === null ? null : (
        <div className={`${css.wide} ${css.primary}`}>
          <Button look="primary" keyName="Space" onPress={props.onTake} stoppedBecause={stopped}>
            {isBusy ? say('alert.busy') : say('alert.take')}
          </Button>
        </div>
      )}
      {withdrawableMs > 0 ? (
        <div className={css.wide}>
          <Button keyName="Z" onPress={props.onWithdraw} stoppedBecause={stopped}>
            {say('alert.withdraw')} <bdi className="n">{formatSpan(withdrawableMs + 999)}</bdi>
          </Button>
        </div>
      ) : null}
      {props.onClose === null || props.onRuleOut === null ? null : alert.kind === 'detection' ? (
        <>
          <Button
            keyName="E"
            look={isTaken && withdrawableMs === 0 ? 'primary' : 'normal'}
            onPress={props.onClose}
            stoppedBecause={stopped}
          >
            {closeText}
          </Button>
          <Button keyName="X" onPress={props.onRuleOut} stoppedBecause={stopped}>
            {say('alert.rule-out')}
          </Button>
        </>
      ) : (
        <div className={css.wide}>
          <Button keyName="E" onPress={props.onClose} stoppedBecause={stopped}>
            {closeText}
          </Button>
        </div>
      )}
      {isLinkCut ? null : (
        <div className={`${css.wide} ${css.more}`}>
          {moreActs.map(({ act, key, text }) => {
            const run = props.acts[act]
            return run === undefined ? null : (
              <Button key={act} isSmall look="quiet" keyName={key} onPress={run}>
                {say(text)}
              </Button>
            )
          })}
        </div>
      )}
    </div>
  )
}

const moreActs = [
  { act: 'unshelve', key: '⇧H', text: 'alert.unshelve' },
  { act: 'shelve', key: 'H', text: 'alert.shelve' },
  { act: 'transfer', key: 'D', text: 'alert.transfer' },
  { act: 'priority', key: '⇧↑', text: 'alert.priority' },
  { act: 'note', key: '⇧J', text: 'alert.note.add' },
] as const

/** What must not be overlooked about it: passed up, put off, announced. */
function Attention({ alert, clock }: { readonly alert: AlertView; readonly clock: SiteClock }): ReactNode {
  const { escalation, suppression } = alert
  return (
    <>
      {escalation === null ? null : (
        <p className={css.raised} role="status">
          <Icon name="warn" />
          <span>
            <Text text={`alert.escalated.${escalation.why}`} values={{ level: `l${escalation.level}` }} />{' '}
            <Code>{clock.long(Date.parse(escalation.at))}</Code>
          </span>
        </p>
      )}
      {suppression.kind === 'none' ? null : (
        <p className={css.notSavedLine}>
          <Icon name="clock" />
          <span>
            <WhyNotHeard alert={alert} clock={clock} />
          </span>
        </p>
      )}
    </>
  )
}

function TakenLine({ alert, clock }: { readonly alert: AlertView; readonly clock: SiteClock }): ReactNode {
  const { say } = useSpeaker()
  const name = alert.owner?.name ?? '—'
  const at = alert.hops.h5AcknowledgedAt
  if (at === null) return <Text text="alert.taken-by" values={{ name }} />
  const after = spanInWords(Date.parse(at) - Date.parse(alert.firstAt), say)
  return <Text text="alert.taken-after" values={{ name, time: clock.long(Date.parse(at)), after }} />
}
