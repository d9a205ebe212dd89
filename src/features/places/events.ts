/** What places write: the whole place each time, so that any entry alone says what held from then on. */
import type { PlaceGeometry } from './contract.ts'

export interface PlaceSet {
  readonly name: { readonly ar: string; readonly en: string }
  readonly geometry: PlaceGeometry
}

/** Every type that places write. */
export const placeEntryTypes = ['place.set', 'place.retired'] as const
export type PlaceEntryType = (typeof placeEntryTypes)[number]
