/** HTTP of cameras: what they are, how a person adds, sets and turns them. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Refusal } from '../../base/outcome.ts'
import type { Action } from '../../features/access/contract.ts'
import { cameraView } from '../../features/cameras/contract.ts'
import * as finding from '../../features/cameras/onvif/contract.ts'
import * as settings from '../../features/cameras/settings.ts'
import type { Actor } from '../../journal/entry.ts'
import type { Ports } from '../../platform/ports.ts'
import { problem as problemSchema } from '../../platform/problem.ts'
import { cameraAreaOf, siteAreaOf } from './areas.ts'
import { findCameras } from './find-cameras.ts'
import type { Guard } from './guard.ts'
import type { World } from './world.ts'

/** What these routes need of the server they stand on. */
export interface CameraRouteNeeds {
  readonly world: World
  readonly ports: Ports
  readonly guard: Guard
  /** The part of a route's options that names its action. */
  act(action: Action): { config: { action: Action } }
  person(request: FastifyRequest): Actor
  refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply
  problem(request: FastifyRequest, reply: FastifyReply, code: string): FastifyReply
  nameOf(accountId: string): string
}

const idParams = z.object({ id: z.uuid() })
const refused = { '4xx': problemSchema, '5xx': problemSchema }

/** Adds the routes below `/api/cameras`. */
export function addCameraRoutes(app: FastifyInstance, needs: CameraRouteNeeds): void {
  const { world, guard, act, person, refuse, problem } = needs
  const idOf = (request: FastifyRequest) => (request.params as z.infer<typeof idParams>).id

  app.get(
    '/api/cameras',
    { ...act('camera.read'), schema: { response: { 200: z.object({ cameras: z.array(cameraView) }), ...refused } } },
    async (request) => ({ cameras: guard.only(request, world.state.cameras(), ({ area }) => area) }),
  )
  app.get(
    '/api/cameras/:id',
    { ...act('camera.read'), schema: { params: idParams, response: { 200: cameraView, ...refused } } },
    async (request, reply) => {
      const found = world.state.cameras().find(({ id }) => id === idOf(request))
      return found ?? problem(request, reply, 'not-found')
    },
  )
  app.get(
    '/api/cameras/:id/setup',
    { ...act('camera.configure'), schema: { params: idParams, response: { 200: settings.cameraSetup, ...refused } } },
    async (request, reply) => {
      const camera = world.state.cameras().find(({ id }) => id === idOf(request))
      const row = camera && world.state.cameraRows.get(camera.id)
      if (!camera || !row) return problem(request, reply, 'not-found')
      const by = row.changedById === null ? null : needs.nameOf(row.changedById)
      return {
        camera,
        hasLogin: row.login !== null,
        canTurn: row.control !== null,
        movingTo: row.movingTo,
        changed: { at: row.changedAt, by },
        healthFacts: row.healthFacts,
      }
    },
  )
  app.post(
    '/api/cameras',
    {
      ...act('camera.configure'),
      schema: { body: settings.cameraAdd, response: { 201: cameraView, ...refused } },
    },
    async (request, reply) => {
      // A camera begins in the site's own area; whoever answers for a part of the site moves none into it from there.
      if (!guard.canSee(request, siteAreaOf(world.state))) return problem(request, reply, 'not-allowed')
      const { commandId, source, ...more } = request.body as settings.CameraAdd
      const added = await world.sector.addCamera(commandId, source, person(request), more)
      return added.ok ? reply.code(201).send(added.value) : refuse(request, reply, added.refusal)
    },
  )
  app.post(
    '/api/cameras/:id',
    {
      ...act('camera.configure'),
      schema: { params: idParams, body: settings.cameraChange, response: { 200: cameraView, ...refused } },
    },
    async (request, reply) => {
      const { commandId, basedOn, ...change } = request.body as settings.CameraChange
      if (change.outpostId !== undefined) {
        // It may go only to an outpost that is there, and only where the person answers for the new area, too.
        const outpost = change.outpostId === null ? null : world.state.placeRows.get(change.outpostId)
        const isOutpost = outpost === null || (outpost?.geometry.kind === 'outpost' && outpost.isRetired !== true)
        if (!isOutpost || !guard.canSee(request, cameraAreaOf(world.state, change.outpostId)))
          return problem(request, reply, 'not-found')
      }
      const changed = await world.sector.changeCamera({
        commandId,
        id: idOf(request),
        basedOn,
        actor: person(request),
        change: change as never,
      })
      return changed.ok ? changed.value : refuse(request, reply, changed.refusal)
    },
  )
  app.post(
    '/api/cameras/:id/service',
    {
      ...act('camera.service'),
      schema: { params: idParams, body: settings.beginCameraService, response: { 200: cameraView, ...refused } },
    },
    async (request, reply) => {
      const { commandId, until, cause, workOrder } = request.body as z.infer<typeof settings.beginCameraService>
      const order = { commandId, id: idOf(request), actor: person(request), untilMs: Date.parse(until), cause, workOrder }
      const began = await world.sector.beginService(order)
      return began.ok ? began.value : refuse(request, reply, began.refusal)
    },
  )
  app.post(
    '/api/cameras/:id/service/end',
    {
      ...act('camera.service'),
      schema: { params: idParams, body: settings.endCameraService, response: { 200: cameraView, ...refused } },
    },
    async (request, reply) => {
      const { commandId } = request.body as z.infer<typeof settings.endCameraService>
      const ended = await world.sector.endService({ commandId, id: idOf(request), actor: person(request) })
      return ended.ok ? ended.value : refuse(request, reply, ended.refusal)
    },
  )
  app.post(
    '/api/cameras/:id/preset',
    {
      ...act('camera.configure'),
      schema: { params: idParams, body: settings.goToPreset, response: { 200: cameraView, ...refused } },
    },
    async (request, reply) => {
      const { commandId, token } = request.body as z.infer<typeof settings.goToPreset>
      const asked = await world.sector.goToPreset({ commandId, id: idOf(request), token, actor: person(request) })
      return asked.ok ? asked.value : refuse(request, reply, asked.refusal)
    },
  )
  app.post(
    '/api/cameras/:id/remove',
    {
      ...act('camera.configure'),
      schema: { params: idParams, body: z.object({ commandId: z.uuid() }), response: { 200: cameraView, ...refused } },
    },
    async (request, reply) => {
      const { commandId } = request.body as { commandId: string }
      const removed = await world.sector.removeCamera({ commandId, id: idOf(request), actor: person(request) })
      return removed.ok ? removed.value : refuse(request, reply, removed.refusal)
    },
  )
  app.get('/api/cameras/:id/still.jpg', { ...act('camera.look'), schema: { params: idParams } }, async (request, reply) => {
    const still = await world.cameraStill(idOf(request))
    if (!still) return problem(request, reply, 'not-found')
    return reply.type('image/jpeg').header('cache-control', 'no-store').send(Buffer.from(still))
  })

  // ------------------------------------------------------------------------------------------ finding
  const finder = findCameras(world.state, needs.ports)
  app.post(
    '/api/cameras/discover',
    { ...act('camera.configure'), schema: { response: { 200: finding.searchState, ...refused } } },
    async () => finder.search(),
  )
  app.get(
    '/api/cameras/discover',
    { ...act('camera.configure'), schema: { response: { 200: finding.searchState, ...refused } } },
    async () => finder.state(),
  )
  app.post(
    '/api/cameras/probe',
    {
      ...act('camera.configure'),
      schema: { body: finding.probeDevice, response: { 200: finding.deviceReport, ...refused } },
    },
    async (request, reply) => {
      const { address, login } = request.body as z.infer<typeof finding.probeDevice>
      const report = await finder.probe(address, login ?? null)
      return report.ok ? report.value : refuse(request, reply, report.refusal)
    },
  )
  app.post(
    '/api/cameras/try',
    { ...act('camera.configure'), schema: { body: finding.trySource, response: { 200: finding.tried, ...refused } } },
    async (request, reply) => {
      const { source, login } = request.body as z.infer<typeof finding.trySource>
      const outcome = await finder.attempt(source, login ?? null)
      return outcome.ok ? outcome.value : refuse(request, reply, outcome.refusal)
    },
  )
}
