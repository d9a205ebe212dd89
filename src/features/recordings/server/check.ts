/** The proof that journal, index and disk say the same of what was recorded. Reads everything, changes nothing. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sql } from '../../../platform/server/database.ts'
import type { SegmentClosedFact, SegmentLostFact, SegmentsLetGoFact } from '../events.ts'
import { readSegmentFile } from '../segment.ts'
import { sizeOf } from './library.ts'
import { hashOfFile, scanSegment } from './segment-reader.ts'

export interface RecordingProblem {
  /** `file-lost`, `file-altered`: said in the journal or not; `unknown-file`: on disk only; `not-in-journal`, `not-in-index`. */
  readonly what: 'file-lost' | 'file-altered' | 'unknown-file' | 'not-in-journal' | 'not-in-index' | 'hash-differs'
  readonly segment: string
  readonly file: string | null
  /** Whether the journal itself says so already. */
  readonly isKnown: boolean
}

export interface RecordingReport {
  readonly segments: number
  readonly open: number
  readonly bytes: number
  readonly problems: readonly RecordingProblem[]
}

interface Indexed {
  id: string
  file: string
  bytes: string
  sha256: string | null
  lost: string | null
}

/** Compares all of a site. Segments that are being written are read as far as they go. */
export async function checkRecordings(sql: Sql, site: string, folder: string): Promise<RecordingReport> {
  const rows = await sql<
    Indexed[]
  >`select id, file, bytes, sha256, lost from recording.segment where site = ${site} order by from_ms`
  const facts = await sql<{ type: string; subject: string; body: SegmentClosedFact | SegmentLostFact | SegmentsLetGoFact }[]>`
    select type, subject, (text::jsonb->'body') as body from journal.entry
    where site = ${site} and type in ('recording.segment-closed', 'recording.segment-lost', 'recording.segments-let-go') order by seq`
  const closed = new Map<string, SegmentClosedFact>()
  const lost = new Set<string>()
  const gone: { cameraId: string; from: string; to: string }[] = []
  for (const { type, subject, body } of facts) {
    if (type === 'recording.segment-closed') closed.set(subject, body as SegmentClosedFact)
    else if (type === 'recording.segment-lost') lost.add(subject)
    else gone.push({ cameraId: subject, from: (body as SegmentsLetGoFact).from, to: (body as SegmentsLetGoFact).to })
  }
  const problems: RecordingProblem[] = []
  const say = (what: RecordingProblem['what'], segment: string, file: string | null) =>
    problems.push({ what, segment, file, isKnown: lost.has(segment) })
  const indexed = new Set<string>()
  let bytes = 0
  let open = 0
  for (const row of rows) {
    indexed.add(row.id)
    const path = join(folder, row.file)
    const size = await sizeOf(path)
    if (size === null) {
      say('file-lost', row.id, row.file)
      continue
    }
    bytes += size.bytes
    if (row.sha256 === null) {
      open++
      if ((await scanSegment(path)) === null) say('file-altered', row.id, row.file)
      continue
    }
    const fact = closed.get(row.id)
    if (size.bytes !== Number(row.bytes) || (await hashOfFile(path)) !== row.sha256) say('file-altered', row.id, row.file)
    if (fact === undefined) say('not-in-journal', row.id, row.file)
    else if (fact.sha256 !== row.sha256) say('hash-differs', row.id, row.file)
  }
  for (const [id, { cameraId, from, to }] of closed) {
    const isLetGo = gone.some((one) => one.cameraId === cameraId && one.from <= from && one.to >= to)
    if (!indexed.has(id) && !isLetGo) say('not-in-index', id, null)
  }
  for (const file of await segmentFiles(folder)) {
    const name = readSegmentFile(file)
    if (name !== null && !indexed.has(name.id)) say('unknown-file', name.id, file)
  }
  return { segments: rows.length, open, bytes, problems }
}

async function segmentFiles(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder, { recursive: true })).filter((file) => file.endsWith('.mp4'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
