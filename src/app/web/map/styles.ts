/** The styles of the three maps, composed of the layers of features in their order: ground, zones, cones, line, tracks, symbols (interface.md 8). */
import type { StyleSpecification } from 'maplibre-gl'
import { cameraSources, coneLayers, mastLayers } from '../../../features/cameras/web/camera-layers.ts'
import {
  lineLayers,
  outpostLayers,
  placeNameLayers,
  placeSources,
  zoneLayers,
} from '../../../features/places/web/place-layers.ts'
import { moverLayers, trackSources, wayLayers } from '../../../features/tracks/web/track-layers.ts'
import { type Ground, type Layer, styleWith } from '../../../platform/web/map/style.ts'
import type { Ink } from '../../../platform/web/map/symbols.ts'

/** The duty map. While the link is cut, everything drawn is veiled. */
export function dutyStyle(ink: Ink, ground: Ground | null, isOld: boolean): StyleSpecification {
  const layers: Layer[] = [
    ...zoneLayers(ink),
    ...coneLayers(ink),
    ...lineLayers(ink, isOld ? 0.7 : 1),
    ...wayLayers(ink),
    ...placeNameLayers(ink),
    ...mastLayers(ink),
    ...outpostLayers(ink),
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
  return styleWith(ink, ground, [...placeSources, ...cameraSources, ...trackSources], layers)
}

/** The set-up map: what other cameras see stays faint, this camera's ground is clear. */
export function setupStyle(ink: Ink, ground: Ground | null): StyleSpecification {
  const layers: Layer[] = [
    ...zoneLayers(ink),
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
    ...outpostLayers(ink),
  ]
  return styleWith(ink, ground, [...placeSources, 'others', 'cone', 'axis', 'rings', 'masts'], layers)
}
