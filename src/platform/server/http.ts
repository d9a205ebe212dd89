/** The HTTP edge: security headers, sessions, one action per route, refusals and faults as problem+json in the reader's words. */
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'

import swagger from '@fastify/swagger'
import websocket from '@fastify/websocket'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest, type RouteOptions } from 'fastify'
import {
  createJsonSchemaTransform,
  hasZodFastifySchemaValidationErrors,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod'
import { assert } from '../../base/assert.ts'
import { Fault, type Refusal } from '../../base/outcome.ts'
import type { Problem } from '../problem.ts'
import type { Language } from '../text.ts'
import { isDatabaseAway } from './database.ts'

export interface HttpOptions<Identity, Action extends string> {
  readonly logger: object | false
  readonly tls: { readonly cert: string | Buffer; readonly key: string | Buffer } | null
  readonly programVersion: string
  /** Who asks; null: nobody is signed in. */
  identify(request: FastifyRequest): Promise<Identity | null>
  /** Whether this may be done; null as identity: without a session. */
  isAllowed(identity: Identity | null, action: Action): boolean
  /** The code of the problem that holds this identity back from what it may do otherwise; null: nothing. */
  heldBack?(identity: Identity, action: Action): string | null
  csrfOf(identity: Identity): string
  isSame(a: string, b: string): boolean
  /** The title of a problem in words. */
  speak(language: Language, code: string, facts: Refusal['facts']): string
}

/** Every route names its action in `config.action`; one that does not is refused when the program starts. */
declare module 'fastify' {
  interface FastifyContextConfig {
    action?: string
  }
}

const statusOf: Readonly<Record<string, number>> = {
  'not-found': 404,
  'alert.not-found': 404,
  'not-allowed': 403,
  csrf: 403,
  'session.expired': 401,
  'session.wrong': 401,
  'session.rate': 429,
  'session.locked': 423,
  'session.must-change-password': 403,
  'password.wrong': 403,
  'password.short': 422,
  'password.is-name': 422,
  'password.common': 422,
  'password.same': 422,
  'pin.wrong': 403,
  'pin.password-needed': 403,
  'pin.digits': 422,
  'pin.simple': 422,
  'people.name-unseen': 422,
  'people.name-length': 422,
  'people.name-letters': 422,
  'people.interval': 422,
  'people.area': 422,
  'bad-request': 400,
  'too-large': 413,
  'place.not-found': 404,
  'place.too-few-points': 422,
  'place.too-many-points': 422,
  'place.coordinates': 422,
  'place.ring-open': 422,
  'place.too-far': 422,
  'place.doubled-point': 422,
  'place.no-length': 422,
  'place.no-area': 422,
  'place.crosses-itself': 422,
  'place.window': 422,
  'place.name': 422,
  'place.file-unreadable': 422,
  'place.file-empty': 422,
  'place.file-too-large': 413,
  'place.file-too-many': 422,
  'place.file-projection': 422,
  'rule.not-found': 404,
  'rule.where': 422,
  'rule.values': 422,
  'rule.window': 422,
  'journal.unavailable': 503,
  'database-down': 503,
  'recording.none': 404,
  'recording.lost': 410,
  'recording.altered': 410,
  'recording.interval': 422,
  'exposure.interval': 422,
  'recording.quota-too-small': 422,
  'alert.note-needed': 422,
  'alert.answers-needed': 422,
  'alert.reason-unfit': 422,
  'shift.not-found': 404,
  'shift.wrong-secret': 403,
  'shift.may-not-keep': 403,
  'shift.plan-wrong': 422,
  'shift.relief-reason-needed': 422,
  'shift.note-needed': 422,
  'log.not-found': 404,
  'log.empty': 422,
  'hygiene.span': 422,
}

/** A server with its guards in place; routes are added by the caller, who listens. */
export async function createHttp<Identity, Action extends string>(options: HttpOptions<Identity, Action>) {
  const app = Fastify({
    loggerInstance: undefined,
    logger: options.logger as never,
    bodyLimit: 64 * 1024,
    trustProxy: false,
    forceCloseConnections: true,
    ...(options.tls ? { https: options.tls } : {}),
  } as never).withTypeProvider<ZodTypeProvider>() as unknown as FastifyInstance
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)

  const routes: RouteOptions[] = []
  app.addHook('onRoute', (route) => {
    routes.push(route)
  })
  app.addHook('onReady', async () => {
    const bare = routes.find((route) => !route.config?.action)
    assert(!bare, `route ${bare?.method} ${bare?.url} names its action`)
  })
  app.setErrorHandler((error: Error & { statusCode?: number; validation?: unknown }, request, reply) => {
    if (hasZodFastifySchemaValidationErrors(error)) {
      const [first] = error.validation
      return problem(request, reply, 'bad-request', {
        field: first?.instancePath?.slice(1).replaceAll('/', '.') ?? '',
        why: first?.message ?? '',
      })
    }
    if (error.statusCode === 429) return problem(request, reply, 'session.rate')
    if (error.statusCode === 413) return problem(request, reply, 'too-large')
    if (error instanceof Fault) {
      request.log.warn({ code: error.code }, 'fault')
      return problem(request, reply, error.code === 'journal.unavailable' ? 'database-down' : 'internal')
    }
    if (isDatabaseAway(error)) return problem(request, reply, 'database-down')
    if (error.statusCode !== undefined && error.statusCode < 500)
      return problem(request, reply, 'bad-request', {}, error.statusCode)
    request.log.error({ err: error }, 'a bug')
    return problem(request, reply, 'internal')
  })
  app.setNotFoundHandler({ preHandler: [] }, (request, reply) => problem(request, reply, 'not-found'))

  function problem(request: FastifyRequest, reply: FastifyReply, code: string, facts: Refusal['facts'] = {}, status?: number) {
    const language = languageOf(request)
    const answer: Problem = {
      type: `urn:marsad:${code}`,
      code,
      title: options.speak(language, code, facts),
      status: status ?? statusOf[code] ?? (code === 'internal' || code.includes('.') === false ? 500 : 409),
      ...(Object.keys(facts).length > 0 ? { facts } : {}),
    }
    return reply.code(answer.status).type('application/problem+json').serializer(JSON.stringify).send(answer)
  }

  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'img-src': ["'self'", 'blob:', 'data:'],
        'font-src': ["'self'"],
        'worker-src': ["'self'", 'blob:'],
        'connect-src': ["'self'"],
        'media-src': ["'self'", 'blob:'],
        'object-src': ["'none'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
      },
    },
    // Set where TLS is: a browser must not refuse the loopback address because of it.
    strictTransportSecurity: options.tls ? { maxAge: 31_536_000 } : false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'no-referrer' },
  })
  await app.register(cookie)
  // Before the hook that refuses: only a request that this has seen is closed when an upgrade is refused.
  await app.register(websocket, { options: { maxPayload: 64 * 1024 } })
  // Behind the cookies, because the session is one of them.
  const identities = new WeakMap<FastifyRequest, Identity | null>()
  app.addHook('onRequest', async (request, reply) => {
    const action = (request.routeOptions.config.action ?? 'public') as Action
    const identity = options.isAllowed(null, action) && request.method === 'GET' ? null : await options.identify(request)
    identities.set(request, identity)
    if (!options.isAllowed(identity, action)) {
      return problem(request, reply, identity === null ? 'session.expired' : 'not-allowed')
    }
    const held = identity === null ? null : (options.heldBack?.(identity, action) ?? null)
    if (held !== null) return problem(request, reply, held)
    if (identity !== null && request.method !== 'GET' && request.method !== 'HEAD') {
      const given = request.headers['x-marsad-csrf']
      if (typeof given !== 'string' || !options.isSame(given, options.csrfOf(identity))) return problem(request, reply, 'csrf')
    }
    // A page of another origin has no business here, cookie or not.
    const origin = request.headers.origin
    if (origin !== undefined && hostOf(origin) !== request.headers.host) return problem(request, reply, 'csrf')
  })

  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Marsad', version: options.programVersion } },
    transform: createJsonSchemaTransform({ skipList: [] }),
  })

  return {
    app,
    problem,
    routes: routes as readonly RouteOptions[],
    identityOf: (request: FastifyRequest) => identities.get(request) ?? null,
  }
}

/** Host of an origin; empty for `null` and for what is none. */
function hostOf(origin: string): string {
  return URL.canParse(origin) ? new URL(origin).host : ''
}

/** Arabic unless the reader asks for English first. */
export function languageOf(request: Pick<FastifyRequest, 'headers'>): Language {
  return /^\s*en\b/i.test(String(request.headers['accept-language'] ?? '')) ? 'en' : 'ar'
}
