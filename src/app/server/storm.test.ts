/** A camera that hangs up again and again is left alone longer and longer: asking it twice a second for ever would keep it down. */
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type FakeCamera, startFakeCamera } from '../../../test/fake-camera/camera.ts'
import { machinePorts } from '../../platform/server/ports.ts'
import { type CameraWatch, watchCameras } from './cameras.ts'

let camera: FakeCamera
let watch: CameraWatch
beforeAll(async () => {
  // A second of pictures each time: enough for a pulse, which is no sign that the stream holds.
  camera = await startFakeCamera({ mode: 'hangs-up', after: 60 })
  const heard = { get: () => () => undefined }
  const listener = new Proxy({}, heard) as Parameters<typeof watchCameras>[0]
  watch = watchCameras(listener, machinePorts(), process.env, null)
})
afterAll(async () => {
  await watch.stop()
  await camera.close()
})

it('four hang-ups take ever longer pauses', async () => {
  const spec = { address: camera.url, login: null, name: null, isLooped: false, rate: 'real' as const }
  watch.add({ id: 'c', pose: null, spec, masks: [], recordSpec: null, scene: null })
  const plays = () => camera.heard.filter((method) => method === 'PLAY').length
  await expect.poll(plays, { timeout: 50_000, interval: 100 }).toBeGreaterThanOrEqual(5)
  const { connectedAtMs } = camera
  const gaps = connectedAtMs.slice(1).map((atMs, at) => atMs - (connectedAtMs[at] ?? 0))
  // Pauses of 0.5, 1, 2 and 4 s, each within a quarter, on top of equally long plays.
  expect((gaps[3] ?? 0) - (gaps[0] ?? 0)).toBeGreaterThan(1800)
}, 60_000)
