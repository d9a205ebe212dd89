/** Ten minutes as one mp4 out of the disk's cache: how fast over HTTP, in how much memory. Yardstick: the same bytes from one file by the same server library. */
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { freshFolder, removeFolder, signIn, startProgram } from '../../test/stories/program.ts'
import { row } from '../machine.ts'
import { desertClip } from './clip.ts'
import { memoryOf } from './processes.ts'
import { beginMs, layMinutes, unrecordedCamera } from './shelf.ts'

const minutes = 10

export async function run(): Promise<void> {
  const folder = freshFolder()
  const program = await startProgram(folder, ['--no-demo', '--camera', await unrecordedCamera(folder)])
  try {
    const api = await signIn(program.url)
    const [camera] = (await api.json<{ cameras: { id: string }[] }>('/api/cameras')).cameras
    const file = await layMinutes(folder, camera?.id ?? '', await desertClip(folder, 4_000_000), minutes)
    const address = `/api/cameras/${camera?.id}/video.mp4?from=${iso(beginMs)}&to=${iso(beginMs + minutes * 60_000)}`
    const pids = [program.child.pid as number]
    await take(program.url + address, api.cookie)
    const before = memoryOf(pids)
    let most = before
    const look = setInterval(() => {
      most = Math.max(most, memoryOf(pids))
    }, 20)
    const rates: number[] = []
    for (let turn = 0; turn < 5; turn++) rates.push(await take(program.url + address, api.cookie))
    clearInterval(look)
    const best = Math.max(...rates)
    const plain = await plainRate(file)
    row(`${minutes} minutes as mp4, best of 5`, `${best.toFixed(0)} MB/s`, '≥ 200 MB/s', best >= 200)
    row('  against one plain file by plain HTTP', `${(best / plain).toFixed(2)} × of ${plain.toFixed(0)} MB/s`, '', null)
    row('  server memory beyond what it had', `${((most - before) / 1e6).toFixed(0)} MB`, 'constant', most - before < 60e6)
  } finally {
    await program.stop()
    removeFolder(folder)
  }
}

/** Megabytes a second of taking all of an address. */
async function take(url: string, cookie: string): Promise<number> {
  const began = performance.now()
  const answer = await fetch(url, { headers: { cookie } })
  if (!answer.ok || !answer.body) throw new Error(`${answer.status} ${await answer.text()}`)
  let bytes = 0
  for await (const piece of answer.body) bytes += (piece as Uint8Array).length
  return bytes / 1e3 / (performance.now() - began)
}

async function plainRate(file: string): Promise<number> {
  const { size } = await stat(file)
  const server = createServer((_request, response) => {
    response.setHeader('content-length', size)
    createReadStream(file, { highWaterMark: 1 << 20 }).pipe(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const rates: number[] = []
  for (let turn = 0; turn < 8; turn++) rates.push(await take(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, ''))
  server.close()
  return Math.max(...rates)
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
