/**
 * What a mover is, on scenes that nothing was fitted on: confusion, Brier score and reliability of the physical verifier and of its
 * learned rival. `classes [--scenes N]`, by default 40, about two minutes. The rendered world only: no public recording has a pose.
 */
import { readFileSync } from 'node:fs'
import { formatShare } from '../../src/features/detection/evaluation/bounds.ts'
import { binsOf, brierOf, type Stated } from '../../src/features/detection/evaluation/reliability.ts'
import { bodyClasses, isShapeTold, verify } from '../../src/features/tracks/verify.ts'
import { type Softmax, softmax } from './class-rival.ts'
import { type Sample, samplesOf } from './class-scenes.ts'

const said = ['person', 'vehicle', 'animal', 'other', 'unknown'] as const
type Judge = (sample: Sample) => Readonly<Record<string, number>>

/** Renders the held-out scenes and prints. */
export async function benchClasses(args: readonly string[] = []): Promise<void> {
  const asked = args.indexOf('--scenes')
  const scenes = asked < 0 ? 40 : Math.max(1, Number(args[asked + 1]) || 40)
  const samples: Sample[] = []
  for (let n = 0; n < scenes; n++) samples.push(...samplesOf(2 * n + 2))
  const rival = JSON.parse(readFileSync(new URL('class-rival.json', import.meta.url), 'utf8')) as Softmax
  const physical: Judge = ({ picture, measures }) => verify(picture, measures).classProbabilities
  const learned: Judge = (sample) => ({ ...softmax(sample, rival), other: 0, unknown: 0 })
  const told = samples.filter(({ measures }) => isShapeTold(measures))
  console.log(`${scenes} held-out scenes, ${samples.length} looks at tracks, ${told.length} of them near enough for shape`)
  for (const at of ['early', 'end'] as const) {
    const of = told.filter((sample) => sample.at === at)
    console.log(`\n${at === 'early' ? '2 s after confirmation' : 'at the end of the track'}: ${of.length} tracks with shape`)
    printJudge('physical (naive Bayes, shipped)', of, physical)
    printJudge('learned rival (softmax over the same measures)', of, learned)
  }
  printFar(samples.filter(({ measures }) => !isShapeTold(measures)))
}

function printJudge(name: string, samples: readonly Sample[], judge: Judge): void {
  const stated = samples.map((sample) => ({ kind: sample.kind, shares: judge(sample) }))
  const sure = ({ shares }: { shares: Readonly<Record<string, number>> }) => {
    const [best] = Object.entries(shares).sort(([, a], [, b]) => b - a)
    return best && best[1] > 0.5 ? best : (['unknown', best?.[1] ?? 0] as const)
  }
  console.log(`\n${name}\ntruth \\ said ${said.map((each) => each.padStart(9)).join('')}`)
  for (const kind of bodyClasses) {
    const of = stated.filter((one) => one.kind === kind)
    console.log(
      `${kind.padEnd(12)} ${said.map((each) => String(of.filter((one) => sure(one)[0] === each).length).padStart(9)).join('')}`,
    )
  }
  const right = stated.filter((one) => sure(one)[0] === one.kind).length
  console.log(`right ${formatShare(right, stated.length)}; Brier ${brierOf(stated).toFixed(3)} (0 is best, three alike 0.667)`)
  const best: Stated[] = stated.map(({ kind, shares }) => {
    const [top = ['unknown', 0] as const] = Object.entries(shares).sort(([, a], [, b]) => b - a)
    return { share: top[1], isRight: top[0] === kind }
  })
  console.log('  stated        n  mean stated  right, 95 % bounds')
  for (const bin of binsOf(best)) {
    const bounds = `${bin.right.toFixed(2)} (${bin.bounds.map((of) => of.toFixed(2)).join('…')})`
    console.log(
      `  ${bin.from.toFixed(1)}…${bin.to.toFixed(1)} ${String(bin.count).padStart(7)}  ${bin.count === 0 ? '          –  –' : `${bin.stated.toFixed(2).padStart(11)}  ${bounds}`}`,
    )
  }
}

/** Where no class is said: how often the words of size are those of the body. */
function printFar(samples: readonly Sample[]): void {
  console.log(`\nbeyond shape: ${samples.length} looks; no class may be said, the words say a size`)
  console.log(
    `truth \\ said ${['person', 'vehicle', 'animal', 'nothing'].map((each) => `${each}${each === 'nothing' ? '' : '-sized'}`.padStart(15)).join('')}`,
  )
  let classed = 0
  for (const kind of bodyClasses) {
    const of = samples.filter((sample) => sample.kind === kind)
    const verdicts = of.map(({ picture, measures }) => verify(picture, measures))
    classed += verdicts.filter(
      ({ classProbabilities: all }) => Math.max(all.person, all.vehicle, all.animal, all.other) > 0.5,
    ).length
    const counts = [...bodyClasses, null].map((word) => verdicts.filter(({ sized }) => sized === word).length)
    console.log(`${kind.padEnd(12)} ${counts.map((count) => String(count).padStart(15)).join('')}`)
  }
  console.log(`classes said beyond shape: ${classed}`)
}
