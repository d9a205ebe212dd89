/** The watch over the watcher, in the real program: cameras that are covered, frozen and turned, one of them while the power is off. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AlertView } from '../../src/features/alerts/contract.ts'
import type { CameraView } from '../../src/features/cameras/contract.ts'
import { aScene, chance, cover, expose, shift } from '../../src/features/cameras/scene/testing.ts'
import { ClipWriter } from '../../src/features/cameras/sources/libav/server/clip-writer.ts'
import { folderOfTest, programOfTest } from './of-test.ts'
import { type Api, type Program, signIn, until } from './program.ts'

const plane = { width: 160, height: 120, bits: 16 } as const
const framesPerSecond = 9
const noise = 5

async function start(folder: string, clips: readonly string[]): Promise<{ api: Api; program: Program }> {
  const program = await programOfTest(
    folder,
    clips.flatMap((clip) => ['--camera', `${clip}?loop=1`]),
  )
  return { api: await signIn(program.url), program }
}

/** A recording of one piece of ground; from `afterS` on something has happened to the camera. */
async function clip(
  path: string,
  seconds: number,
  afterS: number,
  happen: (pixels: Uint16Array, draw: () => number) => Uint16Array | null,
) {
  const scene = aScene(plane, 4)
  const draw = chance(8)
  const pixels = new Uint16Array(plane.width * plane.height)
  let held: Uint16Array | null = null
  const writer = await ClipWriter.open(path, { ...plane, framesPerSecond, keyFrameEvery: 1 })
  for (let frame = 0; frame < seconds * framesPerSecond; frame++) {
    expose(scene, plane, noise, draw, pixels)
    if (frame >= afterS * framesPerSecond) held = happen(pixels, draw) ?? held
    await writer.write(held ?? pixels, { tMs: (frame * 1000) / framesPerSecond })
  }
  await writer.close()
  return path
}

const turned = (pixels: Uint16Array) => {
  shift(pixels, plane, 40, 3)
  return null
}
const cameras = async (api: Api) => (await api.json<{ cameras: CameraView[] }>('/api/cameras')).cameras
const alerts = async (api: Api) => (await api.json<{ alerts: AlertView[] }>('/api/alerts?kind=camera')).alerts
const healthOf = async (api: Api, code: string) => {
  const one = (await cameras(api)).find((camera) => camera.code === code)
  return one ? `${one.health} ${one.healthReason}` : null
}

describe('a camera', () => {
  it('that is covered, frozen or turned is told apart, dated and raised; the turned one at once as tampering', async () => {
    const folder = folderOfTest()
    let still: Uint16Array | null = null
    const clips = [
      await clip(join(folder, 'covered.mkv'), 90, 20, (pixels, draw) => {
        cover(pixels, plane, noise, draw)
        return null
      }),
      await clip(join(folder, 'frozen.mkv'), 90, 20, (pixels) => {
        still ??= pixels.slice()
        return still
      }),
      await clip(join(folder, 'turned.mkv'), 90, 20, turned),
    ]
    const { api } = await start(folder, clips)
    await until(async () => (await cameras(api)).every(({ health }) => health === 'working'), 20_000)
    await until(async () => (await healthOf(api, 'C02')) === 'frozen picture-still', 45_000)
    await until(async () => (await healthOf(api, 'C01')) === 'blind covered', 45_000)
    await until(async () => (await healthOf(api, 'C03')) === 'blind turned', 45_000)
    const raised = await until(async () => {
      const found = await alerts(api)
      return found.length === 3 && found
    }, 10_000)
    const of = async (code: string) => {
      const id = (await cameras(api)).find((camera) => camera.code === code)?.id as string
      return raised.find(({ cameraIds }) => cameraIds.includes(id))
    }
    expect(await of('C03')).toMatchObject({
      priority: 'P1',
      ruleId: 'tamper-suspected',
      title: { text: 'alert.title.camera-tamper' },
    })
    expect((await of('C03'))?.reasons[0]?.text).toBe('alert.reason.tamper-turned-by')
    for (const code of ['C01', 'C02']) expect(['P1', 'P2']).toContain((await of(code))?.priority)
  }, 200_000)

  it('that was turned while the power was off is noticed when it comes back', async () => {
    const folder = folderOfTest()
    const path = join(folder, 'ground.mkv')
    await clip(path, 60, 60, () => null)
    const first = await start(folder, [path])
    await until(async () => (await healthOf(first.api, 'C01')) === 'working null', 20_000)
    // What the view usually shows is kept a quarter of a minute after the start.
    await new Promise((resolve) => setTimeout(resolve, 20_000))
    await first.program.stop()
    await clip(path, 90, 0, turned)
    const program = await programOfTest(folder)
    const api = await signIn(program.url)
    await until(async () => (await healthOf(api, 'C01')) === 'blind turned', 70_000)
    // On screen at once, in the list when it is written.
    expect(await until(async () => (await alerts(api))[0])).toMatchObject({ kind: 'camera', priority: 'P1' })
  }, 200_000)
})
