/** How cameras look on every map: the ground they watch, and their masts. */
import { FONT, type Layer, words } from '../../../platform/web/map/style.ts'
import type { Ink } from '../../../platform/web/map/symbols.ts'

/** Sources that `cameraShapes` fills. */
export const cameraSources = ['cones', 'masts'] as const

/** Filled where it is seen now, hatched and dashed where it is not. */
export function coneLayers(ink: Ink): Layer[] {
  return [
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
  ]
}

/** Where cameras stand, with their codes. */
export function mastLayers(ink: Ink): Layer[] {
  return [
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
      paint: words(ink, ink.tx3),
    },
  ]
}
