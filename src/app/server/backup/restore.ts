/** `marsad restore`: a site from its backup into an empty folder. The chain is proved first and goes on in a new epoch. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { Fault } from '../../../base/outcome.ts'
import { openJournal } from '../../../journal/server/journal.ts'
import { verify } from '../../../journal/server/rebuild.ts'
import { connect, migrate, type Sql, type Steps } from '../../../platform/server/database.ts'
import { machinePorts } from '../../../platform/server/ports.ts'
import { type Database, machineMarker, startPostgres } from '../../../platform/server/postgres.ts'
import { allSteps } from '../tables.ts'
import { programVersion } from '../version.ts'
import { views } from '../world.ts'
import { type BackupPart, collect, readBackup } from './format.ts'
import { keptSchemas, keyTable, type Manifest, manifest } from './manifest.ts'

const help = `marsad restore: a site from its backup, into a folder that is not there yet.

  --from FILE   the backup
  --keys FILE   its keys; without them names, notes and pictures stay closed
  --data DIR    where the site shall be (default ./data, or MARSAD_DATA)
`

export interface Restored {
  readonly manifest: Manifest
  readonly entries: number
  readonly epoch: number
  readonly hasKeys: boolean
}

/** Exit 0 with what was restored, or a fault with its words and nothing changed. */
export async function restore(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { from: { type: 'string' }, keys: { type: 'string' }, data: { type: 'string' }, help: { type: 'boolean' } },
  })
  if (values.help || values.from === undefined) {
    console.log(help)
    return values.help ? 0 : 2
  }
  const startedFrom = process.env.INIT_CWD ?? process.cwd()
  const data = resolve(startedFrom, values.data ?? process.env.MARSAD_DATA ?? './data')
  const from = resolve(startedFrom, values.from)
  const restored = await restoreSite({ from, keys: values.keys ? resolve(startedFrom, values.keys) : null, data })
  console.log(
    `${restored.entries} entries restored into ${data}; the chain holds and goes on in epoch ${restored.epoch}. ` +
      `The backup was made ${restored.manifest.at} by Marsad ${restored.manifest.program}.`,
  )
  if (!restored.hasKeys) console.log('Without its keys: names, notes and pictures are closed.')
  return 0
}

/**
 * Restores beside the place and moves there in one step: a restore that is cut leaves nothing behind.
 * Faults: `restore.not-empty`, `backup.none`, `backup.cut`, `backup.damaged`, `backup.newer`, `backup.keys-of-another`,
 * `backup.chain-broken`.
 */
export async function restoreSite(options: {
  readonly from: string
  readonly keys: string | null
  readonly data: string
}): Promise<Restored> {
  const { from, keys, data } = options
  if (existsSync(data) && readdirSync(data).length > 0) throw new Fault('restore.not-empty', { path: data })
  const folder = `${data}.restoring`
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  let database: Database | null = null
  try {
    const told = await readManifest(from)
    if (keys !== null && (await readManifest(keys)).site !== told.site) throw new Fault('backup.keys-of-another', { file: keys })
    const known = await startPostgres(folder, { onLost() {}, onBack() {} })
    database = known
    const sql = connect(known, 2)
    try {
      await migrate(sql, stepsOf(told, from))
      await load(sql, folder, from)
      if (keys !== null) await load(sql, folder, keys)
      await sql`select setval(pg_get_serial_sequence('journal.entry', 'pos'), (select coalesce(max(pos), 1) from journal.entry))`
      await migrate(sql, allSteps)
      const report = await verify(sql, told.site)
      if (report.breach || report.entries !== told.seq)
        throw new Fault('backup.chain-broken', { seq: report.breach?.seq ?? report.entries })
      const epoch = await openAnew(known, told)
      writeFileSync(join(folder, 'site.json'), `${JSON.stringify({ id: told.site })}\n`, { mode: 0o600 })
      await sql.end({ timeout: 2 })
      await known.stop()
      database = null
      machineMarker(folder).accept()
      rmSync(data, { recursive: true, force: true })
      renameSync(folder, data)
      return { manifest: told, entries: report.entries, epoch, hasKeys: keys !== null }
    } finally {
      await sql.end({ timeout: 2 })
    }
  } finally {
    await database?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The journal goes on in a new epoch: two that both go on from one backup can be told apart for ever. */
async function openAnew(database: Database, { site }: Manifest): Promise<number> {
  const journal = await openJournal({
    database,
    site,
    siteName: { ar: '', en: '' },
    views: views as never,
    ports: machinePorts(),
    programVersion,
    adopt: { reason: 'restored' },
  })
  const [row] = await journal.sql<{ epoch: number }[]>`select epoch from journal.site where id = ${site}`
  await journal.stop()
  return row?.epoch ?? 0
}

async function readManifest(file: string): Promise<Manifest> {
  const parts = readBackup(file)
  const first = await parts.next()
  if (first.done || first.value.header.kind !== 'manifest') throw new Fault('backup.damaged', { file, at: 'manifest' })
  const text = Buffer.concat(await collect(first.value.chunks)).toString()
  await parts.return(undefined)
  const told = manifest.safeParse(JSON.parse(text))
  if (!told.success) throw new Fault('backup.newer', { file, program: '?' })
  return told.data
}

/** Only the steps that the backup had: older rows fit older tables, and the newer steps then change them. */
function stepsOf({ steps, program }: Manifest, file: string): Steps {
  const unknown = steps.find((name) => !(name in allSteps))
  if (unknown !== undefined) throw new Fault('backup.newer', { file, program })
  return Object.fromEntries(Object.entries(allSteps).filter(([name]) => steps.includes(name)))
}

async function load(sql: Sql, folder: string, file: string): Promise<void> {
  for await (const part of readBackup(file)) {
    const { kind } = part.header
    if (kind === 'table') await copyIn(sql, part, file)
    else if (kind === 'file' || kind === 'keys') await writePart(folder, part, file)
    else await collect(part.chunks) // The manifest: read before, proved with the rest.
  }
}

async function copyIn(sql: Sql, { header, chunks }: BackupPart, file: string): Promise<void> {
  const { name, columns } = header
  // Names come from the file: only what looks like a name of ours goes into a statement.
  const isName = (text: string) => /^[a-z_][a-z0-9_]*$/.test(text)
  const [schema = '', table = ''] = name.split('.')
  const isKept = (keptSchemas as readonly string[]).includes(schema) || name === keyTable
  if (!isKept || !isName(table) || !columns.every(isName)) throw new Fault('backup.damaged', { file, at: name })
  const list = columns.map((column) => `"${column}"`).join(', ')
  const into: Writable = await sql.unsafe(`copy ${schema}.${table} (${list}) from stdin`).writable()
  await pipeline(Readable.from(chunks), into)
}

async function writePart(folder: string, { header, chunks }: BackupPart, file: string): Promise<void> {
  if (!/^(spool\/[\w-]+\.json|keys\/vault\.key)$/.test(header.name)) throw new Fault('backup.damaged', { file, at: header.name })
  const path = join(folder, header.name)
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeFileSync(path, Buffer.concat(await collect(chunks)), { mode: 0o600 })
}
