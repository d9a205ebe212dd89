/** Twelve cameras decoded, analysed and recorded; then one of them shown to twenty. */
import { WebSocket } from 'ws'
import type { RecordingState } from '../../src/features/recordings/contract.ts'
import { freshFolder, removeFolder, signIn, startProgram, until } from '../../test/stories/program.ts'
import { row } from '../machine.ts'
import { cpuBetween, cpuOf, familyOf, holdsLibav, memoryOf, nameOf } from './processes.ts'
import { startRtspCameras } from './rtsp-cameras.ts'

const count = 12
const measureMs = 40_000
const viewers = 20

export async function run(): Promise<void> {
  const folder = freshFolder()
  const cameras = await startRtspCameras(count, folder)
  const program = await startProgram(folder, ['--no-demo', ...cameras.urls.flatMap((url) => ['--camera', url])])
  try {
    const api = await signIn(program.url)
    const list = async () => (await api.json<{ cameras: { id: string; health: string }[] }>('/api/cameras')).cameras
    const [first] = await until(
      async () => ((await list()).every(({ health }) => health === 'working') ? await list() : null),
      60_000,
    )
    await pause(8000)
    const measure = async (ms: number) => {
      const pids = familyOf(program.child.pid as number)
      const [cpu, frames, at] = [cpuOf(pids), await cameras.framesSent(), performance.now()]
      const judged = await metric(program.url, api.cookie, 'marsad_camera_frames_total')
      const lost = await metric(program.url, api.cookie, 'marsad_camera_frames_lost_total')
      await pause(ms)
      const seconds = (performance.now() - at) / 1000
      const after = cpuOf(pids)
      const byName = new Map<string, number>()
      for (const [pid, used] of after) byName.set(nameOf(pid), (byName.get(nameOf(pid)) ?? 0) + used - (cpu.get(pid) ?? 0))
      return {
        core: (100 * cpuBetween(cpu, after)) / seconds,
        byName: [...byName].map(([name, used]) => `${name} ${((100 * used) / seconds).toFixed(0)} %`).join(', '),
        sent: (await cameras.framesSent()) - frames,
        judged: (await metric(program.url, api.cookie, 'marsad_camera_frames_total')) - judged,
        lost: (await metric(program.url, api.cookie, 'marsad_camera_frames_lost_total')) - lost,
        memory: memoryOf(pids),
        workers: memoryOf(pids.filter((pid) => nameOf(pid) === 'workers')),
        decoding: pids.filter(holdsLibav).length,
      }
    }
    const quiet = await measure(measureMs)
    const since = await metric(program.url, api.cookie, 'marsad_camera_frames_lost_total')
    row(
      `${count} cameras: pictures sent, judged, given up`,
      `${quiet.sent}, ${quiet.judged}, ${quiet.lost}`,
      'no frame lost',
      // The two are counted within half a second of each other.
      since === 0 && Math.abs(quiet.sent - quiet.judged) <= count * 5,
    )
    row('  given up since the start', String(since), '0', since === 0)
    row('processor', `${quiet.core.toFixed(0)} % of a core`, '≤ 90 %', quiet.core <= 90)
    row('  of it', quiet.byName, '', null)
    row('  cameras that one core carries so', ((100 * count) / quiet.core).toFixed(1), '15', (100 * count) / quiet.core >= 15)
    row('memory (shared counted once)', `${(quiet.memory / 1e9).toFixed(2)} GB`, '≤ 1.5 GB', quiet.memory <= 1.5e9)
    const each = quiet.workers / count
    row('  of it a camera, in its worker', `${(each / 1e6).toFixed(0)} MB`, '≤ 100 MB', each <= 100e6)

    const lines = await Promise.all(Array.from({ length: viewers }, () => watch(program.url, api.cookie, first?.id ?? '')))
    await pause(3000)
    const shown = await measure(measureMs)
    const pieces = lines.map(({ count: seen }) => seen())
    for (const { close } of lines) close()
    row(
      `one live view shown to ${viewers}`,
      `${(shown.core - quiet.core).toFixed(1)} % of a core more`,
      '≤ 5 %',
      shown.core - quiet.core <= 5,
    )
    // Each camera's pictures are decoded once in its worker, for whoever looks: nothing else holds a decoder.
    row(
      '  workers, all that hold a decoder, without and with them',
      `${quiet.decoding} / ${shown.decoding}`,
      'no more with them',
      quiet.decoding > 0 && shown.decoding === quiet.decoding,
    )
    row('  of it', shown.byName, '', null)
    row('  pieces to the one that got least and most', `${Math.min(...pieces)} / ${Math.max(...pieces)}`, '', null)
    await pause(60_000 - measureMs)
    const { cameras: used } = await api.json<RecordingState>('/api/recordings')
    const perDay = used.map(({ bytesPerDay }) => bytesPerDay ?? 0).filter((bytes) => bytes > 0)
    const mean = perDay.reduce((sum, bytes) => sum + bytes, 0) / perDay.length
    row('disk a camera-day', `${(mean / 1e9).toFixed(1)} GB`, 'printed', null)
    row('  that is', `${((mean * 8) / 86_400 / 1e6).toFixed(2)} Mbit/s of one camera`, 'about 1 Mbit/s', null)
  } finally {
    await program.stop()
    cameras.close()
    removeFolder(folder)
  }
}

/** A metric summed over all cameras. */
async function metric(url: string, cookie: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`, { headers: { cookie } })).text()
  return [...text.matchAll(new RegExp(`^${name}\\{[^}]*\\} (\\d+)`, 'gm'))].reduce((sum, [, value]) => sum + Number(value), 0)
}

async function watch(url: string, cookie: string, cameraId: string) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/video`, { headers: { cookie, origin: url } })
  let seen = 0
  socket.on('message', (_data, isBinary) => {
    if (isBinary) seen++
  })
  await new Promise((resolve) => socket.once('open', resolve))
  socket.send(JSON.stringify({ watch: cameraId, channel: 1 }))
  return { count: () => seen, close: () => socket.close() }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
