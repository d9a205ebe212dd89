import type { LatLon } from '../../base/geo.ts'
import { accept, type Outcome, refuse } from '../../base/outcome.ts'
import { body, type Draft } from '../../journal/entry.ts'
import type { CommandDefinition, DecideContext } from '../../journal/feature.ts'
import { faultOf } from './check.ts'
import type { PlaceGeometry } from './contract.ts'
import type { PlaceSet } from './events.ts'
import type { PlaceRow } from './fold.ts'

/** Every no of these commands beside the faults of `check.ts`. */
export const placeRefusals = ['place.stale', 'place.not-found', 'place.two-persons', 'place.kind'] as const

/** For this long whoever entered a protected site may still take it back alone: nothing was built on it. */
const ownMistakeMs = 10 * 60_000

type Row = (PlaceRow & { version: number }) | undefined

/** Draws or redraws a place. Setting one that was retired brings it back. `anchor`: where the site is, null: not known yet. */
export const setPlace: CommandDefinition<
  PlaceRow,
  { id: string; area: string; basedOn: number; place: PlaceSet; anchor?: LatLon | null }
> = {
  name: 'set-place',
  view: 'places',
  decide(row, { id, area, basedOn, place, anchor = null }, context) {
    if ((row?.version ?? 0) !== basedOn) return stale(row)
    if (row !== undefined && row.geometry.kind !== place.geometry.kind) return refuse('place.kind')
    const fault = faultOf(place.geometry, anchor)
    if (fault !== null) return refuse(fault.code, fault.facts)
    if (row !== undefined && !row.isRetired && isShrunk(row.geometry, place.geometry) && !isOwnMistake(row, context))
      return refuse('place.two-persons')
    const { nowMs } = context
    return accept([{ type: 'place.set', typeVersion: 1, subject: id, area, observedAtMs: nowMs, body: body(place) }])
  },
}

/** Takes a place off the map. It stays in history. */
export const retirePlace: CommandDefinition<PlaceRow, { id: string; basedOn: number }> = {
  name: 'retire-place',
  view: 'places',
  decide(row, { id, basedOn }, context): Outcome<readonly Draft[]> {
    if (row === undefined) return refuse('place.not-found')
    if (row.version !== basedOn) return stale(row)
    if (row.isRetired) return accept([])
    // Protection is not ended by one person alone (OPS T6).
    if (row.geometry.kind === 'protected_site' && !isOwnMistake(row, context)) return refuse('place.two-persons')
    const { name, geometry, area } = row
    const observedAtMs = context.nowMs
    return accept([{ type: 'place.retired', typeVersion: 1, subject: id, area, observedAtMs, body: body({ name, geometry }) }])
  },
}

function stale(row: Row): ReturnType<typeof refuse> {
  return refuse('place.stale', { byId: row?.changedById ?? null, at: row?.changedAt ?? null })
}

/** Less ground protected than before, wherever it now lies. */
function isShrunk(before: PlaceGeometry, after: PlaceGeometry): boolean {
  if (before.kind !== 'protected_site' || after.kind !== 'protected_site') return false
  const isMoved = before.position.lat !== after.position.lat || before.position.lon !== after.position.lon
  return after.bufferM < before.bufferM || isMoved
}

function isOwnMistake(row: NonNullable<Row>, { actor, nowMs }: DecideContext): boolean {
  return row.version === 1 && row.changedById === actor.id && nowMs - Date.parse(row.changedAt) <= ownMistakeMs
}
