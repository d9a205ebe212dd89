/** The one word for a mover's size on the map. Pure. */
import type { TrackClass } from '../detection/contract.ts'
import type { TrackView } from './contract.ts'

/** Below this the class is said to be unknown. */
const sureEnough = 0.6

/** Its class where that is sure enough, else what it has the size of: the words of the map are those of sizes. */
export function sizeWord({ classProbabilities, verdict }: Pick<TrackView, 'classProbabilities' | 'verdict'>): TrackClass {
  const all = Object.entries(classProbabilities) as [TrackClass, number][]
  const told = all.find(([name, share]) => name !== 'unknown' && share >= sureEnough)?.[0]
  return told ?? verdict?.sized ?? 'unknown'
}
