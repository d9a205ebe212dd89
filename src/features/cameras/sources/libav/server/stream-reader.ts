/**
 * One opened stream of libav: packets in, grey pictures out. Reads through the low-level context and not through node-av's
 * `packets()`: that one spins a whole core while a slow or paced reader lets its queue stand full, and hides the code of a fault.
 */
import {
  AV_CODEC_FLAG_LOW_DELAY,
  AV_CODEC_FLAG_OUTPUT_CORRUPT,
  AV_CODEC_ID_H264,
  AV_CODEC_ID_HEVC,
  AV_CODEC_ID_SMPTE_KLV,
  AV_FRAME_FLAG_CORRUPT,
  AV_LOG_QUIET,
  AV_NOPTS_VALUE,
  AV_PKT_FLAG_CORRUPT,
  AVERROR_EAGAIN,
  AVERROR_EOF,
  AVMEDIA_TYPE_DATA,
  AVMEDIA_TYPE_VIDEO,
} from 'node-av/constants'
import { Codec, CodecContext, Dictionary, FormatContext, Frame, Log, Packet, Rational, type Stream } from 'node-av/lib'
import { Fault } from '../../../../../base/outcome.ts'
import type { EncodedFormat, EncodedPacket, MetadataPacket } from '../../../contract.ts'
import type { StreamClock } from '../../stream-clock.ts'
import { faultOfOpening, faultOfRead } from './faults.ts'
import { KeyPictures } from './key-pictures.ts'
import { copyLuma, type GreyLayout, greyLayoutOf } from './luma.ts'

// libav writes to standard error by itself, addresses with passwords among it; what matters comes back as a code.
Log.setLevel(AV_LOG_QUIET)

/** Packets in a row that decode to nothing before a stream counts as damaged beyond use. */
const FRUITLESS_PACKETS_MAX = 300

export interface StreamAddress {
  /** What faults name: never holds a login. */
  readonly shown: string
  /** What libav opens. */
  readonly url: string
  readonly isLive: boolean
  readonly options: Readonly<Record<string, string>>
}

export interface DecodedPicture {
  /** Milliseconds since the first picture, on the stream's repaired clock. */
  readonly tMs: number
  readonly isDamaged: boolean
}

/** Metadata whose stamp lies further from the last picture's than this are told by another clock. */
const METADATA_APART_MAX_MS = 5000

/** Ticks of a millisecond in which packets and pictures carry their repaired times: the 90 kHz of RTP, MPEG-TS and our files. */
const TICKS_PER_MS = 90

/** An opened stream. `close` it: its memory is libav's. */
export class StreamReader {
  readonly width: number
  readonly height: number
  readonly layout: GreyLayout
  readonly framesPerSecond: number | null
  /** Null when neither a browser nor an mp4 file takes this codec as it is. */
  readonly encodedFormat: EncodedFormat | null
  /** Hears of every packet before it is decoded. */
  onPacket: ((packet: EncodedPacket) => void) | null = null
  /** Hears of the metadata beside the pictures, in the order of the stream. */
  onMetadata: ((packet: MetadataPacket) => void) | null = null
  readonly hasMetadata: boolean
  readonly #clock: StreamClock
  readonly #keys: KeyPictures
  readonly #decodes: boolean
  readonly #address: StreamAddress
  readonly #input: FormatContext
  readonly #stream: Stream
  readonly #metadata: Stream | null
  readonly #decoder: CodecContext
  readonly #packet = new Packet()
  readonly #frame = new Frame()
  readonly #framesDeclared: number
  #packetsRead = 0
  #fruitless = 0
  #pictures = 0
  #isDraining = false
  #lastMs = 0
  /** Of the last packet of pictures: its repaired time, and how far the stream's own stamp is ahead of that. */
  #video: { readonly ptsMs: number; readonly stampAheadMs: number | null } = { ptsMs: 0, stampAheadMs: null }
  #lostPacket = false
  #isClosed = false
  #working: Promise<unknown> | null = null

  private constructor(address: StreamAddress, input: FormatContext, stream: Stream, decoder: CodecContext, how: ReadHow) {
    const { width, height, format } = stream.codecpar
    this.#address = address
    this.#decodes = how.decodes ?? true
    this.#input = input
    this.#stream = stream
    this.#metadata = input.streams.find(isMetadata) ?? null
    this.hasMetadata = this.#metadata !== null
    this.#decoder = decoder
    this.width = width
    this.height = height
    this.layout = greyLayoutOf(format)
    this.#framesDeclared = Number(stream.nbFrames)
    const { num, den } = stream.avgFrameRate
    const rate = den > 0 ? num / den : 0
    this.framesPerSecond = rate > 0 && rate < 1000 ? rate : null
    this.#clock = how.clockOf(this.framesPerSecond)
    this.encodedFormat = encodedFormatOf(stream)
    this.#keys = new KeyPictures(this.encodedFormat)
    this.#packet.alloc()
    this.#frame.alloc()
  }

  /**
   * Opens a file or a camera and its decoder. Throws a `Fault`, or the signal's reason when that ends it: at once, although libav
   * cannot be interrupted while it connects; what it still opens is closed again when its own timeout lets go.
   */
  static async open(address: StreamAddress, signal: AbortSignal, how: ReadHow): Promise<StreamReader> {
    signal.throwIfAborted()
    const opening = StreamReader.#open(address, how)
    const { promise: stopped, reject } = Promise.withResolvers<never>()
    const onAbort = (): void => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    try {
      return await Promise.race([opening, stopped])
    } catch (cause) {
      opening.then(
        (reader) => reader.close(),
        () => undefined,
      )
      throw cause
    } finally {
      signal.removeEventListener('abort', onAbort)
    }
  }

  static async #open(address: StreamAddress, how: ReadHow): Promise<StreamReader> {
    const input = new FormatContext()
    const options = Dictionary.fromObject({ ...address.options })
    let decoder: CodecContext | null = null
    try {
      const opened = await input.openInput(address.url, null, options)
      if (opened < 0) throw faultOfOpening(address, opened)
      const found = await input.findStreamInfo(null)
      if (found < 0) throw faultOfOpening(address, found)
      const stream = input.streams.find((each) => each.codecpar.codecType === AVMEDIA_TYPE_VIDEO)
      if (stream === undefined) throw new Fault('source.unsupported', { path: address.shown, reason: 'no-video' })
      decoder = await openDecoder(address, stream)
      if (stream.codecpar.width <= 0 || stream.codecpar.height <= 0) {
        throw new Fault('source.damaged', { path: address.shown, reason: 'no-picture' })
      }
      return new StreamReader(address, input, stream, decoder, how)
    } catch (cause) {
      decoder?.freeContext()
      await input.closeInput()
      throw cause
    } finally {
      options.free()
    }
  }

  /** Reads one packet and tells `onPacket` of it, without decoding. False at the end of a recording or after `close`. Throws a `Fault`. */
  readOne(): Promise<boolean> {
    const work = this.#feed().then(() => !this.#isDraining && !this.#isClosed)
    this.#working = work.catch(() => null)
    return work
  }

  /** Decodes the next picture into `into`, or null at the end of a recording or after `close`. Throws a `Fault`. */
  next(into: Uint16Array): Promise<DecodedPicture | null> {
    const work = this.#next(into)
    this.#working = work.catch(() => null)
    return work
  }

  async #next(into: Uint16Array): Promise<DecodedPicture | null> {
    while (!this.#isClosed) {
      const received = await this.#decoder.receiveFrame(this.#frame)
      if (this.#isClosed) return null
      if (received >= 0) return this.#take(into)
      if (received === AVERROR_EOF) return this.#finish()
      if (received !== AVERROR_EAGAIN) this.#noteLoss()
      await this.#feed()
    }
    return null
  }

  async #feed(): Promise<void> {
    if (this.#isDraining) return
    const code = await this.#input.readFrame(this.#packet)
    if (this.#isClosed) return
    if (code === AVERROR_EOF && !this.#address.isLive) {
      this.#isDraining = true
      await this.#decoder.sendPacket(null)
      return
    }
    if (code === AVERROR_EAGAIN) return
    if (code < 0) throw faultOfRead(this.#address, code)
    try {
      if (this.#packet.streamIndex === this.#metadata?.index) this.#tellMetadata(this.#metadata)
      if (this.#packet.streamIndex !== this.#stream.index) return
      this.#packetsRead += 1
      if (this.#packet.hasFlags(AV_PKT_FLAG_CORRUPT)) this.#lostPacket = true
      this.#stamp()
      if (!this.#decodes) return
      const sent = await this.#decoder.sendPacket(this.#packet)
      if (sent < 0 && sent !== AVERROR_EAGAIN) this.#noteLoss()
      this.#fruitless += 1
      if (this.#fruitless > FRUITLESS_PACKETS_MAX)
        throw new Fault('source.damaged', { path: this.#address.shown, reason: 'no-picture' })
    } finally {
      this.#packet.unref()
    }
  }

  /** Gives the packet its repaired times, which the decoded picture then carries too, and tells who listens. */
  #stamp(): void {
    const packet = this.#packet
    const { num, den } = this.#stream.timeBase
    const toMs = (stamp: bigint) => msOf(stamp, { num, den })
    const arrivedMs = this.#address.isLive ? performance.now() : null
    const stampMs = toMs(packet.pts)
    const { ptsMs, dtsMs } = this.#clock.packet(stampMs, toMs(packet.dts), arrivedMs)
    this.#video = { ptsMs, stampAheadMs: stampMs === null ? null : stampMs - ptsMs }
    packet.pts = BigInt(Math.round(ptsMs * TICKS_PER_MS))
    packet.dts = BigInt(Math.round(dtsMs * TICKS_PER_MS))
    const { data } = packet
    if (this.onPacket === null || data === null) return
    this.onPacket({
      data,
      ptsMs: Number(packet.pts) / TICKS_PER_MS,
      dtsMs: Number(packet.dts) / TICKS_PER_MS,
      isKey: packet.isKeyframe && this.#keys.isEntry(data),
      isDamaged: packet.hasFlags(AV_PKT_FLAG_CORRUPT),
    })
  }

  /** Metadata without a stamp, or with one that is far from the pictures', belong to the picture that came last. */
  #tellMetadata(stream: Stream): void {
    const { data, pts } = this.#packet
    if (this.onMetadata === null || data === null) return
    const { ptsMs, stampAheadMs } = this.#video
    const stampMs = msOf(pts, stream.timeBase)
    const own = stampMs === null || stampAheadMs === null ? ptsMs : stampMs - stampAheadMs
    this.onMetadata({ data, ptsMs: Math.max(0, Math.abs(own - ptsMs) > METADATA_APART_MAX_MS ? ptsMs : own) })
  }

  #noteLoss(): void {
    this.#lostPacket = true
  }

  #take(into: Uint16Array): DecodedPicture {
    const frame = this.#frame
    try {
      this.#assertSame(frame)
      copyLuma(frame, this.layout, into)
      const isDamaged = this.#lostPacket || frame.decodeErrorFlags !== 0 || (frame.flags & AV_FRAME_FLAG_CORRUPT) !== 0
      this.#lostPacket = false
      this.#fruitless = 0
      this.#pictures += 1
      const ticks = frame.bestEffortTimestamp === AV_NOPTS_VALUE ? frame.pts : frame.bestEffortTimestamp
      if (ticks !== AV_NOPTS_VALUE) this.#lastMs = Math.max(this.#lastMs, Number(ticks) / TICKS_PER_MS)
      return { tMs: this.#lastMs, isDamaged }
    } finally {
      frame.unref()
    }
  }

  #assertSame(frame: Frame): void {
    const layout = greyLayoutOf(frame.format)
    if (frame.width === this.width && frame.height === this.height && layout.bits === this.layout.bits) return
    const from = `${this.width}x${this.height}x${this.layout.bits}`
    const to = `${frame.width}x${frame.height}x${layout.bits}`
    throw new Fault('source.changed', { path: this.#address.shown, from, to })
  }

  /** A recording that holds fewer pictures than its own index says was cut off. */
  #finish(): null {
    const path = this.#address.shown
    if (this.#pictures === 0) throw new Fault('source.damaged', { path, reason: 'no-picture' })
    if (this.#framesDeclared > this.#packetsRead) {
      throw new Fault('source.damaged', {
        path,
        reason: 'cut-off',
        framesDeclared: this.#framesDeclared,
        framesRead: this.#pictures,
      })
    }
    return null
  }

  /** Ends a read that waits, lets it come back, then frees everything: libav's memory must not go while a thread uses it. */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    this.#input.interrupt()
    await this.#working
    this.#packet.free()
    this.#frame.free()
    this.#decoder.freeContext()
    await this.#input.closeInput()
  }
}

function isMetadata({ codecpar }: Stream): boolean {
  return codecpar.codecType === AVMEDIA_TYPE_DATA && codecpar.codecId === AV_CODEC_ID_SMPTE_KLV
}

function msOf(stamp: bigint, { num, den }: { readonly num: number; readonly den: number }): number | null {
  return stamp === AV_NOPTS_VALUE ? null : (Number(stamp) * num * 1000) / den
}

/** How a stream is read: on what clock, and whether pictures are wanted or packets alone. */
export interface ReadHow {
  clockOf(framesPerSecond: number | null): StreamClock
  readonly decodes?: boolean
}

function encodedFormatOf({ codecpar }: Stream): EncodedFormat | null {
  const codec = codecpar.codecId === AV_CODEC_ID_H264 ? 'h264' : codecpar.codecId === AV_CODEC_ID_HEVC ? 'hevc' : null
  if (codec === null) return null
  const { width, height, extradata } = codecpar
  return { codec, width, height, extradata: extradata === null ? null : Uint8Array.from(extradata) }
}

async function openDecoder(address: StreamAddress, stream: Stream): Promise<CodecContext> {
  const codec = Codec.findDecoder(stream.codecpar.codecId)
  if (codec === null) {
    throw new Fault('source.unsupported', { path: address.shown, reason: 'codec', found: String(stream.codecpar.codecId) })
  }
  const decoder = new CodecContext()
  decoder.allocContext3(codec)
  decoder.parametersToContext(stream.codecpar)
  decoder.pktTimebase = new Rational(1, 1000 * TICKS_PER_MS)
  // One thread a camera: its pictures come without delay and many cameras share the cores evenly.
  decoder.threadCount = 1
  decoder.setFlags(AV_CODEC_FLAG_OUTPUT_CORRUPT)
  if (address.isLive) decoder.setFlags(AV_CODEC_FLAG_LOW_DELAY)
  if ((await decoder.open2(codec, null)) < 0) {
    decoder.freeContext()
    throw new Fault('source.unsupported', { path: address.shown, reason: 'codec', found: codec.name ?? 'unknown' })
  }
  return decoder
}
