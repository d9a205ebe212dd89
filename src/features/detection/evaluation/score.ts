/**
 * How detections agree with the truth of recordings. The rules are those that all detectors are compared by: a box hits a body when
 * its middle lies in the true box grown by half (each side 8 pixels at least) or they overlap by more than a tenth; an event is found
 * when one and the same confirmed track hits it on three frames; a confirmed track is false when it hits something true on less than
 * a fifth of its frames.
 */
import type { Box } from '../contract.ts'
import { poissonBounds, shareBounds } from './bounds.ts'
import type { Stated } from './reliability.ts'

const growShare = 1.5
const leastSidePx = 8
const overlapLeast = 0.1
const falseShare = 0.2
/** True boxes are interpolated over gaps of so many frames, unless the event says otherwise. */
const gapMost = 30
/** … and taken from the nearest one beyond the first and the last by so many. */
const beyondFrames = 5
/** Near where a body went into hiding or came out of it a track is neither right nor false, pixels. */
const hidingPx = 16
export const hitsLeast = 3

/** A body in a recording, by frames. `boxes` has those that were marked. */
export interface TrueEvent {
  readonly id: string
  readonly class: string
  readonly required?: boolean
  readonly first_frame: number
  readonly last_frame: number
  readonly boxes: Readonly<Record<string, Box>>
  readonly max_gap?: number
}

/** The truth of one recording, as its file says it. */
export interface Truth {
  readonly clip: string
  readonly file?: string
  readonly w: number
  readonly h: number
  readonly fps: number
  readonly frames: number
  readonly kind?: 'find' | 'quiet'
  readonly events: readonly TrueEvent[]
  readonly ignore?: readonly { readonly box: Box; readonly first_frame: number; readonly last_frame: number }[]
  readonly background_frames?: readonly number[]
}

/** One line of a detections file. */
export interface DetectedBox {
  readonly frame: number
  readonly track: string
  readonly box: Box
  readonly confirmed: boolean
  /** The class that was said and its probability, where the detector states one. */
  readonly told?: { readonly kind: string; readonly share: number }
}

export interface EventScore {
  readonly id: string
  readonly class: string
  readonly isRequired: boolean
  readonly isFound: boolean
  /** Seconds from the event's first frame to the first hit of a track that found it; null: not found. */
  readonly delayS: number | null
  readonly boxes: number
  readonly boxesHit: number
  readonly identityChanges: number
}

export interface ClipScore {
  readonly clip: string
  readonly kind: 'find' | 'quiet'
  readonly minutes: number
  readonly tracks: number
  readonly falseTracks: readonly string[]
  readonly events: readonly EventScore[]
}

interface Keyed {
  readonly event: TrueEvent
  readonly keys: readonly number[]
}

/** Whether a detected box is on a true one. */
export function hits(box: Box, truth: Box): boolean {
  const offX = Math.abs(box[0] + box[2] / 2 - truth[0] - truth[2] / 2)
  const offY = Math.abs(box[1] + box[3] / 2 - truth[1] - truth[3] / 2)
  const halfX = Math.max(truth[2] * growShare, leastSidePx) / 2
  const halfY = Math.max(truth[3] * growShare, leastSidePx) / 2
  return (offX <= halfX && offY <= halfY) || overlap(box, truth) > overlapLeast
}

function overlap(a: Box, b: Box): number {
  const across = Math.max(0, Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]))
  const down = Math.max(0, Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]))
  const shared = across * down
  return shared / (a[2] * a[3] + b[2] * b[3] - shared || 1)
}

/** Where a body is in a frame: as marked, or between marks; null where it is not, or hidden for too long to say. */
function boxAt({ event, keys }: Keyed, frame: number): Box | null {
  if (frame < event.first_frame || frame > event.last_frame) return null
  const marked = event.boxes[String(frame)]
  if (marked) return marked
  const before = keys.findLast((key) => key < frame)
  const after = keys.find((key) => key > frame)
  if (before !== undefined && after !== undefined) {
    if (after - before > (event.max_gap ?? gapMost)) return null
    const share = (frame - before) / (after - before)
    const [from, to] = [event.boxes[String(before)] as Box, event.boxes[String(after)] as Box]
    return [0, 1, 2, 3].map((i) => from[i]! + share * (to[i]! - from[i]!)) as unknown as Box
  }
  const near = before ?? after
  return near !== undefined && Math.abs(near - frame) <= beyondFrames ? (event.boxes[String(near)] as Box) : null
}

function isNearHiding({ event, keys }: Keyed, frame: number, box: Box): boolean {
  const before = keys.findLast((key) => key < frame) ?? keys[0]
  const after = keys.find((key) => key > frame) ?? keys.at(-1)
  if (before === undefined || after === undefined) return false
  const [from, to] = [event.boxes[String(before)] as Box, event.boxes[String(after)] as Box]
  const [x, y] = [box[0] + box[2] / 2, box[1] + box[3] / 2]
  return (
    x >= Math.min(from[0], to[0]) - hidingPx &&
    x <= Math.max(from[0] + from[2], to[0] + to[2]) + hidingPx &&
    y >= Math.min(from[1], to[1]) - hidingPx &&
    y <= Math.max(from[1] + from[3], to[1] + to[3]) + hidingPx
  )
}

/** Scores one recording. `lines` in frame order; those that are not confirmed do not count. */
export function scoreClip(truth: Truth, lines: readonly DetectedBox[]): ClipScore {
  const tracks = new Map<string, Map<number, Box>>()
  for (const { frame, track, box, confirmed } of lines) {
    if (!confirmed) continue
    const boxes = tracks.get(track) ?? new Map<number, Box>()
    tracks.set(track, boxes.set(frame, box))
  }
  const seen = truth.events.map((event) => ({
    event,
    keys: Object.keys(event.boxes)
      .map(Number)
      .sort((a, b) => a - b),
    byTrack: new Map<string, number>(),
    byFrame: new Map<number, string[]>(),
  }))
  const falseTracks: string[] = []
  for (const [track, boxes] of tracks) {
    let right = 0
    let counted = 0
    for (const [frame, box] of boxes) {
      let isRight = false
      let isOpen = false
      for (const one of seen) {
        const where = boxAt(one, frame)
        if (where === null) {
          const { first_frame: first, last_frame: last } = one.event
          isOpen ||= frame >= first && frame <= last && isNearHiding(one, frame, box)
        } else if (hits(box, where)) {
          isRight = true
          one.byTrack.set(track, (one.byTrack.get(track) ?? 0) + 1)
          one.byFrame.set(frame, [...(one.byFrame.get(frame) ?? []), track])
        }
      }
      isRight ||= (truth.ignore ?? []).some(
        ({ box: [x, y, w, h], first_frame: first, last_frame: last }) =>
          frame >= first &&
          frame <= last &&
          box[0] + box[2] / 2 >= x &&
          box[0] + box[2] / 2 <= x + w &&
          box[1] + box[3] / 2 >= y &&
          box[1] + box[3] / 2 <= y + h,
      )
      if (isRight) right++
      if (isRight || !isOpen) counted++
    }
    if (counted > 0 && right / counted < falseShare) falseTracks.push(track)
  }
  const events = seen.map(({ event, keys, byTrack, byFrame }): EventScore => {
    const finders = new Set([...byTrack].filter(([, count]) => count >= hitsLeast).map(([track]) => track))
    const frames = [...byFrame.keys()].sort((a, b) => a - b)
    const first = frames.find((frame) => byFrame.get(frame)?.some((track) => finders.has(track)))
    let following: string | null = null
    let changes = 0
    for (const frame of frames) {
      const here = byFrame.get(frame) as string[]
      if (following !== null && here.includes(following)) continue
      if (following !== null) changes++
      following = here.find((track) => finders.has(track)) ?? (here[0] as string)
    }
    const marked = keys.filter((key) => !truth.background_frames?.includes(key))
    return {
      id: event.id,
      class: event.class,
      isRequired: event.required !== false,
      isFound: finders.size > 0,
      delayS: first === undefined ? null : (first - event.first_frame) / truth.fps,
      boxes: marked.length,
      boxesHit: marked.filter((key) => byFrame.has(key)).length,
      identityChanges: changes,
    }
  })
  return {
    clip: truth.clip,
    kind: truth.kind ?? (truth.events.length > 0 ? 'find' : 'quiet'),
    minutes: truth.frames / truth.fps / 60,
    tracks: tracks.size,
    falseTracks,
    events,
  }
}

/** The five classes that a detector may say; whatever else a truth names is `other` to it. */
const bodies = ['person', 'vehicle', 'animal']

/**
 * What was said of the kind of each confirmed track at its end, and whether it was so: the kind of the event that it was on most.
 * Left out: tracks on nothing true, and those of which nothing was said.
 */
export function statedClasses(truth: Truth, lines: readonly DetectedBox[]): Stated[] {
  const seen = truth.events.map((event) => ({
    event,
    keys: Object.keys(event.boxes)
      .map(Number)
      .sort((a, b) => a - b),
  }))
  const tracks = new Map<string, { told: DetectedBox['told']; on: Map<string, number> }>()
  for (const { frame, track, box, confirmed, told } of lines) {
    if (!confirmed) continue
    const of = tracks.get(track) ?? { told, on: new Map<string, number>() }
    tracks.set(track, of)
    of.told = told
    for (const one of seen) {
      const where = boxAt(one, frame)
      const kind = bodies.includes(one.event.class) ? one.event.class : 'other'
      if (where !== null && hits(box, where)) of.on.set(kind, (of.on.get(kind) ?? 0) + 1)
    }
  }
  return [...tracks.values()].flatMap(({ told, on }) => {
    const [most] = [...on].sort(([, a], [, b]) => b - a)
    return most && told && told.kind !== 'unknown' ? [{ share: told.share, isRight: told.kind === most[0] }] : []
  })
}

/** A count over minutes with its exact Poisson bounds, 95 %, a minute. */
export interface Rate {
  readonly count: number
  readonly minutes: number
  readonly perMinute: number
  readonly bounds: readonly [number, number]
}

export interface Totals {
  readonly events: number
  readonly found: number
  readonly foundBounds: readonly [number, number]
  readonly byClass: Readonly<Record<string, { readonly events: number; readonly found: number }>>
  readonly delayMedianS: number | null
  readonly delayP90S: number | null
  readonly boxes: number
  readonly boxesHit: number
  readonly identityChanges: number
  readonly falseTracks: Rate
  readonly falseOnQuiet: Rate
}

/** Sums over recordings; only required events count as found or missed. */
export function totalsOf(clips: readonly ClipScore[]): Totals {
  const required = clips.flatMap(({ events }) => events.filter(({ isRequired }) => isRequired))
  const found = required.filter(({ isFound }) => isFound)
  const delays = found.flatMap(({ delayS }) => (delayS === null ? [] : [delayS])).sort((a, b) => a - b)
  const byClass: Record<string, { events: number; found: number }> = {}
  for (const event of required) {
    byClass[event.class] ??= { events: 0, found: 0 }
    const of = byClass[event.class] as { events: number; found: number }
    of.events++
    if (event.isFound) of.found++
  }
  const sum = (of: (event: EventScore) => number) => required.reduce((total, event) => total + of(event), 0)
  return {
    events: required.length,
    found: found.length,
    foundBounds: shareBounds(found.length, required.length),
    byClass,
    delayMedianS: quantile(delays, 0.5),
    delayP90S: quantile(delays, 0.9),
    boxes: sum(({ boxes }) => boxes),
    boxesHit: sum(({ boxesHit }) => boxesHit),
    identityChanges: sum(({ identityChanges }) => identityChanges),
    falseTracks: rateOf(clips),
    falseOnQuiet: rateOf(clips.filter(({ kind }) => kind === 'quiet')),
  }
}

function rateOf(clips: readonly ClipScore[]): Rate {
  const count = clips.reduce((total, { falseTracks }) => total + falseTracks.length, 0)
  const minutes = clips.reduce((total, clip) => total + clip.minutes, 0)
  const [low, high] = poissonBounds(count)
  return {
    count,
    minutes,
    perMinute: minutes > 0 ? count / minutes : 0,
    bounds: minutes > 0 ? [low / minutes, high / minutes] : [0, 0],
  }
}

function quantile(sorted: readonly number[], share: number): number | null {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? null
}
