/** Whether what is called likely happens as often as it is said to: bins of stated probability against the share that was right. */
import { shareBounds } from './bounds.ts'

export const binCount = 10

/** One class that was said with its probability, and whether it was so. */
export interface Stated {
  readonly share: number
  readonly isRight: boolean
}

export interface Bin {
  readonly from: number
  readonly to: number
  readonly count: number
  /** Mean of what was stated, and the share that was right with its exact bounds, 95 %. All 0 of an empty bin. */
  readonly stated: number
  readonly right: number
  readonly bounds: readonly [number, number]
}

/** Ten bins from 0 to 1; a bin holds its lower edge, the last its upper one too. */
export function binsOf(all: readonly Stated[]): Bin[] {
  return Array.from({ length: binCount }, (_, n): Bin => {
    const of = all.filter(({ share }) => Math.min(binCount - 1, Math.floor(share * binCount)) === n)
    const right = of.filter(({ isRight }) => isRight).length
    const count = of.length
    return {
      from: n / binCount,
      to: (n + 1) / binCount,
      count,
      stated: count === 0 ? 0 : of.reduce((sum, { share }) => sum + share, 0) / count,
      right: count === 0 ? 0 : right / count,
      bounds: count === 0 ? [0, 0] : shareBounds(right, count),
    }
  })
}

/** Brier score over all classes: mean of the summed squares of what was stated less what was so. 0 is best, 2 worst. */
export function brierOf(all: readonly { readonly kind: string; readonly shares: Readonly<Record<string, number>> }[]): number {
  const sum = all.reduce(
    (total, { kind, shares }) =>
      total + Object.entries(shares).reduce((of, [name, share]) => of + (share - (name === kind ? 1 : 0)) ** 2, 0),
    0,
  )
  return all.length === 0 ? 0 : sum / all.length
}

/** The diagram as SVG: stated across, right upwards, the diagonal is honest; bars are the bounds, the size of a dot its count. */
export function reliabilityDiagram(bins: readonly Bin[]): string {
  const side = 320
  const edge = 44
  const x = (share: number) => (edge + share * side).toFixed(1)
  const y = (share: number) => (10 + (1 - share) * side).toFixed(1)
  const most = Math.max(1, ...bins.map(({ count }) => count))
  const grid = [0, 0.2, 0.4, 0.6, 0.8, 1].map(
    (share) =>
      `<path d="M${x(0)} ${y(share)}H${x(1)}M${x(share)} ${y(0)}V${y(1)}" stroke="#e4e8eb"/>` +
      `<text x="${edge - 8}" y="${Number(y(share)) + 4}" text-anchor="end">${share.toFixed(1)}</text>` +
      `<text x="${x(share)}" y="${side + 28}" text-anchor="middle">${share.toFixed(1)}</text>`,
  )
  const dots = bins
    .filter(({ count }) => count > 0)
    .map(({ count, stated, right, bounds: [low, high] }) => {
      const radius = (3 + 5 * Math.sqrt(count / most)).toFixed(1)
      return (
        `<path d="M${x(stated)} ${y(low)}V${y(high)}" stroke="#56616a"/>` +
        `<circle cx="${x(stated)}" cy="${y(right)}" r="${radius}" fill="#2b6cb0"><title>${count} stated at ${stated.toFixed(2)}: ${right.toFixed(2)} right (${low.toFixed(2)}…${high.toFixed(2)})</title></circle>`
      )
    })
  return (
    `<svg role="img" aria-label="Reliability: stated probability against the share that was right" width="${side + edge + 20}" height="${side + 58}" font-size="12" fill="#56616a">` +
    `${grid.join('')}<path d="M${x(0)} ${y(0)}L${x(1)} ${y(1)}" stroke="#56616a" stroke-dasharray="4 4"/>${dots.join('')}` +
    `<text x="${x(0.5)}" y="${side + 50}" text-anchor="middle">stated probability</text></svg>`
  )
}
