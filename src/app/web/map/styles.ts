/** The styles of the three maps, composed of the layers of features in their order: ground, zones, cones, line, tracks, symbols (interface.md 8). */
import type { StyleSpecification } from 'maplibre-gl'
import { cameraSources, coneLayers, mastLayers } from '../../../features/cameras/web/camera-layers.ts'
import { footprintLayers, platformLayers, platformSources } from '../../../features/cameras/web/platform-layers.ts'
import {
  lineLayers,
  outpostLayers,
  placeNameLayers,
  placeSources,
  siteLayers,
  zoneLayers,
} from '../../../features/places/web/place-layers.ts'
import { reachLayers, sensorLayers, sensorSources } from '../../../features/sensors/web/sensor-layers.ts'
import { moverLayers, trackSources, wayLayers } from '../../../features/tracks/web/track-layers.ts'
import { FONT_STRONG, type Ground, type Layer, styleWith, words } from '../../../platform/web/map/style.ts'
import type { Ink } from '../../../platform/web/map/symbols.ts'

/** The duty map. While the link is cut, everything drawn is veiled. */
export function dutyStyle(ink: Ink, ground: Ground, isOld: boolean): StyleSpecification {
  const layers: Layer[] = [
    ...zoneLayers(ink),
    ...coneLayers(ink),
    ...reachLayers(ink),
    ...footprintLayers(ink),
    ...lineLayers(ink, isOld ? 0.7 : 1),
    // Grey and below everything that moves: it explains a silence and asks for nothing.
    { id: 'quiet', type: 'fill', source: 'quiet', paint: { 'fill-pattern': 'quiet', 'fill-opacity': 0.6 } },
    { id: 'quiet-edge', type: 'line', source: 'quiet', paint: { 'line-color': ink.tx2, 'line-width': 1 } },
    ...wayLayers(ink),
    ...placeNameLayers(ink),
    ...mastLayers(ink),
    ...sensorLayers(ink),
    ...siteLayers(ink),
    ...outpostLayers(ink),
    ...platformLayers(ink),
    ...moverLayers(ink),
  ]
  // What is written stays readable; what is drawn is veiled, because all of it is old.
  const firstWords = layers.findIndex((layer) => layer.type === 'symbol')
  if (isOld)
    layers.splice(firstWords, 0, {
      id: 'veil',
      type: 'background',
      paint: { 'background-pattern': 'veil', 'background-opacity': 0.2 },
    })
  const sources = [...placeSources, ...cameraSources, ...sensorSources, ...platformSources, ...trackSources, 'quiet']
  return styleWith(ink, ground, sources, layers)
}

/** The set-up map: what other cameras see stays faint, this camera's ground is clear. */
export function setupStyle(ink: Ink, ground: Ground): StyleSpecification {
  const layers: Layer[] = [
    ...zoneLayers(ink),
    ...reachLayers(ink),
    { id: 'others', type: 'line', source: 'others', paint: { 'line-color': ink.tx3, 'line-width': 1, 'line-opacity': 0.5 } },
    { id: 'cone-fill', type: 'fill', source: 'cone', paint: { 'fill-color': ink.tx1, 'fill-opacity': 0.14 } },
    { id: 'cone-edge', type: 'line', source: 'cone', paint: { 'line-color': ink.tx1, 'line-width': 1.8, 'line-opacity': 0.95 } },
    {
      id: 'rings',
      type: 'line',
      source: 'rings',
      paint: { 'line-color': ink.tx1, 'line-width': 1, 'line-opacity': 0.55, 'line-dasharray': [2, 3] },
    },
    ...lineLayers(ink),
    { id: 'axis', type: 'line', source: 'axis', paint: { 'line-color': ink.tx1, 'line-width': 1.6, 'line-dasharray': [4, 3] } },
    ...mastLayers(ink),
    ...sensorLayers(ink),
    ...siteLayers(ink),
    ...outpostLayers(ink),
    // Marks that a hand moves, their words and the way between them stand over the map; here they keep their room, so that no name
    // is put below them.
    {
      id: 'handle-room',
      type: 'symbol',
      source: 'handle-room',
      layout: {
        'text-field': ['get', 'text'],
        'text-font': FONT_STRONG,
        'text-size': 12,
        'text-anchor': ['case', ['get', 'isWest'], 'right', 'left'],
        'text-offset': ['case', ['get', 'isWest'], ['literal', [-1.6, 0]], ['literal', [1.6, 0]]],
        'text-padding': 2,
        'text-allow-overlap': true,
      },
      paint: { 'text-opacity': 0 },
    },
    {
      id: 'axis-room',
      type: 'symbol',
      source: 'axis',
      layout: {
        'symbol-placement': 'line',
        'symbol-spacing': 10,
        'text-field': '·',
        'text-font': FONT_STRONG,
        'text-size': 4,
        'text-padding': 0,
        'text-allow-overlap': true,
      },
      paint: { 'text-opacity': 0 },
    },
  ]
  const own = ['others', 'cone', 'axis', 'rings', 'masts', 'handle-room']
  return styleWith(ink, ground, [...placeSources, ...sensorSources, ...own], layers)
}

/** The map on which places are drawn: what is there already stays quiet, the drawing is clear. */
export function placesStyle(ink: Ink, ground: Ground): StyleSpecification {
  const layers: Layer[] = [
    ...zoneLayers(ink),
    ...coneLayers(ink),
    ...lineLayers(ink),
    ...placeNameLayers(ink),
    ...mastLayers(ink),
    ...siteLayers(ink),
    ...outpostLayers(ink),
    { id: 'draft-fill', type: 'fill', source: 'draft-fill', paint: { 'fill-color': ink.tx1, 'fill-opacity': 0.1 } },
    { id: 'draft-own', type: 'line', source: 'draft-own', paint: { 'line-color': ink.own, 'line-width': 1.6 } },
    { id: 'draft-halo', type: 'line', source: 'draft', paint: { 'line-color': ink.bg0, 'line-width': 6, 'line-opacity': 0.6 } },
    { id: 'draft', type: 'line', source: 'draft', paint: { 'line-color': ink.tx1, 'line-width': 2.4 } },
    {
      id: 'draft-words',
      type: 'symbol',
      source: 'draft-words',
      layout: { 'text-field': ['get', 'name'], 'text-font': FONT_STRONG, 'text-size': 12, 'text-allow-overlap': true },
      paint: words(ink, ink.own),
    },
    {
      id: 'draft-fault',
      type: 'circle',
      source: 'draft-fault',
      paint: {
        'circle-radius': 11,
        'circle-color': 'rgba(0,0,0,0)',
        'circle-stroke-color': ink.warn,
        'circle-stroke-width': 2.5,
      },
    },
  ]
  const own = ['draft', 'draft-fill', 'draft-own', 'draft-words', 'draft-fault']
  return styleWith(ink, ground, [...placeSources, ...cameraSources, ...own], layers)
}
