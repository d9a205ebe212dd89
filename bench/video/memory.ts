/**
 * Half an hour of six cameras recorded, analysed and one of them watched: does memory grow? Every half minute all processes collect
 * their garbage and are then measured; a line is laid through the last two thirds. `MINUTES=12` measures for less.
 */
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
  const notes = mkdtempSync(join(tmpdir(), 'marsad-memory-'))
  const cameras = await startRtspCameras(6, folder)
  const program = await startProgram(folder, ['--no-demo', ...cameras.urls.flatMap((url) => ['--camera', url])], {
    NODE_OPTIONS: `--expose-gc --import=${import.meta.dirname}/collect.mjs`,
    MEMORY_NOTES: notes,
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
    const looks: { atMs: number; pss: Map<number, number>; kept: Map<number, number> }[] = []
    const names = new Map<number, string>()
    const began = performance.now()
    while (performance.now() - began < lengthMs) {
      await new Promise((resolve) => setTimeout(resolve, lookMs))
      const family = familyOf(program.child.pid as number).filter((pid) => ['server', 'workers'].includes(nameOf(pid)))
      for (const pid of family) process.kill(pid, 'SIGUSR2')
      await new Promise((resolve) => setTimeout(resolve, 2000))
      for (const pid of family) names.set(pid, nameOf(pid))
      const each = (read: (pid: number) => number) => new Map(family.map((pid) => [pid, read(pid)]))
      looks.push({
        atMs: performance.now() - began,
        pss: each((pid) => memoryOf([pid])),
        kept: each((pid) => keptOf(notes, pid)),
      })
    }
    socket.close()
    const late = looks.filter(({ atMs }) => atMs >= lengthMs - judgedMs)
    const slope = (what: 'pss' | 'kept', pids: readonly number[]) =>
      slopeOf(late.map((look) => ({ atMs: look.atMs, bytes: pids.reduce((sum, pid) => sum + (look[what].get(pid) ?? 0), 0) }))) *
      0.6
    const pidsOf = (name: string) => [...names].filter(([, known]) => known === name).map(([pid]) => pid)
    const over = `in the last ${Math.round(judgedMs / 60_000)} of ${Math.round(lengthMs / 60_000)} min`
    const [server, workers] = [pidsOf('server'), pidsOf('workers')]
    const kept = { server: slope('kept', server), worst: Math.max(...workers.map((pid) => slope('kept', [pid]))) }
    const heldTo = '≤ 1 MB in 10 min'
    row(
      `server: what it keeps after collection, slope ${over}`,
      `${kept.server.toFixed(2)} MB in 10 min`,
      heldTo,
      kept.server <= 1,
    )
    row(`the worker that grows most: the same`, `${kept.worst.toFixed(2)} MB in 10 min`, heldTo, kept.worst <= 1)
    // What the system has given to a process and it never gives back grows in steps, with its largest moments.
    const pages = { server: slope('pss', server), workers: workers.map((pid) => slope('pss', [pid])) }
    row('server: pages it has of the system', `${pages.server.toFixed(2)} MB in 10 min`, heldTo, pages.server <= 1)
    const said = `${pages.workers.map((each) => each.toFixed(2)).join(' · ')} MB in 10 min`
    row('each worker: pages it has of the system', said, heldTo, Math.max(...pages.workers) <= 1)
  } finally {
    await program.stop()
    cameras.close()
    removeFolder(folder)
    removeFolder(notes)
  }
}

/** What a process said last that its engine keeps: objects, and memory outside that they hold. Bytes. */
function keptOf(notes: string, pid: number): number {
  const file = join(notes, `${pid}.ndjson`)
  const last = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) : undefined
  if (last === undefined) return 0
  const { heapUsed, external } = JSON.parse(last) as NodeJS.MemoryUsage
  return heapUsed + external
}

/** Bytes a millisecond of the line through the points (least squares). */
function slopeOf(points: readonly { atMs: number; bytes: number }[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [meanAt, meanBytes] = [mean(points.map(({ atMs }) => atMs)), mean(points.map(({ bytes }) => bytes))]
  const across = points.reduce((sum, { atMs, bytes }) => sum + (atMs - meanAt) * (bytes - meanBytes), 0)
  return across / points.reduce((sum, { atMs }) => sum + (atMs - meanAt) ** 2, 0)
}
