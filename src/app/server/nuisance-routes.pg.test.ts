/** The nuisance memory over HTTP: everybody reads and forgets what lies in his own area, and nothing else. */
import { randomUUID } from 'node:crypto'
import Fastify, { type FastifyInstance } from 'fastify'
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshTables, type Tables } from '../../../test/setup/program.ts'
import type { Action } from '../../features/access/contract.ts'
import { mayDo, type Right } from '../../features/access/policy.ts'
import { closeAlert, raiseAlert } from '../../features/alerts/decide.ts'
import type { NuisanceView } from '../../features/alerts/nuisance/contract.ts'
import { aRaised } from '../../features/alerts/testing.ts'
import { aTrack } from '../../features/tracks/testing.ts'
import type { Guard } from './guard.ts'
import { addNuisanceRoutes } from './nuisance-routes.ts'
import { type AlertingBench, openAlerting } from './testing.ts'

const officer = { kind: 'person', id: 'officer', session: null } as const
const machine = { kind: 'machine', id: 'marsad', session: null } as const
let tables: Tables
let bench: AlertingBench
let app: FastifyInstance
let rights: Right[] = []

beforeAll(async () => {
  tables = await freshTables()
  bench = await openAlerting(tables, (fault) => {
    throw fault
  })
  app = Fastify()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  const only: Guard['only'] = (request, list, areaOf) =>
    list.filter((each) => mayDo(rights, request.routeOptions.config.action as Action, areaOf(each)))
  addNuisanceRoutes(app, {
    nuisance: bench.nuisance,
    guard: { only } as Guard,
    act: (action) => ({ config: { action } }),
    actor: () => officer,
    refuse: (_request, reply, { code }) => reply.code(409).send({ code }),
  })
  for (const [area, cameraId] of [
    ['north', 'c1'],
    ['south', 'c2'],
    ['south', 'c3'],
  ] as const)
    for (let n = 0; n < 3; n++) await ended(area, cameraId)
})
afterAll(async () => {
  await app.close()
  await bench.journal.stop()
  await tables.drop()
})

/** An alert of a bush in the middle of the picture, ended by an officer. */
async function ended(area: string, cameraId: string): Promise<void> {
  const classProbabilities = { person: 0.05, vehicle: 0.01, animal: 0.04, other: 0.7, unknown: 0.2 }
  const track = aTrack({ cameraId, classProbabilities, heightM: null, place: null })
  const alert = aRaised({ track, place: null, cameraIds: [cameraId] })
  const id = randomUUID()
  await bench.act(raiseAlert, id, { id, area, mode: 'live', observedAtMs: bench.nowMs(), alert }, machine)
  const close = { id, basedOn: 1, reason: 'nuisance.weather', cause: null, cameras: [], note: null, turnedBack: null }
  await bench.act(closeAlert, id, close, officer)
}

const list = async () => (await app.inject('/api/nuisance')).json() as NuisanceView
const forget = async (id: string | null) =>
  (await app.inject({ method: 'POST', url: '/api/nuisance/forget', payload: { commandId: randomUUID(), id } })).json() as object

it('shows and forgets by area: what is another area’s is not told and not forgotten, one or all', async () => {
  rights = [{ role: 'watch_officer', area: '' }]
  const all = await list()
  expect(all.lines.map(({ area }) => area).sort()).toEqual(['north', 'south', 'south'])
  expect(all.lines[0]).toMatchObject({ n: 3, reason: 'nuisance.weather', class: 'other', rule: 'approach' })
  expect(all.lines[0]?.where).toEqual({ on: 'picture', cameraId: all.lines[0]?.cameraId, region: [0.375, 0.375, 0.5, 0.5] })
  expect(all.limits).toEqual({ leastCloses: 3, days: 14, siteMost: 200, groundMost: 40 })
  const north = all.lines.find(({ area }) => area === 'north')?.id as string

  rights = [{ role: 'commander', area: 'south' }]
  expect((await list()).lines).toHaveLength(2)
  expect(await forget(north)).toEqual({ forgotten: 0 })
  // An engineer reads and forgets nothing of who was seen.
  rights = [{ role: 'engineer', area: '' }]
  expect((await list()).lines).toEqual([])
  expect(await forget(null)).toEqual({ forgotten: 0 })

  rights = [{ role: 'commander', area: 'south' }]
  expect(await forget(null)).toEqual({ forgotten: 2 })
  expect((await list()).lines).toEqual([])
  rights = [{ role: 'watch_officer', area: 'north' }]
  expect((await list()).lines.map(({ id }) => id)).toEqual([north])
  expect(await forget(north)).toEqual({ forgotten: 1 })
  rights = [{ role: 'watch_officer', area: '' }]
  expect((await list()).lines).toEqual([])
})
