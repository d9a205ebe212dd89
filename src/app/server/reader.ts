/** What a page may read: lists of alerts, snapshot, facts since a cursor. Dressed by the presenter. */
import { wholeSite } from '../../features/access/areas.ts'
import type { AlertView } from '../../features/alerts/contract.ts'
import { alerts as alertsView } from '../../features/alerts/fold.ts'
import { presentPlace } from '../../features/places/fold.ts'
import type { Entry } from '../../journal/entry.ts'
import type { Committed, Journal } from '../../journal/server/journal.ts'
import type { Vault } from '../../journal/server/vault.ts'
import { viewTable } from '../../journal/server/views.ts'
import { createSpeaker } from '../../platform/speak.ts'
import type { LogLine, ServerMessage, Signals } from '../live.ts'
import { texts } from '../texts.ts'
import { type AlertPage, type AlertQuery as ListQuery, listAlerts } from './alert-list.ts'
import { logTypes, type Presenter, type StoredAlert, tapeTypes } from './present.ts'
import type { SiteState } from './state.ts'
import type { AlertWriter } from './unsaved.ts'

/** The hour's tape needs the lines of an hour; a flood must not make a page wait. */
const logLinesMax = 400
const logLinesLeast = 60
const closedInSnapshot = 30
/** Further back a snapshot is shorter than the facts. */
const factsAtOnceMax = 2000
const alertTable = viewTable(alertsView)

export interface AlertQuery extends Omit<ListQuery, 'areas'> {
  /** Subtrees whose alerts are listed. */
  readonly within: readonly string[]
}

type Snapshot = Extract<ServerMessage, { snapshot: unknown }>
type Facts = Extract<ServerMessage, { facts: unknown }>

export interface Reader {
  listAlerts(query: AlertQuery): Promise<AlertPage>
  alert(id: string): Promise<AlertView | null>
  alertStill(id: string): Promise<Uint8Array | null>
  /** Entries of these subtrees. */
  journalAfter(
    after: number,
    limit: number,
    within: readonly string[],
  ): Promise<{ entries: { pos: number; hash: string; entry: Entry }[]; cursor: number }>
  snapshot(signals: Signals, within: readonly string[]): Promise<Snapshot>
  factsAfter(cursor: number): Promise<Facts[] | null>
  factsOf(committed: Committed): Promise<Facts>
  cursor(): Promise<number>
  unsaved(): Promise<AlertView[]>
}

/** Alerts that are open, as rows: what alerting starts from. */
export async function openAlerts(journal: Journal): Promise<StoredAlert[]> {
  const found = await journal.sql.unsafe<{ id: string; version: number; data: object }[]>(
    `select id, version, data from ${alertTable} where site = $1 and data->>'disposition' = 'open'`,
    [journal.site],
  )
  return found.map(({ id, version, data }) => ({ ...data, id, version }) as StoredAlert)
}

/** The greatest number that an alert of this site has had. */
export async function lastAlertNumber(journal: Journal): Promise<string> {
  const [row] = await journal.sql.unsafe<{ number: string }[]>(
    `select data->>'number' as number from ${alertTable} where site = $1
     order by length(data->>'number') desc, data->>'number' desc limit 1`,
    [journal.site],
  )
  return row?.number ?? ''
}

export interface ReaderOptions {
  readonly journal: Journal
  readonly vault: Vault
  readonly presenter: Presenter
  readonly state: SiteState
  readonly alerts: AlertWriter
  readonly nowMs: () => number
  readonly programVersion: string
}

/** Matches an area followed by a slash, when it lies in the subtree. Areas hold no sign that has a meaning here. */
function subtreePattern(area: string): string {
  return area === wholeSite ? '%' : `${area}/%`
}

/** A title is found in either language, whichever the reader speaks. */
const speakers = [createSpeaker(texts, 'ar'), createSpeaker(texts, 'en')]

/** Reads for pages. */
export function createReader({ journal, vault, presenter, state, alerts, nowMs, programVersion }: ReaderOptions): Reader {
  const { sql, site } = journal
  const storedAlert = async (id: string) =>
    ((await journal.rows('alerts', [id]))[0] as unknown as StoredAlert | undefined) ?? null
  const line = ({ pos, text }: { pos: number; text: string }) => presenter.log(pos, JSON.parse(text) as Entry)

  /** Of these subtrees, and what is of the whole site; what of that a reader may see is decided where it is sent. */
  async function logBefore(within: readonly string[]): Promise<LogLine[]> {
    const areas = within.map(subtreePattern)
    const rows = await sql<{ pos: number; text: string }[]>`
      select pos, text from journal.entry where site = ${site} and type = any(${[...logTypes]})
        and (area = '' or (area || '/') like any(${areas})) order by seq desc limit ${logLinesMax}`
    const hourAgo = new Date(nowMs() - 3_600_000).toISOString()
    const marks = await sql<{ pos: number; text: string }[]>`
      select pos, text from journal.entry where site = ${site} and type = any(${[...tapeTypes]}) and observed_at >= ${hourAgo}
        and (area = '' or (area || '/') like any(${areas}))
      order by seq desc limit ${logLinesMax}`
    const lines = rows.map(line).filter((said) => said !== null)
    return [
      ...lines.filter((said, at) => at < logLinesLeast || said.at >= hourAgo),
      ...marks.map(line).filter((said) => said !== null),
    ]
  }

  const reader: Reader = {
    listAlerts: ({ within, ...query }) =>
      listAlerts({ journal, vault, presenter, speakers }, { ...query, areas: within.map(subtreePattern) }),
    async alert(id) {
      const waiting = alerts.unsaved().find(({ row }) => row.id === id)
      if (waiting) return presenter.alert(waiting.row, waiting.since)
      const row = await storedAlert(id)
      return row ? presenter.alert(row) : null
    },
    async alertStill(id) {
      const waiting = alerts.still(id)
      if (waiting) return waiting
      const row = await storedAlert(id)
      return row?.still ? ((await vault.read(sql, row.still.vault))?.content ?? null) : null
    },
    async journalAfter(after, limit, within) {
      const rows = await sql<{ pos: number; hash: string; text: string }[]>`
        select pos, hash, text from journal.entry where site = ${site} and pos > ${after}
          and (area || '/') like any(${within.map(subtreePattern)}) order by pos limit ${limit}`
      const entries = rows.map(({ pos, hash, text }) => ({ pos, hash, entry: JSON.parse(text) as Entry }))
      return { entries, cursor: rows.at(-1)?.pos ?? after }
    },
    async snapshot(signals, within) {
      const cursor = await reader.cursor()
      const open = await reader.listAlerts({ state: 'open', limit: 200, within })
      const recent = await reader.listAlerts({ state: 'closed', limit: closedInSnapshot, within })
      const rows = {
        alerts: [...open.alerts, ...recent.alerts],
        cameras: state.cameras(),
        places: state.places(),
        announcements: state.announcements(),
      }
      const serverTime = new Date(nowMs()).toISOString()
      return { snapshot: { ...rows, log: await logBefore(within) }, signals, cursor, serverTime, programVersion }
    },
    async factsAfter(cursor) {
      const rows = await sql<{ pos: number; subject: string; type: string; text: string }[]>`
        select pos, subject, type, text from journal.entry where site = ${site} and pos > ${cursor} order by pos limit ${factsAtOnceMax + 1}`
      if (rows.length > factsAtOnceMax) return null
      const ids = [...new Set(rows.filter(({ type }) => type.startsWith('alert.')).map(({ subject }) => subject))]
      const changed = await Promise.all(
        (await journal.rows('alerts', ids)).map((row) => presenter.alert(row as unknown as StoredAlert)),
      )
      const log = rows.map(line).filter((said) => said !== null)
      return [
        {
          facts: {
            alerts: changed,
            cameras: state.cameras(),
            places: state.placesEver(),
            announcements: state.announcements(),
            log,
          },
          cursor: rows.at(-1)?.pos ?? cursor,
        },
      ]
    },
    async factsOf({ entries, rows }) {
      const changed = [...(rows.get('alerts')?.values() ?? [])].filter((row) => row !== null)
      const cameraIds = new Set(rows.get('cameras')?.keys() ?? [])
      const announced = new Set(rows.get('announcements')?.keys() ?? [])
      return {
        facts: {
          alerts: await Promise.all(changed.map((row) => presenter.alert(row as unknown as StoredAlert))),
          cameras: state.cameras().filter(({ id }) => cameraIds.has(id)),
          places: [...(rows.get('places')?.values() ?? [])]
            .filter((row) => row !== null)
            .map((row) => presentPlace(row as never)),
          announcements: state.announcements().filter(({ id }) => announced.has(id)),
          log: entries.map(({ pos, entry }) => presenter.log(pos, entry)).filter((said) => said !== null),
        },
        cursor: entries.at(-1)?.pos ?? 0,
      }
    },
    async cursor() {
      const [row] = await sql<{ pos: number }[]>`select coalesce(max(pos), 0) as pos from journal.entry where site = ${site}`
      return row?.pos ?? 0
    },
    unsaved: () => Promise.all(alerts.unsaved().map(({ row, since }) => presenter.alert(row, since))),
  }
  return reader
}
