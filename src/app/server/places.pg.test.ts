/** Places and rules at the program's own door: drawn, refused, read from files, tried on what moved, in force. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bootWithPeople } from '../../../test/setup/people.ts'
import { adminPassword } from '../../../test/setup/program.ts'
import { commanderOf, type SignedIn } from '../../../test/stories/commander.ts'
import { aPose } from '../../features/cameras/pose.testing.ts'
import { aSquare, at, origin } from '../../features/places/testing.ts'
import { type Look, lookOf, writeKept } from '../../features/tracks/kept.ts'
import { aPlace, aTrack } from '../../features/tracks/testing.ts'
import { connect } from '../../platform/server/database.ts'

let site: Awaited<ReturnType<typeof bootWithPeople>>
let who: SignedIn

beforeAll(async () => {
  site = await bootWithPeople('standalone', { MARSAD_TIME_ZONE: 'Asia/Riyadh' })
  who = await commanderOf(site.running.url, adminPassword)
})
afterAll(() => site?.stop())

// biome-ignore lint/suspicious/noExplicitAny: each test reads the parts of the answer that it is about
type Body = Record<string, any>
async function send(path: string, body: object, language = 'en'): Promise<{ status: number; body: Body }> {
  const answer = await fetch(site.running.url + path, {
    method: 'POST',
    headers: { ...who.headers, 'accept-language': language },
    body: JSON.stringify({ commandId: randomUUID(), ...body }),
  })
  return { status: answer.status, body: (await answer.json()) as Body }
}
const get = async (path: string): Promise<Body> =>
  (await (await fetch(site.running.url + path, { headers: who.headers })).json()) as Body
const named = (name: string) => ({ name: { ar: name, en: name } })

describe('places', () => {
  it('are drawn, changed, taken away and brought back; each version is told with who and when', async () => {
    const drawn = await send('/api/places', { ...named('Square'), geometry: aSquare(0, 0) })
    expect(drawn).toMatchObject({ status: 200, body: { version: 1, geometry: { use: 'watch' } } })
    const id = drawn.body.id as string
    const moved = { id, ...named('Square'), geometry: aSquare(100, 0) }
    expect(await send('/api/places', { ...moved, basedOn: 1 })).toMatchObject({ status: 200, body: { version: 2 } })
    const late = await send('/api/places', { ...moved, basedOn: 1 })
    expect(late).toMatchObject({ status: 409, body: { code: 'place.stale', facts: { by: 'Commander' } } })
    expect(Date.parse(late.body.facts.at)).toBeGreaterThan(Date.now() - 60_000)
    expect(await send(`/api/places/${id}/retire`, { basedOn: 2 })).toMatchObject({ status: 200, body: { isRetired: true } })
    expect(JSON.stringify(await get('/api/places'))).not.toContain(id)
    expect(await send('/api/places', { ...moved, basedOn: 3 })).toMatchObject({ status: 200, body: { version: 4 } })
    const { versions } = await get(`/api/places/${id}/history`)
    expect(versions.map(({ what, by }: Body) => [what, by])).toEqual([
      ['set', 'Commander'],
      ['set', 'Commander'],
      ['retired', 'Commander'],
      ['set', 'Commander'],
    ])
  })

  it('that cross themselves or lie far away are refused in the words of who asks, and nothing is written', async () => {
    const before = JSON.stringify(await get('/api/places'))
    const bow = { kind: 'zone', ring: [at(0, 0), at(200, 200), at(200, 0), at(0, 200), at(0, 0)] }
    const english = await send('/api/places', { ...named('Bow'), geometry: bow })
    expect(english).toMatchObject({ status: 422, body: { code: 'place.crosses-itself' } })
    expect(english.body.title).toMatch(/crosses itself at 20\.50\d+, 50\.50\d+: piece 1 and piece 3/)
    expect((await send('/api/places', { ...named('Bow'), geometry: bow }, 'ar')).body.title).toMatch(/يقطع نفسه/)
    const far = { kind: 'outpost', position: { lat: 50.5, lon: 20.5 } }
    expect(await send('/api/places', { ...named('Far'), geometry: far })).toMatchObject({ body: { code: 'place.too-far' } })
    expect(JSON.stringify(await get('/api/places'))).toBe(before)
  })

  it('a protected site is not taken away by one person, except his own mistake of just now', async () => {
    const site = { kind: 'protected_site', position: origin, category: 'school', bufferM: 500, source: 'authority' }
    const drawn = await send('/api/places', { ...named('School'), geometry: site })
    const id = drawn.body.id as string
    const smaller = { id, basedOn: 1, ...named('School'), geometry: { ...site, bufferM: 400 } }
    expect(await send('/api/places', smaller)).toMatchObject({ status: 200, body: { version: 2 } })
    expect(await send('/api/places', { ...smaller, basedOn: 2, geometry: { ...site, bufferM: 300 } })).toMatchObject({
      status: 409,
      body: { code: 'place.two-persons' },
    })
    expect(await send(`/api/places/${id}/retire`, { basedOn: 2 })).toMatchObject({ body: { code: 'place.two-persons' } })
  })

  it('a file is looked at first, then taken whole or not at all', async () => {
    const kml = await (await fetch(`${site.running.url}/api/places.kml`, { headers: who.headers })).text()
    const more = kml.replace(
      '</Document>',
      '<Placemark><name>تل</name><Point><coordinates>50.51,20.51</coordinates></Point></Placemark><Placemark><Polygon/></Placemark></Document>',
    )
    const seen = await send('/api/places/import', { text: more })
    expect(seen.status).toBe(200)
    const states = seen.body.items.map(({ state }: Body) => state)
    expect(states).toEqual(['same', 'same', 'new', 'unreadable'])
    const [, , tel] = seen.body.items
    const wish = ({ id, basedOn, name, geometry }: Body) => ({ id, basedOn, name, geometry })
    const before = JSON.stringify(await get('/api/places'))
    const stale = { ...wish(seen.body.items[0]), basedOn: 1 }
    const whole = await send('/api/places/import/apply', { isWhole: true, items: [wish(tel), stale] })
    expect(whole).toMatchObject({ status: 409, body: { code: 'place.import-refused', facts: { n: 1, first: 2 } } })
    expect(JSON.stringify(await get('/api/places'))).toBe(before)
    const commandId = randomUUID()
    const parts = await send('/api/places/import/apply', { commandId, isWhole: false, items: [wish(tel), stale] })
    expect(parts).toMatchObject({ status: 200, body: { set: 1, refused: [{ n: 2 }] } })
    const again = await send('/api/places/import/apply', { commandId, isWhole: false, items: [wish(tel), stale] })
    expect(again.body.set).toBe(1)
    expect((await get('/api/places.geojson')).features).toHaveLength(3)
  })

  it('a bomb, a broken file and ten megabytes are each one answer, and nothing is changed', async () => {
    const before = JSON.stringify(await get('/api/places'))
    const bomb = `<!DOCTYPE kml [<!ENTITY a "${'a'.repeat(1000)}">]><kml>${'&a;'.repeat(1000)}</kml>`
    for (const [text, code] of [
      [bomb, 'place.file-unreadable'],
      ['<kml><Document>', 'place.file-unreadable'],
      ['{"type":', 'place.file-unreadable'],
    ])
      expect(await send('/api/places/import', { text })).toMatchObject({ status: 422, body: { code } })
    const large = await send('/api/places/import', { text: `<kml>${' '.repeat(10_100_000)}</kml>` })
    expect([400, 413]).toContain(large.status)
    const beyond = await send('/api/places/import', { text: 'x'.repeat(21_000_000) })
    expect(beyond).toMatchObject({ status: 413, body: { code: 'too-large' } })
    expect(JSON.stringify(await get('/api/places'))).toBe(before)
  })
})

describe('rules', () => {
  const rule = (placeId: string, dwellS: number) => ({
    kind: 'zone-dwell',
    name: { ar: 'مكث', en: 'Stay' },
    where: { on: 'place', placeId },
    values: { dwellS },
    classes: null,
    schedule: null,
    priority: 'P2',
    isOn: true,
    validFrom: null,
    validUntil: null,
  })

  it('are tried on ten thousand tracks while others are served; then put in force and taken away', async () => {
    const zone = await send('/api/places', { ...named('Well'), geometry: aSquare(5000, 5000, 400) })
    const placeId = zone.body.id as string
    const camera = await send('/api/cameras', { source: '/nowhere/posed.mp4?name=Posed' })
    const [lon, lat] = at(5200, 4200)
    const pose = aPose({ position: { lat, lon }, heightM: 15, azimuthTrueDeg: 0 })
    const admin = camera.status === 201 ? camera.body.id : null
    expect(camera.status, 'a commander sets up no cameras').toBe(403)
    expect(admin).toBeNull()
    const cameraId = await addPosedCamera(pose)
    const stayers = await keepTracks(cameraId, 10_000)

    const began = performance.now()
    let slowestMs = 0
    let answers = 0
    let isDone = false
    const others = (async () => {
      while (!isDone) {
        const from = performance.now()
        await fetch(`${site.running.url}/healthz`)
        answers++
        slowestMs = Math.max(slowestMs, performance.now() - from)
      }
    })()
    const tried = await send('/api/rules/try', { rule: rule(placeId, 60), hours: 24 })
    const ms = performance.now() - began
    isDone = true
    await others
    expect(tried.status).toBe(200)
    expect(tried.body).toMatchObject({ tracks: 10_000, withoutClass: 1, times: stayers, given: { all: 0, here: 0 } })
    expect(tried.body.alerts[0]).toMatchObject({ cameraId, priority: 'P2', class: 'person', tracksInAll: 1 })
    expect((await send('/api/rules/try', { rule: rule(placeId, 3000), hours: 24 })).body.times).toBe(0)
    // How fast it is, is for a quiet machine to say; that nobody waits for its end holds on any.
    expect(slowestMs).toBeLessThan(ms)
    expect(answers).toBeGreaterThan(3)

    const set = await send('/api/rules', { rule: rule(placeId, 60) })
    expect(set).toMatchObject({ status: 200, body: { version: 1, isOn: true, changed: { by: 'Commander' } } })
    const id = set.body.id as string
    expect(await send('/api/rules', { id, basedOn: 0, rule: rule(placeId, 90) })).toMatchObject({
      status: 409,
      body: { code: 'rule.stale', facts: { by: 'Commander' } },
    })
    expect(await send('/api/rules', { rule: rule(placeId, 9000) })).toMatchObject({ status: 422, body: { code: 'rule.values' } })
    expect((await get('/api/rules')).rules).toHaveLength(1)
    expect(await send(`/api/rules/${id}/retire`, { basedOn: 1 })).toMatchObject({ status: 200, body: { isRetired: true } })
  })

  it('that would silence an immediate alert are refused by name', async () => {
    const line = await send('/api/places', {
      ...named('Line'),
      geometry: { kind: 'line', coordinates: [at(0, 900), at(900, 900)], inside: 'right' },
    })
    const silent = { ...rule(line.body.id as string, 60), kind: 'line-crossing', values: {}, priority: 'P1', isOn: false }
    const answer = await send('/api/rules', { rule: silent })
    expect(answer).toMatchObject({ status: 409, body: { code: 'rule.lowers-p1' } })
    expect(answer.body.title).toMatch(/two persons/)
  })

  async function addPosedCamera(pose: object): Promise<string> {
    const { body: added } = await site.send<Body>('/api/cameras', { source: '/nowhere/posed.mp4?name=Posed' })
    await site.send(`/api/cameras/${added.id}`, { basedOn: added.version, pose })
    return added.id as string
  }

  /** Tracks of the last day; some of them stay in the zone for two minutes. One is of before looks were kept. */
  async function keepTracks(cameraId: string, count: number): Promise<number> {
    const sql = connect(site.running.database, 1)
    const [row] = await sql<{ site: string }[]>`select site from journal.entry limit 1`
    const rows: object[] = []
    let stayers = 0
    for (let n = 0; n < count; n++) {
      const firstMs = Date.now() - 86_000_000 + n * 8000
      const isStayer = n % 2000 === 1
      const spread = (n % 97) * 9
      if (isStayer) stayers++
      const looks: Look[] = []
      const trail: { lat: number; lon: number }[] = []
      const trailMs: number[] = []
      const iso = (ms: number) => new Date(ms).toISOString()
      const track = () =>
        aTrack({ id: randomUUID(), cameraId, firstSeenAt: iso(firstMs), trail, trailMs, picture: [640, 512], travelM: 60 })
      for (let second = 0; second <= 120; second += 4) {
        const [lon, lat] = isStayer ? at(5200, 5200 + second / 10) : at(5000 + spread, 5900 + second)
        trail.push({ lat, lon })
        trailMs.push(second * 1000)
        const place = aPlace({ position: { lat, lon } })
        looks.push(lookOf(aTrack({ place, firstSeenAt: iso(firstMs), lastSeenAt: iso(firstMs + second * 1000), travelM: 60 })))
      }
      const last = track()
      rows.push({
        id: last.id,
        site: row?.site,
        camera: cameraId,
        first_at: new Date(firstMs),
        last_at: new Date(firstMs + 120_000),
        points: '[0,300,300,10,30,1]\n[5000,301,300,10,30,1]',
        sha256: '',
        kept: n === 0 ? null : writeKept(last, looks),
      })
    }
    for (let from = 0; from < rows.length; from += 500) await sql`insert into signal.track ${sql(rows.slice(from, from + 500))}`
    await sql.end()
    return stayers
  }
})
