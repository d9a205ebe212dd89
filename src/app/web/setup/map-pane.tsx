/** The map beside the picture. Its drawing is a chunk of its own; React hands it facts. */
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react'
import { Button } from 'react-aria-components/Button'
import type { LatLon } from '../../../base/geo.ts'
import { isTerrain, type Terrain } from '../../../platform/web/map/ground.ts'
import { Icon } from '../../../platform/web/parts/icon.tsx'
import { settings } from '../../../platform/web/settings.ts'
import { useStore } from '../../../platform/web/store.ts'
import { Code, Text, useSpeaker } from '../../../platform/web/text.tsx'
import type { Scale, SetupDrawing, SetupFacts } from './map-drawing.ts'
import css from './setup-map.module.css'

export interface SetupMapHandle {
  middle(): LatLon | null
}

async function fetchTerrain(): Promise<Terrain | null> {
  try {
    const answer = await fetch('/api/terrain.json', { credentials: 'same-origin' })
    const body: unknown = answer.ok ? await answer.json() : null
    return isTerrain(body) ? body : null
  } catch {
    return null // Plain ground is drawn; the next visit asks again.
  }
}

/** `onPress`: a press on bare ground. */
export function MapPane({
  facts,
  isMarking,
  onPress,
  ref,
}: {
  readonly facts: SetupFacts
  readonly isMarking: boolean
  readonly onPress: (at: LatLon) => void
  readonly ref?: Ref<SetupMapHandle>
}): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const { theme } = useStore(settings)
  const container = useRef<HTMLDivElement>(null)
  const drawing = useRef<SetupDrawing | null>(null)
  const latest = useRef({ facts, onPress })
  latest.current = { facts, onPress }
  const [scale, setScale] = useState<Scale | null>(null)
  const [state, setState] = useState<'loading' | 'ready' | 'impossible'>('loading')

  useEffect(() => {
    let isGone = false
    void Promise.all([import('./map-drawing.ts'), fetchTerrain(), document.fonts.ready])
      .then(([{ openSetupDrawing }, terrain]) => {
        if (isGone || container.current === null) return
        drawing.current = openSetupDrawing({
          container: container.current,
          speaker,
          terrain,
          isLight: theme === 'light',
          css,
          onPress: (at) => latest.current.onPress(at),
          onScale: setScale,
          onReady: () => setState('ready'),
        })
        drawing.current.show(latest.current.facts)
      })
      .catch(() => setState('impossible'))
    return () => {
      isGone = true
      drawing.current?.close()
      drawing.current = null
    }
  }, [theme, speaker])
  useEffect(() => drawing.current?.show(facts), [facts])
  useImperativeHandle(ref, () => ({ middle: () => drawing.current?.middle() ?? null }))

  return (
    <div className={`${css.map} ${isMarking ? css.marking : ''}`} data-region data-map={state}>
      <div ref={container} className={css.canvas} dir="ltr" data-takes-keys />
      {state === 'ready' ? null : <p className={css.note}>{say(state === 'loading' ? 'map.loading' : 'map.impossible')}</p>}
      {scale === null ? null : (
        <div className={css.scale} dir="ltr">
          <Code>N↑</Code>
          <i ref={(bar) => bar?.style.setProperty('inline-size', `${scale.pixels}px`)} />
          <span dir={speaker.language === 'ar' ? 'rtl' : 'ltr'}>
            <Text
              text={scale.metres >= 1000 ? 'map.km' : 'map.metres'}
              values={{ n: scale.metres >= 1000 ? scale.metres / 1000 : scale.metres }}
            />
          </span>
        </div>
      )}
      <div className={css.buttons}>
        <Button onPress={() => drawing.current?.zoom(1)} aria-label={say('map.zoom-in')}>
          <Icon name="plus" />
        </Button>
        <Button onPress={() => drawing.current?.zoom(-1)} aria-label={say('map.zoom-out')}>
          <Icon name="minus" />
        </Button>
        <Button onPress={() => drawing.current?.showAll()} aria-label={say('setup.map.all')}>
          <Icon name="frame" />
        </Button>
      </div>
      <ul className={css.legend} aria-label={say('map.legend')}>
        <li>
          <svg width="16" height="12" aria-hidden="true">
            <path d="M1 11 4 1h9z" fill="var(--tx1)" fillOpacity=".3" stroke="var(--tx1)" />
          </svg>
          {say('setup.map.cone')}
        </li>
        <li>
          <svg width="20" height="6" aria-hidden="true">
            <path d="M0 3h20" stroke="var(--tx1)" strokeDasharray="2 3" />
          </svg>
          {say('setup.map.rings')}
        </li>
        <li>
          <svg width="16" height="12" aria-hidden="true">
            <path d="M1 11 4 1h9z" fill="none" stroke="var(--tx3)" />
          </svg>
          {say('setup.map.others')}
        </li>
      </ul>
    </div>
  )
}
