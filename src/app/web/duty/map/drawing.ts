/** Draws the world on the map, outside React: tracks and ages change faster than a page should be drawn anew. */

import { cameraShapes } from '../../../../features/cameras/web/camera-shapes.ts'
import type { Seen } from '../../../../features/cameras/web/health.ts'
import { platformShapes } from '../../../../features/cameras/web/platform-shapes.ts'
import { placeSources } from '../../../../features/places/web/place-layers.ts'
import { placeShapes } from '../../../../features/places/web/place-shapes.ts'
import { trackShapes } from '../../../../features/tracks/web/track-shapes.ts'
import type { Speaker } from '../../../../platform/speak.ts'
import { nowMs, onEachSecond } from '../../../../platform/web/clock.ts'
import type { Camera } from '../../../../platform/web/map/frame.ts'
import type { Terrain } from '../../../../platform/web/map/ground.ts'
import { type LonLat, ringFeature } from '../../../../platform/web/map/shapes.ts'
import { cornersOf, openStage, type StageOptions } from '../../../../platform/web/map/stage.ts'
import { nuisance, quietNow } from '../../live/nuisance.ts'
import { sensors } from '../../live/sensors.ts'
import { facts, platforms, tracks } from '../../live/world.ts'
import { openSensorMarks } from '../../map/sensor-marks.ts'
import { dutyStyle } from '../../map/styles.ts'

/** What React knows and the map draws; handed over on each change. */
export interface MapFacts {
  readonly seen: readonly Seen[]
  readonly alarmCameraIds: ReadonlySet<string>
  readonly alarmPlaceIds: ReadonlySet<string>
  readonly unwatchedIds: ReadonlySet<string>
  readonly chosenCameraId: string | null
}

export interface Drawing {
  show(next: MapFacts): void
  zoom(step: 1 | -1): void
  /** The whole site into view. */
  showAll(): void
  goTo(place: LonLat): void
  camera(): Camera | null
  close(): void
}

const TRACKS_EVERY_MS = 250
/** Nothing came for so long: the ages beside the movers go on by themselves, with the second. */
const TRACKS_STILL_MS = 600

function pointsOf(terrain: Terrain | null): LonLat[] {
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
  for (const { position } of sensors.get()) points.push([position.lon, position.lat])
  // A line may run far beyond what is watched; it decides only where nothing else is known.
  if (points.length === 0)
    for (const { geometry } of facts.get().places.values()) if (geometry.kind === 'line') points.push(...geometry.coordinates)
  return points.length > 0 ? points : cornersOf(terrain)
}

/** Opens the drawing; gives back how to feed and steer it. Throws where the browser has no WebGL. */
export function openDrawing(options: StageOptions & { readonly speaker: Speaker; readonly isOld: boolean }): Drawing {
  const { speaker, terrain, isOld } = options
  let shown: MapFacts | null = null
  let isPlaced = options.camera !== null
  let tracksDrawnMs = 0
  let tracksTimer: ReturnType<typeof setTimeout> | undefined
  const stage = openStage(
    options,
    speaker.say('app.map'),
    (ink, ground) => dutyStyle(ink, ground, isOld),
    () => {
      drawFacts()
      drawTracks()
      sensorMarks.draw()
    },
  )
  const sensorMarks = openSensorMarks(stage, speaker, isOld)

  function showAll(isAtOnce: boolean) {
    isPlaced = stage.fit(pointsOf(terrain), isAtOnce, { top: 46, bottom: 46, left: 30, right: 52 }) || isPlaced
  }

  function drawFacts() {
    if (!stage.isLoaded() || shown === null) return
    // The first place on the ground is shown once; after that only a hand moves the map.
    if (!isPlaced) showAll(true)
    const places = placeShapes(facts.get().places.values(), speaker.pick, shown.alarmPlaceIds, shown.unwatchedIds)
    for (const source of placeSources) stage.put(source, places[source])
    const cameras = cameraShapes(shown.seen, shown.alarmCameraIds, shown.chosenCameraId, isOld)
    stage.put('cones', cameras.cones)
    stage.put('masts', cameras.masts)
    drawQuiet()
  }

  function drawQuiet() {
    if (!stage.isLoaded()) return
    const rings = quietNow(nuisance.get(), nowMs()).flatMap(({ where }) => (where.on === 'ground' ? [where.ring] : []))
    stage.put(
      'quiet',
      rings.map((ring) => ringFeature(ring)),
    )
  }

  function drawTracks() {
    clearTimeout(tracksTimer)
    tracksTimer = undefined
    if (!stage.isLoaded()) return
    tracksDrawnMs = performance.now()
    const shapes = trackShapes(tracks.get(), facts.get().cameras, speaker, nowMs(), isOld)
    stage.put('movers', shapes.movers)
    stage.put('trails', shapes.trails)
    stage.put('ellipses', shapes.ellipses)
    stage.put('wedges', shapes.wedges)
    const moving = platformShapes(platforms.get(), (id) => facts.get().cameras.get(id)?.code ?? '', nowMs(), isOld)
    stage.put('footprints', moving.footprints)
    stage.put('looks', moving.looks)
    stage.put('platforms', moving.platforms)
  }

  /** However fast they come, tracks are drawn four times a second at most. */
  function drawTracksSoon() {
    if (tracksTimer !== undefined) return
    tracksTimer = setTimeout(drawTracks, Math.max(0, TRACKS_EVERY_MS - (performance.now() - tracksDrawnMs)))
  }

  const stops = [
    facts.subscribe(drawFacts),
    nuisance.subscribe(drawQuiet),
    tracks.subscribe(drawTracksSoon),
    platforms.subscribe(drawTracksSoon),
    onEachSecond(() => {
      if (performance.now() - tracksDrawnMs > TRACKS_STILL_MS) drawTracksSoon()
    }),
  ]

  return {
    show(next) {
      shown = next
      drawFacts()
    },
    zoom: stage.zoom,
    showAll: () => showAll(false),
    goTo: stage.goTo,
    camera: stage.camera,
    close() {
      clearTimeout(tracksTimer)
      for (const stop of stops) stop()
      sensorMarks.close()
      stage.close()
    },
  }
}
