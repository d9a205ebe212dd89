/** The log of exposure on a real journal: facts and marks in, a partition out. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { freshTables, type Tables } from '../../../test/setup/program.ts'
import { addCamera, setCameraHealth } from '../../features/cameras/decide.ts'
import type { Journal } from '../../journal/server/journal.ts'
import { readExposure } from './exposure.ts'
import { journalOf } from './testing.ts'

const minute = 60_000
const hour = 60 * minute
const site = randomUUID()
const camera = randomUUID()
const other = randomUUID()
/** An hour on the clock, well before now: entries may be dated when they were observed. */
const startMs = Math.floor(Date.now() / hour) * hour - 6 * hour
let tables: Tables
let journal: Journal
const machine = { kind: 'machine', id: 'marsad', session: null } as const

beforeAll(async () => {
  tables = await freshTables()
  journal = await journalOf(tables, site)
  for (const [id, code] of [
    [camera, 'C01'],
    [other, 'C02'],
  ] as const) {
    const added = {
      code,
      name: { ar: code, en: code },
      address: 'x',
      login: null,
      isLooped: false,
      rate: 'real',
      outpostId: null,
      pose: null,
    } as const
    await journal.run(addCamera, {
      commandId: randomUUID(),
      subject: id,
      actor: machine,
      input: { id, area: 'a', camera: added },
    })
  }
  const health = (atMs: number, value: 'working' | 'degraded' | 'blind', reason: string | null = null, facts = {}) =>
    journal.run(setCameraHealth, {
      commandId: randomUUID(),
      subject: camera,
      actor: machine,
      input: { id: camera, observedAtMs: atMs, change: { health: value, reason, facts } },
    })
  await health(startMs, 'working')
  await health(startMs + hour, 'degraded', 'contrast', { detectShare: 0.5 })
  await health(startMs + 2 * hour, 'blind', 'covered', { detectShare: 0 })
  await health(startMs + 3 * hour, 'working')
  // Marks stop twenty minutes into the last hour: the power was cut.
  const marks = Array.from({ length: 200 }, (_, at) => new Date(startMs + (at + 1) * minute).toISOString())
  await tables.sql`insert into signal.camera_alive (site, camera, at) select ${site}::uuid, ${camera}::uuid, unnest(${marks}::text[])::timestamptz`
}, 60_000)
afterAll(async () => {
  await journal.stop()
  await tables.drop()
})

const read = async (from: number, to: number) => {
  const { cameras } = await readExposure(journal, [camera, other], from, to, Date.now())
  return cameras
}

describe('the log of exposure', () => {
  it('says when the camera saw, how well, and from when on nobody knows', async () => {
    const [first, second] = await read(startMs, startMs + 4 * hour)
    const at = (iso: string) => (Date.parse(iso) - startMs) / minute
    expect(first?.intervals.map(({ from, to, health, detectShare }) => [at(from), at(to), health, detectShare])).toEqual([
      [0, 60, 'working', 1],
      [60, 120, 'degraded', 0.5],
      [120, 180, 'blind', 0],
      [180, 200, 'working', 1],
      [200, 240, 'unknown', null],
    ])
    expect(first).toMatchObject({ watchedHours: 2 + 1 / 3, blindHours: 1 })
    expect(second?.intervals.map(({ health }) => health)).toEqual(['unknown'])
  })

  it('is the same whole when it is read in pieces', async () => {
    for (const cut of [17, 60, 95, 120.5, 199, 200.5, 230]) {
      const [all] = await read(startMs, startMs + 4 * hour)
      const [before] = await read(startMs, startMs + cut * minute)
      const [after] = await read(startMs + cut * minute, startMs + 4 * hour)
      const hours = (before?.watchedHours ?? 0) + (after?.watchedHours ?? 0)
      // A cut inside the minute after the last mark cannot know of marks that never came: one mark's time at most.
      expect(Math.abs(hours - (all?.watchedHours ?? 0)) * 60).toBeLessThanOrEqual(1.25)
      expect(after?.intervals[0]?.from).toBe(new Date(startMs + cut * minute).toISOString())
    }
  })
})
