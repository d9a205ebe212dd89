import { execFileSync } from 'node:child_process'
import { existsSync, realpathSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { libavSource } from '../src/features/cameras/sources/libav/server/source.ts'
import { take } from '../src/features/cameras/sources/testing.ts'
import { CameraRenderer } from './render/renderer.ts'
import { runSimulate, writeRecording } from './run.ts'
import { type Scenario, scenarioNamed } from './scenarios/index.ts'
import { PICTURE } from './world/world.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'marsad-simulate-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

test('a recording read back is the rendered world, pixel for pixel', async () => {
  expect(await runSimulate(['--scenario', 'quiet', '--seed', '3', '--seconds', '1', '--out', folder])).toBe(0)
  const spec = { address: join(folder, 'quiet', 'quiet.mkv'), login: null, name: null, isLooped: false, rate: 'max' } as const
  const source = await libavSource.open(spec, new AbortController().signal)
  const frames = await take(source, 100, new AbortController().signal)
  await source.close()
  expect(frames.length).toBe(9)
  expect(source.info).toEqual({ ...PICTURE, bits: 16, framesPerSecond: 9, isLive: false })
  const world = scenarioNamed('quiet')?.world(3, 1)
  const camera = world?.cameras[0]
  if (world === undefined || camera === undefined) throw new Error('no camera')
  const renderer = new CameraRenderer(world, camera)
  const pixels = new Uint16Array(PICTURE.width * PICTURE.height)
  for (const frame of frames) {
    renderer.render(frame.index, pixels)
    expect(Buffer.compare(Buffer.from(frame.pixels.buffer), Buffer.from(pixels.buffer))).toBe(0)
  }
  expect(JSON.parse(await readFile(join(folder, 'quiet', 'quiet.truth.json'), 'utf8'))).toMatchObject({
    kind: 'quiet',
    frames: 9,
    events: [],
  })
}, 30_000)

test('a wrong scenario or number is told and not run', async () => {
  expect(await runSimulate(['--scenario', 'nowhere', '--out', folder])).toBe(1)
  expect(await runSimulate(['--scenario', 'quiet', '--seconds', 'long', '--out', folder])).toBe(1)
})

const scorer = fileURLToPath(new URL('../../shared/tools/score_detections.mjs', import.meta.url))

test('the scorer reads the truth, and truth scored as detections finds everything', async () => {
  if (!existsSync(scorer)) return console.log('the scorer is not here: truth files are not tried with it')
  const scenario = scenarioNamed('walkers')
  // From a later moment on, so that a short clip has somebody in it.
  const early = scenario?.world(3, 1)
  const camera = early?.cameras[0]
  if (scenario === null || early === undefined || camera === undefined) throw new Error('no scenario')
  const world = {
    ...early,
    bodiesAt: (tMs: number) =>
      early.bodiesAt(tMs + 14_000).map((body) => ({ ...body, at: (at: number) => body.at(at + 14_000) })),
  }
  const plan = { clip: 'walkers', scenario: scenario satisfies Scenario, seed: 3, frames: 27 }
  const root = join(folder, 'scored')
  expect((await writeRecording(world, camera, plan, root)).events).toBeGreaterThan(2)
  const truth = JSON.parse(await readFile(join(root, 'walkers', 'walkers.truth.json'), 'utf8'))
  const lines: string[] = []
  for (let frame = 0; frame < truth.frames; frame += 1) {
    for (const { id, boxes } of truth.events) {
      const box = boxes[frame]
      if (box !== undefined)
        lines.push(JSON.stringify({ frame, t: frame / 9, track: id, box, confirmed: true, score: 1, class: 'person' }))
    }
  }
  const detections = join(folder, 'detections')
  await mkdir(detections)
  await writeFile(join(detections, 'walkers.ndjson'), lines.join('\n'))
  const score = JSON.parse(
    // By its real path: a script that is reached by a link does not know itself as the one that was started.
    execFileSync(process.execPath, [realpathSync(scorer), '--truth', root, '--detections', detections, '--json'], {
      encoding: 'utf8',
    }),
  )
  const [clip] = score.clips
  expect(clip.falseTracks).toBe(0)
  expect(clip.events.filter((event: { required: boolean; found: boolean }) => event.required && !event.found)).toEqual([])
}, 30_000)
