/** The scenarios by name. */
import { weathers } from '../world/weather.ts'
import type { World } from '../world/world.ts'
import { demoWorld } from './demo.ts'
import { crossingWorld, goatsWorld, quietWorld, walkersWorld } from './single-camera.ts'

export interface Scenario {
  readonly name: string
  readonly about: string
  /** Length of a recording unless told. The demo as a live world has no end. */
  readonly seconds: number
  world(seed: number, pace: number): World
}

export const scenarios: readonly Scenario[] = [
  { name: 'demo', about: 'the demo sector: six cameras, an event about every five minutes', seconds: 90, world: demoWorld },
  { name: 'walkers', about: 'five people one by one at 300 to 900 m', seconds: 60, world: (seed) => walkersWorld(seed) },
  {
    name: 'walkers-day',
    about: 'the same, colder than the ground',
    seconds: 60,
    world: (seed) => walkersWorld(seed, weathers.day),
  },
  { name: 'walkers-haze', about: 'the same, pale', seconds: 60, world: (seed) => walkersWorld(seed, weathers.haze) },
  { name: 'crossing', about: 'a group of three, and an own vehicle', seconds: 60, world: (seed) => crossingWorld(seed) },
  { name: 'goats', about: 'six goats, no people', seconds: 60, world: (seed) => goatsWorld(seed) },
  { name: 'quiet', about: 'nothing moves; the shutter closes', seconds: 60, world: (seed) => quietWorld(seed) },
]

export function scenarioNamed(name: string): Scenario | null {
  return scenarios.find((each) => each.name === name) ?? null
}
