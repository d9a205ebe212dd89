/** The small views, held in memory and kept as the journal is: cameras, places, numbers of alerts. */

import { type AnnouncementRow, announcements as announcementsView } from '../../features/alerts/announce.ts'
import type { AlertView, AnnouncementView } from '../../features/alerts/contract.ts'
import type { CameraView } from '../../features/cameras/contract.ts'
import { type CameraRow, cameras as camerasView, presentCamera } from '../../features/cameras/fold.ts'
import type { HealthJudgement } from '../../features/cameras/health.ts'
import type { PlaceView } from '../../features/places/contract.ts'
import { places as placesView, presentPlace } from '../../features/places/fold.ts'
import type { Journal } from '../../journal/server/journal.ts'
import { readAllRows, viewTable } from '../../journal/server/views.ts'
import type { StoredAlert } from './present.ts'

export type StoredCamera = CameraRow & { readonly id: string; readonly version: number }

export type StoredAnnouncement = AnnouncementRow & { readonly id: string; readonly version: number }

export interface SiteState {
  /** Own movements announced in the last days. */
  readonly announcementRows: ReadonlyMap<string, StoredAnnouncement>
  announcements(): AnnouncementView[]
  presentAnnouncement(row: StoredAnnouncement): AnnouncementView
  /** All cameras that were ever added, also removed ones: their names stand in old alerts. */
  readonly cameraRows: ReadonlyMap<string, StoredCamera>
  /** All places that were ever drawn, also those taken off the map. */
  readonly placeRows: ReadonlyMap<string, PlaceView>
  /** Cameras as pages see them, in the order of their codes. */
  cameras(): CameraView[]
  /** One camera as a page sees it. */
  present(row: StoredCamera): CameraView
  /** What is on the map now. */
  places(): PlaceView[]
  /** Those too that were taken off the map, and say so. */
  placesEver(): PlaceView[]
  numberOf(alertId: string): string
  knowsAlert(alertId: string): boolean
  /** Of alerts that are open, or were changed since the start; null: not held here. */
  areaOfAlert(alertId: string): string | null
  kindOfAlert(alertId: string): AlertView['kind'] | null
  nextCode(): string
  /** On screen at once, whatever the journal does. */
  showHealth(cameraId: string, judgement: HealthJudgement, atMs: number): void
}

/** Older ones are in the journal. */
const keptAnnouncementsMs = 3 * 86_400_000

/** Reads the views once; from then on commits keep them. */
export async function holdState(
  journal: Journal,
  open: readonly StoredAlert[],
  nameOf: (personId: string) => string,
): Promise<SiteState> {
  const cameraRows = new Map<string, StoredCamera>()
  const placeRows = new Map<string, PlaceView>()
  const announcementRows = new Map<string, StoredAnnouncement>()
  for (const row of await readAllRows(journal.sql, viewTable(announcementsView), journal.site)) hold(row)
  function hold(row: object): void {
    const stored = row as StoredAnnouncement
    announcementRows.set(stored.id, stored)
    const oldestMs = Date.now() - keptAnnouncementsMs
    for (const [id, { until }] of announcementRows) if (Date.parse(until) < oldestMs) announcementRows.delete(id)
  }
  const numbers = new Map(open.map(({ id, number }) => [id, number]))
  const alertAreas = new Map(open.map(({ id, area }) => [id, area]))
  const alertKinds = new Map(open.map(({ id, kind }) => [id, kind]))
  for (const row of await readAllRows(journal.sql, viewTable(camerasView), journal.site)) cameraRows.set(row.id, row as never)
  for (const row of await readAllRows(journal.sql, viewTable(placesView), journal.site)) placeRows.set(row.id, row as never)

  // Asked for with each look of each mover: made anew only when a place changes.
  const onMap = () =>
    [...placeRows.values()].filter(({ isRetired }) => isRetired !== true).map((row) => presentPlace(row as never))
  let placesNow = onMap()

  journal.onCommitted(({ rows }) => {
    for (const [id, row] of rows.get('cameras') ?? []) if (row) cameraRows.set(id, row as never)
    for (const [id, row] of rows.get('places') ?? []) if (row) placeRows.set(id, row as never)
    if (rows.has('places')) placesNow = onMap()
    for (const row of rows.get('announcements')?.values() ?? []) if (row) hold(row)
    for (const [id, row] of rows.get('alerts') ?? []) {
      if (row) numbers.set(id, row.number as string)
      if (row) alertAreas.set(id, row.area as string)
      if (row) alertKinds.set(id, row.kind as AlertView['kind'])
    }
  })

  const presentAnnouncement = ({ byId, mode: _mode, ...row }: StoredAnnouncement): AnnouncementView => ({
    ...row,
    cameraIds: [...row.cameraIds],
    by: { id: byId, name: nameOf(byId) },
  })

  return {
    announcementRows,
    presentAnnouncement,
    announcements: () => [...announcementRows.values()].map(presentAnnouncement),
    cameraRows,
    placeRows,
    cameras: () =>
      [...cameraRows.values()]
        .filter(({ isRemoved }) => !isRemoved)
        .map((row) => presentCamera(row, nameOf))
        .sort((a, b) => (a.code < b.code ? -1 : 1)),
    present: (row) => presentCamera(row, nameOf),
    places: () => placesNow,
    placesEver: () => [...placeRows.values()].map((row) => presentPlace(row as never)),
    numberOf: (id) => numbers.get(id) ?? '',
    knowsAlert: (id) => numbers.has(id),
    areaOfAlert: (id) => alertAreas.get(id) ?? null,
    kindOfAlert: (id) => alertKinds.get(id) ?? null,
    nextCode() {
      const used = Math.max(0, ...[...cameraRows.values()].map(({ code }) => Number(code.slice(1)) || 0))
      return `C${String(used + 1).padStart(2, '0')}`
    },
    showHealth(id, { health, reason, facts }, atMs) {
      const row = cameraRows.get(id)
      // Planned work is a person's word; no machine's judgement stands above it.
      if (!row || row.service !== null) return
      const isOn = row.health === health && row.healthReason === reason
      const healthSince = isOn ? row.healthSince : new Date(atMs).toISOString()
      cameraRows.set(id, { ...row, health, healthReason: reason, healthFacts: facts ?? {}, healthSince })
    },
  }
}
