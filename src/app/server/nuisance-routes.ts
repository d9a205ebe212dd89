/** HTTP of the nuisance memory: what comes without sound and why, and having it forgotten. */
import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { uuidFromDigest } from '../../base/ids.ts'
import type { Refusal } from '../../base/outcome.ts'
import type { Action } from '../../features/access/contract.ts'
import { forgetOrder, forgot, type NuisanceLine, nuisanceView } from '../../features/alerts/nuisance/contract.ts'
import { type Cell, groundRing, pictureCells } from '../../features/alerts/nuisance/lesson.ts'
import { leastCloses, siteMost, windowMs } from '../../features/alerts/nuisance/memory.ts'
import { type Actor, isoTime } from '../../journal/entry.ts'
import { problem as problemSchema } from '../../platform/problem.ts'
import type { Guard } from './guard.ts'
import type { SiteNuisance } from './nuisance.ts'

export interface NuisanceRouteNeeds {
  readonly nuisance: SiteNuisance
  readonly guard: Guard
  act(action: Action): { config: { action: Action } }
  actor(request: FastifyRequest): Actor
  refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply
}

const refused = { '4xx': problemSchema, '5xx': problemSchema }

/** Adds `GET /api/nuisance` and `POST /api/nuisance/forget`. */
export function addNuisanceRoutes(app: FastifyInstance, { nuisance, guard, act, actor, refuse }: NuisanceRouteNeeds): void {
  app.get(
    '/api/nuisance',
    { ...act('nuisance.read'), schema: { response: { 200: nuisanceView, ...refused } } },
    async (request) => ({
      lines: guard.only(request, nuisance.remembered(), ({ area }) => area).map(present),
      limits: { leastCloses, days: windowMs / 86_400_000, siteMost, groundMost: nuisance.groundMost() },
    }),
  )
  app.post(
    '/api/nuisance/forget',
    { ...act('nuisance.forget'), schema: { body: forgetOrder, response: { 200: forgot, ...refused } } },
    async (request, reply) => {
      const { commandId, id } = request.body as z.infer<typeof forgetOrder>
      const his = guard.only(request, nuisance.remembered(), ({ area }) => area)
      const meant = his.filter((one) => id === null || one.id === id)
      for (const memory of meant) {
        // One wish may be several acts: each has an id of its own that the wish gives again.
        const own = uuidFromDigest(createHash('sha256').update(`${commandId} ${memory.id}`).digest())
        const done = await nuisance.forget({ commandId: own, memory, actor: actor(request) })
        if (!done.ok) return refuse(request, reply, done.refusal)
      }
      // What is not there any more, or is another area's, is nothing to forget; the page asks anew.
      return { forgotten: meant.length }
    },
  )
}

function present(one: ReturnType<SiteNuisance['remembered']>[number]): NuisanceLine {
  const { id, area, mode, cell, cameraId, rule, kind, n, reason, firstMs, lastMs, untilMs } = one
  const [cls] = kind.split(' ')
  return {
    ...{ id, area, mode, where: whereOf(cell), cameraId, rule, n, reason },
    class: cls === 'animal' || cls === 'other' ? cls : 'unknown',
    firstAt: isoTime(firstMs),
    lastAt: isoTime(lastMs),
    untilAt: isoTime(untilMs),
  }
}

function whereOf(cell: Cell): NuisanceLine['where'] {
  if (cell.on === 'ground') return { on: 'ground', ring: groundRing(cell) }
  const [left, top] = [cell.column / pictureCells, cell.row / pictureCells]
  const region: [number, number, number, number] = [left, top, left + 1 / pictureCells, top + 1 / pictureCells]
  return { on: 'picture', cameraId: cell.cameraId, region }
}
