/** A place while it is drawn: points added, moved, put between and taken out, each step undone and done again. Pure. */
import type { LatLon } from '../../base/geo.ts'
import { faultOf, type PlaceFault } from './check.ts'
import type { PlaceGeometry, PlaceKind, PlaceView } from './contract.ts'
import { usualBufferM } from './lists.ts'
import { latLonOf, pointsOf } from './measure.ts'

export type LonLat = readonly [number, number]

/** Everything of a place but its points; which of them count is decided by the kind. */
export type PlaceValues = Partial<Omit<Extract<PlaceGeometry, { kind: 'line' }>, 'kind' | 'coordinates'>> &
  Partial<Omit<Extract<PlaceGeometry, { kind: 'zone' }>, 'kind' | 'ring'>> &
  Partial<Omit<Extract<PlaceGeometry, { kind: 'protected_site' }>, 'kind' | 'position'>> &
  Partial<Omit<Extract<PlaceGeometry, { kind: 'own_infrastructure' }>, 'kind' | 'position'>>

export interface PlaceDraft {
  /** Null: not on the map yet. */
  readonly id: string | null
  readonly basedOn: number
  readonly kind: PlaceKind
  readonly name: { readonly ar: string; readonly en: string }
  /** Of a zone without the last, which is the first again. */
  readonly points: readonly LonLat[]
  readonly values: PlaceValues
}

/** Nothing drawn yet. */
export function newDraft(kind: PlaceKind): PlaceDraft {
  const values: Record<PlaceKind, PlaceValues> = {
    line: { inside: 'right' },
    zone: { use: 'watch' },
    outpost: {},
    protected_site: { category: 'other', bufferM: usualBufferM('other'), source: 'other' },
    own_infrastructure: { what: 'other' },
  }
  return { id: null, basedOn: 0, kind, name: { ar: '', en: '' }, points: [], values: values[kind] }
}

/** A place as it is on the map, to be changed. */
export function draftOf({ id, version, name, geometry }: Pick<PlaceView, 'id' | 'version' | 'name' | 'geometry'>): PlaceDraft {
  const { kind, ...rest } = geometry
  const { coordinates: _line, ring: _ring, position: _at, ...values } = rest as Record<string, unknown>
  return { id, basedOn: version, kind, name, points: pointsOf(geometry), values: values as PlaceValues }
}

/** The place that is drawn, whole or not: `check.ts` says what it lacks. */
export function geometryOf({ kind, points, values }: PlaceDraft): PlaceGeometry {
  const all = points.map(([lon, lat]): [number, number] => [lon, lat])
  const position = latLonOf(points[0])
  switch (kind) {
    case 'line':
      return { kind, coordinates: all, inside: values.inside ?? 'right', ...(values.startKm ? { startKm: values.startKm } : {}) }
    case 'zone': {
      const use = values.use ?? 'watch'
      return {
        kind,
        ring: all[0] === undefined ? [] : [...all, all[0]],
        use,
        ...(use === 'civilian_routine' ? { routine: values.routine ?? 'other' } : {}),
        ...(use === 'quiet_by_design' && values.window ? { window: values.window } : {}),
      }
    }
    case 'outpost':
      return { kind, position }
    case 'protected_site': {
      const category = values.category ?? 'other'
      return { kind, position, category, bufferM: values.bufferM ?? usualBufferM(category), source: values.source ?? 'other' }
    }
    case 'own_infrastructure':
      return { kind, position, what: values.what ?? 'other' }
  }
}

/** Whether a place of this kind is one point. */
export function isPoint(kind: PlaceKind): boolean {
  return kind !== 'line' && kind !== 'zone'
}

/** What stands in the way of saving; null: nothing. */
export function faultOfDraft(draft: PlaceDraft, anchor: LatLon | null): PlaceFault | null {
  if (draft.points.length === 0)
    return {
      code: 'place.too-few-points',
      facts: { least: draft.kind === 'zone' ? 3 : draft.kind === 'line' ? 2 : 1, n: 0 },
      at: null,
    }
  return faultOf(geometryOf(draft), draft.id === null ? anchor : null)
}

/** At the end; a place of one point moves there. */
export function addPoint(draft: PlaceDraft, at: LonLat): PlaceDraft {
  return { ...draft, points: isPoint(draft.kind) ? [at] : [...draft.points, at] }
}

/** Behind the point of that number; behind the last of a zone it lies on the piece that closes it. */
export function insertPoint(draft: PlaceDraft, after: number, at: LonLat): PlaceDraft {
  return { ...draft, points: [...draft.points.slice(0, after + 1), at, ...draft.points.slice(after + 1)] }
}

/** The point of that number goes elsewhere. */
export function movePoint(draft: PlaceDraft, index: number, to: LonLat): PlaceDraft {
  return { ...draft, points: draft.points.map((point, at) => (at === index ? to : point)) }
}

/** Without the point of that number. */
export function deletePoint(draft: PlaceDraft, index: number): PlaceDraft {
  return { ...draft, points: draft.points.filter((_, at) => at !== index) }
}

/** The pieces between points, each with its middle. A zone has one more: back to the first. */
export function middlesOf({ kind, points }: PlaceDraft): readonly { readonly after: number; readonly at: LonLat }[] {
  if (isPoint(kind) || points.length < 2) return []
  const last = kind === 'zone' && points.length > 2 ? points.length : points.length - 1
  return Array.from({ length: last }, (_, after) => {
    const [a, b] = [points[after] as LonLat, points[(after + 1) % points.length] as LonLat]
    return { after, at: [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2] as const }
  })
}

interface Pixel {
  readonly x: number
  readonly y: number
}

/** Brings a point onto what is there already: a corner first, else a line, within so many pixels. Null: nothing is that near. */
export function snap(
  at: LonLat,
  ways: readonly (readonly LonLat[])[],
  toPixel: (point: LonLat) => Pixel,
  withinPx = 10,
): LonLat | null {
  const here = toPixel(at)
  let corner: { point: LonLat; px: number } | null = null
  let line: { point: LonLat; px: number } | null = null
  for (const way of ways) {
    for (const [index, point] of way.entries()) {
      const b = toPixel(point)
      const px = Math.hypot(b.x - here.x, b.y - here.y)
      if (px <= withinPx && (corner === null || px < corner.px)) corner = { point, px }
      const before = way[index - 1]
      if (before === undefined) continue
      const a = toPixel(before)
      const [dx, dy] = [b.x - a.x, b.y - a.y]
      const share = Math.max(0, Math.min(1, ((here.x - a.x) * dx + (here.y - a.y) * dy) / (dx * dx + dy * dy || 1)))
      const off = Math.hypot(a.x + share * dx - here.x, a.y + share * dy - here.y)
      if (off <= withinPx && (line === null || off < line.px)) {
        const on: LonLat = [before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])]
        line = { point: on, px: off }
      }
    }
  }
  return (corner ?? line)?.point ?? null
}

/** Steps of an edit, all of them kept. */
export interface Steps<T> {
  readonly past: readonly T[]
  readonly now: T
  readonly future: readonly T[]
  /** What the last step held: changes of one name in a row are one step. */
  readonly held: string | null
}

/** An edit that has just begun. */
export function firstStep<T>(now: T): Steps<T> {
  return { past: [], now, future: [], held: null }
}

/** One step on. What was undone before it is gone. */
export function step<T>(steps: Steps<T>, next: T, held: string | null = null): Steps<T> {
  if (JSON.stringify(next) === JSON.stringify(steps.now)) return held === null ? { ...steps, held: null } : steps
  const isSameHand = held !== null && held === steps.held
  return { past: isSameHand ? steps.past : [...steps.past, steps.now], now: next, future: [], held }
}

/** One step back; where there is none, the same. */
export function undo<T>(steps: Steps<T>): Steps<T> {
  const before = steps.past.at(-1)
  if (before === undefined) return steps
  return { past: steps.past.slice(0, -1), now: before, future: [steps.now, ...steps.future], held: null }
}

/** One step done again; where there is none, the same. */
export function redo<T>(steps: Steps<T>): Steps<T> {
  const [next, ...rest] = steps.future
  return next === undefined ? steps : { past: [...steps.past, steps.now], now: next, future: rest, held: null }
}
