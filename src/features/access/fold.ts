/** People who work here, as the journal says: names by vault name only, secrets nowhere. */
import { hlcMs } from '../../journal/clock.ts'
import { type Entry, isoTime } from '../../journal/entry.ts'
import type { ViewDefinition } from '../../journal/feature.ts'
import { wholeSite } from './areas.ts'
import type { AccountCreated, AccountPasswordSet, AccountRenamed, GrantEnded, GrantFact } from './events.ts'

export interface PersonRow {
  readonly name: { readonly vault: string; readonly sha256: string }
  readonly grants: readonly GrantFact[]
  readonly isActive: boolean
  readonly hasPin: boolean
  /** The password was made by an administrator and not changed yet. */
  readonly mustChangePassword: boolean
  /** The version that last changed what an administrator sets: own passwords and PINs make no change of his stale. */
  readonly settingsVersion: number
  readonly changedAt: string
  /** Null: a machine. */
  readonly changedById: string | null
}

export const people: ViewDefinition<PersonRow> = {
  name: 'people',
  foldVersion: 1,
  folds: (entry) => entry.type.startsWith('account.'),
  fold(row, entry) {
    const body = entry.body as unknown
    if (entry.type === 'account.created') {
      return {
        name: (body as AccountCreated).name,
        grants: grantsOf(body as AccountCreated, entry),
        isActive: true,
        hasPin: false,
        mustChangePassword: false,
        ...setBy(undefined, entry),
      }
    }
    if (!row) return null
    switch (entry.type) {
      case 'account.renamed':
        return { ...row, ...setBy(row, entry), name: (body as AccountRenamed).name }
      case 'account.password-set':
        return { ...row, mustChangePassword: (body as AccountPasswordSet).how === 'one-time' }
      case 'account.pin-set':
        return { ...row, hasPin: true }
      case 'account.grant-given':
        return { ...row, ...setBy(row, entry), grants: [...row.grants, body as GrantFact] }
      case 'account.grant-ended':
        return { ...row, ...setBy(row, entry), grants: row.grants.filter(({ id }) => id !== (body as GrantEnded).id) }
      case 'account.deactivated':
        return { ...row, ...setBy(row, entry), isActive: false }
      case 'account.reactivated':
        return { ...row, ...setBy(row, entry), isActive: true }
      default:
        return row
    }
  },
}

/** Before areas came, a role held for the whole site from the first day. */
function grantsOf({ grants, roles }: AccountCreated, entry: Entry): GrantFact[] {
  if (grants !== undefined) return [...grants]
  return roles.map((role) => ({ id: role, role, area: wholeSite, from: entry.observedAt, until: null }))
}

function setBy(row: { version: number } | undefined, entry: Entry) {
  return {
    settingsVersion: (row?.version ?? 0) + 1,
    changedAt: isoTime(hlcMs(entry.hlc)),
    changedById: entry.actor.kind === 'person' ? entry.actor.id : null,
  }
}
