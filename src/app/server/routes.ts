/** The program's HTTP interface. Each route names its action and its schemas; what it does is one call. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Registry } from 'prom-client'
import { z } from 'zod'
import type { Refusal } from '../../base/outcome.ts'
import { wholeSite } from '../../features/access/areas.ts'
import type { Action, sessionView } from '../../features/access/contract.ts'
import { mayDo, ownActions } from '../../features/access/policy.ts'
import { type Access, isSame, type Session } from '../../features/access/server/access.ts'
import { trackView } from '../../features/tracks/contract.ts'
import type { Journal } from '../../journal/server/journal.ts'
import type { Vault } from '../../journal/server/vault.ts'
import type { Ports } from '../../platform/ports.ts'
import { problem as problemSchema } from '../../platform/problem.ts'
import { createHttp, languageOf } from '../../platform/server/http.ts'
import type { Speaker } from '../../platform/speak.ts'
import type { Language } from '../../platform/text.ts'
import { addAccessRoutes, heldBack, sessionCookie } from './access-routes.ts'
import { actionOnAlert } from './alert-actions.ts'
import { addAlertRoutes } from './alert-routes.ts'
import { siteAreaOf } from './areas.ts'
import { addCameraRoutes } from './camera-routes.ts'
import { addChangeRoutes } from './change-routes.ts'
import { addExposureRoutes } from './exposure.ts'
import { keepGuard } from './guard.ts'
import { addHygieneRoutes } from './hygiene-routes.ts'
import type { LiveHub } from './live.ts'
import { addLogRoutes } from './log-routes.ts'
import { addNuisanceRoutes } from './nuisance-routes.ts'
import { addPlaceRoutes } from './place-routes.ts'
import { addRecordingRoutes } from './recording-routes.ts'
import { addRuleRoutes } from './rule-routes.ts'
import { addSensorRoutes } from './sensor-routes.ts'
import { addShiftRoutes } from './shift-routes.ts'
import { sightOf } from './sight.ts'
import { addSiteMapRoutes, type SiteMapFiles, tileUrl } from './site-map.ts'
import type { World } from './world.ts'

export const webFolder = join(import.meta.dirname, '../../../build/web')

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
  readonly mapFiles: SiteMapFiles
  readonly site: z.infer<typeof sessionView>['site']
}

const refused = { '4xx': problemSchema, '5xx': problemSchema }

/** All routes on one server; the caller listens. */
export async function createRoutes(options: RouteOptions): Promise<{ app: FastifyInstance; routes: readonly RouteNamed[] }> {
  const { journal, vault, access, world, ports, site } = options
  const speak = (language: Language, code: string, facts: Refusal['facts']) => {
    const values = Object.fromEntries(Object.entries(facts).map(([name, value]) => [name, value ?? '']))
    return options.speakers[language].say(`problem.${code}`, values as Record<string, string | number>)
  }
  const { app, problem, routes, identityOf } = await createHttp<Session, Action>({
    logger: options.logger,
    tls: options.tls,
    programVersion: options.programVersion,
    identify: async (request) => {
      const token = request.cookies[sessionCookie]
      return token ? access.find(token) : null
    },
    isAllowed: (session, action) =>
      (session !== null && ownActions.includes(action)) || mayDo(session?.rights ?? [], action, undefined, ports.clock.nowMs()),
    heldBack,
    csrfOf: (session) => session.csrf,
    isSame,
    speak,
  })
  const words = (request: FastifyRequest, code: string, facts: Refusal['facts']) => speak(languageOf(request), code, facts)
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

  const person = (request: FastifyRequest) =>
    ({ kind: 'person', id: session(request).accountId, session: session(request).id }) as const
  const cameraArea = (id: string) => world.state.cameraRows.get(id)?.area ?? null
  /** Of what a track comes from: a camera, or a sensor that stands alone. */
  const sourceArea = (id: string) => cameraArea(id) ?? world.sensing.sensor(id)?.area ?? null
  const placeArea = (id: string) => world.state.placeRows.get(id)?.area ?? null
  const guard = keepGuard(app, {
    journal,
    ports,
    routes,
    session: identityOf,
    areas: {
      alerts: world.areaOfAlert,
      announcements: (id) => world.state.announcementRows.get(id)?.area ?? null,
      cameras: cameraArea,
      feeds: (id) => world.sensing.areaOfFeed(id),
      places: placeArea,
      shifts: async (id) => ((await world.shifts.shift(id)) === null ? null : world.shifts.place().area),
      rules: (id) => world.rules.rows.get(id)?.area ?? null,
      async holds(id) {
        const [hold] = await journal.rows('recording-holds', [id])
        return hold === undefined ? null : cameraArea(hold.cameraId as string)
      },
    },
    async actionOn(kind, id, action) {
      if (kind !== 'alerts' || action !== 'alert.acknowledge-health') return action
      // One that nobody knows the kind of is held for the graver.
      return actionOnAlert(action, (await world.kindOfAlert(id)) ?? 'detection')
    },
    // A piece of the map is nobody's: whoever reads places anywhere here sees the ground that they lie on.
    own: ['sessions', 'people', tileUrl],
    // There is one watch for the site, and its list has everything that is open; the disk is one for all.
    siteWide: (method, url) =>
      (method === 'GET' && url === '/api/log') ||
      url === '/api/recordings/settings' ||
      (url.startsWith('/api/shifts/') && url !== '/api/shifts/current'),
    siteArea: () => siteAreaOf(world.state),
    problem,
  })
  addAccessRoutes(app, {
    access,
    guard,
    ports,
    site,
    isSecure: options.tls !== null,
    state: world.state,
    session,
    actor: person,
    act,
    refuse,
    problem,
  })
  const takers = (area: string) =>
    access.people
      .all()
      .filter(({ id, isActive }) => isActive && mayDo(access.people.rightsOf(id), 'alert.acknowledge', area, ports.clock.nowMs()))
      .map(({ id }) => ({ id, name: access.nameOf(id) }))
  const ofPeople = { act, actor: person, rolesOf: guard.rolesFor, takers, refuse, problem }
  addAlertRoutes(app, { journal, vault, world, ports, guard, ...ofPeople })

  // --------------------------------------------------------------------------------- shifts, log, hygiene
  const canSee = (request: FastifyRequest, area: string) => guard.canSee(request, area)
  addShiftRoutes(app, {
    journal,
    vault,
    access,
    world,
    ports,
    guard,
    nameOf: (id) => access.nameOf(id),
    act,
    actor: person,
    refuse,
    problem,
  })
  addLogRoutes(app, { logBook: world.logBook, shifts: world.shifts, canSee, act, actor: person, refuse, problem })
  addChangeRoutes(app, { within: (request) => guard.subtrees(request), read: world.changes, act })
  addHygieneRoutes(app, {
    journal,
    state: world.state,
    shifts: world.shifts,
    ports,
    timeZone: site.timeZone,
    canSee: (request, area) => guard.may(request, area),
    act,
    refuse,
  })

  // ----------------------------------------------------------------------------- cameras, places, tracks
  const cameraIds = (request: FastifyRequest) =>
    guard.only(request, world.state.cameras(), ({ area }) => area).map(({ id }) => id)
  addExposureRoutes(app, { journal, cameraIds, nowMs: ports.clock.nowMs, act, refuse })
  addRecordingRoutes(app, { journal, world, ports, guard, act, actor: person, refuse, problem })
  const nameOf = (id: string) => access.nameOf(id)
  addCameraRoutes(app, { world, ports, guard, act, person, refuse, problem, nameOf })
  addSensorRoutes(app, { world, guard, act, actor: person, refuse, problem })
  addRuleRoutes(app, { world, guard, act, actor: person, refuse, problem, nameOf })
  addNuisanceRoutes(app, { nuisance: world.nuisance, guard, act, actor: person, refuse })
  addPlaceRoutes(app, { journal, state: world.state, ports, guard, act, actor: person, refuse, problem, words, nameOf })
  app.get(
    '/api/tracks',
    { ...act('watch.read'), schema: { response: { 200: z.object({ tracks: z.array(trackView) }), ...refused } } },
    async (request) => ({ tracks: guard.only(request, world.tracks(), ({ cameraId }) => sourceArea(cameraId) ?? wholeSite) }),
  )
  addSiteMapRoutes(app, { files: options.mapFiles, act, problem })
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
      return world.read.journalAfter(after, limit, guard.subtrees(request))
    },
  )

  // --------------------------------------------------------------------------------------------- live
  const where = { camera: sourceArea, place: placeArea }
  app.get('/api/live', { ...act('live.read'), websocket: true, schema: { hide: true } }, (socket, request) => {
    const { id, accountId } = session(request)
    // As the session stands when it is asked: its rights and its lock change while the socket is open.
    const now = () => access.present(id)
    options.live().join(socket as never, {
      sessionId: id,
      personId: accountId,
      isAlive: () => now() !== null,
      sight: () => sightOf(now()?.rights ?? [], now()?.isLocked ?? true, where, ports.clock.nowMs()),
    })
  })

  app.get('/api/video', { ...act('watch.read'), websocket: true, schema: { hide: true } }, (socket, request) => {
    const { id } = session(request)
    world.video.join(socket as never, {
      isAlive: () => access.present(id) !== null,
      maySee(cameraId) {
        const now = access.present(id)
        const area = cameraArea(cameraId)
        return now !== null && !now.isLocked && area !== null && mayDo(now.rights, 'watch.read', area, ports.clock.nowMs())
      },
    })
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
        // Packed once when the pages are built: a thin line carries a third.
        preCompressed: true,
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
  const named = routes.flatMap(({ method, url, config }) =>
    [method].flat().map((each) => ({ method: each, url, action: config?.action as Action })),
  )
  return { app, routes: named }
}

/** A route that is there, with what it asks of who calls it. */
export interface RouteNamed {
  readonly method: string
  readonly url: string
  readonly action: Action
}

function noCacheForPage(reply: FastifyReply, path: string): void {
  if (/index\.html(\.br|\.gz)?$/.test(path)) reply.header('cache-control', 'no-cache')
}
