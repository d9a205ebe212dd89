/** The layers of the duty map in their order: ground, zones, cones, line, tracks, symbols, labels (interface.md 8). */
import type { StyleSpecification } from 'maplibre-gl'
import type { Terrain } from '../../../../platform/web/map/ground.ts'
import type { Ink } from '../../../../platform/web/map/symbols.ts'

/** Names of the sources that are filled as data comes. */
export const sources = ['zones', 'cones', 'lines', 'wedges', 'trails', 'ellipses', 'movers', 'outposts', 'masts'] as const

const FONT = ['Plex Arabic', 'Plex Latin']
const FONT_STRONG = ['Plex Arabic Medium', 'Plex Latin Medium']
const empty = { type: 'geojson', data: { type: 'FeatureCollection', features: [] } } as const

type Layer = StyleSpecification['layers'][number]

function text(ink: Ink, colour: string, size = 12): Pick<Extract<Layer, { type: 'symbol' }>, 'paint'> & { size: number } {
  return { size, paint: { 'text-color': colour, 'text-halo-color': ink.halo, 'text-halo-width': 1.6, 'text-halo-blur': 0.4 } }
}

/** Colour by the state of a feature: what is old or not seen is lilac, everything else neutral. */
const byState = (ink: Ink, normal: string) =>
  ['match', ['get', 'state'], ['old', 'blind'], ink.blind, normal] as unknown as string

function ground(
  terrain: { readonly canvas: HTMLCanvasElement; readonly bounds: Terrain['bounds'] } | null,
): Pick<StyleSpecification, 'sources'> & { layers: Layer[] } {
  if (terrain === null) return { sources: {}, layers: [] }
  const [west, south, east, north] = terrain.bounds
  const source = {
    type: 'canvas',
    canvas: terrain.canvas,
    animate: false,
    coordinates: [
      [west, north],
      [east, north],
      [east, south],
      [west, south],
    ],
  }
  return {
    // The style specification does not list canvases, the library draws them.
    sources: { ground: source as unknown as StyleSpecification['sources'][string] },
    layers: [
      { id: 'ground', type: 'raster', source: 'ground', paint: { 'raster-fade-duration': 0, 'raster-resampling': 'linear' } },
    ],
  }
}

/** Ground beyond the terrain that is known: the grey of flat ground, so that its edge is not read as a thing. */
function mixed(low: string, high: string): string {
  const channel = (colour: string, at: number) => Number.parseInt(colour.slice(at, at + 2), 16)
  return `rgb(${[1, 3, 5].map((at) => Math.round(channel(low, at) * 0.55 + channel(high, at) * 0.45)).join(' ')})`
}

/** Words beside a mover, in a box so that they are read over any ground. Where boxes would cover each other, one gives way. */
function labelLayer(ink: Ink, source: 'movers' | 'wedges', distance: number): Layer {
  return {
    id: `${source}-label`,
    type: 'symbol',
    source,
    layout: {
      'icon-image': 'label',
      'icon-text-fit': 'both',
      'icon-text-fit-padding': [1, 4, 1, 4],
      'text-field': ['get', 'label'],
      'text-font': FONT_STRONG,
      'text-size': 12,
      'text-line-height': 1.35,
      'text-max-width': 30,
      'text-variable-anchor': ['bottom', 'top', 'left', 'right'],
      'text-radial-offset': distance,
    },
    paint: { 'text-color': byState(ink, ink.tx1) },
  }
}

/** The whole style in the colours of a theme. */
export function styleOf(
  ink: Ink,
  terrain: { readonly canvas: HTMLCanvasElement; readonly bounds: Terrain['bounds'] } | null,
  isOld: boolean,
): StyleSpecification {
  const under = ground(terrain)
  const plain = isOld ? 0.7 : 1
  const layers: Layer[] = [
    { id: 'paper', type: 'background', paint: { 'background-color': mixed(ink.mapLow, ink.mapHigh) } },
    ...under.layers,
    {
      id: 'zone-unwatched',
      type: 'fill',
      source: 'zones',
      filter: ['get', 'isUnwatched'],
      paint: { 'fill-pattern': 'hatch', 'fill-opacity': 0.55 },
    },
    {
      id: 'zones',
      type: 'line',
      source: 'zones',
      paint: {
        'line-color': ['case', ['get', 'isAlarm'], ink.alarm, ['get', 'isUnwatched'], ink.blind, ink.tx2],
        'line-width': 1.6,
        'line-dasharray': [1.2, 2.2],
      },
    },
    {
      id: 'cones-seen',
      type: 'fill',
      source: 'cones',
      filter: ['==', ['get', 'state'], 'sees'],
      paint: { 'fill-color': ink.tx1, 'fill-opacity': ['case', ['get', 'isAlarm'], 0.18, ['get', 'isChosen'], 0.16, 0.09] },
    },
    {
      id: 'cones-not-seen',
      type: 'fill',
      source: 'cones',
      filter: ['==', ['get', 'state'], 'blind'],
      paint: { 'fill-pattern': 'hatch', 'fill-opacity': 0.7 },
    },
    {
      id: 'cones-edge',
      type: 'line',
      source: 'cones',
      filter: ['in', ['get', 'state'], ['literal', ['sees', 'old']]],
      paint: {
        'line-color': ink.tx1,
        'line-width': ['case', ['get', 'isAlarm'], 1.8, ['get', 'isChosen'], 1.4, 1],
        'line-opacity': ['case', ['get', 'isAlarm'], 0.95, ['get', 'isChosen'], 0.7, 0.32],
      },
    },
    {
      id: 'cones-edge-not-seen',
      type: 'line',
      source: 'cones',
      filter: ['in', ['get', 'state'], ['literal', ['blind', 'out']]],
      paint: {
        'line-color': ['match', ['get', 'state'], 'blind', ink.blind, ink.tx3],
        'line-width': 1.1,
        'line-opacity': 0.9,
        'line-dasharray': [5, 4],
      },
    },
    { id: 'line-halo', type: 'line', source: 'lines', paint: { 'line-color': ink.bg0, 'line-width': 6, 'line-opacity': 0.55 } },
    {
      id: 'line',
      type: 'line',
      source: 'lines',
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': ink.mapLine,
        'line-width': 2.2,
        'line-opacity': plain,
        'line-dasharray': [8, 2.2, 1.1, 2.2, 1.1, 2.2],
      },
    },
    { id: 'wedge-fill', type: 'fill', source: 'wedges', paint: { 'fill-color': byState(ink, ink.tx1), 'fill-opacity': 0.1 } },
    {
      id: 'wedge-edge',
      type: 'line',
      source: 'wedges',
      paint: { 'line-color': byState(ink, ink.tx1), 'line-width': 1.4, 'line-dasharray': [3, 2.5] },
    },
    { id: 'trail-halo', type: 'line', source: 'trails', paint: { 'line-color': ink.bg0, 'line-width': 5, 'line-opacity': 0.5 } },
    {
      id: 'trails',
      type: 'line',
      source: 'trails',
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': byState(ink, ink.tx1), 'line-width': 2.2, 'line-opacity': ['get', 'strength'] },
    },
    { id: 'ellipse-fill', type: 'fill', source: 'ellipses', paint: { 'fill-color': byState(ink, ink.tx1), 'fill-opacity': 0.1 } },
    {
      id: 'ellipse-edge',
      type: 'line',
      source: 'ellipses',
      paint: { 'line-color': byState(ink, ink.tx1), 'line-width': 1.4, 'line-dasharray': [3, 2.2] },
    },
    {
      id: 'zone-name',
      type: 'symbol',
      source: 'zones',
      layout: { 'text-field': ['get', 'name'], 'text-font': FONT, 'text-size': 12, 'text-offset': [0, 1.6] },
      paint: text(ink, ink.tx2).paint ?? {},
    },
    {
      id: 'line-name',
      type: 'symbol',
      source: 'lines',
      layout: {
        'text-field': ['get', 'name'],
        'text-font': FONT,
        'text-size': 12,
        'symbol-placement': 'line-center',
        'text-rotation-alignment': 'viewport',
        'text-anchor': 'left',
        'text-offset': [1.2, 0],
      },
      paint: text(ink, ink.tx2).paint ?? {},
    },
    {
      id: 'masts',
      type: 'symbol',
      source: 'masts',
      layout: {
        'icon-image': ['case', ['get', 'isBlind'], 'camera-blind', 'camera'],
        'icon-allow-overlap': true,
        'text-field': ['get', 'codes'],
        'text-font': FONT,
        'text-size': 11,
        'text-anchor': 'top',
        'text-offset': [0, 0.7],
        'text-optional': true,
      },
      paint: text(ink, ink.tx3).paint ?? {},
    },
    {
      id: 'outposts',
      type: 'symbol',
      source: 'outposts',
      layout: {
        'icon-image': 'outpost',
        'icon-allow-overlap': true,
        'text-field': ['get', 'name'],
        'text-font': FONT_STRONG,
        'text-size': 12,
        'text-variable-anchor': ['left', 'right', 'top', 'bottom'],
        'text-radial-offset': 1.2,
        'text-optional': true,
      },
      paint: text(ink, ink.tx1).paint ?? {},
    },
    {
      id: 'movers',
      type: 'symbol',
      source: 'movers',
      layout: {
        'icon-image': ['match', ['get', 'state'], 'old', 'mover-old', 'coasting', 'mover-coasting', 'mover'],
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
      },
    },
    labelLayer(ink, 'movers', 1.5),
    labelLayer(ink, 'wedges', 0),
  ]
  // What is written stays readable; what is drawn is veiled, because all of it is old.
  const firstWords = layers.findIndex((layer) => layer.type === 'symbol')
  if (isOld)
    layers.splice(firstWords, 0, {
      id: 'veil',
      type: 'background',
      paint: { 'background-pattern': 'veil', 'background-opacity': 0.2 },
    })
  return {
    version: 8,
    sources: { ...under.sources, ...Object.fromEntries(sources.map((name) => [name, { ...empty }])) },
    layers,
  }
}
