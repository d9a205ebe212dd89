/** The map on which places are drawn: what is there, the drawing with its points under the hand, and where it is wrong. */
import { bearingTrueDeg, type LatLon, pointAt } from '../../../base/geo.ts'
import { cameraShapes } from '../../../features/cameras/web/camera-shapes.ts'
import type { Seen } from '../../../features/cameras/web/health.ts'
import type { PlaceView } from '../../../features/places/contract.ts'
import { isPoint, type LonLat, middlesOf, type PlaceDraft, snap } from '../../../features/places/edit.ts'
import { latLonOf, lengthM, pointsOf } from '../../../features/places/measure.ts'
import { placeSources } from '../../../features/places/web/place-layers.ts'
import { placeShapes } from '../../../features/places/web/place-shapes.ts'
import type { Speaker } from '../../../platform/speak.ts'
import { type Mark, openMarks } from '../../../platform/web/map/marks.ts'
import { type Feature, lineFeature, lonLat, pointFeature, ringFeature } from '../../../platform/web/map/shapes.ts'
import { cornersOf, openStage, type Stage, type StageOptions } from '../../../platform/web/map/stage.ts'
import { placesStyle } from '../map/styles.ts'

/** What React knows and the map draws. */
export interface PlaceFacts {
  readonly places: readonly PlaceView[]
  readonly seen: readonly Seen[]
  readonly draft: PlaceDraft | null
  readonly faultAt: LatLon | null
  readonly isSnapping: boolean
  /** Brought into view when it changes. */
  readonly focus: string | null
}

export interface PlaceActs {
  /** A press on the map. */
  add(at: LonLat): void
  insert(after: number, at: LonLat): void
  /** `isHeld`: the same hand goes on. */
  move(index: number, to: LonLat, isHeld: boolean): void
  remove(index: number): void
}

export interface PlaceDrawing {
  show(facts: PlaceFacts): void
  zoom(step: 1 | -1): void
  showAll(): void
  camera: Stage['camera']
  close(): void
}

const PADDING = { top: 50, bottom: 50, left: 60, right: 70 }
/** More marks than this would cover the drawing; the list has them all. */
const MARKS_MAX = 200

/** Opens the drawing. Throws where the browser has no WebGL. */
export function openPlaceDrawing(
  options: StageOptions & {
    readonly speaker: Speaker
    readonly css: Readonly<Record<string, string | undefined>>
    readonly acts: () => PlaceActs
  },
): PlaceDrawing {
  const { speaker, terrain, acts } = options
  let shown: PlaceFacts | null = null
  let isPlaced = options.camera !== null
  let focus: string | null = null
  const stage = openStage(options, speaker.say('app.map'), placesStyle, draw)
  const { map } = stage
  const marks = openMarks(map, options.css)
  map.doubleClickZoom.disable()
  map.on('click', ({ lngLat }) => {
    if (shown?.draft) acts().add(snapped([lngLat.lng, lngLat.lat], -1))
  })
  map.on('moveend', () => drawMarks())

  function snapped(at: LonLat, index: number): LonLat {
    if (shown === null || !shown.isSnapping) return at
    const { draft } = shown
    const ways = shown.places.filter(({ id }) => id !== draft?.id).map(({ geometry }) => wayOf(geometry))
    // Onto the drawing's own other points too: a zone may end where it began.
    if (draft !== null) for (const [other, point] of draft.points.entries()) if (other !== index) ways.push([point])
    return snap(at, ways, (point) => map.project(point as [number, number])) ?? at
  }

  function draw(): void {
    if (!stage.isLoaded() || shown === null) return
    const { draft, faultAt } = shown
    if (!isPlaced) showAll(true)
    // The one that is drawn anew is not drawn twice.
    const others = shown.places.filter(({ id }) => id !== draft?.id)
    const places = placeShapes(others, speaker.pick, new Set(), new Set())
    for (const source of placeSources) stage.put(source, places[source])
    const cameras = cameraShapes(shown.seen, new Set(), null, false)
    stage.put('cones', cameras.cones)
    stage.put('masts', cameras.masts)
    const { points = [], kind = 'line' } = draft ?? {}
    const isRing = kind === 'zone' && points.length > 2
    const way = isRing ? [...points, points[0] as LonLat] : points
    stage.put('draft', points.length > 1 && !isPoint(kind) ? [lineFeature(way)] : [])
    stage.put('draft-fill', isRing ? [ringFeature(points)] : [])
    const own = draft === null ? { ticks: [], words: [] } : ownSide(draft, speaker)
    stage.put('draft-own', own.ticks)
    stage.put('draft-words', own.words)
    stage.put('draft-fault', faultAt === null ? [] : [pointFeature(lonLat(faultAt))])
    drawMarks()
    if (shown.focus !== focus) {
      focus = shown.focus
      if (focus !== null && points.length > 0) stage.fit(points, false, PADDING)
    }
  }

  function drawMarks(): void {
    const draft = shown?.draft ?? null
    if (draft === null) {
      marks.show([])
      return
    }
    const bounds = map.getBounds()
    const isNear = (at: LonLat) => bounds.contains(at as [number, number])
    const corners = draft.points.flatMap((at, index) => (isNear(at) ? [cornerMark(draft, at, index)] : []))
    const middles = middlesOf(draft).flatMap(({ after, at }) => (isNear(at) ? [middleMark(after, at)] : []))
    marks.show(corners.length + middles.length > MARKS_MAX ? corners.slice(0, MARKS_MAX) : [...corners, ...middles])
  }

  function cornerMark(draft: PlaceDraft, at: LonLat, index: number): Mark {
    return {
      key: `corner ${index}`,
      at: latLonOf(at),
      label: speaker.say('place.edit.point', { n: index + 1 }),
      look: isPoint(draft.kind) ? 'single' : 'corner',
      text: isPoint(draft.kind) || draft.points.length > 60 ? '' : String(index + 1),
      // Keys move by a pixel: snapping would hold the point where it is.
      onMove: (to, isHeld, by) => acts().move(index, by === 'keys' ? lonLat(to) : snapped(lonLat(to), index), isHeld),
      onDelete: () => acts().remove(index),
    }
  }

  function middleMark(after: number, at: LonLat): Mark {
    const insert = (to: LatLon) => acts().insert(after, lonLat(to))
    return {
      key: `middle ${after}`,
      at: latLonOf(at),
      label: speaker.say('place.edit.point.between', { n: after + 1 }),
      look: 'middle',
      text: '',
      // The middle becomes a point where it is let go; the hand then has the point itself.
      onMove: (to, isHeld) => {
        if (!isHeld) insert(to)
      },
      onPress: () => insert(latLonOf(at)),
    }
  }

  function showAll(isAtOnce: boolean): void {
    const points: LonLat[] = [...(shown?.draft?.points ?? [])]
    for (const { geometry } of shown?.places ?? []) points.push(...pointsOf(geometry))
    for (const { camera } of shown?.seen ?? []) if (camera.pose !== null) points.push(lonLat(camera.pose.position))
    isPlaced = stage.fit(points.length > 0 ? points : cornersOf(terrain), isAtOnce, PADDING) || isPlaced
  }

  return {
    show(facts) {
      shown = facts
      draw()
    },
    zoom: stage.zoom,
    showAll: () => showAll(false),
    camera: stage.camera,
    close: stage.close,
  }
}

function wayOf(geometry: PlaceView['geometry']): LonLat[] {
  return geometry.kind === 'zone' ? [...geometry.ring] : [...pointsOf(geometry)]
}

/** Short strokes on the side of the line that is our own, and the words for it at its longest piece. */
function ownSide({ kind, points, values }: PlaceDraft, speaker: Speaker): { ticks: Feature[]; words: Feature[] } {
  if (kind !== 'line' || points.length < 2) return { ticks: [], words: [] }
  const strokeM = lengthM(points) * 0.035
  const turn = values.inside === 'left' ? -90 : 90
  let longest = { m: 0, at: null as LatLon | null, to: 0 }
  const ticks = points.slice(1).flatMap((point, before) => {
    const [from, to] = [latLonOf(points[before]), latLonOf(point)]
    const m = lengthM([points[before] as LonLat, point])
    const side = bearingTrueDeg(from, to) + turn
    const middle = pointAt(from, bearingTrueDeg(from, to), m / 2)
    if (m > longest.m) longest = { m, at: middle, to: side }
    return [lineFeature([lonLat(middle), lonLat(pointAt(middle, side, strokeM))])]
  })
  const name = speaker.say('place.edit.side')
  return {
    ticks,
    words: longest.at === null ? [] : [pointFeature(lonLat(pointAt(longest.at, longest.to, strokeM * 1.7)), { name })],
  }
}
