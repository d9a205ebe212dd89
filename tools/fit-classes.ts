/**
 * Fits what `src/features/tracks/verify.ts` reads: `node tools/fit-classes.ts [--scenes N]`, with the Node of the lock file. Writes
 * `src/features/tracks/class-table.ts`, and beside the bench the learned rival that it is compared with. Scenes of odd seeds are
 * fitted on; the bench reports on even ones.
 */
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { fitSoftmax } from '../bench/detection/class-rival.ts'
import { type Sample, samplesOf } from '../bench/detection/class-scenes.ts'
import { buildKernels } from '../kernels/build.ts'
import { bodyClasses, type Feature, features, isShapeTold, scaled, verify } from '../src/features/tracks/verify.ts'

/**
 * Least standard deviations, because the simulation is narrower than the world: one car for all vehicles, no lorry; no child below
 * six; gaits that are sines, ways that are straight, coats without wind. Height and shape as logarithms: 0.15 is a sixth.
 */
const sigmaLeast: Readonly<Record<Feature, number>> = {
  height: 0.15,
  shape: 0.25,
  speed: 0.4,
  steadiness: 0.2,
  straightness: 0.2,
  rhythm: 0.25,
  contrast: 0.2,
}

/** Cars, lorries and buses are 1.4 to 3.5 m high, and the pieces of them that a detector finds less. */
const vehicleHeightLeast = 0.5

const root = join(import.meta.dirname, '..')
const { values } = parseArgs({ options: { scenes: { type: 'string' } } })
const scenes = Number(values.scenes ?? 40)
await buildKernels()
const samples: Sample[] = []
for (let n = 0; n < scenes; n++) samples.push(...samplesOf(2 * n + 1))
const told = samples.filter(({ measures }) => isShapeTold(measures))
console.log(`${scenes} scenes, ${samples.length} samples, ${told.length} of them with shape`)

const round = (value: number) => Math.round(value * 1000) / 1000
const table = Object.fromEntries(
  bodyClasses.map((kind) => {
    const of = features.map((feature) => {
      const known = told.flatMap(({ kind: is, measures }) => (is === kind ? [scaled(measures)[feature] ?? Number.NaN] : []))
      const all = known.filter(Number.isFinite)
      const mean = all.reduce((sum, value) => sum + value, 0) / all.length
      const sigma = Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length)
      return [
        feature,
        [
          round(mean),
          round(Math.max(kind === 'vehicle' && feature === 'height' ? vehicleHeightLeast : sigmaLeast[feature], sigma)),
        ],
      ] as const
    })
    return [kind, Object.fromEntries(of)]
  }),
) as Parameters<typeof verify>[2] & object
for (const kind of bodyClasses) console.log(kind.padEnd(8), JSON.stringify(table[kind]))

/** The temper that makes the fitted tracks likeliest. */
let best = { temper: 1, loss: Number.POSITIVE_INFINITY }
for (let temper = 0.2; temper <= 1.001; temper += 0.05) {
  const losses = told.map(
    ({ kind, measures, picture }) => -Math.log(verify(picture, measures, table, temper).classProbabilities[kind]),
  )
  const loss = losses.reduce((sum, each) => sum + each, 0) / losses.length
  if (loss < best.loss) best = { temper: round(temper), loss }
}
console.log(`temper ${best.temper}, loss ${best.loss.toFixed(3)} on the scenes it was fitted on`)

const rows = bodyClasses.map((kind) => {
  const entries = features.map((feature) => `    ${feature}: [${table[kind][feature]?.join(', ')}],`)
  return `  ${kind}: {\n${entries.join('\n')}\n  },`
})
writeFileSync(
  join(root, 'src/features/tracks/class-table.ts'),
  `/**
 * What the measures of people, vehicles and animals look like: mean and standard deviation of each measure after \`scaled\` of
 * \`verify.ts\`. Written by \`tools/fit-classes.ts\` from ${told.length} looks at simulated tracks in ${scenes} scenes; not edited by hand.
 */
export const classTable = {
${rows.join('\n')}
} as const

/** What the logarithms of likelihood are multiplied by, because the measures are not independent of each other. */
export const temper = ${best.temper}
`,
)
const rivalFile = join(root, 'bench/detection/class-rival.json')
writeFileSync(rivalFile, `${JSON.stringify(fitSoftmax(told), null, 1)}\n`)
spawnSync(
  process.execPath,
  [join(root, 'node_modules/@biomejs/biome/bin/biome'), 'format', '--config-path=config', '--write', rivalFile],
  {
    cwd: root,
  },
)
