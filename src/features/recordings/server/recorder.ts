/**
 * Keeps what a camera sends: packets → fragments → segments on disk, and the newest pieces for whoever watches live. Works in the
 * camera's own process. A disk that cannot be written ends the segment, never the watch: the rest goes on, and it tries again.
 */
import type { EncodedFormat, EncodedPacket } from '../../cameras/contract.ts'
import type { GapCause } from '../contract.ts'
import { type SegmentClosed, type SegmentOpened, segmentFile, segmentMs, thumbnailEveryMs } from '../segment.ts'
import { type Fragment, Fragmenter, type Init } from './fragmenter.ts'
import { SegmentWriter } from './segment-writer.ts'

/** After a failed write the disk is left alone for this long. */
const retryMs = 5000
/** A camera may leave out key pictures for so long that what a viewer needs to begin would not fit any more. */
const recentBytesMost = 32 << 20

export interface RecorderListener {
  opened(segment: SegmentOpened): void
  closed(segment: SegmentClosed): void
  /** Nothing is recorded from here on (site time, UTC milliseconds) until `opened`. */
  missing(fromMs: number, cause: GapCause): void
  init(init: Init): void
  fragment(fragment: Fragment, lastPictureAtMs: number): void
  failed(error: Error): void
}

export interface RecorderOptions {
  readonly cameraId: string
  readonly run: string
  /** Where recordings lie; null: nothing is kept on disk, viewers are served all the same. */
  readonly folder: string | null
  readonly format: EncodedFormat
  readonly framesPerSecond: number | null
  readonly listener: RecorderListener
  /** Site time of a stream time, both in milliseconds. */
  siteMs(streamMs: number): number
  newId(): string
  /** How long the disk is left alone after a failed write, milliseconds. */
  readonly retryMs?: number
}

/** One stream of one camera. */
export class Recorder {
  readonly #options: RecorderOptions
  readonly #fragmenter: Fragmenter
  #init: Init | null = null
  #recent: Fragment[] = []
  #recentBytes = 0
  #writer: SegmentWriter | null = null
  #writing: Promise<void> = Promise.resolve()
  #isAllowed: boolean
  #notBeforeMs = 0
  #isMissing = false
  #thumbnailDueMs = 0

  constructor(options: RecorderOptions) {
    this.#options = options
    this.#isAllowed = options.folder !== null
    const { format, framesPerSecond, listener } = options
    this.#fragmenter = new Fragmenter(format, framesPerSecond, {
      init: (init) => {
        this.#init = init
        listener.init(init)
      },
      fragment: (fragment) => this.#take(fragment),
      failed: (error) => listener.failed(error),
    })
  }

  get format(): EncodedFormat {
    return this.#options.format
  }

  /** Takes the next packet of the stream. */
  push(packet: EncodedPacket): void {
    this.#fragmenter.push(packet)
  }

  /** Media time of a picture by its stream time, milliseconds; null before the first key picture. */
  mediaMs(streamMs: number): number | null {
    return this.#fragmenter.mediaMs(streamMs)
  }

  /** What a new viewer needs: the beginning, and all since the newest key picture; null before there is one. */
  recent(): { init: Init; fragments: readonly { fragment: Fragment; lastPictureAtMs: number }[] } | null {
    if (this.#init === null || this.#recent.length === 0) return null
    return {
      init: this.#init,
      fragments: this.#recent.map((fragment) => ({ fragment, lastPictureAtMs: this.#siteOf(fragment) })),
    }
  }

  /** Room on the disk came or went. */
  allow(isAllowed: boolean): void {
    const { folder } = this.#options
    if (folder === null || isAllowed === this.#isAllowed) return
    this.#isAllowed = isAllowed
    if (!isAllowed) this.#queue(() => this.#end('disk-reserve'))
  }

  /** Whether a small picture of this stream time is wanted. */
  wantsThumbnail(streamMs: number): boolean {
    const mediaMs = this.mediaMs(streamMs)
    return this.#writer !== null && mediaMs !== null && mediaMs >= this.#thumbnailDueMs
  }

  /** Keeps a small picture (JPEG) of a stream time beside the segment. */
  thumbnail(streamMs: number, jpeg: Uint8Array): void {
    const mediaMs = this.mediaMs(streamMs)
    if (mediaMs === null) return
    this.#thumbnailDueMs = mediaMs + thumbnailEveryMs
    // A small picture that finds no room is missed by nobody: the segment itself says that the disk is full.
    this.#queue(async () => this.#writer?.thumbnail(mediaMs, jpeg).catch(() => {}))
  }

  /** Closes the segment and lets go of everything. */
  async close(): Promise<void> {
    await this.#fragmenter.close()
    this.#queue(() => this.#end(null))
    await this.#writing
  }

  #siteOf(fragment: Fragment): number {
    const origin = this.mediaMs(0) ?? 0
    return this.#options.siteMs(fragment.lastPictureMs - origin)
  }

  #take(fragment: Fragment): void {
    if (fragment.isKey) {
      this.#recent = []
      this.#recentBytes = 0
    }
    this.#recentBytes += fragment.bytes.length
    if (this.#recentBytes > recentBytesMost) this.#recent = []
    else if (fragment.isKey || this.#recent.length > 0) this.#recent.push(fragment)
    this.#options.listener.fragment(fragment, this.#siteOf(fragment))
    if (this.#isAllowed) this.#queue(() => this.#keep(fragment))
  }

  /** One thing after the other: the order on disk is that of the stream. */
  #queue(work: () => Promise<void>): void {
    this.#writing = this.#writing.then(work).catch((error: Error) => this.#options.listener.failed(error))
  }

  async #keep(fragment: Fragment): Promise<void> {
    if (!this.#isAllowed || (this.#writer === null && Date.now() < this.#notBeforeMs)) return
    try {
      if (fragment.isKey && (this.#writer === null || this.#writer.durationMs >= segmentMs - 1)) {
        await this.#closeWriter()
        await this.#open(fragment)
      }
      await this.#writer?.write(fragment)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      this.#notBeforeMs = Date.now() + (this.#options.retryMs ?? retryMs)
      await this.#end(code === 'ENOSPC' || code === 'EDQUOT' ? 'disk-full' : 'write-failed')
    }
  }

  async #open(fragment: Fragment): Promise<void> {
    const { cameraId, run, folder, format, listener, newId } = this.#options
    const init = this.#init
    if (folder === null || init === null) return
    const id = newId()
    const fromMs = this.#options.siteMs(fragment.startMs - (this.mediaMs(0) ?? 0))
    const segment: SegmentOpened = {
      id,
      cameraId,
      run,
      file: segmentFile(cameraId, fromMs, id),
      fromMs,
      mediaMs: fragment.startMs,
      mediaType: init.mediaType,
      width: format.width,
      height: format.height,
      initBytes: init.bytes.length,
    }
    this.#writer = await SegmentWriter.open(folder, segment, init)
    this.#isMissing = false
    this.#thumbnailDueMs = 0
    listener.opened(segment)
  }

  async #closeWriter(): Promise<void> {
    const writer = this.#writer
    this.#writer = null
    if (writer !== null) this.#options.listener.closed(await writer.close())
  }

  async #end(cause: GapCause | null): Promise<void> {
    const fromMs = this.#writer === null ? Date.now() : this.#writer.opened.fromMs + this.#writer.durationMs
    try {
      await this.#closeWriter()
    } catch (error) {
      // The file stands as far as it was written; the server closes it by what it finds there.
      this.#options.listener.failed(error as Error)
    }
    if (cause === null || this.#isMissing) return
    this.#isMissing = true
    this.#options.listener.missing(fromMs, cause)
  }
}
