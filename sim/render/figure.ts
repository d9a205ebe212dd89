/** The shapes of what moves, seen from one side: rounded strokes in metres, with their temperatures. */
import type { BodyKind, BodyState } from '../world/bodies.ts'
import type { Weather } from '../world/weather.ts'

/** A stroke with round ends. `x` to the right as seen, `y` up from the foot. */
export interface Stroke {
  readonly x1: number
  readonly y1: number
  readonly x2: number
  readonly y2: number
  readonly radiusM: number
  readonly celsius: number
}

/** `viewDeg` is the bearing from the camera to the body: says whether it is seen from the side or from the front. */
export function figureOf(kind: BodyKind, heightM: number, state: BodyState, viewDeg: number, weather: Weather): Stroke[] {
  const turn = ((state.headingDeg - viewDeg) * Math.PI) / 180
  // Length along the picture of something that points where the body goes; positive when it goes to the right.
  const aside = Math.sin(turn)
  const front = Math.abs(Math.cos(turn))
  if (kind === 'vehicle') return vehicle(aside, front, weather)
  if (kind === 'animal') return animal(heightM, aside, state.strideRad, weather)
  return person(heightM, aside, front, state.strideRad, weather)
}

function person(heightM: number, aside: number, front: number, strideRad: number, weather: Weather): Stroke[] {
  const skinC = weather.airC + 0.62 * (33 - weather.airC)
  const coatC = weather.airC + 0.3 * (33 - weather.airC)
  const legsC = weather.airC + 0.24 * (33 - weather.airC)
  const tall = heightM / 1.75
  const swing = 0.34 * Math.sin(strideRad) * aside
  const hips = 0.09 * front
  const shoulders = 0.19 * front
  const stroke = (x1: number, y1: number, x2: number, y2: number, radiusM: number, celsius: number): Stroke => ({
    x1: x1 * tall,
    y1: y1 * tall,
    x2: x2 * tall,
    y2: y2 * tall,
    radiusM: radiusM * tall,
    celsius,
  })
  return [
    stroke(-hips, 0.9, -hips - swing, 0.08, 0.075, legsC),
    stroke(hips, 0.9, hips + swing, 0.08, 0.075, legsC),
    stroke(-shoulders, 1.38, -shoulders + 0.7 * swing, 0.85, 0.05, coatC),
    stroke(shoulders, 1.38, shoulders - 0.7 * swing, 0.85, 0.05, coatC),
    stroke(0, 0.98, 0.02 * aside, 1.38, 0.13 + 0.07 * front, coatC),
    stroke(-shoulders + 0.7 * swing, 0.82, -shoulders + 0.7 * swing, 0.8, 0.045, skinC),
    stroke(0.03 * aside, 1.6, 0.03 * aside, 1.65, 0.1, skinC),
  ]
}

function vehicle(aside: number, front: number, weather: Weather): Stroke[] {
  const half = (4.7 * Math.abs(aside) + 1.9 * front) / 2
  const ahead = aside < 0 ? -1 : 1
  const bodyC = weather.airC + 1.5
  return [
    { x1: -half + 0.35, y1: 0.75, x2: half - 0.35, y2: 0.75, radiusM: 0.38, celsius: bodyC },
    { x1: -half * 0.5, y1: 1.35, x2: half * 0.35, y2: 1.35, radiusM: 0.45, celsius: bodyC - 1 },
    { x1: -half * 0.62, y1: 0.36, x2: -half * 0.62, y2: 0.37, radiusM: 0.34, celsius: weather.airC + 11 },
    { x1: half * 0.62, y1: 0.36, x2: half * 0.62, y2: 0.37, radiusM: 0.34, celsius: weather.airC + 11 },
    // The engine under its hood.
    { x1: ahead * half * 0.62, y1: 0.85, x2: ahead * (half - 0.4), y2: 0.85, radiusM: 0.28, celsius: weather.airC + 17 },
  ]
}

function animal(heightM: number, aside: number, strideRad: number, weather: Weather): Stroke[] {
  const furC = weather.airC + 0.28 * (36 - weather.airC)
  const tall = heightM / 0.8
  const half = 0.32 * Math.abs(aside) + 0.04
  const ahead = aside < 0 ? -1 : 1
  const legs = [-1, -0.8, 0.8, 1].map((place, index): Stroke => {
    const step = 0.12 * Math.sin(strideRad + index * 1.9) * aside
    return {
      x1: place * half * tall,
      y1: 0.45 * tall,
      x2: (place * half + step) * tall,
      y2: 0.05,
      radiusM: 0.045 * tall,
      celsius: furC - 2,
    }
  })
  return [
    ...legs,
    { x1: -half * tall, y1: 0.56 * tall, x2: half * tall, y2: 0.56 * tall, radiusM: 0.16 * tall, celsius: furC },
    {
      x1: ahead * half * tall,
      y1: 0.6 * tall,
      x2: ahead * (half + 0.16) * tall,
      y2: 0.74 * tall,
      radiusM: 0.08 * tall,
      celsius: furC + 2,
    },
  ]
}
