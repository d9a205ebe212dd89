/**
 * One site's journal: the only writer of it. Commands that wait together are committed together (one sync of the disk
 * for many); decisions see the rows as the commands before them in the same group left them.
 */
import { createHash } from 'node:crypto'
import { assert } from '../../base/assert.ts'
import { uuidV7 } from '../../base/ids.ts'
import { Fault, type Outcome, type Refusal } from '../../base/outcome.ts'
import type { Ports } from '../../platform/ports.ts'
import { connect, isDatabaseAway, type Sql } from '../../platform/server/database.ts'
import type { Database } from '../../platform/server/postgres.ts'
import { type ClockState, clockAtStart, hlcMs, readClock } from '../clock.ts'
import { type Actor, type Draft, isoTime, noEntryBefore, type StoredEntry, sealEntry } from '../entry.ts'
import type { CommandDefinition, DecideContext, Row, ViewDefinition } from '../feature.ts'
import { foldAll } from './rebuild.ts'
import type { SealedItem } from './vault.ts'
import { createViewTable, readRows, viewTable, writeRows } from './views.ts'

/** Commands in one transaction at most. */
const groupSizeMax = 500

/** One wish to write, on its way to the journal. */
export interface Submission {
  readonly commandId: string
  readonly subject: string
  /** The view whose row the decision needs; null for bare facts. */
  readonly view: string | null
  readonly actor: Actor
  readonly mode?: 'live' | 'exercise' | 'test'
  /** Sealed content that the entries name: stored in the same transaction. */
  readonly items?: readonly SealedItem[]
  decide(row: Row | undefined, context: DecideContext): Outcome<readonly Draft[]>
}

export interface Accepted {
  readonly version: number
  /** The row after the command; null when the subject has no row. */
  readonly row: Row | null
  /** True when this command id was answered before: nothing was written now. */
  readonly isRepeat: boolean
}

/** An entry with its place in this database: the cursor of the live lane. */
export interface Arrived extends StoredEntry {
  readonly pos: number
}

/** What a committed group changed. Rows by view name and id; null: the row ended. */
export interface Committed {
  readonly entries: readonly Arrived[]
  readonly rows: ReadonlyMap<string, ReadonlyMap<string, Row | null>>
}

export interface Journal {
  readonly site: string
  readonly sql: Sql
  readonly views: readonly ViewDefinition[]
  /**
   * Resolves when the entries are on disk, or with the refusal. Rejects with `journal.unavailable` when the database is
   * away or cannot write: the same command id may then be sent again, and takes effect once.
   */
  submit(submission: Submission): Promise<Outcome<Accepted>>
  /** Runs a feature's command on its record. */
  run<V extends object, I extends object>(definition: CommandDefinition<V, I>, order: Order<I>): Promise<Outcome<Accepted>>
  /** Writes facts that need no decision. */
  record(drafts: readonly Draft[], actor: Actor): Promise<void>
  onCommitted(listener: (committed: Committed) => void): void
  rows(view: string, ids: readonly string[]): Promise<Row[]>
  /** Whether `stop` was asked for: nothing is taken any more. */
  isStopped(): boolean
  /** Whether the clock was trusted at the last entry. */
  isClockTrusted(): boolean
  /** Looks at the clock without an entry that needs it; writes the fact when trust changed. */
  checkClock(): Promise<void>
  /** Proves that the journal could write now: the lock is held and a transaction reaches the disk. Rejects when not. */
  probe(): Promise<void>
  stop(): Promise<void>
}

export interface Order<I> {
  readonly commandId: string
  readonly subject: string
  readonly actor: Actor
  readonly input: I
  readonly items?: readonly SealedItem[]
}

export interface JournalOptions {
  readonly database: Database
  readonly site: string
  readonly siteName: { readonly ar: string; readonly en: string }
  readonly views: readonly ViewDefinition[]
  readonly ports: Ports
  readonly programVersion: string
  /** A copied or restored folder goes on in a new epoch. */
  readonly adopt?: { readonly reason: string }
}

const machineActor: Actor = { kind: 'machine', id: 'marsad', session: null }

/** SHA-256 of a text in UTF-8, 64 hexadecimal digits. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/**
 * Opens a site's journal for writing. The tables must be up to date.
 * Fault `journal.in-use`: another process writes it.
 */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const { site, ports, views } = options
  const sql = connect(options.database)
  const lock = await holdLock(options.database, site)
  const tables = new Map(views.map((view) => [view.name, viewTable(view)]))
  const listeners: ((committed: Committed) => void)[] = []
  let waiting: { submission: Submission; resolve(o: Outcome<Accepted>): void; reject(e: unknown): void }[] = []
  let head: { epoch: number; seq: number; hash: string } | null = null
  let clock: ClockState = clockAtStart(null)
  let running: Promise<void> | null = null
  let isStopped = false

  await bringViewsUpToDate(sql, views)
  await openSite()

  async function openSite(): Promise<void> {
    const drafts: Draft[] = []
    await sql.begin(async (tx) => {
      const [known] = await tx<
        { epoch: number; seq: number; hash: string }[]
      >`select epoch, seq, hash from journal.site where id = ${site}`
      if (known && !options.adopt) {
        head = known
        return
      }
      const epoch = (known?.epoch ?? 0) + 1
      head = { epoch, seq: known?.seq ?? 0, hash: known?.hash ?? noEntryBefore }
      if (known) await tx`update journal.site set epoch = ${epoch} where id = ${site}`
      else
        await tx`insert into journal.site (id, name, epoch, seq, hash) values (${site}, ${tx.json({ ...options.siteName })}, 1, 0, ${noEntryBefore})`
      drafts.push({
        type: 'site.opened',
        typeVersion: 1,
        subject: site,
        area: '',
        observedAtMs: ports.clock.nowMs(),
        body: { epoch, reason: options.adopt?.reason ?? 'first', program: options.programVersion },
      })
    })
    clock = clockAtStart(await lastTrustedMs())
    if (drafts.length > 0) await record(drafts, machineActor)
  }

  async function lastTrustedMs(): Promise<number | null> {
    const [row] = await sql<{ hlc: string }[]>`
      select hlc from journal.entry where site = ${site} and text::jsonb->'clock'->>'trusted' = 'true' order by seq desc limit 1`
    return row ? hlcMs(row.hlc) : null
  }

  function submit(submission: Submission): Promise<Outcome<Accepted>> {
    if (isStopped) return Promise.reject(new Fault('journal.unavailable', { why: 'the program is stopping' }))
    return new Promise((resolve, reject) => {
      waiting.push({ submission, resolve, reject })
      running ??= drain()
    })
  }

  async function drain(): Promise<void> {
    // One turn of the event loop lets everything that arrived together wait together.
    await Promise.resolve()
    while (waiting.length > 0) {
      const group = waiting.slice(0, groupSizeMax)
      waiting = waiting.slice(groupSizeMax)
      try {
        const answers = await commit(group.map(({ submission }) => submission))
        group.forEach(({ resolve }, at) => {
          resolve(answers[at] as Outcome<Accepted>)
        })
      } catch (error) {
        head = null
        if (isDatabaseAway(error)) {
          const fault = new Fault('journal.unavailable', { why: (error as Error).message }, { cause: error })
          for (const { reject } of group) reject(fault)
        } else if (group.length === 1) {
          group[0]?.reject(error)
        } else {
          // One fault must not take its neighbours along: each once more, alone.
          for (const one of group) {
            try {
              one.resolve((await commit([one.submission]))[0] as Outcome<Accepted>)
            } catch (single) {
              head = null
              one.reject(
                isDatabaseAway(single)
                  ? new Fault('journal.unavailable', { why: (single as Error).message }, { cause: single })
                  : single,
              )
            }
          }
        }
      }
    }
    running = null // In the same turn as the look at the queue: what comes now starts a new round.
  }

  async function commit(group: readonly Submission[]): Promise<Outcome<Accepted>[]> {
    await lock.ensure()
    const clockBefore = clock
    try {
      const { answers, committed, headAfter } = await sql.begin((tx) => write(tx as unknown as Sql, group))
      head = headAfter
      if (committed.entries.length > 0) for (const listener of listeners) listener(committed)
      return answers
    } catch (error) {
      clock = clockBefore
      throw error
    }
  }

  async function write(tx: Sql, group: readonly Submission[]) {
    const [start] = head
      ? [head]
      : await tx<{ epoch: number; seq: number; hash: string }[]>`select epoch, seq, hash from journal.site where id = ${site}`
    assert(start, `site ${site} is known to the database`)
    let { seq, hash } = start
    const ids = group.map(({ commandId }) => commandId)
    const known = new Map(
      (
        await tx<
          { id: string; answer: StoredAnswer }[]
        >`select id, answer from journal.command where site = ${site} and id = any(${ids})`
      ).map((row) => [row.id, row.answer]),
    )
    const rows = await loadRows(tx, group)
    const changed = new Map<string, Map<string, Row | null>>()
    const entries: StoredEntry[] = []
    const items: SealedItem[] = []
    const newAnswers: { id: string; answer: StoredAnswer }[] = []
    const answers: Outcome<Accepted>[] = []

    const append = (draft: Draft, actor: Actor, commandId: string | null, mode: Submission['mode'] = 'live') => {
      const reading = readClock(clock, ports.clock.nowMs(), ports.clock.monotonicMs())
      clock = reading.state
      if (reading.adjustedByMs !== null) {
        append(
          {
            type: 'clock.adjusted',
            typeVersion: 1,
            subject: site,
            area: '',
            observedAtMs: ports.clock.nowMs(),
            body: { byMs: reading.adjustedByMs, trusted: reading.state.isTrusted },
          },
          machineActor,
          null,
        )
      }
      const stored = sealEntry(
        {
          site,
          epoch: start.epoch,
          seq: seq + 1,
          hlc: reading.adjustedByMs === null ? reading.hlc : nextHlc(),
          type: draft.type,
          typeVersion: draft.typeVersion,
          subject: draft.subject,
          area: draft.area,
          actor,
          mode,
          marking: 'M1',
          observedAt: isoTime(draft.observedAtMs),
          commandId,
          causedBy: draft.causedBy ?? null,
          clock: { trusted: clock.isTrusted, offsetMs: null },
          body: draft.body,
          prev: hash,
        },
        sha256,
      )
      seq += 1
      hash = stored.hash
      entries.push(stored)
      for (const view of views) foldInto(view, stored, rows, changed)
    }
    const nextHlc = () => {
      const reading = readClock(clock, ports.clock.nowMs(), ports.clock.monotonicMs())
      clock = reading.state
      return reading.hlc
    }

    for (const submission of group) {
      const earlier = known.get(submission.commandId)
      const row = () => (submission.view ? (rows.get(submission.view)?.get(submission.subject) ?? null) : null)
      if (earlier) {
        answers.push(earlier.ok ? { ok: true, value: { version: earlier.version, row: row(), isRepeat: true } } : earlier)
        continue
      }
      const decided = submission.decide(row() ?? undefined, {
        nowMs: ports.clock.nowMs(),
        actor: submission.actor,
        newId: () => uuidV7(ports.clock.nowMs(), ports.random.bytes(10)),
      })
      if (decided.ok) {
        for (const draft of decided.value) {
          assert(draft.subject === submission.subject, 'a command writes about its own record only')
          append(draft, submission.actor, submission.commandId, submission.mode)
        }
        if (submission.items && decided.value.length > 0) items.push(...submission.items)
        const after = row()
        answers.push({ ok: true, value: { version: after?.version ?? 0, row: after, isRepeat: false } })
      } else {
        answers.push(decided)
      }
      const answer: StoredAnswer = decided.ok ? { ok: true, version: row()?.version ?? 0 } : decided
      known.set(submission.commandId, answer)
      newAnswers.push({ id: submission.commandId, answer })
    }

    const positions = await insertEntries(tx, site, entries)
    if (newAnswers.length > 0) {
      await tx`insert into journal.command (site, id, answer)
        select ${site}::uuid, (a->>'id')::uuid, a->'answer' from jsonb_array_elements(${JSON.stringify(newAnswers)}::text::jsonb) a`
    }
    for (const item of items) await insertItem(tx, site, item)
    for (const [name, ofView] of changed) await writeRows(tx, tables.get(name) as string, site, ofView)
    if (entries.length > 0) {
      const moved =
        await tx`update journal.site set seq = ${seq}, hash = ${hash} where id = ${site} and seq = ${start.seq} and hash = ${start.hash}`
      assert(moved.count === 1, 'nobody else wrote this journal')
    }
    return {
      answers,
      committed: { entries: entries.map((stored, at) => ({ ...stored, pos: positions[at] as number })), rows: changed },
      headAfter: { epoch: start.epoch, seq, hash },
    }
  }

  async function loadRows(tx: Sql, group: readonly Submission[]): Promise<Map<string, Map<string, Row>>> {
    const rows = new Map<string, Map<string, Row>>()
    // Any entry may fold into any view by its subject, so every view gets to see every subject.
    const subjects = [...new Set(group.map(({ subject }) => subject))]
    for (const view of views) {
      const found = await readRows(tx, tables.get(view.name) as string, subjects)
      rows.set(view.name, new Map(found.map((row) => [row.id, row])))
    }
    return rows
  }

  async function record(drafts: readonly Draft[], actor: Actor): Promise<void> {
    await Promise.all(
      drafts.map((draft) => {
        const commandId = uuidV7(ports.clock.nowMs(), ports.random.bytes(10))
        return submit({ commandId, subject: draft.subject, view: null, actor, decide: () => ({ ok: true, value: [draft] }) })
      }),
    )
  }

  return {
    site,
    sql,
    views,
    submit,
    record,
    run: (definition, { commandId, subject, actor, input, items }) =>
      submit({
        commandId,
        subject,
        view: definition.view,
        actor,
        ...(items ? { items } : {}),
        decide: (row, context) => definition.decide(row as never, input, context),
      }),
    onCommitted: (listener) => listeners.push(listener),
    rows: (view, ids) => readRows(sql, tables.get(view) as string, ids),
    isStopped: () => isStopped,
    isClockTrusted: () => clock.isTrusted,
    async checkClock() {
      const reading = readClock(clock, ports.clock.nowMs(), ports.clock.monotonicMs())
      if (reading.adjustedByMs === null) return
      // An empty submission: the writer notes the jump by itself when it dates something.
      await record(
        [{ type: 'clock.checked', typeVersion: 1, subject: site, area: '', observedAtMs: ports.clock.nowMs(), body: {} }],
        machineActor,
      )
    },
    async probe() {
      await lock.ensure()
      // Rewriting the head as it is reaches the disk like any commit, and changes nothing.
      await sql`update journal.site set seq = seq where id = ${site}`
    },
    async stop() {
      isStopped = true
      await running
      await lock.release()
      await sql.end({ timeout: 2 })
    },
  }
}

type StoredAnswer = { readonly ok: true; readonly version: number } | { readonly ok: false; readonly refusal: Refusal }

function foldInto(
  view: ViewDefinition,
  { entry }: StoredEntry,
  rows: Map<string, Map<string, Row>>,
  changed: Map<string, Map<string, Row | null>>,
): void {
  if (!view.folds(entry)) return
  const id = entry.subject
  const ofView = rows.get(view.name) as Map<string, Row>
  const before = ofView.get(id)
  const folded = view.fold(before, entry)
  const after = folded === null ? null : ({ ...folded, id, version: (before?.version ?? 0) + 1 } as Row)
  if (after) ofView.set(id, after)
  else ofView.delete(id)
  const ofChange = changed.get(view.name) ?? new Map<string, Row | null>()
  ofChange.set(id, after)
  changed.set(view.name, ofChange)
}

async function insertEntries(tx: Sql, site: string, entries: readonly StoredEntry[]): Promise<number[]> {
  if (entries.length === 0) return []
  const columns = entries.map(({ entry, text, hash }) => ({
    seq: entry.seq,
    epoch: entry.epoch,
    hlc: entry.hlc,
    type: entry.type,
    subject: entry.subject,
    area: entry.area,
    command_id: entry.commandId,
    observed_at: entry.observedAt,
    text,
    hash,
  }))
  const placed = await tx<{ pos: number }[]>`
    insert into journal.entry (site, seq, epoch, hlc, type, subject, area, command_id, observed_at, text, hash)
    select ${site}::uuid, e.seq, e.epoch, e.hlc, e.type, e.subject, e.area, e.command_id, e.observed_at, e.text, e.hash
    from jsonb_to_recordset(${JSON.stringify(columns)}::text::jsonb)
      as e(seq bigint, epoch int, hlc text, type text, subject uuid, area text, command_id uuid, observed_at timestamptz, text text, hash text)
    order by e.seq
    returning pos`
  return placed.map(({ pos }) => pos)
}

async function insertItem(tx: Sql, site: string, item: SealedItem): Promise<void> {
  await tx`insert into vault.item (id, site, kind, media_type, salt, sha256, nonce, sealed)
    values (${item.id}, ${site}, ${item.kind}, ${item.mediaType}, ${item.salt}, ${item.sha256}, ${item.nonce}, ${item.sealed})`
  await tx`insert into vault.key (item, nonce, wrapped) values (${item.id}, ${item.keyNonce}, ${item.wrappedKey})`
}

/** Makes the tables of the views; one whose fold has another version is built anew from the journal and swapped in. */
async function bringViewsUpToDate(sql: Sql, views: readonly ViewDefinition[]): Promise<void> {
  for (const view of views) {
    const table = viewTable(view)
    const [known] = await sql<{ fold_version: number }[]>`select fold_version from view.definition where name = ${view.name}`
    if (known && known.fold_version > view.foldVersion) throw new Fault('database.newer', { view: view.name })
    await createViewTable(sql, table)
    if (known?.fold_version === view.foldVersion) continue
    const folded = await foldAll(sql, [view], null)
    for (const [ofSite, rows] of folded.sites) await writeRows(sql, table, ofSite, rows.get(view.name) as Map<string, Row>)
    await sql`insert into view.definition (name, fold_version) values (${view.name}, ${view.foldVersion})
      on conflict (name) do update set fold_version = excluded.fold_version`
    if (known) await sql.unsafe(`drop table if exists ${viewTable({ name: view.name, foldVersion: known.fold_version })}`)
  }
}

/** A lock that lives as long as its connection: another process is refused, a killed one holds nothing. */
async function holdLock(database: Database, site: string) {
  let isHeld = false
  const onclose = () => {
    isHeld = false
  }
  const connection = connect({ ...database, connection: { ...database.connection, onclose } }, 1)
  const take = async () => {
    const [row] = await connection<
      { taken: boolean }[]
    >`select pg_try_advisory_lock(hashtextextended(${`marsad ${site}`}, 0)) as taken`
    if (!row?.taken) throw new Fault('journal.in-use', { site })
    isHeld = true
  }
  try {
    await take()
  } catch (fault) {
    await connection.end({ timeout: 1 })
    throw fault
  }
  return {
    ensure: async () => {
      if (!isHeld) await take()
    },
    release: () => connection.end({ timeout: 1 }),
  }
}
