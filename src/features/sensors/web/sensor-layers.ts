/** How sensors look on every map: kind by shape, reach as a thin circle, and ground that is not known as that of a camera. */
import { FONT, type Layer, words } from '../../../platform/web/map/style.ts'
import type { Ink } from '../../../platform/web/map/symbols.ts'

/** Sources that `sensorShapes` fills. */
export const sensorSources = ['reaches', 'sensors'] as const

/** The ground they sense: below everything that moves, and quieter than what a camera sees. */
export function reachLayers(ink: Ink): Layer[] {
  return [
    {
      id: 'reaches-not-known',
      type: 'fill',
      source: 'reaches',
      filter: ['==', ['get', 'state'], 'not-known'],
      paint: { 'fill-pattern': 'hatch', 'fill-opacity': 0.7 },
    },
    {
      id: 'reaches-edge',
      type: 'line',
      source: 'reaches',
      filter: ['!=', ['get', 'state'], 'not-known'],
      paint: { 'line-color': ink.tx1, 'line-width': 1, 'line-opacity': 0.4 },
    },
    {
      id: 'reaches-edge-not-known',
      type: 'line',
      source: 'reaches',
      filter: ['==', ['get', 'state'], 'not-known'],
      paint: { 'line-color': ink.blind, 'line-width': 1.1, 'line-opacity': 0.9, 'line-dasharray': [5, 4] },
    },
  ]
}

/** Where sensors stand, with their codes. */
export function sensorLayers(ink: Ink): Layer[] {
  return [
    {
      id: 'sensors',
      type: 'symbol',
      source: 'sensors',
      layout: {
        'icon-image': ['get', 'icon'],
        'icon-allow-overlap': true,
        'text-field': ['get', 'code'],
        'text-font': FONT,
        'text-size': 11,
        'text-variable-anchor': ['top', 'bottom', 'right', 'left'],
        'text-radial-offset': 1.2,
        'text-optional': true,
      },
      paint: words(ink, ink.tx3),
    },
  ]
}
