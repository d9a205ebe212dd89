/**
 * Reads a PMTiles archive (version 3): one file with all tiles of a map, found by directories and read in pieces.
 * Specification: github.com/protomaps/PMTiles, spec/v3/spec.md. Whatever the file says is checked before it is believed.
 */
import { type FileHandle, open } from 'node:fs/promises'
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib'
import { Fault } from '../../base/outcome.ts'

export type TileKind = 'mvt' | 'png' | 'jpeg' | 'webp' | 'avif'
export type Packing = 'none' | 'gzip' | 'br' | 'zstd'

export interface TileArchive {
  readonly kind: TileKind
  /** How each tile lies in the file, and comes out of `tile`. */
  readonly packing: Packing
  readonly minZoom: number
  readonly maxZoom: number
  /** West, south, east, north in degrees. */
  readonly bounds: readonly [number, number, number, number]
  /** What its maker wrote beside the tiles; an empty object where it is no JSON object. */
  readonly notes: Readonly<Record<string, unknown>>
  /** The bytes of one tile as they lie in the file; null: the archive has none there. */
  tile(zoom: number, x: number, y: number): Promise<Buffer | null>
  close(): Promise<void>
}

const HEADER_BYTES = 127
/** A directory or a tile above this is no map of ours: 16 MB unpacked. The makers' tools keep directories far below. */
const PIECE_MAX = 16 * 2 ** 20
const ENTRIES_MAX = 1_000_000
const ZOOM_MAX = 24
/** Root, then leaves; a chain of leaves that points at itself ends here. */
const DEPTH_MAX = 4
/** Unpacked directories kept: a map that is looked at stays within a few. */
const KEPT_DIRECTORIES = 32

const kinds: readonly (TileKind | null)[] = [null, 'mvt', 'png', 'jpeg', 'webp', 'avif']
const packings: readonly (Packing | null)[] = [null, 'none', 'gzip', 'br', 'zstd']

/** Tiles `id` … `id + run - 1` are the same bytes; `run` 0: the bytes are another directory. */
interface Entry {
  readonly id: number
  readonly offset: number
  readonly length: number
  readonly run: number
}

/** Opens an archive. Fault `map.damaged` with what is wrong with it; faults of the file system go through. */
export async function openTileArchive(path: string): Promise<TileArchive> {
  const file = await open(path, 'r')
  try {
    return await read(file, path)
  } catch (fault) {
    await file.close()
    throw fault
  }
}

async function read(file: FileHandle, path: string): Promise<TileArchive> {
  const damaged = (what: string) => new Fault('map.damaged', { path, what })
  const { size } = await file.stat()

  async function piece(offset: number, length: number, what: string): Promise<Buffer> {
    if (length > PIECE_MAX || offset + length > size) throw damaged(what)
    const bytes = Buffer.alloc(length)
    const { bytesRead } = await file.read(bytes, 0, length, offset)
    if (bytesRead !== length) throw damaged(what)
    return bytes
  }

  const header = await piece(0, HEADER_BYTES, 'header')
  if (header.toString('latin1', 0, 7) !== 'PMTiles' || header[7] !== 3) throw damaged('header')
  const long = (at: number) => {
    const value = Number(header.readBigUInt64LE(at))
    if (!Number.isSafeInteger(value)) throw damaged('header')
    return value
  }
  const [rootAt, rootLength, notesAt, notesLength, leavesAt, leavesLength, tilesAt, tilesLength] = [
    8, 16, 24, 32, 40, 48, 56, 64,
  ].map(long) as [number, number, number, number, number, number, number, number]
  const inner = packings[header[97] ?? 0]
  const packing = packings[header[98] ?? 0]
  const kind = kinds[header[99] ?? 0]
  const [minZoom, maxZoom] = [header[100] ?? 0, header[101] ?? 0]
  if (!inner || !packing || !kind) throw damaged('kind')
  if (minZoom > maxZoom || maxZoom > ZOOM_MAX) throw damaged('zoom')
  const [west, south, east, north] = [102, 106, 110, 114].map((at) => header.readInt32LE(at) / 1e7) as [
    number,
    number,
    number,
    number,
  ]
  if (west < -180 || east > 180 || south < -90 || north > 90 || west > east || south > north) throw damaged('bounds')

  const kept = new Map<number, readonly Entry[]>()
  async function directory(offset: number, length: number): Promise<readonly Entry[]> {
    const known = kept.get(offset)
    if (known !== undefined) return known
    const entries = entriesOf(unpack(await piece(offset, length, 'directory'), inner as Packing, damaged), damaged)
    kept.set(offset, entries)
    const [oldest] = kept.keys()
    if (kept.size > KEPT_DIRECTORIES && oldest !== undefined) kept.delete(oldest)
    return entries
  }
  const root = await directory(rootAt, rootLength)
  const notes = unpack(await piece(notesAt, notesLength, 'notes'), inner, damaged)

  return {
    kind,
    packing,
    minZoom,
    maxZoom,
    bounds: [west, south, east, north],
    notes: objectOf(notes),
    async tile(zoom, x, y) {
      if (zoom < minZoom || zoom > maxZoom || x < 0 || y < 0 || x >= 2 ** zoom || y >= 2 ** zoom) return null
      const id = tileId(zoom, x, y)
      let entries = root
      for (let depth = 0; depth < DEPTH_MAX; depth++) {
        const entry = lastUpTo(entries, id)
        if (entry === null) return null
        if (entry.run > 0) {
          if (id >= entry.id + entry.run) return null
          if (entry.offset + entry.length > tilesLength) throw damaged('tile')
          return piece(tilesAt + entry.offset, entry.length, 'tile')
        }
        if (entry.offset + entry.length > leavesLength) throw damaged('directory')
        entries = await directory(leavesAt + entry.offset, entry.length)
      }
      throw damaged('directory')
    },
    close: () => file.close(),
  }
}

function objectOf(text: Buffer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text.toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
  } catch {
    // Notes are a help and not the map: an archive whose maker wrote none is drawn all the same.
    return {}
  }
}

function unpack(bytes: Buffer, packing: Packing, damaged: (what: string) => Fault): Buffer {
  const bounds = { maxOutputLength: PIECE_MAX }
  try {
    if (packing === 'gzip') return gunzipSync(bytes, bounds)
    if (packing === 'br') return brotliDecompressSync(bytes, bounds)
    if (packing === 'zstd') return zstdDecompressSync(bytes, bounds)
    return bytes
  } catch {
    throw damaged('packing')
  }
}

/** A directory: count, then all ids as differences, all runs, all lengths, all offsets, each a varint. */
function entriesOf(bytes: Buffer, damaged: (what: string) => Fault): readonly Entry[] {
  let at = 0
  const varint = () => {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++]
      if (byte === undefined || scale > 2 ** 49) throw damaged('directory')
      value += (byte & 127) * scale
      if (byte < 128) return value
    }
  }
  const count = varint()
  if (count > ENTRIES_MAX) throw damaged('directory')
  const column = () => Array.from({ length: count }, varint)
  const [steps, runs, lengths, offsets] = [column(), column(), column(), column()]
  let id = 0
  let end = 0
  return steps.map((step, index) => {
    id += step
    const [run = 0, length = 0, given = 0] = [runs[index], lengths[index], offsets[index]]
    if (length === 0 || (given === 0 && index === 0)) throw damaged('directory')
    // 0 says "right behind the one before"; anything else is the offset plus one.
    const offset = given === 0 ? end : given - 1
    end = offset + length
    return { id, offset, length, run }
  })
}

/** The last entry that begins at or before this id, by halving. */
function lastUpTo(entries: readonly Entry[], id: number): Entry | null {
  let [low, high] = [0, entries.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((entries[middle]?.id ?? 0) <= id) low = middle + 1
    else high = middle
  }
  return entries[low - 1] ?? null
}

/** The number of a tile: all tiles of the zooms below, then its place on the Hilbert curve of its own. */
export function tileId(zoom: number, x: number, y: number): number {
  let id = (4 ** zoom - 1) / 3
  for (let half = 2 ** (zoom - 1); half >= 1; half /= 2) {
    const [right, low] = [x >= half ? 1 : 0, y >= half ? 1 : 0]
    id += half * half * ((3 * right) ^ low)
    x -= right * half
    y -= low * half
    if (low === 0) {
      if (right === 1) [x, y] = [half - 1 - x, half - 1 - y]
      ;[x, y] = [y, x]
    }
  }
  return id
}
