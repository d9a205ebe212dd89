/** What every map of the site shares below its features: fonts, halo of words, the ground, empty sources. */
import type { StyleSpecification } from 'maplibre-gl'
import type { Terrain } from './ground.ts'
import type { Ink } from './symbols.ts'

export const FONT = ['Plex Arabic', 'Plex Latin']
export const FONT_STRONG = ['Plex Arabic Medium', 'Plex Latin Medium']

export type Layer = StyleSpecification['layers'][number]
type SymbolPaint = NonNullable<Extract<Layer, { type: 'symbol' }>['paint']>

/** What is drawn below everything else. */
export interface Ground {
  /** The terrain, drawn once, with where it lies; null: none is known. */
  readonly shade: { readonly canvas: HTMLCanvasElement; readonly bounds: Terrain['bounds'] } | null
  /** What the site brought along. */
  readonly sources: StyleSpecification['sources']
  readonly under: readonly Layer[]
}

const empty = { type: 'geojson', data: { type: 'FeatureCollection', features: [] } } as const

/** Words on the map: a halo keeps them readable over any ground. */
export function words(ink: Ink, colour: string): SymbolPaint {
  return { 'text-color': colour, 'text-halo-color': ink.halo, 'text-halo-width': 1.6, 'text-halo-blur': 0.4 }
}

/** Ground beyond the terrain that is known: the grey of flat ground, so that its edge is not read as a thing. */
function mixed(low: string, high: string): string {
  const channel = (colour: string, at: number) => Number.parseInt(colour.slice(at, at + 2), 16)
  return `rgb(${[1, 3, 5].map((at) => Math.round(channel(low, at) * 0.55 + channel(high, at) * 0.45)).join(' ')})`
}

/** A whole style: paper, ground, then the given layers in their order; their sources stand empty. */
export function styleWith(ink: Ink, ground: Ground, sources: readonly string[], layers: readonly Layer[]): StyleSpecification {
  const all: StyleSpecification['sources'] = {
    ...ground.sources,
    ...Object.fromEntries(sources.map((name) => [name, { ...empty }])),
  }
  const under: Layer[] = [{ id: 'paper', type: 'background', paint: { 'background-color': mixed(ink.mapLow, ink.mapHigh) } }]
  if (ground.shade !== null) {
    const [west, south, east, north] = ground.shade.bounds
    all.ground = {
      type: 'canvas',
      canvas: ground.shade.canvas,
      animate: false,
      coordinates: [
        [west, north],
        [east, north],
        [east, south],
        [west, south],
      ],
      // The style specification does not list canvases, the library draws them.
    } as unknown as StyleSpecification['sources'][string]
    under.push({
      id: 'ground',
      type: 'raster',
      source: 'ground',
      paint: { 'raster-fade-duration': 0, 'raster-resampling': 'linear' },
    })
  }
  return { version: 8, sources: all, layers: [...under, ...ground.under, ...layers] }
}
