/** The map that a site brings along, asked for through the program's own door. */
import { mkdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bootWithPeople, nobody } from '../../../test/setup/people.ts'
import { writeArchive } from '../../platform/server/pmtiles-testing.ts'
import type { SiteMap } from '../site-map.ts'

let site: Awaited<ReturnType<typeof bootWithPeople>>
let folder: string
beforeAll(async () => {
  site = await bootWithPeople()
  folder = join(site.folder, 'map')
})
afterAll(() => site?.stop())

const bounds = [50.25, 20.25, 50.75, 20.75] as const
let wroteAt = Date.now()
/** Each file a second newer than the one before, as files are that a person brings. */
const bring = (name: string, bytes: Buffer) => {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, name), bytes)
  wroteAt += 1000
  utimesSync(join(folder, name), wroteAt / 1000, wroteAt / 1000)
}
const describeMap = async () => (await (await site.call(site.admin, 'GET', '/api/map')).json()) as SiteMap
const tile = (path: string) => site.call(site.admin, 'GET', `/api/map/${path}`)

describe('the map of a site', () => {
  it('is none until a file is there, and is taken up, changed and gone without a restart', async () => {
    expect(await describeMap()).toEqual({ ground: null, heights: null, damaged: [] })
    expect((await tile('ground/0/0/0')).status).toBe(204)
    const drawn = (text: string) =>
      writeArchive({
        kind: 1,
        zooms: [0, 1],
        bounds,
        tiles: [{ id: 0, bytes: Buffer.from(text) }],
        isPacked: true,
        notes: { vector_layers: [{ id: 'water' }, { id: 7 }], attribution: '<a href="x">&copy; Survey\u202e</a>' },
      })
    bring('ground.pmtiles', drawn('first'))
    const first = await describeMap()
    expect(first.ground).toMatchObject({ kind: 'vector', layers: ['water'], minZoom: 0, maxZoom: 1, bounds, credit: '© Survey' })
    const answer = await tile('ground/0/0/0')
    expect(answer.headers.get('content-encoding')).toBe('gzip')
    expect(answer.headers.get('content-type')).toBe('application/vnd.mapbox-vector-tile')
    expect(await answer.text()).toBe('first')
    expect((await tile('ground/1/1/1')).status).toBe(204)
    bring('ground.pmtiles', drawn('second, another length'))
    const second = await describeMap()
    expect(second.ground?.version).not.toBe(first.ground?.version)
    expect(await (await tile('ground/0/0/0')).text()).toBe('second, another length')
    rmSync(join(folder, 'ground.pmtiles'))
    expect((await describeMap()).ground).toBeNull()
    expect((await tile('ground/0/0/0')).status).toBe(204)
  })

  it('that is damaged, or no picture of heights, is named; the other file is drawn all the same', async () => {
    const heights = (kind: number) => writeArchive({ kind, zooms: [0, 0], bounds, tiles: [{ id: 0, bytes: Buffer.from('x') }] })
    bring('ground.pmtiles', Buffer.from('not a map at all'))
    bring('heights.pmtiles', heights(2))
    expect(await describeMap()).toMatchObject({
      ground: null,
      heights: { encoding: 'terrarium', bounds },
      damaged: ['ground.pmtiles'],
    })
    bring('heights.pmtiles', heights(3))
    expect(await describeMap()).toMatchObject({ heights: null, damaged: ['ground.pmtiles', 'heights.pmtiles'] })
    // A tile whose bytes are not all there: said in the words of who asks.
    const sound = writeArchive({ kind: 2, zooms: [0, 0], bounds, tiles: [{ id: 0, bytes: Buffer.alloc(500) }] })
    bring('ground.pmtiles', sound.subarray(0, sound.length - 100))
    expect((await describeMap()).ground).toMatchObject({ kind: 'raster' })
    const cut = await site.call(
      { ...site.admin, headers: { ...site.admin.headers, 'accept-language': 'ar' } },
      'GET',
      '/api/map/ground/0/0/0',
    )
    expect(cut.status).toBe(409)
    expect(await cut.json()).toMatchObject({ code: 'map.damaged', title: expect.stringMatching(/تالف/) })
  })

  it('is for people of the site, and only its two files are', async () => {
    expect((await site.call(nobody, 'GET', '/api/map')).status).toBe(401)
    expect((await site.call(nobody, 'GET', '/api/map/ground/0/0/0')).status).toBe(401)
    for (const path of ['..%2f..%2fsite/0/0/0', 'vault/0/0/0', 'ground/-1/0/0', 'ground/99/0/0', 'ground/0/0/x'])
      expect([400, 404], path).toContain((await tile(path)).status)
  })
})
