/** HTTP of alerts: what waits, what was, and everything that a person may do about one. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { uuidV7 } from '../../base/ids.ts'
import { type Outcome, type Refusal, refuse as refusal } from '../../base/outcome.ts'
import type { Action, Role } from '../../features/access/contract.ts'
import { announceMovement, endAnnouncement } from '../../features/alerts/announce.ts'
import { composeByHand, composeTest } from '../../features/alerts/compose-hand.ts'
import * as alertContract from '../../features/alerts/contract.ts'
import * as alertCommands from '../../features/alerts/decide.ts'
import { raiseAlert } from '../../features/alerts/decide.ts'
import type { AlertRaised, VaultName } from '../../features/alerts/events.ts'
import { answerTransfer, askTransfer, noteAlert, setPriority } from '../../features/alerts/own.ts'
import { shelfLimitsOf } from '../../features/alerts/shelf-limits.ts'
import { shelveAlert, unshelveAlert } from '../../features/alerts/shelve.ts'
import type { Actor } from '../../journal/entry.ts'
import type { Accepted, Journal } from '../../journal/server/journal.ts'
import type { SealedItem, Vault } from '../../journal/server/vault.ts'
import type { Ports } from '../../platform/ports.ts'
import { problem as problemSchema } from '../../platform/problem.ts'
import type { Guard } from './guard.ts'
import type { AlertQuery } from './reader.ts'
import type { World } from './world.ts'

/** What these routes need of the server they stand on. */
export interface AlertRouteNeeds {
  readonly journal: Journal
  readonly vault: Vault
  readonly world: World
  readonly ports: Ports
  readonly guard: Guard
  /** The part of a route's options that names its action. */
  act(action: Action): { config: { action: Action } }
  actor(request: FastifyRequest): Actor
  rolesOf(request: FastifyRequest): readonly Role[]
  /** Who may take an alert of this area now. */
  takers(area: string): readonly { readonly id: string; readonly name: string }[]
  refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply
  problem(request: FastifyRequest, reply: FastifyReply, code: string): FastifyReply
}

const idParams = z.object({ id: z.uuid() })
const refused = { '4xx': problemSchema, '5xx': problemSchema }

/** Adds the routes below `/api/alerts`. */
export function addAlertRoutes(app: FastifyInstance, needs: AlertRouteNeeds): void {
  const { journal, vault, world, ports, guard, act, actor, rolesOf, takers, refuse, problem } = needs
  const alertPage = z.object({
    alerts: z.array(alertContract.alertView),
    next: z.string().nullable(),
    searchedTo: z.string().nullable(),
  })
  const alertQuery = z.object({
    state: z.enum(['open', 'closed', 'all']).default('open'),
    kind: alertContract.alertKind.optional(),
    priority: alertContract.priority.optional(),
    from: z.iso.datetime({ offset: true }).optional(),
    to: z.iso.datetime({ offset: true }).optional(),
    camera: z.uuid().optional(),
    place: z.uuid().optional(),
    by: z.uuid().optional(),
    reason: z
      .string()
      .regex(/^[a-z_]+(\.[a-z_]+)?$/)
      .max(60)
      .optional(),
    q: z.string().trim().max(120).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
    cursor: z.uuid().optional(),
  })
  app.get(
    '/api/alerts',
    { ...act('watch.read'), schema: { querystring: alertQuery, response: { 200: alertPage, ...refused } } },
    async (request) =>
      world.read.listAlerts({ ...(request.query as Omit<AlertQuery, 'within'>), within: guard.subtrees(request) }),
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

  const isCommander = (request: FastifyRequest) => rolesOf(request).includes('commander')
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
  commandRoute('acknowledge', 'alert.acknowledge-health', alertContract.acknowledgeAlert, (id, { commandId, basedOn }, request) =>
    journal.run(alertCommands.acknowledgeAlert, { commandId, subject: id, actor: actor(request), input: { id, basedOn } }),
  )
  commandRoute(
    'withdraw',
    'alert.acknowledge-health',
    alertContract.withdrawAcknowledgement,
    (id, { commandId, basedOn }, request) =>
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
    async (id, { commandId, basedOn, reason, cause, note, turnedBack }, request) => {
      const { ref, items } = sealNote(note)
      const cameras = await world.camerasOf(id)
      const input = { id, basedOn, reason, cause: cause ?? null, cameras, note: ref, turnedBack: turnedBack ?? null }
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

  commandRoute(
    'shelve',
    'alert.shelve',
    alertContract.shelveAlert,
    (id, { commandId, basedOn, until, reason, note, region }, request) => {
      const { ref, items } = sealNote(note)
      const limits = shelfLimitsOf(rolesOf(request))
      const input = { id, basedOn, untilMs: Date.parse(until), reason, region: region ?? null, note: ref, limits }
      return journal.run(shelveAlert, { commandId, subject: id, actor: actor(request), input, items })
    },
  )
  commandRoute('unshelve', 'alert.shelve', alertContract.unshelveAlert, (id, { commandId, basedOn }, request) =>
    journal.run(unshelveAlert, { commandId, subject: id, actor: actor(request), input: { id, basedOn } }),
  )
  commandRoute(
    'priority',
    'alert.raise',
    alertContract.setAlertPriority,
    (id, { commandId, basedOn, priority, note }, request) => {
      const { ref, items } = sealNote(note)
      const input = { id, basedOn, priority, note: ref, mayLower: isCommander(request) }
      return journal.run(setPriority, { commandId, subject: id, actor: actor(request), input, items })
    },
  )
  commandRoute('note', 'alert.acknowledge-health', alertContract.noteAlert, (id, { commandId, note }, request) => {
    const { ref, items } = sealNote(note)
    return journal.run(noteAlert, { commandId, subject: id, actor: actor(request), input: { id, note: ref as VaultName }, items })
  })
  app.get(
    '/api/alerts/:id/takers',
    {
      ...act('alert.acknowledge'),
      schema: { params: idParams, response: { 200: z.object({ people: z.array(alertContract.personRef) }), ...refused } },
    },
    async (request, reply) => {
      const found = await world.read.alert((request.params as z.infer<typeof idParams>).id)
      if (!found) return problem(request, reply, 'not-found')
      return { people: takers(found.area).filter(({ id }) => id !== found.owner?.id) }
    },
  )
  commandRoute('transfer', 'alert.acknowledge', alertContract.askTransfer, async (id, { commandId, basedOn, to }, request) => {
    const area = await world.areaOfAlert(id)
    // Whoever may not take it there is nobody who could be asked.
    if (area === null || !takers(area).some((each) => each.id === to)) return refusal('alert.transfer-nobody')
    return journal.run(askTransfer, {
      commandId,
      subject: id,
      actor: actor(request),
      input: { id, basedOn, toId: to, isCommander: isCommander(request) },
    })
  })
  commandRoute(
    'transfer/answer',
    'alert.acknowledge',
    alertContract.answerTransfer,
    (id, { commandId, basedOn, isAccepted }, request) =>
      journal.run(answerTransfer, { commandId, subject: id, actor: actor(request), input: { id, basedOn, isAccepted } }),
  )

  // ------------------------------------------------------------------------------------- raised by a person
  const raisedAnswer = { 201: z.object({ alert: alertContract.alertView }), ...refused }
  const raise = async (request: FastifyRequest, reply: FastifyReply, commandId: string, hand: HandAlert) => {
    const { ref, items } = sealNote(hand.note ?? undefined)
    const scene = { ...world.sceneOf(hand.cameraId) }
    // Without a camera it is of the site, or of the part of it that this person answers for.
    if (hand.cameraId === null) scene.area = guard.areaFor(request, scene.area)
    const alert = { ...hand.content, number: world.takeAlertNumber(), ...(ref ? { note: ref } : {}) }
    // The same command again is the same alert: its id is that of the command.
    const input = { id: commandId, area: scene.area, mode: hand.mode ?? scene.mode, observedAtMs: ports.clock.nowMs(), alert }
    const outcome = await journal.run(raiseAlert, { commandId, subject: commandId, actor: actor(request), input, items })
    if (!outcome.ok) return refuse(request, reply, outcome.refusal)
    return reply.code(201).send({ alert: await world.present(outcome.value.row) })
  }
  app.post(
    '/api/alerts',
    { ...act('alert.raise'), schema: { body: alertContract.raiseByHand, response: raisedAnswer } },
    async (request, reply) => {
      const { commandId, ...said } = request.body as z.infer<typeof alertContract.raiseByHand>
      if (said.cameraId !== null && world.state.cameraRows.get(said.cameraId)?.isRemoved !== false)
        return problem(request, reply, 'not-found')
      if (said.cameraId !== null && !guard.canSee(request, world.sceneOf(said.cameraId).area))
        return problem(request, reply, 'not-found')
      const content = composeByHand(said, world.state.cameraRows.get(said.cameraId ?? '') ?? null)
      return raise(request, reply, commandId, { content, cameraId: said.cameraId, note: said.what, mode: null })
    },
  )
  app.post(
    '/api/alerts/test',
    { ...act('alert.raise'), schema: { body: alertContract.raiseTest, response: raisedAnswer } },
    async (request, reply) => {
      const { commandId } = request.body as z.infer<typeof alertContract.raiseTest>
      return raise(request, reply, commandId, { content: composeTest(), cameraId: null, note: null, mode: 'test' })
    },
  )

  // ------------------------------------------------------------------------------------- own movements
  app.get(
    '/api/announcements',
    {
      ...act('watch.read'),
      schema: { response: { 200: z.object({ announcements: z.array(alertContract.announcementView) }), ...refused } },
    },
    async (request) => ({ announcements: guard.only(request, world.state.announcements(), ({ area }) => area) }),
  )
  app.post(
    '/api/announcements',
    {
      ...act('alert.shelve'),
      schema: { body: alertContract.announce, response: { 201: alertContract.announcementView, ...refused } },
    },
    async (request, reply) => {
      const { commandId, ...movement } = request.body as z.infer<typeof alertContract.announce>
      const known = movement.cameraIds.every((id) => {
        const camera = world.state.cameraRows.get(id)
        return camera?.isRemoved === false && guard.canSee(request, camera.area)
      })
      const place = movement.placeId === null ? null : world.state.placeRows.get(movement.placeId)
      if (!known || place === undefined || (place !== null && !guard.may(request, place.area, 'place.read')))
        return problem(request, reply, 'not-found')
      const { area } = world.sceneOf(movement.cameraIds[0] ?? null)
      const outcome = await journal.run(announceMovement, {
        commandId,
        subject: commandId,
        actor: actor(request),
        input: { id: commandId, area, movement },
      })
      if (!outcome.ok) return refuse(request, reply, outcome.refusal)
      return reply.code(201).send(world.state.presentAnnouncement(outcome.value.row as never))
    },
  )
  app.post(
    '/api/announcements/:id/end',
    {
      ...act('alert.shelve'),
      schema: {
        params: idParams,
        body: alertContract.endAnnouncement,
        response: { 200: alertContract.announcementView, ...refused },
      },
    },
    async (request, reply) => {
      const { id } = request.params as z.infer<typeof idParams>
      const { commandId, basedOn } = request.body as z.infer<typeof alertContract.endAnnouncement>
      const outcome = await journal.run(endAnnouncement, {
        commandId,
        subject: id,
        actor: actor(request),
        input: { id, basedOn },
      })
      return outcome.ok ? world.state.presentAnnouncement(outcome.value.row as never) : refuse(request, reply, outcome.refusal)
    },
  )
}

/** What a person raises: everything of the alert but its number. */
interface HandAlert {
  readonly content: Omit<AlertRaised, 'number'>
  readonly cameraId: string | null
  readonly note: string | null
  /** Null: as the camera or the site has it. */
  readonly mode: 'test' | null
}
