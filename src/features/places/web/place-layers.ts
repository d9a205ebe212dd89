/** How places look on every map: the line, zones, outposts, with their words. */
import { FONT, FONT_STRONG, type Layer, words } from '../../../platform/web/map/style.ts'
import type { Ink } from '../../../platform/web/map/symbols.ts'

/** Sources that `placeShapes` fills. */
export const placeSources = ['zones', 'lines', 'outposts', 'sites', 'buffers', 'works'] as const

/** Dotted; the alarm colour while it holds an alert, hatched while nobody watches it. */
export function zoneLayers(ink: Ink): Layer[] {
  return [
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
        'line-color': [
          'case',
          ['get', 'isAlarm'],
          ink.alarm,
          ['get', 'isUnwatched'],
          ink.blind,
          ['==', ['get', 'use'], 'own_patrol_corridor'],
          ink.own,
          ['in', ['get', 'use'], ['literal', ['civilian_routine', 'quiet_by_design']]],
          ink.tx3,
          ink.tx2,
        ],
        'line-width': 1.6,
        'line-dasharray': [1.2, 2.2],
      },
    },
  ]
}

/** The line that the site answers for: long dash, two dots, dark halo. */
export function lineLayers(ink: Ink, opacity = 1): Layer[] {
  return [
    { id: 'line-halo', type: 'line', source: 'lines', paint: { 'line-color': ink.bg0, 'line-width': 6, 'line-opacity': 0.55 } },
    {
      id: 'line',
      type: 'line',
      source: 'lines',
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': ink.mapLine,
        'line-width': 2.2,
        'line-opacity': opacity,
        'line-dasharray': [8, 2.2, 1.1, 2.2, 1.1, 2.2],
      },
    },
  ]
}

/** Names of zones and of the line. */
export function placeNameLayers(ink: Ink): Layer[] {
  return [
    {
      id: 'zone-name',
      type: 'symbol',
      source: 'zones',
      layout: { 'text-field': ['get', 'name'], 'text-font': FONT, 'text-size': 12, 'text-offset': [0, 1.6] },
      paint: words(ink, ink.tx2),
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
      paint: words(ink, ink.tx2),
    },
  ]
}

/** Protected sites by a double ring and a house, their name always shown; the ground that counts around them by a thin ring. */
export function siteLayers(ink: Ink): Layer[] {
  const named = (id: string, icon: string, isAlways: boolean): Layer => ({
    id,
    type: 'symbol',
    source: id,
    layout: {
      'icon-image': icon,
      'icon-allow-overlap': true,
      'text-field': ['get', 'name'],
      'text-font': FONT,
      'text-size': 12,
      'text-variable-anchor': ['left', 'right', 'top', 'bottom'],
      'text-radial-offset': 1.2,
      'text-optional': !isAlways,
      'text-allow-overlap': isAlways,
    },
    paint: words(ink, ink.tx1),
  })
  return [
    {
      id: 'buffers',
      type: 'line',
      source: 'buffers',
      paint: { 'line-color': ink.tx1, 'line-width': 1, 'line-opacity': 0.5, 'line-gap-width': 2 },
    },
    named('works', 'works', false),
    named('sites', 'protected', true),
  ]
}

/** Our own posts: square with a plus. */
export function outpostLayers(ink: Ink): Layer[] {
  return [
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
      paint: words(ink, ink.tx1),
    },
  ]
}
