/**
 * Sessions: an opaque cookie, its hash in a table, all of them in memory. One process serves a site, so what is in memory is
 * what holds: ending or locking one takes effect at once, and a database that is away signs nobody out.
 */
import { createHash } from 'node:crypto'
import { uuidV7 } from '../../../base/ids.ts'
import type { Ports } from '../../../platform/ports.ts'
import type { Sql } from '../../../platform/server/database.ts'

export const sessionMs = 12 * 3_600_000
const seenEveryMs = 60_000

export interface StoredSession {
  readonly tokenHash: string
  readonly id: string
  readonly accountId: string
  readonly csrf: string
  readonly createdAtMs: number
  readonly expiresAtMs: number
  readonly device: string
  readonly address: string
  readonly openedBy: 'password' | 'pin'
  /** Hash of the browser's own token: who signed in at this desk with a password. */
  readonly desk: string | null
  lastSeenAtMs: number
  isLocked: boolean
}

/** Where a request comes from. */
export interface Place {
  readonly address: string
  readonly device: string
  /** The browser's own token, which no script reads. */
  readonly desk: string | null
}

export interface Sessions {
  /** Null: there is none, or its time is over. */
  find(token: string): StoredSession | null
  byId(id: string): StoredSession | null
  all(): StoredSession[]
  /** Notes that it was used; written once a minute. */
  seen(session: StoredSession): void
  open(
    of: Pick<StoredSession, 'accountId' | 'openedBy' | 'expiresAtMs'>,
    place: Place,
  ): Promise<{ token: string; session: StoredSession }>
  end(ids: readonly string[]): Promise<StoredSession[]>
  lock(session: StoredSession, isLocked: boolean): Promise<void>
}

/** Reads what is there; times of the past are let go. */
export async function openSessions(sql: Sql, site: string, ports: Ports): Promise<Sessions> {
  const byToken = new Map<string, StoredSession>()
  const byId = new Map<string, StoredSession>()
  const nowMs = () => ports.clock.nowMs()
  const newId = () => uuidV7(nowMs(), ports.random.bytes(10))
  const keep = (session: StoredSession) => {
    byToken.set(session.tokenHash, session)
    byId.set(session.id, session)
  }
  const drop = (session: StoredSession) => {
    byToken.delete(session.tokenHash)
    byId.delete(session.id)
  }
  const found = await sql<Row[]>`
    select s.* from access.session s join access.account a on a.id = s.account where a.site = ${site}`
  for (const row of found)
    keep({
      tokenHash: row.token_hash,
      id: row.id,
      accountId: row.account,
      csrf: row.csrf,
      createdAtMs: row.created_at.getTime(),
      expiresAtMs: row.expires_at.getTime(),
      device: row.device,
      address: row.address,
      openedBy: row.opened_by,
      desk: row.desk,
      lastSeenAtMs: (row.last_seen_at ?? row.created_at).getTime(),
      isLocked: row.locked_at !== null,
    })

  const isOver = (session: StoredSession) => session.expiresAtMs <= nowMs()
  const standing = (session: StoredSession | undefined) => (session === undefined || isOver(session) ? null : session)

  return {
    find: (token) => standing(byToken.get(secretHash(token))),
    byId: (id) => standing(byId.get(id)),
    all: () => [...byId.values()].filter((session) => !isOver(session)),
    seen(session) {
      const now = nowMs()
      const isDue = now - session.lastSeenAtMs >= seenEveryMs
      if (!isDue) return
      session.lastSeenAtMs = now
      sql`update access.session set last_seen_at = ${new Date(now)} where id = ${session.id}`.catch(() => {
        // The database is away: memory knows it, and the next minute writes it.
      })
    },
    async open({ accountId, openedBy, expiresAtMs }, { address, device, desk }) {
      const token = secretToken(ports, 32)
      const now = nowMs()
      const session: StoredSession = {
        tokenHash: secretHash(token),
        id: newId(),
        accountId,
        csrf: secretToken(ports, 24),
        createdAtMs: now,
        expiresAtMs,
        device,
        address,
        openedBy,
        desk: desk === null ? null : secretHash(desk),
        lastSeenAtMs: now,
        isLocked: false,
      }
      for (const over of [...byId.values()].filter(isOver)) drop(over)
      await sql`delete from access.session where expires_at < ${new Date(now)}`
      await sql`insert into access.session
        (token_hash, id, account, csrf, created_at, expires_at, device, address, opened_by, last_seen_at, desk)
        values (${session.tokenHash}, ${session.id}, ${accountId}, ${session.csrf}, ${new Date(now)}, ${new Date(expiresAtMs)},
          ${device}, ${address}, ${openedBy}, ${new Date(now)}, ${session.desk})`
      keep(session)
      return { token, session }
    },
    async end(ids) {
      const ended = ids.map((id) => byId.get(id)).filter((session) => session !== undefined)
      // From memory first: whatever the database does, nobody works with it from here on.
      for (const session of ended) drop(session)
      if (ended.length > 0) await sql`delete from access.session where id = any(${ended.map(({ id }) => id)}::uuid[])`
      return ended
    },
    async lock(session, isLocked) {
      // Hidden before it is written; shown only when it is.
      if (isLocked) session.isLocked = true
      await sql`update access.session set locked_at = ${isLocked ? new Date(nowMs()) : null} where id = ${session.id}`
      session.isLocked = isLocked
    },
  }
}

/** Hash under which a token lies in a table. */
export function secretHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** A token that nobody guesses. */
export function secretToken(ports: Ports, bytes: number): string {
  return Buffer.from(ports.random.bytes(bytes)).toString('base64url')
}

interface Row {
  readonly token_hash: string
  readonly id: string
  readonly account: string
  readonly csrf: string
  readonly created_at: Date
  readonly expires_at: Date
  readonly device: string
  readonly address: string
  readonly opened_by: 'password' | 'pin'
  readonly last_seen_at: Date | null
  readonly locked_at: Date | null
  readonly desk: string | null
}
