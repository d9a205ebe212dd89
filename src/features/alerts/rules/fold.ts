import { hlcMs } from '../../../journal/clock.ts'
import { isoTime } from '../../../journal/entry.ts'
import type { ViewDefinition } from '../../../journal/feature.ts'
import type { RuleSet } from './events.ts'
import type { RuleContent } from './record.ts'

export type RuleRow = RuleContent & {
  readonly area: string
  readonly isRetired: boolean
  readonly changedAt: string
  readonly changedById: string | null
}

/** Rules of the site as they stand. One that was taken away stays as a row: alerts were raised by it. */
export const rulesView: ViewDefinition<RuleRow> = {
  name: 'rules',
  foldVersion: 1,
  folds: (entry) => entry.type === 'rule.set' || entry.type === 'rule.retired',
  fold(row, entry) {
    const changed = { changedAt: isoTime(hlcMs(entry.hlc)), changedById: entry.actor.kind === 'person' ? entry.actor.id : null }
    if (entry.type === 'rule.set') {
      const { rule } = entry.body as unknown as RuleSet
      return { ...rule, area: entry.area, isRetired: false, ...changed }
    }
    if (row === undefined) return null
    const { version: _version, ...kept } = row
    return { ...kept, ...changed, isRetired: true }
  },
}
