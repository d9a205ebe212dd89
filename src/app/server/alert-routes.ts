/** HTTP of alerts: what waits, what was, and everything that a person may do about one. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { uuidV7 } from '../../base/ids.ts'
import type { Outcome, Refusal } from '../../base/outcome.ts'
import type { Action } from '../../features/access/contract.ts'
import * as alertContract from '../../features/alerts/contract.ts'
import * as alertCommands from '../../features/alerts/decide.ts'
import type { Actor } from '../../journal/entry.ts'
import type { Accepted, Journal } from '../../journal/server/journal.ts'
import type { SealedItem, Vault } from '../../journal/server/vault.ts'
import type { Ports } from '../../platform/ports.ts'
import { problem as problemSchema } from '../../platform/problem.ts'
import type { AlertQuery } from './reader.ts'
import type { World } from './world.ts'

/** What these routes need of the server they stand on. */
export interface AlertRouteNeeds {
  readonly journal: Journal
  readonly vault: Vault
  readonly world: World
  readonly ports: Ports
  /** The part of a route's options that names its action. */
  act(action: Action): { config: { action: Action } }
  actor(request: FastifyRequest): Actor
  refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply
  problem(request: FastifyRequest, reply: FastifyReply, code: string): FastifyReply
}

const idParams = z.object({ id: z.uuid() })
const refused = { '4xx': problemSchema, '5xx': problemSchema }

/** Adds the routes below `/api/alerts`. */
export function addAlertRoutes(app: FastifyInstance, needs: AlertRouteNeeds): void {
  const { journal, vault, world, ports, act, actor, refuse, problem } = needs
  const alertPage = z.object({ alerts: z.array(alertContract.alertView), next: z.string().nullable() })
  const alertQuery = z.object({
    state: z.enum(['open', 'closed', 'all']).default('open'),
    kind: alertContract.alertKind.optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.string().max(100).optional(),
  })
  app.get(
    '/api/alerts',
    { ...act('watch.read'), schema: { querystring: alertQuery, response: { 200: alertPage, ...refused } } },
    async (request) => world.read.listAlerts(request.query as AlertQuery),
  )
  app.get(
    '/api/alerts/:id',
    { ...act('watch.read'), schema: { params: idParams, response: { 200: alertContract.alertView, ...refused } } },
    async (request, reply) => {
      const found = await world.read.alert((request.params as z.infer<typeof idParams>).id)
      return found ?? problem(request, reply, 'not-found')
    },
  )
  app.get('/api/alerts/:id/still.jpg', { ...act('watch.read'), schema: { params: idParams } }, async (request, reply) => {
    const still = await world.read.alertStill((request.params as z.infer<typeof idParams>).id)
    if (!still) return problem(request, reply, 'not-found')
    return reply.type('image/jpeg').header('cache-control', 'private, max-age=86400, immutable').send(Buffer.from(still))
  })

  const answer = async (request: FastifyRequest, reply: FastifyReply, outcome: Outcome<Accepted>) => {
    if (!outcome.ok) return refuse(request, reply, outcome.refusal)
    return { alert: await world.present(outcome.value.row) }
  }
  const sealNote = (note: string | undefined) => {
    if (!note) return { ref: null, items: [] as SealedItem[] }
    const { ref, item } = vault.seal(uuidV7(ports.clock.nowMs(), ports.random.bytes(10)), 'text', note)
    return { ref, items: [item] }
  }
  const commandRoute = <T extends z.ZodType>(
    name: string,
    action: Action,
    schema: T,
    run: (id: string, input: z.infer<T>, request: FastifyRequest) => Promise<Outcome<Accepted>>,
  ) =>
    app.post(
      `/api/alerts/:id/${name}`,
      {
        ...act(action),
        schema: { params: idParams, body: schema, response: { 200: z.object({ alert: alertContract.alertView }), ...refused } },
      },
      async (request, reply) => {
        const { id } = request.params as z.infer<typeof idParams>
        if (world.isUnsaved(id)) {
          // What is not saved can be taken, and nothing else: ending it needs the journal.
          if (name !== 'acknowledge') return problem(request, reply, 'database-down')
          const { commandId, basedOn } = request.body as z.infer<typeof alertContract.acknowledgeAlert>
          const taken = await world.acknowledgeUnsaved(id, { commandId, basedOn, actor: actor(request) })
          return taken.ok ? { alert: taken.value } : refuse(request, reply, taken.refusal)
        }
        return answer(request, reply, await run(id, request.body as z.infer<T>, request))
      },
    )
  commandRoute('acknowledge', 'alert.acknowledge', alertContract.acknowledgeAlert, (id, { commandId, basedOn }, request) =>
    journal.run(alertCommands.acknowledgeAlert, { commandId, subject: id, actor: actor(request), input: { id, basedOn } }),
  )
  commandRoute('withdraw', 'alert.acknowledge', alertContract.withdrawAcknowledgement, (id, { commandId, basedOn }, request) =>
    journal.run(alertCommands.withdrawAcknowledgement, {
      commandId,
      subject: id,
      actor: actor(request),
      input: { id, basedOn },
    }),
  )
  commandRoute(
    'close',
    'alert.close',
    alertContract.closeAlert,
    (id, { commandId, basedOn, reason, note, turnedBack }, request) => {
      const { ref, items } = sealNote(note)
      const input = { id, basedOn, reason, note: ref, turnedBack: turnedBack ?? null }
      return journal.run(alertCommands.closeAlert, { commandId, subject: id, actor: actor(request), input, items })
    },
  )
  commandRoute('reopen', 'alert.close', alertContract.reopenAlert, (id, { commandId, basedOn, note }, request) => {
    const { ref, items } = sealNote(note)
    return journal.run(alertCommands.reopenAlert, {
      commandId,
      subject: id,
      actor: actor(request),
      input: { id, basedOn, note: ref },
      items,
    })
  })
}
