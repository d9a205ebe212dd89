/** One walker in the ground that two cameras of the demo both watch: rendered, detected, placed and joined as one mover. */
import { expect, test } from 'vitest'
import { groundDistanceM, toPlane } from '../src/base/geo.ts'
import { openDetector } from '../src/features/detection/server/detector.ts'
import type { TrackView } from '../src/features/tracks/contract.ts'
import { followGround, type GroundTrack } from '../src/features/tracks/ground.ts'
import { mayBeSame } from '../src/features/tracks/join.ts'
import { CameraRenderer } from './render/renderer.ts'
import { partyOf } from './scenarios/approach.ts'
import { demoWorld } from './scenarios/demo.ts'
import { sectorOrigin } from './sector.ts'
import { Chance } from './world/chance.ts'
import { FRAMES_PER_SECOND, PICTURE } from './world/world.ts'

const seconds = 16
/** Through the middle of where the cones of C03 and C04 cross, across the sight of both: straight at a camera nothing moves. */
const path = [
  { eastM: 200, northM: 600 },
  { eastM: 280, northM: 590 },
]

test('a walker whom C03 and C04 both see is one mover on the ground', () => {
  const world = {
    ...demoWorld(5),
    bodiesAt: () => partyOf({ id: 'one', kind: 'person', count: 1, startMs: 0, path }, new Chance(5, 1)),
  }
  const [first, second] = ['C03', 'C04'].map((code) => lastTrackOf(world, code))
  expect(first, 'C03 sees the walker').not.toBeNull()
  expect(second, 'C04 sees the walker').not.toBeNull()
  expect(mayBeSame(first as TrackView, second as TrackView)).toBe(true)
  // And somebody 200 m further along the line at the same time would be another.
  const place = (second as TrackView).place as NonNullable<TrackView['place']>
  const elsewhere = { lat: place.position?.lat ?? 0, lon: (place.position?.lon ?? 0) + 0.002 }
  expect(mayBeSame(first as TrackView, { ...(second as TrackView), place: { ...place, position: elsewhere } })).toBe(false)
}, 60_000)

/** The track of a camera at the end of the clip, placed on the ground; null when nobody was confirmed near the walker. */
function lastTrackOf(world: ReturnType<typeof demoWorld>, code: string): TrackView | null {
  const camera = world.cameras.find((each) => each.code === code)
  if (!camera) throw new Error(`no camera ${code}`)
  const renderer = new CameraRenderer(world, camera)
  const detector = openDetector({ width: PICTURE.width, height: PICTURE.height, bits: 16, kernels: 'simd' })
  const grounds = new Map<string, GroundTrack>()
  const pixels = new Uint16Array(PICTURE.width * PICTURE.height)
  let last: TrackView | null = null
  for (let index = 0; index < seconds * FRAMES_PER_SECOND; index += 1) {
    renderer.render(index, pixels)
    const tMs = CameraRenderer.timeOf(index)
    const frame = {
      index,
      tMs,
      ...PICTURE,
      bits: 16,
      pixels,
      isBackground: false,
      isDamaged: false,
      shutterClosed: false,
    } as const
    for (const sighting of detector.push(frame).sightings) {
      if (!sighting.isConfirmed) continue
      const ground = grounds.get(sighting.trackId) ?? followGround(camera.pose, PICTURE)
      grounds.set(sighting.trackId, ground)
      const state = ground.see(sighting.box, tMs)
      const position = state.place?.position
      const truth = { lat: sectorOrigin.lat, lon: sectorOrigin.lon }
      if (!position || Math.abs(toPlane(truth, position).northM - 590) > 150 || groundDistanceM(truth, position) > 900) continue
      const at = new Date(tMs).toISOString()
      last = {
        id: sighting.trackId,
        cameraId: code,
        joinedWith: [],
        state: 'confirmed',
        classProbabilities: { ...sighting.classProbabilities },
        contrast: sighting.contrast,
        box: [...sighting.box],
        place: state.place,
        velocity: state.velocity,
        heightM: state.heightM,
        travelM: state.travelM,
        evidence: sighting.evidence,
        firstSeenAt: at,
        lastSeenAt: at,
        trail: [],
      }
    }
  }
  return last
}
