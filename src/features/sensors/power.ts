/** What the monitors of power supplies said lately, so that the loss of a camera can be told from the loss of its power. */

/**
 * A monitor said that its supply gives power or does not, or is not heard any more. `atMs`: by the monitor's clock, or when it was
 * no longer heard; UTC milliseconds.
 */
export interface PowerWord {
  readonly state: 'good' | 'lost' | 'unknown'
  readonly atMs: number
}

/** Good power is believed for this long: monitors repeat themselves each minute, and one repeat may be missed. */
export const powerBelievedMs = 120_000
/** An hour of one that repeats itself each minute. */
const wordsMost = 64

/** The words of one monitor with one more, in the order of their instants, the newest of them. */
export function withWord(words: readonly PowerWord[], word: PowerWord): readonly PowerWord[] {
  return [...words, word].sort((a, b) => a.atMs - b.atMs).slice(-wordsMost)
}

/** What is known of a supply now: a loss until it is said to be over, good power for two minutes. Null: not known. */
export function powerNow(words: readonly PowerWord[], nowMs: number): 'good' | 'lost' | null {
  const last = words.at(-1)
  if (last === undefined || last.state === 'unknown') return null
  return last.state === 'good' && nowMs - last.atMs > powerBelievedMs ? null : last.state
}
