/** The database of a site: bundled or outside, its client, its tables brought up to date. */
import { Kysely, sql as raw } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { PostgresJSDialect } from 'kysely-postgres-js'
import postgres from 'postgres'
import { Fault } from '../../base/outcome.ts'
import type { Database } from './postgres.ts'

export type Sql = postgres.Sql<{ bigint: number }>

/** Journal positions and sequence numbers stay far below 2^53: plain numbers. */
const numbers = {
  bigint: { to: 20, from: [20], serialize: (value: number) => String(value), parse: (text: string) => Number(text) },
}

/** Opens a client. Callers end it. */
export function connect(database: Database, connections = 8): Sql {
  return postgres({
    ...database.connection,
    max: connections,
    types: numbers,
    onnotice: () => {},
    connect_timeout: 3,
    idle_timeout: 0,
    backoff: (attempt: number) => Math.min(0.05 * 2 ** attempt, 1),
  }) as unknown as Sql
}

/** Steps in order of their names; each is run once and never edited after a release. */
export type Steps = Readonly<Record<string, Migration>>

/** One step written in SQL: statements, each ended by a semicolon at the end of a line. */
export function sqlStep(text: string): Migration {
  return {
    async up(db) {
      for (const statement of text.split(/;\s*\n/)) if (statement.trim() !== '') await raw.raw(statement).execute(db)
    },
  }
}

/**
 * Brings the tables up to date. Fault `database.newer` when the data was written by a newer program: refused, not guessed.
 */
export async function migrate(client: Sql, steps: Steps): Promise<void> {
  const db = new Kysely<Record<string, never>>({ dialect: new PostgresJSDialect({ postgres: client as never }) })
  const { error, results } = await new Migrator({
    db,
    provider: { getMigrations: async () => ({ ...steps }) },
    migrationTableSchema: 'marsad',
  }).migrateToLatest()
  if (!error) return
  if (error instanceof Error && error.message.includes('corrupted migrations'))
    throw new Fault('database.newer', {}, { cause: error })
  const failed = results?.find((result) => result.status === 'Error')?.migrationName ?? null
  throw new Fault(
    'database.migration-failed',
    { step: failed, why: error instanceof Error ? error.message : String(error) },
    { cause: error },
  )
}

/** Whether an error says that the database is away or cannot write, rather than that we asked for something wrong. */
export function isDatabaseAway(error: unknown): boolean {
  const code = (error as { code?: string } | null)?.code ?? ''
  return (
    [
      'CONNECTION_CLOSED',
      'CONNECTION_ENDED',
      'CONNECTION_DESTROYED',
      'CONNECT_TIMEOUT',
      'ECONNREFUSED',
      'ECONNRESET',
      'ENOENT',
      'EPIPE',
    ].includes(code) ||
    // 53: no disk, no memory, too many connections · 57P: being shut down · 58: input/output error · 08: connection.
    /^(53|57P|58|08)/.test(code) ||
    code === '25006'
  )
}
