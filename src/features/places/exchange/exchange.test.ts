import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PlaceGeometry, type PlaceView, routines, siteCategories, siteSources, worksKinds } from '../contract.ts'
import { aSquare, at, origin } from '../testing.ts'
import { toGeoJson } from './geojson.ts'
import { toKml } from './kml.ts'
import { previewFile } from './preview.ts'

const why = (code: string) => code
const free = () => true
const noPlaces = new Map<string, PlaceView>()

const metre = fc.double({ min: -20_000, max: 20_000, noNaN: true })
const position = fc.tuple(metre, metre).map(([e, n]) => {
  const [lon, lat] = at(e, n)
  return { lat, lon }
})
/** Points in the order of their bearing around a middle: never crossing. */
const spokes = fc
  .array(fc.double({ min: 100, max: 9000, noNaN: true }), { minLength: 3, maxLength: 30 })
  .map((radii) =>
    radii.map((r, n) => at(r * Math.sin((2 * Math.PI * n) / radii.length), r * Math.cos((2 * Math.PI * n) / radii.length))),
  )
const instant = fc.date({ min: new Date('2026-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
const window = fc
  .tuple(instant, fc.integer({ min: 1, max: 1000 }))
  .map(([from, minutes]) => ({ from: from.toISOString(), until: new Date(from.getTime() + minutes * 60_000).toISOString() }))
const geometry: fc.Arbitrary<PlaceGeometry> = fc.oneof(
  fc.record({
    kind: fc.constant('line' as const),
    // Always further east: a way that never meets itself.
    coordinates: fc
      .array(fc.double({ min: 1, max: 900, noNaN: true }), { minLength: 2, maxLength: 30 })
      .map((offs) => offs.map((off, n) => at(n * 700, n % 2 === 0 ? off : -off))),
    inside: fc.constantFrom('left' as const, 'right' as const),
  }),
  spokes.chain((ring) => {
    const closed = [...ring, ring[0] as [number, number]]
    return fc.oneof(
      fc.record({ kind: fc.constant('zone' as const), ring: fc.constant(closed), use: fc.constant('watch' as const) }),
      fc.record({
        kind: fc.constant('zone' as const),
        ring: fc.constant(closed),
        use: fc.constant('quiet_by_design' as const),
        window,
      }),
      fc.record({
        kind: fc.constant('zone' as const),
        ring: fc.constant(closed),
        use: fc.constant('civilian_routine' as const),
        routine: fc.constantFrom(...routines),
      }),
    )
  }),
  fc.record({ kind: fc.constant('outpost' as const), position }),
  fc.record({
    kind: fc.constant('protected_site' as const),
    position,
    category: fc.constantFrom(...siteCategories),
    bufferM: fc.integer({ min: 0, max: 20_000 }),
    source: fc.constantFrom(...siteSources),
  }),
  fc.record({ kind: fc.constant('own_infrastructure' as const), position, what: fc.constantFrom(...worksKinds) }),
)
const word = fc.stringMatching(/^[\u0621-\u064Aa-zA-Z<>&"'0-9]{1,20}$/)
const place: fc.Arbitrary<PlaceView> = fc.record({
  id: fc.uuid({ version: 7 }),
  version: fc.integer({ min: 1, max: 99 }),
  name: fc.record({ ar: word, en: word }),
  area: fc.constant('north'),
  geometry,
})
const several = fc.uniqueArray(place, { minLength: 1, maxLength: 12, selector: ({ id }) => id })

describe('what is written is read back as it was', () => {
  it.each([
    ['GeoJSON', (places: readonly PlaceView[]) => JSON.stringify(toGeoJson(places))],
    ['KML', toKml],
  ])('%s: read anew, every place is new and the same; read over itself, nothing changes', (_name, write) => {
    fc.assert(
      fc.property(several, (places) => {
        const text = write(places)
        const anew = previewFile(text, noPlaces, free, origin, why)
        if (!anew.ok) throw new Error(anew.code)
        expect(anew.preview.items.map(({ id, name, geometry, state }) => ({ id, name, geometry, state }))).toEqual(
          places.map(({ id, name, geometry }) => ({ id, name, geometry, state: 'new' })),
        )
        const over = previewFile(text, new Map(places.map((each) => [each.id, each])), free, origin, why)
        expect(over.ok && over.preview.items.every(({ state }) => state === 'same')).toBe(true)
      }),
      { seed: 11, numRuns: 60 },
    )
  })
})

const kml = (inside: string) => `<kml xmlns="http://www.opengis.net/kml/2.2"><Document>${inside}</Document></kml>`
const point = '<Point><coordinates>50.5,20.5,12</coordinates></Point>'
const fileOf = (text: string) => {
  const read = previewFile(text, noPlaces, free, origin, why)
  return read.ok ? read.preview.items.map(({ state, why: said }) => said ?? state) : read.code
}

describe('files of others', () => {
  it('a drawing of another program: folders, heights, a name in one language', () => {
    const text = kml(`<Folder><Folder><Placemark><name>تل \u202Eأسود</name>${point}</Placemark></Folder></Folder>`)
    const read = previewFile(text, noPlaces, free, origin, why)
    expect(read.ok && read.preview.items[0]).toMatchObject({
      state: 'new',
      name: { ar: 'تل أسود', en: 'تل أسود' },
      geometry: { kind: 'outpost', position: { lat: 20.5, lon: 50.5 } },
    })
  })

  it.each([
    ['entities that grow', `<!DOCTYPE kml [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>${kml('&b;')}`, 'place.file-unreadable'],
    ['an entity from outside', `<!DOCTYPE kml SYSTEM "file:///etc/passwd">${kml('')}`, 'place.file-unreadable'],
    ['ten thousand levels', `<kml>${'<Folder>'.repeat(10_000)}`, 'place.file-unreadable'],
    ['half a file', kml(`<Placemark>${point}</Placemark>`).slice(0, 90), 'place.file-unreadable'],
    ['nothing', kml(''), 'place.file-empty'],
    ['no map at all', '<html></html>', 'place.file-unreadable'],
    ['an empty list', '{"type":"FeatureCollection","features":[]}', 'place.file-empty'],
    ['a list that is none', '{"type":"FeatureCollection","features":{}}', 'place.file-unreadable'],
    ['words', 'hello', 'place.file-unreadable'],
    ['too many', kml(`<Placemark>${point}</Placemark>`.repeat(2001)), 'place.file-too-many'],
    [
      'another projection',
      '{"type":"FeatureCollection","crs":{"properties":{"name":"EPSG:32639"}},"features":[{}]}',
      'place.file-projection',
    ],
  ])('%s is one clear answer', (_name, text, code) => {
    expect(fileOf(text)).toBe(code)
  })

  it('ten million signs are read or refused without a pause that a person notices', () => {
    const long = kml(`<Placemark><LineString><coordinates>${'50.5,20.5 '.repeat(990_000)}</coordinates></LineString></Placemark>`)
    const began = performance.now()
    expect(fileOf(long)).toEqual(['place.read-coordinates'])
    expect(fileOf(`${long}${' '.repeat(200_000)}`)).toBe('place.file-too-large')
    expect(performance.now() - began).toBeLessThan(20_000)
  })

  it('what is no place of ours says why, and the others are read', () => {
    const ring = aSquare(0, 0).ring.map(([lon, lat]) => `${lon},${lat}`)
    const polygon = (outer: readonly string[], more = '') =>
      `<Polygon><outerBoundaryIs><LinearRing><coordinates>${outer.join(' ')}</coordinates></LinearRing></outerBoundaryIs>${more}</Polygon>`
    const [a, b, c, d] = ring as [string, string, string, string]
    expect(
      fileOf(
        kml(
          [
            polygon(ring),
            polygon(ring, '<innerBoundaryIs><LinearRing><coordinates>0,0</coordinates></LinearRing></innerBoundaryIs>'),
            polygon([a, c, b, d, a]),
            `<MultiGeometry>${point}${point}</MultiGeometry>`,
            '<NetworkLink><href>http://elsewhere/</href></NetworkLink>',
            '<Point><coordinates>500,20</coordinates></Point>',
            '<Point><coordinates>20.5,50.5</coordinates></Point>',
            `<ExtendedData><Data name="kind"><value>protected_site</value></Data><Data name="bufferM"><value>far</value></Data></ExtendedData>${point}`,
          ]
            .map((inside) => `<Placemark>${inside}</Placemark>`)
            .join(''),
        ),
      ),
    ).toEqual([
      'new',
      'place.read-holes',
      'place.crosses-itself',
      'place.read-shape',
      'place.read-shape',
      'place.read-coordinates',
      'place.too-far',
      'place.read-values',
    ])
  })

  it('GeoJSON with null geometry, wrong types and strange ids does not throw', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { minLength: 1, maxLength: 5 }), (features) => {
        expect(fileOf(JSON.stringify({ type: 'FeatureCollection', features }))).toHaveLength(features.length)
      }),
      { seed: 12 },
    )
  })
})
