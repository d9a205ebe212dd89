/**
 * Where a stream can be entered. libav marks every intra picture that decoding may recover from; a browser enters H.264 only at an
 * IDR picture and drops all before it, so that a segment, a clip or a viewer must begin with one.
 */
import type { EncodedFormat } from '../../../contract.ts'

const idr = 5
/** A camera that never sends an IDR picture (gradual refresh) is entered where libav says, after so many of those. */
const patience = 8

/** Remembers whether a stream has IDR pictures at all. */
export class KeyPictures {
  readonly #isH264: boolean
  /** Bytes of a NAL unit's length before it (avcC); null: start codes stand between them. */
  readonly #lengthBytes: number | null
  #seen = false
  #passed = 0

  constructor(format: EncodedFormat | null) {
    this.#isH264 = format?.codec === 'h264'
    const first = format?.extradata?.[0]
    this.#lengthBytes = first === 1 ? ((format?.extradata?.[4] ?? 3) & 3) + 1 : null
  }

  /** Whether a player can begin with this packet, which libav calls a key picture. */
  isEntry(data: Uint8Array): boolean {
    if (!this.#isH264) return true
    if (this.#lengthBytes === null ? hasIdrAfterStartCode(data) : hasIdrByLength(data, this.#lengthBytes)) {
      this.#seen = true
      return true
    }
    this.#passed++
    return !this.#seen && this.#passed > patience
  }
}

function hasIdrAfterStartCode(data: Uint8Array): boolean {
  for (let at = 0; at + 3 < data.length; at++)
    if (data[at] === 0 && data[at + 1] === 0 && data[at + 2] === 1 && ((data[at + 3] ?? 0) & 31) === idr) return true
  return false
}

function hasIdrByLength(data: Uint8Array, lengthBytes: number): boolean {
  for (let at = 0; at + lengthBytes < data.length; ) {
    let length = 0
    for (let byte = 0; byte < lengthBytes; byte++) length = length * 256 + (data[at + byte] ?? 0)
    if (((data[at + lengthBytes] ?? 0) & 31) === idr) return true
    at += lengthBytes + length
  }
  return false
}
