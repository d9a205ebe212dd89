/**
 * Half an hour of six cameras recorded, analysed and one of them watched: does memory grow? Every half minute all processes collect
 * their garbage and are then measured; a line is laid through the last two thirds. `MINUTES=12` measures for less.
 */
import { WebSocket } from 'ws'
import { freshFolder, removeFolder, signIn, startProgram, until } from '../../test/stories/program.ts'
import { row } from '../machine.ts'
import { familyOf, memoryOf, nameOf } from './processes.ts'
import { startRtspCameras } from './rtsp-cameras.ts'

const lengthMs = Number(process.env.MINUTES ?? 30) * 60_000
const judgedMs = (lengthMs * 2) / 3
const lookMs = 30_000

export async function run(): Promise<void> {
  const folder = freshFolder()
  const cameras = await startRtspCameras(6, folder)
  const program = await startProgram(folder, ['--no-demo', ...cameras.urls.flatMap((url) => ['--camera', url])], {
    NODE_OPTIONS: `--expose-gc --import=${import.meta.dirname}/collect.mjs`,
  })
  try {
    const api = await signIn(program.url)
    const list = async () => (await api.json<{ cameras: { id: string; health: string }[] }>('/api/cameras')).cameras
    const [first] = await until(
      async () => ((await list()).every(({ health }) => health === 'working') ? await list() : null),
      60_000,
    )
    const socket = new WebSocket(`${program.url.replace('http', 'ws')}/api/video`, {
      headers: { cookie: api.cookie, origin: program.url },
    })
    socket.on('open', () => socket.send(JSON.stringify({ watch: first?.id, channel: 1 })))
    const looks: { atMs: number; of: Map<number, number> }[] = []
    const names = new Map<number, string>()
    const began = performance.now()
    while (performance.now() - began < lengthMs) {
      await new Promise((resolve) => setTimeout(resolve, lookMs))
      const family = familyOf(program.child.pid as number)
      for (const pid of family) if (['server', 'workers'].includes(nameOf(pid))) process.kill(pid, 'SIGUSR2')
      await new Promise((resolve) => setTimeout(resolve, 2000))
      for (const pid of family) names.set(pid, nameOf(pid))
      looks.push({ atMs: performance.now() - began, of: new Map(family.map((pid) => [pid, memoryOf([pid])])) })
    }
    socket.close()
    const late = looks.filter(({ atMs }) => atMs >= lengthMs - judgedMs)
    const slopeAndLast = (pids: readonly number[]) => {
      const sums = late.map(({ atMs, of }) => ({ atMs, bytes: pids.reduce((sum, pid) => sum + (of.get(pid) ?? 0), 0) }))
      return { megabytes: slopeOf(sums) * 600_000 * 1e-6, last: (sums.at(-1)?.bytes ?? 0) * 1e-6 }
    }
    const pidsOf = (name: string) => [...names].filter(([, each]) => each === name).map(([pid]) => pid)
    const title = `slope in the last ${Math.round(judgedMs / 60_000)} of ${Math.round(lengthMs / 60_000)} min, after collection`
    for (const part of ['server', 'workers']) {
      const { megabytes, last } = slopeAndLast(pidsOf(part))
      row(
        `${part === 'workers' ? 'six workers together' : part}: ${title}`,
        `${megabytes.toFixed(2)} MB in 10 min`,
        `≤ 1 MB in 10 min (${last.toFixed(0)} MB at the end)`,
        megabytes <= 1,
      )
    }
    const each = pidsOf('workers').map((pid) => slopeAndLast([pid]).megabytes)
    row(`each worker: ${title}`, `${each.map((value) => value.toFixed(2)).join(' · ')} MB in 10 min`, '–', null)
  } finally {
    await program.stop()
    cameras.close()
    removeFolder(folder)
  }
}

/** Bytes a millisecond of the line through the points (least squares). */
function slopeOf(points: readonly { atMs: number; bytes: number }[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [meanAt, meanBytes] = [mean(points.map(({ atMs }) => atMs)), mean(points.map(({ bytes }) => bytes))]
  const across = points.reduce((sum, { atMs, bytes }) => sum + (atMs - meanAt) * (bytes - meanBytes), 0)
  return across / points.reduce((sum, { atMs }) => sum + (atMs - meanAt) ** 2, 0)
}
