/** The log book: notes and calls, written once and corrected only by new lines. What was said lies in the vault. */

import { accept, type Outcome, refuse } from '../../base/outcome.ts'
import type { CallMeans, LogBookEntry } from '../../features/shifts/contract.ts'
import { writeLog } from '../../features/shifts/decide.ts'
import { type LogRow, logBook } from '../../features/shifts/fold.ts'
import type { Actor } from '../../journal/entry.ts'
import type { Journal } from '../../journal/server/journal.ts'
import type { Vault } from '../../journal/server/vault.ts'
import { viewTable } from '../../journal/server/views.ts'
import type { Ports } from '../../platform/ports.ts'
import { newShiftId, type ShiftKeeper } from './shifts.ts'

const table = viewTable(logBook)
/** A search opens at most so many words of the vault at once, and says where it stopped. */
export const searchMax = 2000

export interface LogQuery {
  readonly fromMs: number | null
  readonly toMs: number | null
  readonly q: string | null
  readonly shiftId: string | null
  readonly byId: string | null
  readonly cursor: string | null
  readonly limit: number
}

export interface LogPage {
  readonly entries: LogBookEntry[]
  readonly next: string | null
  readonly searchedTo: string | null
}

export interface LogWish {
  readonly commandId: string
  readonly text: string
  readonly call: { readonly who: string; readonly means: CallMeans; readonly isAnswered: boolean } | null
  readonly corrects: string | null
  readonly alertId: string | null
}

export interface LogBook {
  write(wish: LogWish, actor: Actor): Promise<Outcome<LogBookEntry>>
  /** Newest first. */
  list(query: LogQuery): Promise<LogPage>
}

type Stored = LogRow & { readonly id: string }

/** Opens the log book. */
export function openLogBook(needs: {
  readonly journal: Journal
  readonly vault: Vault
  readonly shifts: ShiftKeeper
  readonly ports: Ports
  nameOf(personId: string): string
}): LogBook {
  const { journal, vault, shifts, ports } = needs
  const { sql, site } = journal

  async function present(row: Stored, correctedBy: string | null): Promise<LogBookEntry> {
    const found = await vault.read(sql, row.content.vault)
    const said = found ? (JSON.parse(Buffer.from(found.content).toString()) as { text: string; who: string }) : null
    return {
      id: row.id,
      at: row.at,
      by: { id: row.byId, name: needs.nameOf(row.byId) },
      shiftId: row.shiftId,
      kind: row.kind,
      text: said?.text ?? null,
      call: row.call && { ...row.call, who: said?.who ?? '' },
      corrects: row.corrects,
      correctedBy,
      alertId: row.alertId,
    }
  }

  async function correctionsOf(ids: readonly string[]): Promise<Map<string, string>> {
    const rows = await sql.unsafe<{ id: string; corrects: string }[]>(
      `select id, data->>'corrects' as corrects from ${table} where data->>'corrects' = any($1) and site = $2 order by id`,
      [ids as string[], site],
    )
    return new Map(rows.map(({ id, corrects }) => [corrects, id]))
  }

  return {
    async write({ commandId, text, call, corrects, alertId }, actor) {
      if (text === '' && call === null) return refuse('log.empty')
      if (corrects !== null) {
        const [old] = await journal.rows('log-book', [corrects])
        if (!old || (old as unknown as Stored).area !== shifts.place().area) return refuse('log.not-found')
      }
      const id = newShiftId(ports)
      const { ref, item } = vault.seal(newShiftId(ports), 'text', JSON.stringify({ text, who: call?.who ?? '' }))
      const { area, mode } = shifts.place()
      const said = call && { means: call.means, isAnswered: call.isAnswered }
      const shiftId = shifts.watch()?.now?.id ?? null
      const input = { id, area, mode, shiftId, content: ref, call: said, corrects, alertId }
      const answer = await journal.run(writeLog, { commandId, subject: id, actor, input, items: [item] })
      if (!answer.ok) return answer
      // The same command again: what was written the first time is the answer.
      const [written] = await sql.unsafe<{ id: string; data: object }[]>(
        `select id, data from ${table} where site = $1 and id = coalesce(
           (select subject from journal.entry where command_id = $2 and site = $1 limit 1), $3::uuid)`,
        [site, commandId, id],
      )
      return written ? accept(await present({ ...written.data, id: written.id } as Stored, null)) : refuse('log.not-found')
    },
    async list({ fromMs, toMs, q, shiftId, byId, cursor, limit }) {
      const wanted = q?.trim().toLocaleLowerCase() ?? ''
      const entries: LogBookEntry[] = []
      let after = cursor
      for (let searched = 0; ; ) {
        const rows = await sql.unsafe<{ id: string; data: object }[]>(
          `select id, data from ${table} where site = $1 and ($2::uuid is null or id < $2)
             and ($3::text is null or data->>'at' >= $3) and ($4::text is null or data->>'at' < $4)
             and ($5::text is null or data->>'shiftId' = $5) and ($6::text is null or data->>'byId' = $6)
           order by id desc limit $7`,
          [site, after, isoOr(fromMs), isoOr(toMs), shiftId, byId, wanted === '' ? limit + 1 : 200],
        )
        const corrected = await correctionsOf(rows.map(({ id }) => id))
        for (const { id, data } of rows) {
          if (entries.length === limit) return { entries, next: entries.at(-1)?.id ?? null, searchedTo: null }
          const line = await present({ ...data, id } as Stored, corrected.get(id) ?? null)
          after = id
          if (wanted === '' || `${line.text ?? ''} ${line.call?.who ?? ''} ${line.by.name}`.toLocaleLowerCase().includes(wanted))
            entries.push(line)
        }
        searched += rows.length
        if (wanted === '' || rows.length < 200) return { entries, next: null, searchedTo: null }
        const last = rows.at(-1)?.data as Stored | undefined
        if (last && searched >= searchMax) return { entries, next: after, searchedTo: last.at }
      }
    },
  }
}

function isoOr(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString()
}
