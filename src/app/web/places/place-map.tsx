/** The map beside the list. Its drawing is a chunk of its own; React hands it facts. */
import { type ReactNode, useRef } from 'react'
import { Button } from 'react-aria-components/Button'
import { Icon } from '../../../platform/web/parts/icon.tsx'
import { useSpeaker } from '../../../platform/web/text.tsx'
import { MapScale, useMap } from '../map/map-parts.tsx'
import type { PlaceActs, PlaceDrawing, PlaceFacts } from './place-drawing.ts'
import css from './place-map.module.css'

/** `acts`: what a hand on the map does to the drawing. */
export function PlaceMap({ facts, acts }: { readonly facts: PlaceFacts; readonly acts: PlaceActs }): ReactNode {
  const { say } = useSpeaker()
  const latest = useRef(acts)
  latest.current = acts
  const { container, drawing, scale, state, tiles } = useMap<PlaceFacts, PlaceDrawing>(async () => {
    const { openPlaceDrawing } = await import('./place-drawing.ts')
    return (options) => openPlaceDrawing({ ...options, css, acts: () => latest.current })
  }, facts)
  return (
    <div className={`${css.map} ${facts.draft === null ? '' : css.drawing}`} data-region data-map={state}>
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
        <Button onPress={() => drawing.current?.showAll()} aria-label={say('map.to-all')}>
          <Icon name="frame" />
        </Button>
      </div>
    </div>
  )
}
