import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTileArchive, tileId } from './pmtiles.ts'
import { writeArchive } from './pmtiles-testing.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'marsad-tiles-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let count = 0
const write = (bytes: Buffer) => {
  const path = join(folder, `${count++}.pmtiles`)
  writeFileSync(path, bytes)
  return path
}
const whole = [-180, -85, 180, 85] as const
const named = (id: number) => Buffer.from(`tile ${id}`)

describe('the number of a tile', () => {
  it('is that of the specification', () => {
    const known = [
      [0, 0, 0, 0],
      [1, 0, 0, 1],
      [1, 0, 1, 2],
      [1, 1, 1, 3],
      [1, 1, 0, 4],
      [2, 0, 0, 5],
      [12, 3423, 1763, 19_078_479],
    ] as const
    for (const [zoom, x, y, id] of known) expect(tileId(zoom, x, y), `${zoom}/${x}/${y}`).toBe(id)
  })

  it('law: each zoom has its own numbers, one a tile, and neighbours on the curve are neighbours on the map', () => {
    for (const zoom of [1, 2, 3, 4]) {
      const side = 2 ** zoom
      const placeOf = new Map<number, [number, number]>()
      for (let x = 0; x < side; x++) for (let y = 0; y < side; y++) placeOf.set(tileId(zoom, x, y), [x, y])
      const first = (4 ** zoom - 1) / 3
      expect([...placeOf.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: side * side }, (_, index) => first + index))
      for (let id = first + 1; id < first + side * side; id++) {
        const [[x = 0, y = 0], [u = 0, v = 0]] = [placeOf.get(id) ?? [], placeOf.get(id - 1) ?? []]
        expect(Math.abs(x - u) + Math.abs(y - v)).toBe(1)
      }
    }
  })
})

describe('an archive', () => {
  it('gives each tile that is in it and no other, through leaves and runs', async () => {
    const held = fc.uniqueArray(fc.integer({ min: 0, max: 340 }), { minLength: 1, maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(held, fc.integer({ min: 0, max: 9 }), async (ids, perLeaf) => {
        const sorted = ids.toSorted((a, b) => a - b)
        const tiles = sorted.map((id) => ({ id, bytes: named(id) }))
        const archive = await openTileArchive(write(writeArchive({ kind: 2, zooms: [0, 4], bounds: whole, tiles, perLeaf })))
        try {
          for (let zoom = 0; zoom <= 4; zoom++)
            for (let x = 0; x < 2 ** zoom; x++)
              for (let y = 0; y < 2 ** zoom; y++) {
                const id = tileId(zoom, x, y)
                const tile = await archive.tile(zoom, x, y)
                expect(tile?.toString() ?? null).toBe(ids.includes(id) ? `tile ${id}` : null)
              }
          expect(await archive.tile(5, 0, 0)).toBeNull()
          expect(await archive.tile(1, 2, 0)).toBeNull()
        } finally {
          await archive.close()
        }
      }),
      { numRuns: 25 },
    )
  })

  it('says what it is: kind, zooms, ground, what its maker wrote; a run is one tile many times', async () => {
    const bytes = writeArchive({
      kind: 1,
      zooms: [0, 1],
      bounds: [50.25, 20.25, 50.75, 20.75],
      tiles: [
        { id: 0, bytes: named(0) },
        { id: 1, bytes: named(1), run: 3 },
      ],
      notes: { attribution: 'survey of the site' },
    })
    const archive = await openTileArchive(write(bytes))
    expect(archive).toMatchObject({ kind: 'mvt', packing: 'none', minZoom: 0, maxZoom: 1, bounds: [50.25, 20.25, 50.75, 20.75] })
    expect(archive.notes).toEqual({ attribution: 'survey of the site' })
    expect(String(await archive.tile(1, 1, 1))).toBe('tile 1')
    expect(await archive.tile(1, 1, 0)).toBeNull()
    await archive.close()
  })

  it('that is none, cut or altered is refused by name, and never reads beyond itself', async () => {
    const sound = writeArchive({
      kind: 2,
      zooms: [0, 3],
      bounds: whole,
      tiles: Array.from({ length: 60 }, (_, id) => ({ id, bytes: named(id) })),
      perLeaf: 10,
    })
    const everyTile = async (bytes: Buffer) => {
      const archive = await openTileArchive(write(bytes))
      try {
        for (let x = 0; x < 8; x++) for (let y = 0; y < 8; y++) await archive.tile(3, x, y)
      } finally {
        await archive.close()
      }
    }
    const told = (bytes: Buffer) =>
      everyTile(bytes).then(
        () => 'read',
        (fault: { code?: string; message: string }) => fault.code ?? fault.message,
      )
    expect(await told(sound)).toBe('read')
    for (const none of [Buffer.from(''), Buffer.from('<html>'), Buffer.alloc(200), sound.subarray(0, 126)])
      expect(await told(none)).toBe('map.damaged')
    expect(await told(sound.subarray(0, sound.length - 1))).toBe('map.damaged')
    // Any byte of header and directories turned: it is read or refused, and nothing else happens.
    await fc.assert(
      fc.asyncProperty(fc.nat(sound.length - 1), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        const bytes = Buffer.from(sound)
        bytes[at] = (bytes[at] ?? 0) ^ by
        expect(['read', 'map.damaged']).toContain(await told(bytes))
      }),
      { numRuns: 150 },
    )
  })

  it('with a directory that swells is not unpacked', async () => {
    const bomb = writeArchive({
      kind: 2,
      zooms: [0, 1],
      bounds: whole,
      tiles: [{ id: 0, bytes: named(0) }],
      notes: { a: ' '.repeat(2 ** 25) },
    })
    await expect(openTileArchive(write(bomb))).rejects.toMatchObject({ code: 'map.damaged', facts: { what: 'packing' } })
  })
})
