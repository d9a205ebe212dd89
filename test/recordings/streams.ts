/** Streams for tests of recordings: a small clip of a wandering bar, and the packets of a file as a camera worker sees them. */
import { join } from 'node:path'
import type { EncodedFormat, EncodedPacket } from '../../src/features/cameras/contract.ts'
import { ClipWriter } from '../../src/features/cameras/sources/libav/server/clip-writer.ts'
import { libavSource } from '../../src/features/cameras/sources/libav/server/source.ts'
import type { GapCause } from '../../src/features/recordings/contract.ts'
import type { SegmentClosed, SegmentOpened } from '../../src/features/recordings/segment.ts'
import type { Fragment, Init } from '../../src/features/recordings/server/fragmenter.ts'
import { Recorder, type RecorderOptions } from '../../src/features/recordings/server/recorder.ts'

export interface BarClip {
  readonly seconds: number
  readonly framesPerSecond?: number
  readonly keyFrameEvery?: number
  readonly encoder?: string
  readonly width?: number
  readonly height?: number
}

/** An mp4 of a bright bar that wanders over a slope. */
export async function barClip(folder: string, name: string, clip: BarClip): Promise<string> {
  const { seconds, framesPerSecond = 9, keyFrameEvery = 18, encoder, width = 64, height = 48 } = clip
  const path = join(folder, name)
  const how = { width, height, bits: 8 as const, framesPerSecond, keyFrameEvery, ...(encoder ? { encoder } : {}) }
  const writer = await ClipWriter.open(path, how)
  const pixels = new Uint16Array(width * height)
  for (let frame = 0; frame < Math.round(seconds * framesPerSecond); frame++) {
    for (let at = 0; at < pixels.length; at++)
      pixels[at] = Math.abs((at % width) - ((frame * 2) % width)) < 3 ? 200 : 60 + (at % width)
    await writer.write(pixels)
  }
  await writer.close()
  return path
}

/** All packets of a file, copied, with their format. */
export async function packetsOf(
  path: string,
): Promise<{ format: EncodedFormat; packets: EncodedPacket[]; framesPerSecond: number | null }> {
  const source = await libavSource.open(
    { address: path, login: null, name: null, isLooped: false, rate: 'max' },
    new AbortController().signal,
  )
  const { encoded, info } = source
  if (encoded === null) throw new Error('no packets in it')
  const packets: EncodedPacket[] = []
  encoded.listen((packet) => packets.push({ ...packet, data: Uint8Array.from(packet.data) }))
  for await (const frame of source.frames(new AbortController().signal)) void frame
  await source.close()
  return { format: encoded.format, packets, framesPerSecond: info.framesPerSecond }
}

/** Every picture of a file: its time and its pixels. */
export async function picturesOf(path: string): Promise<{ tMs: number; pixels: Uint16Array }[]> {
  const source = await libavSource.open(
    { address: path, login: null, name: null, isLooped: false, rate: 'max' },
    new AbortController().signal,
  )
  const pictures: { tMs: number; pixels: Uint16Array }[] = []
  for await (const { tMs, pixels } of source.frames(new AbortController().signal))
    pictures.push({ tMs, pixels: Uint16Array.from(pixels) })
  await source.close()
  return pictures
}

export const startMs = Date.UTC(2026, 10, 22, 3, 0, 0)

/** A recorder whose site time is `startMs` plus the stream's, and what it said. */
export function aRecorder(format: EncodedFormat, folder: string | null, more: Partial<RecorderOptions> = {}) {
  const said = {
    opened: [] as SegmentOpened[],
    closed: [] as SegmentClosed[],
    missing: [] as { fromMs: number; cause: GapCause }[],
    inits: [] as Init[],
    fragments: [] as Fragment[],
    failures: [] as Error[],
  }
  let ids = 0
  const recorder = new Recorder({
    cameraId: '00000000-0000-7000-8000-00000000c001',
    run: '00000000-0000-7000-8000-000000000001',
    folder,
    format,
    framesPerSecond: 9,
    siteMs: (streamMs) => startMs + streamMs,
    newId: () => `00000000-0000-7000-8000-${String(++ids).padStart(12, '0')}`,
    listener: {
      opened: (segment) => said.opened.push(segment),
      closed: (segment) => said.closed.push(segment),
      missing: (fromMs, cause) => said.missing.push({ fromMs, cause }),
      init: (init) => said.inits.push(init),
      fragment: (fragment) => said.fragments.push(fragment),
      failed: (error) => said.failures.push(error),
    },
    ...more,
  })
  return { recorder, said }
}
