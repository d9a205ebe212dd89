/**
 * Whether this person may reach this object: role ∧ area ∧ time, asked once for every route. An object of another area is
 * answered like one that does not exist, and the attempt is a fact. A route with an id of a kind that stands in no table does not
 * start.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { assert } from '../../base/assert.ts'
import { pathTo } from '../../features/access/areas.ts'
import type { Action, Role } from '../../features/access/contract.ts'
import { holds, mayDo, type Right } from '../../features/access/policy.ts'
import type { Session } from '../../features/access/server/access.ts'
import { body } from '../../journal/entry.ts'
import type { Journal } from '../../journal/server/journal.ts'
import type { Ports } from '../../platform/ports.ts'

/** Where the objects of a kind lie; null: there is none of this id. */
export type AreaOf = (id: string) => string | null | Promise<string | null>

export interface Guard {
  /** Whether the person may do it in this area; the action is the route's own unless told. */
  may(request: FastifyRequest, area: string, action?: Action): boolean
  /** `may`, and a refusal is written down: for objects that a request names in its body. */
  canSee(request: FastifyRequest, area: string, action?: Action): boolean
  /** What of a list this person may see. */
  only<T>(request: FastifyRequest, list: readonly T[], areaOf: (each: T) => string): T[]
  /** Roles that hold now in the area of the object that the route named, or anywhere when it named none. */
  rolesFor(request: FastifyRequest): Role[]
  /** The area of what is new: this one where the person may do it there, else the first in which he may. */
  areaFor(request: FastifyRequest, area: string): string
  /** Subtrees in which the route's action is allowed now. */
  subtrees(request: FastifyRequest, action?: Action): string[]
}

export interface GuardOptions {
  readonly journal: Journal
  readonly ports: Ports
  readonly routes: readonly RouteOptions[]
  session(request: FastifyRequest): Session | null
  /** By the part of the address before the id: `cameras`, `alerts`, … */
  readonly areas: Readonly<Record<string, AreaOf>>
  /** What an action asks for when it is done to this object; without it, what the route names. */
  actionOn?(kind: string, id: string, action: Action): Action | Promise<Action>
  /** What belongs to the whole site: whoever answers for a part of it may not. */
  siteWide(method: string, url: string): boolean
  siteArea(): string
  /** Kinds whose routes ask themselves, because their objects belong to people and not to areas. */
  readonly own: readonly string[]
  problem(request: FastifyRequest, reply: FastifyReply, code: string): FastifyReply
}

/** The same refusal again is not written again for so long. */
const refusalQuietMs = 600_000
const refusalsKept = 1000

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Stands before every handler that was added after it. */
export function keepGuard(app: FastifyInstance, options: GuardOptions): Guard {
  const { journal, ports, areas, own, problem } = options
  const reached = new WeakMap<FastifyRequest, string>()
  const refused = new Map<string, number>()
  const actionOf = (request: FastifyRequest) => (request.routeOptions.config.action ?? 'public') as Action
  const rightsOf = (request: FastifyRequest): readonly Right[] => options.session(request)?.rights ?? []

  function may(request: FastifyRequest, area: string, action: Action = actionOf(request)): boolean {
    return mayDo(rightsOf(request), action, area, ports.clock.nowMs())
  }

  /** `object`: what was asked for, as the address or the body named it. */
  function note(request: FastifyRequest, action: Action, object: string): void {
    const who = options.session(request)
    if (who === null) return
    const nowMs = ports.clock.nowMs()
    const key = `${who.accountId} ${action} ${object}`
    const before = refused.get(key)
    if (before !== undefined && nowMs - before < refusalQuietMs) return
    if (refused.size >= refusalsKept) refused.delete(refused.keys().next().value as string)
    refused.set(key, nowMs)
    const content = body({ action, object })
    const draft = { type: 'access.refused', typeVersion: 1, subject: who.accountId, area: '', observedAtMs: nowMs, body: content }
    journal.record([draft], { kind: 'person', id: who.accountId, session: who.id }).catch((error: unknown) => {
      request.log.warn({ err: error, action, object, person: who.accountId }, 'a refusal could not be written')
    })
  }

  app.addHook('onReady', async () => {
    for (const { method, url } of options.routes) {
      const kind = kindOf(url)
      assert(
        kind === null || [method].flat().every((each) => options.siteWide(each, url)) || kind in areas || own.includes(kind),
        `the route ${url} names an object: say in routes.ts where "${kind}" lie (areas), that it is the whole site's (siteWide), or that the route asks itself (own)`,
      )
    }
  })

  // Before the body is looked at: what is wrong with it is nobody's business who may not reach the object.
  app.addHook('preValidation', async (request, reply) => {
    const url = request.routeOptions.url ?? ''
    if (options.siteWide(request.method, url)) {
      if (!may(request, options.siteArea())) return problem(request, reply, 'not-allowed')
      return
    }
    const kind = kindOf(url)
    const areaOf = kind === null ? undefined : areas[kind]
    if (areaOf === undefined) return
    const { id } = request.params as { id: string }
    // What is no id is refused by the route's schema.
    if (!uuid.test(id)) return
    const area = await areaOf(id)
    if (area === null) return problem(request, reply, 'not-found')
    const action = (await options.actionOn?.(kind ?? '', id, actionOf(request))) ?? actionOf(request)
    if (!may(request, area, action)) {
      note(request, action, `${kind} ${id}`)
      return problem(request, reply, 'not-found')
    }
    reached.set(request, area)
  })

  return {
    may,
    canSee(request, area, action = actionOf(request)) {
      if (may(request, area, action)) return true
      note(request, action, `area ${area}`)
      return false
    },
    only: (request, list, areaOf) => list.filter((each) => may(request, areaOf(each))),
    rolesFor(request) {
      const nowMs = ports.clock.nowMs()
      const area = reached.get(request)
      const above = area === undefined ? null : pathTo(area)
      const held = rightsOf(request).filter((right) => holds(right, nowMs) && (above === null || above.includes(right.area)))
      return [...new Set(held.map(({ role }) => role))]
    },
    areaFor: (request, area) =>
      may(request, area) ? area : (subtreesOf(rightsOf(request), actionOf(request), ports.clock.nowMs())[0] ?? area),
    subtrees: (request, action = actionOf(request)) => subtreesOf(rightsOf(request), action, ports.clock.nowMs()),
  }
}

/** Subtrees in which rights allow an action now. */
export function subtreesOf(rights: readonly Right[], action: Action, nowMs: number): string[] {
  const held = rights.filter((right) => mayDo([right], action, undefined, nowMs))
  return [...new Set(held.map(({ area }) => area))]
}

/** `cameras` of `/api/cameras/:id/still.jpg`; null when the address names no object. */
function kindOf(url: string): string | null {
  return /^\/api\/([a-z-]+)\/:id(\/|$)/.exec(url)?.[1] ?? (url.includes(':') ? url : null)
}
