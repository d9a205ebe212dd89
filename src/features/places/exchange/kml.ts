/** KML 2.2 (OGC 07-147r2), as much of it as places need. Links to elsewhere are never followed. Pure. */
import { escapeXml, find, findAll, readXml, type XmlElement } from '../../../base/xml.ts'
import type { PlaceView } from '../contract.ts'
import { fileLengthMax, filePlacesMax, type Read, type ReadFile } from './contract.ts'
import { idFrom, nameFrom, placeFrom, type Shape, shapeOf, type Values, valuesOf } from './shape.ts'

const limits = { lengthMax: fileLengthMax, depthMax: 40, elementsMax: 200_000 }
/** Ids of XML begin with a letter. */
const idBefore = 'place-'

/** All places as one document. The Arabic name is the one that is shown; everything of ours stands in the extended data. */
export function toKml(places: readonly PlaceView[]): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<kml xmlns="http://www.opengis.net/kml/2.2">',
    '<Document>',
    ...places.map(placemarkOf),
    '</Document>',
    '</kml>',
    '',
  ].join('\n')
}

function placemarkOf({ id, name, geometry }: PlaceView): string {
  const { type, points } = shapeOf(geometry)
  const coordinates = `<coordinates>${points.map(([lon, lat]) => `${lon},${lat}`).join(' ')}</coordinates>`
  const shape =
    type === 'Polygon'
      ? `<Polygon><outerBoundaryIs><LinearRing>${coordinates}</LinearRing></outerBoundaryIs></Polygon>`
      : `<${type}>${coordinates}</${type}>`
  const data = { nameAr: name.ar, nameEn: name.en, ...valuesOf(geometry) }
  const extended = Object.entries(data)
    .map(([key, value]) => `<Data name="${key}"><value>${escapeXml(asText(value))}</value></Data>`)
    .join('')
  return `<Placemark id="${idBefore}${id}"><name>${escapeXml(name.ar)}</name><ExtendedData>${extended}</ExtendedData>${shape}</Placemark>`
}

function asText(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Reads a file: every placemark of it, however deep its folders. */
export function readKml(text: string): ReadFile {
  if (text.length > fileLengthMax) return { ok: false, code: 'place.file-too-large' }
  const root = readXml(text, limits)
  if (root?.name !== 'kml') return { ok: false, code: 'place.file-unreadable' }
  const marks = findAll(root, 'Placemark')
  if (marks.length === 0) return { ok: false, code: 'place.file-empty' }
  if (marks.length > filePlacesMax) return { ok: false, code: 'place.file-too-many' }
  return { ok: true, places: marks.map(readPlacemark) }
}

function readPlacemark(mark: XmlElement): Read {
  const values = extendedOf(mark)
  const shown = mark.children.find(({ name }) => name === 'name')?.text ?? ''
  const isOurs = values.nameAr !== undefined || values.nameEn !== undefined
  const name = nameFrom(isOurs ? { ar: values.nameAr, en: values.nameEn } : shown === '' ? null : shown)
  const id = idFrom((mark.attributes.get('id') ?? '').replace(idBefore, ''))
  if (find(mark, 'innerBoundaryIs') !== null) return { id, name, geometry: null, why: 'place.read-holes' }
  return placeFrom(shapeFrom(mark), values, name, id)
}

/** Numbers and objects of ours come back as what they were; anything else stays words. */
function extendedOf(mark: XmlElement): Values {
  const values: Record<string, unknown> = {}
  for (const data of findAll(find(mark, 'ExtendedData'), 'Data')) {
    const key = data.attributes.get('name')
    const text = find(data, 'value')?.text ?? ''
    if (key === undefined || key === '__proto__') continue
    values[key] = numeric.has(key) ? Number(text) : key === 'window' ? parsed(text) : text
  }
  return values
}

const numeric = new Set(['bufferM', 'startKm'])

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text // The schema says no to it.
  }
}

function shapeFrom(mark: XmlElement): Shape | null {
  const shapes = (['Point', 'LineString', 'Polygon'] as const).flatMap((type) =>
    findAll(mark, type).map((element) => ({ type, element })),
  )
  const [only, ...others] = shapes
  if (only === undefined || others.length > 0) return null
  const points = pointsFrom(find(only.element, 'coordinates')?.text ?? '')
  return only.type === 'Point' ? { type: 'Point', points: [points[0] ?? [Number.NaN, Number.NaN]] } : { type: only.type, points }
}

/** `lon,lat[,height]`, apart by white space. */
function pointsFrom(text: string): [number, number][] {
  if (text.trim() === '') return []
  return text
    .trim()
    .split(/\s+/)
    .map((tuple) => {
      const [lon = '', lat = ''] = tuple.split(',')
      return [lon === '' ? Number.NaN : Number(lon), lat === '' ? Number.NaN : Number(lat)]
    })
}
