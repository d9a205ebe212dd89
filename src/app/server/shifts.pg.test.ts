/** The watch on a real journal: the list is drawn from what the program knows, and what was written down is found again. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { freshTables, type Tables } from '../../../test/setup/program.ts'
import { acknowledgeAlert, closeAlert, raiseAlert } from '../../features/alerts/decide.ts'
import { aRaised } from '../../features/alerts/testing.ts'
import * as commands from '../../features/shifts/decide.ts'
import { haydar, machine, zaynab } from '../../features/shifts/testing.ts'
import type { CommandDefinition } from '../../journal/feature.ts'
import type { Journal } from '../../journal/server/journal.ts'
import { rebuild, verify } from '../../journal/server/rebuild.ts'
import { openVault, type Vault } from '../../journal/server/vault.ts'
import type { LogQuery } from './log-book.ts'
import { readReport } from './shift-report.ts'
import { journalOf, turnedPorts, worldOf } from './testing.ts'
import { views, type World } from './world.ts'

const majid = { ...haydar, id: randomUUID(), session: 's3' }
const names: Record<string, string> = { [haydar.id]: 'Haydar', [zaynab.id]: 'Zaynab' }
let tables: Tables
let journal: Journal
let vault: Vault
let world: World
let nowMs: number
let site: string
const faults: unknown[] = []

beforeAll(async () => {
  tables = await freshTables()
})
afterAll(async () => {
  await world?.stop()
  await journal?.stop()
  await tables.drop()
})

const minute = 60_000
/** 15:00 UTC is 18:00 in Baghdad: night begins. */
const evening = Date.UTC(2027, 1, 14, 15, 0, 0)

beforeEach(async () => {
  await world?.stop()
  await journal?.stop()
  site = randomUUID()
  nowMs = evening
  await open()
})

/** The journal alone: nobody follows what is written. */
async function openChain() {
  const ports = turnedPorts(() => nowMs)
  journal = await journalOf(tables, site, ports)
  return ports
}

async function open(): Promise<void> {
  const ports = await openChain()
  vault = openVault(join(tables.folder, 'vault.key'), site)
  world = await worldOf(journal, vault, tables.folder, ports, {
    nameOf: (id) => names[id] ?? '',
    onFault: (fault) => faults.push(fault),
  })
}

/** Runs a command about the watch; the code of the refusal, or null. */
async function act<I extends object>(definition: CommandDefinition<never, I>, actor: typeof haydar, input: object) {
  const { id, area, mode } = world.shifts.place()
  const answer = await journal.run(definition, {
    commandId: randomUUID(),
    subject: id,
    actor,
    input: { id, area, mode, basedOn: world.shifts.watch()?.version ?? 0, ...input } as unknown as I,
  })
  return answer.ok ? null : answer.refusal.code
}
const cast = (definition: unknown) => definition as CommandDefinition<never, object>
const takeWatch = (actor = haydar) =>
  act(cast(commands.openShift), actor, { shiftId: randomUUID(), secondId: null, sound: 'heard', plannedId: null })
const list = async () => {
  const { items, sha256 } = await world.shifts.items()
  return { items, itemsSha256: sha256 }
}
async function anAlert(number: string): Promise<string> {
  const id = randomUUID()
  const input = { id, area: 'site', mode: 'live' as const, observedAtMs: nowMs, alert: aRaised({ number }) }
  await journal.run(raiseAlert, { commandId: randomUUID(), subject: id, actor: machine, input })
  return id
}
const query = (overrides: Partial<LogQuery> = {}): LogQuery => ({
  fromMs: null,
  toMs: null,
  q: null,
  shiftId: null,
  byId: null,
  cursor: null,
  limit: 50,
  ...overrides,
})
const write = (text: string, overrides: object = {}) =>
  world.logBook.write({ commandId: randomUUID(), text, call: null, corrects: null, alertId: null, ...overrides }, haydar)

describe('a hand-over', () => {
  it('lists what is open; a new alert meanwhile has to be opened too; then the watch passes, and views rebuild the same', async () => {
    expect((await world.shifts.view(null)).now).toBeNull()
    expect(await takeWatch()).toBeNull()
    expect(await takeWatch(zaynab)).toBe('shift.already-open')
    const undetermined = await anAlert('A-0001')
    const note = vault.seal(randomUUID(), 'text', 'gone before I looked')
    await journal.run(acknowledgeAlert, {
      commandId: randomUUID(),
      subject: undetermined,
      actor: haydar,
      input: { id: undetermined, basedOn: 1 },
    })
    await journal.run(closeAlert, {
      commandId: randomUUID(),
      subject: undetermined,
      actor: haydar,
      items: [note.item],
      input: { id: undetermined, basedOn: 2, reason: 'undetermined', cause: null, cameras: [], note: note.ref, turnedBack: null },
    })
    await act(cast(commands.startHandOver), haydar, { ...(await list()), note: null })
    await act(cast(commands.joinHandOver), zaynab, { session: 's1', provedBy: 'secret' })
    const sign = async () =>
      act(cast(commands.signHandOver), zaynab, {
        ...(await list()),
        nextShiftId: randomUUID(),
        sound: 'heard',
        secondId: null,
        note: null,
        alertIds: [],
      })
    const openAll = async () => {
      const drawn = await list()
      for (const { id, mark } of drawn.items)
        expect(await act(cast(commands.openItem), zaynab, { ...drawn, itemId: id, mark })).toBeNull()
      return drawn.items.map(({ kind }) => kind)
    }
    expect(await sign()).toBe('shift.items-unopened')
    expect(await openAll()).toEqual(['undetermined'])
    nowMs += minute
    await anAlert('A-0002')
    expect(await sign()).toBe('shift.items-unopened')
    expect(await openAll()).toEqual(['alert-untaken', 'undetermined'])
    nowMs += minute
    expect(await sign()).toBeNull()
    const { now, past } = await world.shifts.view(null)
    expect(now).toMatchObject({ by: { name: 'Zaynab' }, state: 'open' })
    expect(past).toMatchObject([{ by: { name: 'Haydar' }, state: 'closed', closedBy: { name: 'Zaynab' } }])
    expect(await world.shifts.shift(past[0]?.id ?? '')).toMatchObject({ by: { name: 'Haydar' } })
    expect((await rebuild(tables.sql, views as never, site)).differences).toEqual([])
    expect((await verify(tables.sql, site)).breach).toBeNull()

    // The paper names where in the chain it stands.
    const report = await readReport({ journal, world, logBook: world.logBook, nowMs }, past[0] as never)
    expect(report.alerts.map(({ number, closed }) => [number, closed?.note ?? null])).toEqual([
      ['A-0001', 'gone before I looked'],
      ['A-0002', null],
    ])
    expect(report.itemIds).toHaveLength(2)
    const [entry] = await tables.sql<{ hash: string; type: string }[]>`
      select hash, type from journal.entry where site = ${site} and seq = ${report.chain.ended?.seq ?? 0}`
    expect(entry).toEqual({ hash: report.chain.ended?.hash, type: 'shift.signed' })
    expect(report.chain.entries).toBe(report.chain.head?.seq)
  })

  it('passes the open alerts of the one who goes to the one who comes, once, and finishes it after a restart', async () => {
    await takeWatch()
    const mine = await anAlert('A-0001')
    const others = await anAlert('A-0002')
    const waiting = await anAlert('A-0003')
    const take = (id: string, actor: typeof haydar, basedOn: number) =>
      journal.run(acknowledgeAlert, { commandId: randomUUID(), subject: id, actor, input: { id, basedOn } })
    await take(mine, haydar, 1)
    await take(others, majid, 1)
    const ownerOf = async (id: string) => (await journal.rows('alerts', [id]))[0]?.ownerId
    const signing = { nextShiftId: randomUUID(), sound: 'heard', secondId: null, alertIds: [], note: null }
    const prepare = async (from: typeof haydar, to: typeof haydar) => {
      const drawn = async () => ({ ...(await list()), note: null })
      expect(await act(cast(commands.startHandOver), from, await drawn())).toBeNull()
      await act(cast(commands.joinHandOver), to, { session: 's1', provedBy: 'secret' })
      for (const { id, mark } of (await list()).items)
        await act(cast(commands.openItem), to, { ...(await list()), itemId: id, mark })
    }
    await prepare(haydar, zaynab)
    expect(await act(cast(commands.signHandOver), zaynab, { ...(await list()), ...signing })).toBeNull()
    await expect.poll(() => ownerOf(mine)).toBe(zaynab.id)
    const changes = () =>
      tables.sql<
        { text: string }[]
      >`select text from journal.entry where site = ${site} and type = 'alert.owner-changed' order by seq`
    expect((await changes()).map(({ text }) => JSON.parse(text))).toMatchObject([
      {
        subject: mine,
        actor: { kind: 'person', id: zaynab.id },
        body: { toId: zaynab.id, shiftId: world.shifts.watch()?.now?.id },
      },
    ])
    expect(await ownerOf(others)).toBe(majid.id)
    nowMs += minute
    // What the one who went takes afterwards, as the second pair of eyes, stays his at the next start.
    await take(waiting, haydar, 1)
    await world.stop()
    await journal.stop()
    await open()
    expect(await ownerOf(waiting)).toBe(haydar.id)
    expect(await changes()).toHaveLength(1)

    // The program dies between the signature and what follows from it: the signature is written, and nobody is there to follow.
    await prepare(zaynab, haydar)
    const { id, area, mode } = world.shifts.place()
    const basedOn = world.shifts.watch()?.version ?? 0
    await world.stop()
    await journal.stop()
    await openChain()
    const input = { id, area, mode, basedOn, ...signing, nextShiftId: randomUUID(), items: [], itemsSha256: '' }
    const sign = cast(commands.signHandOver)
    expect(await journal.run(sign, { commandId: randomUUID(), subject: id, actor: haydar, input })).toMatchObject({ ok: true })
    expect(await ownerOf(mine)).toBe(zaynab.id)
    await journal.stop()
    await open()
    expect(await ownerOf(mine)).toBe(haydar.id)
    expect(await changes()).toHaveLength(2)
    expect((await rebuild(tables.sql, views as never, site)).differences).toEqual([])
  })

  it('stands across a restart', async () => {
    await takeWatch()
    await world.stop()
    await journal.stop()
    await open()
    expect(world.shifts.watch()?.now?.byId).toBe(haydar.id)
  })
})

describe('what people change', () => {
  it('is listed with who and when, newest first, page by page, and of the site itself only to who sees all of it', async () => {
    const set = (name: string, area: string) => ({
      type: 'place.set',
      typeVersion: 1,
      subject: randomUUID(),
      area,
      observedAtMs: nowMs,
      body: { name: { ar: name, en: name }, geometry: { kind: 'outpost', position: { lat: 1, lon: 1 } } },
    })
    await journal.record([set('first', 'demo/own')] as never, haydar)
    nowMs += minute
    await journal.record([set('second', 'demo/other')] as never, zaynab)
    const ofSite = { type: 'recording.settings-changed', typeVersion: 1, subject: site, area: '', observedAtMs: nowMs, body: {} }
    await journal.record([ofSite] as never, machine)
    const all = { fromMs: null, toMs: null, byId: null, kind: null, cursor: null, limit: 50, within: [''] }
    const said = async (wish: object) =>
      (await world.changes({ ...all, ...wish })).lines.map(({ kind, by, said: { values } }) => [
        kind,
        by?.name ?? null,
        (values.name as { en: string } | undefined)?.en ?? null,
      ])
    const [settings, second, first] = await said({})
    expect([settings, second, first]).toEqual([
      ['recordings', null, null],
      ['places', 'Zaynab', 'second'],
      ['places', 'Haydar', 'first'],
    ])
    expect(await said({ within: ['demo/own'] })).toEqual([first])
    expect(await said({ within: [] })).toEqual([])
    expect(await said({ kind: 'places', byId: zaynab.id })).toEqual([second])
    expect(await said({ fromMs: nowMs })).toEqual([settings, second])
    const page = await world.changes({ ...all, limit: 2 })
    expect(page.lines).toHaveLength(2)
    expect(await said({ limit: 2, cursor: Number(page.next) })).toEqual([first])
    expect((await world.changes({ ...all, limit: 3 })).next).toBeNull()
  })
})

describe('the hours', () => {
  it('a shift of more than twelve hours raises one routine alert, once, also over a restart; a relief that nobody answered is written down', async () => {
    await takeWatch()
    nowMs += 76 * minute
    world.shifts.sweep()
    await expect.poll(() => world.shifts.watch()?.now?.reliefs).toMatchObject([{ state: 'missed', reason: null }])
    expect((await world.shifts.items()).items.map(({ kind }) => kind)).toContain('relief-missed')
    nowMs = evening + 12 * 60 * minute + 1000
    const raised = () =>
      tables.sql<{ text: string }[]>`select text from journal.entry where site = ${site} and type = 'alert.raised'`
    world.shifts.sweep()
    world.shifts.sweep()
    await expect.poll(async () => (await raised()).length).toBe(1)
    expect((await raised())[0]?.text).toContain('shift-too-long')
    await world.stop()
    await journal.stop()
    await open()
    nowMs += minute
    world.shifts.sweep()
    // What follows in the queue has been written when the alert would have been.
    await write('after')
    expect((await raised()).length).toBe(1)
    expect((await world.shifts.view(null)).isTooLong).toBe(true)
    expect(faults).toEqual([])
  })
})

describe('the log book', () => {
  it('keeps notes and calls, a correction names the old line and leaves it, and no word stands in the chain', async () => {
    expect(await write('')).toMatchObject({ ok: false, refusal: { code: 'log.empty' } })
    const first = await write('Canary-dust over the ridge')
    if (!first.ok) throw new Error('not written')
    nowMs += minute
    const call = { who: 'Brigade duty', means: 'radio', isAnswered: false } as const
    expect(await write('no answer on channel 2', { call })).toMatchObject({ ok: true, value: { kind: 'call', call } })
    nowMs += minute
    expect(await write('Canary-dust over the wadi', { corrects: first.value.id })).toMatchObject({ ok: true })
    expect(await write('x', { corrects: randomUUID() })).toMatchObject({ ok: false, refusal: { code: 'log.not-found' } })
    const { entries } = await world.logBook.list(query())
    expect(entries.map(({ text, corrects, correctedBy }) => [text, corrects !== null, correctedBy !== null])).toEqual([
      ['Canary-dust over the wadi', true, false],
      ['no answer on channel 2', false, false],
      ['Canary-dust over the ridge', false, true],
    ])
    expect(entries[0]?.by.name).toBe('Haydar')
    const texts = await tables.sql<{ text: string }[]>`select text from journal.entry where site = ${site}`
    expect(texts.some(({ text }) => /Canary|Brigade|channel/.test(text))).toBe(false)
    const stored = await tables.sql.unsafe<{ text: string }[]>(
      `select data::text as text from view.log_book_1 where site = '${site}'`,
    )
    expect(stored.some(({ text }) => /Canary|Brigade|channel/.test(text))).toBe(false)
  })

  it('the same command again writes nothing and gives the same line', async () => {
    const commandId = randomUUID()
    const [one, two] = [await write('once', { commandId }), await write('once', { commandId })]
    expect(one).toEqual(two)
    expect((await world.logBook.list(query())).entries).toHaveLength(1)
  })

  it('is searched by word, name and time, page by page', async () => {
    for (let n = 0; n < 7; n++) {
      nowMs += minute
      await write(n % 2 === 0 ? `Goats at the well ${n}` : `Quiet ${n}`)
    }
    const found = await world.logBook.list(query({ q: 'goats', limit: 3 }))
    expect(found.entries.map(({ text }) => text)).toEqual(['Goats at the well 6', 'Goats at the well 4', 'Goats at the well 2'])
    const rest = await world.logBook.list(query({ q: 'GOATS', limit: 3, cursor: found.next }))
    expect(rest).toMatchObject({ entries: [{ text: 'Goats at the well 0' }], next: null })
    const between = await world.logBook.list(query({ fromMs: evening + 2 * minute, toMs: evening + 4 * minute }))
    expect(between.entries.map(({ text }) => text)).toEqual(['Goats at the well 2', 'Quiet 1'])
    expect((await world.logBook.list(query({ q: 'haydar' }))).entries).toHaveLength(7)
    expect((await world.logBook.list(query({ byId: zaynab.id }))).entries).toEqual([])
  })
})
