/** Accounts, passwords and sessions: opaque cookie, hashed token in a table. */

import { createHash, timingSafeEqual } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import { uuidV7 } from '../../../base/ids.ts'
import { body } from '../../../journal/entry.ts'
import type { Journal } from '../../../journal/server/journal.ts'
import type { Vault } from '../../../journal/server/vault.ts'
import type { Ports } from '../../../platform/ports.ts'
import type { Role } from '../contract.ts'

const sessionMs = 12 * 3_600_000
/** OWASP's floor for argon2id: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export interface Session {
  readonly id: string
  readonly accountId: string
  readonly name: string
  readonly roles: readonly Role[]
  readonly csrf: string
  readonly expiresAtMs: number
}

export interface Access {
  hasAccounts(): Promise<boolean>
  createAccount(account: { login: string; name: string; password: string; roles: readonly Role[] }): Promise<string>
  /** Null when name or password is wrong; takes as long either way. */
  signIn(login: string, password: string): Promise<{ token: string; session: Session } | null>
  find(token: string): Promise<Session | null>
  signOut(token: string): Promise<void>
  /** The name of a person for a screen; empty when it was forgotten. */
  nameOf(accountId: string): string
}

/** Opens access to a site. Names are read once and kept: a screen asks for them at every row. */
export async function openAccess(journal: Journal, vault: Vault, ports: Ports): Promise<Access> {
  const { sql, site } = journal
  const names = new Map<string, string>()
  const accounts = await sql<{ id: string; name_item: string }[]>`select id, name_item from access.account where site = ${site}`
  for (const account of accounts) names.set(account.id, await nameFrom(account.name_item))
  // Verifying against this makes an unknown name take as long as a wrong password.
  const nobody = await hash('nobody has this password', cost)
  const newId = () => uuidV7(ports.clock.nowMs(), ports.random.bytes(10))

  async function nameFrom(item: string): Promise<string> {
    const found = await vault.read(sql, item)
    return found ? Buffer.from(found.content).toString() : ''
  }

  return {
    async hasAccounts() {
      return (await sql`select 1 from access.account where site = ${site} limit 1`).count > 0
    },
    async createAccount({ login, name, password, roles }) {
      const id = newId()
      const sealed = vault.seal(newId(), 'name', name)
      const answer = await journal.submit({
        commandId: newId(),
        subject: id,
        view: null,
        actor: { kind: 'machine', id: 'marsad', session: null },
        items: [sealed.item],
        decide: (_row, { nowMs }) => ({
          ok: true,
          value: [
            {
              type: 'account.created',
              typeVersion: 1,
              subject: id,
              area: '',
              observedAtMs: nowMs,
              body: body({ name: sealed.ref, roles }),
            },
          ],
        }),
      })
      if (!answer.ok) throw new Error(answer.refusal.code)
      await sql`insert into access.account (id, site, login, name_item, password_hash, roles)
        values (${id}, ${site}, ${login.toLowerCase()}, ${sealed.ref.vault}, ${await hash(password, cost)}, ${[...roles]})`
      names.set(id, name)
      return id
    },
    async signIn(login, password) {
      const [account] = await sql<{ id: string; password_hash: string; roles: Role[] }[]>`
        select id, password_hash, roles from access.account where site = ${site} and login = ${login.toLowerCase()}`
      const isRight = await verify(account?.password_hash ?? nobody, password)
      if (!account || !isRight) return null
      const token = Buffer.from(ports.random.bytes(32)).toString('base64url')
      const csrf = Buffer.from(ports.random.bytes(24)).toString('base64url')
      const nowMs = ports.clock.nowMs()
      const session = {
        id: newId(),
        accountId: account.id,
        name: names.get(account.id) ?? '',
        roles: account.roles,
        csrf,
        expiresAtMs: nowMs + sessionMs,
      }
      await sql`delete from access.session where expires_at < ${new Date(nowMs)}`
      await sql`insert into access.session (token_hash, id, account, csrf, created_at, expires_at)
        values (${hashOf(token)}, ${session.id}, ${account.id}, ${csrf}, ${new Date(nowMs)}, ${new Date(session.expiresAtMs)})`
      await journal.record(
        [{ type: 'session.opened', typeVersion: 1, subject: account.id, area: '', observedAtMs: nowMs, body: {} }],
        { kind: 'person', id: account.id, session: session.id },
      )
      return { token, session }
    },
    async find(token) {
      const [row] = await sql<{ id: string; account: string; roles: Role[]; csrf: string; expires_at: Date }[]>`
        select s.id, s.account, a.roles, s.csrf, s.expires_at from access.session s join access.account a on a.id = s.account
        where s.token_hash = ${hashOf(token)} and a.site = ${site}`
      if (!row || row.expires_at.getTime() < ports.clock.nowMs()) return null
      return {
        id: row.id,
        accountId: row.account,
        name: names.get(row.account) ?? '',
        roles: row.roles,
        csrf: row.csrf,
        expiresAtMs: row.expires_at.getTime(),
      }
    },
    async signOut(token) {
      const ended = await sql<{ id: string; account: string }[]>`
        delete from access.session where token_hash = ${hashOf(token)} returning id, account`
      for (const { id, account } of ended) {
        const draft = {
          type: 'session.closed',
          typeVersion: 1,
          subject: account,
          area: '',
          observedAtMs: ports.clock.nowMs(),
          body: {},
        }
        await journal.record([draft], { kind: 'person', id: account, session: id })
      }
    },
    nameOf: (accountId) => names.get(accountId) ?? '',
  }
}

/** Compares without telling by time where the difference lies. */
export function isSame(a: string, b: string): boolean {
  const [first, second] = [Buffer.from(a), Buffer.from(b)]
  return first.length === second.length && timingSafeEqual(first, second)
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
