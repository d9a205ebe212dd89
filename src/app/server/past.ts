/** What the journal says of a stretch of time: its alerts. For timelines, clips, and what retention must keep. */
import { alerts as alertsView } from '../../features/alerts/fold.ts'
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
