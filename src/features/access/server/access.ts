/** Who works here and on which screen: signing in, changing the officer at a desk, locking, ending, own secrets. */
import { timingSafeEqual } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { uuidV7 } from '../../../base/ids.ts'
import { accept, type Outcome, refuse } from '../../../base/outcome.ts'
import { type Actor, body } from '../../../journal/entry.ts'
import type { Journal } from '../../../journal/server/journal.ts'
import type { Vault } from '../../../journal/server/vault.ts'
import type { Ports } from '../../../platform/ports.ts'
import { wholeSite } from '../areas.ts'
import type { Role } from '../contract.ts'
import type { SessionEnd, SessionOpened } from '../events.ts'
import { latinDigits, nameKey } from '../names.ts'
import { holds, type Right } from '../policy.ts'
import { checkPassword, checkPin } from '../secrets.ts'
import { countAttempts } from './attempts.ts'
import { hashCost, openPeople, type People, type StoredPerson } from './people.ts'
import { openSessions, type Place, type StoredSession, secretHash, sessionMs } from './sessions.ts'

export type { People, StoredPerson } from './people.ts'
export type { Place, StoredSession } from './sessions.ts'

/** A PIN opens a desk only where its owner signed in with the password within this time. */
export const deskMs = 24 * 3_600_000
/** After so many wrong PINs only the password helps. */
const pinTriesMost = 5
const windowMs = 60_000
const triesOfAccount = 5
const triesOfAddress = 20

/** Somebody at work. */
export interface Session {
  readonly id: string
  readonly accountId: string
  readonly name: string
  /** All that the account was given; what holds is asked with the instant. */
  readonly rights: readonly Right[]
  readonly roles: readonly Role[]
  readonly csrf: string
  readonly expiresAtMs: number
  readonly isLocked: boolean
  readonly mustChangePassword: boolean
  readonly hasPin: boolean
}

export interface Opened {
  readonly token: string
  readonly session: Session
}

/** What open sockets have to hear of. */
export type AccessChange =
  | { readonly kind: 'ended'; readonly sessionIds: readonly string[] }
  /** Locked, unlocked, or other rights: what may be shown is another. */
  | { readonly kind: 'changed'; readonly accountId: string }

export interface Access {
  readonly people: People
  hasAccounts(): boolean
  /** The first account of a site: administrator, watch officer and engineer in one. */
  createFirst(login: string, password: string): Promise<void>
  /** Refuses in the same time whether the name or the password is wrong. */
  signIn(login: string, password: string, place: Place): Promise<Outcome<Opened>>
  /** Null: there is none, its time is over, or its account is not active. */
  find(token: string): Session | null
  /** The session as it stands now. */
  present(sessionId: string): Session | null
  end(sessionIds: readonly string[], why: SessionEnd, actor: Actor): Promise<void>
  sessions(): StoredSession[]
  lock(session: Session): Promise<void>
  unlock(session: Session, secret: { readonly pin: string } | { readonly password: string }): Promise<Outcome<Session>>
  /** Ends this session and opens one of the other officer at the same desk. */
  changeOfficer(session: Session, name: string, pin: string, place: Place): Promise<Outcome<Opened>>
  changePassword(session: Session, commandId: string, old: string, next: string): Promise<Outcome<Session>>
  /** Whether the one who is called so knows his password, or at a desk of his the PIN; opens no session. Counted and slow. */
  prove(name: string, secret: string, place: Place): Promise<Outcome<StoredPerson>>
  setPin(session: Session, commandId: string, password: string, pin: string): Promise<Outcome<Session>>
  /** The password of another account, made here; all its sessions end. */
  resetPassword(order: { commandId: string; id: string; actor: Actor }): Promise<Outcome<string>>
  onChange(listener: (change: AccessChange) => void): void
  nameOf(accountId: string): string
}

/** Opens access to a site. */
export async function openAccess(journal: Journal, vault: Vault, ports: Ports): Promise<Access> {
  const { sql, site } = journal
  const people = await openPeople(journal, vault, ports)
  const sessions = await openSessions(sql, site, ports)
  const listeners: ((change: AccessChange) => void)[] = []
  const tries = countAttempts(windowMs, ports.clock.monotonicMs)
  // Verifying against this makes an unknown name take as long as a wrong password.
  const nobody = await hash('nobody has this password', hashCost)
  const newId = () => uuidV7(ports.clock.nowMs(), ports.random.bytes(10))
  const tell = (change: AccessChange) => {
    for (const listener of listeners) listener(change)
  }
  journal.onCommitted(({ rows }) => {
    for (const accountId of rows.get('people')?.keys() ?? []) tell({ kind: 'changed', accountId })
  })

  function presented(stored: StoredSession | null): Session | null {
    const person = stored === null ? null : people.find(stored.accountId)
    if (stored === null || !person?.isActive) return null
    const rights = people.rightsOf(person.id)
    const nowMs = ports.clock.nowMs()
    return {
      id: stored.id,
      accountId: person.id,
      name: people.nameOf(person.id),
      rights,
      roles: [...new Set(rights.filter((right) => holds(right, nowMs)).map(({ role }) => role))],
      csrf: stored.csrf,
      expiresAtMs: stored.expiresAtMs,
      isLocked: stored.isLocked,
      mustChangePassword: person.mustChangePassword,
      hasPin: person.hasPin,
    }
  }

  async function secretsOf(id: string) {
    const [row] = await sql<{ password_hash: string }[]>`select password_hash from access.account where id = ${id}`
    return row ?? null
  }

  /** Counted and slow, whoever it is of; the count begins anew with a right answer. */
  async function isPassword(accountId: string | null, key: string, password: string, address: string): Promise<Outcome<null>> {
    if (!tries.allows(`address ${address}`, triesOfAddress)) return refuse('session.rate')
    if (!tries.allows(`account ${key}`, triesOfAccount)) return refuse('session.rate')
    const secrets = accountId === null ? null : await secretsOf(accountId)
    const isRight = await verify(secrets?.password_hash ?? nobody, password.normalize('NFC'))
    if (!secrets || !isRight) return refuse('session.wrong')
    tries.forget(`account ${key}`)
    tries.forget(`address ${address}`)
    return accept(null)
  }

  async function isPin(accountId: string | null, pin: string): Promise<Outcome<null>> {
    // Counted before it is looked at, and on disk: neither speed nor a restart gives more tries.
    const [row] =
      accountId === null
        ? []
        : await sql<{ pin_hash: string | null; pin_failures: number }[]>`
            update access.account set pin_failures = pin_failures + 1 where id = ${accountId} returning pin_hash, pin_failures`
    if (row && row.pin_hash === null) return refuse('pin.none')
    if (row && row.pin_failures > pinTriesMost) return refuse('pin.password-needed')
    const isRight = await verify(row?.pin_hash ?? nobody, latinDigits(pin.trim()))
    if (!row || !isRight) return refuse('pin.wrong')
    await sql`update access.account set pin_failures = 0 where id = ${accountId}`
    return accept(null)
  }

  /** The PIN, where its owner signed in by the password within a day; until when that holds. */
  async function isPinAtDesk(
    accountId: string | null,
    pin: string,
    { desk, address }: Place,
  ): Promise<Outcome<{ untilMs: number }>> {
    if (!tries.allows(`pin ${address}`, triesOfAddress)) return refuse('session.rate')
    const [member] =
      accountId === null || desk === null
        ? []
        : await sql<{ password_at: Date }[]>`
            select password_at from access.desk where desk = ${secretHash(desk)} and account = ${accountId}`
    const untilMs = member === undefined ? 0 : member.password_at.getTime() + deskMs
    if (accountId !== null && untilMs <= ports.clock.nowMs()) return refuse('pin.password-needed')
    const opens = await isPin(accountId, pin)
    if (!opens.ok) return opens
    tries.forget(`pin ${address}`)
    return accept({ untilMs })
  }

  async function open(accountId: string, how: 'password' | 'pin', untilMs: number, place: Place): Promise<Opened> {
    const nowMs = ports.clock.nowMs()
    const expiresAtMs = Math.min(nowMs + sessionMs, untilMs)
    const { token, session } = await sessions.open({ accountId, openedBy: how, expiresAtMs }, place)
    const content: SessionOpened = { how }
    await fact('session.opened', accountId, { kind: 'person', id: accountId, session: session.id }, content)
    return { token, session: presented(session) as Session }
  }

  async function fact(type: string, accountId: string, actor: Actor, content: object): Promise<void> {
    const draft = {
      type,
      typeVersion: 1,
      subject: accountId,
      area: wholeSite,
      observedAtMs: ports.clock.nowMs(),
      body: body(content),
    }
    await journal.record([draft], actor)
  }

  const access: Access = {
    people,
    hasAccounts: () => people.all().length > 0,
    async createFirst(login, password) {
      const grants = (['administrator', 'watch_officer', 'engineer'] as const).map((role) => ({
        id: newId(),
        role,
        area: wholeSite,
        from: null,
        until: null,
      }))
      const actor: Actor = { kind: 'machine', id: 'marsad', session: null }
      const order = { commandId: newId(), id: newId(), actor, name: login, login, password, isOneTime: false, grants }
      const created = await people.create(order)
      if (!created.ok) throw new Error(created.refusal.code)
    },
    async signIn(login, password, place) {
      const person = people.called(login)
      const known = await isPassword(person?.isActive ? person.id : null, nameKey(login), password, place.address)
      if (!known.ok || person === null) return known.ok ? refuse('session.wrong') : known
      await sql`update access.account set pin_failures = 0 where id = ${person.id}`
      if (place.desk !== null)
        await sql`insert into access.desk (desk, account, password_at)
          values (${secretHash(place.desk)}, ${person.id}, ${new Date(ports.clock.nowMs())})
          on conflict (desk, account) do update set password_at = excluded.password_at`
      return accept(await open(person.id, 'password', Number.POSITIVE_INFINITY, place))
    },
    find(token) {
      const stored = sessions.find(token)
      if (stored) sessions.seen(stored)
      return presented(stored)
    },
    present: (id) => presented(sessions.byId(id)),
    sessions: () => sessions.all(),
    async end(sessionIds, why, actor) {
      const ended = await sessions.end(sessionIds)
      if (ended.length === 0) return
      tell({ kind: 'ended', sessionIds: ended.map(({ id }) => id) })
      // Whoever was sent away comes back by the password, not by the PIN of the same desk.
      if (why === 'revoked')
        for (const { desk, accountId } of ended)
          if (desk !== null) await sql`delete from access.desk where desk = ${desk} and account = ${accountId}`
      for (const { accountId } of ended) await fact('session.closed', accountId, actor, { why })
    },
    async lock(session) {
      const stored = sessions.byId(session.id)
      if (!stored || stored.isLocked) return
      await sessions.lock(stored, true).finally(() => tell({ kind: 'changed', accountId: session.accountId }))
      await fact('session.locked', session.accountId, actorOf(session), {})
    },
    async unlock(session, secret) {
      const stored = sessions.byId(session.id)
      if (!stored) return refuse('session.expired')
      const opens =
        'pin' in secret
          ? await isPin(session.accountId, secret.pin)
          : await isPassword(session.accountId, session.accountId, secret.password, stored.address)
      if (!opens.ok) return opens.refusal.code === 'session.wrong' ? refuse('password.wrong') : opens
      if ('password' in secret) await sql`update access.account set pin_failures = 0 where id = ${session.accountId}`
      await sessions.lock(stored, false)
      tell({ kind: 'changed', accountId: session.accountId })
      await fact('session.unlocked', session.accountId, actorOf(session), {})
      return accept(presented(stored) as Session)
    },
    async changeOfficer(session, name, pin, place) {
      const person = people.called(name)
      const proved = await isPinAtDesk(person?.isActive ? person.id : null, pin, place)
      if (!proved.ok || person === null) return proved.ok ? refuse('pin.wrong') : proved
      const opened = await open(person.id, 'pin', proved.value.untilMs, place)
      await access.end([session.id], 'changed', actorOf(session))
      return accept(opened)
    },
    async prove(name, secret, place) {
      const person = people.called(name)
      const known = person?.isActive ? person.id : null
      const byPin = checkPin(secret).ok ? await isPinAtDesk(known, secret, place) : null
      const proved = byPin?.ok ? byPin : await isPassword(known, nameKey(name), secret, place.address)
      // What is a PIN by its look is answered as one: "not at this desk" helps, "wrong password" would not.
      if (!proved.ok) return byPin !== null && !byPin.ok ? byPin : proved
      return person === null ? refuse('session.wrong') : accept(person)
    },
    async changePassword(session, commandId, old, next) {
      const known = await isPassword(session.accountId, session.accountId, old, session.id)
      if (!known.ok) return known.refusal.code === 'session.wrong' ? refuse('password.wrong') : known
      if (old.normalize('NFC') === next.normalize('NFC')) return refuse('password.same')
      const fits = checkPassword(next, [session.name, people.loginOf(session.accountId)])
      if (!fits.ok) return fits
      const actor = actorOf(session)
      const set = await people.setPassword({ commandId, id: session.accountId, actor, password: fits.value, how: 'own' })
      if (!set.ok) return set
      const stored = sessions.byId(session.id)
      await sql`delete from access.desk where account = ${session.accountId} and desk is distinct from ${stored?.desk ?? null}`
      const others = sessions.all().filter(({ id, accountId }) => accountId === session.accountId && id !== session.id)
      await access.end(
        others.map(({ id }) => id),
        'password',
        actor,
      )
      const now = presented(stored)
      return now ? accept(now) : refuse('session.expired')
    },
    async setPin(session, commandId, password, pin) {
      const known = await isPassword(session.accountId, session.accountId, password, session.id)
      if (!known.ok) return known.refusal.code === 'session.wrong' ? refuse('password.wrong') : known
      const fits = checkPin(pin)
      if (!fits.ok) return fits
      const set = await people.setPin({ commandId, id: session.accountId, actor: actorOf(session), pin: fits.value })
      if (!set.ok) return set
      const now = access.present(session.id)
      return now ? accept(now) : refuse('session.expired')
    },
    async resetPassword({ commandId, id, actor }) {
      const password = people.oneTimePassword()
      const set = await people.setPassword({ commandId, id, actor, password, how: 'one-time' })
      if (!set.ok) return set
      await sql`delete from access.desk where account = ${id}`
      const open = sessions.all().filter(({ accountId }) => accountId === id)
      await access.end(
        open.map((session) => session.id),
        'password',
        actor,
      )
      return accept(password)
    },
    onChange: (listener) => void listeners.push(listener),
    nameOf: people.nameOf,
  }
  return access
}

function actorOf(session: Session): Actor {
  return { kind: 'person', id: session.accountId, session: session.id }
}

/** Compares without telling by time where the difference lies. */
export function isSame(a: string, b: string): boolean {
  const [first, second] = [Buffer.from(a), Buffer.from(b)]
  return first.length === second.length && timingSafeEqual(first, second)
}
