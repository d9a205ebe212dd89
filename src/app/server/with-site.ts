/** Work on a site's database from the command line, whether the program is up on it or not. */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Fault } from '../../base/outcome.ts'
import { connect, type Sql } from '../../platform/server/database.ts'
import { takeDataFolder } from '../../platform/server/folder.ts'
import { type Database, outsideDatabase, startPostgres } from '../../platform/server/postgres.ts'

/** Runs on a folder's database. `data`: the folder as it was typed. Fault `site.unknown` when there is no site in it. */
export async function withSite(
  data: string | undefined,
  run: (sql: Sql, site: string, path: string) => Promise<number>,
): Promise<number> {
  const path = resolve(process.env.INIT_CWD ?? process.cwd(), data ?? process.env.MARSAD_DATA ?? './data')
  const siteFile = join(path, 'site.json')
  if (!existsSync(siteFile)) throw new Fault('site.unknown', { path })
  const site = (JSON.parse(readFileSync(siteFile, 'utf8')) as { id: string }).id
  const undo: (() => Promise<void> | void)[] = []
  const database = await reach(path, undo)
  const sql = connect(database, 2)
  try {
    return await run(sql, site, path)
  } finally {
    await sql.end({ timeout: 2 })
    for (const step of undo.reverse()) await step()
  }
}

async function reach(path: string, undo: (() => Promise<void> | void)[]): Promise<Database> {
  if (process.env.DATABASE_URL) return outsideDatabase(process.env.DATABASE_URL)
  try {
    const folder = takeDataFolder(path)
    undo.push(() => folder.release())
  } catch (fault) {
    if (fault instanceof Fault && fault.code === 'data.in-use') return runningPostgres(path)
    throw fault
  }
  const database = await startPostgres(path, { onLost() {}, onBack() {} })
  undo.push(() => database.stop())
  return database
}

/** The program is up: its database is reached by its socket, and reading disturbs nobody. */
function runningPostgres(path: string): Database {
  const pidFile = readFileSync(join(path, 'postgres', 'postmaster.pid'), 'utf8').split('\n')
  return {
    connection: { host: pidFile[4] ?? '', database: 'postgres', username: 'marsad' },
    pid: () => Number(pidFile[0]),
    stop: async () => {},
  }
}
