/** Video files (MP4, Matroska, MPEG-TS, AVI) and RTSP cameras through libav. Main thread of a process only: node-av aborts workers. */
import { Fault } from '../../../../../base/outcome.ts'
import type {
  CameraSource,
  EncodedFormat,
  EncodedPacket,
  EncodedStream,
  Frame,
  MetadataPacket,
  MetadataStream,
  SourceInfo,
  SourceKind,
  SourceSpec,
  TimeJump,
} from '../../../contract.ts'
import { Arrivals } from '../../server/arrivals.ts'
import { inspectPath } from '../../server/file-kind.ts'
import { Pace } from '../../server/pace.ts'
import { StreamClock } from '../../stream-clock.ts'
import { type StreamAddress, StreamReader } from './stream-reader.ts'

export interface LibavLimits {
  /** A live camera that sends no picture for this long is silent. OPS 2.1 calls a camera down at 10 s without a frame. */
  readonly silentAfterMs: number
  /** How long opening a live camera may take in all. */
  readonly openWithinMs: number
  /** How much of the stream is looked at before it counts as known. A camera that names its format only with its key frames needs long. */
  readonly analyseMs: number
}

/** What real cameras are given. */
export const defaultLimits: LibavLimits = { silentAfterMs: 8000, openWithinMs: 15_000, analyseMs: 5000 }

const VIDEO_ENDINGS = /\.(mp4|m4v|mov|mkv|webm|ts|mts|m2ts|avi)$/i
const isRtsp = (address: string): boolean => /^rtsps?:\/\//i.test(address)
/** MPEG-TS that comes by itself, from an encoder, a relay or an aircraft. */
const isSent = (address: string): boolean => /^udp:\/\//i.test(address)
const isLive = (address: string): boolean => isRtsp(address) || isSent(address)

export const libavSource: SourceKind = libavSourceWith(defaultLimits)

/** The kind with other limits (tests). */
export function libavSourceWith(limits: LibavLimits): SourceKind {
  return {
    id: 'libav',
    matches: ({ address }) => isLive(address) || VIDEO_ENDINGS.test(address),
    open: (spec, signal) => (isLive(spec.address) ? openCamera(spec, limits, signal) : openRecording(spec, signal)),
  }
}

async function openRecording(spec: SourceSpec, signal: AbortSignal): Promise<CameraSource> {
  const path = spec.address
  const found = await inspectPath(path)
  if (found === 'folder' || found === 'text' || found === 'pdf' || found === 'zip') {
    throw new Fault('source.unknown-format', { path, found })
  }
  // "file:" keeps a colon in a name from being read as a protocol.
  const address: StreamAddress = { shown: path, url: `file:${path}`, isLive: false, options: {} }
  try {
    return new Recording(spec, address, ...(await openWithClock(address, signal)))
  } catch (cause) {
    const isNoVideoAtAll = found === 'unknown' && cause instanceof Fault && cause.code === 'source.damaged'
    throw isNoVideoAtAll ? new Fault('source.unknown-format', { path, found }, { cause }) : cause
  }
}

async function openCamera(spec: SourceSpec, limits: LibavLimits, signal: AbortSignal): Promise<CameraSource> {
  const address = cameraAddress(spec, limits)
  const startMs = performance.now()
  const tooLong = AbortSignal.timeout(limits.openWithinMs)
  try {
    const [reader, clock] = await openWithClock(address, AbortSignal.any([signal, tooLong]))
    return new LiveCamera(address, reader, clock, limits)
  } catch (cause) {
    if (signal.aborted) throw cause
    // libav calls an answer that never came "invalid data"; only the time it took tells it from a wrong answer.
    const isUnheard =
      cause instanceof Fault && cause.code !== 'source.login' && performance.now() - startMs > limits.silentAfterMs * 0.95
    if (tooLong.aborted || isUnheard) throw new Fault('source.silent', { path: address.shown }, { cause, retryAfterMs: 2000 })
    throw cause
  }
}

/** How libav is asked for a live camera. */
export function cameraAddress(spec: SourceSpec, limits: LibavLimits): StreamAddress {
  const timeout = String(limits.silentAfterMs * 1000)
  const analyzeduration = String(limits.analyseMs * 1000)
  if (isSent(spec.address)) {
    // A machine that is busy for a moment loses packets and not the stream. Only MPEG-TS is understood: nobody here chooses what comes.
    const options = { timeout, analyzeduration, overrun_nonfatal: '1', fifo_size: '20000', format_whitelist: 'mpegts' }
    return { shown: spec.address, url: spec.address, isLive: true, options }
  }
  return {
    shown: spec.address,
    url: withLogin(spec),
    isLive: true,
    // Microseconds of silence on the socket. The watchdog below is the judge; this only ends a read that nobody interrupts.
    options: {
      rtsp_transport: 'tcp',
      timeout,
      analyzeduration,
      allowed_media_types: 'video',
    },
  }
}

function withLogin({ address, login }: SourceSpec): string {
  if (login === null) return address
  return address.replace('://', `://${encodeURIComponent(login.user)}:${encodeURIComponent(login.password)}@`)
}

/** A reader, and the clock that it found out the pace of. */
async function openWithClock(address: StreamAddress, signal: AbortSignal, given: StreamClock | null = null) {
  let clock = given
  const clockOf = (framesPerSecond: number | null) => {
    clock ??= new StreamClock(framesPerSecond)
    return clock
  }
  const reader = await StreamReader.open(address, signal, { clockOf })
  return [reader, clock as unknown as StreamClock] as const
}

/** Lets one listener at the packets of whichever reader is at work. */
class PacketTap implements EncodedStream {
  readonly format: EncodedFormat
  #reader: StreamReader
  #onPacket: ((packet: EncodedPacket) => void) | null = null

  constructor(format: EncodedFormat, reader: StreamReader) {
    this.format = format
    this.#reader = reader
  }

  listen(onPacket: ((packet: EncodedPacket) => void) | null): void {
    this.#onPacket = onPacket
    this.#reader.onPacket = onPacket
  }

  moveTo(reader: StreamReader): void {
    this.#reader = reader
    reader.onPacket = this.#onPacket
  }
}

/** The same for what comes beside the pictures. */
class MetadataTap implements MetadataStream {
  #reader: StreamReader
  #onPacket: ((packet: MetadataPacket) => void) | null = null

  constructor(reader: StreamReader) {
    this.#reader = reader
  }

  listen(onPacket: ((packet: MetadataPacket) => void) | null): void {
    this.#onPacket = onPacket
    this.#reader.onMetadata = onPacket
  }

  moveTo(reader: StreamReader): void {
    this.#reader = reader
    reader.onMetadata = this.#onPacket
  }
}

function tapOf(reader: StreamReader): PacketTap | null {
  return reader.encodedFormat === null ? null : new PacketTap(reader.encodedFormat, reader)
}

function infoOf(reader: StreamReader, isLive: boolean): SourceInfo {
  const { width, height, layout, framesPerSecond } = reader
  return { width, height, bits: layout.bits, framesPerSecond, isLive }
}

class Recording implements CameraSource {
  readonly info: SourceInfo
  readonly #spec: SourceSpec
  readonly #address: StreamAddress
  readonly #clock: StreamClock
  readonly #closed = new AbortController()
  #reader: StreamReader

  readonly encoded: PacketTap | null
  readonly metadata: MetadataTap | null

  constructor(spec: SourceSpec, address: StreamAddress, reader: StreamReader, clock: StreamClock) {
    this.#spec = spec
    this.#address = address
    this.#reader = reader
    this.info = infoOf(reader, false)
    this.#clock = clock
    this.encoded = tapOf(reader)
    this.metadata = reader.hasMetadata ? new MetadataTap(reader) : null
  }

  readonly framesLost = 0

  get timeJumps(): readonly TimeJump[] {
    return this.#clock.jumps
  }

  async *frames(signal: AbortSignal): AsyncGenerator<Frame> {
    const stop = AbortSignal.any([signal, this.#closed.signal])
    const { width, height, bits } = this.info
    const pace = new Pace(this.#spec.rate)
    const pixels = new Uint16Array(width * height)
    for (let index = 0; !stop.aborted; ) {
      const picture = await this.#reader.next(pixels)
      if (stop.aborted) break
      if (picture === null) {
        if (!this.#spec.isLooped) return
        if (!(await this.#startAgain(stop))) return
        continue
      }
      const { tMs } = picture
      await pace.until(tMs, stop)
      if (stop.aborted) break
      yield { index, tMs, width, height, bits, pixels, isBackground: false, isDamaged: picture.isDamaged, shutterClosed: false }
      index += 1
    }
  }

  /** Opens the file anew instead of seeking: works for every container, and notices a file that was replaced. */
  async #startAgain(stop: AbortSignal): Promise<boolean> {
    await this.#reader.close()
    try {
      await inspectPath(this.#address.shown)
      this.#clock.restart()
      ;[this.#reader] = await openWithClock(this.#address, stop, this.#clock)
      this.encoded?.moveTo(this.#reader)
      this.metadata?.moveTo(this.#reader)
    } catch (cause) {
      if (stop.aborted) return false
      throw cause
    }
    const { width, height, bits } = this.info
    const now = infoOf(this.#reader, false)
    if (now.width !== width || now.height !== height || now.bits !== bits) {
      const to = `${now.width}x${now.height}x${now.bits}`
      throw new Fault('source.changed', { path: this.#address.shown, from: `${width}x${height}x${bits}`, to })
    }
    return true
  }

  async close(): Promise<void> {
    this.#closed.abort()
    await this.#reader.close()
  }
}

class LiveCamera implements CameraSource {
  readonly info: SourceInfo
  readonly #address: StreamAddress
  readonly #reader: StreamReader
  readonly #limits: LibavLimits
  readonly #clock: StreamClock
  readonly #closed = new AbortController()
  readonly #arrivals: Arrivals

  readonly encoded: PacketTap | null
  readonly metadata: MetadataTap | null

  constructor(address: StreamAddress, reader: StreamReader, clock: StreamClock, limits: LibavLimits) {
    this.#address = address
    this.#reader = reader
    this.#limits = limits
    this.info = infoOf(reader, true)
    this.#clock = clock
    this.encoded = tapOf(reader)
    this.metadata = reader.hasMetadata ? new MetadataTap(reader) : null
    this.#arrivals = new Arrivals(this.info.width, this.info.height, this.info.bits)
  }

  get framesLost(): number {
    return this.#arrivals.lost
  }

  get timeJumps(): readonly TimeJump[] {
    return this.#clock.jumps
  }

  async *frames(signal: AbortSignal): AsyncGenerator<Frame> {
    const stop = AbortSignal.any([signal, this.#closed.signal])
    const onStop = (): void => this.#arrivals.end(null)
    stop.addEventListener('abort', onStop, { once: true })
    const pumping = this.#pump(stop)
    try {
      while (!stop.aborted) {
        const frame = await this.#arrivals.next()
        if (frame === null || stop.aborted) return
        yield frame
      }
    } finally {
      stop.removeEventListener('abort', onStop)
      this.#arrivals.end(null)
      await this.close()
      await pumping
    }
  }

  /** Takes pictures as they come, whether or not the reader keeps up: else a slow reader would see the past. */
  async #pump(stop: AbortSignal): Promise<void> {
    const watch = new SilenceWatch(this.#limits.silentAfterMs, () => {
      this.#arrivals.end(new Fault('source.silent', { path: this.#address.shown }, { retryAfterMs: 2000 }))
      void this.#reader.close()
    })
    try {
      while (!stop.aborted) {
        const picture = await this.#reader.next(this.#arrivals.buffer())
        if (picture === null) break
        watch.heard()
        this.#arrivals.put({ tMs: picture.tMs, isDamaged: picture.isDamaged, shutterClosed: false })
      }
      this.#arrivals.end(stop.aborted ? null : new Fault('source.ended', { path: this.#address.shown }, { retryAfterMs: 2000 }))
    } catch (cause) {
      this.#arrivals.end(cause)
    } finally {
      watch.stop()
    }
  }

  async close(): Promise<void> {
    this.#closed.abort()
    await this.#reader.close()
  }
}

/** libav ends a stalled RTSP stream quietly, or late: our own watch says when no picture came for too long. */
class SilenceWatch {
  #timer: NodeJS.Timeout

  constructor(afterMs: number, isSilent: () => void) {
    this.#timer = setTimeout(isSilent, afterMs)
  }

  heard(): void {
    this.#timer.refresh()
  }

  stop(): void {
    clearTimeout(this.#timer)
  }
}
