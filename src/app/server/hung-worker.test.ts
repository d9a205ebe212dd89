/** A worker that stands still inside a call: ended and started anew; and one whose server is killed does not stay. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { walkerClip } from '../../../test/stories/clips.ts'
import { machinePorts } from '../../platform/server/ports.ts'
import { type CameraWatch, watchCameras } from './cameras.ts'
import { listeningTo } from './testing.ts'

const folder = mkdtempSync(join(tmpdir(), 'marsad-hung-'))
let watch: CameraWatch | null = null
afterEach(async () => {
  await watch?.stop()
  rmSync(folder, { recursive: true, force: true })
})

it('is ended when it has said nothing for half a minute, and another takes its place', async () => {
  const machine = machinePorts()
  let aheadMs = 0
  const ports = { ...machine, clock: { ...machine.clock, monotonicMs: () => machine.clock.monotonicMs() + aheadMs } }
  const pulses: number[] = []
  watch = watchCameras(
    listeningTo({
      pulse: (_id, { frames }) => pulses.push(frames),
    }),
    ports,
    process.env,
    null,
  )
  const address = await walkerClip(folder)
  const spec = { address, login: null, name: 'Gate', isLooped: true, rate: 'real' as const }
  watch.add({ id: '3f2b8c1e-7a54-4d6e-9b1a-2c3d4e5f6a7b', spec, pose: null, masks: [], recordSpec: null, scene: null })
  await expect.poll(() => pulses.length).toBeGreaterThan(0)
  const hung = watch.pid('3f2b8c1e-7a54-4d6e-9b1a-2c3d4e5f6a7b') as number
  process.kill(hung, 'SIGSTOP')
  aheadMs = 31_000
  await expect
    .poll(() => {
      const pid = watch?.pid('3f2b8c1e-7a54-4d6e-9b1a-2c3d4e5f6a7b') ?? null
      return pid !== null && pid !== hung
    })
    .toBe(true)
  const before = pulses.length
  await expect.poll(() => pulses.length).toBeGreaterThan(before)
})
