import type { TrackView } from '../../tracks/contract.ts'
import { type Priority, priorities } from '../contract.ts'
import { anyMover } from './any-mover.ts'
import { approach } from './approach.ts'
import { contextOf } from './context.ts'
import { builtInScene, listens, sceneOf } from './in-force.ts'
import { lineCrossing } from './line-crossing.ts'
import { pictureZone } from './picture-zone.ts'
import type { RuleKind } from './record.ts'
import type { Finding, Rule, RuleInForce, Scene } from './rule.ts'
import { sensorReport } from './sensor-report.ts'
import { zoneDwell } from './zone-dwell.ts'
import { zoneEnter } from './zone-enter.ts'

/** The built-in rules, the gravest first: among equals the first finding speaks for the track. */
export const rules: readonly Rule[] = [lineCrossing, approach, zoneEnter, sensorReport, anyMover]

/** Every kind that a site may set. */
export const rulesByKind: Readonly<Record<RuleKind, Rule>> = {
  'line-crossing': lineCrossing,
  approach,
  'zone-enter': zoneEnter,
  'zone-dwell': zoneDwell,
  'picture-zone': pictureZone,
  'any-mover': anyMover,
}

/** The settings that a rule starts with. */
export function startValues(rule: Rule): Record<string, number> {
  return Object.fromEntries(Object.entries(rule.settings).map(([name, setting]) => [name, setting.start]))
}

/** How grave a built-in rule is. */
export const builtInPriority: Readonly<Record<RuleKind, Priority>> = {
  'line-crossing': 'P1',
  approach: 'P2',
  'zone-enter': 'P2',
  'zone-dwell': 'P2',
  'picture-zone': 'P2',
  'any-mover': 'P2',
}

/** What the rules say of a track, the gravest finding first; null: nothing that needs a person. */
export function judge(track: TrackView, scene: Scene): Finding | null {
  const atMs = Date.parse(track.lastSeenAt)
  let gravest: Finding | null = null
  const take = (finding: Finding | null): void => {
    if (finding !== null && (gravest === null || isGraver(finding.priority, gravest.priority))) gravest = finding
  }
  // A rule that the site wrote speaks before a built-in one that is as grave: it knows more.
  for (const record of scene.rules?.records ?? []) take(judgeBy(record, track, scene))
  for (const rule of rules) {
    // No site sets the rule of sensors: they are heard or taken away.
    const left = rule === sensorReport ? scene : builtInScene(rule.id as RuleKind, scene, atMs)
    if (left !== null) take(rule.judge(track, startValues(rule), left))
  }
  return gravest && withContext(gravest, track, scene)
}

/** What one rule of the site says of a track. */
export function judgeBy(record: RuleInForce, track: TrackView, scene: Scene): Finding | null {
  if (!listens(record, track, Date.parse(track.lastSeenAt), scene.rules?.timeZone ?? 'UTC')) return null
  const seen = sceneOf(record, scene)
  if (seen === null) return null
  const rule = rulesByKind[record.kind]
  const finding = rule.judge(track, { ...startValues(rule), ...record.values }, seen)
  if (finding === null) return null
  return {
    ...finding,
    priority: record.priority,
    // It is no default where somebody asked for it.
    reasons: [
      ...finding.reasons.filter(({ text }) => text !== 'alert.reason.default-rule'),
      { text: 'alert.reason.by-rule', values: { rule: record.name } },
    ],
    rule: { id: record.id, version: record.version },
  }
}

function withContext(finding: Finding, track: TrackView, scene: Scene): Finding {
  const isOfLine = finding.ruleId === 'line-crossing' || finding.ruleId === 'approach'
  const context = contextOf(track, scene, isOfLine ? (finding.placeIds[0] ?? null) : null)
  // Whom to spare comes first: only few reasons are shown.
  const isWarning = ({ text }: { readonly text: string }) => text === 'alert.reason.protected-near'
  const reasons = [...context.filter(isWarning), ...finding.reasons, ...context.filter((said) => !isWarning(said))]
  return { ...finding, reasons }
}

function isGraver(a: Priority, b: Priority): boolean {
  return priorities.indexOf(a) < priorities.indexOf(b)
}
