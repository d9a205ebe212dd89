/** What was recorded, over HTTP: timelines, mp4 of any interval by ranges, small pictures, clips of alerts, holds, quota. */
import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { uuidV7 } from '../../base/ids.ts'
import type { Outcome } from '../../base/outcome.ts'
import type { Action } from '../../features/access/contract.ts'
import { platformFix } from '../../features/cameras/contract.ts'
import {
  clipLeadMs,
  clipTailMs,
  recordedHold,
  recordingSettings,
  recordingState,
  timeline,
} from '../../features/recordings/contract.ts'
import { holdRecording, releaseRecording, setRecordingSettings } from '../../features/recordings/decide.ts'
import type { Plan } from '../../features/recordings/plan.ts'
import { footage } from '../../features/recordings/server/footage.ts'
import type { Actor } from '../../journal/entry.ts'
import type { Journal } from '../../journal/server/journal.ts'
import type { Ports } from '../../platform/ports.ts'
import { problem as problemSchema } from '../../platform/problem.ts'
import type { Guard } from './guard.ts'
import { stretchOf } from './past.ts'
import type { World } from './world.ts'

const idParams = z.object({ id: z.uuid() })
const instant = z.iso.datetime({ offset: true })
const refused = { '4xx': problemSchema, '5xx': problemSchema }
const interval = z.object({ from: instant, to: instant, download: z.enum(['0', '1']).default('0') })

export interface RecordingRouteOptions {
  readonly journal: Journal
  readonly world: World
  readonly ports: Ports
  readonly guard: Guard
  actor(request: FastifyRequest): Actor
  act(action: Action): { config: { action: Action } }
  refuse(request: FastifyRequest, reply: FastifyReply, refusal: Extract<Outcome<never>, { ok: false }>['refusal']): unknown
  problem(request: FastifyRequest, reply: FastifyReply, code: string): unknown
}

/** Adds the routes to the server. */
export function addRecordingRoutes(app: FastifyInstance, options: RecordingRouteOptions): void {
  const { journal, world, ports, guard, act, refuse, problem } = options
  const newId = () => uuidV7(ports.clock.nowMs(), ports.random.bytes(10))
  const knows = (id: string) => world.state.cameraRows.has(id)
  const idOf = (request: FastifyRequest) => (request.params as z.infer<typeof idParams>).id

  app.get(
    '/api/cameras/:id/timeline',
    {
      ...act('watch.read'),
      schema: { params: idParams, querystring: interval.omit({ download: true }), response: { 200: timeline, ...refused } },
    },
    async (request, reply) => {
      const { from, to } = request.query as z.infer<typeof interval>
      if (!knows(idOf(request))) return problem(request, reply, 'not-found')
      if (!(Date.parse(to) > Date.parse(from)))
        return refuse(request, reply, { code: 'recording.interval', facts: { hours: 24 } })
      return world.recordings.timeline(idOf(request), Date.parse(from), Date.parse(to))
    },
  )

  app.get(
    '/api/cameras/:id/platform',
    {
      ...act('watch.read'),
      schema: {
        params: idParams,
        querystring: interval.omit({ download: true }),
        response: { 200: z.object({ fixes: z.array(platformFix) }), ...refused },
      },
    },
    async (request, reply) => {
      const { from, to } = request.query as z.infer<typeof interval>
      if (!knows(idOf(request))) return problem(request, reply, 'not-found')
      return { fixes: await world.platforms.read(idOf(request), Date.parse(from), Date.parse(to)) }
    },
  )

  app.get(
    '/api/cameras/:id/video.mp4',
    { ...act('watch.read'), schema: { params: idParams, querystring: interval } },
    async (request, reply) => {
      const { from, to, download } = request.query as z.infer<typeof interval>
      const id = idOf(request)
      if (!knows(id)) return problem(request, reply, 'not-found')
      const planned = await world.recordings.plan(id, Date.parse(from), Date.parse(to))
      if (!planned.ok) return refuse(request, reply, planned.refusal)
      const code = world.state.cameraRows.get(id)?.code ?? ''
      return send(request, reply, planned.value, download === '1' ? fileName(code, planned.value.startMs) : null, Date.parse(to))
    },
  )

  app.get(
    '/api/alerts/:id/clip.mp4',
    {
      ...act('watch.read'),
      schema: {
        params: idParams,
        querystring: z.object({ camera: z.uuid().optional(), download: z.enum(['0', '1']).default('0') }),
      },
    },
    async (request, reply) => {
      const { camera, download } = request.query as { camera?: string; download: '0' | '1' }
      const [row] = await journal.rows('alerts', [idOf(request)])
      if (!row) return problem(request, reply, 'not-found')
      const { cameraIds, number, fromMs, toMs } = stretchOf(row as never)
      const cameraId = camera ?? cameraIds[0]
      const area = cameraId === undefined ? undefined : world.state.cameraRows.get(cameraId)?.area
      if (cameraId === undefined || !cameraIds.includes(cameraId) || area === undefined || !guard.canSee(request, area))
        return problem(request, reply, 'not-found')
      const endMs = Math.min((toMs ?? ports.clock.nowMs()) + clipTailMs, ports.clock.nowMs())
      const planned = await world.recordings.plan(cameraId, fromMs - clipLeadMs, endMs)
      if (!planned.ok) return refuse(request, reply, planned.refusal)
      const code = world.state.cameraRows.get(cameraId)?.code ?? ''
      const name = download === '1' ? fileName(`${number}-${code}`, planned.value.startMs) : null
      return send(request, reply, planned.value, name, endMs)
    },
  )

  app.get(
    '/api/cameras/:id/thumbnail.jpg',
    { ...act('watch.read'), schema: { params: idParams, querystring: z.object({ at: instant }) } },
    async (request, reply) => {
      const found = await world.recordings.thumbnail(idOf(request), Date.parse((request.query as { at: string }).at))
      if (!found) return problem(request, reply, 'not-found')
      return reply
        .type('image/jpeg')
        .header('cache-control', 'private, max-age=3600')
        .header('x-marsad-at', new Date(Math.round(found.atMs)).toISOString())
        .send(Buffer.from(found.jpeg))
    },
  )

  const holdBody = z.object({ commandId: z.uuid(), from: instant, to: instant, reason: z.string().trim().min(1).max(200) })
  app.post(
    '/api/cameras/:id/hold',
    { ...act('alert.close'), schema: { params: idParams, body: holdBody, response: { 200: recordedHold, ...refused } } },
    async (request, reply) => {
      const { commandId, from, to, reason } = request.body as z.infer<typeof holdBody>
      const camera = world.state.cameraRows.get(idOf(request))
      if (!camera) return problem(request, reply, 'not-found')
      const id = newId()
      const mode = camera.address.startsWith('simulated:') ? ('exercise' as const) : ('live' as const)
      const hold = { cameraId: idOf(request), from: iso(Date.parse(from)), to: iso(Date.parse(to)), reason }
      const input = { id, area: camera.area, mode, hold }
      const held = await journal.run(holdRecording, { commandId, subject: id, actor: options.actor(request), input })
      if (!held.ok) return refuse(request, reply, held.refusal)
      return { id: held.value.row?.id ?? id, from: hold.from, to: hold.to, reason }
    },
  )
  app.post(
    '/api/holds/:id/release',
    {
      ...act('alert.close'),
      schema: { params: idParams, body: z.object({ commandId: z.uuid() }), response: { 204: z.null(), ...refused } },
    },
    async (request, reply) => {
      const { commandId } = request.body as { commandId: string }
      const id = idOf(request)
      const [hold] = await journal.rows('recording-holds', [id])
      const input = { id, area: world.state.cameraRows.get((hold?.cameraId as string | undefined) ?? '')?.area ?? '' }
      const released = await journal.run(releaseRecording, { commandId, subject: id, actor: options.actor(request), input })
      return released.ok ? reply.code(204).send(null) : refuse(request, reply, released.refusal)
    },
  )

  /** The disk is one for all; of the cameras each sees his own. */
  async function stateFor(request: FastifyRequest) {
    const state = await world.recordings.state()
    const cameras = guard.only(request, state.cameras, ({ cameraId }) => world.state.cameraRows.get(cameraId)?.area ?? '')
    return { ...state, cameras }
  }
  app.get('/api/recordings', { ...act('camera.read'), schema: { response: { 200: recordingState, ...refused } } }, stateFor)
  const settingsBody = recordingSettings.extend({ commandId: z.uuid(), basedOn: z.number().int().min(0) })
  app.post(
    '/api/recordings/settings',
    { ...act('camera.configure'), schema: { body: settingsBody, response: { 200: recordingState, ...refused } } },
    async (request, reply) => {
      const { commandId, basedOn, totalBytes, cameraBytes } = request.body as z.infer<typeof settingsBody>
      const id = journal.site
      const input = { id, basedOn, settings: { totalBytes, cameraBytes } }
      const set = await journal.run(setRecordingSettings, { commandId, subject: id, actor: options.actor(request), input })
      return set.ok ? stateFor(request) : refuse(request, reply, set.refusal)
    },
  )

  function send(request: FastifyRequest, reply: FastifyReply, plan: Plan, name: string | null, untilMs: number) {
    const range = parseRange(request.headers.range, plan.bytes)
    reply
      .type(plan.mediaType)
      .header('accept-ranges', 'bytes')
      .header('cache-control', 'private, no-cache')
      .header('etag', `"${plan.init.segment.id}-${Math.round(untilMs)}-${plan.bytes}"`)
      .header('x-marsad-from', iso(plan.startMs))
      .header('x-marsad-to', iso(plan.endMs))
    if (name !== null) reply.header('content-disposition', `attachment; filename="${name}"`)
    if (range === null) return reply.code(416).header('content-range', `bytes */${plan.bytes}`).send()
    const { from, to, isPart } = range
    if (isPart) reply.code(206).header('content-range', `bytes ${from}-${to - 1}/${plan.bytes}`)
    reply.header('content-length', to - from)
    if (request.method === 'HEAD') return reply.send()
    return reply.send(
      Readable.from(footage(world.recordings.folder, plan, from, to), { objectMode: false, highWaterMark: 1 << 20 }),
    )
  }
}

/** One range of bytes out of a `Range` header; the whole when there is none (or one that is not understood); null: outside. */
export function parseRange(header: string | undefined, bytes: number): { from: number; to: number; isPart: boolean } | null {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? '')
  if (!match || (match[1] === '' && match[2] === '')) return { from: 0, to: bytes, isPart: false }
  const [first, last] = [match[1], match[2]]
  if (first === '') {
    const length = Math.min(bytes, Number(last))
    return length === 0 ? null : { from: bytes - length, to: bytes, isPart: true }
  }
  const from = Number(first)
  const to = last === '' ? bytes : Math.min(bytes, Number(last) + 1)
  return from >= bytes || to <= from ? null : { from, to, isPart: true }
}

function iso(ms: number): string {
  return new Date(Math.round(ms)).toISOString()
}

/** `C07-20261122-031449Z.mp4` */
function fileName(code: string, atMs: number): string {
  const at = iso(atMs)
  return `${code}-${at.slice(0, 10).replaceAll('-', '')}-${at.slice(11, 19).replaceAll(':', '')}Z.mp4`
}
