import { type ChildProcess, fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SourceKind, SourceSpec } from '../../../contract.ts'
import { cameraSourceTests, faultOf, take } from '../../testing.ts'
import { openSimulated, simulatedSource } from './source.ts'

const never = new AbortController().signal
let folder = ''
let socketPath = ''
let simulation: ChildProcess

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marsad-sim-'))
  socketPath = join(folder, 'sim.sock')
  simulation = await startSimulation(socketPath)
}, 20_000)

afterAll(async () => {
  simulation.kill('SIGTERM')
  await rm(folder, { recursive: true, force: true })
})

async function startSimulation(path: string): Promise<ChildProcess> {
  const program = new URL('../../../../../../sim/server.ts', import.meta.url)
  const child = fork(program, ['--socket', path, '--seed', '7'], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'], execArgv: [] })
  await new Promise((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', (code) => reject(new Error(`the simulation ended with ${code}`)))
  })
  return child
}

function aSpec(address: string): SourceSpec {
  return { address, login: null, name: null, isLooped: false, rate: 'real' }
}

/** The kind, with the socket of this test instead of the environment's. */
const kind: SourceKind = { ...simulatedSource, open: (spec, signal) => openSimulated(spec.address, socketPath, signal) }

describe('a camera of the simulation process', () => {
  cameraSourceTests(async () => ({
    kind,
    spec: aSpec('simulated:walkers'),
    frames: null,
    faults: [
      { address: 'simulated:nowhere/C01', code: 'source.not-found' },
      { address: 'simulated:demo/C99', code: 'source.not-found' },
    ],
  }))

  test('pictures of one world: the same frame of a camera is the same for two who look', async () => {
    const sources = await Promise.all([kind.open(aSpec('simulated:quiet'), never), kind.open(aSpec('simulated:quiet'), never)])
    expect(sources[0].info).toEqual({ width: 640, height: 512, bits: 16, framesPerSecond: 9, isLive: true })
    const seen = await Promise.all(sources.map((source) => take(source, 6, never)))
    const prints = seen.map((frames) => frames.map(({ pixels }) => Buffer.from(pixels.buffer).toString('base64').slice(0, 400)))
    expect(prints[0]?.some((print) => prints[1]?.includes(print))).toBe(true)
    const [first, second] = [seen[0]?.[0], seen[0]?.[1]]
    expect((second?.tMs ?? 0) - (first?.tMs ?? 0)).toBeCloseTo(1000 / 9, 3)
    await Promise.all(sources.map((source) => source.close()))
  })

  test('without a simulation it is refused', async () => {
    await expect(openSimulated('simulated:demo/C01', undefined, never)).rejects.toMatchObject({ code: 'source.refused' })
    const gone = {
      ...kind,
      open: (spec: SourceSpec, signal: AbortSignal) => openSimulated(spec.address, join(folder, 'none'), signal),
    }
    expect((await faultOf(gone, aSpec('simulated:demo/C01'))).code).toBe('source.refused')
  })

  test('a request that is no request is refused, and the others go on', async () => {
    const source = await kind.open(aSpec('simulated:walkers'), never)
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(socketPath)
      let heard = ''
      socket.on('data', (bytes: Buffer) => {
        heard += bytes.toString()
      })
      socket.on('close', () => resolve(heard))
      socket.write(`${'noise'.repeat(2000)}\n`)
    })
    expect(JSON.parse(answer)).toEqual({ refused: 'request' })
    expect((await take(source, 3, never)).length).toBe(3)
    await source.close()
  })

  test('somebody who does not read is not waited for: pictures are dropped, not hoarded', async () => {
    const socket = connect(socketPath)
    socket.pause()
    socket.write('{"camera":"walkers"}\n')
    await new Promise((resolve) => setTimeout(resolve, 2500))
    let bytes = 0
    socket.on('data', (part: Buffer) => {
      bytes += part.length
    })
    socket.resume()
    await new Promise((resolve) => setTimeout(resolve, 100))
    socket.destroy()
    const pictures = bytes / (640 * 512 * 2)
    expect(pictures).toBeGreaterThan(1)
    expect(pictures).toBeLessThan(6)
  })

  test('when the simulation dies, the reader hears that it ended; when the parent goes, the simulation goes', async () => {
    const path = join(folder, 'other.sock')
    const other = await startSimulation(path)
    const source = await openSimulated('simulated:walkers', path, never)
    const reading = take(source, Number.POSITIVE_INFINITY, never)
    const exited = new Promise((resolve) => other.once('exit', resolve))
    setTimeout(() => other.disconnect(), 300)
    await expect(reading).rejects.toMatchObject({ code: 'source.ended' })
    await exited
    await source.close()
  })
})
