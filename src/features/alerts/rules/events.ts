/** What rules write: the whole rule each time, so that any entry alone says what held from then on. */
import type { RuleContent } from './record.ts'

export interface RuleSet {
  readonly rule: RuleContent
}

/** Every type that rules write. */
export const ruleEntryTypes = ['rule.set', 'rule.retired'] as const
export type RuleEntryType = (typeof ruleEntryTypes)[number]
