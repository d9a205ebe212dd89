import { accept, refuse } from '../../base/outcome.ts'
import { body } from '../../journal/entry.ts'
import type { CommandDefinition, ViewDefinition } from '../../journal/feature.ts'
import type { PlaceGeometry, PlaceView } from './contract.ts'

/** What places write: the whole place each time, so that any entry alone says what held from then on. */
export interface PlaceSet {
  readonly name: { readonly ar: string; readonly en: string }
  readonly geometry: PlaceGeometry
}

export type PlaceRow = Omit<PlaceView, 'id' | 'version'>

export const places: ViewDefinition<PlaceRow> = {
  name: 'places',
  foldVersion: 1,
  folds: (entry) => entry.type.startsWith('place.'),
  fold(row, entry) {
    if (entry.type === 'place.removed') return null
    if (entry.type !== 'place.set') return row ?? null
    return { ...(entry.body as unknown as PlaceSet), area: entry.area }
  },
}

export const setPlace: CommandDefinition<PlaceRow, { id: string; area: string; basedOn: number; place: PlaceSet }> = {
  name: 'set-place',
  view: 'places',
  decide(row, { id, area, basedOn, place }, { nowMs }) {
    if ((row?.version ?? 0) !== basedOn) return refuse('place.stale')
    return accept([{ type: 'place.set', typeVersion: 1, subject: id, area, observedAtMs: nowMs, body: body(place) }])
  },
}
