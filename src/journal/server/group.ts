/**
 * One transaction of a site's journal: the decisions of a group of commands, one after the other, each on the rows as the
 * ones before it left them; their entries, chained; the folds; the answers.
 */
import { createHash } from 'node:crypto'
import { assert } from '../../base/assert.ts'
import { uuidV7 } from '../../base/ids.ts'
import type { Outcome, Refusal } from '../../base/outcome.ts'
import type { Ports } from '../../platform/ports.ts'
import type { Sql } from '../../platform/server/database.ts'
import { type ClockState, readClock } from '../clock.ts'
import { type Actor, type Draft, isoTime, type StoredEntry, sealEntry } from '../entry.ts'
import type { DecideContext, Row, ViewDefinition } from '../feature.ts'
import type { SealedItem } from './vault.ts'
import { readRows, writeRows } from './views.ts'

/** One wish to write, on its way to the journal. */
export interface Submission {
  readonly commandId: string
  readonly subject: string
  /** The view whose row the decision needs; null for bare facts. */
  readonly view: string | null
  readonly actor: Actor
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

/** The end of the chain. */
export interface Head {
  readonly epoch: number
  readonly seq: number
  readonly hash: string
}

/** Where a group is written, and what it goes on from. */
export interface GroupPlace {
  readonly tx: Sql
  readonly site: string
  readonly start: Head
  readonly clock: ClockState
  readonly views: readonly ViewDefinition[]
  /** Table of each view. */
  readonly tables: ReadonlyMap<string, string>
  readonly ports: Ports
}

export interface Written {
  readonly answers: Outcome<Accepted>[]
  readonly committed: Committed
  readonly head: Head
  readonly clock: ClockState
}

export const machineActor: Actor = { kind: 'machine', id: 'marsad', session: null }

/** SHA-256 of a text in UTF-8, 64 hexadecimal digits. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Writes a group. Throws what a decision throws, and what the database says; then nothing of the group is written. */
export async function writeGroup(place: GroupPlace, group: readonly Submission[]): Promise<Written> {
  const { tx, site, start, views, tables, ports } = place
  let { clock } = place
  let { seq, hash } = start
  const ids = group.map(({ commandId }) => commandId)
  const known = new Map(
    (
      await tx<
        { id: string; answer: StoredAnswer }[]
      >`select id, answer from journal.command where site = ${site} and id = any(${ids})`
    ).map((row) => [row.id, row.answer]),
  )
  const rows = await loadRows(place, group)
  const changed = new Map<string, Map<string, Row | null>>()
  const entries: StoredEntry[] = []
  const items: SealedItem[] = []
  const newAnswers: { id: string; answer: StoredAnswer }[] = []
  const answers: Outcome<Accepted>[] = []

  const append = (draft: Draft, actor: Actor, commandId: string | null) => {
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
        mode: draft.mode ?? 'live',
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
        append(draft, submission.actor, submission.commandId)
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
    head: { epoch: start.epoch, seq, hash },
    clock,
  }
}

async function loadRows({ tx, views, tables }: GroupPlace, group: readonly Submission[]): Promise<Map<string, Map<string, Row>>> {
  const rows = new Map<string, Map<string, Row>>()
  // Any entry may fold into any view by its subject, so every view gets to see every subject.
  const subjects = [...new Set(group.map(({ subject }) => subject))]
  for (const view of views) {
    const found = await readRows(tx, tables.get(view.name) as string, subjects)
    rows.set(view.name, new Map(found.map((row) => [row.id, row])))
  }
  return rows
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
