/** The alert of a watch that lasts too long (OPS 2.13): routine, and for the commander, who alone can send somebody. */
import type { AlertContent } from './compose.ts'

export const shiftRuleId = 'shift-too-long'

/** `hours`: how long one officer has had the watch; the limit is the rule's. */
export function composeShift(shiftId: string, since: string, hoursMost: number): AlertContent {
  return {
    kind: 'timer',
    priority: 'P3',
    ruleId: shiftRuleId,
    ruleVersion: 1,
    ruleValues: { hoursMost, shiftId },
    groupClass: `shift ${shiftId}`,
    title: { text: 'alert.title.shift-too-long', values: { hours: hoursMost } },
    reasons: [
      { text: 'alert.reason.shift-since', values: { hours: hoursMost, since: `${since.slice(0, 16).replace('T', ' ')}Z` } },
    ],
    unknowns: [{ text: 'alert.unknown.shift-relief', values: {} }],
    cameraIds: [],
    trackIds: [],
    placeIds: [],
    place: null,
    distanceToLineM: null,
    track: null,
  }
}
