/** A map on its ground with what every map can do: zoom, fit, tell its scale. Whoever opens it says what is drawn. */
import type { Map as MapLibre, StyleSpecification } from 'maplibre-gl'
import type { LatLon } from '../../../base/geo.ts'
import type { Theme } from '../settings.ts'
import { type Camera, type Frame, openFrame } from './frame.ts'
import { drawGround, type Terrain } from './ground.ts'
import { type Scale, scaleAt } from './scale.ts'
import type { LonLat } from './shapes.ts'
import type { Ground } from './style.ts'
import { type Ink, readInk, symbolsOf } from './symbols.ts'
import { tileLayers } from './tile-layers.ts'
import type { Tiles } from './tiles.ts'

export interface StageOptions {
  readonly container: HTMLElement
  readonly terrain: Terrain | null
  /** What the site brought along to draw; null: nothing is known of it. */
  readonly tiles: Tiles | null
  readonly theme: Theme
  readonly camera: Camera | null
  readonly onScale: (scale: Scale) => void
  readonly onReady: () => void
}

export interface Stage {
  readonly map: MapLibre
  readonly isLoaded: () => boolean
  put: Frame['put']
  zoom(step: 1 | -1): void
  /** Brings all points into view. */
  fit(points: Iterable<LonLat>, isAtOnce: boolean, padding: Padding): boolean
  goTo(place: LonLat): void
  middle(): LatLon
  /** Where it looks; null as long as it was never shown anything: that is no view to keep. */
  camera(): Camera | null
  close(): void
}

interface Padding {
  readonly top: number
  readonly bottom: number
  readonly left: number
  readonly right: number
}

/** Opens the map. `draw` is called once, when it can draw. Throws where the browser has no WebGL. */
export function openStage(
  options: StageOptions,
  label: string,
  styleOf: (ink: Ink, ground: Ground) => StyleSpecification,
  draw: () => void,
): Stage {
  const { container, terrain, tiles, theme } = options
  const ink = readInk()
  const shade =
    terrain === null ? null : { canvas: drawGround(terrain, ink.mapLow, ink.mapHigh, theme === 'light'), bounds: terrain.bounds }
  const ground = { shade, ...(tiles === null ? { sources: {}, under: [] } : tileLayers(tiles, ink, theme)) }
  const frame = openFrame(container, styleOf(ink, ground), symbolsOf(ink), options.camera, label)
  const { map } = frame
  const movesMs = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 160
  let isLoaded = false
  let isPlaced = options.camera !== null
  const tellScale = () => options.onScale(scaleAt(map.getCenter().lat, map.getZoom()))
  map.on('load', () => {
    isLoaded = true
    draw()
    tellScale()
    options.onReady()
  })
  map.on('zoom', tellScale)
  map.on('moveend', tellScale)
  return {
    map,
    isLoaded: () => isLoaded,
    put: frame.put,
    zoom: (step) => map.zoomTo(map.getZoom() + step, { duration: movesMs }),
    fit(points, isAtOnce, padding) {
      const all = [...points]
      if (all.length === 0) return false
      isPlaced = true
      const [lons, lats] = [all.map(([lon]) => lon), all.map(([, lat]) => lat)]
      map.fitBounds([Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)], {
        padding,
        duration: isAtOnce ? 0 : movesMs,
        maxZoom: 15,
      })
      return true
    },
    goTo: ([lon, lat]) => map.easeTo({ center: [lon, lat], zoom: Math.max(map.getZoom(), 13.5), duration: movesMs }),
    middle: () => ({ lat: map.getCenter().lat, lon: map.getCenter().lng }),
    camera: () => (isPlaced ? { center: map.getCenter().toArray() as [number, number], zoom: map.getZoom() } : null),
    close: () => frame.remove(),
  }
}

/** The corners of a terrain, as points to bring into view. */
export function cornersOf(terrain: Terrain | null): LonLat[] {
  if (terrain === null) return []
  const [west, south, east, north] = terrain.bounds
  return [
    [west, south],
    [east, north],
  ]
}
