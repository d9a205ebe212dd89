/**
 * A folder of still pictures as a recording: PNG or JPEG, grey or colour (colour is turned to grey), 8 or 16 bits, in the order of
 * their names (numbers in names count as numbers). 9 frames a second unless a `frames.json` beside them says
 * `{"framesPerSecond": 25}`.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp, { type OutputInfo } from 'sharp'
import { z } from 'zod'
import { Fault } from '../../../../../base/outcome.ts'
import type { CameraSource, Frame, SourceInfo, SourceKind, SourceSpec, TimeJump } from '../../../contract.ts'
import { inspectPath } from '../../server/file-kind.ts'
import { Pace } from '../../server/pace.ts'

const FRAMES_PER_SECOND = 9
const PICTURE_ENDINGS = /\.(png|jpe?g)$/i
const settingsSchema = z.object({ framesPerSecond: z.number().min(0.01).max(1000) })

export const framesSource: SourceKind = {
  id: 'frames',
  // Whether it really is a folder is asked when it is opened; a folder may have a dot in its name.
  matches: ({ address }) =>
    !address.includes('://') && !/^simulated:/.test(address) && (/[/\\]$/.test(address) || !/\.[a-z0-9]{2,4}$/i.test(address)),
  async open(spec, signal) {
    signal.throwIfAborted()
    const path = spec.address
    const found = await inspectPath(path)
    if (found !== 'folder') throw new Fault('source.unknown-format', { path, found })
    const names = (await readdir(path)).filter((name) => PICTURE_ENDINGS.test(name)).sort(byNumberedName)
    const first = names[0]
    if (first === undefined) throw new Fault('source.unknown-format', { path, found: 'folder-without-pictures' })
    const framesPerSecond = await framesPerSecondOf(path)
    const { width, height, bits } = await readPicture(join(path, first))
    signal.throwIfAborted()
    return new PictureFolder(spec, names, { width, height, bits, framesPerSecond, isLive: false })
  },
}

const collator = new Intl.Collator('en', { numeric: true })

function byNumberedName(a: string, b: string): number {
  return collator.compare(a, b) || (a < b ? -1 : 1)
}

async function framesPerSecondOf(folder: string): Promise<number> {
  const path = join(folder, 'frames.json')
  const text = await readFile(path, 'utf8').catch(() => null)
  if (text === null) return FRAMES_PER_SECOND
  try {
    return settingsSchema.parse(JSON.parse(text)).framesPerSecond
  } catch (cause) {
    throw new Fault('source.damaged', { path, reason: 'settings' }, { cause })
  }
}

interface Picture {
  readonly width: number
  readonly height: number
  readonly bits: 8 | 16
  readonly pixels: Uint16Array
}

/** Throws `source.empty`, `source.not-found`, `source.not-readable` or `source.damaged` with the path. */
async function readPicture(path: string): Promise<Picture> {
  const found = await inspectPath(path)
  if (found !== 'png' && found !== 'jpeg') throw new Fault('source.damaged', { path, reason: 'no-picture', found })
  try {
    const { depth } = await sharp(path).metadata()
    const bits = depth === 'ushort' ? 16 : 8
    const image = sharp(path, { failOn: 'warning' }).removeAlpha()
    if (bits === 16) {
      // Exact for 16-bit PNG (dependencies.md 4, rule 8).
      const { data, info } = await image.toColourspace('grey16').raw({ depth: 'ushort' }).toBuffer({ resolveWithObject: true })
      return { ...sizeOf(info, path), bits, pixels: new Uint16Array(Uint8Array.from(data).buffer) }
    }
    const { data, info } = await image.toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
    return { ...sizeOf(info, path), bits, pixels: Uint16Array.from(data) }
  } catch (cause) {
    if (cause instanceof Fault) throw cause
    throw new Fault('source.damaged', { path, reason: 'no-picture' }, { cause })
  }
}

function sizeOf({ width, height, channels }: OutputInfo, path: string): { width: number; height: number } {
  if (channels !== 1) throw new Fault('source.unsupported', { path, reason: 'pixel-format', found: `${channels} channels` })
  return { width, height }
}

class PictureFolder implements CameraSource {
  readonly info: SourceInfo
  readonly encoded = null
  readonly framesLost = 0
  readonly timeJumps: readonly TimeJump[] = []
  readonly #spec: SourceSpec
  readonly #names: readonly string[]
  readonly #closed = new AbortController()

  constructor(spec: SourceSpec, names: readonly string[], info: SourceInfo) {
    this.#spec = spec
    this.#names = names
    this.info = info
  }

  async *frames(signal: AbortSignal): AsyncGenerator<Frame> {
    const stop = AbortSignal.any([signal, this.#closed.signal])
    const pace = new Pace(this.#spec.rate)
    const stepMs = 1000 / (this.info.framesPerSecond ?? FRAMES_PER_SECOND)
    for (let index = 0; !stop.aborted; index += 1) {
      if (index >= this.#names.length && !this.#spec.isLooped) return
      const picture = await this.#read(index % this.#names.length)
      const tMs = index * stepMs
      await pace.until(tMs, stop)
      if (stop.aborted) return
      yield { index, tMs, ...picture, isBackground: false, isDamaged: false, shutterClosed: false }
    }
  }

  async #read(at: number): Promise<Picture> {
    const path = join(this.#spec.address, this.#names[at] ?? '')
    const picture = await readPicture(path)
    const { width, height, bits } = this.info
    if (picture.width === width && picture.height === height && picture.bits === bits) return picture
    const to = `${picture.width}x${picture.height}x${picture.bits}`
    throw new Fault('source.changed', { path, from: `${width}x${height}x${bits}`, to })
  }

  async close(): Promise<void> {
    this.#closed.abort()
  }
}
