/** HTTP of sensors: the feeds by which they are heard, and what stands where. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Refusal } from '../../base/outcome.ts'
import type { Action } from '../../features/access/contract.ts'
import * as sensors from '../../features/sensors/contract.ts'
import type { Actor } from '../../journal/entry.ts'
import { problem as problemSchema } from '../../platform/problem.ts'
import { siteAreaOf } from './areas.ts'
import type { Guard } from './guard.ts'
import type { World } from './world.ts'

export interface SensorRouteNeeds {
  readonly world: World
  readonly guard: Guard
  act(action: Action): { config: { action: Action } }
  actor(request: FastifyRequest): Actor
  refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply
  problem(request: FastifyRequest, reply: FastifyReply, code: string): FastifyReply
}

const idParams = z.object({ id: z.uuid() })
const refused = { '4xx': problemSchema, '5xx': problemSchema }

/** Adds the routes below `/api/feeds`. */
export function addSensorRoutes(app: FastifyInstance, { world, guard, act, actor, refuse, problem }: SensorRouteNeeds): void {
  const { sensing } = world
  const idOf = (request: FastifyRequest) => (request.params as z.infer<typeof idParams>).id
  /** A camera that a request names must be of this person's ground. */
  const isHis = (request: FastifyRequest, cameraId: string | null): boolean => {
    const area = cameraId === null ? null : (world.state.cameraRows.get(cameraId)?.area ?? null)
    return area === null ? cameraId === null : guard.canSee(request, area)
  }

  app.get(
    '/api/feeds',
    { ...act('sensor.read'), schema: { response: { 200: sensors.feedList, ...refused } } },
    async (request) => {
      const feeds = guard.only(request, sensing.feeds(), ({ area }) => area)
      const ids = new Set(feeds.map(({ id }) => id))
      return { feeds, signals: sensing.signals().filter(({ feedId }) => ids.has(feedId)) }
    },
  )
  app.post(
    '/api/feeds',
    { ...act('sensor.configure'), schema: { body: sensors.feedAdd, response: { 201: sensors.feedView, ...refused } } },
    async (request, reply) => {
      const wish = request.body as sensors.FeedAdd
      const isMine = wish.kind === 'onvif' ? isHis(request, wish.cameraId) : guard.canSee(request, siteAreaOf(world.state))
      if (!isMine) return problem(request, reply, wish.kind === 'onvif' ? 'not-found' : 'not-allowed')
      const added = await sensing.addFeed({ ...wish, actor: actor(request) })
      return added.ok ? reply.code(201).send(added.value) : refuse(request, reply, added.refusal)
    },
  )
  app.post(
    '/api/feeds/:id/sensors',
    {
      ...act('sensor.configure'),
      schema: { params: idParams, body: sensors.sensorSet, response: { 200: sensors.feedView, ...refused } },
    },
    async (request, reply) => {
      const order = request.body as z.infer<typeof sensors.sensorSet>
      const named = [order.sensor.cameraId, ...order.sensor.poweredCameraIds]
      if (!named.every((cameraId) => isHis(request, cameraId))) return problem(request, reply, 'not-found')
      const set = await sensing.setSensor({ ...order, id: idOf(request), actor: actor(request) })
      return set.ok ? set.value : refuse(request, reply, set.refusal)
    },
  )
  app.post(
    '/api/feeds/:id/sensors/remove',
    {
      ...act('sensor.configure'),
      schema: { params: idParams, body: sensors.sensorRemove, response: { 200: sensors.feedView, ...refused } },
    },
    async (request, reply) => {
      const order = request.body as z.infer<typeof sensors.sensorRemove>
      const removed = await sensing.removeSensor({ ...order, id: idOf(request), actor: actor(request) })
      return removed.ok ? removed.value : refuse(request, reply, removed.refusal)
    },
  )
  app.post(
    '/api/feeds/:id/remove',
    {
      ...act('sensor.configure'),
      schema: { params: idParams, body: sensors.feedRemove, response: { 200: sensors.feedView, ...refused } },
    },
    async (request, reply) => {
      const order = request.body as z.infer<typeof sensors.feedRemove>
      const removed = await sensing.removeFeed({ ...order, id: idOf(request), actor: actor(request) })
      return removed.ok ? removed.value : refuse(request, reply, removed.refusal)
    },
  )
}
