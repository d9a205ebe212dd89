/** The draft of a place that was not saved, kept on this device over a change of page. */

import type { PlaceDraft } from '../../../features/places/edit.ts'
import { placeKinds } from '../../../features/places/lists.ts'

const where = 'marsad.place-draft'

/** Null: none was kept, or what was kept is none. */
export function keptDraft(): PlaceDraft | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(where) ?? 'null')
    const { kind, points, name } = (kept ?? {}) as Partial<PlaceDraft>
    const isWhole = placeKinds.some((each) => each === kind) && Array.isArray(points) && typeof name?.ar === 'string'
    return isWhole ? (kept as PlaceDraft) : null
  } catch {
    return null // What cannot be read is no draft.
  }
}

/** Null forgets it. */
export function keepDraft(draft: PlaceDraft | null): void {
  try {
    if (draft === null) localStorage.removeItem(where)
    else localStorage.setItem(where, JSON.stringify(draft))
  } catch {
    // A device that keeps nothing keeps the draft as long as the page stands.
  }
}
