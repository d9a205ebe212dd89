/** The keeper of recordings on a real database and real files: limits, a disk that fills, gaps, and what must stay. */
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { aRecorder, barClip, packetsOf } from '../../../test/recordings/streams.ts'
import { handPorts } from '../../../test/setup/fresh.ts'
import { freshTables, type Tables } from '../../../test/setup/program.ts'
import { holdRecording, setRecordingSettings } from '../../features/recordings/decide.ts'
import { type SegmentClosed, type SegmentOpened, segmentFile } from '../../features/recordings/segment.ts'
import { checkRecordings } from '../../features/recordings/server/check.ts'
import { openLibrary } from '../../features/recordings/server/library.ts'
import type { Journal } from '../../journal/server/journal.ts'
import { rebuild } from '../../journal/server/rebuild.ts'
import { type AlertStretch, keepRecordings, type Recordings } from './recordings.ts'
import { journalOf } from './testing.ts'
import { views } from './world.ts'
import { patientWriter } from './writer.ts'

const begin = Date.UTC(2026, 10, 20)
const gigabyte = 1_000_000_000
const actor = { kind: 'person', id: randomUUID(), session: null } as const
let tables: Tables
let minute: { opened: SegmentOpened; closed: SegmentClosed; path: string }
let journal: Journal
let keeper: Recordings
let site: string
let into: string
let disk: { freeBytes: number; totalBytes: number }
let stretches: AlertStretch[]
let allowed: boolean[]
let states: string[]
let faults: unknown[]
const ports = handPorts(begin + 86_400_000)

beforeAll(async () => {
  tables = await freshTables()
  const { folder } = tables
  const clip = await barClip(folder, 'bar.mp4', { seconds: 2 })
  const { format, packets } = await packetsOf(clip)
  const { recorder, said } = aRecorder(format, folder)
  for (const packet of packets) recorder.push(packet)
  await recorder.close()
  const [opened, closed] = [said.opened[0], said.closed[0]]
  if (!opened || !closed) throw new Error('nothing recorded')
  minute = { opened, closed, path: join(folder, opened.file) }
})
afterAll(() => tables?.drop())

beforeEach(async () => {
  site = randomUUID()
  into = join(tables.folder, site)
  mkdirSync(into)
  faults = []
  allowed = []
  states = []
  stretches = []
  disk = { freeBytes: 500 * gigabyte, totalBytes: 1000 * gigabyte }
  journal = await journalOf(tables, site, ports)
  keeper = await keepRecordings({
    journal,
    writer: patientWriter(journal, ports, (error) => faults.push(error)),
    library: openLibrary(journal.sql, site, into),
    state: { cameraRows: new Map(), cameras: () => [] } as never,
    ports,
    disk: async () => disk,
    allow: (isAllowed) => allowed.push(isAllowed),
    diskState: (state) => states.push(state),
    alerts: async () => stretches,
    health: async () => [],
    onBug: (error) => faults.push(error),
  })
  return async () => {
    await keeper.stop()
    await journal.stop()
    expect(faults).toEqual([])
  }
})

const camera = '00000000-0000-7000-8000-00000000c001'

/** A recorded segment of two seconds that stands for a minute; its index says it is as large as is wished. */
async function lay(at: number, bytes?: number, cameraId = camera): Promise<string> {
  const { link } = await import('node:fs/promises')
  const id = randomUUID()
  const fromMs = begin + at * 60_000
  const file = segmentFile(cameraId, fromMs, id)
  mkdirSync(join(into, file, '..'), { recursive: true })
  await link(minute.path, join(into, file))
  keeper.segment(cameraId, { opened: { ...minute.opened, id, cameraId, file, fromMs } })
  const closed = { ...minute.closed, id, toMs: fromMs + 60_000, durationMs: 60_000, bytes: bytes ?? minute.closed.bytes }
  keeper.segment(cameraId, { closed })
  await keeper.settled()
  return join(into, file)
}

const facts = async (type: string) =>
  (
    await journal.sql<{ body: Record<string, unknown> }[]>`
    select text::jsonb->'body' as body from journal.entry where site = ${site} and type = ${type} order by seq`
  ).map(({ body }) => body)

describe('limits', () => {
  it('let the oldest go, leave a tombstone, and leave what an alert or a hold keeps', async () => {
    const files = []
    for (let at = 0; at < 5; at++) files.push(await lay(at, 30_000_000))
    const settings = { totalBytes: 70_000_000, cameraBytes: null }
    await journal.run(setRecordingSettings, {
      commandId: randomUUID(),
      subject: site,
      actor,
      input: { id: site, basedOn: 0, settings },
    })
    // The first is in an alert's clip, the second is held by hand.
    const alert = { id: 'a', number: 'A-0001', priority: 'P2', kind: 'detection', cameraIds: [camera] }
    stretches = [{ ...alert, fromMs: begin + 20_000, toMs: begin + 40_000 }]
    const id = randomUUID()
    const hold = { cameraId: camera, from: iso(begin + 70_000), to: iso(begin + 80_000), reason: 'shown' }
    await journal.run(holdRecording, { commandId: randomUUID(), subject: id, actor, input: { id, area: '', mode: 'live', hold } })
    await keeper.housekeep()
    expect(files.map((file) => existsSync(file))).toEqual([true, true, false, false, false])
    expect(await facts('recording.segments-let-go')).toMatchObject([
      { segments: 3, bytes: 90_000_000, law: 'quota', from: iso(begin + 120_000), to: iso(begin + 300_000) },
    ])
    // What was let go is known to be, and is no hole in the index.
    const problems = (await checkRecordings(journal.sql, site, into)).problems.filter(({ what }) => what !== 'file-altered')
    expect(problems).toEqual([])
  })

  it('of one camera do not touch another', async () => {
    const other = '00000000-0000-7000-8000-00000000c002'
    const files = [await lay(0, 60_000_000), await lay(1, 60_000_000), await lay(0, 60_000_000, other)]
    const settings = { totalBytes: null, cameraBytes: 70_000_000 }
    await journal.run(setRecordingSettings, {
      commandId: randomUUID(),
      subject: site,
      actor,
      input: { id: site, basedOn: 0, settings },
    })
    await keeper.housekeep()
    expect(files.map((file) => existsSync(file))).toEqual([false, true, true])
  })
})

describe('a disk that fills', () => {
  it('costs the oldest footage first; when nothing more may go, people hear of it before recording stops, and it begins again by itself', async () => {
    const file = await lay(0, 3 * gigabyte)
    disk.freeBytes = 73 * gigabyte // The reserve is 50 GB; below 75 it is low.
    await keeper.housekeep()
    expect(existsSync(file)).toBe(false)
    expect(await facts('recording.segments-let-go')).toMatchObject([{ law: 'disk-reserve' }])
    expect(states).toEqual([])
    disk.freeBytes = 60 * gigabyte
    await keeper.housekeep()
    expect([states, allowed]).toEqual([['low'], [true]])
    disk.freeBytes = 49 * gigabyte
    await keeper.housekeep()
    expect([states, allowed]).toEqual([
      ['low', 'stopped'],
      [true, false],
    ])
    expect((await keeper.state()).state).toBe('stopped')
    // A little room is not enough to begin again: it would stop with the next segment.
    disk.freeBytes = 55 * gigabyte
    await keeper.housekeep()
    expect(states.at(-1)).toBe('stopped')
    disk.freeBytes = 80 * gigabyte
    await keeper.housekeep()
    expect([states.at(-1), allowed.at(-1)]).toEqual(['recording', true])
  })

  it('is noticed while the database is away and nothing can be let go: the reserve is the journal’s', async () => {
    await lay(0, 3 * gigabyte)
    disk.freeBytes = 49 * gigabyte
    await journal.sql`alter table recording.segment rename to away`
    await expect(keeper.housekeep()).rejects.toThrow(/recording\.segment/)
    await journal.sql`alter table recording.away rename to segment`
    expect([states, allowed]).toEqual([['stopped'], [false]])
  })

  it('is noticed while the word of what is let go waits for the database', async () => {
    await lay(0, 3 * gigabyte)
    disk.freeBytes = 49 * gigabyte
    // Holds back the tombstone, and with it whoever makes room.
    await journal.sql.begin(async (sql) => {
      await sql`lock table journal.entry in access exclusive mode`
      const first = keeper.housekeep()
      const second = keeper.housekeep()
      await expect.poll(() => states, { timeout: 5000 }).toEqual(['stopped'])
      void Promise.all([first, second]).catch((error: unknown) => faults.push(error))
    })
    await expect.poll(() => facts('recording.segments-let-go')).toHaveLength(1)
  })
})

describe('gaps', () => {
  it('carry their cause: what the worker said, what its source said, or that it died', async () => {
    await lay(0)
    keeper.segment(camera, { missing: { fromMs: begin + 60_000, cause: 'disk-full' } })
    await lay(2)
    keeper.gone(camera, 'source.silent', false)
    await lay(4)
    keeper.gone(camera, null, false)
    await lay(6)
    keeper.gone(camera, null, true)
    await keeper.settled()
    const known = () => keeper.timeline(camera, begin - 1000, begin + 600_000)
    await expect.poll(async () => (await known()).gaps.length).toBe(4)
    const { gaps, spans } = await known()
    expect(gaps.map(({ cause, fault, from, to }) => [cause, fault, from, to])).toEqual([
      ['disk-full', null, iso(begin + 60_000), iso(begin + 120_000)],
      ['source', 'source.silent', iso(begin + 180_000), iso(begin + 240_000)],
      ['worker-died', null, iso(begin + 300_000), iso(begin + 360_000)],
      ['stopped', null, iso(begin + 420_000), null],
    ])
    expect(spans).toHaveLength(4)
    expect((await rebuild(journal.sql, views as never, site)).differences).toEqual([])
  })
})

it('an interval that is backwards or too long is refused', async () => {
  for (const [from, to] of [
    [begin, begin],
    [begin, begin + 25 * 3_600_000],
  ] as const)
    expect(await keeper.plan(camera, from, to)).toMatchObject({ ok: false, refusal: { code: 'recording.interval' } })
})

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
