/**
 * A track as it is kept after its end, so that a rule can be tried on it: what rules look at, at some instants of it. Not every look
 * is kept: dense while the track is young, thinner later. Pure.
 */
import { z } from 'zod'
import { latLon } from '../../base/shapes.ts'
import { box, type TrackView, trackView } from './contract.ts'

/** Looks kept of one track at most. */
export const looksMax = 64

/** What one look was; null where geometry did not earn it. */
const look = z.object({
  /** Milliseconds since the first sighting. */
  ms: z.number(),
  box,
  /** Person, vehicle, animal, other; the rest is unknown. */
  p: z.tuple([z.number(), z.number(), z.number(), z.number()]),
  /** Bearing and its error; near, best and far range. */
  at: z.tuple([z.number(), z.number(), z.number(), z.number().nullable(), z.number().nullable()]).nullable(),
  position: z.tuple([z.number(), z.number()]).nullable(),
  ellipse: z.tuple([z.number(), z.number(), z.number()]).nullable(),
  velocity: z.tuple([z.number(), z.number()]).nullable(),
  height: z.tuple([z.number(), z.number()]).nullable(),
  travel: z.number().nullable(),
})
export type Look = z.infer<typeof look>

const kept = z.object({
  v: z.literal(1),
  track: trackView.pick({ id: true, cameraId: true, contrast: true, evidence: true, firstSeenAt: true }),
  picture: z.tuple([z.number(), z.number()]),
  trail: z.array(latLon).max(120),
  trailMs: z.array(z.number()).max(120),
  looks: z.array(look).min(1),
})

/** The look of this moment. */
export function lookOf(track: TrackView): Look {
  const { place, velocity, heightM, classProbabilities: cls } = track
  const round = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits
  const or = (value: number | null, digits: number) => (value === null ? null : round(value, digits))
  return {
    ms: Date.parse(track.lastSeenAt) - Date.parse(track.firstSeenAt),
    box: track.box.map((value) => round(value, 1)) as Look['box'],
    p: [round(cls.person, 3), round(cls.vehicle, 3), round(cls.animal, 3), round(cls.other, 3)],
    at: place && [
      round(place.bearingTrueDeg, 3),
      round(place.bearingErrorDeg, 3),
      round(place.rangeM.near, 1),
      or(place.rangeM.best, 1),
      or(place.rangeM.far, 1),
    ],
    position: place?.position ? [round(place.position.lat, 6), round(place.position.lon, 6)] : null,
    ellipse: place?.ellipse
      ? [round(place.ellipse.aM, 1), round(place.ellipse.bM, 1), round(place.ellipse.bearingTrueDeg, 1)]
      : null,
    velocity: velocity && [round(velocity.speedMs, 2), round(velocity.courseTrueDeg, 1)],
    height: heightM && [round(heightM.least, 2), round(heightM.most, 2)],
    travel: or(track.travelM, 1),
  }
}

/** How long after the last kept look the next is worth keeping. */
function dueAfterMs(ageMs: number): number {
  return ageMs < 15_000 ? 1000 : ageMs < 60_000 ? 2500 : ageMs < 300_000 ? 10_000 : 60_000
}

/** Adds the look of this moment where it is due; the oldest dense ones give way. */
export function keepLook(looks: Look[], track: TrackView, isLast = false): void {
  const last = looks.at(-1)
  const ms = Date.parse(track.lastSeenAt) - Date.parse(track.firstSeenAt)
  if (last !== undefined && (ms <= last.ms || (!isLast && ms - last.ms < dueAfterMs(ms)))) return
  looks.push(lookOf(track))
  if (looks.length <= looksMax) return
  // Of those in the middle every second goes: the first and the newest tell most.
  const thinned = looks.filter((_, at) => at % 2 === 0 || at > looksMax - 8)
  looks.splice(0, looks.length, ...thinned)
}

/** One line of JSON. */
export function writeKept(track: TrackView, looks: readonly Look[]): string {
  const { id, cameraId, contrast, evidence, firstSeenAt, trail, trailMs = [], picture = [0, 0] } = track
  const first = Math.max(0, trail.length - trailMs.length)
  const round = (value: number) => Math.round(value * 1e6) / 1e6
  const way = trail.slice(first).map(({ lat, lon }) => ({ lat: round(lat), lon: round(lon) }))
  return JSON.stringify({
    v: 1,
    track: { id, cameraId, contrast, evidence, firstSeenAt },
    picture,
    trail: way,
    trailMs,
    looks: looks.length > 0 ? looks : [lookOf(track)],
  })
}

/** What was kept, as the states that rules looked at, oldest first. Null: not written by this program or a later one. */
export function readKept(text: string): readonly TrackView[] | null {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return null
  }
  // Our own table holds thousands of them: the head is checked, each look is as it was written.
  if (typeof parsed !== 'object' || parsed === null || (parsed as { v?: unknown }).v !== 1) return null
  const { track, picture, trail, trailMs, looks } = parsed as z.infer<typeof kept>
  const firstMs = Date.parse(track.firstSeenAt)
  return looks.map((one) => viewOf(one, track, picture, trail, trailMs, firstMs))
}

/** Whether a text is a kept track in every part; slower than reading it. */
export function isKept(text: string): boolean {
  return kept.safeParse(JSON.parse(text)).success
}

function viewOf(
  { ms, box: seen, p: [person, vehicle, animal, other], at, position, ellipse, velocity, height, travel }: Look,
  track: z.infer<typeof kept>['track'],
  picture: [number, number],
  trail: TrackView['trail'],
  trailMs: number[],
  firstMs: number,
): TrackView {
  let way = trailMs.length
  while (way > 0 && (trailMs[way - 1] ?? 0) > ms) way--
  return {
    ...track,
    joinedWith: [],
    state: 'confirmed',
    classProbabilities: { person, vehicle, animal, other, unknown: Math.max(0, 1 - person - vehicle - animal - other) },
    box: seen,
    place: at && {
      method: position ? 'ground_plane' : 'bearing_only',
      bearingTrueDeg: at[0],
      bearingErrorDeg: at[1],
      rangeM: { near: at[2], best: at[3], far: at[4] },
      position: position && { lat: position[0], lon: position[1] },
      ellipse: ellipse && { aM: ellipse[0], bM: ellipse[1], bearingTrueDeg: ellipse[2] },
    },
    velocity: velocity && { speedMs: velocity[0], courseTrueDeg: velocity[1] },
    heightM: height && { least: height[0], most: height[1] },
    travelM: travel,
    lastSeenAt: new Date(firstMs + ms).toISOString(),
    trail: way === trail.length ? trail : trail.slice(0, way),
    trailMs: way === trailMs.length ? trailMs : trailMs.slice(0, way),
    picture,
  }
}
