/** Cameras that share workers: who sits with whom, and what happens to neighbours when one goes, or a worker dies. Real processes. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { walkerClip } from '../../../test/stories/clips.ts'
import { machinePorts } from '../../platform/server/ports.ts'
import { type CameraWatch, watchCameras } from './cameras.ts'
import { listeningTo } from './testing.ts'
import { openWorkers } from './workers.ts'

const folder = mkdtempSync(join(tmpdir(), 'marsad-workers-'))
const frames = new Map<string, number>()
const gone: string[] = []
let watch: CameraWatch | null = null
let address = ''

beforeAll(async () => {
  address = await walkerClip(folder)
  return () => rmSync(folder, { recursive: true, force: true })
})

afterEach(async () => {
  await watch?.stop()
  watch = null
})

function open(): void {
  frames.clear()
  gone.length = 0
  watch = watchCameras(
    listeningTo({
      gone: (id) => gone.push(id),
      pulse: (id, pulse) => frames.set(id, pulse.frames),
    }),
    machinePorts(),
    process.env,
    null,
  )
}

function add(...ids: string[]): void {
  const spec = { address, login: null, name: 'Gate', isLooped: true, rate: 'real' as const }
  for (const id of ids) watch?.add({ id, spec, pose: null, masks: [], recordSpec: null, scene: null })
}

const pids = (...ids: string[]) => ids.map((id) => watch?.pid(id))
const see = (...ids: string[]) => expect.poll(() => ids.every((id) => (frames.get(id) ?? 0) > 3), { timeout: 15_000 }).toBe(true)

it('four cameras sit in one worker, the fifth in the next; a place that is left is taken again', async () => {
  open()
  add('a', 'b', 'c', 'd', 'e')
  await see('a', 'b', 'c', 'd', 'e')
  const [first, second, third, fourth, fifth] = pids('a', 'b', 'c', 'd', 'e')
  expect([second, third, fourth]).toEqual([first, first, first])
  expect(fifth).not.toBe(first)
  await watch?.remove('b')
  expect(gone).toEqual(['b'])
  const before = frames.get('a') ?? 0
  add('f')
  await see('f')
  expect(pids('a', 'f')).toEqual([first, first])
  // Nobody's neighbour was disturbed by the coming and going.
  await expect.poll(() => frames.get('a') ?? 0).toBeGreaterThan(before)
})

it('when a worker dies its cameras come back, each by itself, and those of other workers do not notice', async () => {
  open()
  add('a', 'b', 'c', 'd', 'e')
  await see('a', 'b', 'c', 'd', 'e')
  const [shared, , , , spared] = pids('a', 'b', 'c', 'd', 'e')
  process.kill(shared as number, 'SIGKILL')
  await expect.poll(() => gone.toSorted()).toEqual(['a', 'b', 'c', 'd'])
  for (const id of ['a', 'b', 'c', 'd']) frames.delete(id)
  await see('a', 'b', 'c', 'd')
  const after = pids('a', 'b', 'c', 'd', 'e')
  expect(new Set(after).size).toBe(5)
  expect(after.at(-1)).toBe(spared)
  expect(gone).not.toContain('e')
})

it('a worker that has come to hold too much is ended in good order', async () => {
  const workers = openWorkers(machinePorts(), process.env, { memoryMost: 1 })
  const spec = { address, login: null, name: 'Gate', isLooped: true, rate: 'real' as const }
  const start = { spec, pose: null, masks: [], recordSpec: null, folder: null, scene: null, kernels: 'simd' as const }
  const ends: boolean[] = []
  const line = workers.start('a', start, { hear: () => {}, gone: (isDead) => ends.push(isDead) }, false)
  await expect.poll(() => ends, { timeout: 15_000 }).toEqual([false])
  expect(line.pid).toBe(null)
  await workers.stop()
})
