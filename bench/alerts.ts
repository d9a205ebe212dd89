/** From the confirming frame to the page, with the database there and gone; and what the six demo cameras cost. The real program. */
import { readFileSync } from 'node:fs'
import type { AlertView } from '../src/features/alerts/contract.ts'
import { walkerClip } from '../test/stories/clips.ts'
import { childrenOf, freshFolder, type Program, removeFolder, signIn, startProgram } from '../test/stories/program.ts'
import { benchClients, benchList } from './alert-list.ts'
import { cpuSecondsOf, heading, percentile, row } from './machine.ts'

const alertsWanted = 40
const demoSeconds = 60

/** Prints the tables: `alerts`, `stopped`, `demo`, `list`, `clients`, or all of them. */
export async function run(args: readonly string[] = []): Promise<void> {
  console.log(heading('alerts'))
  const parts = { alerts: benchDelay, stopped: benchStopped, demo: benchDemo, list: benchList, clients: benchClients }
  for (const [name, part] of Object.entries(parts)) if (args.length === 0 || args.includes(name)) await part()
}

async function benchDelay(): Promise<void> {
  const folder = freshFolder()
  // Cameras that see one walker each, one after the other: each a first alert of its own camera.
  const clips = await Promise.all(Array.from({ length: 8 }, (_, n) => walkerClip(folder, 4 + n)))
  const program = await startProgram(folder, ['--no-demo'])
  const api = await signIn(program.url)
  const delays: number[] = []
  const heard = new Set<string>()
  const lane = openLane(program.url, api.cookie, (alert, atMs) => {
    // The first word of each alert; later facts about it are no delay.
    if (heard.has(alert.id)) return
    heard.add(alert.id)
    if (alert.hops.h0FrameAt) delays.push(atMs - Date.parse(alert.hops.h0FrameAt))
  })
  await lane.isOpen
  for (let n = 0; delays.length < alertsWanted && n < 20; n++) {
    await Promise.all(
      clips.map((clip, at) => api.post('/api/cameras', { commandId: crypto.randomUUID(), source: `${clip}?name=${n}-${at}` })),
    )
    await new Promise((resolve) => setTimeout(resolve, 22_000))
    if (delays.length >= alertsWanted) break
  }
  lane.close()
  await program.stop()
  removeFolder(folder)
  const p95 = percentile(delays, 0.95)
  row(
    `confirming frame → alert on the live lane, p50 / p95 of ${delays.length}, ms`,
    `${percentile(delays, 0.5).toFixed(0)} / ${p95.toFixed(0)}`,
    '≤ 500 (p95)',
    p95 <= 500,
  )
}

async function benchStopped(): Promise<void> {
  const delays: number[] = []
  for (let n = 0; n < 5; n++) {
    const folder = freshFolder()
    const program = await startProgram(folder, ['--camera', await walkerClip(folder, 8)])
    const api = await signIn(program.url)
    const shown = new Promise<number>((resolve) => {
      const lane = openLane(
        program.url,
        api.cookie,
        () => {},
        (alert, atMs) => {
          resolve(atMs - Date.parse(alert.hops.h2ConfirmedAt as string))
          lane.close()
        },
      )
    })
    await new Promise((resolve) => setTimeout(resolve, 4000))
    const [server = 0] = childrenOf(program.child.pid as number, 'postgres')
    const database = [server, ...childrenOf(server, 'postgres')]
    for (const pid of database) process.kill(pid, 'SIGSTOP')
    delays.push(await shown)
    for (const pid of database) process.kill(pid, 'SIGCONT')
    await program.stop()
    removeFolder(folder)
  }
  const worst = Math.max(...delays)
  row(
    `confirmed → shown as not saved, database stopped, worst of ${delays.length}, ms`,
    worst.toFixed(0),
    '≤ 1,000',
    worst <= 1000,
  )
}

async function benchDemo(): Promise<void> {
  const folder = freshFolder()
  const program = await startProgram(folder, ['--demo'])
  const api = await signIn(program.url)
  const lane = openLane(program.url, api.cookie, () => {})
  await lane.isOpen
  await new Promise((resolve) => setTimeout(resolve, 15_000))
  const before = usage(program)
  const began = performance.now()
  await new Promise((resolve) => setTimeout(resolve, demoSeconds * 1000))
  const after = usage(program)
  const seconds = (performance.now() - began) / 1000
  const share = (part: keyof ReturnType<typeof usage>) => (100 * (after[part] - before[part])) / seconds
  const seeing = share('server') + share('workers') + share('database')
  row(
    'six demo cameras: seeing and serving, % of one core',
    `${seeing.toFixed(0)} (workers ${share('workers').toFixed(0)}, server ${share('server').toFixed(0)}, db ${share('database').toFixed(1)})`,
    '≤ 60',
    seeing <= 60,
  )
  row('six demo cameras: rendering, % of one core', share('simulation').toFixed(0), '≤ 60', share('simulation') <= 60)
  const alerts = (await api.json<{ alerts: AlertView[] }>('/api/alerts')).alerts
  const first = alerts.at(-1)
  row(
    'demo: first alert after start of the program, s',
    first ? ((Date.parse(first.firstAt) - program.readyAtMs) / 1000).toFixed(0) : 'none yet',
    '≤ 60',
    first ? Date.parse(first.firstAt) - program.readyAtMs <= 60_000 : false,
  )
  lane.close()
  const stopped = await program.stop()
  row('clean stop, s', (stopped.ms / 1000).toFixed(1), '≤ 5', stopped.ms <= 5000)
  const again = await startProgram(folder, ['--demo'])
  row('ready again after a clean stop, s', (again.startedInMs / 1000).toFixed(1), '≤ 5', again.startedInMs <= 5000)
  await again.kill()
  const third = await startProgram(folder, ['--demo'])
  row('ready again after kill -9, s', (third.startedInMs / 1000).toFixed(1), '≤ 15', third.startedInMs <= 15_000)
  await third.stop()
  removeFolder(folder)
}

/** Processor seconds used so far, by part. */
function usage(program: Program) {
  const pid = program.child.pid as number
  const of = (pids: readonly number[]) =>
    pids.reduce((sum, each) => sum + cpuSecondsOf(readFileSync(`/proc/${each}/stat`, 'utf8')), 0)
  const servers = childrenOf(pid, 'postgres')
  return {
    server: of([pid]),
    workers: of(childrenOf(pid, 'worker/main.ts')),
    simulation: of(childrenOf(pid, 'sim/server.ts')),
    database: of([...servers, ...servers.flatMap((server) => childrenOf(server, ''))]),
  }
}

/** A page's live lane: hears of alerts as they come, saved and not saved. */
function openLane(
  url: string,
  cookie: string,
  onAlert: (alert: AlertView, atMs: number) => void,
  onUnsaved: (alert: AlertView, atMs: number) => void = () => {},
) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/live`, { headers: { cookie } } as never)
  const isOpen = new Promise<void>((resolve, reject) => {
    socket.onopen = () => socket.send(JSON.stringify({ resume: null }))
    socket.onerror = () => reject(new Error('the lane did not open'))
    socket.onmessage = ({ data }) => {
      const atMs = Date.now()
      const message = JSON.parse(String(data)) as {
        facts?: { alerts: AlertView[] }
        signals?: { unsaved?: AlertView[] }
        snapshot?: unknown
      }
      if (message.snapshot) resolve()
      for (const alert of message.facts?.alerts ?? []) onAlert(alert, atMs)
      for (const alert of message.signals?.unsaved ?? []) onUnsaved(alert, atMs)
    }
  })
  return { isOpen, close: () => socket.close() }
}
