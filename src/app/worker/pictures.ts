/**
 * The picture side of a camera worker: what is recorded, and what viewers get. A camera's own packets where there are any; pictures
 * encoded once where there are none, or where a privacy mask lies over them. Where browsers do not play what is recorded, the
 * analysed stream stands in while somebody watches: as it is, or encoded anew once for all viewers.
 */
import { randomBytes } from 'node:crypto'
import sharp from 'sharp'
import { uuidV7 } from '../../base/ids.ts'
import { Fault } from '../../base/outcome.ts'
import type { CameraSource, EncodedFormat, EncodedPacket, EncodedStream, Frame } from '../../features/cameras/contract.ts'
import { openPackets, type PacketSource } from '../../features/cameras/sources/libav/server/packets.ts'
import { PictureEncoder } from '../../features/cameras/sources/libav/server/picture-encoder.ts'
import type { Fragment, Init } from '../../features/recordings/server/fragmenter.ts'
import { Recorder } from '../../features/recordings/server/recorder.ts'
import type { FromCamera, LiveBox, StartCamera } from './messages.ts'
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
  readonly cameraId: string
  readonly start: StartCamera['start']
  readonly source: CameraSource
  readonly tone: Tone
  /** Site time of a stream time of `source`, both in milliseconds. */
  siteMs(streamMs: number): number
  tell(message: FromCamera): void
}

/** A recorder whose pieces viewers get; `isReencoded`: its pictures were encoded anew from a stream that the camera sent. */
interface Shown {
  readonly recorder: Recorder
  readonly isReencoded: boolean
}

/** Opens what the camera's settings ask for. Throws a `Fault` when pictures cannot be kept the way they must be. */
export async function openPictures(options: PictureOptions): Promise<PictureSide> {
  const { cameraId, start, source, tone, siteMs, tell } = options
  const { width, height, framesPerSecond } = source.info
  const isMasked = start.masks.length > 0
  /** The analysed stream's own packets. Behind a mask they are never used. */
  const own = isMasked ? null : source.encoded
  const newId = () => uuidV7(Date.now(), randomBytes(10))
  let isViewed = false
  let sendsBoxes = false
  /** What viewers get now; the other recorders only record. */
  let shown: Shown | null = null
  let encoder: PictureEncoder | null = null
  let encoding: Promise<void> = Promise.resolve()
  let standIn: Recorder | null = null
  let settling: Promise<void> = Promise.resolve()

  const recorderOf: RecorderOf = ({ format }, folder, siteOf = siteMs) => {
    const isShown = () => isViewed && shown?.recorder === recorder
    const recorder: Recorder = new Recorder({
      cameraId,
      run: newId(),
      folder,
      format,
      framesPerSecond,
      listener: {
        opened: (segment) => tell({ segment: { opened: segment } }),
        closed: (segment) => tell({ segment: { closed: segment } }),
        missing: (fromMs, cause) => tell({ segment: { missing: { fromMs, cause } } }),
        init: (init) => isShown() && tellStart(init),
        fragment: (fragment, atMs) => isShown() && tellPiece(fragment, atMs),
        failed: (error) => tell({ segment: { failed: error.message } }),
      },
      siteMs: siteOf,
      newId,
    })
    return recorder
  }

  function tellStart({ bytes, mediaType }: Init): void {
    if (shown === null) return
    const { recorder, isReencoded } = shown
    const size = { width: recorder.format.width, height: recorder.format.height }
    tell({ live: { start: { init: bytes, mediaType, ...size, isReencoded } } })
  }

  function tellPiece({ bytes, isKey, lastPictureMs }: Fragment, atMs: number): void {
    tell({ live: { piece: { bytes, isKey, mediaMs: lastPictureMs, atMs } } })
  }

  /** From now on viewers get this, with all since its newest key picture. */
  function show(next: Shown | null): void {
    shown = next
    const recent = isViewed ? next?.recorder.recent() : null
    if (!recent) return
    tellStart(recent.init)
    for (const { fragment, lastPictureAtMs } of recent.fragments) tellPiece(fragment, lastPictureAtMs)
  }

  async function encode(): Promise<PictureEncoder> {
    encoder = await PictureEncoder.open({ width, height, framesPerSecond })
    return encoder
  }

  const second =
    !isMasked && start.recordSpec ? new SecondStream(start.recordSpec, recorderOf, start.folder, tell, followSecond) : null
  let recorder: Recorder | null = null
  if (second === null) {
    const stream = own ?? (await encode())
    const kept = recorderOf(stream, start.folder)
    stream.listen((packet: EncodedPacket) => kept.push(packet))
    recorder = kept
    // A source without a stream of its own is encoded, not encoded again: nothing of what it gave is lost on the way.
    if (isPlayed(kept.format)) show({ recorder: kept, isReencoded: isMasked })
  }

  /** The larger stream came or went. While it is away, or is of a codec that browsers do not play, viewers get the analysed one. */
  function followSecond(larger: Recorder | null): void {
    show(larger !== null && isPlayed(larger.format) ? { recorder: larger, isReencoded: false } : null)
    settle()
  }

  function settle(): void {
    settling = settling.then(adjust).catch((error: Error) => tell({ segment: { failed: error.message } }))
  }

  /** Makes and ends what stands in for a recorded stream that cannot be shown: one for all viewers, and only while there are any. */
  async function adjust(): Promise<void> {
    const isWanted = isViewed && (shown === null || shown.recorder === standIn)
    if (isWanted === (standIn !== null)) return
    if (standIn === null) {
      const isOwn = own !== null && isPlayed(own.format)
      const stream = isOwn ? own : await encode()
      const viewer = recorderOf(stream, null)
      stream.listen((packet: EncodedPacket) => viewer.push(packet))
      standIn = viewer
      show({ recorder: viewer, isReencoded: !isOwn && own !== null })
      return
    }
    const [viewer, ended] = [standIn, encoder]
    standIn = null
    encoder = null
    if (shown?.recorder === viewer) shown = null
    if (ended === null) own?.listen(null)
    // A picture may be under way in the encoder.
    await Promise.allSettled([encoding])
    await viewer.close()
    ended?.close()
  }

  return {
    async frame(frame) {
      const { tMs, pixels, isDamaged } = frame
      if (encoder !== null) {
        encoding = encoder.push(tone.grey(pixels, tMs), tMs, isDamaged)
        await encoding
      }
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
      if (!isViewed || shown === null || (boxes.length === 0 && !sendsBoxes)) return
      const mediaMs = shown.recorder.mediaMs(shown.recorder === second?.recorder ? second.streamMs(atMs) : tMs)
      if (mediaMs === null) return
      sendsBoxes = boxes.length > 0
      tell({ live: { boxes: { mediaMs, boxes } } })
    },
    view(isWanted) {
      if (isWanted === isViewed) return
      isViewed = isWanted
      show(shown)
      settle()
    },
    allow(isAllowed) {
      recorder?.allow(isAllowed)
      second?.allow(isAllowed)
    },
    async close() {
      isViewed = false
      await second?.close()
      settle()
      await settling
      own?.listen(null)
      await recorder?.close()
      encoder?.close()
      encoder = null
    },
  }
}

/** Whether browsers play this as it is. */
function isPlayed({ codec }: EncodedFormat): boolean {
  return codec === 'h264'
}

type RecorderOf = (
  stream: Pick<EncodedStream, 'format'>,
  folder: string | null,
  siteOf?: (streamMs: number) => number,
) => Recorder

/** The larger stream of a camera: recorded and shown, never decoded. It comes and goes by itself; the analysed one goes on. */
class SecondStream {
  recorder: Recorder | null = null
  readonly #stop = new AbortController()
  readonly #done: Promise<void>
  #isAllowed = true
  #anchorMs = 0

  constructor(
    spec: NonNullable<StartCamera['start']['recordSpec']>,
    recorderOf: RecorderOf,
    folder: string | null,
    tell: (message: FromCamera) => void,
    /** It came (its recorder) or went (null). */
    onChange: (recorder: Recorder | null) => void,
  ) {
    this.#done = this.#run(spec, recorderOf, folder, tell, onChange)
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
    spec: NonNullable<StartCamera['start']['recordSpec']>,
    recorderOf: RecorderOf,
    folder: string | null,
    tell: (message: FromCamera) => void,
    onChange: (recorder: Recorder | null) => void,
  ): Promise<void> {
    const { signal } = this.#stop
    for (let pauseMs = reopenLeastMs; !signal.aborted; pauseMs = Math.min(pauseMs * 2, reopenMostMs)) {
      let packets: PacketSource | null = null
      try {
        packets = await openPackets(spec, signal)
        this.#anchorMs = Number.POSITIVE_INFINITY
        const recorder = recorderOf(packets, folder, (streamMs) => this.#anchorMs + streamMs)
        recorder.allow(this.#isAllowed)
        packets.listen((packet) => {
          this.#anchorMs = Math.min(this.#anchorMs + 0.05, Date.now() - packet.ptsMs)
          recorder.push(packet)
        })
        this.recorder = recorder
        onChange(recorder)
        await packets.run(signal)
      } catch (error) {
        if (signal.aborted) break
        const code = error instanceof Fault ? error.code : 'source.ended'
        tell({ segment: { missing: { fromMs: Date.now(), cause: 'source', fault: code } } })
      } finally {
        const ended = this.recorder
        this.recorder = null
        if (ended !== null) onChange(null)
        await ended?.close()
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
