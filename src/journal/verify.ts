/** The chain proves itself: each entry names the hash of the one before. */
import type { Json } from './canonical.ts'
import { type Entry, noEntryBefore, type Sha256 } from './entry.ts'

/** A row as it lies in the database: the text that was hashed, and the columns beside it. */
export interface JournalRow {
  readonly seq: number
  readonly epoch: number
  readonly type: string
  readonly subject: string
  readonly hlc: string
  readonly commandId: string | null
  readonly text: string
  readonly hash: string
}

export interface Breach {
  readonly seq: number
  readonly problem: 'altered' | 'missing' | 'reordered' | 'not-an-entry' | 'columns-differ' | 'epoch-falls' | 'head-differs'
  /** What stands there and what should, in words for the one who has to look. */
  readonly detail: string
}

export interface ChainState {
  readonly seq: number
  readonly epoch: number
  readonly hash: string
}

export const chainStart: ChainState = { seq: 0, epoch: 1, hash: noEntryBefore }

/** Checks the next row against the chain so far: the new state, or the first thing that is wrong with it. */
export function verifyRow(chain: ChainState, row: JournalRow, sha256: Sha256): ChainState | Breach {
  const breach = (problem: Breach['problem'], detail: string): Breach => ({ seq: row.seq, problem, detail })
  if (row.seq !== chain.seq + 1) {
    return { seq: chain.seq + 1, problem: 'missing', detail: `entry ${chain.seq + 1} is not there; the next is ${row.seq}` }
  }
  if (sha256(row.text) !== row.hash) return breach('altered', 'the text does not give the hash that stands beside it')
  const content = parseEntry(row.text)
  if (content === null) return breach('not-an-entry', 'the text is not an entry')
  if (content.seq !== row.seq) return breach('reordered', `the text is that of entry ${content.seq}`)
  if (content.prev !== chain.hash) return breach('altered', 'it does not follow the entry before it: one of the two was replaced')
  if (content.epoch < chain.epoch) return breach('epoch-falls', `epoch ${content.epoch} after epoch ${chain.epoch}`)
  const columns = { epoch: row.epoch, type: row.type, subject: row.subject, hlc: row.hlc, commandId: row.commandId }
  for (const [name, value] of Object.entries(columns)) {
    if (content[name as keyof typeof columns] !== value)
      return breach('columns-differ', `column ${name} says ${value}, the entry does not`)
  }
  return { seq: row.seq, epoch: content.epoch, hash: row.hash }
}

/** Tells what is wrong from what holds. */
export function isBreach(result: ChainState | Breach): result is Breach {
  return 'problem' in result
}

function parseEntry(text: string): Entry | null {
  try {
    const parsed = JSON.parse(text) as { [key: string]: Json } | null
    return parsed !== null && typeof parsed === 'object' && typeof parsed.prev === 'string' ? (parsed as unknown as Entry) : null
  } catch {
    return null // Not JSON is an answer here: the caller names the entry.
  }
}
