/** Reads what lies on disk: the whole fragments of a segment's file, its hash, its small pictures. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { join } from 'node:path'
import { boxAt, fragmentHead, mediaTypeOf, pictureSizeOf, ticksPerMs } from '../boxes.ts'
import { type KeyPicture, thumbnailFile } from '../segment.ts'

/** A head of a fragment is never longer: some thousand pictures. */
const headBytesMost = 1 << 16

/** What a walk over the boxes found. Times are media time, milliseconds. */
export interface Scanned {
  readonly initBytes: number
  readonly mediaType: string
  readonly width: number
  readonly height: number
  readonly startMs: number
  readonly durationMs: number
  /** Up to the end of the last whole fragment. */
  readonly bytes: number
  /** Bytes behind it: a fragment that was cut, or something that does not belong here. */
  readonly strayBytes: number
  readonly pictures: number
  readonly fragments: readonly ScannedFragment[]
}

export interface ScannedFragment {
  readonly offset: number
  readonly bytes: number
  readonly startMs: number
  readonly durationMs: number
  readonly isKey: boolean
}

/** Walks over a file's boxes; null when it holds no whole fragment of ours. Reads heads only. Throws errors of the file system. */
export async function scanSegment(path: string): Promise<Scanned | null> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    const init = await readInit(file, size)
    if (init === null) return null
    const fragments: ScannedFragment[] = []
    let at = init.bytes.length
    let pictures = 0
    for (;;) {
      const fragment = await readHead(file, at, size)
      if (fragment === null) break
      fragments.push(fragment)
      pictures += fragment.pictures
      at += fragment.bytes
    }
    const [first] = fragments
    const last = fragments.at(-1)
    if (first === undefined || last === undefined) return null
    return {
      initBytes: init.bytes.length,
      mediaType: init.mediaType,
      width: init.width,
      height: init.height,
      startMs: first.startMs,
      durationMs: last.startMs + last.durationMs - first.startMs,
      bytes: at,
      strayBytes: size - at,
      pictures,
      fragments,
    }
  } finally {
    await file.close()
  }
}

/** SHA-256 of the first `bytes` of a file, or of all of it, hexadecimal. */
export async function hashOfFile(path: string, bytes?: number): Promise<string> {
  const hash = createHash('sha256')
  if (bytes === 0) return hash.digest('hex')
  const options = bytes === undefined ? {} : { end: bytes - 1 }
  for await (const piece of createReadStream(path, { ...options, highWaterMark: 1 << 20 })) hash.update(piece as Buffer)
  return hash.digest('hex')
}

/** The small picture nearest before a media time, or the first one; null when there is none. */
export async function readThumbnail(
  folder: string,
  file: string,
  mediaMs: number,
): Promise<{ jpeg: Uint8Array; mediaMs: number } | null> {
  let handle: FileHandle
  try {
    handle = await open(join(folder, thumbnailFile(file)), 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  try {
    const { size } = await handle.stat()
    const head = Buffer.alloc(12)
    let found: { at: number; length: number; mediaMs: number } | null = null
    for (let at = 0; at + 12 <= size; ) {
      await handle.read(head, 0, 12, at)
      const length = head.readUInt32BE(0)
      const time = head.readDoubleBE(4)
      if (at + 12 + length > size || (found !== null && time > mediaMs)) break
      found = { at: at + 12, length, mediaMs: time }
      at += 12 + length
    }
    if (found === null) return null
    const jpeg = Buffer.alloc(found.length)
    await handle.read(jpeg, 0, found.length, found.at)
    return { jpeg, mediaMs: found.mediaMs }
  } finally {
    await handle.close()
  }
}

/** Where a scanned segment can be entered. */
export function keysOf(scanned: Scanned): KeyPicture[] {
  return scanned.fragments.filter(({ isKey }) => isKey).map(({ offset, startMs }) => [offset, startMs])
}

async function readInit(file: FileHandle, size: number) {
  const head = Buffer.alloc(Math.min(size, 1 << 16))
  await file.read(head, 0, head.length, 0)
  const ftyp = boxAt(head, 0)
  const moov = ftyp === null ? null : boxAt(head, ftyp.size)
  if (ftyp?.type !== 'ftyp' || moov?.type !== 'moov' || moov.start + moov.size > head.length) return null
  const bytes = head.subarray(0, moov.start + moov.size)
  const mediaType = mediaTypeOf(bytes)
  const picture = pictureSizeOf(bytes)
  return mediaType === null || picture === null ? null : { bytes, mediaType, ...picture }
}

async function readHead(file: FileHandle, at: number, size: number): Promise<(ScannedFragment & { pictures: number }) | null> {
  const start = Buffer.alloc(Math.min(512, size - at))
  await file.read(start, 0, start.length, at)
  const moof = boxAt(start, 0)
  if (moof?.type !== 'moof' || moof.size > headBytesMost) return null
  let head = start
  if (moof.size + 8 > start.length) {
    head = Buffer.alloc(Math.min(moof.size + 8, size - at))
    await file.read(head, 0, head.length, at)
  }
  const mdat = boxAt(head, moof.size)
  if (mdat?.type !== 'mdat') return null
  const bytes = moof.size + mdat.size
  const said = fragmentHead(head.subarray(0, moof.size))
  if (said === null || at + bytes > size) return null
  return {
    offset: at,
    bytes,
    startMs: said.startTicks / ticksPerMs,
    durationMs: said.durationTicks / ticksPerMs,
    isKey: said.isKey,
    pictures: said.pictures,
  }
}
