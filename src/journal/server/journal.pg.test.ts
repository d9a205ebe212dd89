import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshDatabase, handPorts } from '../../../test/setup/fresh.ts'
import { accept, refuse } from '../../base/outcome.ts'
import { connect, migrate, type Sql, sqlStep } from '../../platform/server/database.ts'
import type { Draft } from '../entry.ts'
import type { ViewDefinition } from '../feature.ts'
import { type Journal, openJournal, type Submission } from './journal.ts'
import { rebuild, verify } from './rebuild.ts'
import { journalTables } from './tables.ts'

interface Tally {
  total: number
}

/** The smallest feature there can be: a sum. */
const tallies: ViewDefinition<Tally> = {
  name: 'tallies',
  foldVersion: 1,
  folds: (entry) => entry.type === 'tally.added',
  fold: (row, entry) => ({ total: (row?.total ?? 0) + (entry.body.by as number) }),
}

let database: Awaited<ReturnType<typeof freshDatabase>>
let sql: Sql
let count = 0
const uuid = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
const fresh = () => uuid(++count)

beforeAll(async () => {
  database = await freshDatabase()
  sql = connect(database)
  await migrate(sql, Object.fromEntries(Object.entries(journalTables).map(([name, text]) => [name, sqlStep(text)])))
})
afterAll(async () => {
  await sql.end()
  await database.drop()
})

async function open(site = fresh(), ports = handPorts(), extra = {}): Promise<Journal> {
  return openJournal({
    database,
    site,
    siteName: { ar: 'موقع', en: 'Site' },
    views: [tallies as ViewDefinition],
    ports,
    programVersion: 'test',
    ...extra,
  })
}

function add(subject: string, by: number, options: Partial<Submission> = {}): Submission {
  const draft: Draft = { type: 'tally.added', typeVersion: 1, subject, area: 'a', observedAtMs: 0, body: { by } }
  return {
    commandId: fresh(),
    subject,
    view: 'tallies',
    actor: { kind: 'person', id: 'p', session: null },
    decide: () => accept([draft]),
    ...options,
  }
}

describe('the journal of a site', () => {
  it('begins with the fact that it was opened, and its chain holds', async () => {
    const journal = await open()
    await journal.submit(add(fresh(), 1))
    expect(await verify(sql, journal.site)).toEqual({ site: journal.site, entries: 2, breach: null })
    await journal.stop()
  })

  it('answers the same command again with the same answer and no second effect', async () => {
    const journal = await open()
    const subject = fresh()
    const command = add(subject, 5)
    const [first, second] = await Promise.all([journal.submit(command), journal.submit(command)])
    const third = await journal.submit(command)
    expect([first, second, third].map((answer) => answer.ok && answer.value.isRepeat)).toEqual([false, true, true])
    expect(await journal.rows('tallies', [subject])).toEqual([{ id: subject, version: 1, total: 5 }])
    await journal.stop()
  })

  it('gives a refusal again to the same command, even when the world has changed since', async () => {
    const journal = await open()
    const commandId = fresh()
    const subject = fresh()
    await journal.submit(add(subject, 1, { commandId, decide: () => refuse('tally.no') }))
    expect(await journal.submit(add(subject, 1, { commandId }))).toMatchObject({ ok: false, refusal: { code: 'tally.no' } })
    await journal.stop()
  })

  it('commits the neighbours of a command that fails', async () => {
    const journal = await open()
    const subject = fresh()
    const broken = add(subject, 1, {
      decide: () => {
        throw new Error('a bug in one decision')
      },
    })
    const answers = await Promise.allSettled([
      journal.submit(add(subject, 2)),
      journal.submit(broken),
      journal.submit(add(subject, 3)),
    ])
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(await journal.rows('tallies', [subject])).toMatchObject([{ total: 5, version: 2 }])
    await journal.stop()
  })

  it('refuses a second writer of the same site in one clear word', async () => {
    const journal = await open()
    await expect(open(journal.site)).rejects.toMatchObject({ code: 'journal.in-use' })
    await journal.stop()
  })

  it('opens a new epoch when a copied folder is adopted, and the chain goes on', async () => {
    const ports = handPorts()
    const first = await open(fresh(), ports)
    await first.submit(add(fresh(), 1))
    await first.stop()
    const second = await open(first.site, ports, { adopt: { reason: 'copied' } })
    await second.submit(add(fresh(), 1))
    const epochs = await sql<{ epoch: number }[]>`select epoch from journal.entry where site = ${first.site} order by seq`
    expect(epochs.map(({ epoch }) => epoch)).toEqual([1, 1, 2, 2])
    expect((await verify(sql, first.site)).breach).toBeNull()
    await second.stop()
  })

  it('builds a view anew when its fold has another version', async () => {
    const journal = await open()
    const subject = fresh()
    await journal.submit(add(subject, 4))
    await journal.stop()
    const doubled: ViewDefinition<Tally> = {
      ...tallies,
      foldVersion: 2,
      fold: (row, entry) => ({ total: (row?.total ?? 0) + 2 * (entry.body.by as number) }),
    }
    const later = await open(journal.site, handPorts(), { views: [doubled as ViewDefinition] })
    expect(await later.rows('tallies', [subject])).toEqual([{ id: subject, version: 1, total: 8 }])
    await later.stop()
    await expect(open(journal.site)).rejects.toMatchObject({ code: 'database.newer' })
    await sql`delete from view.definition`
  })
})

describe('laws', () => {
  it('two sites side by side in one database: any order of their commands gives each the same views, chain and numbers', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ site: fc.boolean(), tally: fc.integer({ min: 0, max: 3 }), by: fc.integer({ min: -9, max: 9 }) }), {
          maxLength: 25,
        }),
        async (steps) => {
          const journals = [await open(), await open()] as const
          const subjects = Array.from({ length: 8 }, () => fresh())
          const of = (step: { site: boolean; tally: number }) => subjects[(step.site ? 4 : 0) + step.tally] as string
          await Promise.all(steps.map((step) => journals[step.site ? 1 : 0].submit(add(of(step), step.by))))
          for (const [at, journal] of journals.entries()) {
            const own = steps.filter((step) => step.site === (at === 1))
            const expected = new Map<string, number>()
            for (const step of own) expected.set(of(step), (expected.get(of(step)) ?? 0) + step.by)
            const rows = await journal.rows('tallies', subjects)
            expect(
              new Map(rows.map((row) => [row.id, row.total]).filter(([id]) => expected.has(id as string)) as [string, number][]),
            ).toEqual(expected)
            expect(await verify(sql, journal.site)).toEqual({ site: journal.site, entries: own.length + 1, breach: null })
            expect((await rebuild(sql, journal.views, journal.site)).differences).toEqual([])
          }
          await Promise.all(journals.map((journal) => journal.stop()))
        },
      ),
      { numRuns: 8, seed: 20261122 },
    )
  })

  it('one changed byte, a removed row, a swapped pair or a cut tail is found and the first broken entry named', async () => {
    const journal = await open()
    for (let n = 0; n < 6; n++) await journal.submit(add(fresh(), n))
    await journal.stop()
    const damage = async (hurt: () => Promise<unknown>) => {
      const kept = await sql`select * from journal.entry where site = ${journal.site} order by seq`
      await hurt()
      const report = await verify(sql, journal.site)
      await sql`delete from journal.entry where site = ${journal.site}`
      for (const row of kept)
        await sql`insert into journal.entry overriding system value values ${sql(Object.values(row) as never)}`
      return report.breach
    }
    const site = journal.site
    expect(
      await damage(() => sql`update journal.entry set text = replace(text, '"by":2', '"by":3') where site = ${site} and seq = 4`),
    ).toMatchObject({ seq: 4, problem: 'altered' })
    expect(
      await damage(() => sql`update journal.entry set type = 'tally.removed' where site = ${site} and seq = 5`),
    ).toMatchObject({ seq: 5, problem: 'columns-differ' })
    expect(await damage(() => sql`delete from journal.entry where site = ${site} and seq = 3`)).toMatchObject({
      seq: 3,
      problem: 'missing',
    })
    expect(await damage(() => sql`delete from journal.entry where site = ${site} and seq = 7`)).toMatchObject({
      seq: 7,
      problem: 'missing',
    })
    expect(
      await damage(
        () =>
          sql`update journal.entry e set text = o.text, hash = o.hash from journal.entry o where e.site = ${site} and o.site = ${site} and (e.seq, o.seq) in ((3, 4), (4, 3))`,
      ),
    ).toMatchObject({ seq: 3, problem: 'reordered' })
    expect((await verify(sql, site)).breach).toBeNull()
  })

  it('names a view that says something else than the journal', async () => {
    const journal = await open()
    const subject = fresh()
    await journal.submit(add(subject, 4))
    await sql.unsafe(`update view.tallies_1 set data = '{"total": 5}' where id = '${subject}'`)
    expect((await rebuild(sql, journal.views, journal.site)).differences).toEqual([
      { view: 'tallies', id: subject, what: 'differs' },
    ])
    await journal.stop()
  })
})

describe('the clock', () => {
  it('set an hour back, and ten years ahead: said as a fact, marked on every entry, and no poison once it is set right', async () => {
    const ports = handPorts()
    const journal = await open(fresh(), ports)
    const trust = async () =>
      (
        await sql<{ type: string; trusted: boolean }[]>`
        select type, (text::jsonb->'clock'->>'trusted')::boolean as trusted from journal.entry where site = ${journal.site} order by seq`
      ).map((row) => ({ ...row }))
    const start = ports.clock.nowMs()
    await journal.submit(add(fresh(), 1))
    ports.setWall(start - 3_600_000)
    await journal.submit(add(fresh(), 1))
    ports.setWall(start)
    await journal.submit(add(fresh(), 1))
    ports.setWall(start + 10 * 365 * 86_400_000)
    await journal.submit(add(fresh(), 1))
    await journal.stop()
    ports.setWall(start + 60_000)
    const later = await open(journal.site, ports)
    await later.submit(add(fresh(), 1))
    expect((await trust()).map(({ type, trusted }) => `${type} ${trusted}`)).toEqual([
      'site.opened true',
      'tally.added true',
      'clock.adjusted false',
      'tally.added false',
      'clock.adjusted true',
      'tally.added true',
      'clock.adjusted false',
      'tally.added false',
      'tally.added true',
    ])
    expect((await verify(sql, journal.site)).breach).toBeNull()
    await later.stop()
  })
})
