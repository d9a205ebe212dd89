/** The program's HTTP interface. Each route names its action and its schemas; what it does is one call. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Registry } from 'prom-client'
import { z } from 'zod'
import { type Action, sessionView, signIn } from '../../features/access/contract.ts'
import { mayDo } from '../../features/access/policy.ts'
import { type Access, isSame, type Session } from '../../features/access/server/access.ts'
import { trackView } from '../../features/tracks/contract.ts'
import type { Journal } from '../../journal/server/journal.ts'
import type { Vault } from '../../journal/server/vault.ts'
import type { Ports } from '../../platform/ports.ts'
import { problem as problemSchema } from '../../platform/problem.ts'
import { createHttp } from '../../platform/server/http.ts'
import type { Speaker } from '../../platform/speak.ts'
import type { Language } from '../../platform/text.ts'
import { addAlertRoutes } from './alert-routes.ts'
import { addCameraRoutes } from './camera-routes.ts'
import { addExposureRoutes } from './exposure.ts'
import type { LiveHub } from './live.ts'
import { addRecordingRoutes } from './recording-routes.ts'
import type { World } from './world.ts'

const cookieName = 'marsad_session'
const webFolder = join(import.meta.dirname, '../../../build/web')

export interface RouteOptions {
  readonly journal: Journal
  readonly vault: Vault
  readonly access: Access
  readonly world: World
  readonly live: () => LiveHub
  readonly ports: Ports
  readonly metrics: Registry
  readonly speakers: Readonly<Record<Language, Speaker>>
  readonly programVersion: string
  readonly logger: object | false
  readonly tls: { readonly cert: string; readonly key: string } | null
  readonly metricsToken: string | null
  readonly site: z.infer<typeof sessionView>['site']
}

const refused = { '4xx': problemSchema, '5xx': problemSchema }

/** All routes on one server; the caller listens. */
export async function createRoutes(options: RouteOptions): Promise<FastifyInstance> {
  const { journal, vault, access, world, ports, site } = options
  const { app, problem, identityOf } = await createHttp<Session, Action>({
    logger: options.logger,
    tls: options.tls,
    programVersion: options.programVersion,
    identify: async (request) => {
      const token = request.cookies[cookieName]
      return token ? access.find(token) : null
    },
    isAllowed: (session, action) => mayDo(session?.roles ?? [], action),
    csrfOf: (session) => session.csrf,
    isSame,
    speak: (language, code, facts) => {
      const values = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, value ?? '']))
      return options.speakers[language].say(`problem.${code}`, values as Record<string, string | number>)
    },
  })
  const session = (request: FastifyRequest) => identityOf(request) as Session
  const act = (action: Action) => ({ config: { action } })
  const refuse = (
    request: FastifyRequest,
    reply: FastifyReply,
    refusal: { code: string; facts: Readonly<Record<string, string | number | boolean | null>> },
  ) => {
    const { byId, ...facts } = refusal.facts
    return problem(request, reply, refusal.code, typeof byId === 'string' ? { ...facts, by: access.nameOf(byId) } : facts)
  }

  // ------------------------------------------------------------------------------------------ session
  const viewOf = (who: Session) => ({
    person: { id: who.accountId, name: who.name },
    roles: [...who.roles],
    csrf: who.csrf,
    site,
    expiresAt: new Date(who.expiresAtMs).toISOString(),
  })
  app.post(
    '/api/session',
    {
      config: { action: 'session.open', rateLimit: { max: 10, timeWindow: 60_000 } },
      schema: { body: signIn, response: { 200: sessionView, ...refused } },
    },
    async (request, reply) => {
      const { name, password } = request.body as z.infer<typeof signIn>
      const opened = await access.signIn(name, password)
      if (!opened) return problem(request, reply, 'session.wrong')
      return reply
        .setCookie(cookieName, opened.token, {
          httpOnly: true,
          sameSite: 'strict',
          path: '/',
          secure: options.tls !== null,
          expires: new Date(opened.session.expiresAtMs),
        })
        .send(viewOf(opened.session))
    },
  )
  app.get('/api/session', { ...act('session.own'), schema: { response: { 200: sessionView, ...refused } } }, async (request) =>
    viewOf(session(request)),
  )
  app.delete(
    '/api/session',
    { ...act('session.own'), schema: { response: { 204: z.null(), ...refused } } },
    async (request, reply) => {
      await access.signOut(request.cookies[cookieName] as string)
      options.live().leave(session(request).id)
      return reply.clearCookie(cookieName, { path: '/' }).code(204).send(null)
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
    async () => ({
      name: site.name,
      isSimulation: site.isSimulation,
      timeZone: site.timeZone,
    }),
  )

  const person = (request: FastifyRequest) =>
    ({ kind: 'person', id: session(request).accountId, session: session(request).id }) as const
  addAlertRoutes(app, {
    journal,
    vault,
    world,
    ports,
    act,
    actor: person,
    rolesOf: (request) => session(request).roles,
    refuse,
    problem,
  })

  // ----------------------------------------------------------------------------- cameras, places, tracks
  const cameraIds = () => world.state.cameras().map(({ id }) => id)
  addExposureRoutes(app, { journal, cameraIds, nowMs: ports.clock.nowMs, act, refuse })
  addRecordingRoutes(app, { journal, world, ports, act, actor: person, refuse, problem })
  addCameraRoutes(app, { world, ports, act, person, refuse, problem, nameOf: (id) => access.nameOf(id) })
  app.get(
    '/api/tracks',
    { ...act('watch.read'), schema: { response: { 200: z.object({ tracks: z.array(trackView) }), ...refused } } },
    async () => ({ tracks: world.tracks() }),
  )
  app.get('/api/terrain.json', { ...act('place.read') }, async (request, reply) => {
    const terrain = world.terrain()
    return terrain ? reply.header('cache-control', 'private, max-age=3600').send(terrain) : problem(request, reply, 'not-found')
  })
  app.get(
    '/api/journal',
    {
      ...act('journal.read'),
      schema: {
        querystring: z.object({
          after: z.coerce.number().int().min(0).default(0),
          limit: z.coerce.number().int().min(1).max(1000).default(200),
        }),
        response: {
          200: z.object({
            entries: z.array(z.object({ pos: z.number(), hash: z.string(), entry: z.unknown() })),
            cursor: z.number(),
          }),
          ...refused,
        },
      },
    },
    async (request) => {
      const { after, limit } = request.query as { after: number; limit: number }
      return world.read.journalAfter(after, limit)
    },
  )

  // --------------------------------------------------------------------------------------------- live
  app.get('/api/live', { ...act('watch.read'), websocket: true, schema: { hide: true } }, (socket, request) => {
    const who = identityOf(request)
    const token = request.cookies[cookieName]
    if (!who || !token) return socket.close(1008, 'session')
    options.live().join(socket as never, {
      sessionId: who.id,
      personId: who.accountId,
      isAlive: async () => (await access.find(token)) !== null,
    })
  })

  app.get('/api/video', { ...act('watch.read'), websocket: true, schema: { hide: true } }, (socket, request) => {
    const token = request.cookies[cookieName]
    if (!token) return socket.close(1008, 'session')
    world.video.join(socket as never, async () => (await access.find(token)) !== null)
  })

  // --------------------------------------------------------------------------------------- operations
  app.get('/healthz', { ...act('public'), schema: { response: { 200: z.object({ ok: z.literal(true) }) } } }, async () => ({
    ok: true as const,
  }))
  app.get(
    '/readyz',
    { ...act('public'), schema: { response: { 200: z.object({ ready: z.boolean() }), 503: z.object({ ready: z.boolean() }) } } },
    async (_request, reply) => {
      const ready = await world.isReady()
      return reply.code(ready ? 200 : 503).send({ ready })
    },
  )
  app.get('/metrics', act('public'), async (request, reply) => {
    const isLoopback = /^(::ffff:)?127\.|^::1$/.test(request.ip)
    const given = String(request.headers.authorization ?? '').replace(/^Bearer /, '')
    const hasToken = options.metricsToken !== null && isSame(given, options.metricsToken)
    if (!isLoopback && !hasToken) return problem(request, reply, 'not-allowed')
    return reply.type(options.metrics.contentType).send(await options.metrics.metrics())
  })
  app.get('/openapi.json', { ...act('public'), schema: { hide: true } }, async () =>
    (app as unknown as { swagger(): object }).swagger(),
  )

  // ---------------------------------------------------------------------------------------------- web
  if (existsSync(webFolder)) {
    await app.register(async (scope) => {
      await scope.register(fastifyStatic, {
        root: webFolder,
        serve: false,
        maxAge: '365d',
        immutable: true,
        setHeaders: noCacheForPage,
      })
      // Files have an ending. What has none is an address inside the page: the page itself knows what stands there.
      scope.get('/*', { ...act('public'), schema: { hide: true } }, async (request, reply) => {
        const path = request.url.replace(/[?#].*$/, '')
        if (path.startsWith('/api/')) return reply.callNotFound()
        if (/\.[a-z0-9]+$/i.test(path)) return reply.sendFile((request.params as { '*': string })['*'])
        return /text\/html|\*\/\*/.test(request.headers.accept ?? '*/*') ? reply.sendFile('index.html') : reply.callNotFound()
      })
    })
  }
  return app
}

function noCacheForPage(reply: FastifyReply, path: string): void {
  if (path.endsWith('index.html')) reply.header('cache-control', 'no-cache')
}
