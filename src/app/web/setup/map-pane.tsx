/** The map beside the picture. Its drawing is a chunk of its own; React hands it facts. */
import { type ReactNode, type Ref, useImperativeHandle, useRef } from 'react'
import type { LatLon } from '../../../base/geo.ts'
import { useSpeaker } from '../../../platform/web/text.tsx'
import { LegendItem, MapButtons, MapFrame, useMap } from '../map/map-parts.tsx'
import marks from '../map/marks.module.css'
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
  const map = useMap<SetupFacts, SetupDrawing>(async () => {
    const { openSetupDrawing } = await import('./map-drawing.ts')
    const looks = { ...marks, ...css, handle: `${marks.handle} ${css.handle}` }
    return (options) => openSetupDrawing({ ...options, css: looks, onPress: (at) => press.current(at) })
  }, facts)
  useImperativeHandle(ref, () => ({ middle: () => map.drawing.current?.middle() ?? null }))

  return (
    <MapFrame map={map} look={css.map} isDrawing={isMarking}>
      <MapButtons drawing={map.drawing} allText={say('setup.map.all')} />
      <ul className={css.legend} aria-label={say('map.legend')}>
        <LegendItem size={[16, 12]} text={say('setup.map.cone')}>
          <path d="M1 11 4 1h9z" fill="var(--tx1)" fillOpacity=".3" stroke="var(--tx1)" />
        </LegendItem>
        <LegendItem size={[20, 6]} text={say('setup.map.rings')}>
          <path d="M0 3h20" stroke="var(--tx1)" strokeDasharray="2 3" />
        </LegendItem>
        <LegendItem size={[16, 12]} text={say('setup.map.others')}>
          <path d="M1 11 4 1h9z" fill="none" stroke="var(--tx3)" />
        </LegendItem>
        <SensorLegend />
      </ul>
    </MapFrame>
  )
}
