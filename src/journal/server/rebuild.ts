/** Folding anew: the proof that views hold nothing but what the journal says; and the walk along the chain. */

import { createHash } from 'node:crypto'
import type { Sql } from '../../platform/server/database.ts'
import { canonicalJson, type Json } from '../canonical.ts'
import type { Entry } from '../entry.ts'
import type { Row, ViewDefinition } from '../feature.ts'
import { type Breach, type ChainState, chainStart, isBreach, type JournalRow, verifyRow } from '../verify.ts'
import { readAllRows, viewTable } from './views.ts'

const entriesAtOnce = 2000

export interface Folded {
  readonly entries: number
  /** Site → view name → rows. */
  readonly sites: ReadonlyMap<string, ReadonlyMap<string, Map<string, Row>>>
}

/** Folds all entries (of one site, or of all) from nothing. */
export async function foldAll(sql: Sql, views: readonly ViewDefinition[], site: string | null): Promise<Folded> {
  const sites = new Map<string, Map<string, Map<string, Row>>>()
  let entries = 0
  const filter = site === null ? sql`` : sql`where site = ${site}`
  for await (const rows of sql<
    { site: string; text: string }[]
  >`select site, text from journal.entry ${filter} order by site, seq`.cursor(entriesAtOnce)) {
    for (const row of rows) {
      const entry = JSON.parse(row.text) as Entry
      entries++
      for (const view of views) {
        const id = entry.subject
        const ofSite = sites.get(row.site) ?? new Map<string, Map<string, Row>>(views.map(({ name }) => [name, new Map()]))
        sites.set(row.site, ofSite)
        if (!view.folds(entry)) continue
        const ofView = ofSite.get(view.name) as Map<string, Row>
        const before = ofView.get(id)
        const after = view.fold(before, entry)
        if (after === null) ofView.delete(id)
        else ofView.set(id, { ...after, id, version: (before?.version ?? 0) + 1 } as Row)
      }
    }
  }
  return { entries, sites }
}

export interface RebuildReport {
  readonly entries: number
  readonly rows: number
  /** Rows that the live view has otherwise than the journal says. */
  readonly differences: readonly {
    readonly view: string
    readonly id: string
    readonly what: 'only-live' | 'only-rebuilt' | 'differs'
  }[]
}

/** Folds anew and compares with the live views, row by row. */
export async function rebuild(sql: Sql, views: readonly ViewDefinition[], site: string): Promise<RebuildReport> {
  const folded = await foldAll(sql, views, site)
  const differences: { view: string; id: string; what: 'only-live' | 'only-rebuilt' | 'differs' }[] = []
  let rows = 0
  for (const view of views) {
    const rebuilt = folded.sites.get(site)?.get(view.name) ?? new Map<string, Row>()
    rows += rebuilt.size
    const live = new Map((await readAllRows(sql, viewTable(view), site)).map((row) => [row.id, row]))
    for (const [id, row] of rebuilt) {
      const other = live.get(id)
      if (!other) differences.push({ view: view.name, id, what: 'only-rebuilt' })
      else if (canonicalJson(row as Json) !== canonicalJson(other as Json))
        differences.push({ view: view.name, id, what: 'differs' })
    }
    for (const id of live.keys()) if (!rebuilt.has(id)) differences.push({ view: view.name, id, what: 'only-live' })
  }
  return { entries: folded.entries, rows, differences }
}

export interface VerifyReport {
  readonly site: string
  readonly entries: number
  /** The first broken entry; null: the chain holds from the first entry to the head. */
  readonly breach: Breach | null
}

/** Walks the chain of one site from its first entry to its head. */
export async function verify(sql: Sql, site: string): Promise<VerifyReport> {
  let chain: ChainState = chainStart
  const rows = sql<
    JournalRow[]
  >`select seq, epoch, type, subject, hlc, command_id as "commandId", text, hash from journal.entry where site = ${site} order by seq`
  for await (const some of rows.cursor(entriesAtOnce)) {
    for (const row of some) {
      const next = verifyRow(chain, row, (text) => createHash('sha256').update(text).digest('hex'))
      if (isBreach(next)) return { site, entries: chain.seq, breach: next }
      chain = next
    }
  }
  const [head] = await sql<{ seq: number; hash: string }[]>`select seq, hash from journal.site where id = ${site}`
  if (head && (head.seq !== chain.seq || head.hash !== chain.hash)) {
    const detail = `the journal's head is entry ${head.seq}, the chain ends at ${chain.seq}`
    return {
      site,
      entries: chain.seq,
      breach: { seq: chain.seq + 1, problem: head.seq > chain.seq ? 'missing' : 'head-differs', detail },
    }
  }
  return { site, entries: chain.seq, breach: null }
}

/** All sites that have a journal in this database. */
export async function sitesOf(sql: Sql): Promise<string[]> {
  return (await sql<{ id: string }[]>`select id from journal.site order by id`).map(({ id }) => id)
}
