/** A camera worker as a process: what it announces says what the mover is the size of and why, and what it ends with does not. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { walkerClip } from '../../../test/stories/clips.ts'
import { aPose } from '../../features/cameras/pose.testing.ts'
import type { TrackView } from '../../features/tracks/contract.ts'
import { machinePorts } from '../../platform/server/ports.ts'
import { type CameraWatch, watchCameras } from './cameras.ts'
import { listeningTo } from './testing.ts'

const folder = mkdtempSync(join(tmpdir(), 'marsad-verdict-'))
let watch: CameraWatch | null = null
afterEach(async () => {
  await watch?.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** The walker of the clip is 9 pixels high and its foot is at row 64: so seen it stands 144 m off, 1.7 m high, and walks 1.1 m/s. */
const pose = aPose({ heightM: 15, azimuthTrueDeg: 0, pitchDeg: -5.6, errors: { azimuthDeg: 0.2, pitchDeg: 0.05, heightM: 0.3 } })

it('calls a walker of nine pixels person-sized, says by what, and keeps none of it after the end', async () => {
  const confirmed: TrackView[] = []
  const ended: TrackView[] = []
  watch = watchCameras(
    listeningTo({
      confirmed: (_id, { track }) => confirmed.push(track),
      ended: (_id, { track }) => ended.push(track),
    }),
    machinePorts(),
    process.env,
    null,
  )
  const spec = { address: await walkerClip(folder), login: null, name: 'Gate', isLooped: false, rate: 'max' as const }
  watch.add({ id: '3f2b8c1e-7a54-4d6e-9b1a-2c3d4e5f6a7c', spec, pose, masks: [], recordSpec: null, scene: null })
  await expect.poll(() => ended.length, { timeout: 30_000 }).toBeGreaterThan(0)
  const [first] = confirmed
  expect(first?.verdict?.sized).toBe('person')
  expect(first?.verdict?.words.map(({ feature }) => feature)).toContain('height')
  expect(first?.classProbabilities.unknown).toBeGreaterThan(0.5)
  const last = ended.find(({ id }) => id === first?.id)
  expect(last?.state).toBe('ended')
  expect(last).not.toHaveProperty('verdict')
}, 60_000)
