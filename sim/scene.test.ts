import { expect, test } from 'vitest'
import { chance, cover, look } from '../src/features/cameras/scene/testing.ts'
import { createSceneWatch } from '../src/features/cameras/scene/watch.ts'
import { CameraRenderer } from './render/renderer.ts'
import { scenarioNamed } from './scenarios/index.ts'
import { FRAMES_PER_SECOND, PICTURE, type World } from './world/world.ts'

const plane = { ...PICTURE, bits: 16 as const }
const pixels = new Uint16Array(PICTURE.width * PICTURE.height)

function camera(world: World, turnedDeg = 0): (tMs: number) => Uint16Array {
  const first = world.cameras[0]!
  const pose = { ...first.pose, azimuthTrueDeg: (first.pose.azimuthTrueDeg + turnedDeg + 360) % 360 }
  const renderer = new CameraRenderer(world, { ...first, pose })
  return (tMs) => {
    renderer.render(Math.round((tMs / 1000) * FRAMES_PER_SECOND), pixels)
    return pixels
  }
}

const worldOf = (name: string) => scenarioNamed(name)!.world(11, 1)

test.each(['walkers', 'walkers-day', 'walkers-haze', 'goats', 'quiet'])(
  'rendered %s, a minute and more with the shutter: sees',
  (name) => {
    const { states } = look(createSceneWatch(plane), 0, 75_000, camera(worldOf(name)))
    expect(states.map(({ state }) => state)).toEqual(['learning', 'good'])
  },
)

test.each([1, 8, -40])('a camera that is turned by %i degrees sees other ground, and that is told', (deg) => {
  const world = worldOf('quiet')
  const watch = createSceneWatch(plane)
  look(watch, 0, 20_000, camera(world))
  const { last } = look(watch, 20_000, 60_000, camera(world, deg))
  expect(last).toMatchObject({ state: 'blind', reason: 'turned' })
  // 640 pixels see 12 degrees.
  if (deg === 1) expect(Math.abs((last.facts.movedPx as number) - 53)).toBeLessThan(9)
})

test('a camera that is covered while people walk before it is covered', () => {
  const draw = chance(3)
  const see = camera(worldOf('walkers'))
  const watch = createSceneWatch(plane)
  look(watch, 0, 20_000, see)
  const { last } = look(watch, 20_000, 60_000, (tMs) => {
    cover(see(tMs), plane, 5, draw)
    return pixels
  })
  expect(last).toMatchObject({ state: 'blind', reason: 'covered' })
})
