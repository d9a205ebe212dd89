/** The log of exposure over HTTP: when each camera saw, from the journal's facts of health and the alive marks. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Outcome } from '../../base/outcome.ts'
import type { Action } from '../../features/access/contract.ts'
import type { CameraHealth } from '../../features/cameras/contract.ts'
import { type ExposureView, exposureSpanMaxMs, exposureView } from '../../features/coverage/contract.ts'
import { aliveEveryMs, aliveSlackMs, exposureOf, type HealthFact, sumOf } from '../../features/coverage/exposure.ts'
import { isoTime } from '../../journal/entry.ts'
import type { Journal } from '../../journal/server/journal.ts'
import { problem as problemSchema } from '../../platform/problem.ts'

const instant = z.iso.datetime({ offset: true })

/** Reads the exposure of these cameras between two instants, UTC milliseconds. What lies after `nowMs` is not known. */
export async function readExposure(
  { sql, site }: Journal,
  cameraIds: readonly string[],
  fromMs: number,
  toMs: number,
  nowMs: number,
): Promise<ExposureView> {
  const facts = await sql<{ camera: string; at: Date; health: CameraHealth; reason: string | null; share: number | null }[]>`
    select subject as camera, observed_at as at, text::jsonb->'body'->>'health' as health, text::jsonb->'body'->>'reason' as reason,
      (text::jsonb->'body'->'facts'->>'detectShare')::float8 as share
    from journal.entry e where site = ${site} and type = 'camera.health-changed' and subject = any(${[...cameraIds]}::uuid[])
      and observed_at < ${isoTime(Math.ceil(toMs))}
      and observed_at >= coalesce((select max(observed_at) from journal.entry b where b.site = e.site and b.subject = e.subject
        and b.type = e.type and b.observed_at <= ${isoTime(Math.floor(fromMs))}), '-infinity')
    order by seq`
  // One mark before the interval tells whether the camera was alive as it began.
  const firstFact = Math.min(fromMs, ...facts.map(({ at }) => at.getTime()))
  const marks = await sql<{ camera: string; at: Date }[]>`
    select camera, at from signal.camera_alive where site = ${site} and camera = any(${[...cameraIds]}::uuid[])
      and at >= ${isoTime(Math.floor(Math.min(fromMs - aliveEveryMs - aliveSlackMs, Math.max(firstFact, fromMs - 600_000))))}
      and at <= ${isoTime(Math.ceil(toMs + aliveEveryMs + aliveSlackMs))} order by at`
  const factsOf = grouped(
    facts,
    (row): HealthFact => ({
      atMs: row.at.getTime(),
      health: row.health,
      reason: row.reason,
      detectShare: row.share,
    }),
  )
  const marksOf = grouped(marks, ({ at }) => at.getTime())
  return {
    from: isoTime(fromMs),
    to: isoTime(toMs),
    cameras: cameraIds.map((cameraId) => {
      const intervals = exposureOf(begunAt(factsOf.get(cameraId) ?? [], fromMs), marksOf.get(cameraId) ?? [], fromMs, toMs, nowMs)
      return {
        cameraId,
        intervals: intervals.map(({ fromMs: from, toMs: to, ...rest }) => ({ ...rest, from: isoTime(from), to: isoTime(to) })),
        ...sumOf(intervals),
      }
    }),
  }
}

/**
 * Marks older than a few minutes before the interval are not read, so a fact from long before cannot be followed by its marks from
 * the beginning: it is taken to hold from a little before the interval, and the marks around its start decide.
 */
function begunAt(facts: readonly HealthFact[], fromMs: number): HealthFact[] {
  const earliestMs = fromMs - aliveEveryMs - aliveSlackMs
  return facts.map((fact) => (fact.atMs < earliestMs ? { ...fact, atMs: earliestMs } : fact))
}

function grouped<Row extends { readonly camera: string }, To>(rows: readonly Row[], to: (row: Row) => To): Map<string, To[]> {
  const map = new Map<string, To[]>()
  for (const row of rows) {
    const list = map.get(row.camera)
    if (list) list.push(to(row))
    else map.set(row.camera, [to(row)])
  }
  return map
}

export interface ExposureRouteOptions {
  readonly journal: Journal
  /** Those that this person may see. */
  cameraIds(request: FastifyRequest): readonly string[]
  nowMs(): number
  act(action: Action): { config: { action: Action } }
  refuse(request: FastifyRequest, reply: FastifyReply, refusal: Extract<Outcome<never>, { ok: false }>['refusal']): unknown
}

/** Adds `GET /api/exposure?from&to`: every camera's intervals, which partition what was asked, at most 31 days. */
export function addExposureRoutes(app: FastifyInstance, { journal, cameraIds, nowMs, act, refuse }: ExposureRouteOptions): void {
  app.get(
    '/api/exposure',
    {
      ...act('watch.read'),
      schema: {
        querystring: z.object({ from: instant, to: instant }),
        response: { 200: exposureView, '4xx': problemSchema, '5xx': problemSchema },
      },
    },
    async (request, reply) => {
      const query = request.query as { from: string; to: string }
      const [fromMs, toMs] = [Date.parse(query.from), Date.parse(query.to)]
      if (!(toMs > fromMs) || toMs - fromMs > exposureSpanMaxMs) {
        return refuse(request, reply, { code: 'exposure.interval', facts: { days: exposureSpanMaxMs / 86_400_000 } })
      }
      return readExposure(journal, cameraIds(request), fromMs, toMs, nowMs())
    },
  )
}
