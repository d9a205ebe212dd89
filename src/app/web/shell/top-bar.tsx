/** The top bar: post, three lamps in their fixed order, sound, officer, clock. The same on every screen. */
import { memo, type ReactNode } from 'react'
import { Button } from 'react-aria-components/Button'
import type { SessionView } from '../../../features/access/contract.ts'
import { isChangeOpen } from '../../../features/access/web/officer-dialog.tsx'
import { clockOf, formatSpan, useNow, zulu } from '../../../platform/web/clock.ts'
import { Icon } from '../../../platform/web/parts/icon.tsx'
import { hearSound, type SoundState, silenced, silentLeftMs, soundState } from '../../../platform/web/sound.ts'
import { useStore } from '../../../platform/web/store.ts'
import { Text, useSpeaker } from '../../../platform/web/text.tsx'
import { OnWatch } from '../shift/on-watch.tsx'
import type { Lamp } from './lamps.ts'
import css from './top-bar.module.css'

export interface TopBarProps {
  readonly view: SessionView
  /** In their fixed order. */
  readonly lamps: readonly Lamp[]
  /** No name of a person and no camera's code; lamps, sound and clock go on. */
  readonly isLocked: boolean
}

interface SoundShown {
  readonly state: SoundState
  /** For how long it is still silenced; null: it is not. */
  readonly left: string | null
}

/** The same on every screen, locked ones too. */
export function TopBar({ view, lamps, isLocked }: TopBarProps): ReactNode {
  const { say, pick } = useSpeaker()
  return (
    <header className={css.top}>
      <div className={css.brand} aria-hidden="true">
        {say('app.name')}
      </div>
      <div className={css.where}>
        <b>{pick(view.site.name)}</b>
        {view.site.isSimulation ? (
          <span className={css.simulation} title={say('app.simulation.help')}>
            {say('app.simulation')}
          </span>
        ) : null}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields, and here are none */}
      <div className={css.lamps} role="group" aria-label={say('lamp.label')}>
        {lamps.map((lamp, index) => (
          <LampPart key={index} lamp={isLocked && index === 1 ? { ...lamp, detail: null } : lamp} />
        ))}
      </div>
      <div className={css.end}>
        <SoundPart />
        {isLocked ? null : <OnWatch timeZone={view.site.timeZone} />}
        {isLocked ? null : <Officer view={view} />}
      </div>
      <Clock timeZone={view.site.timeZone} />
    </header>
  )
}

function LampPart({ lamp }: { readonly lamp: Lamp }): ReactNode {
  return (
    <div className={`${css.lamp} ${css[lamp.look] ?? ''}`}>
      <Icon name={lamp.icon} size={19} />
      <div>
        <b>
          <Text {...lamp.title} />
        </b>
        {lamp.detail === null ? null : (
          <span>
            <Text {...lamp.detail} />
          </span>
        )}
      </div>
    </div>
  )
}

const Officer = memo(function Officer({ view }: { readonly view: SessionView }): ReactNode {
  const { say } = useSpeaker()
  return (
    <Button className={css.officer ?? ''} onPress={() => isChangeOpen.set(true)}>
      <b>
        <bdi>{view.person.name}</bdi>
      </b>
      <span>{say(`access.role.${view.roles.find((role) => role === 'watch_officer') ?? view.roles[0] ?? 'watch_officer'}`)}</span>
      <span className="only-spoken">{say('access.change')}</span>
    </Button>
  )
})

/** Says "on", "off" or "blocked", and sounds when clicked: the check at the start of a shift, which also unlocks it. */
function SoundPart(): ReactNode {
  const state = useStore(soundState)
  useStore(silenced)
  useNow()
  const silentMs = silentLeftMs()
  return <SoundButton state={state} left={state === 'on' && silentMs > 0 ? formatSpan(silentMs) : null} />
}

const SoundButton = memo(function SoundButton({ state, left }: SoundShown): ReactNode {
  const { say } = useSpeaker()
  const isWarning = state !== 'on'
  return (
    <Button className={`${css.sound} ${isWarning ? css.soundWarn : ''}`} onPress={() => void hearSound()}>
      <Icon name={state === 'on' ? 'sound' : 'soundOff'} />
      <span>
        {left !== null ? (
          <Text text="sound.silenced" values={{ left }} />
        ) : (
          <>
            {say(`sound.${state}`)}
            {state === 'blocked' ? <> · {say('sound.hear')}</> : null}
          </>
        )}
      </span>
    </Button>
  )
})

function Clock({ timeZone }: { readonly timeZone: string }): ReactNode {
  const { say } = useSpeaker()
  const now = useNow()
  const { time, day } = zulu(now)
  return (
    <div className={css.clock} role="timer" aria-live="off" aria-label={say('app.clock')}>
      <div>
        <b>{clockOf(timeZone).long(now)}</b>
        <span>
          {time}
          <br />
          {day}
        </span>
      </div>
    </div>
  )
}
