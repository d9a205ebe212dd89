/** CPTV recordings as a camera source. */
import { readFile, stat } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { constants, createGunzip } from 'node:zlib'
import { Fault } from '../../../../../base/outcome.ts'
import type { CameraSource, Frame, SourceKind, SourceSpec, TimeJump } from '../../../contract.ts'
import { type CptvPicture, type CptvReader, parseCptv } from '../parse.ts'

/** A gzip bomb ends here: about three hours of a 160x120 camera. */
const INFLATED_BYTES_MAX = 2 ** 30
/** Lepton cameras give about 8.8 pictures a second; used where a file has neither rate nor clock. */
const FRAMES_PER_SECOND_USUAL = 9
/** A step of the file's clock that is longer than this is a jump of the clock, not a pause of the camera. */
const GAP_MS_MAX = 10_000
/** Steps shorter than this share of the usual one are stamps of writing, not of seeing (seen: 0.04 to 0.6). */
const BURST_SHARE = 0.75

/** Recordings of the Cacophony Project's cameras, `*.cptv`. */
export const cptvSource: SourceKind = {
  id: 'cptv',
  matches: (spec) => spec.address.toLowerCase().endsWith('.cptv'),
  async open(spec, signal) {
    const packed = await readRecording(spec.address, signal)
    if (packed.length === 0) throw new Fault('source.empty', { address: spec.address })
    if (packed[0] !== 0x1f || packed[1] !== 0x8b) throw new Fault('source.unknown-format', { address: spec.address })
    const { bytes, isWhole } = await inflate(packed)
    const parsed = parseCptv(bytes)
    if (!parsed.ok) {
      const code =
        parsed.refusal.code === 'cptv.version' ? 'source.unsupported' : isWhole ? 'source.unknown-format' : 'source.damaged'
      throw new Fault(code, { address: spec.address, ...parsed.refusal.facts })
    }
    return openRecording(parsed.value, spec, isWhole)
  },
}

async function readRecording(path: string, signal: AbortSignal): Promise<Buffer> {
  try {
    const facts = await stat(path)
    if (!facts.isFile()) throw new Fault('source.not-readable', { address: path })
    return await readFile(path, { signal })
  } catch (cause) {
    if (cause instanceof Fault || signal.aborted) throw cause
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    throw new Fault(isMissing ? 'source.not-found' : 'source.not-readable', { address: path }, { cause })
  }
}

/** Inflates as much as there is: a cut or broken archive gives the good part and `isWhole: false`. */
function inflate(packed: Buffer): Promise<{ bytes: Uint8Array; isWhole: boolean }> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = []
    let sizeBytes = 0
    const gunzip = createGunzip({ finishFlush: constants.Z_FINISH })
    gunzip.on('data', (piece: Buffer) => {
      sizeBytes += piece.length
      if (sizeBytes > INFLATED_BYTES_MAX) {
        gunzip.destroy()
        reject(new Fault('source.unsupported', { inflatedBytesMax: INFLATED_BYTES_MAX }))
      } else pieces.push(piece)
    })
    gunzip.on('end', () => resolve({ bytes: Buffer.concat(pieces), isWhole: true }))
    // The good pictures before the damage are shown; the damage is reported where it begins.
    gunzip.on('error', () => resolve({ bytes: Buffer.concat(pieces), isWhole: false }))
    gunzip.end(packed)
  })
}

function openRecording(reader: CptvReader, spec: SourceSpec, isWhole: boolean): CameraSource {
  const { width, height } = reader.header
  const timeJumps: TimeJump[] = []
  const closing = new AbortController()

  async function* frames(signal: AbortSignal): AsyncGenerator<Frame> {
    const stopping = AbortSignal.any([signal, closing.signal])
    const clock = fileClock(reader, timeJumps)
    let index = 0
    let startedAtMs: number | null = null
    while (true) {
      let lastShutterMs: number | null = null
      clock.startAgain()
      let picturesInPass = 0
      for (let step = reader.next(); ; step = reader.next()) {
        if (stopping.aborted) return
        if (step.kind === 'damaged' || (step.kind === 'end' && !isWhole)) {
          throw new Fault('source.damaged', { address: spec.address, frameIndex: index })
        }
        if (step.kind !== 'picture') break
        const { picture } = step
        const tMs = clock.read(picture, index)
        if (spec.rate === 'real') {
          startedAtMs ??= performance.now() - tMs
          const waitMs = startedAtMs + tMs - performance.now()
          if (waitMs > 0) await sleep(waitMs, undefined, { signal: stopping }).catch(() => undefined)
          if (stopping.aborted) return
        }
        const shutterClosed = lastShutterMs !== null && picture.lastShutterMs !== null && picture.lastShutterMs !== lastShutterMs
        if (!picture.isBackground) lastShutterMs = picture.lastShutterMs ?? lastShutterMs
        yield {
          index,
          tMs,
          width,
          height,
          bits: 16,
          pixels: picture.pixels,
          isBackground: picture.isBackground,
          isDamaged: false,
          shutterClosed: shutterClosed && !picture.isBackground,
        }
        index++
        picturesInPass++
      }
      if (picturesInPass === 0) throw new Fault('source.empty', { address: spec.address })
      if (!spec.isLooped) return
      reader.rewind()
    }
  }

  return {
    info: { width, height, bits: 16, framesPerSecond: reader.header.framesPerSecond, isLive: false },
    frames,
    encoded: null,
    framesLost: 0,
    timeJumps,
    close: async () => closing.abort(),
  }
}

/**
 * Turns the camera's own 32-bit clock into milliseconds from the first frame that never fall.
 * Recorders write the seconds before their trigger out of a buffer in one go and stamp those pictures with the time of
 * writing: steps far below the file's median step are such bursts, and are given the median step.
 */
function fileClock(reader: CptvReader, timeJumps: TimeJump[]) {
  const usualMs = reader.usualStepMs() ?? 1000 / (reader.header.framesPerSecond ?? FRAMES_PER_SECOND_USUAL)
  let tMs = -usualMs
  let lastOnMs: number | null = null
  let burstMs = 0
  const noteBurst = (frameIndex: number): void => {
    if (burstMs > 0) timeJumps.push({ frameIndex, byMs: -burstMs })
    burstMs = 0
  }
  return {
    /** The recording begins anew: its clock falls back, which is no jump worth a remark. */
    startAgain(): void {
      lastOnMs = null
    },
    read(picture: CptvPicture, frameIndex: number): number {
      let stepMs = picture.onMs === null || lastOnMs === null ? usualMs : picture.onMs - lastOnMs
      const wrappedMs = stepMs + reader.wrapMs
      if (stepMs < 0 && wrappedMs <= GAP_MS_MAX) {
        timeJumps.push({ frameIndex, byMs: -reader.wrapMs })
        stepMs = wrappedMs
      } else if (stepMs < 0 || stepMs > GAP_MS_MAX) {
        timeJumps.push({ frameIndex, byMs: stepMs })
        stepMs = usualMs
      }
      if (stepMs < BURST_SHARE * usualMs) {
        burstMs += usualMs - stepMs
        stepMs = usualMs
      } else noteBurst(frameIndex)
      tMs += stepMs
      lastOnMs = picture.onMs ?? lastOnMs
      return tMs
    },
  }
}
