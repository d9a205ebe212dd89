/** Alerting on a real journal: what is one alert, what is heard, and what happens to it in a flood. */
import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { freshTables, type Tables } from '../../../test/setup/program.ts'
import { pointAt } from '../../base/geo.ts'
import * as alertCommands from '../../features/alerts/decide.ts'
import { groupWithinMs } from '../../features/alerts/grouping.ts'
import { aRaised } from '../../features/alerts/testing.ts'
import type { TrackView } from '../../features/tracks/contract.ts'
import { aPlace } from '../../features/tracks/testing.ts'
import { canonicalJson } from '../../journal/canonical.ts'
import type { Actor } from '../../journal/entry.ts'
import type { CommandDefinition } from '../../journal/feature.ts'
import type { Journal } from '../../journal/server/journal.ts'
import { rebuild, verify } from '../../journal/server/rebuild.ts'
import type { Alerting } from './alerting.ts'
import type { StoredAlert } from './present.ts'
import { openAlerts } from './reader.ts'
import { type AlertingBench, openAlerting } from './testing.ts'
import { views } from './world.ts'

const { closeAlert } = alertCommands
let tables: Tables
let journal: Journal
let alerting: Alerting
let bench: AlertingBench
const faults: unknown[] = []

beforeAll(async () => {
  tables = await freshTables()
})
afterAll(() => tables?.drop())

beforeEach(async () => {
  await journal?.stop()
  bench = await openAlerting(tables, (fault) => faults.push(fault))
  journal = bench.journal
  alerting = bench.alerting
})

const mover: AlertingBench['mover'] = (overrides) => bench.mover(overrides)
const see: AlertingBench['see'] = (track) => bench.see(track)
const settled = async (count: number, occurrences: number) => {
  let open: StoredAlert[] = []
  await expect
    .poll(
      async () => {
        open = await openAlerts(journal)
        return [open.length, open.reduce((sum, alert) => sum + alert.occurrences, 0)]
      },
      { timeout: 20_000 },
    )
    .toEqual([count, occurrences])
  return open
}

describe('one mover', () => {
  it('seen by two overlapping posed cameras is one alert, with both cameras in it', async () => {
    const place = aPlace()
    const both = { place, velocity: { speedMs: 1.2, courseTrueDeg: 180 }, travelM: 40, heightM: { least: 1.5, most: 1.9 } }
    const [one, two] = [mover({ cameraId: randomUUID(), ...both }), mover({ cameraId: randomUUID(), ...both })]
    see(one)
    see(two)
    const [alert] = await settled(1, 2)
    expect(alert).toMatchObject({ soundings: 1 })
    expect([...(alert?.cameraIds ?? [])].sort()).toEqual([one.cameraId, two.cameraId].sort())
    expect(alerting.tracks().every(({ joinedWith }) => joinedWith.length === 1)).toBe(true)
  })

  it('is placed better by two cameras than by either', async () => {
    const across = (bearingTrueDeg: number) =>
      aPlace({ position: { lat: 20.5, lon: 50.5 }, ellipse: { aM: 60, bM: 6, bearingTrueDeg } })
    see(mover({ cameraId: randomUUID(), place: across(0) }))
    see(mover({ cameraId: randomUUID(), place: across(90) }))
    await settled(1, 2)
    for (const { place } of alerting.tracks()) expect(place?.ellipse?.aM).toBeLessThan(9)
  })

  it('that goes out of one view and comes into the next is one mover and one alert; who comes otherwise is another', async () => {
    const position = { lat: 20.5, lon: 50.5 }
    const place = (at: typeof position) => aPlace({ position: at, ellipse: { aM: 20, bM: 5, bearingTrueDeg: 0 } })
    const velocity = { speedMs: 1.2, courseTrueDeg: 90 }
    const first = mover({ cameraId: 'a0000000', place: place(position), velocity })
    see(first)
    await settled(1, 1)
    alerting.ended(first)
    bench.pass(20_000)
    const firstSeenAt = new Date(bench.nowMs()).toISOString()
    const next = mover({ firstSeenAt, cameraId: 'b0000000', place: place(pointAt(position, 90, 24)), velocity })
    see(next)
    const [alert] = await settled(1, 2)
    expect(alert).toMatchObject({ soundings: 1, trackIds: expect.arrayContaining([first.id, next.id]) })
    expect(alerting.tracks().map(({ moverId }) => moverId)).toEqual([first.id])
    const other = mover({ firstSeenAt, cameraId: 'c0000000', place: place(pointAt(position, 0, 400)), velocity })
    see(other)
    await settled(2, 3)
    expect(alerting.tracks().find(({ id }) => id === other.id)?.moverId).toBeUndefined()
  })

  it('that is told of for a while can be written into an entry as it is', () => {
    const track = mover()
    see(track)
    alerting.moved([{ ...track, lastSeenAt: new Date(bench.nowMs() + 1000).toISOString() }])
    expect(() => canonicalJson(alerting.tracks()[0] as never)).not.toThrow()
  })

  it('far apart, or long after, is another alert', async () => {
    see(mover({ cameraId: 'a0000000' }))
    see(mover({ cameraId: 'b0000000' }))
    await settled(2, 2)
    bench.pass(groupWithinMs + 1000)
    see(mover({ cameraId: 'a0000000' }))
    await settled(3, 3)
  })

  it('that goes with others is told as a range in the title, which grows with the party and never shrinks', async () => {
    const classProbabilities = { person: 0.3, vehicle: 0, animal: 0.03, other: 0.02, unknown: 0.65 }
    const verdict: TrackView['verdict'] = { sized: 'person', boxPx: 7, rhythmHz: null, words: [] }
    const titled = async (n: number, count?: TrackView['count']) => {
      see(mover({ classProbabilities, verdict, ...(count ? { count } : {}) }))
      return (await settled(1, n))[0]?.title
    }
    expect(await titled(1)).toMatchObject({ text: 'alert.title.mover' })
    const two = { text: 'alert.title.movers', values: { cls: 'sized', least: 1, most: 2 } }
    expect(await titled(2, { min: 1, best: 2, max: 2 })).toMatchObject(two)
    const more = { text: 'alert.title.movers', values: { least: 2, most: 4 } }
    expect(await titled(3, { min: 2, best: 3, max: 4 })).toMatchObject(more)
    expect(await titled(4, { min: 1, best: 2, max: 2 })).toMatchObject(more)
  })

  it('that goes on after its alert was closed is counted nowhere else; the next mover is a new alert', async () => {
    see(mover())
    const [alert] = await settled(1, 1)
    const order = {
      id: alert?.id as string,
      basedOn: alert?.version as number,
      reason: 'real.lawful_presence',
      cause: null,
      cameras: [],
      note: null,
      turnedBack: null,
    }
    await journal.run(closeAlert, {
      commandId: randomUUID(),
      subject: order.id,
      actor: { kind: 'person', id: 'p', session: null },
      input: order,
    })
    see(mover())
    const [next] = await settled(1, 1)
    expect(next?.number).toBe('A-0002')
  })
})

describe('a flood', () => {
  it('of 1,000 equal detections in ten minutes is one alert with one sound and 1,000 occurrences kept', async () => {
    for (let n = 0; n < 1000; n++) {
      const track = mover()
      see(track)
      alerting.ended(track)
      bench.pass(590)
    }
    const [alert] = await settled(1, 1000)
    expect(alert).toMatchObject({ soundings: 1, disposition: 'open', ack: 'unacknowledged' })
    expect(faults).toEqual([])
  })

  it('a person-sized mover among what is not known is not swallowed by it', async () => {
    see(mover())
    see(mover({ verdict: { sized: 'person', boxPx: 7, rhythmHz: null, words: [] } }))
    const open = await settled(2, 2)
    expect(open.map(({ groupClass }) => groupClass).sort()).toEqual(['sized', 'unknown'])
  })

  it('a person among what is not known is not swallowed by it', async () => {
    see(mover())
    see(mover({ classProbabilities: { person: 0.8, vehicle: 0.05, animal: 0.05, other: 0.05, unknown: 0.05 } }))
    const open = await settled(2, 2)
    expect(open.map(({ groupClass }) => groupClass).sort()).toEqual(['person', 'unknown'])
  })
})

describe('an exercise', () => {
  it('stays one: every fact about an alert of a simulated camera carries its mode', async () => {
    see(mover({ cameraId: 'simulated' }))
    const [alert] = await settled(1, 1)
    const order = {
      id: alert?.id as string,
      basedOn: alert?.version as number,
      reason: 'real.other',
      cause: null,
      cameras: [],
      note: { vault: randomUUID(), sha256: 's' },
      turnedBack: null,
    }
    await journal.run(closeAlert, {
      commandId: randomUUID(),
      subject: order.id,
      actor: { kind: 'person', id: 'p', session: null },
      input: order,
    })
    const modes = await tables.sql<{ type: string; mode: string }[]>`
      select type, text::jsonb->>'mode' as mode from journal.entry where site = ${journal.site} and type <> 'site.opened' order by seq`
    expect(modes.length).toBeGreaterThanOrEqual(3)
    expect(modes.filter(({ mode }) => mode !== 'exercise')).toEqual([])
  })
})

describe('a camera', () => {
  it('that is lost is one alert until a person ends it: back and lost again is heard again in the same one', async () => {
    const camera = randomUUID()
    alerting.cameraDown(camera, 'source.silent', 12_000)
    await settled(1, 1)
    alerting.cameraBack(camera)
    await expect.poll(async () => (await openAlerts(journal))[0]?.condition).toBe('cleared')
    alerting.cameraDown(camera, 'source.silent', 12_000)
    const [alert] = await settled(1, 2)
    expect(alert).toMatchObject({ kind: 'camera', condition: 'active', soundings: 2 })
  })
})

describe('a law', () => {
  it('whatever people and machines do to alerts, in any order: folded anew from the journal, the view is the same, and the chain holds', async () => {
    const acts = fc.constantFrom('repeat', 'acknowledge', 'withdraw', 'close', 'reopen', 'clear', 'graver')
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(acts, fc.nat(2)), { maxLength: 25 }), async (steps) => {
        const ids = [randomUUID(), randomUUID(), randomUUID()]
        const officer = { kind: 'person', id: 'officer', session: null } as const
        const robot = { kind: 'machine', id: 'marsad', session: null } as const
        const run = <V extends object, I extends object>(
          command: CommandDefinition<V, I>,
          subject: string,
          input: I,
          actor: Actor = robot,
        ) => journal.run(command, { commandId: randomUUID(), subject, actor, input })
        for (const id of ids)
          await run(alertCommands.raiseAlert, id, { id, area: 'a', mode: 'live', observedAtMs: bench.nowMs(), alert: aRaised() })
        for (const [act, which] of steps) {
          const id = ids[which] as string
          const basedOn = ((await journal.rows('alerts', [id]))[0] as { version: number }).version
          const byPerson = { id, basedOn }
          if (act === 'repeat')
            await run(alertCommands.repeatAlert, id, {
              id,
              observedAtMs: bench.nowMs(),
              repeat: { trackId: null, cameraId: 'c', place: null, sounds: null },
            })
          if (act === 'clear') await run(alertCommands.clearAlert, id, { id, observedAtMs: bench.nowMs() })
          if (act === 'acknowledge') await run(alertCommands.acknowledgeAlert, id, byPerson, officer)
          if (act === 'withdraw') await run(alertCommands.withdrawAcknowledgement, id, byPerson, officer)
          if (act === 'close')
            await run(
              closeAlert,
              id,
              { ...byPerson, reason: 'real.lawful_presence', cause: null, cameras: [], note: null, turnedBack: null },
              officer,
            )
          if (act === 'reopen') await run(alertCommands.reopenAlert, id, { ...byPerson, note: null }, officer)
          const { title, reasons, place, distanceToLineM } = aRaised()
          const change = { from: 'P2', to: 'P1', ruleId: 'line-crossing', title, reasons, place, distanceToLineM } as const
          if (act === 'graver') await run(alertCommands.raisePriority, id, { id, observedAtMs: bench.nowMs(), change })
        }
        expect((await rebuild(tables.sql, views as never, journal.site)).differences).toEqual([])
        expect((await verify(tables.sql, journal.site)).breach).toBeNull()
      }),
      { numRuns: 6, seed: 12 },
    )
  })
})
