/** The map beside the list. Its drawing is a chunk of its own; React hands it facts. */
import { type ReactNode, useRef } from 'react'
import { useSpeaker } from '../../../platform/web/text.tsx'
import { MapButtons, MapFrame, useMap } from '../map/map-parts.tsx'
import marks from '../map/marks.module.css'
import type { PlaceActs, PlaceDrawing, PlaceFacts } from './place-drawing.ts'
import css from './place-map.module.css'

/** `acts`: what a hand on the map does to the drawing. */
export function PlaceMap({ facts, acts }: { readonly facts: PlaceFacts; readonly acts: PlaceActs }): ReactNode {
  const { say } = useSpeaker()
  const latest = useRef(acts)
  latest.current = acts
  const map = useMap<PlaceFacts, PlaceDrawing>(async () => {
    const { openPlaceDrawing } = await import('./place-drawing.ts')
    const looks = { ...marks, ...css, handle: `${marks.handle} ${css.handle}` }
    return (options) => openPlaceDrawing({ ...options, css: looks, acts: () => latest.current })
  }, facts)
  return (
    <MapFrame map={map} look={css.map} isDrawing={facts.draft !== null}>
      <MapButtons drawing={map.drawing} allText={say('map.to-all')} />
    </MapFrame>
  )
}
