/** The map of the duty screen with its scale, buttons and legend. The drawing itself is a chunk of its own. */
import { memo, type ReactNode, type Ref, useImperativeHandle } from 'react'
import { Button } from 'react-aria-components/Button'
import { useLocation } from 'wouter'
import type { LatLon } from '../../../../base/geo.ts'
import { lonLat } from '../../../../platform/web/map/shapes.ts'
import { Icon } from '../../../../platform/web/parts/icon.tsx'
import { Code, Text, useSpeaker } from '../../../../platform/web/text.tsx'
import { addresses } from '../../addresses.ts'
import parts from '../../map/map-parts.module.css'
import { MapFrame, type OpenMap, useMap } from '../../map/map-parts.tsx'
import type { Drawing, MapFacts } from './drawing.ts'
import css from './duty-map.module.css'
import { Legend } from './legend.tsx'

/** What keys of the page may ask of the map. */
export interface MapHandle {
  goToAlarm(): void
}

export interface DutyMapProps {
  readonly facts: MapFacts
  /** Where the alert on the card is; null: no alert, or its place is not known. */
  readonly alarmAt: LatLon | null
  readonly hasGround: boolean
  /** The link is cut: since when, as `formatSpan` and the clock of the site tell it. Null: it is up. */
  readonly stopped: { readonly at: string; readonly span: string } | null
  readonly ref?: Ref<MapHandle>
}

async function loadDrawing(isOld: boolean) {
  const { openDrawing } = await import('./drawing.ts')
  return (options: OpenMap) => openDrawing({ ...options, isOld })
}

/** Opens the drawing when fonts and terrain are there, and feeds it. What stands around the map changes with the facts, not with the second. */
export const DutyMap = memo(function DutyMap({ facts, alarmAt, hasGround, stopped, ref }: DutyMapProps): ReactNode {
  const isOld = stopped !== null
  const speaker = useSpeaker()
  const { say } = speaker
  const [, go] = useLocation()
  const map = useMap<MapFacts, Drawing>(() => loadDrawing(isOld), facts, isOld)
  const { drawing, state } = map

  const goToAlarm = () => {
    if (alarmAt !== null) drawing.current?.goTo(lonLat(alarmAt))
  }
  useImperativeHandle(ref, () => ({ goToAlarm }))

  return (
    <MapFrame
      map={map}
      note={
        state === 'ready' && hasGround ? null : (
          <p className={css.note}>
            {say(state === 'impossible' ? 'map.impossible' : state === 'loading' ? 'map.loading' : 'map.no-ground')}
          </p>
        )
      }
    >
      {stopped === null ? null : (
        <div className={css.stamp}>
          {say('map.stopped')}
          <b>
            <Code>{stopped.at}</Code>
          </b>
          <Text text="map.ago" values={{ span: stopped.span }} />
        </div>
      )}
      <div className={`${parts.buttons} ${css.buttons}`}>
        <Button onPress={() => drawing.current?.zoom(1)} aria-label={say('map.zoom-in')}>
          <Icon name="plus" />
          <span>{say('map.zoom-in')}</span>
        </Button>
        <Button onPress={() => drawing.current?.zoom(-1)} aria-label={say('map.zoom-out')}>
          <Icon name="minus" />
          <span>{say('map.zoom-out')}</span>
        </Button>
        <Button onPress={goToAlarm} isDisabled={alarmAt === null} aria-label={say('map.to-alarm')}>
          <Icon name="aim" />
          <span>{say('map.to-alarm')}</span>
        </Button>
        <Button onPress={() => drawing.current?.showAll()} aria-label={say('map.to-all')}>
          <Icon name="frame" />
          <span>{say('map.to-all')}</span>
        </Button>
        <Button onPress={() => go(addresses.places)} aria-label={say('place.page')}>
          <Icon name="place" />
          <span>{say('place.page.short')}</span>
        </Button>
      </div>
      <Legend />
    </MapFrame>
  )
})
