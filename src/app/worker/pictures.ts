/**
 * The picture side of a camera worker: what is recorded, and what viewers get. A camera's own packets where there are any; pictures
 * encoded once where there are none, or where a privacy mask lies over them; a transcode only while somebody watches a codec that
 * browsers do not play.
 */
import { randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { uuidV7 } from '../../base/ids.ts'
import { Fault } from '../../base/outcome.ts'
import type { CameraSource, EncodedFormat, EncodedPacket, EncodedStream, Frame } from '../../features/cameras/contract.ts'
import { openPackets, type PacketSource } from '../../features/cameras/sources/libav/server/packets.ts'
import { PictureEncoder } from '../../features/cameras/sources/libav/server/picture-encoder.ts'
import { Recorder, type RecorderListener } from '../../features/recordings/server/recorder.ts'
import type { FromWorker, LiveBox, StartWorker } from './messages.ts'
import type { Tone } from './tone.ts'

const thumbnailWidth = 192
const reopenLeastMs = 1000
const reopenMostMs = 30_000

export interface PictureSide {
  /** Takes a frame, before the next one is asked for. */
  frame(frame: Frame): Promise<void>
  /** Tells viewers what stands in the picture. Boxes in 0…1 of the picture. */
  boxes(tMs: number, atMs: number, boxes: readonly LiveBox[]): void
  view(isWanted: boolean): void
  allow(isAllowed: boolean): void
  close(): Promise<void>
}

export interface PictureOptions {
  readonly start: StartWorker['start']
  readonly source: CameraSource
  readonly tone: Tone
  /** Site time of a stream time of `source`, both in milliseconds. */
  siteMs(streamMs: number): number
  tell(message: FromWorker): void
}

/** Opens what the camera's settings ask for. Throws a `Fault` when pictures cannot be kept the way they must be. */
export async function openPictures(options: PictureOptions): Promise<PictureSide> {
  const { start, source, tone, siteMs, tell } = options
  const { width, height, framesPerSecond } = source.info
  const isMasked = start.masks.length > 0
  const newId = () => uuidV7(Date.now(), randomBytes(10))
  let isViewed = false
  let sendsBoxes = false

  /** Viewers get the pieces of one recorder; the others only record. */
  const listen = (isShown: boolean, format: EncodedFormat): RecorderListener => ({
    opened: (segment) => tell({ segment: { opened: segment } }),
    closed: (segment) => tell({ segment: { closed: segment } }),
    missing: (fromMs, cause) => tell({ segment: { missing: { fromMs, cause } } }),
    init({ bytes, mediaType }) {
      if (isShown && isViewed)
        tell({ live: { start: { init: bytes, mediaType, width: format.width, height: format.height, isReencoded } } })
    },
    fragment({ bytes, isKey, lastPictureMs }, atMs) {
      if (isShown && isViewed) tell({ live: { piece: { bytes, isKey, mediaMs: lastPictureMs, atMs } } })
    },
    failed: (error) => tell({ segment: { failed: error.message } }),
  })
  const recorderOf = (stream: Pick<EncodedStream, 'format'>, folder: string | null, isShown: boolean, siteOf = siteMs) =>
    new Recorder({
      cameraId: start.cameraId,
      run: newId(),
      folder,
      format: stream.format,
      framesPerSecond,
      listener: listen(isShown, stream.format),
      siteMs: siteOf,
      newId,
    })

  const second = !isMasked && start.recordSpec ? new SecondStream(start.recordSpec, recorderOf, start.folder, tell) : null
  const own = isMasked || second !== null ? null : source.encoded
  // A source without a stream of its own is encoded, not encoded again: nothing of what it gave is lost on the way.
  const isReencoded = isMasked || (own !== null && own.format.codec !== 'h264')
  let encoder: PictureEncoder | null = null
  let recorder: Recorder | null = null
  let shown: Recorder | null = null

  const encode = async () => {
    const opened = await PictureEncoder.open({ width, height, framesPerSecond })
    return opened
  }
  if (own !== null) {
    recorder = recorderOf(own, start.folder, own.format.codec === 'h264')
    const kept = recorder
    own.listen((packet: EncodedPacket) => kept.push(packet))
    if (own.format.codec === 'h264') shown = recorder
  } else if (second === null) {
    encoder = await encode()
    recorder = recorderOf(encoder, start.folder, true)
    const kept = recorder
    encoder.listen((packet) => kept.push(packet))
    shown = recorder
  }
  const canTranscode = own !== null && own.format.codec !== 'h264'
  const current = () => second?.recorder ?? shown

  function showRecent(): void {
    const recent = current()?.recent()
    const format = second?.format ?? encoder?.format ?? own?.format
    if (!recent || !format) return
    const { init, fragments } = recent
    tell({
      live: { start: { init: init.bytes, mediaType: init.mediaType, width: format.width, height: format.height, isReencoded } },
    })
    for (const { fragment, lastPictureAtMs } of fragments)
      tell({
        live: {
          piece: { bytes: fragment.bytes, isKey: fragment.isKey, mediaMs: fragment.lastPictureMs, atMs: lastPictureAtMs },
        },
      })
  }

  return {
    async frame(frame) {
      const { tMs, pixels, isDamaged } = frame
      if (encoder !== null) await encoder.push(tone.grey(pixels, tMs), tMs, isDamaged)
      const kept = second?.recorder ?? recorder
      const streamMs = second === null ? tMs : second.streamMs(siteMs(tMs))
      if (kept?.wantsThumbnail(streamMs)) {
        const jpeg = await sharp(tone.grey(pixels, tMs), { raw: { width, height, channels: 1 } })
          .resize({ width: thumbnailWidth })
          .jpeg({ quality: 72 })
          .toBuffer()
        kept.thumbnail(streamMs, jpeg)
      }
    },
    boxes(tMs, atMs, boxes) {
      if (!isViewed || (boxes.length === 0 && !sendsBoxes)) return
      const at = second === null ? tMs : second.streamMs(atMs)
      const mediaMs = current()?.mediaMs(at)
      if (mediaMs === null || mediaMs === undefined) return
      sendsBoxes = boxes.length > 0
      tell({ live: { boxes: { mediaMs, boxes } } })
    },
    view(isWanted) {
      if (isWanted === isViewed) return
      isViewed = isWanted
      if (canTranscode) void transcode(isWanted)
      else if (isWanted) showRecent()
    },
    allow(isAllowed) {
      recorder?.allow(isAllowed)
      second?.allow(isAllowed)
    },
    async close() {
      own?.listen(null)
      await second?.close()
      await recorder?.close()
      if (shown !== recorder) await shown?.close()
      encoder?.close()
      encoder = null
    },
  }

  /** A codec that browsers do not play is encoded anew while somebody watches, once for all who do. */
  async function transcode(isWanted: boolean): Promise<void> {
    if (isWanted && encoder === null) {
      const opened = await encode()
      const viewer = recorderOf(opened, null, true)
      opened.listen((packet) => viewer.push(packet))
      encoder = opened
      shown = viewer
    } else if (!isWanted && encoder !== null) {
      const [ended, viewer] = [encoder, shown]
      encoder = null
      shown = null
      await viewer?.close()
      ended.close()
    }
  }
}

type RecorderOf = (
  stream: Pick<EncodedStream, 'format'>,
  folder: string | null,
  isShown: boolean,
  siteOf: (streamMs: number) => number,
) => Recorder

/** The larger stream of a camera: recorded and shown, never decoded. It comes and goes by itself; the analysed one goes on. */
class SecondStream {
  recorder: Recorder | null = null
  format: EncodedFormat | null = null
  readonly #stop = new AbortController()
  readonly #done: Promise<void>
  #isAllowed = true
  #anchorMs = 0

  constructor(
    spec: NonNullable<StartWorker['start']['recordSpec']>,
    recorderOf: RecorderOf,
    folder: string | null,
    tell: (message: FromWorker) => void,
  ) {
    this.#done = this.#run(spec, recorderOf, folder, tell)
  }

  /** Stream time of a site time, both in milliseconds. */
  streamMs(siteMs: number): number {
    return siteMs - this.#anchorMs
  }

  allow(isAllowed: boolean): void {
    this.#isAllowed = isAllowed
    this.recorder?.allow(isAllowed)
  }

  async close(): Promise<void> {
    this.#stop.abort()
    await this.#done
  }

  async #run(
    spec: NonNullable<StartWorker['start']['recordSpec']>,
    recorderOf: RecorderOf,
    folder: string | null,
    tell: (message: FromWorker) => void,
  ): Promise<void> {
    const { signal } = this.#stop
    for (let pauseMs = reopenLeastMs; !signal.aborted; pauseMs = Math.min(pauseMs * 2, reopenMostMs)) {
      let packets: PacketSource | null = null
      try {
        packets = await openPackets(spec, signal)
        this.#anchorMs = Number.POSITIVE_INFINITY
        const recorder = recorderOf(packets, folder, true, (streamMs) => this.#anchorMs + streamMs)
        recorder.allow(this.#isAllowed)
        packets.listen((packet) => {
          this.#anchorMs = Math.min(this.#anchorMs + 0.05, Date.now() - packet.ptsMs)
          recorder.push(packet)
        })
        this.recorder = recorder
        this.format = packets.format
        await packets.run(signal)
      } catch (error) {
        if (signal.aborted) break
        const code = error instanceof Fault ? error.code : 'source.ended'
        tell({ segment: { missing: { fromMs: Date.now(), cause: 'source', fault: code } } })
      } finally {
        await this.recorder?.close()
        this.recorder = null
        await packets?.close()
      }
      await new Promise<void>((resolve) => {
        const done = () => {
          clearTimeout(timer)
          signal.removeEventListener('abort', done)
          resolve()
        }
        const timer = setTimeout(done, pauseMs)
        signal.addEventListener('abort', done, { once: true })
      })
    }
  }
}
