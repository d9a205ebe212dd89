/** The program in this process, or the tables that its parts stand on: each on a database and in a folder of its own. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Running, start } from '../../src/app/server/main.ts'
import { readServeOptions } from '../../src/app/server/options.ts'
import type { MachineRole } from '../../src/app/server/roles.ts'
import { allSteps } from '../../src/app/server/tables.ts'
import { connect, migrate, type Sql } from '../../src/platform/server/database.ts'
import { machinePorts } from '../../src/platform/server/ports.ts'
import type { Database } from '../../src/platform/server/postgres.ts'
import { freshDatabase } from './fresh.ts'

export const adminPassword = 'correct horse battery'

export interface Tables {
  readonly database: Database
  readonly sql: Sql
  readonly folder: string
  drop(): Promise<void>
}

/** Every table of the program, empty, and a folder. The caller drops both. */
export async function freshTables(): Promise<Tables> {
  const database = await freshDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'marsad-tables-'))
  const sql = connect(database, 2)
  await migrate(sql, allSteps)
  return {
    database,
    sql,
    folder,
    async drop() {
      await sql.end()
      await database.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Starts the program without the demo; its first account has `adminPassword`. The caller stops it. */
export async function bootProgram(role: MachineRole = 'standalone', settings: NodeJS.ProcessEnv = {}) {
  const database = await freshDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'marsad-program-'))
  const { host, database: name } = database.connection as { host: string; database: string }
  const environment = {
    ...process.env,
    MARSAD_ADMIN_PASSWORD: adminPassword,
    DATABASE_URL: `postgres://marsad@localhost/${name}?host=${encodeURIComponent(host)}`,
    MARSAD_LOG: 'silent',
    ...settings,
  }
  const options = readServeOptions(['--data', folder, '--port', '0', '--no-demo', '--role', role], environment)
  const running: Running = await start(options, machinePorts(), environment)
  return {
    running,
    /** Where the program keeps everything. */
    folder,
    async stop() {
      await running.stop()
      await database.drop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
