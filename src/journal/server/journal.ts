import { assert } from '../../base/assert.ts'
import { uuidV7 } from '../../base/ids.ts'
import { Fault, type Outcome } from '../../base/outcome.ts'
import type { Ports } from '../../platform/ports.ts'
import { connect, isDatabaseAway, type Sql } from '../../platform/server/database.ts'
import type { Database } from '../../platform/server/postgres.ts'
import { type ClockState, clockAtStart, hlcMs, readClock } from '../clock.ts'
import { type Actor, type Draft, noEntryBefore } from '../entry.ts'
import type { CommandDefinition, Row, ViewDefinition } from '../feature.ts'
import { type Accepted, type Committed, type Head, machineActor, type Submission, writeGroup } from './group.ts'
import { foldAll } from './rebuild.ts'
import type { SealedItem } from './vault.ts'
import { createViewTable, readRows, viewTable, writeRows } from './views.ts'

export type { Accepted, Arrived, Committed, Submission } from './group.ts'

/** Commands in one transaction at most. */
const groupSizeMax = 500

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
  let head: Head | null = null
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
    const start = head ?? (await readHead())
    // What the group read of the clock counts only when it is written: a failed one leaves no mark.
    const place = { site, start, clock, views, tables, ports }
    const written = await sql.begin((tx) => writeGroup({ ...place, tx: tx as unknown as Sql }, group))
    head = written.head
    clock = written.clock
    if (written.committed.entries.length > 0) for (const listener of listeners) listener(written.committed)
    return written.answers
  }

  async function readHead(): Promise<Head> {
    const [known] = await sql<Head[]>`select epoch, seq, hash from journal.site where id = ${site}`
    assert(known, `site ${site} is known to the database`)
    return known
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

/** Makes the tables of the views; one whose fold has another version is built anew from the journal and swapped in. */
async function bringViewsUpToDate(sql: Sql, views: readonly ViewDefinition[]): Promise<void> {
  for (const view of views) {
    const table = viewTable(view)
    const [known] = await sql<{ fold_version: number }[]>`select fold_version from view.definition where name = ${view.name}`
    if (known && known.fold_version > view.foldVersion) throw new Fault('database.newer', { view: view.name })
    await createViewTable(sql, table, view.indexes)
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
