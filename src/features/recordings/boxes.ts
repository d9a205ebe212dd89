/**
 * What Marsad must understand of fragmented MP4 (ISO/IEC 14496-12) to keep an index, to find the last whole fragment after a power
 * cut, and to move fragments in time without decoding. Writing the boxes is libav's work. All times in ticks of 1/90000 s.
 */

export const ticksPerMs = 90
/** `sample_is_non_sync_sample`. */
const notByItself = 0x10000

/** A box: its four-letter type, where it begins, how long it is with its header. */
export interface Box {
  readonly type: string
  readonly start: number
  readonly size: number
}

/** The box at `at`, or null when its header is not whole or says nonsense. Sizes of more than 4 GB are not ours. */
export function boxAt(bytes: Uint8Array, at: number): Box | null {
  if (at + 8 > bytes.length) return null
  const size = uint32(bytes, at)
  const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
  if (size < 8 || !/^[a-zA-Z0-9 ]{4}$/.test(type)) return null
  return { type, start: at, size }
}

/** What a `moof` says of its fragment: the first decoding time, its length, whether its first picture stands by itself. */
export interface FragmentHead {
  /** Where the 64-bit decoding time lies, from the beginning of the `moof`. */
  readonly timeAt: number
  readonly startTicks: number
  readonly durationTicks: number
  readonly pictures: number
  /** The first picture stands by itself. */
  readonly isKey: boolean
}

/** Reads a whole `moof`; null when it is not one of ours (one track, one run, 64-bit times). */
export function fragmentHead(moof: Uint8Array): FragmentHead | null {
  const tfhd = findBox(moof, ['traf', 'tfhd'], 8)
  const tfdt = findBox(moof, ['traf', 'tfdt'], 8)
  const trun = findBox(moof, ['traf', 'trun'], 8)
  if (tfhd === null || tfdt === null || trun === null || moof[tfdt.start + 8] !== 1) return null
  const timeAt = tfdt.start + 12
  const startTicks = uint32(moof, timeAt) * 2 ** 32 + uint32(moof, timeAt + 4)
  const defaultDuration = defaultOf(moof, tfhd, 0x8)
  const flags = uint32(moof, trun.start + 8) & 0xffffff
  const pictures = uint32(moof, trun.start + 12)
  const hasDuration = (flags & 0x100) !== 0
  const perPicture = [0x100, 0x200, 0x400, 0x800].filter((flag) => (flags & flag) !== 0).length * 4
  const firstFlagsAt = trun.start + 16 + ((flags & 1) !== 0 ? 4 : 0)
  let at = firstFlagsAt + ((flags & 4) !== 0 ? 4 : 0)
  if (at + perPicture * pictures > moof.length) return null
  const ownFlagsAt = at + ((flags & 0x100) !== 0 ? 4 : 0) + ((flags & 0x200) !== 0 ? 4 : 0)
  const firstFlags =
    (flags & 4) !== 0
      ? uint32(moof, firstFlagsAt)
      : (flags & 0x400) !== 0
        ? uint32(moof, ownFlagsAt)
        : defaultOf(moof, tfhd, 0x20)
  let durationTicks = hasDuration ? 0 : defaultDuration * pictures
  for (let picture = 0; hasDuration && picture < pictures; picture++, at += perPicture) durationTicks += uint32(moof, at)
  return { timeAt, startTicks, durationTicks, pictures, isKey: (firstFlags & notByItself) === 0 }
}

/** Writes another first decoding time into a `moof`, in place. */
export function moveFragment(moof: Uint8Array, head: Pick<FragmentHead, 'timeAt'>, startTicks: number): void {
  const view = new DataView(moof.buffer, moof.byteOffset, moof.byteLength)
  view.setBigUint64(head.timeAt, BigInt(Math.max(0, Math.round(startTicks))))
}

/** `video/mp4; codecs="…"` as a browser asks for it, out of an init segment; null when the codec is not H.264 or H.265. */
export function mediaTypeOf(init: Uint8Array): string | null {
  const avc = findText(init, 'avcC')
  if (avc !== null && avc + 8 <= init.length) {
    const hex = [...init.subarray(avc + 5, avc + 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
    return `video/mp4; codecs="avc1.${hex}"`
  }
  const hevc = findText(init, 'hvcC')
  if (hevc !== null && hevc + 17 <= init.length) {
    // ISO/IEC 14496-15 annex E: profile space and profile, compatibility (bits turned round), tier and level, constraints.
    const first = init[hevc + 5] ?? 0
    const compatibility = Number.parseInt(
      uint32(init, hevc + 6)
        .toString(2)
        .padStart(32, '0')
        .split('')
        .reverse()
        .join(''),
      2,
    ).toString(16)
    const constraints = [...init.subarray(hevc + 10, hevc + 16)].map((byte) => byte.toString(16))
    while (constraints.at(-1) === '0') constraints.pop()
    const space = ['', 'A', 'B', 'C'][first >> 6]
    const tier = (first & 0x20) !== 0 ? 'H' : 'L'
    const parts = [`${space}${first & 0x1f}`, compatibility, `${tier}${init[hevc + 16]}`, ...constraints]
    return `video/mp4; codecs="hvc1.${parts.join('.')}"`
  }
  return null
}

/** Width and height out of an init segment's picture description; null when there is none. */
export function pictureSizeOf(init: Uint8Array): { width: number; height: number } | null {
  const at = findText(init, 'avc1') ?? findText(init, 'hvc1') ?? findText(init, 'hev1')
  if (at === null || at + 32 > init.length) return null
  return { width: uint16(init, at + 28), height: uint16(init, at + 30) }
}

/** An optional field of `tfhd` by its flag: 0x8 duration, 0x10 size, 0x20 flags; 0 when it is absent. */
function defaultOf(moof: Uint8Array, tfhd: Box, flag: number): number {
  const flags = uint32(moof, tfhd.start + 8) & 0xffffff
  if ((flags & flag) === 0) return 0
  let at = tfhd.start + 16
  for (const [before, size] of [
    [0x1, 8],
    [0x2, 4],
    [0x8, 4],
    [0x10, 4],
  ] as const)
    if (before < flag && (flags & before) !== 0) at += size
  return uint32(moof, at)
}

/** The first box on a path, below the box whose content begins at `from`. */
function findBox(bytes: Uint8Array, path: readonly string[], from: number, end = bytes.length): Box | null {
  const [type, ...rest] = path
  for (let at = from; at < end; ) {
    const box = boxAt(bytes, at)
    if (box === null || at + box.size > end) return null
    if (box.type === type) return rest.length === 0 ? box : findBox(bytes, rest, at + 8, at + box.size)
    at += box.size
  }
  return null
}

/** Where a four-letter type stands (its first letter), anywhere in the bytes. */
function findText(bytes: Uint8Array, type: string): number | null {
  const [a, b, c, d] = [...type].map((letter) => letter.charCodeAt(0))
  for (let at = 0; at + 4 <= bytes.length; at++)
    if (bytes[at] === a && bytes[at + 1] === b && bytes[at + 2] === c && bytes[at + 3] === d) return at
  return null
}

function uint16(bytes: Uint8Array, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
}

function uint32(bytes: Uint8Array, at: number): number {
  return uint16(bytes, at) * 65_536 + uint16(bytes, at + 2)
}
