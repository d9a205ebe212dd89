/** The nuisance memory on a real journal, through alerting: what comes without sound, what makes it heard again. */
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { freshTables, type Tables } from '../../../test/setup/program.ts'
import { closeAlert, reopenAlert } from '../../features/alerts/decide.ts'
import { groupWithinMs } from '../../features/alerts/grouping.ts'
import { windowMs } from '../../features/alerts/nuisance/memory.ts'
import type { TrackView } from '../../features/tracks/contract.ts'
import { rebuild } from '../../journal/server/rebuild.ts'
import { holdNuisance } from './nuisance.ts'
import type { StoredAlert } from './present.ts'
import { type AlertingBench, openAlerting } from './testing.ts'
import { views } from './world.ts'

const officer = { kind: 'person', id: 'officer', session: null } as const
const machine = { kind: 'machine', id: 'marsad', session: null } as const
const faults: unknown[] = []
let tables: Tables
let bench: AlertingBench

beforeAll(async () => {
  tables = await freshTables()
})
afterAll(() => tables?.drop())
beforeEach(async () => {
  bench = await openAlerting(tables, (fault) => faults.push(fault))
})
afterEach(async () => {
  await bench.journal.stop()
  expect(faults).toEqual([])
})

const bush = { person: 0.05, vehicle: 0.01, animal: 0.04, other: 0.7, unknown: 0.2 }
const person = { person: 0.7, vehicle: 0.05, animal: 0.1, other: 0.05, unknown: 0.1 }
/** A low thing at one spot of one camera's picture. */
const aBush = (overrides: Partial<TrackView> = {}) =>
  bench.mover({ cameraId: 'c0000000', classProbabilities: bush, heightM: { least: 0.3, most: 0.8 }, ...overrides })

/** The only open alert, as soon as the journal has it. */
async function onlyOne(isIt: (alert: StoredAlert) => boolean = () => true): Promise<StoredAlert> {
  let open: StoredAlert[] = []
  await expect
    .poll(
      async () => {
        open = await bench.open()
        return open.length === 1 && open.every(isIt)
      },
      { timeout: 20_000 },
    )
    .toBe(true)
  return open[0] as StoredAlert
}

async function end(alert: StoredAlert, reason: string): Promise<void> {
  const note = reason.endsWith('other') ? { vault: randomUUID(), sha256: 's' } : null
  const input = { id: alert.id, basedOn: alert.version, reason, cause: null, cameras: [], note, turnedBack: null }
  await bench.act(closeAlert, alert.id, input, officer)
}

/** The mover comes, goes, and an officer ends its alert; gives back the alert as it was raised. */
async function comesAndIsEnded(track: TrackView, reason: string): Promise<StoredAlert> {
  bench.see(track)
  const raised = await onlyOne()
  bench.alerting.ended(track)
  const cleared = await onlyOne(({ condition }) => condition === 'cleared')
  await end(cleared, reason)
  bench.pass(groupWithinMs + 1000)
  return raised
}

async function taught(): Promise<void> {
  for (const soundings of [1, 1, 1])
    expect(await comesAndIsEnded(aBush(), 'nuisance.vegetation')).toMatchObject({ soundings, priority: 'P2' })
}

describe('what officers ended three times here', () => {
  it('is raised the fourth time, kept, counted, of the same priority, untaken, and says why it is not heard', async () => {
    await taught()
    const track = aBush()
    bench.see(track)
    const alert = await onlyOne()
    expect(alert).toMatchObject({
      soundings: 0,
      occurrences: 1,
      priority: 'P2',
      ack: 'unacknowledged',
      disposition: 'open',
      suppression: { kind: 'none' },
      number: 'A-0004',
    })
    expect(alert.reasons.at(-1)).toEqual({
      text: 'alert.reason.familiar',
      values: { n: 3, reason: 'nuisance_vegetation', days: 14 },
    })
    bench.alerting.ended(track)
    bench.pass(60_000)
    bench.see(aBush())
    expect(await onlyOne(({ occurrences }) => occurrences === 2)).toMatchObject({ soundings: 0 })
  })

  it('does not hide a person in that very cell: he is an alert of his own, and heard', async () => {
    await taught()
    bench.see(aBush())
    await onlyOne()
    bench.see(aBush({ classProbabilities: person, heightM: { least: 1.5, most: 2 } }))
    await expect.poll(async () => (await bench.open()).length).toBe(2)
    const heard = (await bench.open()).find(({ groupClass }) => groupClass === 'person')
    expect(heard).toMatchObject({ soundings: 1, occurrences: 1 })
  })

  it('does not swallow one as tall as a person that nobody can tell the class of: it joins, and is heard', async () => {
    await taught()
    const low = aBush()
    bench.see(low)
    await onlyOne()
    bench.alerting.ended(low)
    bench.see(aBush({ heightM: { least: 1.1, most: 1.9 } }))
    expect(await onlyOne(({ occurrences }) => occurrences === 2)).toMatchObject({ soundings: 1 })
  })

  it('is heard as soon as it turns out to be as tall as a person, or leaves that ground', async () => {
    await taught()
    for (const change of [{ heightM: { least: 1.1, most: 1.9 } }, { box: [20, 20, 5, 12] as TrackView['box'] }]) {
      const track = aBush()
      bench.see(track)
      const quiet = await onlyOne()
      expect(quiet.soundings).toBe(0)
      bench.pass(1500)
      bench.alerting.moved([track])
      bench.pass(1500)
      expect(await onlyOne()).toMatchObject({ soundings: 0 })
      bench.alerting.moved([{ ...track, ...change }])
      const woken = await onlyOne(({ soundings }) => soundings === 1)
      expect(woken).toMatchObject({ occurrences: 1, priority: 'P2', ack: 'unacknowledged' })
      bench.alerting.ended(track)
      // Ended without a word of what it was: nothing is learnt, nothing cleared.
      await end(await onlyOne(({ condition }) => condition === 'cleared'), 'nuisance.other')
      bench.pass(groupWithinMs + 1000)
    }
  })

  it('is heard again after one real end there, and after an end was taken back', async () => {
    await taught()
    expect(await comesAndIsEnded(aBush(), 'real.lawful_presence')).toMatchObject({ soundings: 0 })
    expect(await comesAndIsEnded(aBush(), 'nuisance.vegetation')).toMatchObject({ soundings: 1 })
    for (const soundings of [1, 1]) expect(await comesAndIsEnded(aBush(), 'nuisance.animal')).toMatchObject({ soundings })
    const quiet = await comesAndIsEnded(aBush(), 'nuisance.vegetation')
    expect(quiet.soundings).toBe(0)
    expect(bench.nuisance.remembered()).toMatchObject([{ n: 4 }])
    const [row] = await bench.journal.rows('alerts', [quiet.id])
    await bench.act(reopenAlert, quiet.id, { id: quiet.id, basedOn: row?.version as number, note: null }, officer)
    expect(bench.nuisance.remembered()).toMatchObject([{ n: 3 }])
  })

  it('is heard again when its time is over', async () => {
    await taught()
    expect(bench.nuisance.remembered()).toHaveLength(1)
    bench.pass(windowMs)
    expect(bench.nuisance.remembered()).toEqual([])
    bench.see(aBush())
    expect(await onlyOne()).toMatchObject({ soundings: 1 })
  })

  it('is forgotten at once by one act of a person, also in an alert that is open; a machine cannot', async () => {
    await taught()
    const track = aBush()
    bench.see(track)
    expect(await onlyOne()).toMatchObject({ soundings: 0 })
    const [memory] = bench.nuisance.remembered()
    if (!memory) throw new Error('nothing is remembered')
    const order = { commandId: randomUUID(), memory }
    expect(await bench.nuisance.forget({ ...order, actor: machine })).toMatchObject({ ok: false })
    expect(bench.nuisance.remembered()).toHaveLength(1)
    expect(await bench.nuisance.forget({ commandId: randomUUID(), memory, actor: officer })).toMatchObject({ ok: true })
    expect(bench.nuisance.remembered()).toEqual([])
    bench.pass(1500)
    bench.alerting.moved([track])
    const woken = await onlyOne(({ soundings }) => soundings === 1)
    bench.alerting.ended(track)
    await end(await onlyOne(({ condition }) => condition === 'cleared'), 'nuisance.other')
    bench.pass(groupWithinMs + 1000)
    bench.see(aBush())
    expect((await onlyOne(({ id }) => id !== woken.id)).soundings).toBe(1)
    const [written] = await tables.sql<{ actor: string }[]>`
      select text::jsonb->'actor'->>'id' as actor from journal.entry where site = ${bench.site} and type = 'nuisance.forgotten'`
    expect(written?.actor).toBe('officer')
  })

  it('is the same when it is worked out anew from the journal, views rebuilt', async () => {
    await taught()
    await comesAndIsEnded(aBush({ box: [20, 20, 5, 12] }), 'nuisance.weather')
    const [memory] = bench.nuisance.remembered()
    if (!memory) throw new Error('nothing is remembered')
    const anew = async () => {
      expect((await rebuild(tables.sql, views as never, bench.site)).differences).toEqual([])
      const world = { viewSinceMs: () => 0, groundMost: () => 40, nowMs: () => bench.nowMs() }
      return (await holdNuisance(bench.journal, world)).remembered()
    }
    expect(await anew()).toEqual([memory])
    await bench.nuisance.forget({ commandId: randomUUID(), memory, actor: officer })
    expect(await anew()).toEqual([])
  })
})
