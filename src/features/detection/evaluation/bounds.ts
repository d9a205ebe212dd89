/** Exact 95 % bounds, so that no figure is printed bare. */

/** Upper bound of a Poisson mean when `count` were seen, two-sided 95 %. */
export function poissonUpper(count: number): number {
  return bisect((mean) => poissonBelow(count, mean) - 0.025, 0, count * 2 + 30)
}

/** Exact Poisson bounds of a mean when `count` were seen, two-sided 95 %. */
export function poissonBounds(count: number): readonly [number, number] {
  return [count === 0 ? 0 : bisect((mean) => 0.025 - (1 - poissonBelow(count - 1, mean)), 0, count + 1), poissonUpper(count)]
}

/** Clopper-Pearson bounds of `hits` of `trials`, 95 %. */
export function shareBounds(hits: number, trials: number): readonly [number, number] {
  const low = hits === 0 ? 0 : bisect((p) => 0.025 - (1 - binomialBelow(hits - 1, trials, p)), 0, 1)
  const high = hits === trials ? 1 : bisect((p) => binomialBelow(hits, trials, p) - 0.025, 0, 1)
  return [low, high]
}

/** `48/50 = 0.96 (0.86…1.00)` */
export function formatShare(hits: number, trials: number): string {
  const [low, high] = shareBounds(hits, trials)
  return `${hits}/${trials} = ${(hits / trials).toFixed(2)} (${low.toFixed(2)}…${high.toFixed(2)})`
}

function poissonBelow(count: number, mean: number): number {
  let term = Math.exp(-mean)
  let sum = term
  for (let k = 1; k <= count; k++) {
    term *= mean / k
    sum += term
  }
  return sum
}

function binomialBelow(count: number, trials: number, p: number): number {
  if (p <= 0) return 1
  if (p >= 1) return count >= trials ? 1 : 0
  let logTerm = trials * Math.log(1 - p)
  let sum = Math.exp(logTerm)
  for (let k = 1; k <= count; k++) {
    logTerm += Math.log((trials - k + 1) / k) + Math.log(p / (1 - p))
    sum += Math.exp(logTerm)
  }
  return Math.min(1, sum)
}

/** Zero of a function that falls. */
function bisect(at: (x: number) => number, from: number, to: number): number {
  let low = from
  let high = to
  for (let i = 0; i < 100; i++) {
    const middle = (low + high) / 2
    if (at(middle) > 0) low = middle
    else high = middle
  }
  return (low + high) / 2
}
