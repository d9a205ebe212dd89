/** HTTP of what people changed of the site. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Action } from '../../features/access/contract.ts'
import { changeKinds, changePage } from '../../features/shifts/contract.ts'
import { problem as problemSchema } from '../../platform/problem.ts'
import type { ChangeQuery } from './changes.ts'

export interface ChangeRouteNeeds {
  /** Subtrees whose changes the reader may see. */
  within(request: FastifyRequest): readonly string[]
  read(query: ChangeQuery): Promise<z.infer<typeof changePage>>
  act(action: Action): { config: { action: Action } }
}

const refused = { '4xx': problemSchema, '5xx': problemSchema }
const instant = z.iso.datetime({ offset: true })
const query = z.object({
  from: instant.optional(),
  to: instant.optional(),
  by: z.uuid().optional(),
  kind: z.enum(changeKinds).optional(),
  cursor: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

/** Adds `GET /api/changes`. */
export function addChangeRoutes(app: FastifyInstance, { within, read, act }: ChangeRouteNeeds): void {
  app.get(
    '/api/changes',
    { ...act('shift.read'), schema: { querystring: query, response: { 200: changePage, ...refused } } },
    async (request) => {
      const { from, to, by, kind, cursor, limit } = request.query as z.infer<typeof query>
      return read({
        fromMs: from ? Date.parse(from) : null,
        toMs: to ? Date.parse(to) : null,
        byId: by ?? null,
        kind: kind ?? null,
        cursor: cursor ?? null,
        limit,
        within: within(request),
      })
    },
  )
}
