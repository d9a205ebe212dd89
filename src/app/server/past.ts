/** What the journal says of a stretch of time: alerts and a camera's health. For timelines, clips, and what retention must keep. */
import { alerts as alertsView } from '../../features/alerts/fold.ts'
import type { Timeline } from '../../features/recordings/contract.ts'
import { isoTime } from '../../journal/entry.ts'
import type { Journal } from '../../journal/server/journal.ts'
import { viewTable } from '../../journal/server/views.ts'
import type { StoredAlert } from './present.ts'
import type { AlertStretch } from './recordings.ts'

const alertTable = viewTable(alertsView)

/** From the first picture that led to it, to when its movement was over; `toMs` null while it goes on. */
export function stretchOf(alert: StoredAlert): AlertStretch {
  const { id, number, priority, kind, cameraIds, condition, firstAt, lastAt, closed, hops } = alert
  const fromMs = Math.min(Date.parse(firstAt), Date.parse(hops.h0FrameAt ?? firstAt))
  const endedAt = condition === 'cleared' ? lastAt : (closed?.at ?? null)
  return { id, number, priority, kind, cameraIds, fromMs, toMs: endedAt === null ? null : Date.parse(endedAt) }
}

/** Alerts of a camera (null: of all) that touch the interval, oldest first. UTC milliseconds. */
export async function alertStretches(
  { sql, site }: Journal,
  cameraId: string | null,
  sinceMs: number,
  untilMs: number,
): Promise<AlertStretch[]> {
  const rows = await sql.unsafe<{ id: string; version: number; data: object }[]>(
    `select id, version, data from ${alertTable} where site = $1
      and ($2::text is null or data->'cameraIds' ? $2)
      and data->>'firstAt' < $4 and (data->>'lastAt' >= $3 or (data->>'condition' = 'active' and data->>'disposition' = 'open'))
      order by data->>'firstAt'`,
    [site, cameraId, isoTime(Math.floor(sinceMs)), isoTime(Math.ceil(untilMs))],
  )
  return rows.map(({ id, version, data }) => stretchOf({ ...data, id, version } as StoredAlert))
}

/** A camera's health in the interval, without gap or overlap from its first word on. UTC milliseconds. */
export async function healthStretches(
  { sql }: Journal,
  cameraId: string,
  fromMs: number,
  toMs: number,
): Promise<Timeline['health']> {
  const from = isoTime(Math.floor(fromMs))
  const rows = await sql<{ at: string; health: string; reason: string | null }[]>`
    select to_char(observed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
      text::jsonb->'body'->>'health' as health, text::jsonb->'body'->>'reason' as reason
    from journal.entry where subject = ${cameraId} and type = 'camera.health-changed' and observed_at < ${isoTime(Math.ceil(toMs))}
      and seq >= coalesce((select max(seq) from journal.entry where subject = ${cameraId} and type = 'camera.health-changed'
        and observed_at <= ${from}), 0) order by seq`
  return rows.map(({ at, health, reason }, index) => ({
    from: at < from ? from : at,
    to: rows[index + 1]?.at ?? null,
    health,
    reason,
  }))
}
