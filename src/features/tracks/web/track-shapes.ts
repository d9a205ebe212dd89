/** Movers as the map draws them: a place with its error where geometry earns it, else a wedge of bearings. Pure. */
import type { Speaker } from '../../../platform/speak.ts'
import {
  ellipseRing,
  type Feature,
  lineFeature,
  lonLat,
  pointFeature,
  ringFeature,
  wedgeRing,
} from '../../../platform/web/map/shapes.ts'
import { ageParts } from '../../../platform/web/parts/age.tsx'
import type { CameraView } from '../../cameras/contract.ts'
import type { Mover } from '../contract.ts'
import { pointsOf } from '../mover.ts'

export interface TrackShapes {
  readonly movers: readonly Feature[]
  readonly trails: readonly Feature[]
  readonly ellipses: readonly Feature[]
  readonly wedges: readonly Feature[]
}

/** A mover without a new sighting for longer is drawn as old. */
const OLD_MS = 5_000
/** How far a wedge reaches where the far end is not known. */
const OPEN_WEDGE_M = 4_000

/** One mark for each mover: of tracks that cameras share, the one whose place is known best stands for all. */
function oneForEachMover(tracks: readonly Mover[]): readonly Mover[] {
  if (tracks.every(({ joinedWith }) => joinedWith.length === 0)) return tracks
  const hidden = new Set<string>()
  const best = [...tracks].sort((a, b) => (a.place?.ellipse?.aM ?? 1e9) - (b.place?.ellipse?.aM ?? 1e9))
  for (const track of best) if (!hidden.has(track.id)) for (const other of track.joinedWith) hidden.add(other)
  return best.filter((track) => !hidden.has(track.id))
}

/** Shapes of all live movers at `nowMs`. While the link is cut all of them are old. */
export function trackShapes(
  tracks: readonly Mover[],
  cameras: ReadonlyMap<string, CameraView>,
  speaker: Speaker,
  nowMs: number,
  isOld: boolean,
): TrackShapes {
  const shapes = { movers: [] as Feature[], trails: [] as Feature[], ellipses: [] as Feature[], wedges: [] as Feature[] }
  for (const track of oneForEachMover(tracks)) {
    if (track.state === 'ended' || track.place === null) continue
    const ageMs = Math.max(0, nowMs - Date.parse(track.lastSeenAt))
    const state = isOld || ageMs > OLD_MS ? 'old' : track.state
    const { place } = track
    const label = labelOf(track, speaker, ageMs)
    const points = pointsOf(track.way)
    if (points.length > 1) {
      // The trail fades back: three pieces, the newest strongest.
      const third = Math.ceil(points.length / 3)
      for (let part = 0; part < 3; part++) {
        const piece = points.slice(Math.max(0, part * third - 1), (part + 1) * third)
        if (piece.length > 1) shapes.trails.push(lineFeature(piece, { state, strength: [0.3, 0.6, 1][part] ?? 1 }))
      }
    }
    if (place.position !== null) {
      if (place.ellipse !== null) {
        const { aM, bM, bearingTrueDeg } = place.ellipse
        shapes.ellipses.push(ringFeature(ellipseRing(place.position, aM, bM, bearingTrueDeg), { state }))
      }
      shapes.movers.push(pointFeature(lonLat(place.position), { state, label }))
      continue
    }
    const camera = cameras.get(track.cameraId)
    if (camera?.pose == null) continue
    const far = place.rangeM.far ?? Math.max(OPEN_WEDGE_M, place.rangeM.near * 1.5)
    const half = Math.max(0.4, place.bearingErrorDeg)
    shapes.wedges.push(
      ringFeature(wedgeRing(camera.pose.position, place.bearingTrueDeg, half, place.rangeM.near, far), {
        state,
        label,
        isOpen: place.rangeM.far === null,
      }),
    )
  }
  return shapes
}

/** Labels said before, by speaker: hundreds of movers say few different ones, four times a second, and each costs a format. */
const labels = new WeakMap<Speaker, Map<string, string>>()
/** So many are kept; then all are forgotten. */
const labelsMax = 4000

function labelOf({ kind, speedMs: speed }: Mover, speaker: Speaker, ageMs: number): string {
  const { number, unit } = ageParts(ageMs)
  const said = labels.get(speaker) ?? new Map<string, string>()
  labels.set(speaker, said)
  const key = `${kind} ${number} ${unit} ${speed}`
  const known = said.get(key)
  if (known !== undefined) return known
  const cls = speaker.say(`track.class.${kind}`)
  const age = speaker.say(`age.${unit}`, { n: number })
  const label = speed === null ? speaker.say('track.label', { cls, age }) : speaker.say('track.label-speed', { cls, age, speed })
  if (said.size >= labelsMax) said.clear()
  said.set(key, label)
  return label
}
