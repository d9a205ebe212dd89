/** The process behind `rtsp-cameras.ts`: CLIP COUNT. Says the addresses, then on each message the pictures sent. */

import { FRAMES_PER_SECOND } from '../../sim/world/world.ts'
import { type FakeCamera, startFakeCamera } from '../../test/fake-camera/camera.ts'

const [clip = '', count = '1'] = process.argv.slice(2)
const cameras: FakeCamera[] = []
for (let at = 0; at < Number(count); at++)
  cameras.push(await startFakeCamera({ clip, clipFrames: 128, keyFrameEvery: 128, framesPerSecond: FRAMES_PER_SECOND }))
process.on('message', (asked) =>
  process.send?.(asked === 'sentAt' ? cameras[0]?.sentAtMs : cameras.reduce((sum, camera) => sum + camera.sent(), 0)),
)
process.on('disconnect', () => process.exit(0))
process.send?.(cameras.map(({ url }) => url))
