/** Writes small PMTiles archives for tests, by the specification and not by the reader. */
import { gzipSync } from 'node:zlib'

export interface ArchiveToWrite {
  /** Number of the kind of tiles: 1 mvt, 2 png, 3 jpeg, 4 webp. */
  readonly kind: number
  readonly zooms: readonly [number, number]
  /** West, south, east, north in degrees. */
  readonly bounds: readonly [number, number, number, number]
  /** In the order of their ids. */
  readonly tiles: readonly { readonly id: number; readonly bytes: Buffer; readonly run?: number }[]
  readonly notes?: object
  /** Entries in a leaf; 0: all stand in the root. */
  readonly perLeaf?: number
  /** Tiles themselves are packed by gzip. */
  readonly isPacked?: boolean
}

interface Listed {
  readonly id: number
  readonly run: number
  readonly length: number
  readonly offset: number
}

function varint(value: number): number[] {
  const bytes: number[] = []
  for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value % 128) + 128)
  return [...bytes, value]
}

function directory(entries: readonly Listed[]): Buffer {
  const ids = entries.flatMap(({ id }, index) => varint(id - (entries[index - 1]?.id ?? 0)))
  const rest = [
    entries.flatMap(({ run }) => varint(run)),
    entries.flatMap(({ length }) => varint(length)),
    entries.flatMap(({ offset }, index) => {
      const before = entries[index - 1]
      return before !== undefined && before.offset + before.length === offset ? [0] : varint(offset + 1)
    }),
  ]
  return gzipSync(Buffer.from([...varint(entries.length), ...ids, ...rest.flat()]))
}

/** The bytes of an archive. */
export function writeArchive({ kind, zooms, bounds, tiles, notes = {}, perLeaf = 0, isPacked = false }: ArchiveToWrite): Buffer {
  const data: Buffer[] = []
  let end = 0
  const entries = tiles.map(({ id, bytes, run = 1 }): Listed => {
    const stored = isPacked ? gzipSync(bytes) : bytes
    data.push(stored)
    end += stored.length
    return { id, run, length: stored.length, offset: end - stored.length }
  })
  const leaves: Buffer[] = []
  let root = entries
  if (perLeaf > 0) {
    root = []
    let leavesEnd = 0
    for (let first = 0; first < entries.length; first += perLeaf) {
      const leaf = directory(entries.slice(first, first + perLeaf))
      root.push({ id: entries[first]?.id ?? 0, run: 0, length: leaf.length, offset: leavesEnd })
      leaves.push(leaf)
      leavesEnd += leaf.length
    }
  }
  const parts = [directory(root), gzipSync(JSON.stringify(notes)), Buffer.concat(leaves), Buffer.concat(data)]
  const header = Buffer.alloc(127)
  header.write('PMTiles', 'latin1')
  header[7] = 3
  let at = header.length
  parts.forEach((part, index) => {
    header.writeBigUInt64LE(BigInt(at), 8 + 16 * index)
    header.writeBigUInt64LE(BigInt(part.length), 16 + 16 * index)
    at += part.length
  })
  for (const where of [72, 80, 88]) header.writeBigUInt64LE(BigInt(tiles.length), where)
  header[96] = 1
  header[97] = 2
  header[98] = isPacked ? 2 : 1
  header[99] = kind
  header[100] = zooms[0]
  header[101] = zooms[1]
  for (const [index, degrees] of bounds.entries()) header.writeInt32LE(Math.round(degrees * 1e7), 102 + 4 * index)
  header[118] = zooms[0]
  header.writeInt32LE(Math.round(((bounds[0] + bounds[2]) / 2) * 1e7), 119)
  header.writeInt32LE(Math.round(((bounds[1] + bounds[3]) / 2) * 1e7), 123)
  return Buffer.concat([header, ...parts])
}
