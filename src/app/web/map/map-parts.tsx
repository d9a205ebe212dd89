/** What stands around every map: the place it is drawn in, its scale, its notes. The drawing itself is a chunk of its own. */
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import { Button } from 'react-aria-components/Button'
import type { Speaker } from '../../../platform/speak.ts'
import type { Scale } from '../../../platform/web/map/scale.ts'
import type { StageOptions } from '../../../platform/web/map/stage.ts'
import { fetchTerrain } from '../../../platform/web/map/terrain.ts'
import { fetchTiles, type Tiles } from '../../../platform/web/map/tiles.ts'
import { Icon } from '../../../platform/web/parts/icon.tsx'
import { settings } from '../../../platform/web/settings.ts'
import { useStore } from '../../../platform/web/store.ts'
import { Code, Text, useSpeaker } from '../../../platform/web/text.tsx'
import css from './map-parts.module.css'

export type MapState = 'loading' | 'ready' | 'impossible'
export type OpenMap = StageOptions & { readonly speaker: Speaker }

/** What React needs of a drawing to feed it, keep its view over a change of theme, and end it. */
interface Drawn<Facts> {
  show(facts: Facts): void
  camera(): StageOptions['camera']
  close(): void
}

export interface MapInReact<D> {
  readonly container: RefObject<HTMLDivElement | null>
  readonly drawing: RefObject<D | null>
  readonly scale: Scale | null
  readonly state: MapState
  /** What the site brought along; null: nothing is known of it. */
  readonly tiles: Tiles | null
}

/**
 * Opens a drawing when fonts and terrain are there, and feeds it. A new theme, language or `anew` is a new style; the view stays
 * where the hand left it. `load` and what it opens may look at refs only: it is asked once.
 */
export function useMap<Facts, D extends Drawn<Facts>>(
  load: () => Promise<(options: OpenMap) => D>,
  facts: Facts,
  anew: unknown = null,
): MapInReact<D> {
  const speaker = useSpeaker()
  const { theme } = useStore(settings)
  const container = useRef<HTMLDivElement>(null)
  const drawing = useRef<D | null>(null)
  const latest = useRef({ facts, load })
  latest.current = { facts, load }
  const kept = useRef<StageOptions['camera']>(null)
  const [scale, setScale] = useState<Scale | null>(null)
  const [state, setState] = useState<MapState>('loading')
  const [tiles, setTiles] = useState<Tiles | null>(null)

  useEffect(() => {
    let isGone = false
    // A drawing that is made anew is not there until it is.
    setState('loading')
    void Promise.all([latest.current.load(), fetchTerrain(), fetchTiles(), document.fonts.ready])
      .then(([open, terrain, brought]) => {
        if (isGone || container.current === null) return
        setTiles(brought)
        drawing.current = open({
          container: container.current,
          speaker,
          terrain,
          tiles: brought,
          theme,
          camera: kept.current,
          onScale: setScale,
          onReady: () => setState('ready'),
        })
        drawing.current.show(latest.current.facts)
      })
      .catch(() => setState('impossible'))
    return () => {
      isGone = true
      kept.current = drawing.current?.camera() ?? kept.current
      drawing.current?.close()
      drawing.current = null
    }
  }, [theme, speaker, anew])
  useEffect(() => drawing.current?.show(facts), [facts])
  return { container, drawing, scale, state, tiles }
}

/** The place a map is drawn in. `isDrawing`: a press sets a point. `note`: in place of the words of a map that is not there yet. */
export function MapFrame({
  map: { container, scale, state, tiles },
  look = '',
  isDrawing = false,
  note,
  children,
}: {
  readonly map: MapInReact<unknown>
  readonly look?: string | undefined
  readonly isDrawing?: boolean
  readonly note?: ReactNode
  readonly children: ReactNode
}): ReactNode {
  const { say } = useSpeaker()
  const words = state === 'ready' ? null : say(state === 'loading' ? 'map.loading' : 'map.impossible')
  return (
    <div className={`${css.map} ${look} ${isDrawing ? css.drawing : ''}`} data-region data-map={state}>
      <div ref={container} className={css.canvas} dir="ltr" data-takes-keys />
      {note === undefined && words !== null ? <p className={css.note}>{words}</p> : note}
      <MapScale scale={scale} tiles={tiles} />
      {children}
    </div>
  )
}

/** Nearer, further, and all there is; `allText` says what "all" is here. */
export function MapButtons({
  drawing,
  allText,
}: {
  readonly drawing: RefObject<{ zoom(step: 1 | -1): void; showAll(): void } | null>
  readonly allText: string
}): ReactNode {
  const { say } = useSpeaker()
  return (
    <div className={`${css.buttons} ${css.squares}`}>
      <Button onPress={() => drawing.current?.zoom(1)} aria-label={say('map.zoom-in')}>
        <Icon name="plus" />
      </Button>
      <Button onPress={() => drawing.current?.zoom(-1)} aria-label={say('map.zoom-out')}>
        <Icon name="minus" />
      </Button>
      <Button onPress={() => drawing.current?.showAll()} aria-label={allText}>
        <Icon name="frame" />
      </Button>
    </div>
  )
}

/** One shape of a legend and what it means. */
export function LegendItem({
  size: [width, height],
  box,
  text,
  children,
}: {
  readonly size: readonly [number, number]
  readonly box?: string
  readonly text: string
  readonly children: ReactNode
}): ReactNode {
  return (
    <li>
      <svg width={width} height={height} viewBox={box} aria-hidden="true">
        {children}
      </svg>
      {text}
    </li>
  )
}

/** North and a round length; whose map it is, and what of it cannot be read. */
function MapScale({ scale, tiles }: { readonly scale: Scale | null; readonly tiles: Tiles | null }): ReactNode {
  const { language, say } = useSpeaker()
  if (scale === null) return null
  const credits = [...new Set([tiles?.ground?.credit, tiles?.heights?.credit])].filter((credit) => typeof credit === 'string')
  return (
    <>
      {tiles !== null && tiles.damaged.length > 0 ? (
        <p className={css.damaged}>{say('map.damaged', { files: tiles.damaged.join(' · ') })}</p>
      ) : null}
      {credits.length > 0 ? (
        <p className={css.credit}>
          <bdi>{credits.join(' · ')}</bdi>
        </p>
      ) : null}
      <Bar scale={scale} language={language} />
    </>
  )
}

function Bar({ scale, language }: { readonly scale: Scale; readonly language: Speaker['language'] }): ReactNode {
  return (
    <div className={css.scale} dir="ltr">
      <Code>N↑</Code>
      <i ref={(bar) => bar?.style.setProperty('inline-size', `${scale.pixels}px`)} />
      <span dir={language === 'ar' ? 'rtl' : 'ltr'}>
        <Text
          text={scale.metres >= 1000 ? 'map.km' : 'map.metres'}
          values={{ n: scale.metres >= 1000 ? scale.metres / 1000 : scale.metres }}
        />
      </span>
    </div>
  )
}
