/** Local sets out of a stream's packets: one set a packet, several, or one over two. */
import { beginsSet, type LocalSet, readCutSet, readLocalSets, setBytesMax } from './local-set.ts'

/** One metadata stream. Holds at most the bytes of one unfinished set. */
export class KlvStream {
  #rest = new Uint8Array(0)

  /** Takes the next packet; gives the sets that ended in it, in order, those that were cut off among them. */
  push(packet: Uint8Array): LocalSet[] {
    const whole = new Uint8Array(this.#rest.length + packet.length)
    whole.set(this.#rest)
    whole.set(packet, this.#rest.length)
    const cut: LocalSet[] = []
    let { sets, restAt } = readLocalSets(whole)
    // A new set began at the packet's start: what was waiting will not be finished any more, and has not swallowed the new one.
    if (this.#rest.length > 0 && beginsSet(packet)) {
      const left = readCutSet(this.#rest)
      if (left) cut.push(left)
      const alone = readLocalSets(packet)
      sets = alone.sets
      restAt = this.#rest.length + alone.restAt
    }
    const rest = whole.subarray(restAt)
    this.#rest = rest.length > setBytesMax + 64 ? new Uint8Array(0) : Uint8Array.from(rest)
    return [...cut, ...sets]
  }
}
