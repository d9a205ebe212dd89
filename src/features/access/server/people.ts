/** People of a site: the view in memory, their names out of the vault, and every change of an account. */
import { hash } from '@node-rs/argon2'
import { uuidV7 } from '../../../base/ids.ts'
import { accept, type Outcome, refuse } from '../../../base/outcome.ts'
import type { Actor } from '../../../journal/entry.ts'
import type { CommandDefinition } from '../../../journal/feature.ts'
import type { Journal } from '../../../journal/server/journal.ts'
import type { SealedItem, Vault } from '../../../journal/server/vault.ts'
import { readAllRows, viewTable } from '../../../journal/server/views.ts'
import type { Ports } from '../../../platform/ports.ts'
import * as decide from '../decide.ts'
import type { AccountPasswordSet } from '../events.ts'
import { type PersonRow, people as peopleView } from '../fold.ts'
import { checkName, nameKey } from '../names.ts'
import type { Right } from '../policy.ts'

/** OWASP's floor for argon2id: 19 MiB, two passes, one lane. */
export const hashCost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export type StoredPerson = PersonRow & { readonly id: string; readonly version: number }

/** A wish to change an account. */
export interface PersonOrder {
  readonly commandId: string
  readonly id: string
  readonly basedOn: number
  readonly actor: Actor
}

export interface NewPerson {
  readonly commandId: string
  readonly id: string
  readonly actor: Actor
  readonly name: string
  readonly login: string
  readonly password: string
  /** Whether it has to be changed at the first sign-in. */
  readonly isOneTime: boolean
  readonly grants: readonly decide.WantedGrant[]
}

export interface People {
  all(): StoredPerson[]
  find(id: string): StoredPerson | null
  /** The one who signs in so, or is called so. */
  called(name: string): StoredPerson | null
  nameOf(id: string): string
  loginOf(id: string): string
  /** What the person holds, now or at another time; nothing when the account is not active. */
  rightsOf(id: string): readonly Right[]
  create(order: NewPerson): Promise<Outcome<StoredPerson>>
  rename(order: PersonOrder & { readonly name: string }): Promise<Outcome<StoredPerson>>
  give(order: PersonOrder & { readonly grant: decide.WantedGrant }): Promise<Outcome<StoredPerson>>
  end(order: PersonOrder & { readonly grantId: string }): Promise<Outcome<StoredPerson>>
  deactivate(order: PersonOrder): Promise<Outcome<StoredPerson>>
  reactivate(order: PersonOrder): Promise<Outcome<StoredPerson>>
  /** Keeps a password: the fact first, then its hash. The same command again keeps it again. */
  setPassword(
    order: Omit<PersonOrder, 'basedOn'> & { readonly password: string; readonly how: AccountPasswordSet['how'] },
  ): Promise<Outcome<StoredPerson>>
  setPin(order: Omit<PersonOrder, 'basedOn'> & { readonly pin: string }): Promise<Outcome<StoredPerson>>
  /** A password that nobody guesses and anybody can type. */
  oneTimePassword(): string
}

/** Opens the people of a site. Changes run one after the other: some look at all accounts, not only at their own. */
export async function openPeople(journal: Journal, vault: Vault, ports: Ports): Promise<People> {
  const { sql, site } = journal
  const rows = new Map<string, StoredPerson>()
  const rights = new Map<string, readonly Right[]>()
  /** By vault item: a name is read once and kept, for a screen asks for it at every row. */
  const names = new Map<string, string>()
  const logins = new Map<string, string>()
  const newId = () => uuidV7(ports.clock.nowMs(), ports.random.bytes(10))

  function keep(row: StoredPerson): void {
    rows.set(row.id, row)
    rights.set(row.id, row.isActive ? row.grants.map(rightOf) : [])
  }
  for (const row of await readAllRows(sql, viewTable(peopleView), site)) keep(row as never)
  for (const { name } of rows.values()) {
    const found = await vault.read(sql, name.vault)
    names.set(name.vault, found ? Buffer.from(found.content).toString() : '')
  }
  for (const { id, login } of await sql<
    { id: string; login: string }[]
  >`select id, login from access.account where site = ${site}`)
    if (rows.has(id)) logins.set(id, login)
  journal.onCommitted((committed) => {
    for (const row of committed.rows.get('people')?.values() ?? []) if (row) keep(row as never)
  })

  let last: Promise<unknown> = Promise.resolve()
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = last.then(work, work)
    last = mine.catch(() => undefined) // Told to the one who asked; the next is not stopped by it.
    return mine
  }

  async function run<I extends object>(
    command: CommandDefinition<PersonRow, I>,
    { commandId, id, actor }: Omit<PersonOrder, 'basedOn'>,
    input: I,
    items: readonly SealedItem[] = [],
  ): Promise<Outcome<StoredPerson>> {
    const answer = await journal.run(command, { commandId, subject: id, actor, input, items })
    return answer.ok ? accept(answer.value.row as unknown as StoredPerson) : answer
  }

  function nameOf(id: string): string {
    const row = rows.get(id)
    return row === undefined ? '' : (names.get(row.name.vault) ?? '')
  }

  /** Name and sign-in name live in one room: neither may be taken for another person's either. */
  function isTaken(key: string, but: string): boolean {
    return [...rows.keys()].some((id) => id !== but && (nameKey(nameOf(id)) === key || nameKey(logins.get(id) ?? '') === key))
  }

  function othersWhoManage(id: string): number {
    return [...rows.values()].filter((row) => row.id !== id && decide.managesForGood(row)).length
  }

  return {
    all: () => [...rows.values()],
    find: (id) => rows.get(id) ?? null,
    called(name) {
      const key = nameKey(name)
      if (key === '') return null
      const byLogin = [...rows.values()].find(({ id }) => nameKey(logins.get(id) ?? '') === key)
      return byLogin ?? [...rows.values()].find(({ id }) => nameKey(nameOf(id)) === key) ?? null
    },
    nameOf,
    loginOf: (id) => logins.get(id) ?? '',
    rightsOf: (id) => rights.get(id) ?? [],
    create: (order) =>
      inTurn(async () => {
        const { id, password, isOneTime, grants } = order
        const name = checkName(order.name)
        if (!name.ok) return name
        const login = checkName(order.login)
        if (!login.ok) return login
        if (isTaken(nameKey(name.value), id)) return refuse('people.name-taken')
        if (isTaken(nameKey(login.value), id)) return refuse('people.login-taken')
        const passwordHash = await hash(password, hashCost)
        const sealed = vault.seal(newId(), 'name', name.value)
        // Without its fact it is nobody: a row that is left behind by a fault lets no one in.
        await sql`insert into access.account (id, site, login, name_item, password_hash)
          values (${id}, ${site}, ${login.value.toLowerCase()}, ${sealed.ref.vault}, ${passwordHash})
          on conflict (id) do update set login = excluded.login, password_hash = excluded.password_hash`
        names.set(sealed.ref.vault, name.value)
        const created = await run(decide.createPerson, order, { id, name: sealed.ref, grants }, [sealed.item])
        if (!created.ok) {
          if (!rows.has(id)) await sql`delete from access.account where id = ${id}`
          return created
        }
        logins.set(id, login.value.toLowerCase())
        if (!isOneTime) return created
        return run(decide.notePassword, { ...order, commandId: newId() }, { id, how: 'one-time' })
      }),
    rename: (order) =>
      inTurn(async () => {
        const name = checkName(order.name)
        if (!name.ok) return name
        if (isTaken(nameKey(name.value), order.id)) return refuse('people.name-taken')
        const sealed = vault.seal(newId(), 'name', name.value)
        names.set(sealed.ref.vault, name.value)
        const renamed = await run(decide.renamePerson, order, { ...order, name: sealed.ref }, [sealed.item])
        if (renamed.ok) await sql`update access.account set name_item = ${renamed.value.name.vault} where id = ${order.id}`
        return renamed
      }),
    give: (order) => inTurn(() => run(decide.giveGrant, order, order)),
    end: (order) => inTurn(() => run(decide.endGrant, order, { ...order, othersWhoManage: othersWhoManage(order.id) })),
    deactivate: (order) =>
      inTurn(() => run(decide.deactivatePerson, order, { ...order, othersWhoManage: othersWhoManage(order.id) })),
    reactivate: (order) => inTurn(() => run(decide.reactivatePerson, order, order)),
    setPassword: (order) =>
      inTurn(async () => {
        const passwordHash = await hash(order.password, hashCost)
        const noted = await run(decide.notePassword, order, { id: order.id, how: order.how })
        if (noted.ok)
          await sql`update access.account set password_hash = ${passwordHash}, pin_failures = 0 where id = ${order.id}`
        return noted
      }),
    setPin: (order) =>
      inTurn(async () => {
        const pinHash = await hash(order.pin, hashCost)
        const noted = await run(decide.notePin, order, { id: order.id })
        if (noted.ok) await sql`update access.account set pin_hash = ${pinHash}, pin_failures = 0 where id = ${order.id}`
        return noted
      }),
    oneTimePassword() {
      // Without what is taken for another letter on paper; five bits each, one of the 32 drawn again.
      const letters = 'abcdefghjkmnpqrstuvwxyz23456789'
      let password = ''
      while (password.length < 19) {
        const [byte = 0] = ports.random.bytes(16)
        const letter = letters[byte & 31]
        if (letter !== undefined) password += (password.length + 1) % 5 === 0 ? `-${letter}` : letter
      }
      return password
    },
  }
}

function rightOf({ role, area, from, until }: PersonRow['grants'][number]): Right {
  return { role, area, fromMs: Date.parse(from), untilMs: until === null ? null : Date.parse(until) }
}
