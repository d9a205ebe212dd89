import { accept, type Outcome, refuse } from '../../../base/outcome.ts'
import { body, type Draft } from '../../../journal/entry.ts'
import type { CommandDefinition } from '../../../journal/feature.ts'
import { isHigher } from '../decide.ts'
import type { RuleRow } from './fold.ts'
import { builtInPriority, rulesByKind, startValues } from './index.ts'
import { type RuleContent, type RuleKind, whereOf } from './record.ts'

/** Every no of these commands. */
export const ruleRefusals = [
  'rule.stale',
  'rule.not-found',
  'rule.kind',
  'rule.where',
  'rule.values',
  'rule.window',
  'rule.lowers-p1',
  'rule.doubled',
] as const

/** What stands where the rule looks: the kind of its place, or whether there is such a camera. */
export interface RuleGround {
  readonly placeKind: string | null
  readonly hasCamera: boolean
  /** Another rule of the same kind stands there already. */
  readonly hasTwin: boolean
}

const placeOf: Partial<Record<RuleKind, string>> = {
  'line-crossing': 'line',
  approach: 'line',
  'zone-enter': 'zone',
  'zone-dwell': 'zone',
}

/** The first reason why a rule cannot be put in force; null: it can. The same for the page and the server. */
export function refusalOf(rule: RuleContent, ground: RuleGround): ReturnType<typeof refuse> | null {
  const { where, kind } = rule
  if (where.on !== whereOf[kind]) return refuse('rule.where')
  if (where.on === 'place' ? ground.placeKind !== placeOf[kind] : !ground.hasCamera) return refuse('rule.where')
  const { settings } = rulesByKind[kind]
  for (const [name, value] of Object.entries(rule.values)) {
    const setting = settings[name]
    if (setting === undefined) return refuse('rule.values', { name, least: null, most: null })
    if (!(value >= setting.least && value <= setting.most))
      return refuse('rule.values', { name, least: setting.least, most: setting.most })
  }
  if (rule.validFrom !== null && rule.validUntil !== null && Date.parse(rule.validFrom) >= Date.parse(rule.validUntil))
    return refuse('rule.window')
  if (lowersP1(rule)) return refuse('rule.lowers-p1')
  // Two of one kind on one place: nobody could tell which of them holds.
  return isBuiltIn(kind) && ground.hasTwin ? refuse('rule.doubled') : null
}

/** Kinds that stand in place of a built-in rule. */
function isBuiltIn(kind: RuleKind): boolean {
  return kind !== 'zone-dwell' && kind !== 'picture-zone'
}

/** Whether it would make a built-in rule of P1 less grave, later or silent (OPS T9: two persons). */
export function lowersP1(rule: RuleContent): boolean {
  if (builtInPriority[rule.kind] !== 'P1') return false
  const start = startValues(rulesByKind[rule.kind])
  const isWeaker = Object.entries(rule.values).some(([name, value]) => value > (start[name] ?? 0))
  const isPartial = rule.schedule !== null || rule.classes !== null || rule.validFrom !== null || rule.validUntil !== null
  return !rule.isOn || isHigher('P1', rule.priority) || isPartial || isWeaker
}

type Row = (RuleRow & { version: number }) | undefined

/** Puts a rule in force, or changes it. Setting one that was taken away brings it back. */
export const setRule: CommandDefinition<
  RuleRow,
  { id: string; area: string; basedOn: number; rule: RuleContent; ground: RuleGround }
> = {
  name: 'set-rule',
  view: 'rules',
  decide(row, { id, area, basedOn, rule, ground }, { nowMs }) {
    if ((row?.version ?? 0) !== basedOn) return stale(row)
    if (row !== undefined && row.kind !== rule.kind) return refuse('rule.kind')
    const no = refusalOf(rule, ground)
    if (no !== null) return no
    return accept([{ type: 'rule.set', typeVersion: 1, subject: id, area, observedAtMs: nowMs, body: body({ rule }) }])
  },
}

/** Takes a rule away; the built-in one holds again. */
export const retireRule: CommandDefinition<RuleRow, { id: string; basedOn: number }> = {
  name: 'retire-rule',
  view: 'rules',
  decide(row, { id, basedOn }, { nowMs }): Outcome<readonly Draft[]> {
    if (row === undefined) return refuse('rule.not-found')
    if (row.version !== basedOn) return stale(row)
    if (row.isRetired) return accept([])
    const { area, name } = row
    return accept([{ type: 'rule.retired', typeVersion: 1, subject: id, area, observedAtMs: nowMs, body: body({ name }) }])
  },
}

function stale(row: Row): ReturnType<typeof refuse> {
  return refuse('rule.stale', { byId: row?.changedById ?? null, at: row?.changedAt ?? null })
}
