/** Draws the world on the map, outside React: tracks and ages change faster than a page should be drawn anew. */

import { cameraShapes } from '../../../../features/cameras/web/camera-shapes.ts'
import type { Seen } from '../../../../features/cameras/web/health.ts'
import { placeShapes } from '../../../../features/places/web/place-shapes.ts'
import { trackShapes } from '../../../../features/tracks/web/track-shapes.ts'
import type { Speaker } from '../../../../platform/speak.ts'
import { nowMs, onEachSecond } from '../../../../platform/web/clock.ts'
import { type Camera, type Frame, openFrame } from '../../../../platform/web/map/frame.ts'
import { drawGround, type Terrain } from '../../../../platform/web/map/ground.ts'
import type { LonLat } from '../../../../platform/web/map/shapes.ts'
import { readInk, symbolsOf } from '../../../../platform/web/map/symbols.ts'
import { facts, tracks } from '../../live/world.ts'
import { styleOf } from './layers.ts'

/** What React knows and the map draws; handed over on each change. */
export interface MapFacts {
  readonly seen: readonly Seen[]
  readonly alarmCameraIds: ReadonlySet<string>
  readonly alarmPlaceIds: ReadonlySet<string>
  readonly unwatchedIds: ReadonlySet<string>
  readonly chosenCameraId: string | null
}

export interface Scale {
  readonly metres: number
  readonly pixels: number
}

export interface Drawing {
  show(next: MapFacts): void
  zoom(step: 1 | -1): void
  /** The whole site into view. */
  showAll(): void
  goTo(place: LonLat): void
  camera(): Camera
  close(): void
}

const TRACKS_EVERY_MS = 250

function boundsOf(terrain: Terrain | null): [number, number, number, number] | null {
  const points: LonLat[] = []
  for (const { geometry } of facts.get().places.values()) {
    if (geometry.kind === 'zone') points.push(...geometry.ring)
    if (geometry.kind === 'outpost') points.push([geometry.position.lon, geometry.position.lat])
  }
  for (const camera of facts.get().cameras.values()) {
    if (camera.isRemoved) continue
    if (camera.coverage !== null) points.push(...camera.coverage)
    else if (camera.pose !== null) points.push([camera.pose.position.lon, camera.pose.position.lat])
  }
  // A line may run far beyond what is watched; it decides only where nothing else is known.
  if (points.length === 0)
    for (const { geometry } of facts.get().places.values()) if (geometry.kind === 'line') points.push(...geometry.coordinates)
  if (points.length === 0) return terrain === null ? null : [...terrain.bounds]
  const lons = points.map(([lon]) => lon)
  const lats = points.map(([, lat]) => lat)
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
}

/** Opens the drawing; gives back how to feed and steer it. Throws where the browser has no WebGL. */
export function openDrawing(options: {
  readonly container: HTMLElement
  readonly speaker: Speaker
  readonly terrain: Terrain | null
  readonly isLight: boolean
  readonly isOld: boolean
  readonly camera: Camera | null
  readonly onScale: (scale: Scale) => void
  readonly onReady: () => void
}): Drawing {
  const { container, speaker, terrain, isLight, isOld } = options
  const ink = readInk()
  const canvas =
    terrain === null ? null : { canvas: drawGround(terrain, ink.mapLow, ink.mapHigh, isLight), bounds: terrain.bounds }
  const frame: Frame = openFrame(container, styleOf(ink, canvas, isOld), symbolsOf(ink), options.camera, speaker.say('app.map'))
  const { map } = frame
  let shown: MapFacts | null = null
  let isLoaded = false
  let isPlaced = options.camera !== null
  let tracksDrawnMs = 0
  let tracksTimer: ReturnType<typeof setTimeout> | undefined
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches

  function showAll(duration: number) {
    const bounds = boundsOf(terrain)
    if (bounds === null) return
    isPlaced = true
    map.fitBounds(bounds, { padding: { top: 46, bottom: 46, left: 30, right: 52 }, duration, maxZoom: 15 })
  }

  function drawFacts() {
    if (!isLoaded || shown === null) return
    // The first place on the ground is shown once; after that only a hand moves the map.
    if (!isPlaced) showAll(0)
    const places = placeShapes(facts.get().places.values(), speaker.pick, shown.alarmPlaceIds, shown.unwatchedIds)
    frame.put('lines', places.lines)
    frame.put('zones', places.zones)
    frame.put('outposts', places.outposts)
    const cameras = cameraShapes(shown.seen, shown.alarmCameraIds, shown.chosenCameraId, isOld)
    frame.put('cones', cameras.cones)
    frame.put('masts', cameras.masts)
  }

  function drawTracks() {
    clearTimeout(tracksTimer)
    tracksTimer = undefined
    if (!isLoaded) return
    tracksDrawnMs = performance.now()
    const shapes = trackShapes(tracks.get(), facts.get().cameras, speaker, nowMs(), isOld)
    frame.put('movers', shapes.movers)
    frame.put('trails', shapes.trails)
    frame.put('ellipses', shapes.ellipses)
    frame.put('wedges', shapes.wedges)
  }

  /** However fast they come, tracks are drawn four times a second at most. */
  function drawTracksSoon() {
    if (tracksTimer !== undefined) return
    tracksTimer = setTimeout(drawTracks, Math.max(0, TRACKS_EVERY_MS - (performance.now() - tracksDrawnMs)))
  }

  function tellScale() {
    const middle = map.getCenter()
    const metresPerPixel = (Math.cos((middle.lat * Math.PI) / 180) * 2 * Math.PI * 6_378_137) / (512 * 2 ** map.getZoom())
    const most = metresPerPixel * 110
    const power = 10 ** Math.floor(Math.log10(most))
    const metres = [5, 2, 1].map((step) => step * power).find((step) => step <= most) ?? power
    options.onScale({ metres, pixels: metres / metresPerPixel })
  }

  map.on('load', () => {
    isLoaded = true
    drawFacts()
    drawTracks()
    tellScale()
    options.onReady()
  })
  map.on('zoom', tellScale)
  map.on('moveend', tellScale)
  const stops = [facts.subscribe(drawFacts), tracks.subscribe(drawTracksSoon), onEachSecond(drawTracksSoon)]

  return {
    show(next) {
      shown = next
      drawFacts()
    },
    zoom: (step) => map.zoomTo(map.getZoom() + step, { duration: isCalm ? 0 : 160 }),
    showAll: () => showAll(isCalm ? 0 : 160),
    goTo: ([lon, lat]) => map.easeTo({ center: [lon, lat], zoom: Math.max(map.getZoom(), 13.5), duration: isCalm ? 0 : 160 }),
    camera: () => ({ center: map.getCenter().toArray() as [number, number], zoom: map.getZoom() }),
    close() {
      clearTimeout(tracksTimer)
      for (const stop of stops) stop()
      frame.remove()
    },
  }
}
