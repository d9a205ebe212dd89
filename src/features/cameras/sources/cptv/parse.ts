/**
 * CPTV, the recording format of the Cacophony Project's thermal cameras, versions 1 and 2, after gunzip.
 * Layout as checked by decoding all shared clips: `CPTV`, a version byte, then sections: `H` + number of fields (header),
 * then `F` + number of fields per picture, followed by its data. A field is a length byte, a one-letter code and a
 * little-endian value. A picture is coded as the change against the picture before it: one signed 32-bit start value, then
 * `width × height − 1` signed deltas of `w` bits, packed big-endian, in snake order (odd rows right to left).
 */
import { accept, type Outcome, refuse } from '../../../../base/outcome.ts'

/** What a CPTV file says of itself before its first picture. */
export interface CptvHeader {
  readonly version: 1 | 2
  readonly width: number
  readonly height: number
  /** Null where the file does not say. */
  readonly framesPerSecond: number | null
}

/** One picture. `pixels` is the reader's own plane: valid until the next picture is read. */
export interface CptvPicture {
  /** Time since the camera was switched on, milliseconds; null where the file does not say. Wraps at `wrapMs`. */
  readonly onMs: number | null
  /** Time of the camera's last shutter event on the same clock; null where the file does not say. */
  readonly lastShutterMs: number | null
  readonly isBackground: boolean
  readonly pixels: Uint16Array
}

/** `picture`: a good one. `end`: the bytes end where a section would begin. `damaged`: cut or broken from here on. */
export type CptvStep = { readonly kind: 'picture'; readonly picture: CptvPicture } | { readonly kind: 'end' | 'damaged' }

/** Reads pictures one after the other. After `end` or `damaged` every further call says the same. */
export interface CptvReader {
  readonly header: CptvHeader
  /** Where the camera's 32-bit clock starts again, milliseconds (version 1 counts microseconds, version 2 milliseconds). */
  readonly wrapMs: number
  next(): CptvStep
  /** Back to the first picture. */
  rewind(): void
  /** Median step of the file's clock between live pictures, milliseconds; null where it has none. Decodes no picture. */
  usualStepMs(): number | null
}

/** Larger sides than any thermal camera has are taken as noise, not as a picture. */
const SIDE_PX_MAX = 4096
const SECTION_HEADER = 0x48
const SECTION_FRAME = 0x46
const FIELD_HEAD_BYTES = 2

/**
 * Opens inflated CPTV bytes. Never throws. Refuses with `cptv.not-cptv`, `cptv.version` (fact `version`), `cptv.header`.
 * No memory is taken for pictures before the data of a first one is really there, whatever the header claims.
 */
export function parseCptv(bytes: Uint8Array): Outcome<CptvReader> {
  if (bytes.length < 7 || bytes[0] !== 0x43 || bytes[1] !== 0x50 || bytes[2] !== 0x54 || bytes[3] !== 0x56)
    return refuse('cptv.not-cptv')
  const version = bytes[4]
  if (version !== 1 && version !== 2) return refuse('cptv.version', { version: version ?? 0 })
  if (bytes[5] !== SECTION_HEADER) return refuse('cptv.header')
  const fields = parseFields(bytes, 6)
  if (!fields) return refuse('cptv.header')
  const width = fields.values.get('X') ?? 0
  const height = fields.values.get('Y') ?? 0
  if (width < 1 || height < 1 || width > SIDE_PX_MAX || height > SIDE_PX_MAX) return refuse('cptv.header', { width, height })
  const rate = fields.values.get('Z') ?? 0
  return accept(openReader(bytes, fields.end, { version, width, height, framesPerSecond: rate > 0 ? rate : null }))
}

function openReader(bytes: Uint8Array, start: number, header: CptvHeader): CptvReader {
  const { width, height, version } = header
  const unitsPerMs = version === 1 ? 1000 : 1
  let at = start
  let pixels: Uint16Array | null = null
  let stopped: CptvStep | null = null

  const stop = (kind: 'end' | 'damaged'): CptvStep => {
    stopped = { kind }
    return stopped
  }

  return {
    header,
    wrapMs: 2 ** 32 / unitsPerMs,
    rewind() {
      at = start
      stopped = null
      pixels?.fill(0)
    },
    usualStepMs: () => medianStepMs(bytes, start, unitsPerMs),
    next() {
      if (stopped) return stopped
      if (at >= bytes.length) return stop('end')
      if (bytes[at] !== SECTION_FRAME) return stop('damaged')
      const fields = parseFields(bytes, at + 1)
      if (!fields) return stop('damaged')
      const bits = fields.values.get('w') ?? 0
      const sizeBytes = fields.values.get('f') ?? 0
      const needBytes = 4 + Math.ceil(((width * height - 1) * bits) / 8)
      if (bits < 1 || bits > 32 || sizeBytes < needBytes || sizeBytes > bytes.length - fields.end) return stop('damaged')
      pixels ??= new Uint16Array(width * height)
      addChange(bytes, fields.end, bits, width, height, pixels)
      at = fields.end + sizeBytes
      const on = fields.values.get('t')
      const shutter = fields.values.get('c')
      return {
        kind: 'picture',
        picture: {
          onMs: on === undefined ? null : on / unitsPerMs,
          lastShutterMs: shutter === undefined ? null : shutter / unitsPerMs,
          isBackground: fields.values.get('g') === 1,
          pixels,
        },
      }
    },
  }
}

function medianStepMs(bytes: Uint8Array, start: number, unitsPerMs: number): number | null {
  const steps: number[] = []
  let lastOn: number | null = null
  for (let at = start; at < bytes.length && bytes[at] === SECTION_FRAME; ) {
    const fields = parseFields(bytes, at + 1)
    if (!fields) break
    const on = fields.values.get('t')
    const isLive = fields.values.get('g') !== 1
    if (isLive && on !== undefined) {
      if (lastOn !== null && on > lastOn) steps.push((on - lastOn) / unitsPerMs)
      lastOn = on
    }
    at = fields.end + (fields.values.get('f') ?? 0)
  }
  return steps.sort((a, b) => a - b)[steps.length >> 1] ?? null
}

/** Adds the coded change to the picture before. Values wrap at 16 bits, as the camera's own do. */
function addChange(bytes: Uint8Array, at: number, bits: number, width: number, height: number, pixels: Uint16Array): void {
  let change = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24) | 0
  let read = at + 4
  // At most 7 bits are left over when the next byte comes, so 32-bit deltas need 39 bits: two halves keep it in integers.
  let pool = 0
  let pooledBits = 0
  const take = (count: number): number => {
    while (pooledBits < count) {
      pool = ((pool << 8) | bytes[read++]!) >>> 0
      pooledBits += 8
    }
    pooledBits -= count
    const value = count === 32 ? pool : (pool >>> pooledBits) & ((1 << count) - 1)
    pool = pooledBits === 0 ? 0 : pool & ((1 << pooledBits) - 1)
    return value
  }
  for (let y = 0; y < height; y++) {
    const rowStart = y * width
    for (let step = 0; step < width; step++) {
      if (y > 0 || step > 0) {
        const delta = bits <= 16 ? (take(bits) << (32 - bits)) >> (32 - bits) : takeWide(take, bits)
        change = (change + delta) | 0
      }
      const i = rowStart + ((y & 1) === 0 ? step : width - 1 - step)
      pixels[i] = pixels[i]! + change
    }
  }
}

function takeWide(take: (count: number) => number, bits: number): number {
  const high = take(bits - 16)
  const low = take(16)
  return (((high << 16) | low) << (32 - bits)) >> (32 - bits)
}

/** A count byte and that many fields. Values longer than 8 bytes are passed over; null when the bytes end too early. */
function parseFields(bytes: Uint8Array, at: number): { values: Map<string, number>; end: number } | null {
  const count = bytes[at]
  if (count === undefined) return null
  const values = new Map<string, number>()
  let read = at + 1
  for (let i = 0; i < count; i++) {
    const length = bytes[read]
    const code = bytes[read + 1]
    if (length === undefined || code === undefined) return null
    const start = read + FIELD_HEAD_BYTES
    read = start + length
    if (read > bytes.length) return null
    if (length > 8) continue
    let value = 0
    for (let b = length - 1; b >= 0; b--) value = value * 256 + bytes[start + b]!
    values.set(String.fromCharCode(code), value)
  }
  return { values, end: read }
}
