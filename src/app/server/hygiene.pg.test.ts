/** Hygiene out of a real journal: what was heard is counted once for each sound, nobody is named, and silence is not zero. */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshTables, type Tables } from '../../../test/setup/program.ts'
import { acknowledgeAlert, closeAlert, markShown, raiseAlert, repeatAlert } from '../../features/alerts/decide.ts'
import type { AlertRaised } from '../../features/alerts/events.ts'
import { shelfLimitsOf } from '../../features/alerts/shelf-limits.ts'
import { shelveAlert } from '../../features/alerts/shelve.ts'
import { aRaised } from '../../features/alerts/testing.ts'
import { openShift } from '../../features/shifts/decide.ts'
import { haydar, machine } from '../../features/shifts/testing.ts'
import type { Journal } from '../../journal/server/journal.ts'
import { openVault } from '../../journal/server/vault.ts'
import { machinePorts } from '../../platform/server/ports.ts'
import { readHygiene } from './hygiene-routes.ts'
import { journalOf, turnedPorts, worldOf } from './testing.ts'
import type { World } from './world.ts'

const site = randomUUID()
const minute = 60_000
const startMs = Date.UTC(2027, 1, 21, 18, 0, 0)
let nowMs = startMs
let tables: Tables
let journal: Journal
let world: World

beforeAll(async () => {
  tables = await freshTables()
  const ports = turnedPorts(() => nowMs)
  journal = await journalOf(tables, site, ports)
  world = await worldOf(journal, openVault(join(tables.folder, 'vault.key'), site), tables.folder, ports, {
    nameOf: () => 'Haydar',
    onFault(error) {
      throw error
    },
  })
})
afterAll(async () => {
  await world?.stop()
  await journal?.stop()
  await tables.drop()
})

const order = (subject: string, actor: typeof haydar) => ({ commandId: randomUUID(), subject, actor })
async function raised(overrides: Partial<AlertRaised> = {}, mode: 'live' | 'test' = 'live'): Promise<string> {
  const id = randomUUID()
  const h0FrameAt = new Date(nowMs - 1000).toISOString()
  const alert = aRaised({ hops: { h0FrameAt, h1DetectedAt: null, h2ConfirmedAt: null }, ...overrides })
  await journal.run(raiseAlert, { ...order(id, machine), input: { id, area: 'a', mode, observedAtMs: nowMs, alert } })
  return id
}
const repeat = (id: string, sounds: 'again' | null) =>
  journal.run(repeatAlert, {
    ...order(id, machine),
    input: { id, observedAtMs: nowMs, repeat: { trackId: null, cameraId: 'c', place: null, sounds } },
  })
const versionOf = async (id: string) => (await journal.rows('alerts', [id]))[0]?.version ?? 0
const read = (canSee: (area: string) => boolean = () => true) => {
  const needs = {
    journal,
    state: world.state,
    shifts: world.shifts,
    ports: { ...machinePorts(), clock: { nowMs: () => nowMs, monotonicMs: () => 0 } },
    timeZone: 'Asia/Baghdad',
  }
  return readHygiene(needs, startMs, startMs + 60 * minute, canSee)
}

describe('a night out of the journal', () => {
  it('counts a group once for each sound, leaves out tests and other areas, and knows when somebody was on watch', async () => {
    // 18:05 before anybody is on watch, 18:10 the watch begins.
    nowMs = startMs + 5 * minute
    await raised()
    nowMs = startMs + 10 * minute
    const { id, area } = world.shifts.place()
    const opened = { id, area, basedOn: 0, shiftId: randomUUID(), secondId: null, sound: 'heard' as const, plannedId: null }
    await journal.run(openShift, { ...order(id, haydar), input: opened })
    const bush = await raised({ priority: 'P3' })
    for (let n = 0; n < 30; n++) await repeat(bush, null)
    nowMs = startMs + 21 * minute
    await repeat(bush, 'again')
    await raised({}, 'test')
    nowMs = startMs + 30 * minute
    const walker = await raised({ priority: 'P1' })
    nowMs += 2000
    await journal.run(markShown, { ...order(walker, machine), input: { id: walker, observedAtMs: nowMs } })
    nowMs += 1000
    await journal.run(acknowledgeAlert, { ...order(walker, haydar), input: { id: walker, basedOn: await versionOf(walker) } })
    nowMs += 60_000
    const closing = {
      id: walker,
      basedOn: await versionOf(walker),
      reason: 'real.crossing',
      cause: null,
      cameras: [],
      note: null,
      turnedBack: null,
    }
    await journal.run(closeAlert, { ...order(walker, haydar), input: closing })
    nowMs = startMs + 60 * minute

    const told = await read()
    expect(told.rate).toEqual({ perBin: 3 / 5, sounds: 3, unstaffed: 1, counts: [1, 1, 1, 1, 0, 0] })
    expect(told.bins).toEqual({ staffed: 5, all: 6 })
    expect(told.mix).toEqual({ P1: 1, P2: 1, P3: 2 })
    expect(told.precision).toMatchObject({ real: 1, open: 2 })
    expect(told.taken.P1).toMatchObject({ n: 1, inTime: 1 })
    expect(told.blindClicks).toEqual([{ outpost: 'a', n: 1, of: 1, share: 1 }])
    expect(told.hops.system).toMatchObject({ n: 1, unknown: 2 })
    expect(told.missed).toEqual({ share: null, staged: 0 })
    expect(JSON.stringify(told)).not.toContain(haydar.id)
    expect((await read((seen) => seen === 'elsewhere')).rate).toMatchObject({ sounds: 0 })
  })

  it('counts what is put off for as long as it was', async () => {
    nowMs = startMs + 40 * minute
    const goats = await raised()
    const answer = await journal.run(shelveAlert, {
      ...order(goats, haydar),
      input: {
        id: goats,
        basedOn: 1,
        untilMs: nowMs + 10 * minute,
        reason: 'animal',
        note: null,
        region: null,
        limits: shelfLimitsOf(['watch_officer']),
      },
    })
    expect(answer.ok).toBe(true)
    nowMs = startMs + 48 * minute
    expect((await read()).shelving).toMatchObject({ minutes: 8, n: 1, withoutEnd: 0 })
  })
})
