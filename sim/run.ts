/**
 * `marsad simulate --scenario NAME --seed N --out DIR [--seconds S] [--pace N]`: writes recordings with their truth. For each
 * camera of the scenario a folder `DIR/CLIP` with `CLIP.mkv` (lossless 16-bit), `CLIP.truth.json` (the format of the scorer, with
 * positions besides) and `CLIP.camera.json` (the pose as the program is told it). The same seed gives the same pixels.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ClipWriter } from '../src/features/cameras/sources/libav/server/clip-writer.ts'
import { argumentOf, numberOf } from './arguments.ts'
import type { Sighting } from './render/paint.ts'
import { CameraRenderer } from './render/renderer.ts'
import { type Scenario, scenarioNamed, scenarios } from './scenarios/index.ts'
import { FRAMES_PER_SECOND, PICTURE, truePoseOf, type World, type WorldCamera } from './world/world.ts'

/** Seen for less than this, or lower than this in the middle of its time: not asked of a detector. */
const REQUIRED_FRAMES_MIN = FRAMES_PER_SECOND
const REQUIRED_HEIGHT_MIN_PX = 3
/** In how many frames a world position is written. */
const POSITION_EVERY = 9

export interface ClipPlan {
  readonly clip: string
  readonly scenario: Scenario
  readonly seed: number
  readonly frames: number
}

/** Runs the command; returns the exit code. Lines for people go to standard output, a mistake in the arguments to standard error. */
export async function runSimulate(args: readonly string[]): Promise<number> {
  const name = argumentOf(args, 'scenario')
  const scenario = name === null ? null : scenarioNamed(name)
  const out = argumentOf(args, 'out')
  if (scenario === null || out === null) {
    process.stderr.write(`usage: marsad simulate --scenario NAME --seed N --out DIR [--seconds S] [--pace N]\n\n`)
    for (const each of scenarios) process.stderr.write(`  ${each.name.padEnd(14)} ${each.about}\n`)
    return 1
  }
  let seed: number
  let seconds: number
  let pace: number
  try {
    seed = numberOf(args, 'seed', 7, 0, 2 ** 31)
    seconds = numberOf(args, 'seconds', scenario.seconds, 1, 86_400)
    pace = numberOf(args, 'pace', 1, 0.1, 1000)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
    return 1
  }
  const world = scenario.world(seed, pace)
  for (const camera of world.cameras) {
    const clip = world.cameras.length === 1 ? scenario.name : `${scenario.name}-${camera.code}`
    const plan = { clip, scenario, seed, frames: Math.round(seconds * FRAMES_PER_SECOND) }
    const { events } = await writeRecording(world, camera, plan, out)
    process.stdout.write(`${join(out, clip, `${clip}.mkv`)}: ${plan.frames} frames, ${events} movers\n`)
  }
  return 0
}

/** Renders one camera into `DIR/CLIP`. */
export async function writeRecording(
  world: World,
  camera: WorldCamera,
  plan: ClipPlan,
  out: string,
): Promise<{ events: number }> {
  const folder = join(out, plan.clip)
  await mkdir(folder, { recursive: true })
  const renderer = new CameraRenderer(world, camera)
  const truth = new TruthKeeper()
  const pixels = new Uint16Array(PICTURE.width * PICTURE.height)
  const writer = await ClipWriter.open(join(folder, `${plan.clip}.mkv`), {
    ...PICTURE,
    bits: 16,
    framesPerSecond: FRAMES_PER_SECOND,
    keyFrameEvery: 1,
  })
  for (let frame = 0; frame < plan.frames; frame += 1) {
    truth.note(frame, renderer.render(frame, pixels))
    await writer.write(pixels, { tMs: CameraRenderer.timeOf(frame) })
  }
  await writer.close()
  const { events, ffcFrames } = truth.found()
  const document = {
    clip: plan.clip,
    file: `${plan.clip}.mkv`,
    format: 'FFV1 in Matroska, 16-bit, hundredths of a kelvin',
    source: 'rendered by Marsad',
    source_path: `sim/scenarios ${plan.scenario.name}, seed ${plan.seed}`,
    licence: 'AGPL-3.0-or-later',
    w: PICTURE.width,
    h: PICTURE.height,
    bits: 16,
    fps: FRAMES_PER_SECOND,
    frames: plan.frames,
    kind: events.length > 0 ? 'find' : 'quiet',
    background_frames: [],
    ffc_frames: ffcFrames,
    events,
    ignore: [],
    notes: plan.scenario.about,
    truth_made_by: 'Exact: the boxes that were painted.',
    true_pose: truePoseOf(world, camera),
  }
  await writeFile(join(folder, `${plan.clip}.truth.json`), `${JSON.stringify(document)}\n`)
  await writeFile(
    join(folder, `${plan.clip}.camera.json`),
    `${JSON.stringify({ code: camera.code, pose: camera.pose }, null, 2)}\n`,
  )
  return { events: events.length }
}

interface TruthEvent {
  readonly id: string
  readonly class: string
  readonly required: boolean
  readonly first_frame: number
  readonly last_frame: number
  readonly boxes: Readonly<Record<string, readonly number[]>>
  /** Longitude, latitude and range in metres, now and then. */
  readonly positions: Readonly<Record<string, readonly number[]>>
}

/** Gathers what was truly in each frame. */
export class TruthKeeper {
  readonly #seen = new Map<string, { frame: number; sighting: Sighting }[]>()
  readonly #ffcFrames: number[] = []
  #shutterCount: number | null = null

  note(frame: number, { shutterCount, sightings }: { shutterCount: number; sightings: readonly Sighting[] }): void {
    if (this.#shutterCount !== null && shutterCount !== this.#shutterCount) this.#ffcFrames.push(frame)
    this.#shutterCount = shutterCount
    for (const sighting of sightings) {
      const before = this.#seen.get(sighting.bodyId) ?? []
      before.push({ frame, sighting })
      this.#seen.set(sighting.bodyId, before)
    }
  }

  found(): { events: TruthEvent[]; ffcFrames: readonly number[] } {
    const events = [...this.#seen].map(([id, seen]): TruthEvent => {
      const heights = seen.map(({ sighting }) => sighting.box[3]).sort((a, b) => a - b)
      const middle = heights[heights.length >> 1] ?? 0
      const first = seen[0]
      const last = seen.at(-1)
      return {
        id,
        class: first?.sighting.kind ?? 'unknown',
        required: seen.length >= REQUIRED_FRAMES_MIN && middle >= REQUIRED_HEIGHT_MIN_PX,
        first_frame: first?.frame ?? 0,
        last_frame: last?.frame ?? 0,
        boxes: Object.fromEntries(
          seen.map(({ frame, sighting }) => [frame, sighting.box.map((side) => Math.round(side * 100) / 100)]),
        ),
        positions: Object.fromEntries(
          seen
            .filter((_, index) => index % POSITION_EVERY === 0)
            .map(({ frame, sighting: { position, rangeM } }) => [
              frame,
              [round7(position.lon), round7(position.lat), Math.round(rangeM)],
            ]),
        ),
      }
    })
    return { events, ffcFrames: this.#ffcFrames }
  }
}

function round7(degrees: number): number {
  return Number(degrees.toFixed(7))
}

if (import.meta.main) process.exitCode = await runSimulate(process.argv.slice(2))
