/** How platforms look on the map: their picture's ground dashed, because nothing in it is promised to be found. */
import { FONT, type Layer, words } from '../../../platform/web/map/style.ts'
import type { Ink } from '../../../platform/web/map/symbols.ts'

/** Sources that `platformShapes` fills. */
export const platformSources = ['footprints', 'looks', 'platforms'] as const

/** Ground and line of sight. */
export function footprintLayers(ink: Ink): Layer[] {
  const colour = ['match', ['get', 'state'], ['old', 'blind'], ink.blind, ink.tx2] as unknown as string
  return [
    { id: 'footprint-fill', type: 'fill', source: 'footprints', paint: { 'fill-color': colour, 'fill-opacity': 0.08 } },
    {
      id: 'footprint-edge',
      type: 'line',
      source: 'footprints',
      paint: { 'line-color': colour, 'line-width': 1.4, 'line-dasharray': [4, 3] },
    },
    { id: 'looks', type: 'line', source: 'looks', paint: { 'line-color': colour, 'line-width': 1, 'line-dasharray': [1, 3] } },
  ]
}

/** The platforms themselves, with their codes. */
export function platformLayers(ink: Ink): Layer[] {
  const colour = ['match', ['get', 'state'], ['old', 'blind'], ink.blind, ink.tx1] as unknown as string
  return [
    {
      id: 'platform-mark',
      type: 'circle',
      source: 'platforms',
      paint: { 'circle-radius': 6, 'circle-color': ink.bg1, 'circle-stroke-color': colour, 'circle-stroke-width': 2 },
    },
    {
      id: 'platform-names',
      type: 'symbol',
      source: 'platforms',
      layout: {
        'text-field': ['get', 'code'],
        'text-font': FONT,
        'text-size': 11,
        'text-anchor': 'top',
        'text-offset': [0, 0.8],
        'text-optional': true,
      },
      paint: words(ink, ink.tx2),
    },
  ]
}
