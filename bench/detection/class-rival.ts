/** The learned rival of the physical verifier: a softmax over the same measures, their squares and whether each was measured. */
import { type BodyClass, bodyClasses, features, scaled } from '../../src/features/tracks/verify.ts'
import type { Sample } from './class-scenes.ts'

/** Per class one weight for each of `inputs`. */
export type Softmax = Readonly<Record<BodyClass, readonly number[]>>

/** A constant, then for each measure its value, its square and 1 where it is there. */
function inputs({ measures }: Sample): number[] {
  const values = scaled(measures)
  return [
    1,
    ...features.flatMap((feature) => {
      const value = values[feature]
      return value === undefined ? [0, 0, 0] : [value, value * value, 1]
    }),
  ]
}

/** Gradient descent with a little weight decay; the same samples give the same weights. */
export function fitSoftmax(samples: readonly Sample[]): Softmax {
  const rows = samples.map((sample) => ({ x: inputs(sample), kind: sample.kind }))
  const size = rows[0]?.x.length ?? 0
  const weights = Object.fromEntries(bodyClasses.map((kind) => [kind, new Array<number>(size).fill(0)])) as Record<
    BodyClass,
    number[]
  >
  for (let round = 0; round < 4000; round++) {
    const step = Object.fromEntries(bodyClasses.map((kind) => [kind, new Array<number>(size).fill(0)])) as Record<
      BodyClass,
      number[]
    >
    for (const { x, kind } of rows) {
      const shares = sharesOf(x, weights)
      for (const each of bodyClasses) {
        const off = (each === kind ? 1 : 0) - shares[each]
        for (let i = 0; i < size; i++) step[each][i]! += off * x[i]!
      }
    }
    for (const each of bodyClasses)
      for (let i = 0; i < size; i++) weights[each][i]! += 0.3 * (step[each][i]! / rows.length - 0.001 * weights[each][i]!)
  }
  return Object.fromEntries(
    bodyClasses.map((kind) => [kind, weights[kind].map((each) => Math.round(each * 1e4) / 1e4)]),
  ) as Record<BodyClass, number[]>
}

/** Probabilities of the three classes. */
export function softmax(sample: Sample, weights: Softmax): Record<BodyClass, number> {
  return sharesOf(inputs(sample), weights)
}

function sharesOf(x: readonly number[], weights: Softmax): Record<BodyClass, number> {
  const logs = bodyClasses.map((kind) => x.reduce((sum, value, i) => sum + value * (weights[kind][i] ?? 0), 0))
  const top = Math.max(...logs)
  const raw = logs.map((log) => Math.exp(log - top))
  const sum = raw.reduce((total, each) => total + each, 0)
  return Object.fromEntries(bodyClasses.map((kind, i) => [kind, (raw[i] ?? 0) / sum])) as Record<BodyClass, number>
}
