/** The map of the duty screen with its scale, buttons and legend. The drawing itself is a chunk of its own. */
import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react'
import { Button } from 'react-aria-components/Button'
import { clockOf, formatSpan } from '../../../../platform/web/clock.ts'
import { isTerrain, type Terrain } from '../../../../platform/web/map/ground.ts'
import type { LonLat } from '../../../../platform/web/map/shapes.ts'
import { Icon } from '../../../../platform/web/parts/icon.tsx'
import { settings } from '../../../../platform/web/settings.ts'
import { useStore } from '../../../../platform/web/store.ts'
import { Code, Text, useSpeaker } from '../../../../platform/web/text.tsx'
import type { Drawing, MapFacts, Scale } from './drawing.ts'
import css from './duty-map.module.css'
import { Legend } from './legend.tsx'

/** What keys of the page may ask of the map. */
export interface MapHandle {
  goToAlarm(): void
}

export interface DutyMapProps {
  readonly facts: MapFacts
  /** Where the alert on the card is; null: no alert, or its place is not known. */
  readonly alarmAt: LonLat | null
  readonly hasGround: boolean
  readonly isOld: boolean
  readonly silentMs: number
  readonly nowMs: number
  readonly timeZone: string
  readonly ref?: Ref<MapHandle>
}

/** Asked for once; `undefined`: not answered yet, null: the site has none. */
let terrainOfSite: Terrain | null | undefined

async function fetchTerrain(): Promise<Terrain | null> {
  if (terrainOfSite !== undefined) return terrainOfSite
  try {
    const answer = await fetch('/api/terrain.json', { credentials: 'same-origin' })
    const body: unknown = answer.ok ? await answer.json() : null
    terrainOfSite = isTerrain(body) ? body : null
  } catch {
    // Without an answer plain ground is drawn, and the next drawing asks again.
    return null
  }
  return terrainOfSite
}

/** Opens the drawing when fonts and terrain are there, and feeds it. */
export function DutyMap({ facts, alarmAt, hasGround, isOld, silentMs, nowMs, timeZone, ref }: DutyMapProps): ReactNode {
  const speaker = useSpeaker()
  const { say } = speaker
  const { theme } = useStore(settings)
  const container = useRef<HTMLDivElement>(null)
  const drawing = useRef<Drawing | null>(null)
  const latest = useRef(facts)
  const kept = useRef<ReturnType<Drawing['camera']> | null>(null)
  const [scale, setScale] = useState<Scale | null>(null)
  const [state, setState] = useState<'loading' | 'ready' | 'impossible'>('loading')
  latest.current = facts

  // A new theme, language or link state is a new style. The view stays where the hand left it.
  useEffect(() => {
    let isGone = false
    void Promise.all([import('./drawing.ts'), fetchTerrain(), document.fonts.ready])
      .then(([{ openDrawing }, terrain]) => {
        if (isGone || container.current === null) return
        drawing.current = openDrawing({
          container: container.current,
          speaker,
          terrain,
          isLight: theme === 'light',
          isOld,
          camera: kept.current,
          onScale: setScale,
          onReady: () => setState('ready'),
        })
        drawing.current.show(latest.current)
      })
      .catch(() => setState('impossible'))
    return () => {
      isGone = true
      kept.current = drawing.current?.camera() ?? kept.current
      drawing.current?.close()
      drawing.current = null
    }
  }, [theme, speaker, isOld])

  useEffect(() => drawing.current?.show(facts), [facts])

  const goToAlarm = () => {
    if (alarmAt !== null) drawing.current?.goTo(alarmAt)
  }
  useImperativeHandle(ref, () => ({ goToAlarm }))

  return (
    <div className={css.map} data-region data-map={state}>
      <div ref={container} className={css.canvas} dir="ltr" data-takes-keys />
      {state === 'ready' && hasGround ? null : (
        <p className={css.note}>
          {say(state === 'impossible' ? 'map.impossible' : state === 'loading' ? 'map.loading' : 'map.no-ground')}
        </p>
      )}
      {scale === null ? null : (
        <div className={`${css.chip} ${css.scale}`} dir="ltr">
          <Code>N↑</Code>
          <i style={{ inlineSize: `${scale.pixels}px` }} />
          <span dir={speaker.language === 'ar' ? 'rtl' : 'ltr'}>
            <Text
              text={scale.metres >= 1000 ? 'map.km' : 'map.metres'}
              values={{ n: scale.metres >= 1000 ? scale.metres / 1000 : scale.metres }}
            />
          </span>
        </div>
      )}
      {isOld ? (
        <div className={css.stamp}>
          {say('map.stopped')}
          <b>
            <Code>{clockOf(timeZone).long(nowMs - silentMs)}</Code>
          </b>
          <Text text="map.ago" values={{ span: formatSpan(silentMs) }} />
        </div>
      ) : null}
      <div className={css.buttons}>
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
      </div>
      <Legend />
    </div>
  )
}
