/** What the shapes of sensors mean, of the kinds that stand on this site's map: items of a legend. */
import type { ReactNode } from 'react'
import { SENSOR_GLYPHS } from '../../../platform/web/map/symbols.ts'
import { useStore } from '../../../platform/web/store.ts'
import { useSpeaker } from '../../../platform/web/text.tsx'
import { sensors } from '../live/sensors.ts'
import { LegendItem } from './map-parts.tsx'

const kinds = Object.keys(SENSOR_GLYPHS) as (keyof typeof SENSOR_GLYPHS)[]

/** Nothing where no sensor stands: a legend is of what is drawn. */
export function SensorLegend(): ReactNode {
  const { say } = useSpeaker()
  const stands = useStore(sensors)
  return kinds
    .filter((kind) => stands.some((stand) => stand.kind === kind))
    .map((kind) => (
      <LegendItem key={kind} size={[15, 15]} box="0 0 16 16" text={say('sensor.mark.kind', { kind })}>
        <path d={SENSOR_GLYPHS[kind]} fill="none" stroke="var(--tx1)" strokeWidth="1.6" strokeLinejoin="round" />
      </LegendItem>
    ))
}
