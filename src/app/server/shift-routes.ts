/** HTTP of shifts: who has the watch, taking it, handing it over, and the report of a night. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Outcome, type Refusal, refuse as refusal } from '../../base/outcome.ts'
import type { Action } from '../../features/access/contract.ts'
import { deviceOf } from '../../features/access/device.ts'
import { mayDo } from '../../features/access/policy.ts'
import type { Access, Place } from '../../features/access/server/access.ts'
import * as contract from '../../features/shifts/contract.ts'
import * as commands from '../../features/shifts/decide.ts'
import type { WatchRow } from '../../features/shifts/fold.ts'
import type { Actor } from '../../journal/entry.ts'
import type { CommandDefinition } from '../../journal/feature.ts'
import type { Journal } from '../../journal/server/journal.ts'
import type { SealedItem, Vault } from '../../journal/server/vault.ts'
import type { Ports } from '../../platform/ports.ts'
import { problem as problemSchema } from '../../platform/problem.ts'
import { deskCookie } from './access-routes.ts'
import type { Guard } from './guard.ts'
import { readReport, shiftReport } from './shift-report.ts'
import { newShiftId } from './shifts.ts'
import type { World } from './world.ts'

export interface ShiftRouteNeeds {
  readonly journal: Journal
  readonly vault: Vault
  readonly access: Pick<Access, 'prove' | 'people'>
  readonly world: World
  readonly ports: Ports
  readonly guard: Guard
  nameOf(personId: string): string
  act(action: Action): { config: { action: Action } }
  actor(request: FastifyRequest): Actor & { readonly session: string }
  refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply
  problem(request: FastifyRequest, reply: FastifyReply, code: string): FastifyReply
}

const refused = { '4xx': problemSchema, '5xx': problemSchema }
const idParams = z.object({ id: z.string().max(80) })
const itemsAnswer = z.object({ items: z.array(contract.handOverItem), sha256: z.string() })

/** Adds the routes below `/api/shifts`. */
export function addShiftRoutes(app: FastifyInstance, needs: ShiftRouteNeeds): void {
  const { journal, vault, access, world, ports, guard, nameOf, act, actor, refuse, problem } = needs
  const { shifts, logBook } = world
  /** The watch of this post is one record; who has no right in its area is told nothing of it. */
  const preHandler = async (request: FastifyRequest, reply: FastifyReply) =>
    guard.canSee(request, shifts.place().area) ? undefined : problem(request, reply, 'not-allowed')
  const fresh = () => newShiftId(ports)
  const seal = (text: string | undefined) => {
    if (!text) return { ref: null, items: [] as SealedItem[] }
    const { ref, item } = vault.seal(fresh(), 'text', text)
    return { ref, items: [item] }
  }

  app.get(
    '/api/shifts/current',
    { ...act('shift.read'), preHandler, schema: { response: { 200: contract.watchView, ...refused } } },
    async (request) => shifts.view(actor(request).session),
  )
  app.get(
    '/api/shifts/items',
    { ...act('shift.read'), preHandler, schema: { response: { 200: itemsAnswer, ...refused } } },
    async () => shifts.items(),
  )
  app.get(
    '/api/shifts/keepers',
    { ...act('shift.keep'), preHandler, schema: { response: { 200: contract.keepers, ...refused } } },
    async () => ({
      people: access.people
        .all()
        .filter(({ id, isActive }) => isActive && mayKeep(id))
        .map(({ id }) => ({ id, name: nameOf(id) })),
    }),
  )
  app.get(
    '/api/shifts/:id',
    { ...act('shift.read'), schema: { params: idParams, response: { 200: contract.shiftView, ...refused } } },
    async (request, reply) =>
      (await shifts.shift((request.params as z.infer<typeof idParams>).id)) ?? problem(request, reply, 'shift.not-found'),
  )
  app.get(
    '/api/shifts/:id/report',
    { ...act('shift.read'), schema: { params: idParams, response: { 200: shiftReport, ...refused } } },
    async (request, reply) => {
      const shift = await shifts.shift((request.params as z.infer<typeof idParams>).id)
      if (!shift) return problem(request, reply, 'shift.not-found')
      return readReport({ journal, world, logBook, nowMs: ports.clock.nowMs() }, shift)
    },
  )

  /** A route of one command; `run` says who acts and with what. The answer is the watch as it then is. */
  const command = <T extends z.ZodType>(
    path: string,
    action: Action,
    schema: T,
    run: (body: z.infer<T>, request: FastifyRequest) => Promise<Outcome<unknown>>,
  ) =>
    app.post(
      `/api/shifts/${path}`,
      { ...act(action), preHandler, schema: { body: schema, response: { 200: contract.watchView, ...refused } } },
      async (request, reply) => {
        const outcome = await run(request.body as z.infer<T>, request)
        return outcome.ok ? shifts.view(actor(request).session) : refuse(request, reply, outcome.refusal)
      },
    )
  const submit = <I extends object>(
    definition: CommandDefinition<WatchRow, I>,
    commandId: string,
    by: Actor,
    input: Omit<I, 'id' | 'area' | 'mode'>,
    items: readonly SealedItem[] = [],
  ) => {
    const { id, area, mode } = shifts.place()
    return journal.run(definition, {
      commandId,
      subject: id,
      actor: by,
      input: { id, area, mode, ...input } as unknown as I,
      items,
    })
  }

  command('open', 'shift.keep', contract.openShift, ({ commandId, basedOn, sound, secondId, plannedId }, request) =>
    submit(commands.openShift, commandId, actor(request), {
      basedOn,
      sound,
      secondId: secondId ?? null,
      plannedId: plannedId ?? null,
      shiftId: fresh(),
    }),
  )
  command('plan', 'shift.keep', contract.planShift, async ({ commandId, byId, fromAt, untilAt }, request) => {
    if (!mayKeep(byId, Date.parse(fromAt))) return refusal('shift.may-not-keep')
    return submit(commands.planShift, commandId, actor(request), {
      shiftId: fresh(),
      byId,
      fromAtMs: Date.parse(fromAt),
      untilAtMs: Date.parse(untilAt),
    })
  })
  command('drop-plan', 'shift.keep', contract.dropPlan, ({ commandId, id }, request) =>
    submit(commands.dropPlan, commandId, actor(request), { shiftId: id }),
  )
  command('second', 'shift.keep', contract.setSecond, async ({ commandId, basedOn, secondId }, request) => {
    if (secondId !== null && !mayKeep(secondId)) return refusal('shift.may-not-keep')
    return submit(commands.setSecond, commandId, actor(request), { basedOn, secondId })
  })
  command('sound', 'shift.keep', contract.checkSound, ({ commandId, basedOn, sound }, request) =>
    submit(commands.checkSound, commandId, actor(request), { basedOn, sound }),
  )
  command('relief', 'shift.keep', contract.noteRelief, ({ commandId, basedOn, dueAt, state, reason, note }, request) => {
    const { ref, items } = seal(note)
    const input = { basedOn, dueAt: new Date(dueAt).toISOString(), state, reason: reason ?? null, note: ref }
    return submit(commands.noteRelief, commandId, actor(request), input, items)
  })
  command('hand-over', 'shift.keep', contract.startHandOver, async ({ commandId, basedOn, note }, request) => {
    const { ref, items: sealed } = seal(note)
    const { items, sha256 } = await shifts.items()
    return submit(commands.startHandOver, commandId, actor(request), { basedOn, note: ref, items, itemsSha256: sha256 }, sealed)
  })
  command('withdraw', 'shift.keep', contract.withdrawHandOver, ({ commandId, basedOn }, request) =>
    submit(commands.withdrawHandOver, commandId, actor(request), { basedOn }),
  )
  command('join', 'shift.keep', contract.joinHandOver, async ({ commandId, basedOn, name, secret }, request) => {
    const desk = actor(request)
    if (name === undefined || secret === undefined)
      return submit(commands.joinHandOver, commandId, desk, { basedOn, session: desk.session, provedBy: 'session' })
    const proved = await access.prove(name, secret, placeOf(request))
    if (!proved.ok) return wrong(proved)
    if (!mayKeep(proved.value.id)) return refusal('shift.may-not-keep')
    const incoming: Actor = { kind: 'person', id: proved.value.id, session: desk.session }
    return submit(commands.joinHandOver, commandId, incoming, { basedOn, session: desk.session, provedBy: 'secret' })
  })
  command('open-item', 'shift.keep', contract.openItem, async ({ commandId, basedOn, itemId, mark }, request) => {
    const { items, sha256 } = await shifts.items()
    return submit(commands.openItem, commandId, incomingAt(request), { basedOn, itemId, mark, items, itemsSha256: sha256 })
  })
  command('sign', 'shift.keep', contract.signHandOver, async ({ commandId, basedOn, secret, sound, note, secondId }, request) => {
    const incoming = incomingAt(request)
    const proved = await access.prove(access.people.loginOf(incoming.id), secret, placeOf(request))
    if (!proved.ok) return wrong(proved)
    if (!mayKeep(incoming.id)) return refusal('shift.may-not-keep')
    const { ref, items: sealed } = seal(note)
    const { items, sha256 } = await shifts.items()
    const alertIds = items.flatMap(({ id, kind }) => (kind.startsWith('alert-') ? [id.slice(id.indexOf(':') + 1)] : []))
    const input = {
      basedOn,
      sound,
      note: ref,
      secondId: secondId ?? null,
      nextShiftId: fresh(),
      items,
      itemsSha256: sha256,
      alertIds,
    }
    return submit(commands.signHandOver, commandId, incoming, input, sealed)
  })
  command('relieve', 'shift.keep', contract.relieveShift, async ({ commandId, basedOn, note, sound }, request) => {
    const { ref, item } = vault.seal(fresh(), 'text', note)
    const { items, sha256 } = await shifts.items()
    const isCommander = guard.rolesFor(request).includes('commander')
    const input = { basedOn, sound, note: ref, nextShiftId: fresh(), items, itemsSha256: sha256, isCommander }
    return submit(commands.relieveShift, commandId, actor(request), input, [item])
  })

  /** Whether somebody may keep the watch at an instant; now unless told. */
  function mayKeep(personId: string, atMs = ports.clock.nowMs()): boolean {
    return mayDo(access.people.rightsOf(personId), 'shift.keep', shifts.place().area, atMs)
  }

  /** At the desk where the incoming proved himself, what is done there about the hand-over is his; elsewhere the session says who acts. */
  function incomingAt(request: FastifyRequest): Actor {
    const own = actor(request)
    const handOver = shifts.watch()?.now?.handOver
    if (handOver?.incomingId && handOver.session === own.session)
      return { kind: 'person', id: handOver.incomingId, session: own.session }
    return own
  }
}

/** Where a secret is typed: a PIN counts only at a desk that knows its owner. */
function placeOf(request: FastifyRequest): Place {
  return {
    address: request.ip,
    device: deviceOf(String(request.headers['user-agent'] ?? '')),
    desk: request.cookies[deskCookie] ?? null,
  }
}

/** It is not the session of the desk that is wrong, and the page must not take it for that. */
function wrong(proved: ReturnType<typeof refusal>): ReturnType<typeof refusal> {
  return proved.refusal.code === 'session.wrong' ? refusal('shift.wrong-secret') : proved
}
