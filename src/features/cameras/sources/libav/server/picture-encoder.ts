/** Pictures in, H.264 packets out: for cameras that send none themselves, and for those behind a privacy mask. */
import {
  AV_CODEC_FLAG_GLOBAL_HEADER,
  AV_LOG_QUIET,
  AV_PICTURE_TYPE_I,
  AV_PICTURE_TYPE_NONE,
  AV_PIX_FMT_YUV420P,
} from 'node-av/constants'
import { Codec, CodecContext, Dictionary, FFmpegError, Frame, Log, Packet, Rational } from 'node-av/lib'
import type { EncodedFormat, EncodedPacket, EncodedStream } from '../../../contract.ts'

Log.setLevel(AV_LOG_QUIET)

const ticksPerMs = 90
/** A key picture at least this often, so that looking back begins at once. */
const keyEveryMs = 2000
/** Constant quality: quiet desert costs little, movement gets what it needs. */
const quality = 23

export interface PictureFormat {
  readonly width: number
  readonly height: number
  readonly framesPerSecond: number | null
}

/** One encoder; `push` pictures in order of time. Odd sizes lose their last row or column: the codec knows only even ones. */
export class PictureEncoder implements EncodedStream {
  readonly format: EncodedFormat
  readonly #encoder: CodecContext
  readonly #packet = new Packet()
  readonly #bytes: Buffer
  readonly #sourceWidth: number
  #onPacket: ((packet: EncodedPacket) => void) | null = null
  #keyDueMs = 0

  private constructor(encoder: CodecContext, { width, height }: PictureFormat) {
    const [evenWidth, evenHeight] = [width & ~1, height & ~1]
    this.#encoder = encoder
    this.#sourceWidth = width
    this.#packet.alloc()
    this.#bytes = Buffer.alloc((evenWidth * evenHeight * 3) / 2, 128)
    const { extraData } = encoder
    this.format = {
      codec: 'h264',
      width: evenWidth,
      height: evenHeight,
      extradata: extraData === null ? null : Uint8Array.from(extraData),
    }
  }

  /** Throws libav's error when this build has no encoder. */
  static async open(format: PictureFormat): Promise<PictureEncoder> {
    const codec = Codec.findEncoderByName('libx264' as Parameters<typeof Codec.findEncoderByName>[0])
    if (codec === null) throw new Error('libav has no encoder libx264')
    const encoder = new CodecContext()
    encoder.allocContext3(codec)
    encoder.width = format.width & ~1
    encoder.height = format.height & ~1
    encoder.pixelFormat = AV_PIX_FMT_YUV420P
    encoder.timeBase = new Rational(1, 1000 * ticksPerMs)
    encoder.framerate = new Rational(Math.round((format.framesPerSecond ?? 9) * 1000), 1000)
    encoder.gopSize = 10_000
    encoder.maxBFrames = 0
    encoder.threadCount = 1
    encoder.setFlags(AV_CODEC_FLAG_GLOBAL_HEADER)
    const options = Dictionary.fromObject({ preset: 'superfast', tune: 'zerolatency', crf: String(quality) })
    try {
      FFmpegError.throwIfError(await encoder.open2(codec, options), 'encoder')
    } finally {
      options.free()
    }
    return new PictureEncoder(encoder, format)
  }

  listen(onPacket: ((packet: EncodedPacket) => void) | null): void {
    this.#onPacket = onPacket
  }

  /** Encodes grey levels (row-major, the source's own size) of an instant, milliseconds of stream time. */
  async push(grey: Uint8Array, tMs: number, isDamaged: boolean): Promise<void> {
    const { width, height } = this.format
    if (width === this.#sourceWidth) this.#bytes.set(grey.subarray(0, width * height))
    else
      for (let row = 0; row < height; row++)
        this.#bytes.set(grey.subarray(row * this.#sourceWidth, row * this.#sourceWidth + width), row * width)
    const frame = Frame.fromVideoBuffer(this.#bytes, {
      width,
      height,
      format: AV_PIX_FMT_YUV420P,
      timeBase: new Rational(1, 1000 * ticksPerMs),
      pts: BigInt(Math.round(tMs * ticksPerMs)),
    })
    const isKeyDue = tMs >= this.#keyDueMs
    if (isKeyDue) this.#keyDueMs = tMs + keyEveryMs
    frame.pictType = isKeyDue ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE
    try {
      FFmpegError.throwIfError(await this.#encoder.sendFrame(frame), 'picture')
    } finally {
      frame.free()
    }
    while ((await this.#encoder.receivePacket(this.#packet)) >= 0) {
      const { data } = this.#packet
      const ptsMs = Number(this.#packet.pts) / ticksPerMs
      if (data !== null) this.#onPacket?.({ data, ptsMs, dtsMs: ptsMs, isKey: this.#packet.isKeyframe, isDamaged })
      this.#packet.unref()
    }
  }

  /** Lets go of libav's memory. */
  close(): void {
    this.#packet.free()
    this.#encoder.freeContext()
  }
}
