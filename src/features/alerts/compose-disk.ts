/** The alert of a disk that has no room for recordings: footage goes first, the journal last, and people hear of it before it is full. */
import type { AlertContent } from './compose.ts'

export const diskRuleId = 'disk-low'

/** `low`: recordings go on, but nothing more can be let go for them. `stopped`: nothing is recorded. Bytes. */
export function composeDisk(
  state: 'low' | 'stopped',
  disk: { readonly freeBytes: number; readonly reserveBytes: number },
): AlertContent {
  const gigabytes = (bytes: number) => Math.round(bytes / 1e8) / 10
  return {
    kind: 'system',
    priority: state === 'stopped' ? 'P2' : 'P3',
    ruleId: diskRuleId,
    ruleVersion: 1,
    ruleValues: { reserveBytes: Math.round(disk.reserveBytes) },
    groupClass: 'system',
    title: { text: `alert.title.disk-${state}`, values: {} },
    reasons: [
      { text: 'alert.reason.disk', values: { free: gigabytes(disk.freeBytes), reserve: gigabytes(disk.reserveBytes) } },
      { text: state === 'stopped' ? 'alert.reason.disk-journal' : 'alert.reason.disk-kept', values: {} },
    ],
    unknowns: [{ text: state === 'stopped' ? 'alert.unknown.footage' : 'alert.unknown.disk-when', values: {} }],
    cameraIds: [],
    trackIds: [],
    placeIds: [],
    place: null,
    distanceToLineM: null,
    track: null,
  }
}
