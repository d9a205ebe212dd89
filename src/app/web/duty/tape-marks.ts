/** What stands on the tape of the last hour, computed from the log and from cameras as they are now. Pure. */
import type { AlertView } from '../../../features/alerts/contract.ts'
import type { Seen } from '../../../features/cameras/web/health.ts'
import type { LogLine } from '../../live.ts'

export const HOUR_MS = 3_600_000

/** Percent of the hour, counted back from now: where it ends, and how long it is. */
export interface Mark {
  readonly endsAgo: number
  readonly width: number
}

export interface Tape {
  readonly alarms: readonly Mark[]
  readonly detections: readonly Mark[]
  readonly notSeeing: readonly Mark[]
  /** Minutes of the hour in which at least one camera did not see. */
  readonly notSeeingMinutes: number
  readonly counts: { readonly alarms: number; readonly detections: number }
  /** Before the first entry that this page has, nothing is known. */
  readonly unknown: Mark | null
}

const SEES = new Set(['working', 'degraded', 'out_of_service'])

interface Span {
  readonly from: number
  readonly to: number
}

function markOf({ from, to }: Span, nowMs: number): Mark {
  const start = Math.max(from, nowMs - HOUR_MS)
  return { endsAgo: ((nowMs - to) / HOUR_MS) * 100, width: ((to - start) / HOUR_MS) * 100 }
}

function joined(spans: readonly Span[]): readonly Span[] {
  const result: { from: number; to: number }[] = []
  for (const span of [...spans].sort((a, b) => a.from - b.from)) {
    const last = result.at(-1)
    if (last !== undefined && span.from <= last.to) last.to = Math.max(last.to, span.to)
    else result.push({ ...span })
  }
  return result
}

/** `untilMs` is when the page last knew: while the link is cut the tape ends there and the rest is not known. */
export function tapeOf(
  facts: { readonly alerts: Iterable<AlertView>; readonly log: readonly LogLine[]; readonly seen: readonly Seen[] },
  nowMs: number,
  untilMs: number,
): Tape {
  const since = nowMs - HOUR_MS
  const at = (time: string) => ({ from: Date.parse(time), to: Date.parse(time) })
  const alarms = new Map<string, Span>()
  for (const alert of facts.alerts) if (Date.parse(alert.firstAt) >= since) alarms.set(alert.id, at(alert.firstAt))
  const detections: Span[] = []
  const changes = new Map<string, { at: number; sees: boolean }[]>()
  for (const line of facts.log) {
    if (Date.parse(line.at) < since && line.type !== 'camera.health-changed') continue
    if (line.text === 'log.alert.raised' && !alarms.has(line.subject)) alarms.set(line.subject, at(line.at))
    if (line.text === 'log.track.confirmed') detections.push(at(line.at))
    if (line.text === 'log.camera.health-changed') {
      const list = changes.get(line.subject) ?? []
      list.push({ at: Date.parse(line.at), sees: SEES.has(String(line.values.health)) })
      changes.set(line.subject, list)
    }
  }
  const gaps: Span[] = []
  for (const { camera, sight, sinceMs } of facts.seen) {
    const list = changes.get(camera.id) ?? []
    list.forEach((change, index) => {
      const next = list[index + 1]
      if (!change.sees && next !== undefined) gaps.push({ from: change.at, to: next.at })
    })
    if (sight === 'blind') gaps.push({ from: untilMs - sinceMs, to: untilMs })
  }
  const notSeeing = joined(gaps.filter((gap) => gap.to > since))
  const first = facts.log[0]
  const firstMs = first === undefined ? untilMs : Date.parse(first.at)
  return {
    alarms: [...alarms.values()].map((span) => markOf(span, nowMs)),
    detections: detections.map((span) => markOf(span, nowMs)),
    notSeeing: notSeeing.map((span) => markOf(span, nowMs)),
    notSeeingMinutes: Math.floor(notSeeing.reduce((sum, gap) => sum + gap.to - Math.max(gap.from, since), 0) / 60_000),
    counts: { alarms: alarms.size, detections: detections.length },
    unknown: firstMs > since ? markOf({ from: since, to: firstMs }, nowMs) : null,
  }
}
