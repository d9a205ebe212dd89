/** HTTP of alarm hygiene: the journal's alerts of a span, folded once more, and what OPS 5 makes of them. Never by person. */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Refusal } from '../../base/outcome.ts'
import type { Action } from '../../features/access/contract.ts'
import { type AlertRow, alerts as alertsView } from '../../features/alerts/fold.ts'
import { type HygieneAlert, type HygieneInput, hygieneOf, type Sounding } from '../../features/alerts/hygiene.ts'
import { type HygieneView, hygieneSpanMaxMs, hygieneView } from '../../features/alerts/hygiene-contract.ts'
import { isNightHour } from '../../features/shifts/times.ts'
import { hlcMs } from '../../journal/clock.ts'
import type { Entry } from '../../journal/entry.ts'
import type { Journal } from '../../journal/server/journal.ts'
import type { Ports } from '../../platform/ports.ts'
import { problem as problemSchema } from '../../platform/problem.ts'
import { readExposure } from './exposure.ts'
import type { ShiftKeeper } from './shifts.ts'
import type { SiteState } from './state.ts'

export interface HygieneNeeds {
  readonly journal: Journal
  readonly state: SiteState
  readonly shifts: ShiftKeeper
  readonly ports: Ports
  readonly timeZone: string
}

export interface HygieneRouteNeeds extends HygieneNeeds {
  act(action: Action): { config: { action: Action } }
  /** Whether the reader may see what belongs to this area. */
  canSee(request: FastifyRequest, area: string): boolean
  refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply
}

const refused = { '4xx': problemSchema, '5xx': problemSchema }
const instant = z.iso.datetime({ offset: true })
const hourMs = 3_600_000
/** A night is twelve hours by the clock; a camera that sees through half of one has half a night. */
const nightMs = 12 * hourMs
const stepMs = 600_000

interface Told {
  readonly soundings: Sounding[]
  readonly alerts: HygieneAlert[]
  readonly shelves: { fromMs: number; toMs: number | null; renewals: number; hasUntil: boolean }[]
}

/** Folds every alert that something happened to in the span, from its beginning: only so is it known what was heard. */
async function readAlerts(needs: HygieneNeeds, fromMs: number, toMs: number, canSee: (area: string) => boolean): Promise<Told> {
  const { journal, state } = needs
  const [from, to] = [new Date(fromMs).toISOString(), new Date(toMs).toISOString()]
  const entries = await journal.sql<{ text: string }[]>`
    select text from journal.entry where site = ${journal.site} and type like 'alert.%' and subject in (
      select distinct subject from journal.entry where site = ${journal.site} and type like 'alert.%'
        and observed_at >= ${from} and observed_at < ${to}) order by seq`
  const rows = new Map<string, AlertRow & { readonly version: number }>()
  const soundings: Sounding[] = []
  const shelves: Told['shelves'] = []
  const on = new Map<string, Told['shelves'][number]>()
  const escalations = new Map<string, number>()
  const sourceOf = (row: AlertRow) => `${row.ruleId} ${state.cameraRows.get(row.cameraIds[0] ?? '')?.code ?? ''}`.trim()
  for (const { text } of entries) {
    const entry = JSON.parse(text) as Entry
    // A test alarm proves the lamp; it is no alarm. What the reader may not see is not counted either.
    if (entry.mode === 'test' || !canSee(entry.area)) continue
    const before = rows.get(entry.subject)
    const folded = alertsView.fold(before, entry)
    if (!folded) continue
    const row = { ...folded, version: (before?.version ?? 0) + 1 }
    rows.set(entry.subject, row)
    const atMs = Date.parse(entry.observedAt)
    if (row.soundings > (before?.soundings ?? 0) && row.suppression.kind === 'none')
      soundings.push({ atMs, priority: row.priority, source: sourceOf(row) })
    if (entry.type === 'alert.escalated') escalations.set(entry.subject, (escalations.get(entry.subject) ?? 0) + 1)
    const actedMs = hlcMs(entry.hlc)
    const shelf = on.get(entry.subject)
    if (row.suppression.kind === 'shelved') {
      if (shelf) shelf.renewals = row.suppression.renewals
      else {
        const begun = { fromMs: actedMs, toMs: null, renewals: row.suppression.renewals, hasUntil: row.suppression.until !== '' }
        on.set(entry.subject, begun)
        shelves.push(begun)
      }
    } else if (shelf) {
      shelf.toMs = actedMs
      on.delete(entry.subject)
    }
  }
  const ms = (at: string | null) => (at === null ? null : Date.parse(at))
  const alerts = [...rows].flatMap(([id, row]): HygieneAlert[] => {
    const raisedMs = ms(row.hops.h3RaisedAt) ?? Date.parse(row.firstAt)
    if (raisedMs < fromMs || raisedMs >= toMs || row.suppression.kind === 'by_design') return []
    const reason = row.closed?.reason ?? null
    const family = reason?.split('.')[0]
    return [
      {
        raisedMs,
        clearedMs: row.condition === 'cleared' ? Date.parse(row.lastAt) : null,
        priority: row.priority,
        source: sourceOf(row),
        frameMs: ms(row.hops.h0FrameAt),
        shownMs: ms(row.hops.h4ShownAt),
        takenMs: ms(row.hops.h5AcknowledgedAt),
        closedMs: ms(row.hops.h11ClosedAt),
        closedAs: family === 'real' || family === 'nuisance' || family === 'undetermined' ? family : null,
        cause: reason,
        escalations: escalations.get(id) ?? 0,
        cameras: row.cameraIds,
        outpost: row.area,
      },
    ]
  })
  return { soundings, alerts, shelves }
}

/** Works out the figures of a span; UTC milliseconds. */
export async function readHygiene(
  needs: HygieneNeeds,
  fromMs: number,
  toMs: number,
  canSee: (area: string) => boolean,
): Promise<HygieneView> {
  const { journal, state, shifts, ports } = needs
  const nowMs = ports.clock.nowMs()
  const untilMs = Math.min(toMs, nowMs)
  const hour = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hour12: false, timeZone: needs.timeZone })
  const isNight = (atMs: number) => isNightHour(Number(hour.format(atMs)) % 24)
  const shown = state.cameras().filter(({ area }) => canSee(area))
  const [told, staffed, exposure] = await Promise.all([
    readAlerts(needs, fromMs, untilMs, canSee),
    shifts.staffed(fromMs, untilMs),
    readExposure(
      journal,
      shown.map(({ id }) => id),
      fromMs,
      untilMs,
      nowMs,
    ),
  ])
  const cameras = exposure.cameras.map(({ cameraId, intervals }): HygieneInput['cameras'][number] => {
    let [nights, watchedS, outS, unknownS] = [0, 0, 0, 0]
    for (const { from, to, health } of intervals) {
      const [beginMs, endMs] = [Date.parse(from), Date.parse(to)]
      const seconds = (endMs - beginMs) / 1000
      const sees = health === 'working' || health === 'degraded'
      if (sees) watchedS += seconds
      if (health === 'out_of_service') outS += seconds
      if (health === 'unknown') unknownS += seconds
      for (let atMs = beginMs; sees && atMs < endMs; atMs += stepMs)
        if (isNight(atMs)) nights += Math.min(stepMs, endMs - atMs) / nightMs
    }
    return { id: cameraId, code: state.cameraRows.get(cameraId)?.code ?? '', nights, watchedS, outS, unknownS }
  })
  // Walks come with patrols: until one is staged, what is missed is not measured.
  const figures = hygieneOf({ fromMs, toMs: untilMs, nowMs, ...told, staffed, cameras, walks: null })
  return hygieneView.parse({ from: new Date(fromMs).toISOString(), to: new Date(untilMs).toISOString(), ...figures })
}

/** Adds `GET /api/hygiene`. */
export function addHygieneRoutes(app: FastifyInstance, needs: HygieneRouteNeeds): void {
  const query = z.object({ from: instant, to: instant })
  app.get(
    '/api/hygiene',
    { ...needs.act('hygiene.read'), schema: { querystring: query, response: { 200: hygieneView, ...refused } } },
    async (request, reply) => {
      const { from, to } = request.query as z.infer<typeof query>
      const [fromMs, toMs] = [Date.parse(from), Date.parse(to)]
      if (!(toMs > fromMs) || toMs - fromMs > hygieneSpanMaxMs || fromMs >= needs.ports.clock.nowMs())
        return needs.refuse(request, reply, { code: 'hygiene.span', facts: { days: hygieneSpanMaxMs / 86_400_000 } })
      return readHygiene(needs, fromMs, toMs, (area) => needs.canSee(request, area))
    },
  )
}
