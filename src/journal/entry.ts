/** The unit of what was known: an entry of a site's journal. Its canonical text is what is stored and hashed. */
import { z } from 'zod'
import { canonicalJson, type Json } from './canonical.ts'

export const actor = z.object({
  kind: z.enum(['person', 'machine', 'partner']),
  id: z.string().min(1),
  session: z.string().nullable(),
})
export type Actor = z.infer<typeof actor>

/** DESIGN 3. `prev` is the hash of the entry before it in the same site; the first has 64 zeros. */
export const entry = z.object({
  site: z.uuid(),
  epoch: z.number().int().min(1),
  seq: z.number().int().min(1),
  hlc: z.string().regex(/^[0-9a-f]{12}-[0-9a-f]{4}$/),
  type: z.string().regex(/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/),
  typeVersion: z.number().int().min(1),
  subject: z.uuid(),
  area: z.string(),
  actor,
  mode: z.enum(['live', 'exercise', 'test']),
  marking: z.enum(['M0', 'M1', 'M2', 'M3', 'M4']),
  observedAt: z.iso.datetime({ precision: 3 }),
  commandId: z.uuid().nullable(),
  causedBy: z.uuid().nullable(),
  clock: z.object({ trusted: z.boolean(), offsetMs: z.number().nullable() }),
  body: z.record(z.string(), z.unknown()),
  prev: z.string().regex(/^[0-9a-f]{64}$/),
})
export type Entry = Omit<z.infer<typeof entry>, 'body'> & { readonly body: { readonly [key: string]: Json } }

export const noEntryBefore = '0'.repeat(64)

/** An entry as it is stored: its text, byte for byte, and the SHA-256 of it. */
export interface StoredEntry {
  readonly entry: Entry
  readonly text: string
  /** 64 hexadecimal digits. */
  readonly hash: string
}

/** SHA-256 as 64 hexadecimal digits. Handed in, because hashing lives outside pure code. */
export type Sha256 = (text: string) => string

/** What a decision wants written; the journal adds its place, time and chain. */
export interface Draft {
  readonly type: string
  readonly typeVersion: number
  readonly subject: string
  readonly area: string
  /** When it was true in the world, UTC milliseconds. */
  readonly observedAtMs: number
  readonly body: { readonly [key: string]: Json }
  /** `live` unless it is said: what a simulation or an exercise gives never reaches a real partner. */
  readonly mode?: Entry['mode']
  readonly causedBy?: string
}

/** UTC milliseconds as ISO 8601 with milliseconds. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString()
}

/** Seals an entry: its canonical text and hash. */
export function sealEntry(content: Entry, sha256: Sha256): StoredEntry {
  const text = canonicalJson(content as unknown as Json)
  return { entry: content, text, hash: sha256(text) }
}

/** The body of an entry from typed parts. The canonical form asserts that it holds only JSON. */
export function body(parts: object): Draft['body'] {
  return parts as Draft['body']
}
