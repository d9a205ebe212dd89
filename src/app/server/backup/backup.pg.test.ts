/** A site kept while it runs and brought back elsewhere: nothing lost, nothing told, and what is cut or altered is refused. */
import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AlertView } from '../../../features/alerts/contract.ts'
import { rebuild, verify } from '../../../journal/server/rebuild.ts'
import { connect } from '../../../platform/server/database.ts'
import { machinePorts } from '../../../platform/server/ports.ts'
import { type Running, start } from '../main.ts'
import { readServeOptions } from '../options.ts'
import { allSteps } from '../tables.ts'
import { views } from '../world.ts'
import { keepSite } from './backup.ts'
import { collect, readBackup, writeBackup } from './format.ts'
import type { Manifest } from './manifest.ts'
import { restoreSite } from './restore.ts'

const folder = mkdtempSync(join(tmpdir(), 'marsad-backup-'))
const password = 'nine grey camels walk'
const canaries = ['canary of a note', 'canary of an alert by hand', password]
const at = (name: string) => join(folder, name)
const out = at('site.backup')
const keys = at('site.keys')
let first: Running
let siteId: string
let alert: AlertView

const environment = { ...process.env, MARSAD_ADMIN_PASSWORD: password, MARSAD_LOG: 'silent', DATABASE_URL: '' }
const begin = (data: string, port = '0') =>
  start(readServeOptions(['--data', data, '--port', port, '--no-demo', '--role', 'hq'], environment), machinePorts(), environment)

async function signIn(running: Running) {
  const opened = await fetch(`${running.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'admin', password }),
  })
  const { csrf } = (await opened.json()) as { csrf: string }
  const cookie = opened.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const headers = { cookie, 'x-marsad-csrf': csrf, 'content-type': 'application/json' }
  return async <T>(method: 'GET' | 'POST', path: string, body?: object): Promise<T> => {
    const init = body === undefined ? {} : { body: JSON.stringify({ commandId: randomUUID(), ...body }) }
    return (await (await fetch(running.url + path, { method, headers, ...init })).json()) as T
  }
}

beforeAll(async () => {
  first = await begin(at('first'))
  const call = await signIn(first)
  const byHand = { priority: 'P2', heardBy: 'phone', cameraId: null, position: null }
  alert = (await call<{ alert: AlertView }>('POST', '/api/alerts', { ...byHand, what: canaries[1] })).alert
  await call('POST', `/api/alerts/${alert.id}/note`, { note: canaries[0] })
  siteId = (JSON.parse(readFileSync(join(at('first'), 'site.json'), 'utf8')) as { id: string }).id
  const sql = connect(first.database, 1)
  await keepSite(sql, { site: siteId, path: at('first'), out, keys })
  await sql.end()
  // What came after the backup is not in it.
  await call('POST', `/api/alerts/${alert.id}/note`, { note: 'too late' })
  await first.stop()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a site that is brought back', () => {
  it('has every entry of the chain, goes on in a new epoch, and opens its notes with its keys', async () => {
    const restored = await restoreSite({ from: out, keys, data: at('second') })
    expect(restored).toMatchObject({ epoch: 2, hasKeys: true, manifest: { site: siteId } })
    const second = await begin(at('second'))
    const sql = connect(second.database, 1)
    try {
      const call = await signIn(second)
      const found = await call<AlertView>('GET', `/api/alerts/${alert.id}`)
      expect(found.notes.map(({ text }) => text)).toEqual([canaries[1], canaries[0]])
      await call('POST', `/api/alerts/${alert.id}/note`, { note: 'goes on' })
      const report = await verify(sql, siteId)
      expect(report).toMatchObject({ breach: null })
      expect(report.entries).toBeGreaterThan(restored.entries)
      expect((await rebuild(sql, views as never, siteId)).differences).toEqual([])
      const epochs = await sql<{ epoch: number; reason: string | null }[]>`
        select distinct epoch, text::jsonb->'body'->>'reason' as reason from journal.entry
        where site = ${siteId} and type = 'site.opened' order by epoch`
      expect(epochs.map(({ reason }) => reason)).toEqual(['first', 'restored'])
    } finally {
      await sql.end()
      await second.stop()
    }
  })

  it('without its keys has the chain and its alerts, and the notes stay closed', async () => {
    expect(await restoreSite({ from: out, keys: null, data: at('closed') })).toMatchObject({ hasKeys: false })
    const closed = await begin(at('closed'))
    try {
      const call = await signIn(closed)
      const found = await call<AlertView>('GET', `/api/alerts/${alert.id}`)
      expect(found).toMatchObject({ number: alert.number, notes: [{ text: '' }, { text: '' }] })
    } finally {
      await closed.stop()
    }
  })

  it('tells nothing by itself: no note, no name, no password and no key stands in the backup', async () => {
    const plain = zstdDecompressSync(readFileSync(out).subarray('MARSAD BACKUP 1\n'.length))
    for (const canary of canaries) expect(plain.includes(canary)).toBe(false)
    const parts: string[] = []
    for await (const { header, chunks } of readBackup(out)) {
      parts.push(header.name)
      for await (const chunk of chunks) expect(chunk.length).toBeGreaterThan(0)
    }
    expect(parts).not.toContain('vault.key')
    expect(parts).not.toContain('access.session')
    expect(parts).toContain('vault.item')
    const master = readFileSync(join(at('first'), 'keys', 'vault.key'))
    expect(plain.includes(master)).toBe(false)
  })
})

/** The same backup with another manifest, and of its tables what `columnsOf` leaves; null: the table is not in it. */
async function rewritten(
  name: string,
  change: (told: Manifest) => Manifest,
  columnsOf: (table: string, columns: readonly string[]) => readonly string[] | null = (_table, columns) => columns,
): Promise<string> {
  const writer = await writeBackup(at(name))
  for await (const { header, chunks } of readBackup(out)) {
    const bytes = Buffer.concat(await collect(chunks))
    if (header.kind === 'manifest') {
      await writer.part(header, [Buffer.from(JSON.stringify(change(JSON.parse(bytes.toString()) as Manifest)))])
      continue
    }
    const columns = header.kind === 'table' ? columnsOf(header.name, header.columns) : header.columns
    if (columns === null) continue
    const kept = header.columns.flatMap((column, index) => (columns.includes(column) ? [index] : []))
    const lines = bytes.toString().split('\n')
    const rows = lines.map((line) => (line === '' ? '' : kept.map((index) => line.split('\t')[index]).join('\t')))
    const same = kept.length === header.columns.length
    await writer.part({ ...header, columns }, [same ? bytes : Buffer.from(rows.join('\n'))])
  }
  await writer.close()
  return at(name)
}

describe('a backup of another version', () => {
  it('that is older is brought up to this one: its chain holds, its people sign in, its notes open', async () => {
    // As the first version kept it: without what later steps brought to the tables.
    const first = ['0001-journal', '0002-access', '0003-signals']
    const later = ['pin_hash', 'pin_failures', 'kept']
    const laterTables = ['signal.scene', 'signal.platform']
    const older = await rewritten(
      'older.backup',
      (told) => ({ ...told, program: '0.1.0', steps: told.steps.filter((step) => first.includes(step)) }),
      (table, columns) =>
        table.startsWith('recording.') || laterTables.includes(table)
          ? null
          : columns.filter((column) => !later.includes(column)),
    )
    const restored = await restoreSite({ from: older, keys, data: at('from-older') })
    expect(restored).toMatchObject({ epoch: 2, hasKeys: true, manifest: { program: '0.1.0', steps: first } })
    const running = await begin(at('from-older'))
    const sql = connect(running.database, 1)
    try {
      const steps = await sql<{ name: string }[]>`select name from marsad.kysely_migration order by name`
      expect(steps.map(({ name }) => name)).toEqual(Object.keys(allSteps).sort())
      const call = await signIn(running)
      const found = await call<AlertView>('GET', `/api/alerts/${alert.id}`)
      expect(found.notes.map(({ text }) => text)).toEqual([canaries[1], canaries[0]])
      expect(await verify(sql, siteId)).toMatchObject({ breach: null })
      expect((await rebuild(sql, views as never, siteId)).differences).toEqual([])
    } finally {
      await sql.end()
      await running.stop()
    }
  })

  it('that is newer is refused by name, whole and sound as it is, and nothing is begun', async () => {
    const newer = await rewritten('newer.backup', (told) => ({
      ...told,
      program: '9.0.0',
      steps: [...told.steps, '9001-beyond'],
    }))
    await expect(restoreSite({ from: newer, keys: null, data: at('from-newer') })).rejects.toMatchObject({
      code: 'backup.newer',
      facts: { program: '9.0.0' },
    })
    expect(existsSync(at('from-newer'))).toBe(false)
    expect(existsSync(`${at('from-newer')}.restoring`)).toBe(false)
  })
})

describe('a backup that is not whole', () => {
  const refused = async (from: string, more: { keys?: string | null; data?: string } = {}) => {
    const data = more.data ?? at(`refused-${randomUUID()}`)
    const fault = await restoreSite({ from, keys: more.keys ?? null, data }).then(
      () => null,
      (error: { code?: string; message: string }) => error.code ?? error.message,
    )
    expect(existsSync(`${data}.restoring`), String(fault)).toBe(false)
    if (more.data === undefined) expect(existsSync(data), `${from}: ${fault}`).toBe(false)
    return fault
  }

  it('is refused wherever it is cut, and leaves nothing behind', async () => {
    const whole = readFileSync(out)
    // The last bytes close the packing and carry nothing; everything before them is needed.
    for (const share of [1 - 60 / whole.length, 0.7, 0.3, 0.02]) {
      const cut = at(`cut-${share}`)
      writeFileSync(cut, whole)
      truncateSync(cut, Math.floor(whole.length * share))
      expect(await refused(cut), String(share)).toBe('backup.cut')
    }
    const empty = at('empty')
    writeFileSync(empty, '')
    expect(await refused(empty)).toBe('backup.none')
    expect(await refused(at('not-there'))).toBe('backup.none')
  })

  it('is refused when a byte of its content was changed, also where the packing was made anew', async () => {
    const head = 'MARSAD BACKUP 1\n'.length
    const plain = Buffer.from(zstdDecompressSync(readFileSync(out).subarray(head)))
    const hit = plain.indexOf('alert.raised')
    plain[hit] = 'b'.charCodeAt(0)
    const altered = at('altered')
    writeFileSync(altered, Buffer.concat([Buffer.from('MARSAD BACKUP 1\n'), zstdCompressSync(plain)]))
    expect(await refused(altered)).toBe('backup.damaged')
  })

  it('of another site’s keys, and into a place that holds something is refused', async () => {
    mkdirSync(at('full'))
    writeFileSync(join(at('full'), 'a'), '')
    expect(await refused(out, { data: at('full') })).toBe('restore.not-empty')
    expect(readdirSync(at('full'))).toEqual(['a'])
    const other = await begin(at('other'))
    const sql = connect(other.database, 1)
    const { id } = JSON.parse(readFileSync(join(at('other'), 'site.json'), 'utf8')) as { id: string }
    await keepSite(sql, { site: id, path: at('other'), out: at('other.backup'), keys: at('other.keys') })
    await sql.end()
    await other.stop()
    expect(await refused(out, { keys: at('other.keys') })).toBe('backup.keys-of-another')
  })
})
