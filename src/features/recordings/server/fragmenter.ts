/**
 * Compressed pictures in, fragments of MP4 out, without re-encoding. A fragment leaves as soon as it is long enough and not when the
 * next packet comes, so that a viewer waits no frame longer than he must. Main thread of a process only, as all of node-av.
 */
import { AV_CODEC_ID_H264, AV_CODEC_ID_HEVC, AV_LOG_QUIET, AV_PIX_FMT_YUV420P, AVMEDIA_TYPE_VIDEO } from 'node-av/constants'
import { Dictionary, FFmpegError, FormatContext, IOContext, Log, Packet, Rational } from 'node-av/lib'
import type { EncodedFormat, EncodedPacket } from '../../cameras/contract.ts'
import { boxAt, fragmentHead, mediaTypeOf, moveFragment, ticksPerMs } from '../boxes.ts'

Log.setLevel(AV_LOG_QUIET)

/** A fragment this long leaves: short enough for a viewer, long enough that its head weighs little. */
const fragmentMs = 100
/** Room for what libav writes at once; larger pictures come in several calls. */
const outputBytes = 1 << 18

/** What a stream begins with. */
export interface Init {
  readonly bytes: Uint8Array
  readonly mediaType: string
}

/** `moof` and `mdat`. Times in milliseconds of media time; the first picture of a stream stands at 0. */
export interface Fragment {
  readonly bytes: Uint8Array
  /** Begins with a picture that stands by itself. */
  readonly isKey: boolean
  readonly startMs: number
  readonly durationMs: number
  readonly lastPictureMs: number
  readonly pictures: number
  readonly damaged: number
}

export interface FragmentListener {
  init(init: Init): void
  fragment(fragment: Fragment): void
  /** Nothing more comes: the packets could not be put into MP4. */
  failed(error: Error): void
}

interface Waiting {
  readonly data: Buffer
  readonly ptsMs: number
  readonly dtsMs: number
  readonly isKey: boolean
  readonly isDamaged: boolean
}

/** One stream. What comes before the first key picture is dropped: nobody could show it. */
export class Fragmenter {
  readonly #format: EncodedFormat
  readonly #listener: FragmentListener
  readonly #queue: Waiting[] = []
  readonly #packet = new Packet()
  #output: FormatContext | null = null
  #io: IOContext | null = null
  #written: Buffer[] = []
  #working: Promise<void> | null = null
  #isOver = false
  #originMs: number | null = null
  #intervalMs: number
  #lastDtsMs: number | null = null
  #open: { isKey: boolean; startMs: number; lastPictureMs: number; endMs: number; pictures: number; damaged: number } | null =
    null

  constructor(format: EncodedFormat, framesPerSecond: number | null, listener: FragmentListener) {
    this.#format = format
    this.#listener = listener
    this.#intervalMs = 1000 / (framesPerSecond ?? 9)
    this.#packet.alloc()
  }

  /** Media time of a picture by its stream time; null before the first key picture. Milliseconds. */
  mediaMs(ptsMs: number): number | null {
    return this.#originMs === null ? null : ptsMs - this.#originMs
  }

  /** Takes a packet; its bytes are copied. */
  push(packet: EncodedPacket): void {
    if (this.#isOver || (this.#originMs === null && !packet.isKey)) return
    this.#originMs ??= Math.min(packet.ptsMs, packet.dtsMs)
    const { ptsMs, dtsMs, isKey, isDamaged } = packet
    this.#queue.push({ data: Buffer.from(packet.data), ptsMs, dtsMs, isKey, isDamaged })
    this.#working ??= this.#work()
  }

  /** Lets out what is still in hand, then lets go of everything. */
  async close(): Promise<void> {
    await this.#working
    if (!this.#isOver) await this.#flush().catch((error: Error) => this.#fail(error))
    this.#isOver = true
    this.#packet.free()
    if (this.#output) this.#output.pb = null
    this.#output?.freeContext()
    this.#io?.freeContext()
    this.#output = null
    this.#io = null
  }

  async #work(): Promise<void> {
    try {
      for (let next = this.#queue.shift(); next !== undefined && !this.#isOver; next = this.#queue.shift())
        await this.#write(next)
    } catch (error) {
      this.#fail(error as Error)
    } finally {
      this.#working = null
    }
  }

  #fail(error: Error): void {
    this.#isOver = true
    this.#queue.length = 0
    this.#listener.failed(error)
  }

  async #write(next: Waiting): Promise<void> {
    const output = this.#output ?? (await this.#begin(next))
    const originMs = this.#originMs ?? 0
    const dtsMs = next.dtsMs - originMs
    const ptsMs = Math.max(dtsMs, next.ptsMs - originMs)
    if (next.isKey) await this.#flush()
    if (this.#lastDtsMs !== null && dtsMs > this.#lastDtsMs) {
      const stepMs = dtsMs - this.#lastDtsMs
      if (stepMs < 2000) this.#intervalMs += (stepMs - this.#intervalMs) / 8
    }
    // libav refuses a decoding time that does not rise; two pictures of one stamp stand one tick apart.
    const leastTicks = this.#lastDtsMs === null ? 0 : Math.round(this.#lastDtsMs * ticksPerMs) + 1
    const dtsTicks = Math.max(leastTicks, Math.round(dtsMs * ticksPerMs))
    this.#lastDtsMs = dtsTicks / ticksPerMs
    const packet = this.#packet
    packet.data = next.data
    packet.streamIndex = 0
    packet.isKeyframe = next.isKey
    packet.dts = BigInt(dtsTicks)
    packet.pts = BigInt(Math.max(dtsTicks, Math.round(ptsMs * ticksPerMs)))
    packet.duration = BigInt(Math.max(1, Math.round(this.#intervalMs * ticksPerMs)))
    try {
      FFmpegError.throwIfError(await output.writeFrame(packet), 'fragment')
    } finally {
      packet.unref()
    }
    const startMs = dtsTicks / ticksPerMs
    this.#open ??= { isKey: next.isKey, startMs, lastPictureMs: ptsMs, endMs: startMs, pictures: 0, damaged: 0 }
    const open = this.#open
    open.endMs = startMs + this.#intervalMs
    open.lastPictureMs = Math.max(open.lastPictureMs, ptsMs)
    open.pictures++
    if (next.isDamaged) open.damaged++
    if (open.endMs - open.startMs >= fragmentMs * 0.98) await this.#flush()
  }

  async #begin(first: Waiting): Promise<FormatContext> {
    const output = new FormatContext()
    FFmpegError.throwIfError(output.allocOutputContext2(null, 'mp4', null), 'container')
    const io = new IOContext()
    io.allocContextWithCallbacks(outputBytes, 1, null, (bytes: Buffer) => {
      this.#written.push(Buffer.from(bytes))
      return bytes.length
    })
    output.pb = io
    const stream = output.newStream(null)
    const { codec, width, height } = this.#format
    stream.codecpar.codecType = AVMEDIA_TYPE_VIDEO
    stream.codecpar.codecId = codec === 'h264' ? AV_CODEC_ID_H264 : AV_CODEC_ID_HEVC
    stream.codecpar.width = width
    stream.codecpar.height = height
    stream.codecpar.format = AV_PIX_FMT_YUV420P
    // A camera may name its parameter sets only in the stream itself: then they stand before the key picture.
    const extradata = this.#format.extradata ?? first.data
    stream.codecpar.extradata = Buffer.from(extradata)
    if (codec === 'hevc') stream.codecpar.codecTag = 'hvc1'
    stream.timeBase = new Rational(1, 1000 * ticksPerMs)
    this.#output = output
    this.#io = io
    const options = Dictionary.fromObject({
      // The end of a file is never written: it would be a list that grows as long as the stream.
      movflags: '+frag_custom+empty_moov+default_base_moof+skip_trailer',
      video_track_timescale: String(1000 * ticksPerMs),
    })
    try {
      FFmpegError.throwIfError(await output.writeHeader(options), 'header')
      await io.flush()
    } finally {
      options.free()
    }
    const bytes = Buffer.concat(this.#written.splice(0))
    const mediaType = mediaTypeOf(bytes)
    if (mediaType === null) throw new Error('the container names no codec')
    this.#listener.init({ bytes, mediaType })
    return output
  }

  async #flush(): Promise<void> {
    const open = this.#open
    this.#open = null
    if (open === null || this.#output === null) return
    FFmpegError.throwIfError(await this.#output.writeFrame(null), 'fragment')
    await this.#io?.flush()
    const bytes = Buffer.concat(this.#written.splice(0))
    const box = boxAt(bytes, 0)
    const moof = box === null ? null : bytes.subarray(0, box.size)
    const head = moof === null ? null : fragmentHead(moof)
    if (moof === null || head === null) throw new Error('libav wrote a fragment of an unknown kind')
    // libav adds up lengths; the true time is that of the packet, so that hours of estimated lengths cannot drift.
    moveFragment(moof, head, open.startMs * ticksPerMs)
    const { isKey, startMs, endMs, lastPictureMs, pictures, damaged } = open
    this.#listener.fragment({ bytes, isKey, startMs, durationMs: endMs - startMs, lastPictureMs, pictures, damaged })
  }
}
