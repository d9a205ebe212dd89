/** Movers that go together, and how many bodies they may be: a range, because a blob may be two people and two blobs one. Pure. */
import type { TrackView } from './contract.ts'

/** Neighbours in a party: so many heights of the taller apart across the picture (7 m for people), and so many up and down. */
const besideBodies = 4
const behindBodies = 1.5
/** As in `join.ts`: who walks together has one velocity, metres a second. */
const velocityGateMs = 1.2
/** Nearer than this share of a height two boxes may be pieces of one body. */
const touchBodies = 0.25
/** Wider than this share of its height a person-sized blob may be several: of single walkers 97 % are narrower (`class-table.ts`). */
const aloneWidth = 0.6
/** People shoulder to shoulder take this share of their height each, and walk at about twice that. */
const shoulderWidth = 0.4

/** How many bodies: at least, most likely, at most. */
export interface Count {
  readonly min: number
  readonly best: number
  readonly max: number
}

/** What of a track says who it goes with. */
export type Member = Pick<TrackView, 'id' | 'box' | 'velocity' | 'classProbabilities' | 'verdict'>

/** For every track of one picture, how many bodies go where it goes, itself counted. The order of the tracks does not matter. */
export function groupCounts(tracks: readonly Member[]): Map<string, Count> {
  const counts = new Map<string, Count>()
  for (const party of partsOf(tracks, goTogether)) {
    const each = party.map(bodiesOf)
    const max = each.reduce((sum, count) => sum + count.max, 0)
    const min = partsOf(party, mayBeOne).length
    const best = each.reduce((sum, count) => sum + count.best, 0)
    const count = { min, best: Math.max(min, best), max }
    for (const { id } of party) counts.set(id, count)
  }
  return counts
}

/** How many bodies one blob may be: told from its width, where its height is that of a person. */
function bodiesOf({ box: [, , width, height], classProbabilities, verdict }: Member): Count {
  const isPerson = verdict?.sized === 'person' || classProbabilities.person > 0.5
  const ratio = width / height
  if (!isPerson || ratio < aloneWidth) return { min: 1, best: 1, max: 1 }
  return { min: 1, best: Math.max(1, Math.round(ratio / (2 * shoulderWidth))), max: Math.ceil(ratio / shoulderWidth) }
}

function goTogether(a: Member, b: Member): boolean {
  const { across, down, height } = gapOf(a, b)
  return across <= besideBodies * height && down <= behindBodies * height && isAlike(a, b)
}

function mayBeOne(a: Member, b: Member): boolean {
  const { across, down, height } = gapOf(a, b)
  return across <= touchBodies * height && down <= height
}

/** Between the sides, and between the feet, pixels; with the height of the taller. */
function gapOf({ box: a }: Member, { box: b }: Member): { across: number; down: number; height: number } {
  return {
    across: Math.max(0, Math.max(a[0], b[0]) - Math.min(a[0] + a[2], b[0] + b[2])),
    down: Math.abs(a[1] + a[3] - b[1] - b[3]),
    height: Math.max(a[3], b[3]),
  }
}

function isAlike(a: Member, b: Member): boolean {
  const [one, two] = [kindOf(a), kindOf(b)]
  if (one !== two && one !== 'unknown' && two !== 'unknown') return false
  if (!a.velocity || !b.velocity) return true
  const turn = ((a.velocity.courseTrueDeg - b.velocity.courseTrueDeg) * Math.PI) / 180
  const [va, vb] = [a.velocity.speedMs, b.velocity.speedMs]
  return Math.sqrt(Math.max(0, va * va + vb * vb - 2 * va * vb * Math.cos(turn))) <= velocityGateMs
}

function kindOf({ classProbabilities, verdict }: Member): string {
  const told = Object.entries(classProbabilities).find(([, share]) => share > 0.5)?.[0]
  return told === undefined || told === 'unknown' ? (verdict?.sized ?? 'unknown') : told
}

/** The parts that hang together: each with all that it reaches from neighbour to neighbour. */
function partsOf(all: readonly Member[], isLinked: (a: Member, b: Member) => boolean): Member[][] {
  const left = new Set(all)
  const parts: Member[][] = []
  for (const first of all) {
    if (!left.delete(first)) continue
    const part = [first]
    for (let at = 0; at < part.length; at++) {
      for (const other of left) {
        if (!isLinked(part[at] as Member, other)) continue
        left.delete(other)
        part.push(other)
      }
    }
    parts.push(part)
  }
  return parts
}
