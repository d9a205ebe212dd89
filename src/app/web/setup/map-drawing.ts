/** The map of the set-up page: the ground, what stands on it, this camera's cone, and marks that a hand moves. */
import { type LatLon, pointAt } from '../../../base/geo.ts'
import type { CameraView, Pose } from '../../../features/cameras/contract.ts'
import { coverageRing } from '../../../features/cameras/coverage-ring.ts'
import type { PictureSize } from '../../../features/cameras/pose.ts'
import { PIXELS_TO, rangeOfPixels } from '../../../features/cameras/sight-lines.ts'
import type { PlaceView } from '../../../features/places/contract.ts'
import { placeSources } from '../../../features/places/web/place-layers.ts'
import { placeShapes } from '../../../features/places/web/place-shapes.ts'
import type { Speaker } from '../../../platform/speak.ts'
import { type Mark, openMarks } from '../../../platform/web/map/marks.ts'
import { type Feature, type LonLat, lineFeature, lonLat, pointFeature, ringFeature } from '../../../platform/web/map/shapes.ts'
import { cornersOf, openStage, type Stage, type StageOptions } from '../../../platform/web/map/stage.ts'
import { openSensorMarks } from '../map/sensor-marks.ts'
import { setupStyle } from '../map/styles.ts'
import { handleRangeM } from './handle-range.ts'

export type Handle = Mark<'mast' | 'direction' | 'point' | 'point-wrong'>

export interface SetupFacts {
  readonly cameraId: string
  readonly pose: Pose | null
  readonly size: PictureSize
  readonly others: readonly CameraView[]
  readonly places: readonly PlaceView[]
  readonly handles: readonly Handle[]
}

export interface SetupDrawing {
  show(facts: SetupFacts): void
  zoom(step: 1 | -1): void
  showAll(): void
  middle(): LatLon
  camera: Stage['camera']
  close(): void
}

/** Opens the drawing. Throws where the browser has no WebGL. */
export function openSetupDrawing(
  options: StageOptions & {
    readonly speaker: Speaker
    readonly css: Readonly<Record<string, string | undefined>>
    readonly onPress: (at: LatLon) => void
  },
): SetupDrawing {
  const { speaker, terrain } = options
  let shown: SetupFacts | null = null
  let isPlaced = options.camera !== null
  let mastAt: string | null = null
  const stage = openStage(options, speaker.say('setup.map'), setupStyle, () => {
    draw()
    sensorMarks.draw()
  })
  const { map } = stage
  const sensorMarks = openSensorMarks(stage, speaker, false)
  const marks = openMarks(map, options.css)
  map.on('click', ({ lngLat }) => options.onPress({ lat: lngLat.lat, lon: lngLat.lng }))

  function points(): LonLat[] {
    const all: LonLat[] = []
    const pose = shown?.pose ?? null
    if (pose !== null && shown !== null) {
      all.push(lonLat(pose.position))
      const reachM = handleRangeM(pose, shown.size) * 1.6
      for (const turn of [-0.5, 0, 0.5])
        all.push(lonLat(pointAt(pose.position, pose.azimuthTrueDeg + turn * pose.horizontalFovDeg, reachM)))
      for (const { at } of shown.handles) all.push(lonLat(at))
      return all
    }
    for (const { pose: other } of shown?.others ?? []) if (other !== null) all.push(lonLat(other.position))
    for (const { geometry } of shown?.places ?? []) if (geometry.kind === 'outpost') all.push(lonLat(geometry.position))
    return all.length > 0 ? all : cornersOf(terrain)
  }

  function showAll(isAtOnce: boolean): void {
    isPlaced = stage.fit(points(), isAtOnce, { top: 40, bottom: 46, left: 60, right: 70 }) || isPlaced
  }

  function draw(): void {
    if (!stage.isLoaded() || shown === null) return
    const { pose, size } = shown
    // A place that was typed and lies outside is what the person wants to see; nothing else moves the map.
    const key = pose === null ? null : lonLat(pose.position).join()
    const isLost = pose !== null && key !== mastAt && !map.getBounds().contains(lonLat(pose.position) as [number, number])
    mastAt = key
    if (!isPlaced || isLost) showAll(true)
    const places = placeShapes(shown.places, speaker.pick, new Set(), new Set())
    for (const source of placeSources) stage.put(source, places[source])
    const others: Feature[] = []
    const masts: Feature[] = []
    for (const other of shown.others) {
      if (other.coverage !== null) others.push(ringFeature(other.coverage))
      if (other.pose !== null) masts.push(pointFeature(lonLat(other.pose.position), { codes: other.code, isBlind: false }))
    }
    stage.put('others', others)
    stage.put('masts', masts)
    const ring = pose === null ? null : coverageRing(pose, size)
    stage.put('cone', ring === null ? [] : [ringFeature(ring)])
    stage.put(
      'axis',
      pose === null
        ? []
        : [lineFeature([lonLat(pose.position), lonLat(pointAt(pose.position, pose.azimuthTrueDeg, handleRangeM(pose, size)))])],
    )
    stage.put(
      'rings',
      pose === null
        ? []
        : Object.values(PIXELS_TO).flatMap((pixels) => {
            const rangeM = rangeOfPixels(pose, size, pixels)
            if (rangeM === 0) return []
            const half = pose.horizontalFovDeg / 2
            const arc = Array.from({ length: 25 }, (_, step) =>
              lonLat(pointAt(pose.position, pose.azimuthTrueDeg - half + (pose.horizontalFovDeg * step) / 24, rangeM)),
            )
            return [lineFeature(arc)]
          }),
    )
    stage.put(
      'handle-room',
      shown.handles.map(({ at, text, isWest = false }) => pointFeature(lonLat(at), { text, isWest })),
    )
    marks.show(shown.handles)
  }

  return {
    show(facts) {
      shown = facts
      draw()
    },
    zoom: stage.zoom,
    showAll: () => showAll(false),
    middle: stage.middle,
    camera: stage.camera,
    close() {
      sensorMarks.close()
      stage.close()
    },
  }
}
