/**
 * The vault: whatever may one day have to be forgotten lies here, sealed with a key of its own. The chain holds only
 * the hash of salt and content; destroying the key is deletion, and the chain still proves.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Fault } from '../../base/outcome.ts'
import type { Sql } from '../../platform/server/database.ts'

export type VaultKind = 'text' | 'still' | 'name' | 'secret'

/** What an entry carries in place of the content. */
export interface VaultRef {
  readonly vault: string
  readonly sha256: string
}

/** Content sealed and not yet stored: it enters in the transaction of the entry that names it. */
export interface SealedItem {
  readonly id: string
  readonly kind: VaultKind
  readonly mediaType: string
  readonly salt: Uint8Array
  readonly sha256: string
  readonly nonce: Uint8Array
  readonly sealed: Uint8Array
  readonly keyNonce: Uint8Array
  readonly wrappedKey: Uint8Array
}

export interface Vault {
  seal(id: string, kind: VaultKind, content: Uint8Array | string, mediaType?: string): { ref: VaultRef; item: SealedItem }
  /** The content of a sealed item that is not stored yet. */
  open(item: Omit<SealedItem, 'kind' | 'salt' | 'sha256'>): Uint8Array
  /** Content, or null when it was forgotten or never there. Fault `vault.altered` when it does not give its hash. */
  read(sql: Sql, id: string): Promise<{ content: Uint8Array; mediaType: string } | null>
  /** Destroys the key: nobody reads it again. */
  forget(sql: Sql, id: string): Promise<void>
}

const cipher = 'aes-256-gcm'

/** Opens the vault with the master key of a file, which is made when there is none. The file never rides in a backup of the data. */
export function openVault(keyFile: string, site: string): Vault {
  if (!existsSync(keyFile)) {
    mkdirSync(dirname(keyFile), { recursive: true, mode: 0o700 })
    writeFileSync(keyFile, randomBytes(32), { mode: 0o600, flag: 'wx' })
  }
  const master = readFileSync(keyFile)
  if (master.length !== 32) throw new Fault('vault.key-unreadable', { file: keyFile })

  const open: Vault['open'] = (item) => {
    const bound = Buffer.from(`${site}/${item.id}`)
    const key = decrypt(master, item.keyNonce, item.wrappedKey, bound)
    return decrypt(key, item.nonce, item.sealed, bound)
  }

  return {
    seal(id, kind, content, mediaType = 'text/plain; charset=utf-8') {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content
      const key = randomBytes(32)
      const salt = randomBytes(16)
      const nonce = randomBytes(12)
      const keyNonce = randomBytes(12)
      const bound = Buffer.from(`${site}/${id}`)
      const sha256 = saltedHash(salt, bytes)
      const sealed = encrypt(key, nonce, bytes, bound)
      const wrappedKey = encrypt(master, keyNonce, key, bound)
      return { ref: { vault: id, sha256 }, item: { id, kind, mediaType, salt, sha256, nonce, sealed, keyNonce, wrappedKey } }
    },
    open,
    async read(sql, id) {
      const [row] = await sql<
        {
          media_type: string
          salt: Uint8Array
          sha256: string
          nonce: Uint8Array
          sealed: Uint8Array
          key_nonce: Uint8Array
          wrapped: Uint8Array
        }[]
      >`select i.media_type, i.salt, i.sha256, i.nonce, i.sealed, k.nonce as key_nonce, k.wrapped
        from vault.item i join vault.key k on k.item = i.id where i.id = ${id} and i.site = ${site}`
      if (!row) return null
      let content: Uint8Array
      try {
        content = open({
          id,
          mediaType: row.media_type,
          nonce: row.nonce,
          sealed: row.sealed,
          keyNonce: row.key_nonce,
          wrappedKey: row.wrapped,
        })
      } catch (cause) {
        throw new Fault('vault.altered', { id }, { cause })
      }
      if (saltedHash(row.salt, content) !== row.sha256) throw new Fault('vault.altered', { id })
      return { content, mediaType: row.media_type }
    },
    async forget(sql, id) {
      await sql`delete from vault.key where item = ${id}`
    },
  }
}

function saltedHash(salt: Uint8Array, content: Uint8Array): string {
  return createHash('sha256').update(salt).update(content).digest('hex')
}

function encrypt(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array, bound: Uint8Array): Uint8Array {
  const machine = createCipheriv(cipher, key, nonce).setAAD(bound)
  return Buffer.concat([machine.update(plain), machine.final(), machine.getAuthTag()])
}

function decrypt(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, bound: Uint8Array): Uint8Array {
  const machine = createDecipheriv(cipher, key, nonce).setAAD(bound).setAuthTag(sealed.subarray(-16))
  return Buffer.concat([machine.update(sealed.subarray(0, -16)), machine.final()])
}
