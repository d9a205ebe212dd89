/** The rules of the site as they stand, held in memory and kept as the journal is; how a person sets and takes them away. */
import { createHash } from 'node:crypto'
import { uuidFromDigest } from '../../base/ids.ts'
import type { Outcome } from '../../base/outcome.ts'
import { type RuleGround, retireRule, setRule } from '../../features/alerts/rules/decide.ts'
import { type RuleRow, rulesView } from '../../features/alerts/rules/fold.ts'
import type { RuleContent } from '../../features/alerts/rules/record.ts'
import type { RuleInForce } from '../../features/alerts/rules/rule.ts'
import { cleanName } from '../../features/places/names.ts'
import type { Actor } from '../../journal/entry.ts'
import type { Accepted, Journal } from '../../journal/server/journal.ts'
import { readAllRows, viewTable } from '../../journal/server/views.ts'
import type { SiteState } from './state.ts'

export type StoredRule = RuleRow & { readonly id: string; readonly version: number }

export interface SiteRules {
  /** All that were ever set, also those taken away. */
  readonly rows: ReadonlyMap<string, StoredRule>
  /** As `Scene` takes it: what is set now, with the zone of the site's clocks. */
  now(): { readonly records: readonly RuleInForce[]; readonly timeZone: string }
  groundOf(rule: RuleContent, id: string | null): RuleGround
  areaOf(rule: RuleContent): string | null
  set(order: {
    readonly commandId: string
    readonly id: string | null
    readonly basedOn: number
    readonly rule: RuleContent
    readonly actor: Actor
  }): Promise<Outcome<Accepted>>
  retire(order: {
    readonly commandId: string
    readonly id: string
    readonly basedOn: number
    readonly actor: Actor
  }): Promise<Outcome<Accepted>>
}

/** Reads the view once; from then on commits keep it. */
export async function holdRules(journal: Journal, state: SiteState, timeZone: string): Promise<SiteRules> {
  const rows = new Map<string, StoredRule>()
  for (const row of await readAllRows(journal.sql, viewTable(rulesView), journal.site)) rows.set(row.id, row as never)
  let records = inForce()
  journal.onCommitted(({ rows: changed }) => {
    const mine = changed.get('rules')
    if (mine === undefined) return
    for (const [id, row] of mine) if (row) rows.set(id, row as never)
    records = inForce()
  })

  function inForce(): RuleInForce[] {
    return [...rows.values()].filter(({ isRetired }) => !isRetired)
  }

  const held: SiteRules = {
    rows,
    now: () => ({ records, timeZone }),
    groundOf({ where, kind }, id) {
      const place = where.on === 'place' ? state.placeRows.get(where.placeId) : undefined
      const camera = where.on === 'place' ? undefined : state.cameraRows.get(where.cameraId)
      const isHere = (other: RuleInForce) =>
        other.where.on === 'place'
          ? where.on === 'place' && other.where.placeId === where.placeId
          : where.on !== 'place' && other.where.cameraId === where.cameraId
      return {
        placeKind: place === undefined || place.isRetired === true ? null : place.geometry.kind,
        hasCamera: camera !== undefined && !camera.isRemoved,
        hasTwin: records.some((other) => other.id !== id && other.kind === kind && isHere(other)),
      }
    },
    areaOf: ({ where }) =>
      (where.on === 'place' ? state.placeRows.get(where.placeId) : state.cameraRows.get(where.cameraId))?.area ?? null,
    set({ commandId, id, basedOn, rule, actor }) {
      const subject = id ?? uuidFromDigest(createHash('sha256').update(`${journal.site} rule ${commandId}`).digest())
      const named = { ...rule, name: { ar: cleanName(rule.name.ar), en: cleanName(rule.name.en) } }
      const area = held.areaOf(rule) ?? rows.get(subject)?.area ?? 'site'
      const input = { id: subject, area, basedOn, rule: named, ground: held.groundOf(rule, subject) }
      return journal.run(setRule, { commandId, subject, actor, input })
    },
    retire: ({ commandId, id, basedOn, actor }) =>
      journal.run(retireRule, { commandId, subject: id, actor, input: { id, basedOn } }),
  }
  return held
}
