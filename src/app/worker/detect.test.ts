import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildKernels } from '../../../kernels/build.ts'
import { Fault } from '../../base/outcome.ts'
import type { CameraSource, Frame } from '../../features/cameras/contract.ts'
import { aPose } from '../../features/cameras/pose.testing.ts'
import { trackClasses } from '../../features/detection/contract.ts'
import { aWalk } from '../../features/detection/testing.ts'
import { runDetect } from './detect.ts'

await buildKernels()

const aSource = (frames: readonly Frame[], fault: Fault | null = null): CameraSource => ({
  info: { width: frames[0]!.width, height: frames[0]!.height, bits: 16, framesPerSecond: 9, isLive: false },
  async *frames() {
    yield* frames
    if (fault) throw fault
  },
  encoded: null,
  framesLost: 0,
  timeJumps: [],
  close: async () => undefined,
})

const anOut = async (): Promise<string> => join(await mkdtemp(join(tmpdir(), 'detect-')), 'clip.ndjson')
const read = async (path: string) =>
  (await readFile(path, 'utf8'))
    .split('\n')
    .filter((line) => line.length > 0)
    .map((line) => JSON.parse(line))

test('a walker gives lines of the agreed form, in frame order, and is confirmed', async () => {
  const out = await anOut()
  const frames = [...aWalk({ frames: 80 })]
  const cost = await runDetect({ input: 'walk', out }, async () => aSource(frames))
  expect(cost.frames).toBe(80)
  expect(cost.msDetect).toBeGreaterThan(0)
  const lines = await read(out)
  expect(lines.some((line) => line.confirmed)).toBe(true)
  let last = 0
  for (const line of lines) {
    expect(Object.keys(line)).toEqual(['frame', 't', 'track', 'box', 'confirmed', 'score', 'class'])
    expect(line.frame).toBeGreaterThanOrEqual(last)
    expect(line.score).toBeGreaterThanOrEqual(0)
    expect(line.score).toBeLessThanOrEqual(1)
    expect(line.box[2] > 0 && line.box[3] > 0).toBe(true)
    last = line.frame
  }
})

test('with a pose each line says a class with its probability, and only then', async () => {
  const out = await anOut()
  const pose = aPose({ heightM: 15, azimuthTrueDeg: 0, pitchDeg: -6, errors: { azimuthDeg: 0.2, pitchDeg: 0.05, heightM: 0.3 } })
  await runDetect({ input: 'walk', out, pose }, async () => aSource([...aWalk({ frames: 80 })]))
  const lines = await read(out)
  expect(lines.length).toBeGreaterThan(0)
  for (const line of lines) {
    expect(trackClasses).toContain(line.class)
    // The likeliest of five is never below a fifth, and nothing is certain.
    expect(line.p).toBeGreaterThanOrEqual(0.2)
    expect(line.p).toBeLessThan(1)
  }
})

test('no mover: the file is there and empty', async () => {
  const out = await anOut()
  await runDetect({ input: 'still', out }, async () => aSource([...aWalk({ frames: 30, sigmas: 0 })]))
  expect(await readFile(out, 'utf8')).toBe('')
})

test('a fault in the middle is thrown on, and what was seen before it is kept', async () => {
  const out = await anOut()
  const run = runDetect({ input: 'cut', out }, async () => aSource([...aWalk({ frames: 60 })], new Fault('source.damaged')))
  await expect(run).rejects.toMatchObject({ code: 'source.damaged' })
  expect((await read(out)).length).toBeGreaterThan(0)
})
