/** The common middle of GeoJSON and KML: shapes with named values, to places and back. Pure. */
import { bilingual } from '../../../base/shapes.ts'
import { type PlaceGeometry, placeGeometry, placeKinds, usualBufferM } from '../contract.ts'
import { latLonOf } from '../measure.ts'
import { cleanName } from '../names.ts'
import type { Read } from './contract.ts'

type LonLat = readonly [number, number]

export type Shape =
  | { readonly type: 'Point'; readonly points: readonly [LonLat] }
  | { readonly type: 'LineString'; readonly points: readonly LonLat[] }
  | { readonly type: 'Polygon'; readonly points: readonly LonLat[] }

export type Values = { readonly [name: string]: unknown }

/** The shape of a place as other programs draw it. */
export function shapeOf(geometry: PlaceGeometry): Shape {
  switch (geometry.kind) {
    case 'line':
      return { type: 'LineString', points: geometry.coordinates }
    case 'zone':
      return { type: 'Polygon', points: geometry.ring }
    case 'outpost':
    case 'protected_site':
    case 'own_infrastructure':
      return { type: 'Point', points: [[geometry.position.lon, geometry.position.lat]] }
  }
}

/** What a place is beside its shape: everything that its schema has, by its own names. */
export function valuesOf(geometry: PlaceGeometry): Values {
  const {
    coordinates: _line,
    ring: _ring,
    position: _at,
    ...values
  } = geometry as PlaceGeometry & {
    readonly coordinates?: unknown
    readonly ring?: unknown
    readonly position?: unknown
  }
  return values
}

/** A thing of a file as a place. What the file does not say is the least that can be: a zone is watched, a point is an outpost. */
export function placeFrom(shape: Shape | null, values: Values, name: Read['name'], id: string | null): Read {
  if (shape === null) return { id, name, geometry: null, why: 'place.read-shape' }
  if (shape.points.some((point) => !isLonLat(point))) return { id, name, geometry: null, why: 'place.read-coordinates' }
  const parsed = placeGeometry.safeParse(geometryFrom(shape, values))
  return parsed.success
    ? { id, name, geometry: parsed.data, why: null }
    : { id, name, geometry: null, why: parsed.error.issues.some(isCount) ? 'place.read-coordinates' : 'place.read-values' }
}

/** How many points there are is told by `check.ts`, in numbers; here it only must not look like a fault of a value. */
function isCount(issue: { readonly path: readonly PropertyKey[] }): boolean {
  return issue.path[0] === 'coordinates' || issue.path[0] === 'ring'
}

function geometryFrom(shape: Shape, values: Values): object {
  const kind = placeKinds.find((each) => each === values.kind)
  switch (shape.type) {
    case 'LineString':
      return { inside: 'right', ...values, kind: 'line', coordinates: shape.points }
    case 'Polygon':
      return { use: 'watch', ...values, kind: 'zone', ring: shape.points }
    case 'Point': {
      const position = latLonOf(shape.points[0])
      if (kind === 'protected_site') {
        const category = values.category ?? 'other'
        return { source: 'other', bufferM: usualBufferM(category as never), ...values, category, kind, position }
      }
      if (kind === 'own_infrastructure') return { what: 'other', ...values, kind, position }
      return { kind: 'outpost', position }
    }
  }
}

function isLonLat(point: readonly number[]): boolean {
  const [lon, lat] = point
  return typeof lon === 'number' && typeof lat === 'number' && Math.abs(lon) <= 180 && Math.abs(lat) <= 90
}

/** A name in both languages, from one or from two; null: there is none that can be kept. */
export function nameFrom(given: unknown): Read['name'] {
  const pair = typeof given === 'string' ? { ar: given, en: given } : given
  if (typeof pair !== 'object' || pair === null) return null
  const { ar, en } = pair as { ar?: unknown; en?: unknown }
  const name = { ar: cleanName(String(ar ?? en ?? '')), en: cleanName(String(en ?? ar ?? '')) }
  return bilingual.safeParse(name).success ? name : null
}

/** An id of ours; anything else is a name of somebody's. */
export function idFrom(given: unknown): string | null {
  return typeof given === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(given) ? given : null
}
