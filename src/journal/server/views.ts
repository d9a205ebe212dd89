/** Views on disk: one table each, `view.<name>_<fold version>`, a row per record. */
import type postgres from 'postgres'
import type { Sql } from '../../platform/server/database.ts'
import type { Row, ViewDefinition } from '../feature.ts'

type Query = Sql | postgres.TransactionSql<{ bigint: number }>

/** The table of a view. Names come from code, never from outside. */
export function viewTable(view: Pick<ViewDefinition, 'name' | 'foldVersion'>): string {
  return `view.${view.name.replaceAll('-', '_')}_${view.foldVersion}`
}

/** Makes the table and its indexes when there are none. */
export async function createViewTable(sql: Query, table: string, indexes: ViewDefinition['indexes'] = []): Promise<void> {
  await sql.unsafe(`
    create table if not exists ${table} (
      id uuid primary key,
      site uuid not null,
      version integer not null,
      data jsonb not null
    )`)
  for (const { name, on, using, where } of indexes) {
    const index = `${table.slice(table.indexOf('.') + 1)}_${name.replaceAll('-', '_')}`
    await sql.unsafe(
      `create index if not exists ${index} on ${table} ${using ? `using ${using}` : ''} (${on}) ${where ? `where ${where}` : ''}`,
    )
  }
}

/** Rows by id; an id without a row is left out. */
export async function readRows(sql: Query, table: string, ids: readonly string[]): Promise<Row[]> {
  const found = await sql.unsafe<{ id: string; version: number; data: Row }[]>(
    `select id, version, data from ${table} where id = any($1)`,
    [ids as string[]],
  )
  return found.map(({ id, version, data }) => ({ ...data, id, version }))
}

/** All rows of a site. For views that are small by nature (cameras, places), and for comparing. */
export async function readAllRows(sql: Query, table: string, site: string): Promise<Row[]> {
  const found = await sql.unsafe<{ id: string; version: number; data: Row }[]>(
    `select id, version, data from ${table} where site = $1 order by id`,
    [site],
  )
  return found.map(({ id, version, data }) => ({ ...data, id, version }))
}

/** Writes changed rows and takes away ended ones, in one statement each. */
export async function writeRows(
  sql: Query,
  table: string,
  site: string,
  changed: ReadonlyMap<string, Row | null>,
): Promise<void> {
  const rows: { id: string; version: number; data: Omit<Row, 'id' | 'version'> }[] = []
  const ended: string[] = []
  for (const [id, row] of changed) {
    if (row === null) ended.push(id)
    else {
      const { id: _, version, ...data } = row
      rows.push({ id, version, data })
    }
  }
  if (rows.length > 0) {
    await sql.unsafe(
      `insert into ${table} (id, site, version, data)
       select (r->>'id')::uuid, $2::uuid, (r->>'version')::int, r->'data' from jsonb_array_elements($1::text::jsonb) r
       on conflict (id) do update set version = excluded.version, data = excluded.data`,
      [JSON.stringify(rows), site],
    )
  }
  if (ended.length > 0) await sql.unsafe(`delete from ${table} where id = any($1)`, [ended])
}
