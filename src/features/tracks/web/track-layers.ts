/** How movers look on the map: trail, ellipse or wedge, and the mark of what is not known. */
import { FONT_STRONG, type Layer } from '../../../platform/web/map/style.ts'
import type { Ink } from '../../../platform/web/map/symbols.ts'

/** Sources that `trackShapes` fills. */
export const trackSources = ['wedges', 'trails', 'ellipses', 'movers'] as const

/** Colour by the state of a feature: what is old is lilac, everything else neutral. */
const byState = (ink: Ink, normal: string) =>
  ['match', ['get', 'state'], ['old', 'blind'], ink.blind, normal] as unknown as string

/** Where they went and where they may be. */
export function wayLayers(ink: Ink): Layer[] {
  return [
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
  ]
}

/** The movers themselves, with their words in a box so that they are read over any ground. */
export function moverLayers(ink: Ink): Layer[] {
  return [
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
}

/** Where boxes would cover each other, one gives way. */
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
