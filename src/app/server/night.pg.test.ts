/** Nights of a duty officer on a real journal, with time turned by hand: OPS 6, S1.1–1.2, S2, S3 and S4.1. */
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { freshTables, type Tables } from '../../../test/setup/program.ts'
import { announceMovement } from '../../features/alerts/announce.ts'
import { acknowledgeAlert, closeAlert } from '../../features/alerts/decide.ts'
import { setPriority } from '../../features/alerts/own.ts'
import { shelfLimitsOf } from '../../features/alerts/shelf-limits.ts'
import { shelveAlert } from '../../features/alerts/shelve.ts'
import { addCamera } from '../../features/cameras/decide.ts'
import type { CameraAdded } from '../../features/cameras/events.ts'
import { aPlace } from '../../features/tracks/testing.ts'
import type { Actor } from '../../journal/entry.ts'
import { rebuild } from '../../journal/server/rebuild.ts'
import { machinePorts } from '../../platform/server/ports.ts'
import type { AlertingWorld } from './alerting.ts'
import type { StoredAlert } from './present.ts'
import { holdState } from './state.ts'
import { type AlertingBench, openAlerting } from './testing.ts'
import { watchWalkTests } from './walk-tests.ts'
import { views } from './world.ts'
import { patientWriter } from './writer.ts'

const haidar: Actor = { kind: 'person', id: 'haidar', session: 's1' }
const colonel: Actor = { kind: 'person', id: 'colonel', session: 's2' }
const officer = shelfLimitsOf(['watch_officer'])
const commander = shelfLimitsOf(['commander'])
const bush = { person: 0.05, vehicle: 0.05, animal: 0.1, other: 0.7, unknown: 0.1 }
const person = { person: 0.86, vehicle: 0.02, animal: 0.05, other: 0.02, unknown: 0.05 }
const minute = 60_000
let tables: Tables
let bench: AlertingBench
const faults: unknown[] = []

beforeAll(async () => {
  tables = await freshTables()
})
afterEach(async () => {
  await bench.journal.stop()
  expect(faults.splice(0)).toEqual([])
})
afterAll(() => tables?.drop())

const begin = async (world: Partial<AlertingWorld> = {}) => {
  bench = await openAlerting(tables, (fault) => faults.push(fault), { world })
}
/** Waits until the journal says so; machines write without being waited for. */
async function until(test: (open: StoredAlert[]) => boolean): Promise<StoredAlert[]> {
  let open: StoredAlert[] = []
  await expect
    .poll(async () => {
      open = await bench.open()
      return test(open)
    })
    .toBe(true)
  return open
}
const only = (open: StoredAlert[]) => open[0] as StoredAlert
const soundsOf = (open: StoredAlert[]) => open.reduce((sum, { soundings }) => sum + soundings, 0)

describe('S2: wind and bushes', () => {
  it('640 detections are one alert of few sounds, all counted; the shelf is renewed twice, then by a commander only', async () => {
    await begin()
    const cameraId = randomUUID()
    const see = (count: number, everyMs: number) => {
      for (let n = 0; n < count; n++) {
        bench.pass(everyMs)
        const track = bench.mover({ cameraId, classProbabilities: bush, box: [300, 200, 20, 20] })
        bench.see(track)
        bench.alerting.ended(track)
      }
    }
    see(120, 20_000)
    const [first] = await until((open) => open.length === 1 && only(open).occurrences === 120)
    expect(soundsOf([first as StoredAlert])).toBe(1)

    const shelve = (row: StoredAlert, by: Actor, limits: typeof officer, forMs: number) =>
      bench.act(
        shelveAlert,
        row.id,
        {
          id: row.id,
          basedOn: row.version,
          untilMs: bench.nowMs() + forMs,
          reason: 'vegetation',
          region: [0.4, 0.3, 0.6, 0.6],
          note: null,
          limits,
        },
        by,
      )
    await shelve(first as StoredAlert, haidar, officer, 30 * minute)
    await until((open) => only(open).suppression.kind === 'shelved')
    see(100, 10_000)
    for (let renewal = 0; renewal < 2; renewal++) {
      const [row] = await until((open) => only(open).occurrences === 220 + renewal * 100)
      await shelve(row as StoredAlert, haidar, officer, 30 * minute)
      see(100, 10_000)
    }
    const [third] = await until((open) => only(open).occurrences === 420)
    await expect(shelve(third as StoredAlert, haidar, officer, 30 * minute)).rejects.toThrow('alert.shelve-renewals')
    await shelve(third as StoredAlert, colonel, commander, 2 * 60 * minute)
    await until((open) => (only(open).suppression as { byId?: string }).byId === 'colonel')
    see(220, 20_000)
    const [last] = await until((open) => only(open).occurrences === 640)
    expect(last).toMatchObject({ suppression: { kind: 'shelved', renewals: 3 } })
    expect(soundsOf([last as StoredAlert])).toBeLessThanOrEqual(6)

    // S2.5: a person inside the shelved region is another thing, and is heard at once.
    bench.see(bench.mover({ cameraId, classProbabilities: person, box: [310, 210, 8, 20] }))
    const both = await until((open) => open.length === 2)
    expect(both.find(({ groupClass }) => groupClass === 'person')).toMatchObject({ soundings: 1, suppression: { kind: 'none' } })
    // A bush elsewhere in the picture is heard, too.
    bench.see(bench.mover({ cameraId, classProbabilities: bush, box: [20, 20, 20, 20] }))
    await until((open) => open.length === 3)
  })

  it('S2.2: what goes on when the shelf ends is heard again, also after the program was off', async () => {
    await begin()
    const cameraId = randomUUID()
    bench.see(bench.mover({ cameraId, classProbabilities: bush }))
    const row = only(await until((open) => open.length === 1))
    await bench.act(
      shelveAlert,
      row.id,
      {
        id: row.id,
        basedOn: row.version,
        untilMs: bench.nowMs() + 15 * minute,
        reason: 'vegetation',
        region: null,
        note: null,
        limits: officer,
      },
      haidar,
    )
    await until((open) => only(open).suppression.kind === 'shelved')
    bench.see(bench.mover({ cameraId, classProbabilities: bush }))
    await until((open) => only(open).occurrences === 2)
    const { site } = bench
    const atMs = bench.nowMs() + 20 * minute
    await bench.journal.stop()
    bench = await openAlerting(tables, (fault) => faults.push(fault), { site, atMs })
    bench.see(bench.mover({ cameraId, classProbabilities: bush }))
    bench.pass(1000)
    const back = only(await until((open) => open.some(({ id, suppression }) => id === row.id && suppression.kind === 'none')))
    expect(back.log.find(({ what }) => what === 'alert.unshelved')).toMatchObject({ detail: 'timer', byId: null })
    const late = await tables.sql<{ late: string }[]>`
      select text::jsonb->'body'->>'lateByS' as late from journal.entry where site = ${site} and type = 'alert.unshelved'`
    expect(late.map(({ late: seconds }) => Math.round(Number(seconds) / 60))).toEqual([5])
  })

  it('S2.4: an announced leg of our own patrol is counted and not sounded; a machine ends nothing', async () => {
    const announcementId = randomUUID()
    let untilMs = 0
    const cameraId = randomUUID()
    await begin({
      announced: (id) =>
        id === cameraId && bench.nowMs() < untilMs
          ? { announcementId, what: 'own_patrol', until: new Date(untilMs).toISOString() }
          : null,
    })
    untilMs = bench.nowMs() + 20 * minute
    const patrol = bench.mover({ cameraId, classProbabilities: person })
    bench.see(patrol)
    const row = only(await until((open) => open.length === 1))
    expect(row).toMatchObject({ suppression: { kind: 'by_design', announcementId }, disposition: 'open', ack: 'unacknowledged' })
    bench.pass(5 * minute)
    bench.alerting.ended(patrol)
    // Somebody else's camera is not announced.
    bench.see(bench.mover({ cameraId: randomUUID(), classProbabilities: person }))
    const two = await until((open) => open.length === 2)
    expect(two.filter(({ suppression }) => suppression.kind === 'none')).toHaveLength(1)
    // Its end: what is gone stays silent, and is still there to be ended by a person.
    bench.pass(16 * minute)
    const after = await until((open) => open.every(({ suppression }) => suppression.kind === 'none'))
    expect(after.find(({ id }) => id === row.id)).toMatchObject({ condition: 'cleared', soundings: 1, disposition: 'open' })
  })
})

describe('S1: a group on a winter night', () => {
  it('is taken, then made immediate by an officer: it sounds again, is owned, and its clock starts there', async () => {
    await begin()
    bench.see(bench.mover({ classProbabilities: person }))
    const raised = only(await until((open) => open.length === 1))
    bench.pass(24_000)
    await bench.act(acknowledgeAlert, raised.id, { id: raised.id, basedOn: raised.version }, haidar)
    const taken = only(await until((open) => only(open).ack === 'acknowledged'))
    expect(taken).toMatchObject({ ownerId: 'haidar', soundings: 1 })
    bench.pass(39_000)
    await bench.act(
      setPriority,
      taken.id,
      { id: taken.id, basedOn: taken.version, priority: 'P1', note: null, mayLower: false },
      haidar,
    )
    expect(only(await until((open) => only(open).priority === 'P1'))).toMatchObject({ ownerId: 'haidar', soundings: 2 })
  })

  it('an immediate alert that nobody takes is passed up at 1, 2 and 5 minutes, and once with its delay after a restart', async () => {
    await begin()
    bench.see(bench.mover({ classProbabilities: person }))
    const row = only(await until((open) => open.length === 1))
    await bench.act(
      setPriority,
      row.id,
      { id: row.id, basedOn: row.version, priority: 'P1', note: null, mayLower: false },
      haidar,
    )
    await until((open) => only(open).priority === 'P1')
    bench.pass(59_000)
    bench.pass(2000)
    await until((open) => only(open).escalation?.level === 1)
    const { site } = bench
    const atMs = bench.nowMs() + 10 * minute
    await bench.journal.stop()
    bench = await openAlerting(tables, (fault) => faults.push(fault), { site, atMs })
    bench.pass(1000)
    await until((open) => only(open).escalation?.level === 3)
    bench.pass(1000)
    bench.pass(1000)
    const told = await tables.sql<{ level: number; late: number }[]>`
      select (text::jsonb->'body'->>'level')::int as level, (text::jsonb->'body'->>'lateByS')::int as late
      from journal.entry where site = ${site} and type = 'alert.escalated' order by seq`
    expect(told.map(({ level }) => level)).toEqual([1, 3])
    expect(told[1]?.late).toBeGreaterThan(5 * 60)
  })
})

describe('S3: a cut cable', () => {
  const sites = ['w3', 'w4'].map((id) => ({ id, code: id.toUpperCase(), outpostId: 'o1', coverage: null }))
  const lost = (cameraId: string, health: 'down' | 'blind', reason: string) =>
    bench.alerting.cameraHealth(cameraId, { health, reason, facts: {}, silentMs: health === 'down' ? 10_000 : 0 })
  const works = (cameraId: string) =>
    bench.alerting.cameraHealth(cameraId, { health: 'working', reason: null, facts: {}, silentMs: 0 })

  it('after somebody was seen is an alarm; a second camera joins it and sounds; it ends only with cause and kind, and cameras that see', async () => {
    await begin({ sites: () => sites })
    for (const { id } of sites) works(id)
    const walker = bench.mover({ cameraId: 'w3', classProbabilities: person })
    bench.see(walker)
    bench.alerting.ended(walker)
    const seen = only(await until((open) => open.length === 1))
    bench.pass(3 * minute)
    lost('w3', 'down', 'source.silent')
    const alarm = (await until((open) => open.length === 2)).find(({ kind }) => kind === 'camera') as StoredAlert
    expect(alarm).toMatchObject({ priority: 'P1', ruleId: 'tamper-suspected' })
    bench.pass(minute)
    lost('w4', 'blind', 'turned')
    const joined = (await until((open) => open.some(({ cameraIds }) => cameraIds.length === 2))).find(
      ({ id }) => id === alarm.id,
    ) as StoredAlert
    expect(joined.cameraIds).toEqual(['w3', 'w4'])
    expect(joined.soundings).toBeGreaterThan(alarm.soundings)
    // S3.3: two persons at another camera are an alert of their own, not swallowed.
    bench.see(bench.mover({ cameraId: 'w2', classProbabilities: person }))
    await until((open) => open.length === 3)

    const close = (cameras: object[], reason: string, cause: string | null) =>
      bench.act(
        closeAlert,
        joined.id,
        { id: joined.id, basedOn: joined.version, reason, cause, cameras, note: null, turnedBack: null } as never,
        haidar,
      )
    const down = { code: 'W3', health: 'down', forMs: minute }
    await expect(close([down], 'real.crossing', 'cable_cut')).rejects.toThrow('alert.camera-not-back')
    const back = [
      { code: 'W3', health: 'out_of_service', forMs: 0 },
      { code: 'W4', health: 'working', forMs: 6 * minute },
    ]
    await expect(close(back, 'cable_cut', null)).rejects.toThrow('alert.reason-unfit')
    await expect(close(back, 'real.crossing', null)).rejects.toThrow('alert.cause-needed')
    await close(back, 'real.crossing', 'cable_cut')
    await until((open) => !open.some(({ id }) => id === joined.id) && open.some(({ id }) => id === seen.id))
  })

  it('of a camera that is taken out of service by order falls silent, and is heard again when the order ends and it still does not see', async () => {
    await begin({ sites: () => sites })
    works('w3')
    lost('w3', 'down', 'source.silent')
    await until((open) => open.length === 1)
    bench.alerting.cameraHealth('w3', { health: 'out_of_service', reason: 'planned', facts: {}, silentMs: 0 })
    await until((open) => only(open).suppression.kind === 'out_of_service')
    bench.alerting.cameraHealth('w3', { health: 'unknown', reason: null, facts: {}, silentMs: 0 })
    await until((open) => only(open).suppression.kind === 'none')
    lost('w3', 'down', 'source.silent')
    await until((open) => only(open).condition === 'active' && only(open).soundings === 2)
  })
})

describe('S4.1: two officers at the same instant', () => {
  it('one has it; the other is told who and when; the views rebuilt from the journal say the same', async () => {
    await begin()
    bench.see(bench.mover({ classProbabilities: person }))
    const row = only(await until((open) => open.length === 1))
    const order = { id: row.id, basedOn: row.version }
    const both = await Promise.all([
      bench.journal.run(acknowledgeAlert, { commandId: randomUUID(), subject: row.id, actor: haidar, input: order }),
      bench.journal.run(shelveAlert, {
        commandId: randomUUID(),
        subject: row.id,
        actor: colonel,
        input: { ...order, untilMs: bench.nowMs() + minute, reason: 'animal', region: null, note: null, limits: commander },
      }),
    ])
    expect(both[0]?.ok).toBe(true)
    expect(both[1]).toMatchObject({ ok: false, refusal: { code: 'alert.stale', facts: { byId: 'haidar' } } })
    expect((await rebuild(tables.sql, views as never, bench.site)).differences).toEqual([])
  })
})

describe('a walk test', () => {
  it('counts what the camera told while one of our own walked, once, also when the program was off meanwhile', async () => {
    await begin()
    const cameraId = randomUUID()
    const { journal } = bench
    const camera: CameraAdded = {
      code: 'C01',
      name: { ar: 'الشمال', en: 'North' },
      address: 'rtsp://192.0.2.1/a',
      login: null,
      isLooped: false,
      rate: 'real',
      outpostId: null,
      pose: null,
    }
    await bench.act(addCamera, cameraId, { id: cameraId, area: 'a', camera }, haidar)
    const id = randomUUID()
    const [from, until] = [bench.nowMs(), bench.nowMs() + 10 * minute].map((ms) => new Date(ms).toISOString()) as [string, string]
    const movement = { what: 'walk_test' as const, name: 'SAQR-2', cameraIds: [cameraId], placeId: null, from, until }
    await bench.act(announceMovement, id, { id, area: 'a', movement }, haidar)
    bench.pass(minute)
    bench.see(bench.mover({ cameraId, place: aPlace() }))
    await comesTrue(
      async () =>
        (await tables.sql`select 1 from journal.entry where site = ${bench.site} and type = 'track.confirmed'`).count === 1,
    )
    bench.pass(10 * minute)
    const state = await holdState(journal, [], () => '')
    const ports = { ...machinePorts(), clock: { nowMs: bench.nowMs, monotonicMs: bench.nowMs } }
    for (let start = 0; start < 2; start++) {
      const writer = patientWriter(journal, ports, (fault) => faults.push(fault))
      const walks = watchWalkTests({ journal, writer, state, ports, onFault: (fault) => faults.push(fault) })
      walks.tick()
      walks.tick()
      await comesTrue(async () => (state.cameraRows.get(cameraId)?.walkTest?.tracks ?? -1) === 1)
    }
    expect(state.cameraRows.get(cameraId)?.walkTest).toEqual({ at: until, tracks: 1, farthestM: 600 })
    const written = await tables.sql`select 1 from journal.entry where site = ${bench.site} and type = 'camera.walk-tested'`
    expect(written.count).toBe(1)
  })
})

async function comesTrue(test: () => Promise<boolean>): Promise<void> {
  await expect.poll(test).toBe(true)
}
