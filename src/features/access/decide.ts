/** What may be done with a person's account, decided on the record. Who may ask is the policy's. */
import { accept, type Outcome, refuse } from '../../base/outcome.ts'
import { body, type Draft, isoTime } from '../../journal/entry.ts'
import type { CommandDefinition, DecideContext } from '../../journal/feature.ts'
import { isArea, wholeSite } from './areas.ts'
import type { Role } from './contract.ts'
import type { AccountCreated, AccountPasswordSet, GrantEnded, GrantFact } from './events.ts'
import type { PersonRow } from './fold.ts'

type Row = PersonRow & { version: number }

/** Roles that one person never holds together (OPS 1.1), as far as the roles exist. */
export const apart: readonly (readonly [Role, Role])[] = [['administrator', 'commander']]

/** A role as somebody wishes it given. */
export interface WantedGrant {
  readonly id: string
  readonly role: Role
  readonly area: string
  /** Null: from now. */
  readonly from: string | null
  /** Null: open. */
  readonly until: string | null
}

/** A new account. Its id and name are made at the edge. */
export const createPerson: CommandDefinition<
  PersonRow,
  { id: string; name: AccountCreated['name']; grants: readonly WantedGrant[] }
> = {
  name: 'create-person',
  view: 'people',
  decide(row, { id, name, grants }, { nowMs }) {
    if (row) return accept([])
    const given: GrantFact[] = []
    for (const wanted of grants) {
      const fits = grantFits(given, wanted, nowMs)
      if (!fits.ok) return fits
      given.push(fits.value)
    }
    const content: AccountCreated = { name, roles: [...new Set(given.map(({ role }) => role))], grants: given }
    return accept([draft('account.created', id, nowMs, content, 2)])
  },
}

/** Gives the person another name. */
export const renamePerson: CommandDefinition<PersonRow, { id: string; basedOn: number; name: AccountCreated['name'] }> = {
  name: 'rename-person',
  view: 'people',
  decide(row, { id, basedOn, name }, { nowMs }) {
    const found = current(row, basedOn)
    return found.ok ? accept([draft('account.renamed', id, nowMs, { name })]) : found
  },
}

/** Gives a role in an area, for a time or open. Nobody gives one to himself. */
export const giveGrant: CommandDefinition<PersonRow, { id: string; basedOn: number; grant: WantedGrant }> = {
  name: 'give-grant',
  view: 'people',
  decide(row, { id, basedOn, grant }, { nowMs, actor }) {
    const found = current(row, basedOn)
    if (!found.ok) return found
    if (actor.kind === 'person' && actor.id === id) return refuse('people.own-grant')
    if (!found.value.isActive) return refuse('people.inactive')
    const fits = grantFits(found.value.grants, grant, nowMs)
    return fits.ok ? accept([draft('account.grant-given', id, nowMs, fits.value)]) : fits
  },
}

/** Ends a role. `othersWhoManage`: how many others may manage people for good. */
export const endGrant: CommandDefinition<PersonRow, { id: string; basedOn: number; grantId: string; othersWhoManage: number }> = {
  name: 'end-grant',
  view: 'people',
  decide(row, { id, basedOn, grantId, othersWhoManage }, { nowMs }) {
    const found = current(row, basedOn)
    if (!found.ok) return found
    const grant = found.value.grants.find((each) => each.id === grantId)
    if (grant === undefined) return refuse('people.grant-not-found')
    const after = { ...found.value, grants: found.value.grants.filter((each) => each.id !== grantId) }
    if (managesForGood(found.value) && !managesForGood(after) && othersWhoManage === 0) return refuse('people.last-administrator')
    const ended: GrantEnded = { id: grantId, role: grant.role, area: grant.area }
    return accept([draft('account.grant-ended', id, nowMs, ended)])
  },
}

/** Ends the account for as long as nobody takes it up again; what it did stays. */
export const deactivatePerson: CommandDefinition<PersonRow, { id: string; basedOn: number; othersWhoManage: number }> = {
  name: 'deactivate-person',
  view: 'people',
  decide(row, { id, basedOn, othersWhoManage }, { nowMs, actor }) {
    const found = current(row, basedOn)
    if (!found.ok) return found
    if (!found.value.isActive) return accept([])
    // Said first: it is the graver of the two, and true of whoever asks.
    if (managesForGood(found.value) && othersWhoManage === 0) return refuse('people.last-administrator')
    if (actor.kind === 'person' && actor.id === id) return refuse('people.own-account')
    return accept([draft('account.deactivated', id, nowMs, {})])
  },
}

/** Takes the account up again, with the roles that it had. */
export const reactivatePerson: CommandDefinition<PersonRow, { id: string; basedOn: number }> = {
  name: 'reactivate-person',
  view: 'people',
  decide(row, { id, basedOn }, { nowMs }) {
    const found = current(row, basedOn)
    if (!found.ok) return found
    return accept(found.value.isActive ? [] : [draft('account.reactivated', id, nowMs, {})])
  },
}

/** That a password was set, and by whom: never which. */
export const notePassword: CommandDefinition<PersonRow, { id: string; how: AccountPasswordSet['how'] }> = {
  name: 'note-password',
  view: 'people',
  decide: (row, { id, how }, context) => noted(row, 'account.password-set', id, { how }, context),
}

/** That a PIN was set. */
export const notePin: CommandDefinition<PersonRow, { id: string }> = {
  name: 'note-pin',
  view: 'people',
  decide: (row, { id }, context) => noted(row, 'account.pin-set', id, {}, context),
}

/** Whether this person can manage people, and no clock ends it: what the last one may not lose. */
export function managesForGood({ isActive, grants }: Pick<PersonRow, 'isActive' | 'grants'>): boolean {
  return isActive && grants.some(({ role, area, until }) => role === 'administrator' && area === wholeSite && until === null)
}

function noted(row: Row | undefined, type: string, id: string, content: object, { nowMs }: DecideContext): Outcome<Draft[]> {
  if (!row) return refuse('not-found')
  if (!row.isActive) return refuse('people.inactive')
  return accept([draft(type, id, nowMs, content)])
}

function current(row: Row | undefined, basedOn: number): Outcome<Row> {
  if (!row) return refuse('not-found')
  if (basedOn < row.settingsVersion || basedOn > row.version)
    return refuse('people.stale', { byId: row.changedById, at: row.changedAt })
  return accept(row)
}

/** The grant as a fact beside those that are there, or why it cannot be. */
function grantFits(beside: readonly GrantFact[], wanted: WantedGrant, nowMs: number): Outcome<GrantFact> {
  const { id, role, area, until } = wanted
  if (!isArea(area)) return refuse('people.area')
  const from = wanted.from === null ? isoTime(nowMs) : isoTime(Date.parse(wanted.from))
  const end = until === null ? null : isoTime(Date.parse(until))
  if (end !== null && (end <= from || Date.parse(end) <= nowMs)) return refuse('people.interval')
  const standing = beside.filter((other) => other.until === null || Date.parse(other.until) > nowMs)
  if (standing.some((other) => other.role === role && other.area === area && meet(other, { from, until: end })))
    return refuse('people.grant-exists')
  for (const other of standing) {
    const isApart = apart.some(([one, two]) => (one === role && two === other.role) || (two === role && one === other.role))
    if (isApart && meet(other, { from, until: end })) return refuse('people.separation', { role, with: other.role })
  }
  return accept({ id, role, area, from, until: end })
}

function meet(a: Pick<GrantFact, 'from' | 'until'>, b: Pick<GrantFact, 'from' | 'until'>): boolean {
  return (a.until === null || b.from < a.until) && (b.until === null || a.from < b.until)
}

function draft(type: string, subject: string, nowMs: number, content: object, typeVersion = 1): Draft {
  return { type, typeVersion, subject, area: wholeSite, observedAtMs: nowMs, body: body(content) }
}
