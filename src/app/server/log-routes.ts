/** HTTP of the log book: what people wrote down, and writing it. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Refusal } from '../../base/outcome.ts'
import type { Action } from '../../features/access/contract.ts'
import { logBookEntry, logPage, writeLog } from '../../features/shifts/contract.ts'
import type { Actor } from '../../journal/entry.ts'
import { problem as problemSchema } from '../../platform/problem.ts'
import type { LogBook } from './log-book.ts'
import type { ShiftKeeper } from './shifts.ts'

export interface LogRouteNeeds {
  readonly logBook: LogBook
  readonly shifts: Pick<ShiftKeeper, 'place'>
  /** Whether the reader may see what belongs to this area; a no is written down. */
  canSee(request: FastifyRequest, area: string): boolean
  act(action: Action): { config: { action: Action } }
  actor(request: FastifyRequest): Actor
  refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply
  problem(request: FastifyRequest, reply: FastifyReply, code: string): FastifyReply
}

const refused = { '4xx': problemSchema, '5xx': problemSchema }
const instant = z.iso.datetime({ offset: true })
const query = z.object({
  from: instant.optional(),
  to: instant.optional(),
  q: z.string().trim().max(120).optional(),
  shift: z.string().max(80).optional(),
  by: z.uuid().optional(),
  cursor: z.uuid().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/** Adds `GET` and `POST /api/log`. */
export function addLogRoutes(app: FastifyInstance, needs: LogRouteNeeds): void {
  const { logBook, act, actor, refuse } = needs
  const preHandler = async (request: FastifyRequest, reply: FastifyReply) =>
    needs.canSee(request, needs.shifts.place().area) ? undefined : needs.problem(request, reply, 'not-allowed')
  app.get(
    '/api/log',
    { ...act('shift.read'), preHandler, schema: { querystring: query, response: { 200: logPage, ...refused } } },
    async (request) => {
      const { from, to, q, shift, by, cursor, limit } = request.query as z.infer<typeof query>
      return logBook.list({
        fromMs: from ? Date.parse(from) : null,
        toMs: to ? Date.parse(to) : null,
        q: q ?? null,
        shiftId: shift ?? null,
        byId: by ?? null,
        cursor: cursor ?? null,
        limit,
      })
    },
  )
  app.post(
    '/api/log',
    {
      ...act('log.write'),
      preHandler,
      schema: { body: writeLog, response: { 200: z.object({ entry: logBookEntry }), ...refused } },
    },
    async (request, reply) => {
      const { commandId, text, call, corrects, alertId } = request.body as z.infer<typeof writeLog>
      const wish = { commandId, text, call: call ?? null, corrects: corrects ?? null, alertId: alertId ?? null }
      const written = await logBook.write(wish, actor(request))
      return written.ok ? { entry: written.value } : refuse(request, reply, written.refusal)
    },
  )
}
