/** One real PostgreSQL for the whole run; each test file makes its own database in it. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startPostgres } from '../../src/platform/server/postgres.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    databaseHost: string
  }
}

export default async function setup(project: TestProject) {
  const folder = mkdtempSync(join(tmpdir(), 'marsad-test-'))
  const database = await startPostgres(folder, { onLost() {}, onBack() {} })
  project.provide('databaseHost', database.connection.host as string)
  return async () => {
    await database.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
