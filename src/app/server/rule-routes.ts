/** HTTP of rules: what holds, setting and taking away, and a try on the last hours. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Refusal, refuse } from '../../base/outcome.ts'
import type { Action } from '../../features/access/contract.ts'
import { refusalOf } from '../../features/alerts/rules/decide.ts'
import { type RuleContent, ruleRetire, ruleSet, ruleTried, ruleTry, ruleView } from '../../features/alerts/rules/record.ts'
import type { Actor } from '../../journal/entry.ts'
import { problem as problemSchema } from '../../platform/problem.ts'
import type { Guard } from './guard.ts'
import type { StoredRule } from './rules.ts'
import type { World } from './world.ts'

/** What these routes need of the server they stand on. */
export interface RuleRouteNeeds {
  readonly world: World
  readonly guard: Guard
  act(action: Action): { config: { action: Action } }
  actor(request: FastifyRequest): Actor
  refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply
  problem(request: FastifyRequest, reply: FastifyReply, code: string): FastifyReply
  nameOf(accountId: string): string
}

const idParams = z.object({ id: z.uuid() })
const refused = { '4xx': problemSchema, '5xx': problemSchema }

/** Adds the routes below `/api/rules`. */
export function addRuleRoutes(app: FastifyInstance, needs: RuleRouteNeeds): void {
  const { world, guard, act, actor } = needs
  const { rules } = world

  const present = ({ changedAt, changedById, ...row }: StoredRule) => ({
    ...row,
    changed: { at: changedAt, by: changedById === null ? '' : needs.nameOf(changedById) },
  })
  /** The place or camera that a rule names must be of this person's ground. */
  const isHis = (request: FastifyRequest, rule: RuleContent): boolean => {
    const area = rules.areaOf(rule)
    return area !== null && guard.canSee(request, area)
  }

  app.get(
    '/api/rules',
    { ...act('rule.read'), schema: { response: { 200: z.object({ rules: z.array(ruleView) }), ...refused } } },
    async (request) => ({
      rules: guard.only(request, [...rules.rows.values()], ({ area }) => area).map(present),
    }),
  )
  app.post(
    '/api/rules',
    { ...act('rule.configure'), schema: { body: ruleSet, response: { 200: ruleView, ...refused } } },
    async (request, reply) => {
      const { rule, ...order } = request.body as z.infer<typeof ruleSet>
      const known = order.id === null ? undefined : rules.rows.get(order.id)
      if (known !== undefined && !guard.canSee(request, known.area)) return needs.problem(request, reply, 'not-found')
      if (!isHis(request, rule)) return needs.refuse(request, reply, refuse('rule.where').refusal)
      const done = await rules.set({ ...order, rule, actor: actor(request) })
      return done.ok ? present(done.value.row as unknown as StoredRule) : needs.refuse(request, reply, done.refusal)
    },
  )
  app.post(
    '/api/rules/:id/retire',
    {
      ...act('rule.configure'),
      schema: { params: idParams, body: ruleRetire, response: { 200: ruleView, ...refused } },
    },
    async (request, reply) => {
      const { id } = request.params as z.infer<typeof idParams>
      const done = await rules.retire({ ...(request.body as z.infer<typeof ruleRetire>), id, actor: actor(request) })
      return done.ok ? present(done.value.row as unknown as StoredRule) : needs.refuse(request, reply, done.refusal)
    },
  )
  app.post(
    '/api/rules/try',
    { ...act('rule.read'), schema: { body: ruleTry, response: { 200: ruleTried, ...refused } } },
    async (request, reply) => {
      const { rule, hours } = request.body as z.infer<typeof ruleTry>
      if (!isHis(request, rule)) return needs.refuse(request, reply, refuse('rule.where').refusal)
      // A rule that could not be put in force may still be tried where only its wish is at fault, not its ground or numbers.
      const no = refusalOf(rule, { ...rules.groundOf(rule, null), hasTwin: false })
      if (no !== null && no.refusal.code !== 'rule.lowers-p1') return needs.refuse(request, reply, no.refusal)
      const gone = new AbortController()
      const leave = () => gone.abort()
      reply.raw.on('close', leave)
      try {
        const tried = await world.tryRule(rule, hours, gone.signal)
        if (!tried.ok) return needs.refuse(request, reply, tried.refusal)
        // A mover of another camera may belong to an area that is not this person's.
        const mine = guard.only(request, tried.value.alerts, ({ cameraId }) => world.state.cameraRows.get(cameraId)?.area ?? '')
        return { ...tried.value, alerts: mine }
      } catch (error) {
        if (!gone.signal.aborted) throw error
        return reply // Nobody waits for the answer any more.
      } finally {
        reply.raw.off('close', leave)
      }
    },
  )
}
