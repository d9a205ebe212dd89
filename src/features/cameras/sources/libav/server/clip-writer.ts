/**
 * Writes pictures into a video file: rendered recordings, and the small clips of tests. 16-bit pictures lossless (FFV1 in
 * Matroska), 8-bit ones as H.264, MPEG-4 or whatever encoder is named. Main thread of a process only, as all of node-av.
 */
import {
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_LOG_QUIET,
  AV_PICTURE_TYPE_NONE,
  AV_PIX_FMT_GRAY16LE,
  AV_PIX_FMT_YUV420P,
  AVFMT_GLOBALHEADER,
} from 'node-av/constants'
import { Codec, CodecContext, Dictionary, FFmpegError, FormatContext, Frame, Log, Packet, Rational } from 'node-av/lib'

// libav writes to standard error by itself, addresses with passwords among it; what matters comes back as a code.
Log.setLevel(AV_LOG_QUIET)

export interface ClipFormat {
  readonly width: number
  readonly height: number
  readonly bits: 8 | 16
  readonly framesPerSecond: number
  /** Name of a libav encoder; `ffv1` for 16 bits, `libx264` for 8 unless told. */
  readonly encoder?: string
  /** Pictures from one key frame to the next. */
  readonly keyFrameEvery?: number
  readonly bitRate?: number
}

/** Presentation time of a picture in milliseconds; unless told, pictures stand evenly. */
interface Timed {
  readonly tMs?: number
}

/** One file that is being written. `close` it, else its end is missing. */
export class ClipWriter {
  readonly #format: ClipFormat
  readonly #output: FormatContext
  readonly #encoder: CodecContext
  readonly #packet: Packet
  readonly #bytes: Buffer
  readonly #streamIndex: number
  #written = 0

  private constructor(format: ClipFormat, output: FormatContext, encoder: CodecContext, streamIndex: number) {
    this.#format = format
    this.#output = output
    this.#encoder = encoder
    this.#streamIndex = streamIndex
    this.#packet = new Packet()
    this.#packet.alloc()
    const pixels = format.width * format.height
    this.#bytes = Buffer.alloc(format.bits === 16 ? pixels * 2 : (pixels * 3) / 2, 128)
  }

  /** The container follows the ending of the path. Throws libav's error when it cannot be written. */
  static async open(path: string, format: ClipFormat): Promise<ClipWriter> {
    const name = format.encoder ?? (format.bits === 16 ? 'ffv1' : 'libx264')
    const codec = Codec.findEncoderByName(name as Parameters<typeof Codec.findEncoderByName>[0])
    if (codec === null) throw new Error(`libav has no encoder ${name}`)
    const output = new FormatContext()
    check(output.allocOutputContext2(null, null, path), 'container')
    const encoder = new CodecContext()
    encoder.allocContext3(codec)
    encoder.width = format.width
    encoder.height = format.height
    encoder.pixelFormat = format.bits === 16 ? AV_PIX_FMT_GRAY16LE : AV_PIX_FMT_YUV420P
    // Milliseconds, so that uneven pictures keep their times.
    encoder.timeBase = new Rational(1, 1000)
    encoder.framerate = new Rational(Math.round(format.framesPerSecond * 1000), 1000)
    encoder.gopSize = format.keyFrameEvery ?? 64
    encoder.maxBFrames = 0
    encoder.threadCount = 1
    if (format.bitRate !== undefined) encoder.bitRate = BigInt(format.bitRate)
    // Containers keep the parameter sets apart; a bare stream carries them along.
    if (((output.oformat?.flags ?? 0) & AVFMT_GLOBALHEADER) !== 0) encoder.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER)
    const options = Dictionary.fromObject(name === 'libx264' ? { preset: 'veryfast', tune: 'zerolatency' } : {})
    check(await encoder.open2(codec, options), `encoder ${name}`)
    options.free()
    const stream = output.newStream(codec)
    check(stream.codecpar.fromContext(encoder), 'stream')
    stream.timeBase = new Rational(1, 1000)
    stream.avgFrameRate = encoder.framerate
    check(await output.openOutput(), 'file')
    check(await output.writeHeader(null), 'header')
    return new ClipWriter(format, output, encoder, stream.index)
  }

  /** Adds a picture, row-major. 8-bit values lie in 0…255 and become luma as they are. */
  async write(pixels: Uint16Array, { tMs }: Timed = {}): Promise<void> {
    const { width, height, bits, framesPerSecond } = this.#format
    if (bits === 16) Buffer.from(pixels.buffer, pixels.byteOffset, width * height * 2).copy(this.#bytes)
    else for (let index = 0; index < width * height; index += 1) this.#bytes[index] = pixels[index] ?? 0
    const frame = Frame.fromVideoBuffer(this.#bytes, {
      width,
      height,
      format: bits === 16 ? AV_PIX_FMT_GRAY16LE : AV_PIX_FMT_YUV420P,
      timeBase: new Rational(1, 1000),
      pts: BigInt(Math.round(tMs ?? (this.#written * 1000) / framesPerSecond)),
    })
    frame.pictType = AV_PICTURE_TYPE_NONE
    this.#written += 1
    try {
      check(await this.#encoder.sendFrame(frame), 'picture')
    } finally {
      frame.free()
    }
    await this.#drain()
  }

  async close(): Promise<void> {
    await this.#encoder.sendFrame(null)
    await this.#drain()
    check(await this.#output.writeTrailer(), 'trailer')
    await this.#output.closeOutput()
    this.#packet.free()
    this.#encoder.freeContext()
    this.#output.freeContext()
  }

  async #drain(): Promise<void> {
    while ((await this.#encoder.receivePacket(this.#packet)) >= 0) {
      const stream = this.#output.streams[this.#streamIndex]
      if (stream === undefined) throw new Error('the container has lost its stream')
      this.#packet.streamIndex = this.#streamIndex
      this.#packet.rescaleTs(new Rational(1, 1000), stream.timeBase)
      check(await this.#output.interleavedWriteFrame(this.#packet), 'packet')
    }
  }
}

function check(code: number, what: string): void {
  FFmpegError.throwIfError(code, `could not write: ${what}`)
}
