/** GeoJSON, RFC 7946. Pure. */
import type { PlaceView } from '../contract.ts'
import { filePlacesMax, type Read, type ReadFile } from './contract.ts'
import { idFrom, nameFrom, placeFrom, type Shape, shapeOf, type Values, valuesOf } from './shape.ts'

/** All places as one collection; what GeoJSON has no place for stands in the properties. */
export function toGeoJson(places: readonly PlaceView[]) {
  return { type: 'FeatureCollection' as const, features: places.map(featureOf) }
}

function featureOf({ id, version, name, area, geometry }: PlaceView) {
  const { type, points } = shapeOf(geometry)
  const coordinates = type === 'Point' ? points[0] : type === 'Polygon' ? [points] : points
  return {
    type: 'Feature' as const,
    id,
    properties: { id, version, name, area, ...valuesOf(geometry) },
    geometry: { type, coordinates },
  }
}

/** Reads a file. One feature or a collection; nothing that is declared in another projection. */
export function readGeoJson(text: string): ReadFile {
  let file: unknown
  try {
    file = JSON.parse(text)
  } catch {
    return { ok: false, code: 'place.file-unreadable' }
  }
  if (!isRecord(file)) return { ok: false, code: 'place.file-unreadable' }
  if (isRecord(file.crs) && !/CRS84|4326/.test(JSON.stringify(file.crs).slice(0, 1000)))
    return { ok: false, code: 'place.file-projection' }
  const features = file.type === 'FeatureCollection' ? file.features : file.type === 'Feature' ? [file] : null
  if (!Array.isArray(features)) return { ok: false, code: 'place.file-unreadable' }
  if (features.length === 0) return { ok: false, code: 'place.file-empty' }
  if (features.length > filePlacesMax) return { ok: false, code: 'place.file-too-many' }
  return { ok: true, places: features.map(readFeature) }
}

function readFeature(feature: unknown): Read {
  const { id, properties, geometry } = isRecord(feature) ? feature : {}
  const values: Values = isRecord(properties) ? properties : {}
  const name = nameFrom(values.name ?? values.Name ?? values.title ?? null)
  const known = idFrom(id) ?? idFrom(values.id)
  if (isRecord(geometry) && geometry.type === 'Polygon' && Array.isArray(geometry.coordinates) && geometry.coordinates.length > 1)
    return { id: known, name, geometry: null, why: 'place.read-holes' }
  return placeFrom(shapeFrom(geometry), values, name, known)
}

function shapeFrom(geometry: unknown): Shape | null {
  if (!isRecord(geometry) || !Array.isArray(geometry.coordinates)) return null
  const { type, coordinates } = geometry
  switch (type) {
    case 'Point':
      return { type, points: [flat(coordinates)] }
    case 'LineString':
      return { type, points: coordinates.map(flat) }
    case 'Polygon':
      return { type, points: (Array.isArray(coordinates[0]) ? coordinates[0] : []).map(flat) }
    default:
      return null
  }
}

/** Heights are left out; what is no pair of numbers is told by the caller. */
function flat(position: unknown): [number, number] {
  const [lon, lat] = Array.isArray(position) ? position : []
  return [lon as number, lat as number]
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> & { readonly coordinates?: unknown[] } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
