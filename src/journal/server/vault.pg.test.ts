import { randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshDatabase, handPorts } from '../../../test/setup/fresh.ts'
import { connect, migrate, type Sql, sqlStep } from '../../platform/server/database.ts'
import { type Journal, openJournal } from './journal.ts'
import { verify } from './rebuild.ts'
import { journalTables } from './tables.ts'
import { openVault, type Vault } from './vault.ts'

const canary = 'the shepherd said he saw nobody'
const folder = mkdtempSync(join(tmpdir(), 'marsad-vault-'))
const site = randomUUID()
let database: Awaited<ReturnType<typeof freshDatabase>>
let sql: Sql
let journal: Journal
let vault: Vault

beforeAll(async () => {
  database = await freshDatabase()
  sql = connect(database, 2)
  await migrate(sql, Object.fromEntries(Object.entries(journalTables).map(([name, text]) => [name, sqlStep(text)])))
  journal = await openJournal({
    database,
    site,
    siteName: { ar: 'م', en: 'S' },
    views: [],
    ports: handPorts(),
    programVersion: 'test',
  })
  vault = openVault(join(folder, 'keys', 'vault.key'), site)
})
afterAll(async () => {
  await journal.stop()
  await sql.end()
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

/** Writes a fact whose text lies in the vault. */
async function keep(text: string): Promise<string> {
  const id = randomUUID()
  const { ref, item } = vault.seal(id, 'text', text)
  const draft = {
    type: 'note.written',
    typeVersion: 1,
    subject: randomUUID(),
    area: '',
    observedAtMs: 0,
    body: { note: { ...ref } },
  }
  const actor = { kind: 'person', id: 'p', session: null } as const
  await journal.submit({
    commandId: randomUUID(),
    subject: draft.subject,
    view: null,
    actor,
    items: [item],
    decide: () => ({ ok: true, value: [draft] }),
  })
  return id
}

it('the chain holds a hash and never the text; the text is read back with its key', async () => {
  const id = await keep(canary)
  expect(Buffer.from((await vault.read(sql, id))?.content ?? []).toString()).toBe(canary)
  const everything = JSON.stringify([
    await sql`select text from journal.entry`,
    (await sql`select encode(sealed, 'escape') as sealed, sha256, encode(salt, 'hex') as salt from vault.item`).map((row) => row),
  ])
  expect(everything).not.toContain(canary)
})

it('what is forgotten is gone, and the chain still proves', async () => {
  const id = await keep(canary)
  await vault.forget(sql, id)
  expect(await vault.read(sql, id)).toBeNull()
  expect((await verify(sql, site)).breach).toBeNull()
})

it('the same text twice gives two hashes: nobody learns by comparing', async () => {
  const [one, two] = [await keep(canary), await keep(canary)]
  const hashes = await sql<{ sha256: string }[]>`select sha256 from vault.item where id in (${one}, ${two})`
  expect(new Set(hashes.map(({ sha256 }) => sha256)).size).toBe(2)
})

it('content changed by hand, moved to another name, or opened with another key is refused', async () => {
  const [one, two] = [await keep('first'), await keep('second')]
  await sql`update vault.item set sealed = set_byte(sealed, 0, get_byte(sealed, 0) # 1) where id = ${one}`
  await expect(vault.read(sql, one)).rejects.toMatchObject({ code: 'vault.altered' })
  const other = openVault(join(folder, 'other', 'vault.key'), site)
  await expect(other.read(sql, two)).rejects.toMatchObject({ code: 'vault.altered' })
  writeFileSync(join(folder, 'short.key'), readFileSync(join(folder, 'keys', 'vault.key')).subarray(0, 7))
  expect(() => openVault(join(folder, 'short.key'), site)).toThrow(/vault.key-unreadable/)
})
