/** The index of segments in the database, and the files it speaks of. What it says and what lies on disk are made to agree at start. */
import { readdir, rm, stat, truncate } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Sql } from '../../../platform/server/database.ts'
import type { Deletable, IndexedSegment } from '../plan.ts'
import { readSegmentFile, type SegmentClosed, type SegmentOpened, thumbnailFile } from '../segment.ts'
import { hashOfFile, keysOf, scanSegment } from './segment-reader.ts'

/** A segment with its camera. `lost`: why its file cannot be given. */
export interface StoredSegment extends IndexedSegment {
  readonly cameraId: string
  readonly pictures: number
  readonly damaged: number
  readonly lost: 'file-lost' | 'file-altered' | null
}

/** What a look at one camera's files found. */
export interface Audit {
  /** Closed segments whose file is gone. */
  readonly lost: readonly StoredSegment[]
  /** Whole files that the index did not know, taken into it: a power cut came between file and index. */
  readonly adopted: readonly StoredSegment[]
}

export interface RecordingLibrary {
  readonly folder: string
  opened(segment: SegmentOpened): Promise<void>
  closed(segment: SegmentClosed): Promise<void>
  /** Closes what a worker left open (null: all workers) by what lies on disk; segments without a whole picture are dropped. */
  recover(cameraId: string | null): Promise<StoredSegment[]>
  /** Compares index and files of a camera. `isCurrent`: whether a segment is being opened at this moment. */
  audit(cameraId: string, isCurrent: (segmentId: string) => boolean): Promise<Audit>
  /** Segments that touch the interval (site time, milliseconds), in order; open ones as far as they are written. */
  find(cameraId: string, fromMs: number, toMs: number): Promise<StoredSegment[]>
  byId(id: string): Promise<StoredSegment | null>
  lost(id: string, why: 'file-lost' | 'file-altered'): Promise<void>
  /** End of the newest recorded picture of each camera. */
  newest(): Promise<Map<string, number>>
  usage(): Promise<{ cameraId: string; bytes: number; oldestMs: number | null; lastHourBytes: number; lastHourMs: number }[]>
  /** All closed segments, oldest first, for retention. */
  deletable(): Promise<Deletable[]>
  remove(ids: readonly string[]): Promise<void>
}

interface SegmentRecord {
  id: string
  camera: string
  run: string
  file: string
  from_ms: number
  to_ms: number
  media_ms: number
  media_type: string
  width: number
  height: number
  init_bytes: number
  bytes: string | number | bigint
  pictures: number
  damaged: number
  key_offsets: (string | number | bigint)[]
  key_media_ms: number[]
  sha256: string | null
  lost: 'file-lost' | 'file-altered' | null
}

/** `folder` holds the files of this site. */
export function openLibrary(sql: Sql, site: string, folder: string): RecordingLibrary {
  const read = (row: SegmentRecord): StoredSegment => ({
    id: row.id,
    cameraId: row.camera,
    run: row.run,
    file: row.file,
    fromMs: row.from_ms,
    toMs: row.to_ms,
    mediaMs: row.media_ms,
    mediaType: row.media_type,
    width: row.width,
    height: row.height,
    initBytes: row.init_bytes,
    bytes: Number(row.bytes),
    pictures: row.pictures,
    damaged: row.damaged,
    keys: row.key_offsets.map((offset, at) => [Number(offset), row.key_media_ms[at] ?? 0] as const),
    sha256: row.sha256,
    lost: row.lost,
  })

  async function close(id: string, closed: Omit<SegmentClosed, 'id'>): Promise<void> {
    await sql`update recording.segment set to_ms = ${closed.toMs}, bytes = ${closed.bytes}, pictures = ${closed.pictures},
      damaged = ${closed.damaged}, key_offsets = ${closed.keys.map(([offset]) => offset)}::bigint[],
      key_media_ms = ${closed.keys.map(([, mediaMs]) => mediaMs)}::double precision[], sha256 = ${closed.sha256}
      where id = ${id} and site = ${site}`
  }

  /** As far as it is written now; null when there is no whole picture in it. */
  async function grown(segment: StoredSegment): Promise<StoredSegment | null> {
    try {
      const scanned = await scanSegment(join(folder, segment.file))
      if (scanned === null) return null
      const { bytes, durationMs, pictures } = scanned
      return { ...segment, bytes, pictures, toMs: segment.fromMs + durationMs, keys: keysOf(scanned) }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
  }

  async function drop(segment: StoredSegment): Promise<void> {
    await removeFiles(segment.file)
    await sql`delete from recording.segment where id = ${segment.id}`
  }

  async function removeFiles(file: string): Promise<void> {
    await rm(join(folder, file), { force: true })
    await rm(join(folder, thumbnailFile(file)), { force: true })
  }

  async function settle(open: readonly StoredSegment[]): Promise<StoredSegment[]> {
    const settled: StoredSegment[] = []
    for (const segment of open) {
      const now = await grown(segment)
      if (now === null) {
        await drop(segment)
        continue
      }
      const path = join(folder, segment.file)
      // What lies behind the last whole fragment was never whole: the file ends where its pictures do.
      await truncate(path, now.bytes)
      const sha256 = await hashOfFile(path)
      await close(segment.id, { ...now, durationMs: now.toMs - now.fromMs, sha256 })
      settled.push({ ...now, sha256 })
    }
    return settled
  }

  async function openOnes(cameraId: string | null): Promise<StoredSegment[]> {
    const rows = await sql<SegmentRecord[]>`select * from recording.segment
      where site = ${site} and sha256 is null and lost is null ${cameraId === null ? sql`` : sql`and camera = ${cameraId}`}`
    return rows.map(read)
  }

  async function filesOnDisk(cameraId: string): Promise<string[]> {
    try {
      const found = await readdir(join(folder, cameraId), { recursive: true, withFileTypes: true })
      return found.filter((one) => one.isFile()).map((one) => relative(folder, join(one.parentPath, one.name)))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
      throw error
    }
  }

  return {
    folder,
    async opened({ id, cameraId, run, file, fromMs, mediaMs, mediaType, width, height, initBytes }) {
      await sql`insert into recording.segment (id, site, camera, run, file, from_ms, to_ms, media_ms, media_type, width, height,
          init_bytes, bytes, pictures, damaged, key_offsets, key_media_ms)
        values (${id}, ${site}, ${cameraId}, ${run}, ${file}, ${fromMs}, ${fromMs}, ${mediaMs}, ${mediaType}, ${width}, ${height},
          ${initBytes}, ${initBytes}, 0, 0, '{}', '{}') on conflict (id) do nothing`
    },
    closed: ({ id, ...closed }) => close(id, closed),
    recover: async (cameraId) => settle(await openOnes(cameraId)),
    async audit(cameraId, isCurrent) {
      // Whoever is being written belongs to the worker that writes it.
      const known = new Map(
        (
          await sql<{ id: string; file: string; lost: string | null; is_closed: boolean }[]>`
            select id, file, lost, sha256 is not null as is_closed from recording.segment where site = ${site} and camera = ${cameraId}`
        ).map((row) => [row.file, row] as const),
      )
      const files = (await filesOnDisk(cameraId)).filter((file) => file.endsWith('.mp4'))
      const onDisk = new Set(files)
      const lost: StoredSegment[] = []
      for (const { id, file, lost: why, is_closed } of known.values()) {
        if (why !== null || !is_closed || onDisk.has(file) || (await sizeOf(join(folder, file))) !== null) continue
        const segment = await this.byId(id)
        if (segment === null) continue
        await this.lost(id, 'file-lost')
        lost.push({ ...segment, lost: 'file-lost' })
      }
      const adopted: StoredSegment[] = []
      for (const file of files) {
        const name = readSegmentFile(file)
        if (known.has(file) || name === null || isCurrent(name.id) || (await this.byId(name.id)) !== null) continue
        const scanned = await scanSegment(join(folder, file))
        if (scanned === null) {
          await removeFiles(file)
          continue
        }
        const { startMs, mediaType, width, height, initBytes } = scanned
        const { id, fromMs } = name
        // Its run is not known: it stands for itself, and its neighbours join it by their times.
        await this.opened({ id, cameraId, run: id, file, fromMs, mediaMs: startMs, mediaType, width, height, initBytes })
        adopted.push(...(await settle((await openOnes(cameraId)).filter((one) => one.id === id))))
      }
      return { lost, adopted }
    },
    async find(cameraId, fromMs, toMs) {
      const rows = await sql<SegmentRecord[]>`select * from recording.segment
        where camera = ${cameraId} and site = ${site} and from_ms < ${toMs}
          and (to_ms > ${fromMs} or (sha256 is null and lost is null)) order by from_ms`
      const segments = await Promise.all(
        rows.map(read).map((one) => (one.sha256 === null && one.lost === null ? grown(one) : Promise.resolve(one))),
      )
      return segments.filter((one): one is StoredSegment => one !== null && one.toMs > fromMs)
    },
    async byId(id) {
      const [row] = await sql<SegmentRecord[]>`select * from recording.segment where id = ${id} and site = ${site}`
      return row ? read(row) : null
    },
    async lost(id, why) {
      await sql`update recording.segment set lost = ${why} where id = ${id} and site = ${site}`
    },
    async newest() {
      const rows = await sql<{ camera: string; to_ms: number }[]>`
        select camera, max(to_ms) as to_ms from recording.segment where site = ${site} and lost is null group by camera`
      return new Map(rows.map(({ camera, to_ms }) => [camera, to_ms]))
    },
    async usage() {
      const hourAgo = Date.now() - 3_600_000
      const rows = await sql<{ camera: string; bytes: string; oldest: number; hour_bytes: string; hour_ms: number }[]>`
        select camera, sum(bytes) as bytes, min(from_ms) as oldest,
          coalesce(sum(bytes) filter (where from_ms > ${hourAgo} and sha256 is not null), 0) as hour_bytes,
          coalesce(sum(to_ms - from_ms) filter (where from_ms > ${hourAgo} and sha256 is not null), 0) as hour_ms
        from recording.segment where site = ${site} and lost is null group by camera`
      return rows.map(({ camera, bytes, oldest, hour_bytes, hour_ms }) => ({
        cameraId: camera,
        bytes: Number(bytes),
        oldestMs: oldest,
        lastHourBytes: Number(hour_bytes),
        lastHourMs: hour_ms,
      }))
    },
    async deletable() {
      const rows = await sql<{ id: string; camera: string; from_ms: number; to_ms: number; bytes: string }[]>`
        select id, camera, from_ms, to_ms, bytes from recording.segment where site = ${site} and sha256 is not null order by from_ms`
      return rows.map(({ id, camera, from_ms, to_ms, bytes }) => ({
        id,
        cameraId: camera,
        fromMs: from_ms,
        toMs: to_ms,
        bytes: Number(bytes),
      }))
    },
    async remove(ids) {
      const rows = await sql<{ file: string }[]>`select file from recording.segment where id = any(${ids as string[]}::uuid[])`
      // Files first: a row without a file is found at the next start, a file without a row would be taken in again.
      for (const { file } of rows) await removeFiles(file)
      await sql`delete from recording.segment where id = any(${ids as string[]}::uuid[])`
    },
  }
}

/** Size of a file in bytes; null when it is not there. */
export async function sizeOf(path: string): Promise<{ bytes: number; mark: string } | null> {
  try {
    const { size, mtimeMs, ino } = await stat(path)
    return { bytes: size, mark: `${ino} ${size} ${mtimeMs}` }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
