/** What the marks of the map mean; always on. */
import { memo, type ReactNode } from 'react'
import { useSpeaker } from '../../../../platform/web/text.tsx'
import { LegendItem } from '../../map/map-parts.tsx'
import { SensorLegend } from '../../map/sensor-legend.tsx'
import css from './duty-map.module.css'

/** Shape and word for each mark; colour comes last. */
export const Legend = memo(function Legend(): ReactNode {
  const { say } = useSpeaker()
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields, and here are none
    <div className={css.legend} role="group" aria-label={say('map.legend')}>
      <ul className={css.chip}>
        <LegendItem size={[30, 4]} text={say('place.line')}>
          <path d="M0 2h30" stroke="var(--map-line)" strokeWidth="2.2" strokeDasharray="13 4 2 4 2 4" />
        </LegendItem>
        <LegendItem size={[16, 12]} text={say('map.legend.seen')}>
          <path d="M1 11 4 1h9z" fill="var(--tx1)" fillOpacity=".22" stroke="var(--tx1)" strokeOpacity=".5" />
        </LegendItem>
        <li>
          <span className={`${css.swatch} hatch`} />
          {say('map.legend.not-seen')}
        </li>
        <LegendItem size={[16, 12]} text={say('map.legend.quiet')}>
          <path d="M1 1h14v10H1zM1 6l5-5M3 11 13 1M10 11l5-5" fill="none" stroke="var(--tx2)" strokeWidth="1" />
        </LegendItem>
        <LegendItem size={[16, 12]} text={say('place.zone')}>
          <path d="M1 1h14v10H1z" fill="none" stroke="var(--tx2)" strokeWidth="1.5" strokeDasharray="1.5 2.5" />
        </LegendItem>
        <LegendItem size={[18, 18]} box="0 0 26 26" text={say('track.mover')}>
          <path
            d="M13 3.5a4.4 4.4 0 0 1 4.4 4.4 4.7 4.7 0 1 1 0 10.2 4.4 4.4 0 0 1-8.8 0 4.7 4.7 0 1 1 0-10.2A4.4 4.4 0 0 1 13 3.5z"
            fill="none"
            stroke="var(--tx1)"
            strokeWidth="2.2"
          />
        </LegendItem>
        <LegendItem size={[14, 14]} box="0 0 14 14" text={say('place.outpost')}>
          <path d="M1.5 1.5h11v11h-11zM7 4v6M4 7h6" fill="none" stroke="var(--own)" strokeWidth="1.8" />
        </LegendItem>
        <SensorLegend />
      </ul>
    </div>
  )
})
