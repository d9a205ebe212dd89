/** The map that the site brought along, as layers below everything else: greys of the theme, never a line of a border. */
import type { ExpressionSpecification, StyleSpecification } from 'maplibre-gl'
import type { Theme } from '../settings.ts'
import { FONT, type Layer, words } from './style.ts'
import type { Ink } from './symbols.ts'
import type { Extent, Tiles } from './tiles.ts'

type Sources = StyleSpecification['sources']

/**
 * Kinds of things by the names that makers of vector tiles give their layers (OpenMapTiles, Protomaps, Shortbread). What is not
 * listed is not drawn: above all no boundaries, because the only line on this map is the one that the site answers for.
 */
const named = {
  water: ['water', 'ocean', 'water_polygons'],
  rivers: ['waterway', 'water_lines'],
  buildings: ['building', 'buildings'],
  ways: ['transportation', 'roads', 'streets'],
  names: ['place', 'places', 'place_labels'],
} as const

function tilesOf(layer: 'ground' | 'heights', { minZoom, maxZoom, bounds, version }: Extent) {
  return {
    // Tiles are fetched by a worker, which has no page to be relative to.
    tiles: [`${location.origin}/api/map/${layer}/{z}/{x}/{y}?v=${version}`],
    minzoom: minZoom,
    maxzoom: maxZoom,
    bounds: [...bounds] as [number, number, number, number],
  }
}

/** Sources and layers, in the order in which they are drawn. */
export function tileLayers(tiles: Tiles, ink: Ink, theme: Theme): { sources: Sources; under: Layer[] } {
  const sources: Sources = {}
  const under: Layer[] = []
  const { ground, heights } = tiles
  if (ground?.kind === 'raster') {
    sources['site-ground'] = { type: 'raster', tileSize: 256, ...tilesOf('ground', ground) }
    const [least, most] = theme === 'light' ? [0.55, 1] : theme === 'dark' ? [0.02, 0.36] : [0, 0.16]
    under.push({
      id: 'site-ground',
      type: 'raster',
      source: 'site-ground',
      // Hues mean something on this screen, and a survey's do not: grey, in the brightness of the theme.
      paint: {
        'raster-saturation': -1,
        'raster-brightness-min': least,
        'raster-brightness-max': most,
        'raster-fade-duration': 0,
      },
    })
    if (theme === 'night')
      under.push({
        id: 'site-ground-red',
        type: 'background',
        paint: { 'background-color': ink.mapHigh, 'background-opacity': 0.5 },
      })
  }
  if (ground?.kind === 'vector') {
    sources['site-ground'] = { type: 'vector', ...tilesOf('ground', ground) }
    under.push(...vectorLayers(ground.layers, ink))
  }
  if (heights !== null) {
    sources['site-heights'] = { type: 'raster-dem', tileSize: 256, encoding: heights.encoding, ...tilesOf('heights', heights) }
    under.push({
      id: 'site-heights',
      type: 'hillshade',
      source: 'site-heights',
      paint: {
        'hillshade-illumination-direction': 315,
        'hillshade-illumination-anchor': 'map',
        'hillshade-exaggeration': 0.6,
        'hillshade-shadow-color': ink.mapLow,
        'hillshade-highlight-color': ink.mapHigh,
        'hillshade-accent-color': ink.mapLow,
      },
    })
  }
  return { sources, under }
}

function vectorLayers(present: readonly string[], ink: Ink): Layer[] {
  const of = (kind: keyof typeof named, make: (layer: string) => Omit<Layer, 'source' | 'source-layer' | 'id'>) =>
    named[kind]
      .filter((layer) => present.includes(layer))
      .map((layer) => ({ ...make(layer), id: `site-${kind}-${layer}`, source: 'site-ground', 'source-layer': layer }) as Layer)
  const isArea = ['==', ['geometry-type'], 'Polygon'] as const
  // The names that the reader reads, else what stands there.
  const name: ExpressionSpecification = ['coalesce', ['get', `name:${document.documentElement.lang}`], ['get', 'name']]
  return [
    ...of('water', () => ({ type: 'fill', filter: isArea, paint: { 'fill-color': ink.mapLow, 'fill-opacity': 0.7 } })),
    ...of('rivers', () => ({ type: 'line', paint: { 'line-color': ink.mapLow, 'line-width': 1.2 } })),
    ...of('buildings', () => ({ type: 'fill', minzoom: 12, paint: { 'fill-color': ink.mapHigh, 'fill-opacity': 0.6 } })),
    ...of('ways', () => ({ type: 'line', paint: { 'line-color': ink.tx3, 'line-opacity': 0.45, 'line-width': 1 } })),
    ...of('names', () => ({
      type: 'symbol',
      layout: { 'text-field': name, 'text-font': FONT, 'text-size': 12 },
      paint: words(ink, ink.tx3),
    })),
  ]
}
