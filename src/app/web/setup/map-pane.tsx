/** The map beside the picture. Its drawing is a chunk of its own; React hands it facts. */
import { type ReactNode, type Ref, useImperativeHandle, useRef } from 'react'
import { Button } from 'react-aria-components/Button'
import type { LatLon } from '../../../base/geo.ts'
import { Icon } from '../../../platform/web/parts/icon.tsx'
import { useSpeaker } from '../../../platform/web/text.tsx'
import { MapScale, useMap } from '../map/map-parts.tsx'
import { SensorLegend } from '../map/sensor-legend.tsx'
import type { SetupDrawing, SetupFacts } from './map-drawing.ts'
import css from './setup-map.module.css'

export interface SetupMapHandle {
  middle(): LatLon | null
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
  const { say } = useSpeaker()
  const press = useRef(onPress)
  press.current = onPress
  const { container, drawing, scale, state, tiles } = useMap<SetupFacts, SetupDrawing>(async () => {
    const { openSetupDrawing } = await import('./map-drawing.ts')
    return (options) => openSetupDrawing({ ...options, css, onPress: (at) => press.current(at) })
  }, facts)
  useImperativeHandle(ref, () => ({ middle: () => drawing.current?.middle() ?? null }))

  return (
    <div className={`${css.map} ${isMarking ? css.marking : ''}`} data-region data-map={state}>
      <div ref={container} className={css.canvas} dir="ltr" data-takes-keys />
      {state === 'ready' ? null : <p className={css.note}>{say(state === 'loading' ? 'map.loading' : 'map.impossible')}</p>}
      <MapScale scale={scale} tiles={tiles} />
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
        <SensorLegend />
      </ul>
    </div>
  )
}
