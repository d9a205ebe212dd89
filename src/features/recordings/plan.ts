/** What an interval of a camera's past consists of: which parts of which files, moved to where. Pure. */
import { accept, type Outcome, refuse } from '../../base/outcome.ts'
import { ticksPerMs } from './boxes.ts'
import type { KeyPicture } from './segment.ts'

/** A segment as the index knows it. Times in milliseconds; `fromMs`, `toMs` site time, `mediaMs` and keys media time of the run. */
export interface IndexedSegment {
  readonly id: string
  readonly file: string
  readonly run: string
  readonly fromMs: number
  readonly toMs: number
  readonly mediaMs: number
  readonly mediaType: string
  readonly width: number
  readonly height: number
  readonly initBytes: number
  /** Length of the file up to its last whole fragment. */
  readonly bytes: number
  readonly keys: readonly KeyPicture[]
  /** Null while it is written. */
  readonly sha256: string | null
}

/** Bytes of a file that begin with a fragment; every time in them is to be moved by `shiftTicks`. */
export interface Piece {
  readonly segment: IndexedSegment
  readonly offset: number
  readonly bytes: number
  readonly shiftTicks: number
}

export interface Plan {
  /** Site time of the first picture: media time 0 of what is given. */
  readonly startMs: number
  /** Site time at which the last piece ends. */
  readonly endMs: number
  readonly mediaType: string
  /** The file whose beginning describes the pictures. */
  readonly init: { readonly segment: IndexedSegment; readonly bytes: number }
  readonly pieces: readonly Piece[]
  readonly bytes: number
}

/**
 * Plans `[fromMs, toMs)` out of segments in order of time. It begins with the key picture at or before `fromMs` (the first one there
 * is, when the camera was not recorded then) and ends with the fragment that holds `toMs`, or at the next key picture where only keys
 * are known. Media time is site time: a gap stays a gap. Refused: `recording.none`, and `recording.codec-changes` with the instant.
 */
export function planInterval(segments: readonly IndexedSegment[], fromMs: number, toMs: number): Outcome<Plan> {
  const inside = segments.filter((one) => one.toMs > fromMs && one.fromMs < toMs && one.keys.length > 0)
  const [first] = inside
  if (first === undefined) return refuse('recording.none')
  const changed = inside.find(
    (one) => one.mediaType !== first.mediaType || one.width !== first.width || one.height !== first.height,
  )
  if (changed) return refuse('recording.codec-changes', { at: new Date(Math.round(changed.fromMs)).toISOString() })
  const entry = keyBefore(first, fromMs)
  const startMs = siteMs(first, entry[1])
  const pieces: Piece[] = []
  let run = { id: '', offsetMs: 0 }
  let endMs = startMs
  for (const segment of inside) {
    // Within a run the stream's own clock tells the time: pictures keep their distance across files.
    if (run.id !== segment.run) run = { id: segment.run, offsetMs: segment.fromMs - segment.mediaMs }
    const offset = segment === first ? entry[0] : (segment.keys[0] as KeyPicture)[0]
    const after = segment.keys.find(([at, mediaMs]) => at > offset && siteMs(segment, mediaMs) >= toMs)
    const end = after ? after[0] : segment.bytes
    if (end <= offset) continue
    pieces.push({ segment, offset, bytes: end - offset, shiftTicks: Math.round((run.offsetMs - startMs) * ticksPerMs) })
    endMs = after ? siteMs(segment, after[1]) : segment.toMs
  }
  const init = { segment: first, bytes: first.initBytes }
  return accept({
    startMs,
    endMs,
    mediaType: first.mediaType,
    init,
    pieces,
    bytes: init.bytes + pieces.reduce((sum, { bytes }) => sum + bytes, 0),
  })
}

/** Stretches without a cut: neighbours of one run, codec and size become one. A pause of up to `graceMs` is none. */
export function spansOf(segments: readonly IndexedSegment[], graceMs: number) {
  const spans: { fromMs: number; toMs: number; mediaType: string; width: number; height: number; isOpen: boolean }[] = []
  let last: IndexedSegment | null = null
  for (const segment of segments) {
    const { fromMs, toMs, mediaType, width, height } = segment
    const span = spans.at(-1)
    const goesOn =
      last !== null &&
      span !== undefined &&
      last.mediaType === mediaType &&
      last.width === width &&
      last.height === height &&
      fromMs - last.toMs <= graceMs
    if (goesOn) {
      span.toMs = Math.max(span.toMs, toMs)
      span.isOpen = segment.sha256 === null
    } else spans.push({ fromMs, toMs, mediaType, width, height, isOpen: segment.sha256 === null })
    last = segment
  }
  return spans
}

/** A stretch that retention leaves alone, site time in milliseconds. */
export interface Kept {
  readonly cameraId: string
  readonly fromMs: number
  readonly toMs: number
}

export interface Deletable {
  readonly id: string
  readonly cameraId: string
  readonly fromMs: number
  readonly toMs: number
  readonly bytes: number
}

export interface Limits {
  /** Bytes of all cameras; null: none. */
  readonly totalBytes: number | null
  readonly cameraBytes: number | null
  /** Bytes that must be freed whatever the quotas say: the disk's reserve is touched. */
  readonly mustFree: number
  /** Nothing older than this is kept; null: no limit of age. */
  readonly oldestMs: number | null
}

/**
 * Which closed segments go: first those too old, then each camera's oldest above its quota, then the oldest of all above the total or
 * the disk's need. What overlaps a `kept` stretch stays. `missing` is how many bytes could not be freed because everything left is kept.
 */
export function letGo(
  closed: readonly Deletable[],
  kept: readonly Kept[],
  limits: Limits,
): { readonly gone: readonly Deletable[]; readonly missing: number } {
  const byAge = [...closed].sort((a, b) => a.fromMs - b.fromMs)
  const isKept = (one: Deletable) =>
    kept.some(({ cameraId, fromMs, toMs }) => cameraId === one.cameraId && one.toMs > fromMs && one.fromMs < toMs)
  const gone = new Set<Deletable>()
  const used = new Map<string, number>()
  for (const { cameraId, bytes } of byAge) used.set(cameraId, (used.get(cameraId) ?? 0) + bytes)
  let total = byAge.reduce((sum, { bytes }) => sum + bytes, 0)
  let freed = 0
  let missing = 0
  const take = (one: Deletable) => {
    gone.add(one)
    used.set(one.cameraId, (used.get(one.cameraId) ?? 0) - one.bytes)
    total -= one.bytes
    freed += one.bytes
  }
  const free = byAge.filter((one) => !isKept(one))
  for (const one of free) if (limits.oldestMs !== null && one.toMs < limits.oldestMs) take(one)
  for (const one of free) {
    const isOverOwn = limits.cameraBytes !== null && (used.get(one.cameraId) ?? 0) > limits.cameraBytes
    if (!gone.has(one) && isOverOwn) take(one)
  }
  for (const one of free) {
    const isOver = (limits.totalBytes !== null && total > limits.totalBytes) || freed < limits.mustFree
    if (!gone.has(one) && isOver) take(one)
  }
  for (const bytes of used.values()) if (limits.cameraBytes !== null) missing = Math.max(missing, bytes - limits.cameraBytes)
  if (limits.totalBytes !== null) missing = Math.max(missing, total - limits.totalBytes)
  missing = Math.max(missing, limits.mustFree - freed)
  return { gone: [...gone], missing: Math.max(0, missing) }
}

function keyBefore(segment: IndexedSegment, atMs: number): KeyPicture {
  const before = segment.keys.filter(([, mediaMs]) => siteMs(segment, mediaMs) <= atMs).at(-1)
  return before ?? (segment.keys[0] as KeyPicture)
}

/** Site time of a media time within a segment, milliseconds. */
export function siteMs(segment: Pick<IndexedSegment, 'fromMs' | 'mediaMs'>, mediaMs: number): number {
  return segment.fromMs + mediaMs - segment.mediaMs
}
