/** Pictures of one camera of a world: frame number in, pixels and truth out. The same frame always gives the same pixels. */
import { lensOf } from '../../src/features/cameras/pose.ts'
import { hash, hashText } from '../world/chance.ts'
import { FRAMES_PER_SECOND, mastOf, PICTURE, truePoseOf, type World, type WorldCamera } from '../world/world.ts'
import { renderBackground } from './background.ts'
import { type Canvas, paintBody, type Sighting } from './paint.ts'
import { Sensor } from './sensor.ts'

export interface Rendered {
  /** How often the shutter has closed before what is shown: one more than in the frame before says that it just opened again. */
  readonly shutterCount: number
  readonly sightings: readonly Sighting[]
}

export class CameraRenderer {
  readonly camera: WorldCamera
  readonly #world: World
  readonly #sensor: Sensor
  readonly #canvas: Omit<Canvas, 'pixels'>
  readonly #still = new Uint16Array(PICTURE.width * PICTURE.height)
  #patternOf = -1

  /** Renders the background at once: about 0.3 s. */
  constructor(world: World, camera: WorldCamera) {
    this.camera = camera
    this.#world = world
    this.#sensor = new Sensor(hash(world.seed, hashText(camera.code)), world.weather)
    const pose = truePoseOf(world, camera)
    const mast = mastOf(world, camera)
    const background = renderBackground(world, pose, mast)
    this.#canvas = { world, lens: lensOf(pose, PICTURE), mast, background, still: this.#still }
  }

  /** World time of a frame, milliseconds. */
  static timeOf(frame: number): number {
    return (frame * 1000) / FRAMES_PER_SECOND
  }

  /** Writes frame number `frame` (0 is the world's beginning) into `into`, row-major, hundredths of a kelvin. */
  render(frame: number, into: Uint16Array): Rendered {
    const now = this.#sensor.shutterAt(frame)
    const shown = now.frozenAt === null ? now : this.#sensor.shutterAt(now.frozenAt)
    const shownFrame = now.frozenAt ?? frame
    if (this.#patternOf !== shown.count) {
      this.#sensor.addPattern(this.#canvas.background.counts, shown.count, this.#still)
      this.#patternOf = shown.count
    }
    this.#sensor.addNoise(this.#still, shownFrame, shown, into)
    const tMs = CameraRenderer.timeOf(shownFrame)
    const { mast } = this.#canvas
    const canvas = { ...this.#canvas, pixels: into }
    const present = this.#world.bodiesAt(tMs).flatMap((body) => {
      const state = body.at(tMs)
      return state === null ? [] : [{ body, state, rangeM: Math.hypot(state.eastM - mast.eastM, state.northM - mast.northM) }]
    })
    // The farthest first: whoever is nearer covers them.
    present.sort((a, b) => b.rangeM - a.rangeM)
    const sightings = present.map(({ body, state }) => paintBody(canvas, body, state)).filter((sighting) => sighting !== null)
    return { shutterCount: shown.count, sightings }
  }
}
