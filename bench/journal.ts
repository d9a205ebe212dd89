/** The journal: appended in groups, verified, rebuilt. Real PostgreSQL, real folds, entries of the size that alerts have. */
import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { allSteps } from '../src/app/server/tables.ts'
import { views } from '../src/app/server/world.ts'
import { acknowledgeAlert, raiseAlert, repeatAlert } from '../src/features/alerts/decide.ts'
import { aRaised } from '../src/features/alerts/testing.ts'
import { openJournal } from '../src/journal/server/journal.ts'
import { rebuild, verify } from '../src/journal/server/rebuild.ts'
import { connect, migrate } from '../src/platform/server/database.ts'
import { machinePorts } from '../src/platform/server/ports.ts'
import { startPostgres } from '../src/platform/server/postgres.ts'
import { heading, row } from './machine.ts'

const alertCount = 6000
const entriesPerAlert = 4

/** Prints the table. */
export async function run(): Promise<void> {
  console.log(heading('journal'))
  const folder = mkdtempSync(join(tmpdir(), 'marsad-bench-'))
  const database = await startPostgres(folder, { onLost() {}, onBack() {} })
  const sql = connect(database, 4)
  try {
    await migrate(sql, allSteps)
    const site = randomUUID()
    const journal = await openJournal({
      database,
      site,
      siteName: { ar: 'موقع', en: 'Site' },
      views: views as never,
      ports: machinePorts(),
      programVersion: 'bench',
    })
    const machine = { kind: 'machine', id: 'bench', session: null } as const
    const officer = { kind: 'person', id: randomUUID(), session: null } as const
    const observedAtMs = Date.now()
    const began = performance.now()
    const waitings: Promise<unknown>[] = []
    for (let n = 0; n < alertCount; n++) {
      const id = randomUUID()
      const order = <I>(input: I, actor: typeof machine | typeof officer = machine) => ({
        commandId: randomUUID(),
        subject: id,
        actor,
        input,
      })
      const alert = aRaised({ number: `A-${n}` })
      waitings.push(journal.run(raiseAlert, order({ id, area: 'a', mode: 'live', observedAtMs, alert })))
      for (let more = 0; more < entriesPerAlert - 2; more++) {
        waitings.push(
          journal.run(
            repeatAlert,
            order({ id, observedAtMs, repeat: { trackId: randomUUID(), cameraId: 'c', place: null, sounds: null } }),
          ),
        )
      }
      waitings.push(journal.run(acknowledgeAlert, order({ id, basedOn: 1 }, officer)))
    }
    await Promise.all(waitings)
    const appendS = (performance.now() - began) / 1000
    const [{ count, bytes } = { count: 0, bytes: 0 }] = await sql<{ count: number; bytes: number }[]>`
      select count(*)::int as count, avg(length(text))::int as bytes from journal.entry where site = ${site}`

    const verifyBegan = performance.now()
    const verified = await verify(sql, site)
    const verifyS = (performance.now() - verifyBegan) / 1000
    const rebuildBegan = performance.now()
    const rebuilt = await rebuild(sql, views as never, site)
    const rebuildS = (performance.now() - rebuildBegan) / 1000

    const one = Buffer.alloc(bytes, 7)
    const hashBegan = performance.now()
    for (let n = 0; n < count; n++) createHash('sha256').update(one).digest('hex')
    const hashS = (performance.now() - hashBegan) / 1000

    console.log(
      `${count} entries of ${bytes} bytes on average; yardstick: hashing as many such texts takes ${(hashS * 1000).toFixed(0)} ms`,
    )
    const rate = (seconds: number) => Math.round(count / seconds)
    row('appended in groups, on disk, entries a second', String(rate(appendS)), '≥ 2,000', rate(appendS) >= 2000)
    row(
      'verified, entries a second',
      `${rate(verifyS)} (${(verifyS / hashS).toFixed(1)} × yardstick)`,
      '≥ 50,000',
      rate(verifyS) >= 50_000,
    )
    row(
      'rebuilt and compared, entries a second',
      `${rate(rebuildS)} (${(rebuildS / hashS).toFixed(1)} × yardstick)`,
      '≥ 10,000',
      rate(rebuildS) >= 10_000,
    )
    row(
      'chain whole, rebuilt = live',
      verified.breach === null && rebuilt.differences.length === 0 ? 'yes' : 'NO',
      'yes',
      verified.breach === null && rebuilt.differences.length === 0,
    )
    await journal.stop()
  } finally {
    await sql.end({ timeout: 2 })
    await database.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
