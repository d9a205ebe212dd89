/** Lists of alerts: any time, any state, by what a person remembers of them. Newest first, page by page. */
import type { AlertView, Priority } from '../../features/alerts/contract.ts'
import { alerts as alertsView } from '../../features/alerts/fold.ts'
import type { Journal } from '../../journal/server/journal.ts'
import type { Vault } from '../../journal/server/vault.ts'
import { viewTable } from '../../journal/server/views.ts'
import type { Speaker } from '../../platform/speak.ts'
import type { Presenter, StoredAlert } from './present.ts'

const table = viewTable(alertsView)
/** A search reads at most so many alerts at once, and says how far it came; the next page goes on. */
export const searchMax = 5000
const batch = 500

export interface AlertQuery {
  readonly state: 'open' | 'closed' | 'all'
  readonly kind?: AlertView['kind']
  readonly priority?: Priority
  readonly limit: number
  readonly cursor?: string
  /** Raised between these instants, ISO 8601. */
  readonly from?: string
  readonly to?: string
  readonly camera?: string
  readonly place?: string
  /** Who did something about it. */
  readonly by?: string
  /** A reason, or a family of them: `nuisance` is every `nuisance.…`. */
  readonly reason?: string
  /** In its number, its title in either language, or a note. */
  readonly q?: string
  /** Areas, as patterns of SQL that an area with a slash behind it matches; absent: every area. */
  readonly areas?: readonly string[]
}

export interface AlertPage {
  readonly alerts: AlertView[]
  readonly next: string | null
  /** The search stopped here before it had looked at everything. */
  readonly searchedTo: string | null
}

interface ListNeeds {
  readonly journal: Journal
  readonly vault: Vault
  readonly presenter: Presenter
  readonly speakers: readonly Speaker[]
}

/** What is asked of the database for a query, with its values. Exported for the bench, which explains it. */
export function alertSql(
  site: string,
  query: AlertQuery,
  after: string | null,
  limit: number,
): { text: string; values: (string | number | string[])[] } {
  const values: (string | number | string[])[] = [site]
  const wanted = ['site = $1']
  const add = (condition: (at: string) => string, value: string | number | string[]) => {
    values.push(value)
    wanted.push(condition(`$${values.length}`))
  }
  // Written out rather than filled in: an index is only taken for what the planner can read.
  if (query.state !== 'all') wanted.push(`data->>'disposition' = '${query.state === 'open' ? 'open' : 'closed'}'`)
  if (query.kind) add((at) => `data->>'kind' = ${at}`, query.kind)
  if (query.priority) add((at) => `data->>'priority' = ${at}`, query.priority)
  if (query.from) add((at) => `data->>'firstAt' >= ${at}`, new Date(query.from).toISOString())
  if (query.to) add((at) => `data->>'firstAt' < ${at}`, new Date(query.to).toISOString())
  if (query.camera) add((at) => `data->'cameraIds' @> ${at}::text::jsonb`, JSON.stringify([query.camera]))
  if (query.place) add((at) => `data->'placeIds' @> ${at}::text::jsonb`, JSON.stringify([query.place]))
  if (query.by) {
    values.push(JSON.stringify([{ byId: query.by }]), query.by)
    wanted.push(`(data->'log' @> $${values.length - 1}::text::jsonb or data->>'ownerId' = $${values.length})`)
  }
  if (query.reason?.includes('.') || query.reason === 'undetermined')
    add((at) => `data->'closed'->>'reason' = ${at}`, query.reason)
  else if (query.reason) add((at) => `data->'closed'->>'reason' like ${at}`, `${query.reason}.%`)
  if (query.areas && !query.areas.includes('%')) add((at) => `(data->>'area') || '/' like any(${at}::text[])`, [...query.areas])
  const number = numberIn(query.q)
  if (number) add((at) => `data->>'number' = ${at}`, number)
  if (after) add((at) => `id < ${at}::uuid`, after)
  values.push(limit)
  return {
    text: `select id, version, data from ${table} where ${wanted.join(' and ')} order by id desc limit $${values.length}`,
    values,
  }
}

/** A number as it stands on the alert, when that is what was typed: `42`, `a42` and `A-0042` are the same. */
export function numberIn(q: string | undefined): string | null {
  const digits = /^(?:a-?)?0*(\d{1,9})$/i.exec(q?.trim() ?? '')?.[1]
  return digits ? `A-${digits.padStart(4, '0')}` : null
}

/** Reads one page. */
export async function listAlerts({ journal, vault, presenter, speakers }: ListNeeds, query: AlertQuery): Promise<AlertPage> {
  const { sql, site } = journal
  const read = async (after: string | null, limit: number): Promise<StoredAlert[]> => {
    const { text, values } = alertSql(site, query, after, limit)
    const rows = await sql.unsafe<{ id: string; version: number; data: object }[]>(text, values)
    return rows.map(({ id, version, data }) => ({ ...data, id, version }) as StoredAlert)
  }
  const dress = (rows: readonly StoredAlert[]) => Promise.all(rows.map((row) => presenter.alert(row)))
  const words = query.q?.trim().toLocaleLowerCase() ?? ''
  if (words === '' || numberIn(query.q)) {
    const rows = await read(query.cursor ?? null, query.limit + 1)
    const page = rows.slice(0, query.limit)
    return { alerts: await dress(page), next: rows.length > query.limit ? (page.at(-1)?.id ?? null) : null, searchedTo: null }
  }

  const said = async (ref: { readonly vault: string } | null): Promise<string> => {
    const found = ref && (await vault.read(sql, ref.vault))
    return found ? Buffer.from(found.content).toString() : ''
  }
  const holds = async (row: StoredAlert): Promise<boolean> => {
    const has = (text: string) =>
      text
        .toLocaleLowerCase()
        .replaceAll(/[\u2066-\u2069\u200e]/g, '')
        .includes(words)
    if (has(row.number) || speakers.some((speaker) => has(speaker.saySaid(row.title)))) return true
    for (const ref of [row.closed?.note ?? null, ...row.notes.map(({ note }) => note)]) if (has(await said(ref))) return true
    return false
  }
  const found: StoredAlert[] = []
  let after = query.cursor ?? null
  for (let searched = 0; ; ) {
    const rows = await read(after, batch)
    for (const row of rows) {
      if (found.length === query.limit) return { alerts: await dress(found), next: after, searchedTo: null }
      if (await holds(row)) found.push(row)
      after = row.id
    }
    searched += rows.length
    if (rows.length < batch) return { alerts: await dress(found), next: null, searchedTo: null }
    if (searched >= searchMax) return { alerts: await dress(found), next: after, searchedTo: rows.at(-1)?.firstAt ?? null }
  }
}
