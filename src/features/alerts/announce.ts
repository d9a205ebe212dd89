/** Own movements said beforehand (OPS 2.3, `by_design`): counted, not sounded, always with an end; an immediate alert is heard. */

import type { LatLon } from '../../base/geo.ts'
import { accept, refuse } from '../../base/outcome.ts'
import { hlcMs } from '../../journal/clock.ts'
import { body, type Entry, isoTime } from '../../journal/entry.ts'
import type { CommandDefinition, ViewDefinition } from '../../journal/feature.ts'
import { isInZone, type PlaceView } from '../places/contract.ts'
import type { AnnouncementView } from './contract.ts'

/** What was said, as the journal keeps it: call signs of own people are no secret of persons. */
export interface MovementAnnounced {
  readonly what: AnnouncementView['what']
  readonly name: string
  readonly cameraIds: readonly string[]
  readonly placeId: string | null
  readonly from: string
  readonly until: string
}

export interface AnnouncementRow extends MovementAnnounced {
  readonly area: string
  readonly mode: Entry['mode']
  readonly byId: string
  readonly endedAt: string | null
}

/** A leg of a patrol, a drill, a day of works: longer is a change of the rules and not an announcement. */
export const announceMostMs = 12 * 3_600_000

export const announcements: ViewDefinition<AnnouncementRow> = {
  name: 'announcements',
  foldVersion: 1,
  folds: (entry) => entry.type.startsWith('movement.'),
  fold(row, entry) {
    if (entry.type === 'movement.announced') {
      const said = entry.body as unknown as MovementAnnounced
      return { ...said, area: entry.area, mode: entry.mode, byId: entry.actor.id, endedAt: null }
    }
    if (!row) return null
    return entry.type === 'movement.ended' ? { ...row, endedAt: isoTime(hlcMs(entry.hlc)) } : row
  },
}

export const announceMovement: CommandDefinition<AnnouncementRow, { id: string; area: string; movement: MovementAnnounced }> = {
  name: 'announce-movement',
  view: 'announcements',
  decide(row, { id, area, movement }, { nowMs, actor }) {
    if (actor.kind !== 'person' || row) return refuse('not-allowed')
    const [fromMs, untilMs] = [Date.parse(movement.from), Date.parse(movement.until)]
    if (untilMs <= nowMs || untilMs <= fromMs) return refuse('announcement.past')
    if (untilMs - fromMs > announceMostMs) return refuse('announcement.too-long', { hours: announceMostMs / 3_600_000 })
    return accept([{ type: 'movement.announced', typeVersion: 1, subject: id, area, observedAtMs: nowMs, body: body(movement) }])
  },
}

export const endAnnouncement: CommandDefinition<AnnouncementRow, { id: string; basedOn: number }> = {
  name: 'end-announcement',
  view: 'announcements',
  decide(row, { id, basedOn }, { nowMs, actor }) {
    if (actor.kind !== 'person') return refuse('not-allowed')
    if (!row) return refuse('not-found')
    if (row.version !== basedOn || row.endedAt !== null || Date.parse(row.until) <= nowMs) return refuse('announcement.ended')
    return accept([{ type: 'movement.ended', typeVersion: 1, subject: id, area: row.area, observedAtMs: nowMs, body: {} }])
  },
}

/** Whether the announcement holds now. */
export function isOn({ from, until, endedAt }: Pick<AnnouncementRow, 'from' | 'until' | 'endedAt'>, nowMs: number): boolean {
  return endedAt === null && Date.parse(from) <= nowMs && nowMs < Date.parse(until)
}

/** What was announced, as an alert that falls under it keeps it. */
export interface ByDesign {
  readonly announcementId: string
  readonly what: string
  readonly until: string
}

/**
 * The own movement that explains what a camera sees at a place now; null: none does. A zone that is quiet by design for a time is said
 * beforehand like a movement. Where ground was named, what has no place is not what was announced.
 */
export function announcedAt(
  announcements: Iterable<AnnouncementRow & { readonly id: string }>,
  places: ReadonlyMap<string, PlaceView>,
  seen: { readonly cameraId: string; readonly position: LatLon | null },
  nowMs: number,
): ByDesign | null {
  const { cameraId, position } = seen
  const holds = (place: PlaceView | undefined) =>
    place?.geometry.kind === 'zone' && position !== null && isInZone(place.geometry, position)
  for (const row of announcements) {
    if (!isOn(row, nowMs) || !row.cameraIds.includes(cameraId)) continue
    if (row.placeId !== null && !holds(places.get(row.placeId))) continue
    return { announcementId: row.id, what: row.what, until: row.until }
  }
  for (const place of places.values()) {
    const { geometry } = place
    if (geometry.kind !== 'zone' || geometry.use !== 'quiet_by_design' || !geometry.window || !holds(place)) continue
    const { from, until } = geometry.window
    if (Date.parse(from) <= nowMs && nowMs < Date.parse(until))
      return { announcementId: place.id, what: 'quiet_zone', until: isoTime(Date.parse(until)) }
  }
  return null
}
