/** What a map file would change here, before anything is changed. Pure. */
import type { LatLon } from '../../../base/geo.ts'
import { faultOf } from '../check.ts'
import type { PlaceView } from '../contract.ts'
import { lift } from '../fold.ts'
import type { FileFault, ImportItem, ImportPreview, Read } from './contract.ts'
import { readGeoJson } from './geojson.ts'
import { readKml } from './kml.ts'

/** One refused thing with the words for it: a code and its facts. */
export type Why = (code: string, facts: Readonly<Record<string, string | number>>) => string

/**
 * Reads a file, whichever of the two it is, and compares it with the places that are there (retired ones too). `isFree`: nobody has this
 * id here; one that somebody else has, out of sight, makes a place of its own.
 */
export function previewFile(
  text: string,
  places: ReadonlyMap<string, PlaceView>,
  isFree: (id: string) => boolean,
  anchor: LatLon | null,
  why: Why,
): { ok: true; preview: ImportPreview } | { ok: false; code: FileFault } {
  const format = /^[\s\uFEFF]*</.test(text) ? 'kml' : 'geojson'
  const read = format === 'kml' ? readKml(text) : readGeoJson(text)
  if (!read.ok) return read
  const seen = new Set<string>()
  const items = read.places.map((one, index) => {
    // The same id twice in one file: the second is a place of its own.
    const isOurs = one.id !== null && !seen.has(one.id) && (places.has(one.id) || isFree(one.id))
    const id = isOurs ? one.id : null
    if (id !== null) seen.add(id)
    return itemOf({ ...one, id }, index + 1, places, anchor, why)
  })
  return { ok: true, preview: { format, items } }
}

function itemOf(
  { id, name: read, geometry, why: code }: Read,
  n: number,
  places: ReadonlyMap<string, PlaceView>,
  anchor: LatLon | null,
  why: Why,
): ImportItem {
  const known = id === null ? undefined : places.get(id)
  const basedOn = known?.version ?? 0
  const no = (refused: string, facts: Readonly<Record<string, string | number>> = {}): ImportItem => ({
    n,
    state: 'unreadable',
    id,
    basedOn,
    name: read,
    geometry: null,
    why: why(refused, facts),
  })
  if (geometry === null) return no(code ?? 'place.read-shape')
  const fault = faultOf(geometry, anchor)
  if (fault !== null) return no(fault.code, fault.facts)
  if (known !== undefined && known.geometry.kind !== geometry.kind) return no('place.kind')
  const name = read ?? known?.name ?? unnamed(geometry.kind, n)
  const isSame =
    known !== undefined && known.isRetired !== true && isEqual([known.name, lift(known.geometry)], [name, lift(geometry)])
  return { n, state: known === undefined ? 'new' : isSame ? 'same' : 'changed', id, basedOn, name, geometry, why: null }
}

/** A thing without a name is named by what it is and its number in the file. */
function unnamed(kind: PlaceView['geometry']['kind'], n: number): PlaceView['name'] {
  const words = {
    line: ['خط', 'Line'],
    zone: ['منطقة', 'Zone'],
    outpost: ['مخفر', 'Outpost'],
    protected_site: ['موقع محمي', 'Protected site'],
    own_infrastructure: ['منشأة', 'Works'],
  }[kind] as [string, string]
  return { ar: `${words[0]} ${n}`, en: `${words[1]} ${n}` }
}

/** Equal whatever the order of their keys. */
function isEqual(a: unknown, b: unknown): boolean {
  return ordered(a) === ordered(b)
}

function ordered(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
