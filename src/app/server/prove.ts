/** `marsad verify`, `marsad rebuild` and `marsad footage`: the proof of the chain, of the views, and of what was recorded. */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Fault } from '../../base/outcome.ts'
import { checkRecordings } from '../../features/recordings/server/check.ts'
import { rebuild, verify } from '../../journal/server/rebuild.ts'
import { connect, type Sql } from '../../platform/server/database.ts'
import { takeDataFolder } from '../../platform/server/folder.ts'
import { type Database, outsideDatabase, startPostgres } from '../../platform/server/postgres.ts'
import { views } from './world.ts'

/** Exit 0 and a count, or 1 and the first broken entry. */
export async function proveChain(args: readonly string[]): Promise<number> {
  return withSite(args, async (sql, site, asJson) => {
    const report = await verify(sql, site)
    if (asJson) console.log(JSON.stringify(report))
    else if (report.breach)
      console.log(
        `Entry ${report.breach.seq} is broken (${report.breach.problem}): ${report.breach.detail}. The ${report.entries} before it hold.`,
      )
    else console.log(`${report.entries} entries, the chain holds.`)
    return report.breach ? 1 : 0
  })
}

/** Folds anew and compares; exit 1 and what differs when a view says something else than the journal. */
export async function proveViews(args: readonly string[]): Promise<number> {
  return withSite(args, async (sql, site, asJson) => {
    const report = await rebuild(sql, views as never, site)
    if (asJson) console.log(JSON.stringify(report))
    else {
      for (const { view, id, what } of report.differences.slice(0, 20)) console.log(`${view} ${id}: ${what}`)
      console.log(`${report.entries} entries folded into ${report.rows} rows, ${report.differences.length} differ.`)
    }
    return report.differences.length === 0 ? 0 : 1
  })
}

/** Compares journal, index and disk; exit 1 when a file is lost or altered, or one of the three knows what another does not. */
export async function proveFootage(args: readonly string[]): Promise<number> {
  return withSite(args, async (sql, site, asJson, path) => {
    const report = await checkRecordings(sql, site, join(path, 'recordings'))
    const { segments, open, bytes, problems } = report
    if (asJson) console.log(JSON.stringify(report))
    else {
      for (const { what, segment, file, isKnown } of problems.slice(0, 20))
        console.log(`${what}${isKnown ? ' (said in the journal)' : ''}: segment ${segment}${file === null ? '' : `, ${file}`}`)
      console.log(
        `${segments} segments (${open} open), ${(bytes / 1_000_000).toFixed(1)} MB: ${
          problems.length === 0 ? 'journal, index and disk agree.' : `${problems.length} problems.`
        }`,
      )
    }
    return problems.length === 0 ? 0 : 1
  })
}

/** Runs on a folder's database, whether the program is up on it or not. */
async function withSite(
  args: readonly string[],
  run: (sql: Sql, site: string, asJson: boolean, path: string) => Promise<number>,
): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { data: { type: 'string' }, json: { type: 'boolean' } } })
  const path = resolve(values.data ?? process.env.MARSAD_DATA ?? './data')
  const siteFile = join(path, 'site.json')
  if (!existsSync(siteFile)) throw new Fault('site.unknown', { path })
  const site = (JSON.parse(readFileSync(siteFile, 'utf8')) as { id: string }).id
  const undo: (() => Promise<void> | void)[] = []
  const database = await reach(path, undo)
  const sql = connect(database, 2)
  try {
    return await run(sql, site, values.json === true, path)
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
