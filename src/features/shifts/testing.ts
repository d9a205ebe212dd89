/** Builders for tests: a watch under a hand that dates, numbers and folds as the journal does. */
import { canonicalJson } from '../../journal/canonical.ts'
import { type Actor, type Entry, noEntryBefore } from '../../journal/entry.ts'
import type { CommandDefinition } from '../../journal/feature.ts'
import { type WatchRow, watches } from './fold.ts'
import type { ItemFacts } from './items.ts'

export const eveningMs = Date.UTC(2026, 10, 22, 15, 0, 0)
export const watchId = '00000000-0000-7000-8000-000000000001'
const personId = (n: number) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
export const haydar: Actor = { kind: 'person', id: personId(11), session: 's1' }
export const zaynab: Actor = { kind: 'person', id: personId(12), session: 's2' }
export const machine: Actor = { kind: 'machine', id: 'marsad', session: null }

export type StoredWatch = WatchRow & { readonly id: string; readonly version: number }

/** A watch that commands are tried on; what is accepted is folded, as the journal would. */
export function aWatch() {
  let row: StoredWatch | undefined
  let nowMs = eveningMs
  let seq = 0
  const entries: Entry[] = []
  return {
    row: () => row,
    entries: () => entries,
    nowMs: () => nowMs,
    later(ms: number) {
      nowMs += ms
    },
    /** The code of the refusal, or null: it was done. */
    act<I extends object>(
      command: CommandDefinition<WatchRow, I>,
      actor: Actor,
      input: Omit<I, 'id' | 'area' | 'basedOn'> & { basedOn?: number },
    ) {
      const full = { id: watchId, area: 'a', basedOn: row?.version ?? 0, ...input } as unknown as I
      const decided = command.decide(row, full, { nowMs, actor, newId: () => personId(++seq + 500) })
      if (!decided.ok) return decided.refusal.code
      for (const draft of decided.value) {
        seq++
        const entry: Entry = {
          site: personId(2),
          epoch: 1,
          seq,
          hlc: `${nowMs.toString(16).padStart(12, '0')}-0000`,
          type: draft.type,
          typeVersion: 1,
          subject: draft.subject,
          area: draft.area,
          actor,
          mode: 'live',
          marking: 'M1',
          observedAt: new Date(draft.observedAtMs).toISOString(),
          commandId: null,
          causedBy: null,
          clock: { trusted: true, offsetMs: null },
          body: JSON.parse(canonicalJson(draft.body)) as Entry['body'],
          prev: noEntryBefore,
        }
        entries.push(entry)
        const folded = watches.fold(row, entry)
        row = folded === null ? undefined : { ...folded, id: watchId, version: (row?.version ?? 0) + 1 }
      }
      return null
    },
  }
}

/** A site with nothing to hand over. */
export function someFacts(overrides: Partial<ItemFacts> = {}): ItemFacts {
  return {
    shift: { openedAt: new Date(eveningMs).toISOString(), reliefs: [], sound: 'heard' },
    nowMs: eveningMs + 8 * 3_600_000,
    alerts: [],
    announced: [],
    cameras: [],
    unwatched: [],
    gaps: [],
    recordingStopped: null,
    holds: [],
    changes: [],
    isExercise: false,
    troubles: [],
    ...overrides,
  }
}
