/** The first page of a list of 100,000 alerts, whole and filtered; and how soon a change stands on 50 open pages. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { type AlertQuery, listAlerts } from '../src/app/server/alert-list.ts'
import { createPresenter } from '../src/app/server/present.ts'
import { allSteps } from '../src/app/server/tables.ts'
import { views } from '../src/app/server/world.ts'
import { texts } from '../src/app/texts.ts'
import { alerts as alertsView } from '../src/features/alerts/fold.ts'
import { anEntry, aRaised } from '../src/features/alerts/testing.ts'
import { openJournal } from '../src/journal/server/journal.ts'
import { openVault } from '../src/journal/server/vault.ts'
import { viewTable } from '../src/journal/server/views.ts'
import { connect, migrate } from '../src/platform/server/database.ts'
import { machinePorts } from '../src/platform/server/ports.ts'
import { startPostgres } from '../src/platform/server/postgres.ts'
import { createSpeaker } from '../src/platform/speak.ts'
import { freshFolder, removeFolder, signIn, startProgram } from '../test/stories/program.ts'
import { percentile, row } from './machine.ts'

const stored = 100_000
const clients = 50

/** Prints the figures of the list. */
export async function benchList(): Promise<void> {
  const folder = freshFolder()
  const database = await startPostgres(folder, { onLost() {}, onBack() {} })
  const sql = connect(database, 4)
  await migrate(sql, allSteps)
  const site = randomUUID()
  const siteName = { ar: 'م', en: 'S' }
  const journal = await openJournal({
    database,
    site,
    siteName,
    views: views as never,
    ports: machinePorts(),
    programVersion: 'bench',
  })
  const folded = alertsView.fold(undefined, anEntry('alert.raised', aRaised()))
  const cameras = Array.from({ length: 12 }, () => randomUUID())
  const officer = randomUUID()
  const table = viewTable(alertsView)
  // A year and more of a busy post: nearly all closed, 60 open, twelve cameras, one immediate in twenty.
  await sql.unsafe(
    `insert into ${table} (id, site, version, data)
     select (lpad(to_hex(1700000000000 + n * 300000::bigint), 12, '0') || '70008000' || lpad(to_hex(n), 12, '0'))::uuid, $1, 4,
       $2::text::jsonb || jsonb_build_object('number', 'A-' || lpad(n::text, 4, '0'),
         'disposition', case when n > ${stored} - 60 then 'open' else 'closed' end,
         'priority', case when n % 20 = 0 then 'P1' when n % 4 = 0 then 'P3' else 'P2' end,
         'cameraIds', jsonb_build_array(($3::text[])[1 + n % 12]),
         'firstAt', to_char(to_timestamp(1700000000 + n * 300) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS".000Z"'),
         'closed', case when n > ${stored} - 60 then null else jsonb_build_object('reason',
           (array['nuisance.animal', 'nuisance.vegetation', 'real.lawful_presence', 'undetermined'])[1 + n % 4], 'cause', null,
           'byId', $4::text, 'at', '2027-01-01T00:00:00.000Z', 'note', null, 'turnedBack', null) end,
         'log', jsonb_build_array(jsonb_build_object('at', 'x', 'what', 'alert.closed', 'byId', $4::text, 'detail', null)))
     from generate_series(1, ${stored}) n`,
    [site, JSON.stringify(folded), cameras, officer],
  )
  await sql.unsafe(`analyze ${table}`)
  const vault = openVault(join(folder, 'keys', 'vault.key'), site)
  const presenter = createPresenter(journal, vault, { nameOf: () => 'Haydar' }, { camera: () => '', alert: () => '' })
  const needs = { journal, vault, presenter, speakers: [createSpeaker(texts, 'ar'), createSpeaker(texts, 'en')] }
  const asked: [string, Partial<AlertQuery>][] = [
    ['all', {}],
    ['open', { state: 'open' }],
    ['one camera', { camera: cameras[3] as string }],
    ['one reason', { reason: 'undetermined' }],
    ['one officer', { by: officer }],
    ['one day', { from: '2024-03-01T00:00:00Z', to: '2024-03-02T00:00:00Z' }],
    ['a number', { q: '77' }],
  ]
  for (const [name, query] of asked) {
    const took: number[] = []
    for (let n = 0; n < 60; n++) {
      const began = performance.now()
      JSON.stringify(await listAlerts(needs, { state: 'all', limit: 50, ...query }))
      if (n >= 10) took.push(performance.now() - began)
    }
    const p95 = percentile(took, 0.95)
    row(
      `first page of ${stored.toLocaleString('en')} alerts, ${name}, p50 / p95, ms`,
      `${percentile(took, 0.5).toFixed(1)} / ${p95.toFixed(1)}`,
      '≤ 100 (p95)',
      p95 <= 100,
    )
  }
  const began = performance.now()
  await listAlerts(needs, { state: 'all', limit: 50, q: 'no word of any of them' })
  row('one step of a search by word (5,000 read, both languages), ms', (performance.now() - began).toFixed(0), '–', true)
  await journal.stop()
  await sql.end()
  await database.stop()
  removeFolder(folder)
}

/** Prints how soon a change stands on every one of 50 open pages. */
export async function benchClients(): Promise<void> {
  const folder = freshFolder()
  const program = await startProgram(folder, ['--no-demo'])
  const api = await signIn(program.url)
  const delays: number[] = []
  let sentAt = 0
  let heard = 0
  const sockets = await Promise.all(
    Array.from(
      { length: clients },
      () =>
        new Promise<WebSocket>((resolve, reject) => {
          const socket = new WebSocket(`${program.url.replace('http', 'ws')}/api/live`, {
            headers: { cookie: api.cookie },
          } as never)
          socket.onopen = () => socket.send(JSON.stringify({ resume: null }))
          socket.onerror = () => reject(new Error('the lane did not open'))
          socket.onmessage = ({ data }) => {
            const message = JSON.parse(String(data)) as { snapshot?: unknown; facts?: { log: { type: string }[] } }
            if (message.snapshot) resolve(socket)
            if (!message.facts?.log.some(({ type }) => type === 'log.noted')) return
            heard++
            delays.push(performance.now() - sentAt)
          }
        }),
    ),
  )
  for (let n = 0; n < 40; n++) {
    heard = 0
    sentAt = performance.now()
    await api.post('/api/log', { commandId: crypto.randomUUID(), text: `note ${n}` })
    for (const end = performance.now() + 5000; heard < clients && performance.now() < end; )
      await new Promise((r) => setTimeout(r, 5))
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  for (const socket of sockets) socket.close()
  await program.stop()
  removeFolder(folder)
  const p95 = percentile(delays, 0.95)
  row(
    `a change, from the wish to each of ${clients} pages, p50 / p95 of ${delays.length}, ms`,
    `${percentile(delays, 0.5).toFixed(0)} / ${p95.toFixed(0)}`,
    '≤ 250 (p95)',
    p95 <= 250 && delays.length === 40 * clients,
  )
}
