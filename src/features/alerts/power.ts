/** Whether a camera fell silent with its power on, by what the monitors of its supply said around its last picture. */
import { type PowerWord, powerBelievedMs } from '../sensors/contract.ts'

/** A word this long after the last picture still speaks of it; later, power may have come back before the camera did. */
export const powerAfterMs = 3 * 60_000

/** A monitor of a camera's supply. `words` in the order of their instants, UTC milliseconds. */
export interface PowerMonitor {
  readonly code: string
  readonly words: readonly PowerWord[]
}

/** What decided. `offsetMs`: the word against the last picture; negative is before. */
export interface PowerSaid {
  readonly state: 'good' | 'lost'
  readonly code: string
  readonly offsetMs: number
}

/** Null: not known. One monitor that says lost outweighs any that say good: a supply has more than one place where it can end. */
export function powerAround(monitors: readonly PowerMonitor[], lastPictureAtMs: number): PowerSaid | null {
  const said = monitors.flatMap((monitor) => saidBy(monitor, lastPictureAtMs) ?? [])
  return said.find(({ state }) => state === 'lost') ?? said[0] ?? null
}

function saidBy({ code, words }: PowerMonitor, pictureAtMs: number): PowerSaid | null {
  const before = words.findLast(({ atMs }) => atMs <= pictureAtMs)
  const after = words.filter(({ atMs }) => atMs > pictureAtMs && atMs - pictureAtMs <= powerAfterMs)
  // Lost stays lost until it is said to be over. Good after lost is a supply that came back, before its camera did.
  const lost = before?.state === 'lost' ? before : after.find(({ state }) => state === 'lost')
  const isFresh = before?.state === 'good' && pictureAtMs - before.atMs <= powerBelievedMs
  // The last that was said, however long it was not heard since: then a supply may have come back here, too.
  const lastSaid = words.findLast(({ state, atMs }) => state !== 'unknown' && atMs <= pictureAtMs)
  const good = isFresh ? before : lastSaid?.state === 'lost' ? undefined : after.find(({ state }) => state === 'good')
  const word = lost ?? good
  if (word === undefined || word.state === 'unknown') return null
  return { state: word.state, code, offsetMs: word.atMs - pictureAtMs }
}
