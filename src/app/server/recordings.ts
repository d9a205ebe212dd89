/**
 * What was recorded, what was not and why, what may be deleted, and what an interval consists of. The workers write the files; here
 * their index is kept, their hashes enter the journal, gaps are named, and the disk is watched: video goes first, the journal last.
 */
import { createHash } from 'node:crypto'
import { statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { uuidFromDigest } from '../../base/ids.ts'
import { accept, type Outcome, refuse } from '../../base/outcome.ts'
import { modeOf } from '../../features/cameras/decide.ts'
import { clipLeadMs, clipTailMs, type GapCause, type RecordingState, type Timeline } from '../../features/recordings/contract.ts'
import { noteGap } from '../../features/recordings/decide.ts'
import type { GapFact } from '../../features/recordings/events.ts'
import { recordingGaps, recordingHolds, recordingSettingsView } from '../../features/recordings/fold.ts'
import { type Kept, letGo, type Plan, planInterval, spansOf } from '../../features/recordings/plan.ts'
import type { RecordingLibrary, StoredSegment } from '../../features/recordings/server/library.ts'
import { sizeOf } from '../../features/recordings/server/library.ts'
import { hashOfFile, readThumbnail } from '../../features/recordings/server/segment-reader.ts'
import { body, isoTime } from '../../journal/entry.ts'
import type { Journal } from '../../journal/server/journal.ts'
import { viewTable } from '../../journal/server/views.ts'
import type { Ports } from '../../platform/ports.ts'
import { isDatabaseAway } from '../../platform/server/database.ts'
import type { SegmentPart } from '../worker/messages.ts'
import type { SiteState } from './state.ts'
import type { PatientWriter } from './writer.ts'

const machine = { kind: 'machine', id: 'marsad', session: null } as const
const housekeepingMs = 20_000
const auditMs = 6 * 3_600_000
/** Shorter than this is the beat of a stream, not a gap. */
const gapLeastMs = 2000
/** Clips of alerts are kept this long (OPS 4.2), longer than the ring around them. */
const clipDays = 30
/** What is never given to video: the larger of this and this share of the disk. */
const reserveBytesLeast = 1_000_000_000
const reserveShare = 0.05
/** Above the reserve by this much of it there is room again; below it is low, and people hear of it before it is full. */
const lowFactor = 1.5
/** An interval that may be asked for at once. */
export const intervalHoursMost = 24

export interface Recordings {
  /** What a worker said about its segments. */
  segment(cameraId: string, part: SegmentPart): void
  gone(cameraId: string, fault: string | null, isAsked: boolean): void
  timeline(cameraId: string, fromMs: number, toMs: number): Promise<Timeline>
  plan(cameraId: string, fromMs: number, toMs: number): Promise<Outcome<Plan>>
  thumbnail(cameraId: string, atMs: number): Promise<{ jpeg: Uint8Array; atMs: number } | null>
  state(): Promise<RecordingState>
  /** Resolves when everything that was told is in the index. */
  settled(): Promise<void>
  /** Lets go of what is over its limits, looks at the disk; done by itself three times a minute. */
  housekeep(): Promise<void>
  stop(): Promise<void>
  readonly folder: string
}

export interface RecordingsOptions {
  readonly journal: Journal
  readonly writer: PatientWriter
  readonly library: RecordingLibrary
  readonly state: SiteState
  readonly ports: Ports
  /** Free and total bytes of the disk that holds the recordings. */
  readonly disk: (folder: string) => Promise<{ freeBytes: number; totalBytes: number }>
  /** Tells the workers whether there is room. */
  allow(isAllowed: boolean): void
  /** The disk is low or full, or has room again. */
  diskState(state: 'recording' | 'low' | 'stopped', facts: { freeBytes: number; reserveBytes: number }): void
  /** Stretches of alerts, as far as they overlap the time since `sinceMs`. */
  alerts(cameraId: string | null, sinceMs: number, untilMs: number): Promise<AlertStretch[]>
  health(cameraId: string, fromMs: number, toMs: number): Promise<Timeline['health']>
  onBug(error: unknown): void
}

export interface AlertStretch {
  readonly id: string
  readonly number: string
  readonly priority: string
  readonly kind: string
  readonly cameraIds: readonly string[]
  readonly fromMs: number
  /** Null: still active. */
  readonly toMs: number | null
}

/** Bytes of the disk below a folder that exists. */
export async function diskOf(folder: string): Promise<{ freeBytes: number; totalBytes: number }> {
  const { bavail, blocks, bsize } = await statfs(folder)
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize }
}

/** Settles what the last run left, then listens. */
export async function keepRecordings(options: RecordingsOptions): Promise<Recordings> {
  const { journal, writer, library, state, ports, onBug } = options
  const { sql, site } = journal
  const lastEndMs = new Map<string, number>()
  const causes = new Map<string, { cause: GapCause; fault: string | null }>()
  const writing = new Map<string, string>()
  const proved = new Map<string, string>()
  let tail: Promise<void> = Promise.resolve()
  let isStopped = false
  let disk: RecordingState['state'] = 'recording'
  let isMakingRoom = false

  const placed = (cameraId: string) => {
    const row = state.cameraRows.get(cameraId)
    return { area: row?.area ?? '', mode: row ? modeOf(row) : ('live' as const) }
  }

  /** In order, and again until the database is back: the index follows the files however long that takes. */
  function inOrder(work: () => Promise<void>): void {
    tail = tail.then(async () => {
      for (;;) {
        try {
          return await work()
        } catch (error) {
          if (!isDatabaseAway(error)) return onBug(error)
          if (isStopped) return
          await new Promise<void>((resolve) => ports.timers.after(1000, resolve))
        }
      }
    })
  }

  function closedFact(
    segment: Pick<StoredSegment, 'id' | 'cameraId' | 'fromMs' | 'toMs' | 'bytes' | 'sha256'>,
    isRecovered: boolean,
  ) {
    const { id, cameraId, fromMs, toMs, bytes, sha256 } = segment
    const fact = { cameraId, from: iso(fromMs), to: iso(toMs), bytes, sha256, isRecovered }
    const commandId = uuidFromDigest(createHash('sha256').update(`segment-closed ${id}`).digest())
    const draft = {
      type: 'recording.segment-closed',
      typeVersion: 1,
      subject: id,
      ...placed(cameraId),
      observedAtMs: Math.round(toMs),
    }
    void writer.record({ ...draft, body: body(fact) }, machine, commandId)
  }

  function lostFact({ id, cameraId, fromMs, toMs }: StoredSegment, why: 'file-lost' | 'file-altered') {
    const commandId = uuidFromDigest(createHash('sha256').update(`segment-lost ${id} ${why}`).digest())
    const fact = { cameraId, from: iso(fromMs), to: iso(toMs), why }
    const draft = {
      type: 'recording.segment-lost',
      typeVersion: 1,
      subject: id,
      ...placed(cameraId),
      observedAtMs: ports.clock.nowMs(),
    }
    void writer.record({ ...draft, body: body(fact) }, machine, commandId)
    gapFact(id, { cameraId, from: iso(fromMs), to: iso(toMs), cause: why, fault: null })
  }

  function gapFact(key: string, gap: GapFact) {
    const id = uuidFromDigest(createHash('sha256').update(`gap ${key} ${gap.cause}`).digest())
    void writer.run(noteGap, { subject: id, actor: machine, input: { id, ...placed(gap.cameraId), gap } })
  }

  const left = await library.recover(null)
  for (const segment of left) closedFact(segment, true)
  for (const [cameraId, toMs] of await library.newest()) {
    lastEndMs.set(cameraId, toMs)
    // A clean stop closes every segment: one that was left open tells of a kill or a power cut.
    causes.set(cameraId, { cause: left.some((one) => one.cameraId === cameraId) ? 'killed' : 'stopped', fault: null })
  }

  async function audit(): Promise<void> {
    for (const { id } of state.cameras()) {
      if (isStopped) return
      const { lost, adopted } = await library.audit(id, (segmentId) => [...writing.values()].includes(segmentId))
      for (const segment of adopted) closedFact(segment, true)
      for (const segment of lost) lostFact(segment, 'file-lost')
    }
  }

  async function settings() {
    const [row] = await sql.unsafe<{ version: number; data: { totalBytes: number | null; cameraBytes: number | null } }[]>(
      `select version, data from ${viewTable(recordingSettingsView)} where site = $1`,
      [site],
    )
    return { version: row?.version ?? 0, ...(row?.data ?? { totalBytes: null, cameraBytes: null }) }
  }

  async function holds(cameraId: string | null) {
    const rows = await sql.unsafe<{ id: string; data: { cameraId: string; from: string; to: string; reason: string } }[]>(
      `select id, data from ${viewTable(recordingHolds)} where site = $1 and ($2::text is null or data->>'cameraId' = $2)`,
      [site, cameraId],
    )
    return rows.map(({ id, data }) => ({ id, ...data }))
  }

  /** Everything that retention must leave alone. */
  async function kept(): Promise<Kept[]> {
    const nowMs = ports.clock.nowMs()
    const held = (await holds(null)).map(({ cameraId, from, to }) => ({
      cameraId,
      fromMs: Date.parse(from),
      toMs: Date.parse(to),
    }))
    const stretches = await options.alerts(null, nowMs - clipDays * 86_400_000, nowMs)
    return [
      ...held,
      ...stretches.flatMap(({ cameraIds, fromMs, toMs }) =>
        cameraIds.map((cameraId) => ({ cameraId, fromMs: fromMs - clipLeadMs, toMs: (toMs ?? nowMs) + clipTailMs })),
      ),
    ]
  }

  /** Lets go of the oldest until what people set and the reserve are kept, as far as may be. Gives the bytes that this freed. */
  async function makeRoom(freeBytes: number, reserveBytes: number): Promise<number> {
    const { totalBytes: quota, cameraBytes } = await settings()
    const mustFree = Math.max(0, reserveBytes * lowFactor - freeBytes)
    const usage = await library.usage()
    const used = usage.reduce((sum, { bytes }) => sum + bytes, 0)
    const isOver =
      mustFree > 0 || (quota !== null && used > quota) || (cameraBytes !== null && usage.some(({ bytes }) => bytes > cameraBytes))
    if (!isOver) return 0
    let freed = 0
    const limits = { totalBytes: quota, cameraBytes, mustFree, oldestMs: null }
    const { gone } = letGo(await library.deletable(), await kept(), limits)
    const law = mustFree > 0 ? 'disk-reserve' : 'quota'
    for (const [cameraId, segments] of Map.groupBy(gone, (one) => one.cameraId)) {
      const from = iso(Math.min(...segments.map(({ fromMs }) => fromMs)))
      const to = iso(Math.max(...segments.map(({ toMs }) => toMs)))
      const bytes = segments.reduce((sum, one) => sum + one.bytes, 0)
      freed += bytes
      // The tombstone first: what is deleted is known to be.
      const fact = { from, to, segments: segments.length, bytes, law }
      const draft = { type: 'recording.segments-let-go', typeVersion: 1, subject: cameraId, ...placed(cameraId) }
      await writer.record({ ...draft, observedAtMs: ports.clock.nowMs(), body: body(fact) }, machine)
      await library.remove(segments.map(({ id }) => id))
    }
    return freed
  }

  function judgeDisk(freeBytes: number, reserveBytes: number): void {
    const lowAt = reserveBytes * lowFactor
    // Stopped is only left with room to spare, so that it does not come and go with every segment.
    const isStopping = freeBytes < reserveBytes || (disk === 'stopped' && freeBytes < lowAt)
    const next = isStopping ? 'stopped' : freeBytes < lowAt ? 'low' : 'recording'
    if (next === disk) return
    disk = next
    options.allow(next !== 'stopped')
    options.diskState(next, { freeBytes, reserveBytes })
  }

  async function housekeep(): Promise<void> {
    const { freeBytes, totalBytes } = await options.disk(library.folder)
    const reserveBytes = reserveOf(totalBytes)
    // Nothing can be let go while the database is away. The reserve, which is the journal's, is kept all the same.
    if (isMakingRoom) return judgeDisk(freeBytes, reserveBytes)
    let freed = 0
    isMakingRoom = true
    try {
      freed = await makeRoom(freeBytes, reserveBytes)
    } finally {
      isMakingRoom = false
      judgeDisk(freeBytes + freed, reserveBytes)
    }
  }

  const quietly = (work: () => Promise<void>) => () => {
    work().catch((error: unknown) => {
      if (!isDatabaseAway(error) && !isStopped) onBug(error)
    })
  }
  const timers = [ports.timers.every(housekeepingMs, quietly(housekeep)), ports.timers.every(auditMs, quietly(audit))]
  const soon = ports.timers.after(500, () => {
    quietly(housekeep)()
    quietly(audit)()
  })

  /** Whether a closed segment's file still is what was written; once a file and its state on disk. */
  async function prove(segment: StoredSegment): Promise<'file-lost' | 'file-altered' | null> {
    if (segment.lost !== null) return segment.lost
    const path = join(library.folder, segment.file)
    const found = await sizeOf(path)
    let why: 'file-lost' | 'file-altered' | null = null
    if (found === null) why = 'file-lost'
    else if (segment.sha256 !== null && proved.get(segment.id) !== found.mark) {
      if (found.bytes !== segment.bytes || (await hashOfFile(path)) !== segment.sha256) why = 'file-altered'
      else proved.set(segment.id, found.mark)
    }
    if (proved.size > 50_000) proved.clear()
    if (why === null) return null
    await library.lost(segment.id, why)
    lostFact(segment, why)
    return why
  }

  return {
    folder: library.folder,
    segment(cameraId, part) {
      if ('opened' in part) {
        const { opened } = part
        writing.set(cameraId, opened.id)
        inOrder(async () => {
          const endMs = lastEndMs.get(cameraId)
          const { cause, fault } = causes.get(cameraId) ?? { cause: 'not-recorded' as const, fault: null }
          await library.opened(opened)
          if (endMs !== undefined && opened.fromMs - endMs > gapLeastMs)
            gapFact(opened.id, { cameraId, from: iso(endMs), to: iso(opened.fromMs), cause, fault })
          causes.delete(cameraId)
        })
      } else if ('closed' in part) {
        const { closed } = part
        inOrder(async () => {
          await library.closed(closed)
          const stored = await library.byId(closed.id)
          if (stored) closedFact(stored, false)
          lastEndMs.set(cameraId, closed.toMs)
          if (writing.get(cameraId) === closed.id) writing.delete(cameraId)
        })
      } else if ('missing' in part) {
        const { cause, fault } = part.missing
        inOrder(async () => {
          causes.set(cameraId, { cause, fault: fault ?? null })
        })
      } else onBug(new Error(`recording of a camera: ${part.failed}`))
    },
    gone(cameraId, fault, isAsked) {
      writing.delete(cameraId)
      inOrder(async () => {
        for (const segment of await library.recover(cameraId)) {
          closedFact(segment, true)
          lastEndMs.set(cameraId, segment.toMs)
        }
        const cause = isAsked ? 'stopped' : fault === null ? 'worker-died' : 'source'
        // A full disk stays the cause when the worker then ends too.
        if (!causes.has(cameraId)) causes.set(cameraId, { cause, fault })
      })
    },
    async timeline(cameraId, fromMs, toMs) {
      const segments = await library.find(cameraId, fromMs, toMs)
      const usable = segments.filter(({ lost }) => lost === null)
      const gaps = await sql.unsafe<{ data: GapFact }[]>(
        `select data from ${viewTable(recordingGaps)} where site = $1 and data->>'cameraId' = $2
          and data->>'to' > $3 and data->>'from' < $4 order by data->>'from'`,
        [site, cameraId, iso(fromMs), iso(toMs)],
      )
      const [alerts, held, health, [oldest]] = await Promise.all([
        options.alerts(cameraId, fromMs - clipTailMs, toMs),
        holds(cameraId),
        options.health(cameraId, fromMs, toMs),
        sql<{ from_ms: number | null }[]>`select min(from_ms) as from_ms from recording.segment
          where camera = ${cameraId} and site = ${site} and lost is null`,
      ])
      const endMs = lastEndMs.get(cameraId)
      const nowMs = ports.clock.nowMs()
      const now = causes.get(cameraId)
      const isMissing = !writing.has(cameraId) && endMs !== undefined && nowMs - endMs > gapLeastMs && endMs < toMs
      return {
        cameraId,
        from: iso(fromMs),
        to: iso(toMs),
        oldest: oldest?.from_ms ? iso(oldest.from_ms) : null,
        spans: spansOf(usable, gapLeastMs).map(({ fromMs: from, toMs: to, ...span }) => ({
          from: iso(from),
          to: iso(to),
          ...span,
        })),
        gaps: [
          ...gaps.map(({ data: { from, to, cause, fault } }) => ({ from, to, cause, fault })),
          ...(isMissing
            ? [{ from: iso(endMs), to: null, cause: now?.cause ?? ('not-recorded' as const), fault: now?.fault ?? null }]
            : []),
        ],
        holds: held
          .filter(({ from, to }) => Date.parse(to) > fromMs && Date.parse(from) < toMs)
          .map(({ id, from, to, reason }) => ({ id, from, to, reason })),
        alerts: alerts.map(({ id, number, priority, kind, fromMs: from, toMs: to }) => ({
          id,
          number,
          priority,
          kind,
          from: iso(from),
          to: to === null ? null : iso(to),
        })),
        health,
      }
    },
    async plan(cameraId, fromMs, toMs) {
      if (!(toMs > fromMs) || toMs - fromMs > intervalHoursMost * 3_600_000)
        return refuse('recording.interval', { hours: intervalHoursMost })
      const segments = await library.find(cameraId, fromMs, toMs)
      const good: StoredSegment[] = []
      let lost: 'file-lost' | 'file-altered' | null = null
      for (const segment of segments) {
        const why = await prove(segment)
        if (why === null) good.push(segment)
        else lost = why
      }
      // The rest goes on: only when nothing is left is the loss itself the answer.
      if (good.length === 0 && lost !== null) return refuse(lost === 'file-lost' ? 'recording.lost' : 'recording.altered')
      const planned = planInterval(good, fromMs, toMs)
      return planned.ok ? accept(planned.value) : planned
    },
    async thumbnail(cameraId, atMs) {
      const segments = await library.find(cameraId, atMs - 1, atMs + 1)
      const segment = segments.find(({ lost }) => lost === null)
      if (!segment) return null
      const found = await readThumbnail(library.folder, segment.file, segment.mediaMs + atMs - segment.fromMs)
      return found && { jpeg: found.jpeg, atMs: segment.fromMs + found.mediaMs - segment.mediaMs }
    },
    async state() {
      const { freeBytes, totalBytes } = await options.disk(library.folder)
      const { version, ...limits } = await settings()
      const usage = await library.usage()
      return {
        settings: limits,
        version,
        usedBytes: usage.reduce((sum, { bytes }) => sum + bytes, 0),
        freeBytes,
        reserveBytes: reserveOf(totalBytes),
        state: disk,
        cameras: usage.map(({ cameraId, bytes, oldestMs, lastHourBytes, lastHourMs }) => ({
          cameraId,
          bytes,
          oldest: oldestMs === null ? null : iso(oldestMs),
          isRecording: writing.has(cameraId),
          bytesPerDay: lastHourMs > 60_000 ? Math.round((lastHourBytes / lastHourMs) * 86_400_000) : null,
        })),
      }
    },
    settled: () => tail,
    housekeep,
    async stop() {
      for (const timer of [...timers, soon]) timer.cancel()
      await tail
      isStopped = true
    },
  }

  function reserveOf(totalBytes: number): number {
    return Math.max(reserveBytesLeast, totalBytes * reserveShare)
  }
}

function iso(ms: number): string {
  return isoTime(Math.round(ms))
}
