/** The hand-over: a list that draws itself, opened item by item by the one who takes over, and signed by both. */
import { type ReactNode, useState } from 'react'
import { Link } from 'wouter'
import type { HandOverItem, ShiftView, SoundAnswer, WatchView } from '../../../features/shifts/contract.ts'
import { directionOf } from '../../../platform/direction.ts'
import { dropDrafts, useDraft } from '../../../platform/web/drafts.ts'
import { Button } from '../../../platform/web/parts/button.tsx'
import { Icon, type IconName } from '../../../platform/web/parts/icon.tsx'
import { TextLine } from '../../../platform/web/parts/sheet.tsx'
import { useStore } from '../../../platform/web/store.ts'
import { Code, Text, useSpeaker } from '../../../platform/web/text.tsx'
import css from './shift.module.css'
import { actOnShift, shiftBusy, shiftItems } from './shift-store.ts'
import { SoundCheck } from './sound-check.tsx'
import { localValues, whenOf } from './when.ts'

export interface HandOverProps {
  readonly watch: WatchView
  readonly shift: ShiftView
  readonly meId: string
  readonly mayKeep: boolean
  readonly nowMs: number
  readonly timeZone: string
}

const looks: Partial<Record<HandOverItem['kind'], { icon: IconName; tone: 'alarm' | 'blind' | 'warn' }>> = {
  'alert-untaken': { icon: 'alarm', tone: 'alarm' },
  'camera-blind': { icon: 'blind', tone: 'blind' },
  'zone-unwatched': { icon: 'blind', tone: 'blind' },
  recording: { icon: 'warn', tone: 'warn' },
  trouble: { icon: 'warn', tone: 'warn' },
  sound: { icon: 'soundOff', tone: 'warn' },
  'relief-missed': { icon: 'warn', tone: 'warn' },
}

/** The list as it stands, and what each of the two can do about it now. */
export function HandOver({ watch, shift, meId, mayKeep, nowMs, timeZone }: HandOverProps): ReactNode {
  const { say } = useSpeaker()
  const asked = useStore(shiftItems)
  const busy = useStore(shiftBusy)
  const items = asked.state === 'known' ? asked.value : []
  const { handOver } = shift
  const incoming = handOver?.incoming ?? null
  const isOwner = shift.by.id === meId
  const isIncoming = incoming !== null && (watch.isIncomingHere || incoming.id === meId)
  const unopened = handOver === null ? items : items.filter(({ id, mark }) => handOver.opened[id]?.mark !== mark)
  return (
    <section className={`${css.column} ${css.list}`} aria-label={say('shift.hand-over')} data-region>
      <h2 className={css.title}>
        {say('shift.hand-over')}
        {handOver === null || asked.state !== 'known' ? null : (
          <span role="status">
            <Text text="shift.hand-over.count" values={{ left: unopened.length }} />
          </span>
        )}
      </h2>
      {handOver === null ? (
        <p className={css.help}>{say('shift.hand-over.help')}</p>
      ) : (
        <div className={css.signed}>
          <p>
            <Text
              text="shift.hand-over.signed"
              values={{ by: shift.by.name, time: whenOf(handOver.startedAt, nowMs, timeZone) }}
            />
          </p>
          {handOver.note === null ? null : (
            <blockquote className={css.note} dir={directionOf(handOver.note)}>
              {handOver.note}
            </blockquote>
          )}
          <p>
            {incoming === null ? (
              say('shift.hand-over.waiting')
            ) : (
              <>
                {say('shift.hand-over.incoming')}: <bdi>{incoming.name}</bdi>
              </>
            )}
          </p>
        </div>
      )}
      {asked.state === 'loading' ? <p className={css.help}>{say('shift.loading')}</p> : null}
      {asked.state === 'failed' ? <p className={css.help}>{say('shift.failed')}</p> : null}
      {asked.state === 'known' && items.length === 0 ? <p className={css.help}>{say('shift.hand-over.empty')}</p> : null}
      <ol className={css.items}>
        {items.map((item) => {
          const opened = handOver?.opened[item.id]
          const isOpened = opened?.mark === item.mark
          const look = looks[item.kind]
          return (
            <li key={item.id} className={`${css.item} ${look ? css[look.tone] : ''}`} data-item={item.kind}>
              <Icon name={isOpened ? 'check' : (look?.icon ?? 'clock')} />
              <span className={css.what}>
                <Text text={item.said.text} values={localValues(item.said.values, nowMs, timeZone)} />
              </span>
              {item.link === null ? null : (
                <Link className={css.look ?? ''} href={item.link}>
                  {say('shift.hand-over.look')}
                </Link>
              )}
              {handOver === null ? null : isOpened ? (
                <span className={css.done}>
                  <Text text="shift.hand-over.opened" values={{ time: whenOf(opened.at, nowMs, timeZone) }} />
                </span>
              ) : isIncoming ? (
                <Button
                  isSmall
                  onPress={() => void actOnShift('open-item', { itemId: item.id, mark: item.mark })}
                  stoppedBecause={busy === 'open-item' ? say('shift.busy') : null}
                >
                  {say(opened === undefined ? 'shift.hand-over.open' : 'shift.hand-over.changed')}
                </Button>
              ) : (
                <span className={css.done}>{say('shift.only-incoming')}</span>
              )}
            </li>
          )
        })}
      </ol>
      {handOver === null ? (
        isOwner ? (
          <Outgoing />
        ) : null
      ) : incoming === null || (!isIncoming && isOwner) ? (
        <Join watch={watch} isOwner={isOwner} mayKeep={mayKeep} />
      ) : isIncoming ? (
        <Sign name={incoming.name} />
      ) : mayKeep ? (
        <Join watch={watch} isOwner={isOwner} mayKeep={mayKeep} />
      ) : null}
      {handOver !== null && isOwner ? (
        <div className={css.acts}>
          <Button look="quiet" isSmall onPress={() => void actOnShift('withdraw')}>
            {say('shift.hand-over.withdraw')}
          </Button>
        </div>
      ) : null}
    </section>
  )
}

function Outgoing(): ReactNode {
  const { say } = useSpeaker()
  const [note, keepNote] = useDraft('shift note', '')
  const busy = useStore(shiftBusy)
  async function send() {
    const words = note.trim()
    if (await actOnShift('hand-over', words === '' ? {} : { note: words })) dropDrafts('shift note')
  }
  return (
    <div className={css.form}>
      <TextLine title={say('shift.hand-over.note')} value={note} most={2000} isLong onChange={keepNote} />
      <div className={css.acts}>
        <Button look="primary" onPress={() => void send()}>
          {say(busy === 'hand-over' ? 'shift.busy' : 'shift.hand-over.sign')}
        </Button>
      </div>
    </div>
  )
}

function Join({ watch, isOwner, mayKeep }: Pick<HandOverProps, 'watch' | 'mayKeep'> & { readonly isOwner: boolean }): ReactNode {
  const { say } = useSpeaker()
  const [name, keepName] = useDraft('shift incoming', '')
  const busy = useStore(shiftBusy)
  const [secret, setSecret] = useState('')
  async function join() {
    // A secret leaves the screen as it is sent, whatever comes back.
    setSecret('')
    if (await actOnShift('join', { name: name.trim(), secret })) dropDrafts('shift incoming')
  }
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (busy === null) void join()
      }}
    >
      {!isOwner && mayKeep && watch.now?.handOver?.incoming === null ? (
        <div className={css.acts}>
          <Button look="primary" onPress={() => void actOnShift('join')}>
            {say('shift.hand-over.join.own')}
          </Button>
        </div>
      ) : null}
      <h3 className={css.sub}>{say('shift.hand-over.join.here')}</h3>
      <TextLine title={say('shift.hand-over.name')} value={name} most={80} onChange={keepName} />
      <Secret value={secret} onChange={setSecret} />
      <div className={css.acts}>
        <Button
          type="submit"
          onPress={() => {}}
          stoppedBecause={name.trim() === '' || secret === '' ? say('shift.hand-over.join.missing') : null}
        >
          {say(busy === 'join' ? 'shift.busy' : 'shift.take-over')}
        </Button>
      </div>
    </form>
  )
}

function Sign({ name }: { readonly name: string }): ReactNode {
  const { say } = useSpeaker()
  const busy = useStore(shiftBusy)
  const [note, keepNote] = useDraft('shift received', '')
  const [secret, setSecret] = useState('')
  const [sound, setSound] = useState<SoundAnswer | null>(null)
  async function sign() {
    const words = note.trim()
    setSecret('')
    const isDone = await actOnShift('sign', { secret, sound, ...(words === '' ? {} : { note: words }) })
    if (isDone) dropDrafts('shift received')
  }
  // Whether every item is open is the server's to say: the list may have grown since it was drawn here.
  const missing = sound === null ? say('shift.sound.first') : secret === '' ? say('shift.hand-over.secret') : null
  return (
    <form
      className={css.form}
      onSubmit={(event) => {
        event.preventDefault()
        if (busy === null && missing === null) void sign()
      }}
    >
      <h3 className={css.sub}>
        {say('shift.hand-over.incoming')}: <bdi>{name}</bdi>
      </h3>
      <SoundCheck answer={sound} onAnswer={setSound} />
      <TextLine title={say('shift.relief.note')} value={note} most={2000} onChange={keepNote} />
      <Secret value={secret} onChange={setSecret} />
      <div className={css.acts}>
        <Button look="primary" type="submit" onPress={() => {}} stoppedBecause={missing}>
          {say(busy === 'sign' ? 'shift.busy' : 'shift.hand-over.receive')}
        </Button>
      </div>
    </form>
  )
}

function Secret({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }): ReactNode {
  const { say } = useSpeaker()
  return (
    <label className={css.secret}>
      <span>{say('shift.hand-over.secret')}</span>
      <input
        type="password"
        dir="ltr"
        autoComplete="off"
        maxLength={256}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  )
}

/** A time of the site's clock inside a row. */
export function Time({
  at,
  nowMs,
  timeZone,
}: {
  readonly at: string
  readonly nowMs: number
  readonly timeZone: string
}): ReactNode {
  return (
    <time dateTime={at}>
      <Code>{whenOf(at, nowMs, timeZone)}</Code>
    </time>
  )
}
