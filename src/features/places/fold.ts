import { hlcMs } from '../../journal/clock.ts'
import { isoTime } from '../../journal/entry.ts'
import type { ViewDefinition } from '../../journal/feature.ts'
import type { PlaceGeometry, PlaceView } from './contract.ts'
import type { PlaceSet } from './events.ts'

export type { PlaceSet } from './events.ts'

export type PlaceRow = Omit<PlaceView, 'id' | 'version'> & {
  readonly isRetired: boolean
  readonly changedAt: string
  /** Null: a machine. */
  readonly changedById: string | null
}

/** Places as they stand. One that was taken off the map stays as a row: its name stands in old alerts, and it may come back. */
export const places: ViewDefinition<PlaceRow> = {
  name: 'places',
  foldVersion: 2,
  folds: (entry) => entry.type.startsWith('place.'),
  fold(row, entry) {
    const changed = { changedAt: isoTime(hlcMs(entry.hlc)), changedById: entry.actor.kind === 'person' ? entry.actor.id : null }
    if (entry.type === 'place.retired') return row === undefined ? null : { ...bare(row), ...changed, isRetired: true }
    if (entry.type !== 'place.set') return row === undefined ? null : bare(row)
    const { name, geometry } = entry.body as unknown as PlaceSet
    return { name, geometry: lift(geometry), area: entry.area, isRetired: false, ...changed }
  },
}

function bare(row: PlaceRow & { readonly version: number }): PlaceRow {
  const { name, geometry, area, isRetired, changedAt, changedById } = row
  return { name, geometry, area, isRetired, changedAt, changedById }
}

/** Zones of before they had uses are watched. */
export function lift(geometry: PlaceGeometry): PlaceGeometry {
  return geometry.kind === 'zone' && geometry.use === undefined ? { ...geometry, use: 'watch' } : geometry
}

/** A row as pages see it. */
export function presentPlace({
  id,
  version,
  name,
  area,
  geometry,
  isRetired,
}: PlaceRow & { id: string; version: number }): PlaceView {
  return { id, version, name, area, geometry, ...(isRetired ? { isRetired } : {}) }
}
