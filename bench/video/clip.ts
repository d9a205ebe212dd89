/** Rendered desert as a camera would send it: 640 × 512, 9 pictures a second, H.264 at about 1 Mbit/s, a key picture every 128. */
import { join } from 'node:path'
import { CameraRenderer } from '../../sim/render/renderer.ts'
import { demoWorld } from '../../sim/scenarios/demo.ts'
import { FRAMES_PER_SECOND, PICTURE } from '../../sim/world/world.ts'
import { Tone } from '../../src/app/worker/tone.ts'
import { ClipWriter } from '../../src/features/cameras/sources/libav/server/clip-writer.ts'

export const clipSeconds = 128 / FRAMES_PER_SECOND

/** Writes one clip of one stretch between key pictures (14 s) and returns its path. */
export async function desertClip(folder: string, bitRate = 1_000_000, seconds = clipSeconds): Promise<string> {
  const world = demoWorld(7, 10)
  const [camera] = world.cameras
  if (!camera) throw new Error('the demo has cameras')
  const renderer = new CameraRenderer(world, camera)
  const path = join(folder, `desert-${bitRate}.mp4`)
  const format = { ...PICTURE, bits: 8 as const, framesPerSecond: FRAMES_PER_SECOND, keyFrameEvery: 128, bitRate }
  const writer = await ClipWriter.open(path, format)
  const [counts, levels] = [new Uint16Array(PICTURE.width * PICTURE.height), new Uint16Array(PICTURE.width * PICTURE.height)]
  const tone = new Tone(counts.length, 16)
  for (let frame = 0; frame < Math.round(seconds * FRAMES_PER_SECOND); frame++) {
    renderer.render(1000 + frame, counts)
    levels.set(tone.grey(counts, (frame * 1000) / FRAMES_PER_SECOND))
    await writer.write(levels)
  }
  await writer.close()
  return path
}
