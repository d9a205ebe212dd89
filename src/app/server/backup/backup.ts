/** `marsad backup`: one site, as it stood at one instant, while the program goes on; keys apart. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import { parseArgs } from 'node:util'
import { Fault } from '../../../base/outcome.ts'
import type { Sql } from '../../../platform/server/database.ts'
import { programVersion } from '../version.ts'
import { withSite } from '../with-site.ts'
import { type BackupWriter, writeBackup } from './format.ts'
import { keptSchemas, keyTable, leftOut, type Manifest } from './manifest.ts'

const help = `marsad backup: one site, proved, while the program goes on.

  --out FILE    where the backup goes; it holds no key and opens nothing by itself
  --keys FILE   where the keys go that open names, notes and pictures; keep it elsewhere
  --data DIR    the site (default ./data, or MARSAD_DATA)

Recordings are not in it: they lie as files below recordings/ and are copied as files.
`

/** Exit 0 with what was kept, or a fault with its words. */
export async function backup(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { out: { type: 'string' }, keys: { type: 'string' }, data: { type: 'string' }, help: { type: 'boolean' } },
  })
  if (values.help || values.out === undefined) {
    console.log(help)
    return values.help ? 0 : 2
  }
  const startedFrom = process.env.INIT_CWD ?? process.cwd()
  const out = resolve(startedFrom, values.out)
  const keys = values.keys === undefined ? null : resolve(startedFrom, values.keys)
  for (const file of [out, keys]) if (file !== null && existsSync(file)) throw new Fault('backup.exists', { file })
  return withSite(values.data, async (sql, site, path) => {
    const kept = await keepSite(sql, { site, path, out, keys })
    console.log(`${kept.seq} entries and ${kept.rows} rows kept in ${out}; the chain stands at ${kept.hash.slice(0, 12)}….`)
    console.log(
      keys === null
        ? 'The keys of names, notes and pictures are not in it. Keep them, too, in another place: marsad backup --out … --keys FILE'
        : `The keys are in ${keys}. Keep them in another place than the backup.`,
    )
    return 0
  })
}

export interface KeepOptions {
  readonly site: string
  /** The data folder. */
  readonly path: string
  readonly out: string
  readonly keys: string | null
}

/** Keeps a site as it stands at one instant: everything is read in one snapshot of the database. */
export async function keepSite(sql: Sql, { site, path, out, keys }: KeepOptions): Promise<Manifest & { rows: number }> {
  const writer = await writeBackup(out)
  const keyWriter = keys === null ? null : await writeBackup(keys)
  try {
    const kept = await sql.begin('isolation level repeatable read read only', async (tx) => {
      const read = tx as unknown as Sql
      const told = await describe(read, site)
      const bytes = [Buffer.from(JSON.stringify(told))]
      await writer.part({ kind: 'manifest', name: 'manifest', columns: [] }, bytes)
      await keyWriter?.part({ kind: 'manifest', name: 'manifest', columns: [] }, bytes)
      let rows = 0
      for (const { table, columns } of await tables(read)) {
        if ((leftOut as readonly string[]).includes(table)) continue
        rows += await copyOut(read, writer, table, columns)
      }
      if (keyWriter) {
        const [key] = (await tables(read)).filter(({ table }) => table === keyTable)
        if (key) await copyOut(read, keyWriter, key.table, key.columns)
      }
      return { ...told, rows }
    })
    // Alerts that the journal could not take yet lie sealed in the spool.
    const spool = join(path, 'spool')
    for (const name of existsSync(spool) ? readdirSync(spool).sort() : []) {
      if (name.endsWith('.json'))
        await writer.part({ kind: 'file', name: `spool/${name}`, columns: [] }, [readFileSync(join(spool, name))])
    }
    const master = join(path, 'keys', 'vault.key')
    if (keyWriter && existsSync(master))
      await keyWriter.part({ kind: 'keys', name: 'keys/vault.key', columns: [] }, [readFileSync(master)])
    await writer.close()
    await keyWriter?.close()
    return kept
  } catch (fault) {
    await writer.abort()
    await keyWriter?.abort()
    throw fault
  }
}

async function describe(sql: Sql, site: string): Promise<Manifest> {
  const [head] = await sql<{ epoch: number; seq: number; hash: string }[]>`
    select epoch, seq, hash from journal.site where id = ${site}`
  if (!head) throw new Fault('site.unknown', { path: site })
  const steps = await sql<{ name: string }[]>`select name from marsad.kysely_migration order by name`
  return {
    format: 1,
    program: programVersion,
    site,
    at: new Date().toISOString(),
    steps: steps.map(({ name }) => name),
    ...head,
  }
}

interface Table {
  readonly table: string
  readonly columns: readonly string[]
}

/** Tables in the order of their names, with the columns that are stored. */
async function tables(sql: Sql): Promise<Table[]> {
  const found = await sql<{ table: string; columns: string[] }[]>`
    select c.table_schema || '.' || c.table_name as table, array_agg(c.column_name::text order by c.ordinal_position) as columns
    from information_schema.columns c
    join information_schema.tables t on t.table_schema = c.table_schema and t.table_name = c.table_name
    where c.table_schema = any(${[...keptSchemas]}) and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER'
    group by 1 order by 1`
  return found.map(({ table, columns }) => ({ table, columns }))
}

/** Rows as the database writes them; gives how many there were. */
async function copyOut(sql: Sql, writer: BackupWriter, table: string, columns: readonly string[]): Promise<number> {
  const list = columns.map((column) => `"${column}"`).join(', ')
  const rows: Readable = await sql.unsafe(`copy ${table} (${list}) to stdout`).readable()
  let count = 0
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of rows as AsyncIterable<Buffer>) {
      for (const byte of chunk) if (byte === 10) count++
      yield chunk
    }
  }
  await writer.part({ kind: 'table', name: table, columns }, counted())
  return count
}
