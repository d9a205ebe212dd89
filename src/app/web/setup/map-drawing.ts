/** The map of the set-up page: the ground, what stands on it, this camera's cone, and marks that a hand moves. */
import { type LatLon, pointAt } from '../../../base/geo.ts'
import type { CameraView, Pose } from '../../../features/cameras/contract.ts'
import { coverageRing } from '../../../features/cameras/coverage-ring.ts'
import type { PictureSize } from '../../../features/cameras/pose.ts'
import { PIXELS_TO, rangeOfPixels } from '../../../features/cameras/sight-lines.ts'
import type { PlaceView } from '../../../features/places/contract.ts'
import { placeShapes } from '../../../features/places/web/place-shapes.ts'
import type { Speaker } from '../../../platform/speak.ts'
import { type Frame, openFrame } from '../../../platform/web/map/frame.ts'
import { drawGround, type Terrain } from '../../../platform/web/map/ground.ts'
import { type Feature, lineFeature, lonLat, pointFeature, ringFeature } from '../../../platform/web/map/shapes.ts'
import { readInk, symbolsOf } from '../../../platform/web/map/symbols.ts'
import { handleRangeM } from './handle-range.ts'
import { setupStyle } from './map-layers.ts'

/** A mark that a hand moves. */
export interface Handle {
  readonly key: string
  readonly at: LatLon
  readonly label: string
  readonly look: 'mast' | 'direction' | 'point' | 'point-wrong'
  readonly text: string
  /** West of the mast: its words stand on that side. */
  readonly isWest?: boolean
  readonly onMove: (to: LatLon, isHeld: boolean) => void
}

export interface SetupFacts {
  readonly cameraId: string
  readonly pose: Pose | null
  readonly size: PictureSize
  readonly others: readonly CameraView[]
  readonly places: readonly PlaceView[]
  readonly handles: readonly Handle[]
}

export interface Scale {
  readonly metres: number
  readonly pixels: number
}

export interface SetupDrawing {
  show(facts: SetupFacts): void
  zoom(step: 1 | -1): void
  showAll(): void
  middle(): LatLon
  close(): void
}

/** Opens the drawing. Throws where the browser has no WebGL. */
export function openSetupDrawing(options: {
  readonly container: HTMLElement
  readonly speaker: Speaker
  readonly terrain: Terrain | null
  readonly isLight: boolean
  readonly css: Readonly<Record<string, string | undefined>>
  readonly onPress: (at: LatLon) => void
  readonly onScale: (scale: Scale) => void
  readonly onReady: () => void
}): SetupDrawing {
  const { container, speaker, terrain, css } = options
  const ink = readInk()
  const ground =
    terrain === null ? null : { canvas: drawGround(terrain, ink.mapLow, ink.mapHigh, options.isLight), bounds: terrain.bounds }
  const frame: Frame = openFrame(container, setupStyle(ink, ground), symbolsOf(ink), null, speaker.say('setup.map'))
  const { map } = frame
  const marks = new Map<string, { element: HTMLButtonElement; handle: Handle }>()
  const layer = document.createElement('div')
  layer.className = css.handles ?? ''
  map.getCanvasContainer().append(layer)
  const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches
  let shown: SetupFacts | null = null
  let isLoaded = false
  let isPlaced = false
  let mastAt: string | null = null

  function bounds(): [number, number, number, number] | null {
    const points: (readonly [number, number])[] = []
    const pose = shown?.pose ?? null
    if (pose !== null && shown !== null) {
      points.push(lonLat(pose.position))
      for (const turn of [-0.5, 0, 0.5])
        points.push(
          lonLat(
            pointAt(pose.position, pose.azimuthTrueDeg + turn * pose.horizontalFovDeg, handleRangeM(pose, shown.size) * 1.6),
          ),
        )
      for (const { at } of shown.handles) points.push(lonLat(at))
    } else {
      for (const { pose: other } of shown?.others ?? []) if (other !== null) points.push(lonLat(other.position))
      for (const { geometry } of shown?.places ?? []) if (geometry.kind === 'outpost') points.push(lonLat(geometry.position))
      if (points.length === 0 && terrain !== null) return [...terrain.bounds]
    }
    if (points.length === 0) return null
    const [lons, lats] = [points.map(([lon]) => lon), points.map(([, lat]) => lat)]
    return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]
  }

  function showAll(duration: number): void {
    const all = bounds()
    if (all === null) return
    isPlaced = true
    map.fitBounds(all, { padding: { top: 40, bottom: 46, left: 60, right: 70 }, duration, maxZoom: 15 })
  }

  function draw(): void {
    if (!isLoaded || shown === null) return
    const { pose, size } = shown
    // A place that was typed and lies outside is what the person wants to see; nothing else moves the map.
    const key = pose === null ? null : lonLat(pose.position).join()
    const isLost = pose !== null && key !== mastAt && !map.getBounds().contains(lonLat(pose.position) as [number, number])
    mastAt = key
    if (!isPlaced || isLost) showAll(0)
    const places = placeShapes(shown.places, speaker.pick, new Set(), new Set())
    frame.put('lines', places.lines)
    frame.put('zones', places.zones)
    frame.put('outposts', places.outposts)
    const others: Feature[] = []
    const masts: Feature[] = []
    for (const other of shown.others) {
      if (other.coverage !== null) others.push(ringFeature(other.coverage))
      if (other.pose !== null) masts.push(pointFeature(lonLat(other.pose.position), { codes: other.code, isBlind: false }))
    }
    frame.put('others', others)
    frame.put('masts', masts)
    const ring = pose === null ? null : coverageRing(pose, size)
    frame.put('cone', ring === null ? [] : [ringFeature(ring)])
    frame.put(
      'axis',
      pose === null
        ? []
        : [lineFeature([lonLat(pose.position), lonLat(pointAt(pose.position, pose.azimuthTrueDeg, handleRangeM(pose, size)))])],
    )
    frame.put(
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
    drawHandles()
  }

  function drawHandles(): void {
    const wanted = new Set(shown?.handles.map(({ key }) => key))
    for (const [key, { element }] of marks)
      if (!wanted.has(key)) {
        element.remove()
        marks.delete(key)
      }
    for (const handle of shown?.handles ?? []) {
      const known = marks.get(handle.key) ?? { element: newMark(handle.key), handle }
      known.handle = handle
      marks.set(handle.key, known)
      known.element.className = `${css.handle} ${css[handle.look] ?? ''}`
      known.element.setAttribute('aria-label', handle.label)
      known.element.dataset.text = handle.text
      // Words stand on the outer side, where they do not cover the mast.
      known.element.dataset.side = handle.isWest ? 'west' : 'east'
    }
    placeHandles()
  }

  function placeHandles(): void {
    for (const { element, handle } of marks.values()) {
      const at = map.project(lonLat(handle.at) as [number, number])
      element.style.transform = `translate(${Math.round(at.x)}px, ${Math.round(at.y)}px)`
    }
  }

  function newMark(key: string): HTMLButtonElement {
    const element = document.createElement('button')
    element.type = 'button'
    element.dataset.takesKeys = ''
    layer.append(element)
    const at = (event: { clientX: number; clientY: number }): LatLon => {
      const box = map.getCanvas().getBoundingClientRect()
      const { lng, lat } = map.unproject([event.clientX - box.left, event.clientY - box.top])
      return { lat, lon: lng }
    }
    element.addEventListener('pointerdown', (event) => {
      event.preventDefault()
      event.stopPropagation()
      element.focus()
      element.setPointerCapture(event.pointerId)
      const move = (next: PointerEvent) => marks.get(key)?.handle.onMove(at(next), true)
      const end = () => {
        element.removeEventListener('pointermove', move)
        element.removeEventListener('pointerup', end)
        element.removeEventListener('pointercancel', end)
      }
      element.addEventListener('pointermove', move)
      element.addEventListener('pointerup', end)
      element.addEventListener('pointercancel', end)
    })
    for (const kind of ['mousedown', 'touchstart', 'dblclick'] as const)
      element.addEventListener(kind, (event) => event.stopPropagation())
    element.addEventListener('keydown', (event) => {
      const by = event.shiftKey ? 10 : 1
      const way = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] }[event.code]
      const handle = marks.get(key)?.handle
      if (way === undefined || handle === undefined) return
      event.preventDefault()
      event.stopPropagation()
      const from = map.project(lonLat(handle.at) as [number, number])
      const { lng, lat } = map.unproject([from.x + (way[0] ?? 0), from.y + (way[1] ?? 0)])
      handle.onMove({ lat, lon: lng }, true)
    })
    return element
  }

  function tellScale(): void {
    const middle = map.getCenter()
    const metresPerPixel = (Math.cos((middle.lat * Math.PI) / 180) * 2 * Math.PI * 6_378_137) / (512 * 2 ** map.getZoom())
    const most = metresPerPixel * 110
    const power = 10 ** Math.floor(Math.log10(most))
    const metres = [5, 2, 1].map((step) => step * power).find((step) => step <= most) ?? power
    options.onScale({ metres, pixels: metres / metresPerPixel })
  }

  map.on('load', () => {
    isLoaded = true
    draw()
    tellScale()
    options.onReady()
  })
  map.on('move', placeHandles)
  map.on('zoom', tellScale)
  map.on('click', ({ lngLat }) => options.onPress({ lat: lngLat.lat, lon: lngLat.lng }))

  return {
    show(facts) {
      shown = facts
      draw()
    },
    zoom: (step) => map.zoomTo(map.getZoom() + step, { duration: isCalm ? 0 : 160 }),
    showAll: () => showAll(isCalm ? 0 : 160),
    middle: () => ({ lat: map.getCenter().lat, lon: map.getCenter().lng }),
    close: () => frame.remove(),
  }
}
