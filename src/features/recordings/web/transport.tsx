/** What the hand does with the past, each with its key. A tape is a physical thing: back is left in every language. */
import type { ReactNode } from 'react'
import { ToggleButton } from 'react-aria-components/ToggleButton'
import { Button } from '../../../platform/web/parts/button.tsx'
import { useStore } from '../../../platform/web/store.ts'
import { Text, useSpeaker } from '../../../platform/web/text.tsx'
import type { LookBack } from './look-back.ts'
import css from './scrubber.module.css'
import { ZOOMS } from './timeline-view.ts'

/** One row: play, step, alerts, speed, zoom, and the way back to now. */
export function Transport({
  lookBack,
  onAlert,
}: {
  readonly lookBack: LookBack
  readonly onAlert: (by: 1 | -1) => void
}): ReactNode {
  const { say } = useSpeaker()
  const mode = useStore(lookBack.mode)
  const state = useStore(lookBack.state)
  const rate = useStore(lookBack.rate)
  const spanMs = useStore(lookBack.spanMs)
  const isPlaying = mode === 'past' && state.kind === 'playing'
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields, and here are none
    <div className={css.transport} role="group" aria-label={say('past.transport')}>
      <Button isSmall keyName="[" onPress={() => onAlert(-1)}>
        {say('past.alert.previous')}
      </Button>
      <Button isSmall keyName="," onPress={() => lookBack.step(-1)}>
        <Sign sign="−1" text="past.step.back" />
      </Button>
      <Button isSmall look="primary" keyName="K" onPress={lookBack.togglePlay}>
        {say(isPlaying ? 'past.pause' : 'past.play')}
      </Button>
      <Button isSmall keyName="." onPress={() => lookBack.step(1)}>
        <Sign sign="+1" text="past.step.on" />
      </Button>
      <Button isSmall keyName="]" onPress={() => onAlert(1)}>
        {say('past.alert.next')}
      </Button>
      <span className={css.rates}>
        <Button isSmall keyName="<" onPress={() => lookBack.changeRate(-1)}>
          <Sign sign="−" text="past.slower" />
        </Button>
        <bdi className={css.rate}>
          <Text text="past.rate" values={{ n: rate }} />
        </bdi>
        <Button isSmall keyName=">" onPress={() => lookBack.changeRate(1)}>
          <Sign sign="+" text="past.faster" />
        </Button>
      </span>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields, and here are none */}
      <span className={css.zooms} role="group" aria-label={say('past.zoom')}>
        {ZOOMS.map((zoom) => (
          <ToggleButton
            key={zoom.id}
            className={css.zoom ?? ''}
            isSelected={Math.abs(spanMs - zoom.spanMs) < 1000}
            onChange={() => lookBack.zoomTo(zoom.spanMs)}
          >
            {say(`past.zoom.${zoom.id}`)}
          </ToggleButton>
        ))}
      </span>
      <span className={css.back}>
        <Button isSmall keyName="L" onPress={lookBack.replay}>
          {say('past.replay')}
        </Button>
        {mode === 'live' ? (
          <span className={css.isLive}>{say('past.is-live')}</span>
        ) : (
          <Button isSmall keyName="\" look="primary" onPress={lookBack.toLive}>
            {say('past.to-live')}
          </Button>
        )}
      </span>
    </div>
  )
}

/** A sign that hands know from every player, and its word for who listens. */
function Sign({ sign, text }: { readonly sign: string; readonly text: string }): ReactNode {
  const { say } = useSpeaker()
  return (
    <>
      <span aria-hidden="true">{sign}</span>
      <span className="only-spoken">{say(text)}</span>
    </>
  )
}
