/** Layers of the set-up map: what other cameras see stays faint, this camera's ground is clear. */
import type { StyleSpecification } from 'maplibre-gl'
import type { Terrain } from '../../../platform/web/map/ground.ts'
import type { Ink } from '../../../platform/web/map/symbols.ts'

const SOURCES = ['zones', 'lines', 'others', 'cone', 'axis', 'rings', 'masts', 'outposts'] as const
const FONT = ['Plex Arabic', 'Plex Latin']
const empty = { type: 'geojson', data: { type: 'FeatureCollection', features: [] } } as const

type Layer = StyleSpecification['layers'][number]

/** The whole style in the colours of a theme. */
export function setupStyle(
  ink: Ink,
  ground: { readonly canvas: HTMLCanvasElement; readonly bounds: Terrain['bounds'] } | null,
): StyleSpecification {
  const paint = { 'text-color': ink.tx2, 'text-halo-color': ink.halo, 'text-halo-width': 1.6 }
  const layers: Layer[] = [
    { id: 'paper', type: 'background', paint: { 'background-color': between(ink.mapLow, ink.mapHigh) } },
    {
      id: 'zones',
      type: 'line',
      source: 'zones',
      paint: { 'line-color': ink.tx2, 'line-width': 1.5, 'line-dasharray': [1.2, 2.2] },
    },
    { id: 'others', type: 'line', source: 'others', paint: { 'line-color': ink.tx3, 'line-width': 1, 'line-opacity': 0.5 } },
    { id: 'cone-fill', type: 'fill', source: 'cone', paint: { 'fill-color': ink.tx1, 'fill-opacity': 0.14 } },
    { id: 'cone-edge', type: 'line', source: 'cone', paint: { 'line-color': ink.tx1, 'line-width': 1.8, 'line-opacity': 0.95 } },
    {
      id: 'rings',
      type: 'line',
      source: 'rings',
      paint: { 'line-color': ink.tx1, 'line-width': 1, 'line-opacity': 0.55, 'line-dasharray': [2, 3] },
    },
    { id: 'line-halo', type: 'line', source: 'lines', paint: { 'line-color': ink.bg0, 'line-width': 6, 'line-opacity': 0.55 } },
    {
      id: 'line',
      type: 'line',
      source: 'lines',
      layout: { 'line-join': 'round' },
      paint: { 'line-color': ink.mapLine, 'line-width': 2.2, 'line-dasharray': [8, 2.2, 1.1, 2.2, 1.1, 2.2] },
    },
    { id: 'axis', type: 'line', source: 'axis', paint: { 'line-color': ink.tx1, 'line-width': 1.6, 'line-dasharray': [4, 3] } },
    {
      id: 'masts',
      type: 'symbol',
      source: 'masts',
      layout: {
        'icon-image': 'camera',
        'icon-allow-overlap': true,
        'text-field': ['get', 'codes'],
        'text-font': FONT,
        'text-size': 11,
        'text-anchor': 'top',
        'text-offset': [0, 0.7],
        'text-optional': true,
      },
      paint,
    },
    {
      id: 'outposts',
      type: 'symbol',
      source: 'outposts',
      layout: {
        'icon-image': 'outpost',
        'icon-allow-overlap': true,
        'text-field': ['get', 'name'],
        'text-font': FONT,
        'text-size': 12,
        'text-variable-anchor': ['left', 'right', 'top', 'bottom'],
        'text-radial-offset': 1.6,
        'text-optional': true,
      },
      paint: { ...paint, 'text-color': ink.tx1 },
    },
  ]
  const sources: StyleSpecification['sources'] = Object.fromEntries(SOURCES.map((name) => [name, { ...empty }]))
  if (ground !== null) {
    const [west, south, east, north] = ground.bounds
    sources.ground = {
      type: 'canvas',
      canvas: ground.canvas,
      animate: false,
      coordinates: [
        [west, north],
        [east, north],
        [east, south],
        [west, south],
      ],
      // The style specification does not list canvases, the library draws them.
    } as unknown as StyleSpecification['sources'][string]
    layers.splice(1, 0, { id: 'ground', type: 'raster', source: 'ground', paint: { 'raster-fade-duration': 0 } })
  }
  return { version: 8, sources, layers }
}

/** Ground beyond the known terrain: the grey of flat ground. */
function between(low: string, high: string): string {
  const channel = (colour: string, at: number) => Number.parseInt(colour.slice(at, at + 2), 16)
  return `rgb(${[1, 3, 5].map((at) => Math.round(channel(low, at) * 0.55 + channel(high, at) * 0.45)).join(' ')})`
}
