/** Everything of one shift, for paper: who, when, alerts with what was decided, what was written, what was not seen, and the chain. */
import { z } from 'zod'
import { type AlertView, alertView } from '../../features/alerts/contract.ts'
import { alerts as alertsView } from '../../features/alerts/fold.ts'
import { logBookEntry, type ShiftView, shiftView } from '../../features/shifts/contract.ts'
import type { Entry } from '../../journal/entry.ts'
import type { Journal } from '../../journal/server/journal.ts'
import { viewTable } from '../../journal/server/views.ts'
import { readExposure } from './exposure.ts'
import type { LogBook } from './log-book.ts'
import type { World } from './world.ts'

const alertsMax = 400
const notesMax = 200
const proof = z.object({ seq: z.number().int(), hash: z.string(), at: z.string() })

export const shiftReport = z.object({
  shift: shiftView,
  printedAt: z.string(),
  alerts: z.array(alertView),
  /** Alerts of the shift beyond those listed here. */
  moreAlerts: z.number().int(),
  notes: z.array(logBookEntry),
  hasMoreNotes: z.boolean(),
  blind: z.array(
    z.object({
      code: z.string(),
      watchedHours: z.number(),
      unknownHours: z.number(),
      intervals: z.array(z.object({ from: z.string(), to: z.string(), health: z.string(), reason: z.string().nullable() })),
    }),
  ),
  /** Items that stood on the list when both had signed. */
  itemIds: z.array(z.string()),
  itemsSha256: z.string().nullable(),
  /** Where in the chain the shift began and ended, and the head of the chain at printing: paper can be checked against the journal. */
  chain: z.object({ began: proof.nullable(), ended: proof.nullable(), head: proof.nullable(), entries: z.number().int() }),
})
export type ShiftReport = z.infer<typeof shiftReport>

interface ReportNeeds {
  readonly journal: Journal
  readonly world: World
  readonly logBook: LogBook
  readonly nowMs: number
}

/** Reads the report of a shift; one that is open is told up to now. */
export async function readReport({ journal, world, logBook, nowMs }: ReportNeeds, shift: ShiftView): Promise<ShiftReport> {
  const { sql, site } = journal
  const fromMs = Date.parse(shift.openedAt)
  const toMs = shift.closedAt === null ? nowMs : Date.parse(shift.closedAt)
  const until = new Date(toMs).toISOString()
  // What was raised in the shift, and what was still open when it began.
  const rows = await sql.unsafe<{ id: string; version: number; data: object; n: number }[]>(
    `select id, version, data, count(*) over ()::int as n from ${viewTable(alertsView)} where site = $1 and data->>'firstAt' <= $3
       and (data->>'firstAt' >= $2 or data->>'disposition' = 'open' or data->'closed'->>'at' >= $2) order by data->>'firstAt', id limit $4`,
    [site, shift.openedAt, until, alertsMax],
  )
  const alerts: AlertView[] = []
  for (const { id, version, data } of rows) alerts.push(await world.present({ ...data, id, version }))
  const notes = await logBook.list({ fromMs, toMs: toMs + 1, q: null, shiftId: null, byId: null, cursor: null, limit: notesMax })
  const cameras = world.state.cameras()
  const exposure = await readExposure(
    journal,
    cameras.map(({ id }) => id),
    fromMs,
    toMs,
    nowMs,
  )
  const marks = await sql<{ seq: number; hash: string; text: string; type: string }[]>`
    select seq, hash, text, type from journal.entry where site = ${site}
      and type = any(${['shift.opened', 'shift.signed', 'shift.relieved']}) and text like ${`%${shift.id}%`} order by seq`
  const begins = marks.find(({ type, text }) => {
    const { body } = JSON.parse(text) as Entry
    return (type === 'shift.opened' ? body.shiftId : body.nextShiftId) === shift.id
  })
  const ends = marks.find(({ type, text }) => type !== 'shift.opened' && (JSON.parse(text) as Entry).body.shiftId === shift.id)
  const proofOf = (mark: (typeof marks)[number] | undefined) =>
    mark ? { seq: mark.seq, hash: mark.hash, at: (JSON.parse(mark.text) as Entry).observedAt } : null
  const [head] = await sql<{ seq: number; hash: string }[]>`select seq, hash from journal.site where id = ${site}`
  const signed = ends ? (JSON.parse(ends.text) as Entry).body : null
  return {
    shift,
    printedAt: new Date(nowMs).toISOString(),
    alerts,
    moreAlerts: (rows[0]?.n ?? 0) - alerts.length,
    notes: [...notes.entries].reverse(),
    hasMoreNotes: notes.next !== null,
    blind: exposure.cameras.map(({ cameraId, intervals, watchedHours, unknownHours }) => ({
      code: world.state.cameraRows.get(cameraId)?.code ?? '',
      watchedHours,
      unknownHours,
      intervals: intervals
        .filter(({ health }) => health !== 'working' && health !== 'degraded')
        .map(({ from, to, health, reason }) => ({ from, to, health, reason })),
    })),
    itemIds: (signed?.itemIds as string[] | undefined) ?? [],
    itemsSha256: (signed?.itemsSha256 as string | undefined) ?? null,
    chain: {
      began: proofOf(begins),
      ended: proofOf(ends),
      head: head ? { ...head, at: new Date(nowMs).toISOString() } : null,
      entries: head?.seq ?? 0,
    },
  }
}
