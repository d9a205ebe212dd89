/** HTTP of people and sessions: signing in, the shared desk, own secrets, and what those who manage people do. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { uuidV7 } from '../../base/ids.ts'
import type { Outcome, Refusal } from '../../base/outcome.ts'
import { pathTo, wholeSite } from '../../features/access/areas.ts'
import * as contract from '../../features/access/contract.ts'
import { deviceOf } from '../../features/access/device.ts'
import { holds, mayDo, mayManage } from '../../features/access/policy.ts'
import type { Access, Opened, Place, Session, StoredPerson, StoredSession } from '../../features/access/server/access.ts'
import type { Actor } from '../../journal/entry.ts'
import type { Ports } from '../../platform/ports.ts'
import { problem as problemSchema } from '../../platform/problem.ts'
import type { Guard } from './guard.ts'
import type { SiteState } from './state.ts'

export const sessionCookie = 'marsad_session'
/** The browser's own token: it tells at which desk somebody signed in, and is sent to the session's addresses only. */
export const deskCookie = 'marsad_desk'
export const deskCookieMs = 365 * 86_400_000

export interface AccessRouteNeeds {
  readonly access: Access
  readonly guard: Guard
  readonly ports: Ports
  readonly site: z.infer<typeof contract.sessionView>['site']
  /** Whether cookies are for TLS only. */
  readonly isSecure: boolean
  readonly state: Pick<SiteState, 'cameraRows' | 'placeRows'>
  session(request: FastifyRequest): Session
  actor(request: FastifyRequest): Actor
  act(action: contract.Action): { config: { action: contract.Action } }
  refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply
  problem(request: FastifyRequest, reply: FastifyReply, code: string): FastifyReply
}

const idParams = z.object({ id: z.uuid() })
const refused = { '4xx': problemSchema, '5xx': problemSchema }
const onlyCommand = z.object({ commandId: z.uuid() })

/** Adds the routes below `/api/session`, `/api/sessions`, `/api/people` and `/api/areas`. */
export function addAccessRoutes(app: FastifyInstance, needs: AccessRouteNeeds): void {
  const { access, guard, ports, site, isSecure, state, session, actor, act, refuse, problem } = needs
  const { people } = access
  const nowMs = () => ports.clock.nowMs()
  const iso = (ms: number) => new Date(ms).toISOString()
  const idOf = (request: FastifyRequest) => (request.params as z.infer<typeof idParams>).id
  const cookies = { httpOnly: true, sameSite: 'strict', secure: isSecure } as const

  const viewOf = (who: Session): contract.SessionView => ({
    id: who.id,
    person: { id: who.accountId, name: who.name },
    roles: [...who.roles],
    rights: who.rights.filter((right) => holds(right, nowMs())).map(({ role, area }) => ({ role, area })),
    csrf: who.csrf,
    site,
    expiresAt: iso(who.expiresAtMs),
    isLocked: who.isLocked,
    mustChangePassword: who.mustChangePassword,
    hasPin: who.hasPin,
  })
  const placeOf = (request: FastifyRequest, desk: string | null = request.cookies[deskCookie] ?? null): Place => ({
    address: request.ip,
    device: deviceOf(String(request.headers['user-agent'] ?? '')),
    desk,
  })
  const keepSession = (reply: FastifyReply, { token, session: opened }: Opened) =>
    reply.setCookie(sessionCookie, token, { ...cookies, path: '/', expires: new Date(opened.expiresAtMs) })

  // ------------------------------------------------------------------------------------------ own session
  const session200 = { response: { 200: contract.sessionView, ...refused } }
  app.post(
    '/api/session',
    { ...act('session.open'), schema: { body: contract.signIn, ...session200 } },
    async (request, reply) => {
      const { name, password } = request.body as z.infer<typeof contract.signIn>
      const desk = request.cookies[deskCookie] ?? Buffer.from(ports.random.bytes(32)).toString('base64url')
      const opened = await access.signIn(name, password, placeOf(request, desk))
      if (!opened.ok) return refuse(request, reply, opened.refusal)
      return keepSession(reply, opened.value)
        .setCookie(deskCookie, desk, { ...cookies, path: '/api/session', expires: new Date(nowMs() + deskCookieMs) })
        .send(viewOf(opened.value.session))
    },
  )
  app.get('/api/session', { ...act('session.keep'), schema: session200 }, async (request) => viewOf(session(request)))
  app.delete(
    '/api/session',
    { ...act('session.keep'), schema: { response: { 204: z.null(), ...refused } } },
    async (request, reply) => {
      await access.end([session(request).id], 'left', actor(request))
      return reply.clearCookie(sessionCookie, { path: '/' }).code(204).send(null)
    },
  )
  app.post('/api/session/lock', { ...act('session.keep'), schema: session200 }, async (request) => {
    await access.lock(session(request))
    return viewOf({ ...session(request), isLocked: true })
  })
  app.post(
    '/api/session/unlock',
    { ...act('session.keep'), schema: { body: contract.unlock, ...session200 } },
    async (request, reply) => {
      const opened = await access.unlock(session(request), request.body as z.infer<typeof contract.unlock>)
      return opened.ok ? viewOf(opened.value) : refuse(request, reply, opened.refusal)
    },
  )
  app.post(
    '/api/session/change',
    { ...act('session.keep'), schema: { body: contract.changeOfficer, ...session200 } },
    async (request, reply) => {
      const { name, pin } = request.body as z.infer<typeof contract.changeOfficer>
      const changed = await access.changeOfficer(session(request), name, pin, placeOf(request))
      return changed.ok
        ? keepSession(reply, changed.value).send(viewOf(changed.value.session))
        : refuse(request, reply, changed.refusal)
    },
  )
  app.post(
    '/api/session/password',
    { ...act('session.keep'), schema: { body: contract.changePassword, ...session200 } },
    async (request, reply) => {
      // A locked screen is opened first: whoever finds one must not be able to try passwords for a new one.
      if (session(request).isLocked) return problem(request, reply, 'session.locked')
      const { commandId, old, next } = request.body as z.infer<typeof contract.changePassword>
      const changed = await access.changePassword(session(request), commandId, old, next)
      return changed.ok ? viewOf(changed.value) : refuse(request, reply, changed.refusal)
    },
  )
  app.post(
    '/api/session/pin',
    { ...act('session.own'), schema: { body: contract.setPin, ...session200 } },
    async (request, reply) => {
      const { commandId, password, pin } = request.body as z.infer<typeof contract.setPin>
      const set = await access.setPin(session(request), commandId, password, pin)
      return set.ok ? viewOf(set.value) : refuse(request, reply, set.refusal)
    },
  )

  // ------------------------------------------------------------------------------------------ sessions
  const areasOf = (id: string) => (people.find(id)?.grants ?? []).map(({ area }) => area)
  const manages = (request: FastifyRequest, id: string) => mayManage(session(request).rights, areasOf(id), nowMs())
  const lineOf = (of: StoredSession, request: FastifyRequest): contract.SessionLine => ({
    id: of.id,
    person: { id: of.accountId, name: people.nameOf(of.accountId) },
    device: of.device,
    address: of.address,
    openedBy: of.openedBy,
    since: iso(of.createdAtMs),
    lastSeenAt: iso(of.lastSeenAtMs),
    expiresAt: iso(of.expiresAtMs),
    isLocked: of.isLocked,
    isThis: of.id === session(request).id,
  })
  app.get(
    '/api/sessions',
    {
      ...act('session.own'),
      schema: {
        querystring: z.object({ of: z.enum(['me', 'all']).default('me') }),
        response: { 200: z.object({ sessions: z.array(contract.sessionLine) }), ...refused },
      },
    },
    async (request) => {
      const mine = session(request).accountId
      const isAll = (request.query as { of: 'me' | 'all' }).of === 'all'
      const listed = access.sessions().filter(({ accountId }) => accountId === mine || (isAll && manages(request, accountId)))
      return { sessions: listed.map((each) => lineOf(each, request)).sort((a, b) => (a.since < b.since ? 1 : -1)) }
    },
  )
  app.post(
    '/api/sessions/:id/end',
    { ...act('session.own'), schema: { params: idParams, body: onlyCommand, response: { 204: z.null(), ...refused } } },
    async (request, reply) => {
      const found = access.sessions().find(({ id }) => id === idOf(request))
      const isMine = found?.accountId === session(request).accountId
      if (!found || (!isMine && !manages(request, found.accountId))) return problem(request, reply, 'not-found')
      await access.end([found.id], 'revoked', actor(request))
      return reply.code(204).send(null)
    },
  )
  app.post(
    '/api/sessions/end',
    {
      ...act('session.own'),
      schema: {
        // Of another person, by those who manage him; without one, all of mine but this.
        body: onlyCommand.extend({ personId: z.uuid().optional() }),
        response: { 200: z.object({ ended: z.number().int() }), ...refused },
      },
    },
    async (request, reply) => {
      const who = session(request)
      const { personId = who.accountId } = request.body as { personId?: string }
      if (personId !== who.accountId && !manages(request, personId)) return problem(request, reply, 'not-found')
      const ids = access
        .sessions()
        .filter(({ id, accountId }) => accountId === personId && id !== who.id)
        .map(({ id }) => id)
      await access.end(ids, 'revoked', actor(request))
      return { ended: ids.length }
    },
  )

  // -------------------------------------------------------------------------------------------- people
  const personView = (row: StoredPerson, request: FastifyRequest): contract.PersonView => {
    const isManaged = manages(request, row.id)
    return {
      id: row.id,
      version: row.version,
      name: people.nameOf(row.id),
      login: isManaged ? people.loginOf(row.id) : '',
      isActive: row.isActive,
      hasPin: row.hasPin,
      mustChangePassword: row.mustChangePassword,
      grants: row.grants
        .filter(({ until }) => until === null || Date.parse(until) > nowMs())
        .map((grant) => ({
          ...grant,
          isNow: row.isActive && holds({ ...grant, fromMs: Date.parse(grant.from), untilMs: untilMsOf(grant) }, nowMs()),
        })),
      sessions: isManaged ? access.sessions().filter(({ accountId }) => accountId === row.id).length : 0,
      changed: { at: row.changedAt, by: row.changedById === null ? null : people.nameOf(row.changedById) },
    }
  }
  /** Whoever works, worked or will work in an area that the person may read; those without any area belong to the whole site. */
  const isListed = (row: StoredPerson, request: FastifyRequest) => {
    const areas = row.grants.length === 0 ? [wholeSite] : row.grants.map(({ area }) => area)
    return areas.some((area) => guard.may(request, area, 'people.read'))
  }
  const person200 = { response: { 200: contract.personView, ...refused } }
  app.get(
    '/api/people',
    { ...act('people.read'), schema: { response: { 200: z.object({ people: z.array(contract.personView) }), ...refused } } },
    async (request) => ({
      people: people
        .all()
        .filter((row) => isListed(row, request))
        .map((row) => personView(row, request))
        .sort((a, b) => Number(b.isActive) - Number(a.isActive) || a.name.localeCompare(b.name)),
    }),
  )
  app.post(
    '/api/people',
    {
      ...act('people.configure'),
      schema: { body: contract.addPerson, response: { 201: contract.oneTimePassword, ...refused } },
    },
    async (request, reply) => {
      const { commandId, name, login, grants } = request.body as z.infer<typeof contract.addPerson>
      const areas = grants.map(({ area }) => area)
      if (!mayManage(session(request).rights, areas, nowMs())) return problem(request, reply, 'not-allowed')
      const password = people.oneTimePassword()
      const wanted = grants.map((grant) => ({ ...grant, id: newId() }))
      // The command's own id: asked for twice, it is one account, with the password of the second answer.
      const order = { commandId, id: commandId, actor: actor(request), name, login, password, isOneTime: true, grants: wanted }
      const added = await people.create(order)
      if (!added.ok) return refuse(request, reply, added.refusal)
      return reply.code(201).send({ person: personView(added.value, request), password })
    },
  )
  const newId = () => uuidV7(nowMs(), ports.random.bytes(10))

  const command = <T extends z.ZodType>(
    verb: string,
    schema: T,
    run: (
      order: { commandId: string; id: string; basedOn: number; actor: Actor },
      input: z.infer<T>,
    ) => Promise<Outcome<StoredPerson>>,
    areasAsked: (input: z.infer<T>) => readonly string[] = () => [],
  ) =>
    app.post(
      `/api/people/:id/${verb}`,
      { ...act('people.configure'), schema: { params: idParams, body: schema, ...person200 } },
      async (request, reply) => {
        const id = idOf(request)
        const input = request.body as z.infer<T> & { commandId: string; basedOn: number }
        if (!people.find(id) || !manages(request, id)) return problem(request, reply, 'not-found')
        const asked = areasAsked(input)
        if (asked.length > 0 && !mayManage(session(request).rights, asked, nowMs())) return problem(request, reply, 'not-allowed')
        const done = await run({ commandId: input.commandId, id, basedOn: input.basedOn, actor: actor(request) }, input)
        return done.ok ? personView(done.value, request) : refuse(request, reply, done.refusal)
      },
    )
  command('rename', contract.renamePerson, (order, { name }) => people.rename({ ...order, name }))
  command(
    'grants',
    contract.giveGrant,
    (order, { role, area, from, until }) => people.give({ ...order, grant: { id: newId(), role, area, from, until } }),
    ({ area }) => [area],
  )
  command('grants/end', contract.endGrant, (order, { grantId }) => people.end({ ...order, grantId }))
  command('deactivate', contract.personCommand, async (order) => {
    const ended = await people.deactivate(order)
    if (ended.ok) {
      const open = access.sessions().filter(({ accountId }) => accountId === order.id)
      await access.end(
        open.map(({ id }) => id),
        'deactivated',
        order.actor,
      )
    }
    return ended
  })
  command('reactivate', contract.personCommand, (order) => people.reactivate(order))
  app.post(
    '/api/people/:id/password',
    {
      ...act('people.configure'),
      schema: { params: idParams, body: onlyCommand, response: { 200: contract.oneTimePassword, ...refused } },
    },
    async (request, reply) => {
      const id = idOf(request)
      if (!people.find(id) || !manages(request, id)) return problem(request, reply, 'not-found')
      // One's own is changed by knowing it: a screen left open must not be enough.
      if (id === session(request).accountId) return problem(request, reply, 'people.own-account')
      const { commandId } = request.body as z.infer<typeof onlyCommand>
      const set = await access.resetPassword({ commandId, id, actor: actor(request) })
      if (!set.ok) return refuse(request, reply, set.refusal)
      return { person: personView(people.find(id) as StoredPerson, request), password: set.value }
    },
  )

  // --------------------------------------------------------------------------------------------- areas
  app.get(
    '/api/areas',
    { ...act('people.read'), schema: { response: { 200: z.object({ areas: z.array(contract.areaView) }), ...refused } } },
    async () => {
      const names = new Map<string, contract.AreaView['name']>()
      for (const { area } of state.cameraRows.values()) for (const path of pathTo(area)) names.set(path, null)
      for (const { area } of state.placeRows.values()) for (const path of pathTo(area)) names.set(path, null)
      for (const row of people.all()) for (const { area } of row.grants) for (const path of pathTo(area)) names.set(path, null)
      // An area of its own is named by its outpost; one that several share is not theirs to name.
      const outposts = [...state.placeRows.values()].filter(({ geometry }) => geometry.kind === 'outpost')
      for (const { area, name } of outposts)
        if (outposts.filter((other) => other.area === area).length === 1) names.set(area, name)
      names.set(wholeSite, site.name)
      return { areas: [...names].map(([area, name]) => ({ area, name })).sort((a, b) => (a.area < b.area ? -1 : 1)) }
    },
  )

  /** Who may sign in where: what the page before the session needs to know. */
  app.get(
    '/api/site',
    {
      ...act('public'),
      schema: {
        response: {
          200: z.object({ name: z.object({ ar: z.string(), en: z.string() }), isSimulation: z.boolean(), timeZone: z.string() }),
        },
      },
    },
    async () => ({ name: site.name, isSimulation: site.isSimulation, timeZone: site.timeZone }),
  )
}

function untilMsOf({ until }: { readonly until: string | null }): number | null {
  return until === null ? null : Date.parse(until)
}

/** Whether a session that is held back may do this: a locked one keeps the lane for its lamps, one with a password to change does not. */
export function heldBack(session: Session, action: contract.Action): string | null {
  if (action === 'session.keep' || mayDo([], action)) return null
  if (session.mustChangePassword) return 'session.must-change-password'
  return session.isLocked && action !== 'live.read' ? 'session.locked' : null
}
