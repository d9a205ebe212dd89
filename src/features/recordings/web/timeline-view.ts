/** What a stretch of the past looks like and where to go in it: places on the line, gaps, the next thing to see. Pure. */
import type { RecordedGap, RecordedSpan, Timeline } from '../contract.ts'

export interface View {
  readonly fromMs: number
  readonly toMs: number
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** From one screen of ten minutes to one of a week. */
export const ZOOMS = [
  { id: '10m', spanMs: 10 * MINUTE },
  { id: '1h', spanMs: HOUR },
  { id: '6h', spanMs: 6 * HOUR },
  { id: '24h', spanMs: 24 * HOUR },
  { id: '7d', spanMs: 7 * 24 * HOUR },
] as const

const STEPS_MS = [
  10_000,
  30_000,
  MINUTE,
  2 * MINUTE,
  5 * MINUTE,
  10 * MINUTE,
  30 * MINUTE,
  HOUR,
  2 * HOUR,
  6 * HOUR,
  12 * HOUR,
  24 * HOUR,
]

/** Earlier is left, later is right, in every language. */
export function xOf({ fromMs, toMs }: View, ms: number, width: number): number {
  return ((ms - fromMs) / (toMs - fromMs)) * width
}

/** The instant at a place on the line. */
export function timeAt({ fromMs, toMs }: View, x: number, width: number): number {
  return fromMs + (x / Math.max(1, width)) * (toMs - fromMs)
}

/** The same stretch at another zoom; what stands at `aroundMs` stays where it is. Never further than a little past now. */
export function zoomed(view: View, spanMs: number, aroundMs: number, nowMs: number): View {
  const least = ZOOMS[0].spanMs
  const most = ZOOMS[ZOOMS.length - 1]?.spanMs ?? least
  const span = Math.min(most, Math.max(least, spanMs))
  const share = (aroundMs - view.fromMs) / (view.toMs - view.fromMs)
  return within({ fromMs: aroundMs - share * span, toMs: aroundMs + (1 - share) * span }, nowMs)
}

/** The same stretch moved, not past now. */
export function moved({ fromMs, toMs }: View, byMs: number, nowMs: number): View {
  return within({ fromMs: fromMs + byMs, toMs: toMs + byMs }, nowMs)
}

/** The stretch that ends now, with a little room behind it so that now is seen as an end. */
export function untilNow(spanMs: number, nowMs: number): View {
  const toMs = nowMs + spanMs * 0.03
  return { fromMs: toMs - spanMs, toMs }
}

/** Moved so that `ms` is in view, when it is not. */
export function showing(view: View, ms: number, nowMs: number): View {
  const span = view.toMs - view.fromMs
  if (ms >= view.fromMs && ms <= view.toMs) return view
  return within({ fromMs: ms - span / 2, toMs: ms + span / 2 }, nowMs)
}

function within(view: View, nowMs: number): View {
  const span = view.toMs - view.fromMs
  const last = nowMs + span * 0.03
  return view.toMs > last ? { fromMs: last - span, toMs: last } : view
}

/** Marks at round times of the site's own clock, no closer than `leastPx`. */
export function ticksOf(view: View, width: number, offsetMs: number, leastPx = 84): readonly number[] {
  const perPx = (view.toMs - view.fromMs) / Math.max(1, width)
  const step = STEPS_MS.find((candidate) => candidate / perPx >= leastPx) ?? 24 * HOUR
  const ticks: number[] = []
  for (let at = Math.ceil((view.fromMs + offsetMs) / step) * step - offsetMs; at <= view.toMs; at += step) ticks.push(at)
  return ticks
}

/** How far the site's clock is ahead of UTC, from what it shows (`HH:MM:SS`). */
export function clockOffsetMs(shown: string, ms: number): number {
  const [hours = 0, minutes = 0, seconds = 0] = shown.split(':').map(Number)
  const day = 24 * HOUR
  const local = hours * HOUR + minutes * MINUTE + seconds * 1000
  const utc = Math.floor(ms / 1000) * 1000 - Math.floor(ms / day) * day
  const offset = (((local - utc) % day) + day) % day
  return offset > 14 * HOUR ? offset - day : offset
}

/** Where a span ends now: one that still grows ends with the present. */
export function endOf(span: RecordedSpan, nowMs: number): number {
  return span.isOpen ? Math.max(Date.parse(span.to), nowMs) : Date.parse(span.to)
}

export type Found =
  | { readonly kind: 'span'; readonly span: RecordedSpan }
  /** `gap` is null where nothing is recorded and no cause is known: before the first picture, or not asked for. */
  | { readonly kind: 'gap'; readonly gap: RecordedGap | null }

/** What there is at an instant. */
export function foundAt(timeline: Timeline, ms: number, nowMs: number): Found {
  const span = timeline.spans.find((one) => Date.parse(one.from) <= ms && ms < endOf(one, nowMs))
  if (span !== undefined) return { kind: 'span', span }
  const gap = timeline.gaps.find((one) => Date.parse(one.from) <= ms && (one.to === null || ms < Date.parse(one.to)))
  return { kind: 'gap', gap: gap ?? null }
}

/** The first instant from `ms` on at which something is recorded; null: nothing is. */
export function nextPlayable(timeline: Timeline, ms: number, nowMs: number): number | null {
  const starts = timeline.spans
    .filter((one) => endOf(one, nowMs) > ms)
    .map((one) => Math.max(ms, Date.parse(one.from)))
    .sort((a, b) => a - b)
  return starts[0] ?? null
}

/** The alert that begins next in this direction; a second off, so that one does not stay at the same for ever. */
export function alertBeside(timeline: Timeline, ms: number, by: 1 | -1): Timeline['alerts'][number] | null {
  const all = [...timeline.alerts].sort((a, b) => Date.parse(a.from) - Date.parse(b.from))
  return (
    (by === 1
      ? all.find((one) => Date.parse(one.from) > ms + 1_000)
      : all.findLast((one) => Date.parse(one.from) < ms - 1_000)) ?? null
  )
}
