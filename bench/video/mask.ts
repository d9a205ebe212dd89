/** What a privacy mask costs: the same camera as it is, and encoded anew behind a mask. */
import { randomUUID } from 'node:crypto'
import type { CameraView } from '../../src/features/cameras/contract.ts'
import { freshFolder, removeFolder, signIn, startProgram, until } from '../../test/stories/program.ts'
import { row } from '../machine.ts'
import { cpuBetween, cpuOf, familyOf, nameOf } from './processes.ts'
import { startRtspCameras } from './rtsp-cameras.ts'

const measureMs = 20_000

export async function run(): Promise<void> {
  const folder = freshFolder()
  const cameras = await startRtspCameras(1, folder)
  const program = await startProgram(folder, ['--no-demo', '--camera', cameras.urls[0] ?? ''])
  try {
    const api = await signIn(program.url)
    const camera = async () => (await api.json<{ cameras: CameraView[] }>('/api/cameras')).cameras[0] as CameraView
    await until(async () => (await camera()).health === 'working', 60_000)
    const plain = await measure(program.child.pid as number)
    const ring = [
      [0.2, 0.5],
      [0.5, 0.5],
      [0.5, 0.8],
      [0.2, 0.8],
    ]
    const masks = [{ id: 'm', name: { ar: 'بيت', en: 'house' }, ring }]
    const { id, version } = await camera()
    const set = await api.post(`/api/cameras/${id}`, { commandId: randomUUID(), basedOn: version, masks })
    if (!set.ok) throw new Error(await set.text())
    await new Promise((resolve) => setTimeout(resolve, 3000))
    await until(async () => (await camera()).health === 'working', 60_000)
    const masked = await measure(program.child.pid as number)
    row('one camera recorded as it is', `${plain.toFixed(1)} % of a core`, '', null)
    row('the same behind a privacy mask', `${masked.toFixed(1)} % of a core`, 'printed', null)
  } finally {
    await program.stop()
    cameras.close()
    removeFolder(folder)
  }
}

/** Percent of a core of the worker that runs now, after it has settled. */
async function measure(pid: number): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 5000))
  const workers = familyOf(pid).filter((each) => nameOf(each) === 'workers')
  const [before, at] = [cpuOf(workers), performance.now()]
  await new Promise((resolve) => setTimeout(resolve, measureMs))
  return (100 * cpuBetween(before, cpuOf(workers))) / ((performance.now() - at) / 1000)
}
