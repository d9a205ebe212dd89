/** Writes one segment to disk, fragment by fragment, so that a kill at any instant leaves whole fragments and at most one cut one. */
import { createHash } from 'node:crypto'
import { type FileHandle, mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type KeyPicture, type SegmentClosed, type SegmentOpened, thumbnailFile } from '../segment.ts'
import type { Fragment, Init } from './fragmenter.ts'

/** A power cut loses at most this much of a segment. */
const syncEveryMs = 5000

/** One open file. `close` it, else its hash is not known. */
export class SegmentWriter {
  readonly opened: SegmentOpened
  readonly #folder: string
  readonly #file: FileHandle
  #thumbnails: FileHandle | null = null
  readonly #hash = createHash('sha256')
  readonly #keys: KeyPicture[] = []
  #bytes = 0
  #pictures = 0
  #damaged = 0
  #endMs: number
  #syncedMs: number

  private constructor(folder: string, opened: SegmentOpened, file: FileHandle) {
    this.#folder = folder
    this.opened = opened
    this.#file = file
    this.#endMs = opened.mediaMs
    this.#syncedMs = opened.mediaMs
  }

  /** Makes the file with the stream's beginning in it. Errors are those of the file system (`ENOSPC`, …). */
  static async open(folder: string, opened: SegmentOpened, init: Init): Promise<SegmentWriter> {
    const path = join(folder, opened.file)
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const writer = new SegmentWriter(folder, opened, await open(path, 'wx', 0o600))
    try {
      await writer.#append(init.bytes)
    } catch (error) {
      await writer.#file.close()
      throw error
    }
    return writer
  }

  /** Length so far, milliseconds. */
  get durationMs(): number {
    return this.#endMs - this.opened.mediaMs
  }

  /** Adds a fragment. When it fails, the file is cut back to the last whole one, and the error thrown on. */
  async write(fragment: Fragment): Promise<void> {
    const before = this.#bytes
    if (fragment.isKey) this.#keys.push([before, fragment.startMs])
    try {
      await this.#append(fragment.bytes)
    } catch (error) {
      if (fragment.isKey) this.#keys.pop()
      await this.#file.truncate(before)
      throw error
    }
    this.#pictures += fragment.pictures
    this.#damaged += fragment.damaged
    this.#endMs = fragment.startMs + fragment.durationMs
    if (this.#endMs - this.#syncedMs >= syncEveryMs) {
      this.#syncedMs = this.#endMs
      await this.#file.datasync()
    }
  }

  /** Keeps a small picture: its media time (milliseconds) and JPEG bytes. Losing one loses nothing that counts. */
  async thumbnail(mediaMs: number, jpeg: Uint8Array): Promise<void> {
    this.#thumbnails ??= await open(join(this.#folder, thumbnailFile(this.opened.file)), 'a', 0o600)
    const head = Buffer.alloc(12)
    head.writeUInt32BE(jpeg.length, 0)
    head.writeDoubleBE(mediaMs, 4)
    await this.#thumbnails.write(Buffer.concat([head, jpeg]))
  }

  /** Brings everything to the disk. What is told was on it. */
  async close(): Promise<SegmentClosed> {
    try {
      await this.#file.sync()
    } finally {
      await this.#file.close()
      await this.#thumbnails?.close()
    }
    const durationMs = this.durationMs
    return {
      id: this.opened.id,
      toMs: this.opened.fromMs + durationMs,
      durationMs,
      bytes: this.#bytes,
      pictures: this.#pictures,
      damaged: this.#damaged,
      keys: this.#keys,
      sha256: this.#hash.digest('hex'),
    }
  }

  async #append(bytes: Uint8Array): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.#file.write(bytes, done, bytes.length - done, this.#bytes + done)
      done += bytesWritten
    }
    this.#hash.update(bytes)
    this.#bytes += bytes.length
  }
}
