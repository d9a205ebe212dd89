/** What a feature gives the journal: its views (folds) and its commands (decisions). All pure. */
import type { Outcome } from '../base/outcome.ts'
import type { Json } from './canonical.ts'
import type { Actor, Draft, Entry } from './entry.ts'

export type Row = { readonly id: string; readonly version: number } & { readonly [key: string]: unknown }

/** A view: rows that are the fold of their own entries, in `seq` order. `version` counts them. */
export interface ViewDefinition<V extends object = object> {
  readonly name: string
  /** Raised whenever `fold` gives another answer: the view is then built anew beside the old one. */
  readonly foldVersion: number
  /** What the view is looked up by beside its id: expressions over `data`, from code only. Made at each start, so they need no step. */
  readonly indexes?: readonly { readonly name: string; readonly on: string; readonly using?: 'gin'; readonly where?: string }[]
  /** Whether the entry changes this view. The row is always that of the entry's subject. */
  folds(entry: Entry): boolean
  /** The row after the entry; `id` and `version` are set by the journal. Null: the row ends. */
  fold(row: (V & { readonly version: number }) | undefined, entry: Entry): V | null
}

/** What a decision may know beside the record: the instant, who acts, and ids. */
export interface DecideContext {
  readonly nowMs: number
  readonly actor: Actor
  newId(): string
}

/** A command: decided on the state of one record. */
export interface CommandDefinition<V extends object = object, Input extends object = object> {
  readonly name: string
  readonly view: string
  decide(row: (V & { version: number }) | undefined, input: Input, context: DecideContext): Outcome<readonly Draft[]>
}

/** One wish to change something. */
export interface Command {
  readonly name: string
  readonly commandId: string
  readonly subject: string
  readonly actor: Actor
  readonly input: { readonly [key: string]: unknown }
}

/** The row as JSON, for storing and comparing. */
export function rowJson(row: object): Json {
  return row as unknown as Json
}
