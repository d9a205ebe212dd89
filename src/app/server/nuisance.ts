/** The nuisance memory of the site: what people ended in the last days, read once and kept as the journal is. */
import { createHash } from 'node:crypto'
import { uuidFromDigest } from '../../base/ids.ts'
import type { Outcome } from '../../base/outcome.ts'
import { alerts as alertsView } from '../../features/alerts/fold.ts'
import { type ForgottenRow, forgetNuisance, forgottenNuisance } from '../../features/alerts/nuisance/forget.ts'
import {
  type Closing,
  type Comer,
  closingOf,
  type Memory,
  type MemoryInput,
  memoryOf,
  type Remembered,
  recall,
  windowMs,
} from '../../features/alerts/nuisance/memory.ts'
import { type Actor, isoTime } from '../../journal/entry.ts'
import type { Accepted, Journal } from '../../journal/server/journal.ts'
import { readAllRows, viewTable } from '../../journal/server/views.ts'
import type { StoredAlert } from './present.ts'

export interface SiteNuisance {
  /** What this mover is known by; null: it is heard. */ recall(comer: Comer): Remembered | null
  /** What is remembered now, newest first. */
  remembered(): readonly (Remembered & { readonly id: string })[]
  groundMost(): number
  /** A person has it forgotten. */
  forget(order: {
    readonly commandId: string
    readonly memory: Remembered & { readonly id: string }
    readonly actor: Actor
  }): Promise<Outcome<Accepted>>
}

export interface NuisanceWorld {
  viewSinceMs: MemoryInput['viewSinceMs']
  /** Most cells of ground that may be remembered, by what is watched now. */
  groundMost(): number
  nowMs(): number
}

/** Reads what people ended within the window; from then on commits keep it. */
export async function holdNuisance(journal: Journal, world: NuisanceWorld): Promise<SiteNuisance> {
  const closings = new Map<string, Closing>()
  const forgotten = new Map<string, number>()
  let memory: Memory | null = null
  let workedOutMs = 0

  /** Whether it changes what is learnt. */
  function holdAlert(row: StoredAlert): boolean {
    const closing = closingOf(row)
    if (closing !== null) closings.set(row.id, closing)
    // Reopened: what was said of it holds no more.
    return closing !== null || closings.delete(row.id)
  }
  const holdForgotten = ({ key, at }: ForgottenRow) => forgotten.set(key, Date.parse(at))

  const since = isoTime(world.nowMs() - windowMs)
  const found = await journal.sql.unsafe<{ id: string; version: number; data: object }[]>(
    `select id, version, data from ${viewTable(alertsView)} where site = $1 and data->'closed'->>'at' >= $2`,
    [journal.site, since],
  )
  for (const { id, version, data } of found) holdAlert({ ...data, id, version } as StoredAlert)
  for (const row of await readAllRows(journal.sql, viewTable(forgottenNuisance), journal.site)) holdForgotten(row as never)
  journal.onCommitted(({ rows }) => {
    for (const row of rows.get(alertsView.name)?.values() ?? [])
      if (row && holdAlert(row as unknown as StoredAlert)) memory = null
    for (const row of rows.get(forgottenNuisance.name)?.values() ?? []) if (row) holdForgotten(row as never)
    // What cameras watch, and since when they look as they do, bounds it, too.
    if (rows.has(forgottenNuisance.name) || rows.has('cameras')) memory = null
  })

  function now(): Memory {
    const nowMs = world.nowMs()
    if (memory !== null && nowMs >= workedOutMs && nowMs < memory.untilMs) return memory
    for (const [id, { atMs }] of closings) if (nowMs - atMs >= windowMs) closings.delete(id)
    const { viewSinceMs } = world
    memory = memoryOf({ closings: closings.values(), forgotten, viewSinceMs, groundMost: world.groundMost(), nowMs })
    workedOutMs = nowMs
    return memory
  }

  const idOf = (key: string) => uuidFromDigest(createHash('sha256').update(`${journal.site} nuisance ${key}`).digest())

  return {
    recall: (comer) => recall(now(), comer),
    remembered: () => [...now().kept.values()].map((one) => ({ ...one, id: idOf(one.key) })),
    groundMost: world.groundMost,
    forget({ commandId, memory: { id, key, area, mode }, actor }) {
      return journal.run(forgetNuisance, { commandId, subject: id, actor, input: { id, key, area, mode } })
    },
  }
}
