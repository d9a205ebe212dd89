/**
 * MISB ST 0601 local sets: what a camera on a mast, a balloon or an aircraft says of itself beside its picture. Only the tags of the
 * table are read. Everything else is stepped over unread, and codes of lasers and of whatever is carried (tags 60 to 62) are among
 * that on purpose: they never enter the program (ADR 0022). So is the security set (48) and what a tracker aboard says (74).
 */

/** The 16 bytes that begin each set (SMPTE universal label of ST 0601). */
const KEY = [0x06, 0x0e, 0x2b, 0x34, 0x02, 0x0b, 0x01, 0x01, 0x0e, 0x01, 0x03, 0x01, 0x01, 0, 0, 0] as const
/** A set of all tags of the standard is below 2 KiB; what says it is longer is noise. */
export const setBytesMax = 16_384
const itemsMax = 256
const textMax = 127

/** How a value is coded: an integer mapped onto a range (the whole range of the integer onto `least`…`most`), a plain one, or words. */
type Coding =
  | { readonly kind: 'range'; readonly bytes: number; readonly isSigned: boolean; readonly least: number; readonly most: number }
  | { readonly kind: 'count'; readonly bytes: number }
  | { readonly kind: 'text' }

const unsigned = (bytes: number, least: number, most: number): Coding => ({ kind: 'range', bytes, isSigned: false, least, most })
const signed = (bytes: number, most: number): Coding => ({ kind: 'range', bytes, isSigned: true, least: -most, most })
const cornerTags = Array.from({ length: 8 }, (_, at): [number, Coding] => [82 + at, signed(4, at % 2 === 0 ? 90 : 180)])
const offsetTags = Array.from({ length: 8 }, (_, at): [number, Coding] => [26 + at, signed(2, 0.075)])

/** Degrees, metres above mean sea level, metres a second, microseconds since 1970. Ranges from ST 0601. */
const codings: ReadonlyMap<number, Coding> = new Map<number, Coding>([
  [2, { kind: 'count', bytes: 8 }],
  [5, unsigned(2, 0, 360)],
  [6, signed(2, 20)],
  [7, signed(2, 50)],
  [10, { kind: 'text' }],
  [11, { kind: 'text' }],
  [12, { kind: 'text' }],
  [13, signed(4, 90)],
  [14, signed(4, 180)],
  [15, unsigned(2, -900, 19_000)],
  [16, unsigned(2, 0, 180)],
  [17, unsigned(2, 0, 180)],
  [18, unsigned(4, 0, 360)],
  [19, signed(4, 180)],
  [20, unsigned(4, 0, 360)],
  [21, unsigned(4, 0, 5_000_000)],
  [22, unsigned(2, 0, 10_000)],
  [23, signed(4, 90)],
  [24, signed(4, 180)],
  [25, unsigned(2, -900, 19_000)],
  ...offsetTags,
  [56, unsigned(1, 0, 255)],
  [59, { kind: 'text' }],
  [65, { kind: 'count', bytes: 1 }],
  [75, unsigned(2, -900, 19_000)],
  ...cornerTags,
  [90, signed(4, 90)],
  [91, signed(4, 90)],
])

const CHECKSUM_TAG = 1

/** One set as it was read. */
export interface LocalSet {
  /** `damaged`: its checksum is wrong or absent; `cut`: it ends before its own length. Neither may be believed. */
  readonly state: 'good' | 'damaged' | 'cut'
  /** By tag. Null: the sender says that it does not know (the error value of a signed field), or the value has a wrong length. */
  readonly values: ReadonlyMap<number, number | string | null>
}

/** What a piece of a stream held. */
export interface LocalSets {
  readonly sets: readonly LocalSet[]
  /** From where the last set has begun and not ended; the length of the bytes where none has. */
  readonly restAt: number
}

/** All sets in the bytes, whatever lies before and between them. Never throws; works in a time that grows with the bytes alone. */
export function readLocalSets(bytes: Uint8Array): LocalSets {
  const sets: LocalSet[] = []
  let at = 0
  for (;;) {
    const start = findKey(bytes, at)
    if (start === null) return { sets, restAt: keyBeginsAt(bytes, at) }
    const length = readLength(bytes, start + KEY.length)
    if (length === 'cut') return { sets, restAt: start }
    if (length === null || length.value > setBytesMax) {
      at = start + KEY.length
      continue
    }
    const end = length.next + length.value
    if (end > bytes.length) return { sets, restAt: start }
    sets.push(readSet(bytes.subarray(start, end), length.next - start))
    at = end
  }
}

/** A set that ended before its own length: what of it is whole, never to be believed. Null: not even its length is there. */
export function readCutSet(bytes: Uint8Array): LocalSet | null {
  if (findKey(bytes, 0) !== 0) return null
  const length = readLength(bytes, KEY.length)
  if (length === null || length === 'cut') return null
  return { ...readSet(bytes, length.next), state: 'cut' }
}

function readSet(bytes: Uint8Array, from: number): LocalSet {
  const values = new Map<number, number | string | null>()
  let isRight = false
  let at = from
  for (let count = 0; at < bytes.length && count < itemsMax; count++) {
    const tag = readTag(bytes, at)
    const length = tag && readLength(bytes, tag.next)
    if (!tag || !length || length === 'cut' || length.next + length.value > bytes.length) {
      return { state: 'damaged', values }
    }
    const value = bytes.subarray(length.next, length.next + length.value)
    if (tag.value === CHECKSUM_TAG) isRight = value.length === 2 && checksumOf(bytes, length.next) === bigEndian(value)
    const coding = codings.get(tag.value)
    // The first of two equal tags holds: a set says each thing once.
    if (coding && !values.has(tag.value)) values.set(tag.value, decode(coding, value))
    at = length.next + length.value
  }
  return { state: isRight && at === bytes.length ? 'good' : 'damaged', values }
}

function decode(coding: Coding, value: Uint8Array): number | string | null {
  if (coding.kind === 'text') return textOf(value)
  if (value.length !== coding.bytes) return null
  const raw = bigEndian(value)
  if (coding.kind === 'count') return Number.isSafeInteger(raw) ? raw : null
  const { bytes, isSigned, least, most } = coding
  const whole = 2 ** (8 * bytes)
  if (!isSigned) return least + (raw * (most - least)) / (whole - 1)
  const number = raw >= whole / 2 ? raw - whole : raw
  // The lowest value of a signed field means "error" and never a number.
  return number === -whole / 2 ? null : (number * (most - least)) / (whole - 2)
}

/** UTF-8 for people: no control signs, no endless names. */
function textOf(value: Uint8Array): string {
  return new TextDecoder()
    .decode(value.subarray(0, textMax))
    .replaceAll(/[\p{Cc}\p{Cf}\uFFFD]/gu, '')
    .trim()
}

function bigEndian(value: Uint8Array): number {
  return value.reduce((sum, byte) => sum * 256 + byte, 0)
}

/** 16-bit sum of big-endian words over everything up to and including tag and length of the checksum itself. */
function checksumOf(bytes: Uint8Array, end: number): number {
  let sum = 0
  for (let at = 0; at < end; at++) sum += (bytes[at] ?? 0) << (at % 2 === 0 ? 8 : 0)
  return sum & 0xffff
}

interface Read {
  readonly value: number
  readonly next: number
}

/** BER length: short, or up to four bytes long. Null: a form that the standard does not use. */
function readLength(bytes: Uint8Array, at: number): Read | 'cut' | null {
  const first = bytes[at]
  if (first === undefined) return 'cut'
  if (first < 0x80) return { value: first, next: at + 1 }
  const count = first & 0x7f
  if (count === 0 || count > 4) return null
  if (at + 1 + count > bytes.length) return 'cut'
  return { value: bigEndian(bytes.subarray(at + 1, at + 1 + count)), next: at + 1 + count }
}

/** BER-OID tag: seven bits a byte, the highest says that more follow. */
function readTag(bytes: Uint8Array, at: number): Read | null {
  let value = 0
  for (let next = at; next < Math.min(bytes.length, at + 4); next++) {
    const byte = bytes[next] as number
    value = value * 128 + (byte & 0x7f)
    if (byte < 0x80) return { value, next: next + 1 }
  }
  return null
}

/** Whether a set begins within the first bytes: carriers put up to five of their own before it (access unit header, ISO 13818-1). */
export function beginsSet(bytes: Uint8Array): boolean {
  return findKey(bytes.subarray(0, KEY.length + 5), 0) !== null
}

function findKey(bytes: Uint8Array, from: number): number | null {
  for (let at = from; at + KEY.length <= bytes.length; at++) if (KEY.every((byte, k) => bytes[at + k] === byte)) return at
  return null
}

/** Where a key begins that the bytes cut off; their length where none does. */
function keyBeginsAt(bytes: Uint8Array, from: number): number {
  for (let at = Math.max(from, bytes.length - KEY.length + 1); at < bytes.length; at++)
    if (KEY.every((byte, k) => at + k >= bytes.length || bytes[at + k] === byte)) return at
  return bytes.length
}
