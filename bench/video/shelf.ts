/** Recordings laid on a running program's shelf: files and index as its own recorder writes them, dated as a bench wants them. */
import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import postgres from 'postgres'
import { type SegmentClosed, type SegmentOpened, segmentFile } from '../../src/features/recordings/segment.ts'
import { openLibrary, type RecordingLibrary } from '../../src/features/recordings/server/library.ts'
import { aRecorder, packetsOf } from '../../test/recordings/streams.ts'
import { walkerClip } from '../../test/stories/clips.ts'

/** A day on which nothing else was recorded. */
export const beginMs = Date.UTC(2026, 8, 1)

/** A camera that is read at once to its end, and records nothing itself. */
export async function unrecordedCamera(folder: string): Promise<string> {
  return `${await walkerClip(folder, 1)}?rate=max`
}

/** One recorded minute of a clip below a folder, as the recorder of a worker writes it. */
export async function recordMinute(
  folder: string,
  clip: string,
): Promise<{ opened: SegmentOpened; closed: SegmentClosed; path: string }> {
  const { format, packets, framesPerSecond } = await packetsOf(clip)
  const { recorder, said } = aRecorder(format, folder, { framesPerSecond })
  const turnMs = (packets.at(-1)?.ptsMs ?? 0) + 1000 / (framesPerSecond ?? 9)
  for (let turn = 0; turn * turnMs < 56_000; turn++)
    for (const packet of packets)
      recorder.push({ ...packet, ptsMs: packet.ptsMs + turn * turnMs, dtsMs: packet.dtsMs + turn * turnMs })
  await recorder.close()
  const [opened, closed] = [said.opened[0], said.closed[0]]
  if (!opened || !closed) throw new Error('nothing was recorded')
  return { opened, closed, path: join(folder, opened.file) }
}

/** The index of a running program, from outside it. */
export async function withLibrary<T>(
  data: string,
  work: (library: RecordingLibrary, sql: postgres.Sql, site: string) => Promise<T>,
): Promise<T> {
  const host = (await readFile(join(data, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[4] ?? ''
  const { id } = JSON.parse(await readFile(join(data, 'site.json'), 'utf8')) as { id: string }
  const sql = postgres({ host, database: 'postgres', username: 'marsad', max: 2, onnotice: () => {} })
  try {
    return await work(openLibrary(sql as never, id, join(data, 'recordings')), sql, id)
  } finally {
    await sql.end()
  }
}

/** Lays so many minutes of a clip behind each other, from `beginMs` on. Returns the file of one of them. */
export async function layMinutes(data: string, cameraId: string, clip: string, minutes: number): Promise<string> {
  const { opened, closed, path } = await recordMinute(join(data, 'minute'), clip)
  await withLibrary(data, async (library) => {
    for (let minute = 0; minute < minutes; minute++) {
      const id = randomUUID()
      const fromMs = beginMs + minute * 60_000
      const file = segmentFile(cameraId, fromMs, id)
      await mkdir(dirname(join(data, 'recordings', file)), { recursive: true })
      await link(path, join(data, 'recordings', file))
      await library.opened({ ...opened, id, cameraId, file, fromMs, run: randomUUID() })
      await library.closed({ ...closed, id, toMs: fromMs + closed.durationMs })
    }
  })
  return path
}
