import type { TrackView } from '../../tracks/contract.ts'
import { anyMover } from './any-mover.ts'
import { approach } from './approach.ts'
import { lineCrossing } from './line-crossing.ts'
import type { Finding, Rule, Scene } from './rule.ts'
import { zoneEnter } from './zone-enter.ts'

/** All rules, the gravest first: the first finding speaks for the track. */
export const rules: readonly Rule[] = [lineCrossing, approach, zoneEnter, anyMover]

/** The settings that a rule starts with. */
export function startValues(rule: Rule): Record<string, number> {
  return Object.fromEntries(Object.entries(rule.settings).map(([name, setting]) => [name, setting.start]))
}

/** What the rules say of a track, the gravest finding first; null: nothing that needs a person. */
export function judge(track: TrackView, scene: Scene): Finding | null {
  for (const rule of rules) {
    const finding = rule.judge(track, startValues(rule), scene)
    if (finding) return finding
  }
  return null
}
