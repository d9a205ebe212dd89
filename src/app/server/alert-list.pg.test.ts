/** The history: every filter finds what it names and nothing else, pages neither repeat nor skip, and a long search says how far it came. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshTables, type Tables } from '../../../test/setup/program.ts'
import { uuidV7 } from '../../base/ids.ts'
import { acknowledgeAlert, closeAlert, raiseAlert } from '../../features/alerts/decide.ts'
import type { AlertRaised } from '../../features/alerts/events.ts'
import { aRaised } from '../../features/alerts/testing.ts'
import { haydar, machine, zaynab } from '../../features/shifts/testing.ts'
import type { Journal } from '../../journal/server/journal.ts'
import { openVault, type Vault } from '../../journal/server/vault.ts'
import { createSpeaker } from '../../platform/speak.ts'
import { texts } from '../texts.ts'
import { type AlertQuery, alertSql, listAlerts, numberIn, searchMax } from './alert-list.ts'
import { createPresenter } from './present.ts'
import { journalOf } from './testing.ts'

const site = randomUUID()
const [north, south, well] = [randomUUID(), randomUUID(), randomUUID()]
const startMs = Date.UTC(2027, 1, 21, 0, 0, 0)
let tables: Tables
let journal: Journal
let vault: Vault
let count = 0

beforeAll(async () => {
  tables = await freshTables()
  journal = await journalOf(tables, site)
  vault = openVault(join(tables.folder, 'vault.key'), site)
  await raised({ cameraIds: [north] })
  await closed(await raised({ cameraIds: [south], priority: 'P1', placeIds: [well] }), 'nuisance.animal', 'goats at the trough')
  await closed(await raised({ kind: 'camera', title: { text: 'alert.title.disk-low', values: {} } }), 'undetermined', 'gone')
  await closed(await raised({ cameraIds: [north, south] }, 'b/c'), 'nuisance.weather', null)
})
afterAll(async () => {
  await journal?.stop()
  await tables.drop()
})

async function raised(overrides: Partial<AlertRaised>, area = 'a'): Promise<string> {
  const observedAtMs = startMs + ++count * 60_000
  const id = uuidV7(observedAtMs, crypto.getRandomValues(new Uint8Array(10)))
  const alert = aRaised({ number: `A-${String(count).padStart(4, '0')}`, placeIds: [], ...overrides })
  await journal.run(raiseAlert, {
    commandId: randomUUID(),
    subject: id,
    actor: machine,
    input: { id, area, mode: 'live', observedAtMs, alert },
  })
  return id
}
async function closed(id: string, reason: string, text: string | null): Promise<void> {
  const sealed = text === null ? null : vault.seal(randomUUID(), 'text', text)
  const order = { subject: id, actor: haydar }
  await journal.run(acknowledgeAlert, { ...order, commandId: randomUUID(), input: { id, basedOn: 1 } })
  const input = { id, basedOn: 2, reason, cause: null, cameras: [], note: sealed?.ref ?? null, turnedBack: null }
  const answer = await journal.run(closeAlert, { ...order, commandId: randomUUID(), input, items: sealed ? [sealed.item] : [] })
  if (!answer.ok) throw new Error(answer.refusal.code)
}
const speakers = [createSpeaker(texts, 'ar'), createSpeaker(texts, 'en')]
const list = (query: Partial<AlertQuery>) => {
  const presenter = createPresenter(journal, vault, { nameOf: () => 'Haydar' }, { camera: () => '', alert: () => '' })
  return listAlerts({ journal, vault, presenter, speakers }, { state: 'all', limit: 50, ...query })
}
const numbers = async (query: Partial<AlertQuery>) => (await list(query)).alerts.map(({ number }) => Number(number.slice(2)))

describe('filters', () => {
  it.each<[string, Partial<AlertQuery>, number[]]>([
    ['all, newest first', {}, [4, 3, 2, 1]],
    ['state', { state: 'open' }, [1]],
    ['kind', { kind: 'camera' }, [3]],
    ['priority', { priority: 'P1' }, [2]],
    ['camera', { camera: south }, [4, 2]],
    ['place', { place: well }, [2]],
    ['who acted', { by: haydar.id }, [4, 3, 2]],
    ['who did not act', { by: zaynab.id }, []],
    ['one reason', { reason: 'nuisance.animal' }, [2]],
    ['a family of reasons', { reason: 'nuisance' }, [4, 2]],
    ['undetermined', { reason: 'undetermined' }, [3]],
    ['time', { from: new Date(startMs + 120_000).toISOString(), to: '2027-02-21T03:04:00+03:00' }, [3, 2]],
    ['areas', { areas: ['b/%'] }, [4]],
    ['every area', { areas: ['%'] }, [4, 3, 2, 1]],
    ['several at once', { camera: south, reason: 'nuisance', priority: 'P1' }, [2]],
    ['a number as it is spoken', { q: '2' }, [2]],
    ['a number as it is written', { q: 'a-0003' }, [3]],
    ['a word of a note', { q: 'GOATS' }, [2]],
    ['a word of a title, in the other language', { q: 'disk' }, [3]],
    ['a word of an Arabic title', { q: 'القرص' }, [3]],
    ['nothing that is there', { q: 'camel' }, []],
  ])('%s', async (_name, query, expected) => expect(await numbers(query)).toEqual(expected))

  it('know a number from a word', () => {
    expect([numberIn('42'), numberIn('A-0042'), numberIn('a12345'), numberIn('goats'), numberIn(undefined)]).toEqual([
      'A-0042',
      'A-0042',
      'A-12345',
      null,
      null,
    ])
  })

  it('take their values as values: none of them is SQL', async () => {
    const wicked = "x' or '1'='1"
    expect(await numbers({ reason: wicked })).toEqual([])
    expect(await numbers({ q: wicked })).toEqual([])
    expect(alertSql(site, { state: 'all', limit: 1, camera: wicked, q: wicked }, null, 1).text).not.toContain('1=1')
  })
})

describe('pages', () => {
  it('neither repeat nor skip, with a filter and with a search', async () => {
    for (const query of [{}, { q: 'disk' }, { camera: south }]) {
      const whole = await numbers(query)
      const seen: number[] = []
      let cursor: string | null = null
      do {
        const page: Awaited<ReturnType<typeof list>> = await list({ ...query, limit: 1, ...(cursor ? { cursor } : {}) })
        seen.push(...page.alerts.map(({ number }) => Number(number.slice(2))))
        cursor = page.next
      } while (cursor)
      expect(seen).toEqual(whole)
    }
  })

  it('a search that has read enough says how far it came, and goes on from there', async () => {
    // Rows as a fold would leave them, written at once: ten thousand entries say nothing more about searching.
    const table = alertSql(site, { state: 'all', limit: 1 }, null, 1).text.match(/from (\S+)/)?.[1]
    const [row] = await tables.sql.unsafe<{ data: object }[]>(`select data from ${table} where site = $1 limit 1`, [site])
    const other = randomUUID()
    await tables.sql.unsafe(
      `insert into ${table} (id, site, version, data) select ('01900000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, $1, 1,
         $2::text::jsonb || jsonb_build_object('number', 'A-' || lpad(n::text, 5, '0')) from generate_series(1, ${searchMax + 300}) n`,
      [other, JSON.stringify(row?.data)],
    )
    const presenter = createPresenter(journal, vault, { nameOf: () => '' }, { camera: () => '', alert: () => '' })
    const at = { journal: { ...journal, site: other }, vault, presenter, speakers }
    const words = await listAlerts(at, { state: 'all', limit: 5, q: 'nothing like it' })
    expect(words.alerts).toEqual([])
    expect(words.searchedTo).not.toBeNull()
    const rest = await listAlerts(at, { state: 'all', limit: 5, q: 'nothing like it', cursor: words.next as string })
    expect(rest).toEqual({ alerts: [], next: null, searchedTo: null })
  })
})
