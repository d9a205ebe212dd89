/**
 * A track as it is kept after its end, so that a rule can be tried on it: what rules look at, at some instants of it. Not every look
 * is kept: dense while the track is young, thinner later. Pure.
 */
import type { TrackView } from './contract.ts'

/** Looks kept of one track at most. */
export const looksMax = 64

/**
 * One look as a row of numbers, because a day has hundreds of thousands of them; null where geometry did not earn it.
 * 0 milliseconds since the first sighting · 1–4 box · 5–8 person, vehicle, animal, other · 9–13 bearing, its error, near, best, far ·
 * 14–15 latitude, longitude · 16–18 ellipse · 19–20 speed, course · 21–22 least and greatest height · 23 way · 24 what it is the size
 * of where it is too far to tell its kind: 1 person, 2 vehicle, 3 animal, 0 or absent: not said.
 */
export type Look = readonly (number | null)[]

interface Kept {
  readonly v: 1
  readonly track: Pick<TrackView, 'id' | 'cameraId' | 'contrast' | 'evidence' | 'firstSeenAt'>
  readonly picture: [number, number]
  /** Latitude, longitude, milliseconds; one after another. */
  readonly way: readonly number[]
  readonly looks: readonly Look[]
}

const sizes = ['person', 'vehicle', 'animal'] as const

/** The look of this moment. */
export function lookOf(track: TrackView): Look {
  const { place, velocity, heightM, classProbabilities: cls } = track
  const to = (digits: number) => (value: number | null | undefined) =>
    value === null || value === undefined ? null : Math.round(value * 10 ** digits) / 10 ** digits
  const [tenth, fine, finest] = [to(1), to(3), to(6)]
  return [
    Date.parse(track.lastSeenAt) - Date.parse(track.firstSeenAt),
    ...track.box.map(tenth),
    ...[cls.person, cls.vehicle, cls.animal, cls.other].map(fine),
    ...[place?.bearingTrueDeg, place?.bearingErrorDeg].map(fine),
    ...[place?.rangeM.near, place?.rangeM.best, place?.rangeM.far].map(tenth),
    ...[place?.position?.lat, place?.position?.lon].map(finest),
    ...[place?.ellipse?.aM, place?.ellipse?.bM, place?.ellipse?.bearingTrueDeg].map(tenth),
    ...[velocity?.speedMs, velocity?.courseTrueDeg, heightM?.least, heightM?.most].map(to(2)),
    tenth(track.travelM),
    track.verdict?.sized ? sizes.indexOf(track.verdict.sized) + 1 : 0,
  ]
}

/** How long after the last kept look the next is worth keeping. */
function dueAfterMs(ageMs: number): number {
  return ageMs < 15_000 ? 1000 : ageMs < 60_000 ? 2500 : ageMs < 300_000 ? 10_000 : 60_000
}

/** Adds the look of this moment where it is due; the oldest dense ones give way. */
export function keepLook(looks: Look[], track: TrackView, isLast = false): void {
  const lastMs = looks.at(-1)?.[0]
  const ms = Date.parse(track.lastSeenAt) - Date.parse(track.firstSeenAt)
  if (typeof lastMs === 'number' && (ms <= lastMs || (!isLast && ms - lastMs < dueAfterMs(ms)))) return
  looks.push(lookOf(track))
  if (looks.length <= looksMax) return
  // Of those in the middle every second goes: the first and the newest tell most.
  const thinned = looks.filter((_, at) => at % 2 === 0 || at > looksMax - 8)
  looks.splice(0, looks.length, ...thinned)
}

/** One line of JSON. */
export function writeKept(track: TrackView, looks: readonly Look[]): string {
  const { id, cameraId, contrast, evidence, firstSeenAt, trail, trailMs = [], picture = [0, 0] } = track
  const round = (value: number) => Math.round(value * 1e6) / 1e6
  const kept: Kept = {
    v: 1,
    track: { id, cameraId, contrast, evidence, firstSeenAt },
    picture,
    way: trail.slice(0, trailMs.length).flatMap(({ lat, lon }, at) => [round(lat), round(lon), trailMs[at] ?? 0]),
    looks: looks.length > 0 ? looks : [lookOf(track)],
  }
  return JSON.stringify(kept)
}

export interface KeptTrack {
  /** The states that rules looked at, oldest first; made as they are asked for. */
  states(): Generator<TrackView>
  /** Whether any look lies in these bounds: west, south, east, north. */
  isIn(bounds: readonly [number, number, number, number]): boolean
}

/** What was kept. Null: not written by a program that knew this form. */
export function readKept(text: string): KeptTrack | null {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return null
  }
  // Our own table, and thousands of rows of it: the form is told by its number, each look is as it was written.
  if (typeof parsed !== 'object' || parsed === null || (parsed as { v?: unknown }).v !== 1) return null
  const kept = parsed as Kept
  return {
    *states() {
      const firstMs = Date.parse(kept.track.firstSeenAt)
      const trail: TrackView['trail'] = []
      const trailMs: number[] = []
      for (const look of kept.looks) {
        const ms = look[0] ?? 0
        for (let at = trail.length * 3; at < kept.way.length && (kept.way[at + 2] ?? 0) <= ms; at += 3) {
          trail.push({ lat: kept.way[at] ?? 0, lon: kept.way[at + 1] ?? 0 })
          trailMs.push(kept.way[at + 2] ?? 0)
        }
        // The way is lent: whoever keeps a state past the next one takes a copy.
        yield viewOf(look, kept, new Date(firstMs + ms).toISOString(), trail, trailMs)
      }
    },
    isIn: ([west, south, east, north]) =>
      kept.looks.some((look) => {
        const [lat, lon] = [look[14], look[15]]
        return typeof lat === 'number' && typeof lon === 'number' && lat >= south && lat <= north && lon >= west && lon <= east
      }),
  }
}

function viewOf(
  look: Look,
  { track, picture }: Kept,
  lastSeenAt: string,
  trail: TrackView['trail'],
  trailMs: number[],
): TrackView {
  const known = (at: number) => look[at] as number
  const has = (at: number) => typeof look[at] === 'number'
  const sized = sizes[(look[24] ?? 0) - 1]
  return {
    ...track,
    joinedWith: [],
    state: 'confirmed',
    classProbabilities: {
      person: known(5),
      vehicle: known(6),
      animal: known(7),
      other: known(8),
      unknown: Math.max(0, Math.round((1 - known(5) - known(6) - known(7) - known(8)) * 1000) / 1000),
    },
    box: [known(1), known(2), known(3), known(4)],
    ...(sized ? { verdict: { sized, boxPx: known(4), rhythmHz: null, words: [] } } : {}),
    place: has(9)
      ? {
          method: has(14) ? 'ground_plane' : 'bearing_only',
          bearingTrueDeg: known(9),
          bearingErrorDeg: known(10),
          rangeM: { near: known(11), best: look[12] ?? null, far: look[13] ?? null },
          position: has(14) ? { lat: known(14), lon: known(15) } : null,
          ellipse: has(16) ? { aM: known(16), bM: known(17), bearingTrueDeg: known(18) } : null,
        }
      : null,
    velocity: has(19) ? { speedMs: known(19), courseTrueDeg: known(20) } : null,
    heightM: has(21) ? { least: known(21), most: known(22) } : null,
    travelM: look[23] ?? null,
    lastSeenAt,
    trail,
    trailMs,
    picture,
  }
}
